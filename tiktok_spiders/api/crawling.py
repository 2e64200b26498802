"""A job's process: ``scrapy crawl`` with what its order says, and its exit status left in a file.

Arguments are read from a file: a command line is bounded, and everybody on the machine can read it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from scrapy.cmdline import execute

from tiktok_spiders.api.nodes import node_of

ORDER, LOG, STATUS, PROCESS = "order.json", "log", "status", "process"
"""Files in a job's folder. ``process``: who runs it; locked while that lives."""


def main(folder: Path) -> None:
    """Crawl. Raises ``SystemExit``, as the command does."""
    order = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    given = [part for name, value in order["arguments"].items() for part in ("-a", f"{name}={value}")]
    (folder / PROCESS).write_text(node_of(os.getpid()), encoding="utf-8")
    status = 1
    try:
        execute(["scrapy", "crawl", order["spider"], *given, "-s", f"LOG_FILE={folder / LOG}"])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(bool(end.code))
        raise
    finally:
        _leave(folder / STATUS, str(status))


def _leave(path: Path, text: str) -> None:
    made = path.with_suffix(".new")
    made.write_text(text, encoding="utf-8")
    made.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
