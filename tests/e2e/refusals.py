"""Run command lines that are to be refused, many at little cost: one process imports, and forks for each."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

if __name__ != "__main__":
    from tests.crawling import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Takes from root what lets it write where permissions forbid it."""

SHARED = (
    "scrapy.cmdline",
    "scrapy.commands.crawl",
    "tiktok_spiders.commands.crawl",
    "tiktok_spiders.spiders.user",
)
"""Read no environment when they are imported."""


@dataclass(frozen=True)
class Refusal:
    """A command line behind ``python -m``, and words that its one line must hold."""

    name: str
    command: tuple[str, ...]
    words: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    needs_permissions: bool = False


def crawl(name: str, *options: str, says: str | tuple[str, ...], **more: Any) -> Refusal:
    """Return the refusal of a ``scrapy crawl``."""
    return Refusal(name, ("scrapy", "crawl", *options), (says,) if isinstance(says, str) else says, **more)


def run_all(cases: Sequence[Refusal], directory: Path) -> dict[str, tuple[int, str, str]]:
    """Run all in ``directory``; return status, stdout and stderr by name."""
    is_root = os.geteuid() == 0
    if is_root and shutil.which(BOUND[0]) is None:
        cases = [case for case in cases if not case.needs_permissions]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIKTOK_")}
    done = subprocess.run(
        [*(BOUND if is_root and shutil.which(BOUND[0]) else ()), sys.executable, "-m", "tests.e2e.refusals"],
        input=json.dumps([[case.name, case.command, case.environment] for case in cases]),
        cwd=directory,
        env=kept | {"SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
        check=True,
    )
    return {name: (status, out, err) for name, status, out, err in json.loads(done.stdout)}


def _forked(command: list[str], environment: dict[str, str]) -> tuple[int, str, str]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os.environ.update(environment)
            _become(command)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return status, _content(out.fileno()), _content(err.fileno())


def _become(command: list[str]) -> None:
    status = 1
    try:
        sys.argv = command
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter does
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _content(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, 1 << 20).decode()


if __name__ == "__main__":
    for module in SHARED:
        import_module(module)
    json.dump(
        [[name, *_forked(command, environment)] for name, command, environment in json.load(sys.stdin)],
        sys.stdout,
    )
