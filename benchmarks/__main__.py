"""``python -m benchmarks [NAME…] [--quick] [--json FILE] [--write-docs]``."""

from __future__ import annotations

import argparse
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table as RichTable

from benchmarks.performance_page import TITLES, performance_page
from benchmarks.result import Result, machine_line
from benchmarks.sizing import with_sizing

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "performance.md"
SCALING = ROOT / "docs" / "scaling.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run benchmarks and show, keep and write up their figures."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.names) - {*TITLES, "none"}):
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(TITLES)}")
    if options.quick and options.write_docs:
        parser.error("quick figures are not for docs/performance.md")
    target = options.json or (None if options.quick else RESULTS)
    console = Console(width=None if sys.stdout.isatty() else 160)
    for name in options.names or TITLES:
        if name != "none":
            result = run(name, quick=options.quick)
            show(console, name, result)
            _keep(target, name, result)
    if options.write_docs:
        results = load(target or RESULTS)
        PAGE.write_text(performance_page(results), encoding="utf-8")
        SCALING.write_text(with_sizing(SCALING.read_text(encoding="utf-8"), results), encoding="utf-8")
        console.print(f"written: {PAGE.relative_to(ROOT)}, {SCALING.relative_to(ROOT)}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(TITLES)}; none: run nothing")
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that it works")
    parser.add_argument("--json", type=Path, metavar="FILE", help=f"default: benchmarks/{RESULTS.name}")
    parser.add_argument(
        "--write-docs",
        action="store_true",
        help="write docs/performance.md and the sizing table of docs/scaling.md",
    )
    return parser


def run(name: str, *, quick: bool) -> Result:
    """Run one benchmark."""
    began = time.monotonic()
    result: Result = import_module(f"benchmarks.{name}").measure(quick=quick)
    result.machine, result.quick, result.seconds = machine_line(), quick, time.monotonic() - began
    return result


def show(console: Console, name: str, result: Result) -> None:
    """Print a benchmark's tables."""
    console.rule(f"{name}: {result.seconds:.0f} s{', quick' if result.quick else ''}")
    console.print(result.about, f"{result.machine}.", markup=False, highlight=False)
    for table in result.tables:
        shown = RichTable(*table.columns, box=box.SIMPLE, title=table.title or None)
        for row in table.rows:
            shown.add_row(*row)
        console.print(shown)


def load(path: Path) -> dict[str, Result]:
    """Return the results of a file by name; nothing when there is none yet."""
    if not path.exists():
        return {}
    found = json.loads(path.read_text(encoding="utf-8"))
    return {name: Result.from_dict(data) for name, data in found.items()}


def _keep(path: Path | None, name: str, result: Result) -> None:
    """Put a result in the place of the last one of its name, at once: a later benchmark may fail."""
    if path is None:
        return
    kept = {other: one.to_dict() for other, one in load(path).items()} | {name: result.to_dict()}
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
