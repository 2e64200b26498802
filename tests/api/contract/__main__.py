"""``python -m tests.api.contract [EXAMPLES]``: the long run, all phases; prints cases and failures."""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

from tests.api.contract.canned import answer_at_once
from tests.api.contract.examining import application, examine, hold_jobs
from tests.api.stored.filled import fill
from tiktok_spiders.api import jobs
from tiktok_spiders.store import Store


def main(examples: int) -> int:
    """Ask everything, without live answers and with canned ones; return the exit status."""
    logging.disable(logging.CRITICAL)
    failed = False
    for name, prepare in (("without workers", None), ("with live answers", answer_at_once)):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(jobs, "Loop", hold_jobs()):
            url = f"sqlite:///{folder}/store.db"
            store = Store.open(url)
            fill(store)
            store.close()
            began = time.monotonic()
            found = examine(application(url, Path(folder)), examples=examples, prepare=prepare)
        failed |= bool(found.failures)
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(found.statuses.items()))
        took = time.monotonic() - began
        sys.stdout.write(
            f"{name}: {len(found.operations)} operations, {found.cases} cases, "
            f"{len(found.failures)} failures in {took:.0f} s ({statuses})\n{found.report()}\n"
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
