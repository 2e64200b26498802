"""``scrapy worker status``: what the last runs brought, and when the next ones are."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from tiktok_spiders.commands.worker_actions.opening import declare_json, store_of
from tiktok_spiders.schedules.lock import holder_of
from tiktok_spiders.schedules.summary import standings
from tiktok_spiders.terminal.table import moment, show

if TYPE_CHECKING:
    from argparse import Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.schedules.lock import Holder
    from tiktok_spiders.schedules.summary import Standing

NAME = "status"
HELP = "Show the last run of each schedule (state, records, verdicts, errors) and its next one"

_COLUMNS = ("name", "spider", "last run", "state", "records", "verdicts", "errors", "note", "next run")

declare = declare_json


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print the schedules on stdout and who works on them on stderr."""
    with store_of(settings) as store:
        known, holder = standings(store), holder_of(store)
    if options.json:
        for standing in known:
            print(msgspec.json.encode(standing).decode())
    else:
        show(_COLUMNS, map(_cells, known))
    print(f"scrapy worker: {_who(holder)}", file=sys.stderr)
    return 0


def _cells(standing: Standing) -> tuple[str | None, ...]:
    return (
        standing.name,
        standing.spider,
        moment(standing.last_run_at),
        standing.state,
        None if standing.records is None else str(standing.records),
        ", ".join(f"{count} {status}" for status, count in sorted(standing.verdicts.items())),
        ", ".join(standing.errors),
        standing.note,
        moment(standing.next_run_at) if standing.enabled else "at rest",
    )


def _who(holder: Holder | None) -> str:
    if holder is None or holder.expires_at <= datetime.now(UTC):
        return "no scheduler works; start one with `scrapy worker`"
    return f"{holder.name} works, last sign of life {moment(holder.last_beat_at)}"
