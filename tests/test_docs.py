"""Docs and code cannot drift: pages, stats, commands, settings, links and the example are compared."""

from __future__ import annotations

import json
import re
import shlex
from argparse import ArgumentParser
from dataclasses import fields
from pathlib import Path

import pytest
from scrapy.settings import Settings, default_settings
from scrapy.utils.misc import walk_modules_iter

from scripts import docs, spider_pages
from scripts.fields_page import fields_page
from scripts.knobs import allowed_values
from scripts.spiders_page import spiders
from scripts.stat_names import stats_in_code, stats_in_docs
from tiktok_spiders.config import ALIASES, NOT_NEEDED, Config, setting_names
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.ladder import LADDER

ROOT = Path(__file__).resolve().parent.parent
TEXTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOOLS = {".", "cd", "curl", "export", "git", "printf", "python"}
"""What a block may hold beside our own commands."""
ASSIGNED = re.compile(r"\w+=")


def commands():
    """Yield the lines of ``sh`` blocks, and those of ``console`` blocks that begin with a prompt."""
    for path in TEXTS:
        for kind, block in re.findall(
            r"^```(sh|console)\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL
        ):
            for line in block.replace("\\\n", " ").splitlines():
                typed = line if kind == "sh" else line.removeprefix("$ ") * line.startswith("$ ")
                words = shlex.split(typed, comments=True)
                if words and not ASSIGNED.match(words[0]):
                    yield pytest.param(words, id=f"{path.name}:{' '.join(words)[:40]}")


def links():
    for path in TEXTS:
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
            if "://" not in target:
                yield pytest.param(path, target, id=f"{path.name}:{target}")


@pytest.fixture(scope="module")
def scrapy_commands():
    """Return all commands of Scrapy and of this project by name."""
    modules = [*walk_modules_iter("scrapy.commands"), *walk_modules_iter("tiktok_spiders.commands")]
    found = ((module.__name__.rsplit(".", 1)[-1], getattr(module, "Command", None)) for module in modules)
    return {name: cls for name, cls in found if cls is not None}


@pytest.mark.parametrize("name", list(docs.PAGES))
def test_a_generated_page_is_current(name):
    assert (ROOT / "docs" / name).read_text() == docs.PAGES[name](), "run: make docs"


def test_every_stat_is_told():
    assert stats_in_docs(ROOT / "docs/stats.md") == stats_in_code()


def test_every_field_and_setting_has_a_meaning():
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", fields_page(), re.MULTILINE)
    assert len(rows) > 50
    assert [name for name, meaning in rows if not meaning] == []
    assert [name for name, field in Config.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("words", list(commands()))
def test_a_command_is_real(words, scrapy_commands):
    program, *arguments = words
    if program == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
        assert {word for word in arguments if "=" not in word} <= set(targets)
    elif program == "scrapy":
        check_scrapy(arguments, scrapy_commands)
    else:
        assert program in TOOLS


def check_scrapy(arguments, scrapy_commands):
    name, *rest = arguments
    command = scrapy_commands[name]()
    command.settings = Settings()
    parser = ArgumentParser(conflict_handler="resolve", exit_on_error=False)
    command.add_options(parser)
    options, left = parser.parse_known_args(rest)
    assert [word for word in left if word.startswith("-")] == []
    known = {*setting_names(), *vars(default_settings)}
    assert {pair.partition("=")[0] for pair in options.set} <= known
    if name == "crawl":
        given = dict(pair.split("=", 1) for pair in options.spargs)
        assert set(given) <= set(spiders()[left[0]].arguments_class.model_fields)


@pytest.mark.parametrize(("path", "target"), list(links()))
def test_a_link_leads_somewhere(path, target):
    name, _, anchor = target.partition("#")
    page = path if not name else path.parent / name
    assert page.exists()
    if anchor:
        titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path):
    known = {*setting_names(), *ALIASES, *NOT_NEEDED}
    assert set(re.findall(r"\bTIKTOK_[A-Z_]+\b", path.read_text())) <= known


def test_the_readmes_spiders_are_the_spiders():
    rows = re.findall(
        r"^\| \[`(\w+)`\]\(docs/spiders/(\w+)\.md\) \|", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    assert sorted(rows) == [(name, name) for name in sorted(spiders())]


def test_every_spider_has_a_page_and_every_resource_is_on_one():
    assert set(spider_pages.RESOURCES) == set(spiders())
    assert {path.stem for path in spider_pages.SPIDER_PAGES.glob("*.md")} == set(spiders())
    told = [name for resources in spider_pages.RESOURCES.values() for name in resources]
    assert sorted(told) == sorted(LADDER)


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(one, id=f"{one['source']['spider']}:{one['record_type']}")
        for one in spider_pages.examples()
    ],
)
def test_an_example_is_a_record_of_today(record):
    shown = field_names(RECORD_CLASSES[record["record_type"]])
    assert sorted(record) == sorted(shown)
    page = (spider_pages.SPIDER_PAGES / f"{record['source']['spider']}.md").read_text()
    assert f"### {record['record_type']}\n" in page


def field_names(record_class):
    return [each.name for each in fields(record_class)]


def test_an_example_is_shortened_to_what_is_known():
    record = {"a": "x" * 200, "b": None, "c": [], "d": [1, 2, 3], "record_type": "user", "source": {"e": ""}}
    assert spider_pages.shortened(record) == {
        "record_type": "user",
        "a": "x" * 90 + "…",
        "d": [1, 2],
        "source": {},
    }


def test_a_page_without_its_marks_is_refused():
    with pytest.raises(ValueError, match="0 blocks named arguments"):
        spider_pages.refreshed("# A page\n", {"arguments": ["one"]})


def test_the_readmes_example_has_real_fields():
    (block,) = re.findall(r"^```json\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    page = fields_page()
    video = page[page.index("\n## Video\n") :].split("\n## ", 2)[1]
    record = page[page.index("\n## Record\n") :].split("\n## ", 2)[1]
    fields = set(re.findall(r"^\| `(\w+)`", video + record, re.MULTILINE))
    assert set(json.loads(block)) <= fields


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "boolean"}, "`true`, `false`"),
        ({"type": "integer", "minimum": 1, "maximum": 9}, "whole number from 1 to 9"),
        ({"type": "number", "exclusiveMinimum": 0}, "number more than 0"),
        ({"anyOf": [{"type": "string", "format": "path"}, {"type": "null"}]}, "file name"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, "list of `a`, `b`"),
        ({"const": "a"}, "`a`"),
        ({"type": "string"}, "text"),
    ],
)
def test_allowed_values_in_words(schema, words):
    assert allowed_values(schema) == words


def test_a_difference_is_told(tmp_path, monkeypatch, capsys):
    (tmp_path / "stats.md").write_text("| `tiktok/no/such/<kind>` | nothing |\n")
    monkeypatch.setattr(docs, "DOCS", tmp_path)
    monkeypatch.setattr(docs, "PAGES", {"page.md": lambda: "new\n"})
    assert docs.main(["--check"]) == 1
    out = capsys.readouterr().out
    assert "+new" in out
    assert "docs/stats.md tells of tiktok/no/such/<>" in out
    assert "docs/stats.md lacks tiktok/" in out
    assert docs.main([]) == 1
    assert (tmp_path / "page.md").read_text() == "new\n"
    assert docs.main(["--nonsense"]) == 2
