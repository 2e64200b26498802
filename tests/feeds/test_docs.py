"""docs/feeds.md says what the code does: its commands parse, its feeds load."""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from tiktok_spiders.commands.store import Command
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.store.export import EXPORT_TYPES

TEXT = (Path(__file__).parents[2] / "docs" / "feeds.md").read_text(encoding="utf-8")
STORE_COMMANDS = re.findall(r"^\$ scrapy store (.*)$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("line", STORE_COMMANDS)
def test_commands_parse(line):
    command = Command()
    command.settings = Settings()
    parser = ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, unknown = parser.parse_known_args(shlex.split(line))
    assert unknown == []
    assert opts.action in {"export", "stats", "import"}


def test_there_are_commands():
    assert len(STORE_COMMANDS) > 5


def test_feeds_load():
    for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        names: dict[str, object] = {}
        exec(block, names)
        for options in names["FEEDS"].values():
            for path in [*options.get("item_classes", ()), *options.get("postprocessing", ())]:
                load_object(path)


def test_the_table_of_classes_is_complete():
    told = dict(re.findall(r"^\| `(tiktok_spiders\.items\.[\w.]+)` \| `(\w+)` \|$", TEXT, re.MULTILINE))
    assert {load_object(path): name for path, name in told.items()} == {
        record_class: name for name, record_class in RECORD_CLASSES.items()
    }


def test_every_type_is_told():
    assert all(f"`{name}`" in TEXT for name in EXPORT_TYPES)
