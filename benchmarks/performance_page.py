"""docs/performance.md, from the figures of the last full run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.result import Result, Table

GENERATED = "<!-- Written by `python -m benchmarks --write-docs`: change it in benchmarks/. -->"
INTRODUCTION = """\
Every figure here comes from one command, which anybody can run:

```sh
make bench
```

It crawls the local stand-in, so nothing leaves the machine and the network costs nothing: these figures tell
what the project itself costs. On the real TikTok the polite delay decides the speed.
`make bench ARGS=--quick` shows the same tables from sizes that are too small to quote."""

TITLES = {
    "throughput": "Speed",
    "recall": "Completeness",
    "faults": "Under faults",
    "hostile": "Everything at once",
    "kills": "Under kills",
    "scaling": "More workers",
    "workers_killed": "Workers killed",
    "memory": "Memory",
    "store": "The store",
    "million": "A million videos",
    "parse": "Parsers",
    "clients": "Other clients",
    "browser": "The browser",
    "comments": "Comments and replies",
    "transports": "Transports",
    "browser_leaks": "What the browser leaves",
    "sources": "Every source",
    "shop": "The Shop",
    "publishing": "Publishing",
    "api_load": "The API under load",
    "api_live": "Live look-ups",
    "api_store": "The API on a large store",
}


def performance_page(results: dict[str, Result]) -> str:
    """Return the page: the figures of the benchmarks that have run in full, and the names of the others."""
    lines = ["# Performance", "", GENERATED, "", INTRODUCTION, ""]
    for name, title in TITLES.items():
        if name in results:
            lines += _section(name, title, results[name])
    lacking = [f"`{name}`" for name in TITLES if name not in results]
    if lacking:
        lines += ["## Not measured yet", "", f"`make bench` also measures {', '.join(lacking)}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def _section(name: str, title: str, result: Result) -> list[str]:
    lines = [f"## {title}", "", result.about, "", f"Benchmark `{name}`: {result.machine}.", ""]
    for table in result.tables:
        lines += [*([f"**{table.title}**", ""] if table.title else []), *_markdown(table), ""]
    return lines


def _markdown(table: Table) -> list[str]:
    rows = [table.columns, ["---"] * len(table.columns), *table.rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
