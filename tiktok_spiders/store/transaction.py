"""All pages of one transaction: records, then checkpoints, then verdicts."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.items.run import Rejected
from tiktok_spiders.store import journal
from tiktok_spiders.store.batch import Batch
from tiktok_spiders.store.codec import fingerprint, json_text
from tiktok_spiders.store.departures import note_departures
from tiktok_spiders.store.errors import is_duplicate, is_race, store_error
from tiktok_spiders.store.page import Written
from tiktok_spiders.store.state import Change
from tiktok_spiders.store.tally import Listing, tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.run import Verdict
    from tiktok_spiders.store.merge import Merger
    from tiktok_spiders.store.page import Page
    from tiktok_spiders.store.session import Session

_PAYLOAD = 64 * 1024


class Transaction:
    """Writes pages through a session whose transaction somebody else commits."""

    def __init__(self, session: Session, mergers: Mapping[str, Merger], url: str, *, last_try: bool) -> None:
        self._session = session
        self._mergers = mergers
        self._url = url
        self._last_try = last_try
        self._refused: dict[int, Rejected] = {}

    def write(self, pages: Sequence[Page]) -> list[Written]:
        """Return what became of each page."""
        owners = [
            (number, record)
            for number, page in enumerate(pages)
            for record in page.records
            if record.transport != "store"
        ]
        records = self._keep_raw([record for _, record in owners])
        changes = self._halve(records, 0)
        done: list[list[tuple[Record, Change]]] = [[] for _ in pages]
        refused: list[list[Rejected]] = [[] for _ in pages]
        for index, ((number, record), change) in enumerate(zip(owners, changes, strict=True)):
            done[number].append((record, change))
            if index in self._refused:
                refused[number].append(self._refused[index])
        counts = [tally(outcomes) for outcomes in done]
        self._checkpoints(pages, counts)
        self._reject(pages, refused)
        verdicts = self._verdicts([page.verdict for page in pages if page.verdict is not None])
        return [
            _written(page, [change for _, change in outcomes], lost, verdicts)
            for page, outcomes, lost in zip(pages, done, refused, strict=True)
        ]

    def _halve(self, records: list[Record], start: int) -> list[Change]:
        """Write ``records``; where that fails, write each half alone, down to the record that is refused."""
        savepoint = self._session.connection.begin_nested()
        try:
            changes = Batch(self._session, self._mergers, records).write()
        except Exception as error:
            if self._is_for_all(error):
                # A full disk has ended the transaction already; there is no savepoint to go back to.
                raise
            savepoint.rollback()
            if len(records) == 1:
                self._refused[start] = _refusal(records[0], error)
                return [Change()]
        else:
            savepoint.commit()
            return changes
        middle = len(records) // 2
        return self._halve(records[:middle], start) + self._halve(records[middle:], start + middle)

    def _is_for_all(self, error: Exception) -> bool:
        if is_race(error):
            return not (self._last_try and is_duplicate(error))
        return store_error(error, self._url) is not None

    def _keep_raw(self, records: list[Record]) -> list[Record]:
        if all(record.raw is None for record in records):
            return records
        rows, kept = {}, []
        for record in records:
            if record.raw is not None:
                payload = _payload(record.raw)
                ref = record.raw_ref or fingerprint(payload)
                rows[ref] = self._raw_row(ref, payload, record)
                record = replace(record, raw=None, raw_ref=ref)  # noqa: PLW2901
            kept.append(record)
        sql = self._session.statements.insert(journal.raw_payloads, ignore=True)
        self._session.many(sql, [rows[ref] for ref in sorted(rows)])
        return kept

    def _raw_row(self, ref: str, payload: str, record: Record) -> tuple[Any, ...]:
        at = self._session.codec.time(record.scraped_at)
        key = getattr(record, record.key_field)
        return (ref, record.run_id or None, record.record_type, key, record.endpoint, payload, at)

    def _checkpoints(self, pages: Sequence[Page], counts: list[dict[Listing, tuple[int, int]]]) -> None:
        rows: dict[Listing, list[Any]] = {}
        now = self._session.codec.now()
        for page, count in zip(pages, counts, strict=True):
            for listing, (new, updated) in count.items():
                if listing[0] and (new or updated):
                    row = rows.setdefault(listing, [*listing, None, 0, 0, now])
                    row[4] += new
                    row[5] += updated
            if (point := page.checkpoint) is not None:
                listing = (point.run_id, point.target, point.resource)
                rows.setdefault(listing, [*listing, None, 0, 0, now])[3] = json_text(point.state)
        sql = self._session.statements.upsert(
            journal.checkpoints, adds=frozenset({"new", "updated"}), keeps="state"
        )
        self._session.many(sql, [rows[listing] for listing in sorted(rows)])

    def _verdicts(self, verdicts: list[Verdict]) -> dict[Listing, Verdict]:
        filled: dict[Listing, Verdict] = {}
        for verdict in verdicts:
            listing = (verdict.run_id, verdict.target, verdict.resource)
            new, updated = self._totals(listing)
            filled[listing] = replace(verdict, new=new, updated=updated)
        columns = journal.verdicts.columns
        convert = self._session.codec.converters(list(columns))
        rows: list[list[Any]] = []
        for listing in sorted(filled):
            row = [getattr(filled[listing], column.name) for column in columns]
            for at, function in convert:
                row[at] = None if row[at] is None else function(row[at])
            rows.append(row)
        self._session.many(self._session.statements.upsert(journal.verdicts), rows)
        for listing in sorted(filled):
            note_departures(self._session.connection, filled[listing])
        return filled

    def _totals(self, listing: Listing) -> tuple[int, int]:
        have = journal.checkpoints.c
        found = self._session.connection.execute(
            sa.select(have.new, have.updated).where(
                have.run_id == listing[0], have.target == listing[1], have.resource == listing[2]
            )
        ).first()
        return (found[0], found[1]) if found else (0, 0)

    def _reject(self, pages: Sequence[Page], refused: list[list[Rejected]]) -> None:
        now = self._session.codec.now()
        rows: list[tuple[Any, ...]] = []
        for page, lost in zip(pages, refused, strict=True):
            run_id, target, resource = _listing(page)
            told = page.checkpoint.rejected if page.checkpoint else ()
            point = [each for each in told if each not in page.rejected]
            rows.extend(
                (run_id or None, target, resource, *map(_storable, _fields(each)), now)
                for each in (*page.rejected, *point, *lost)
            )
        names = tuple(column.name for column in journal.rejected_rows.columns)[1:]
        self._session.many(self._session.statements.insert(journal.rejected_rows, names), rows)


def _written(
    page: Page, changes: list[Change], lost: list[Rejected], verdicts: dict[Listing, Verdict]
) -> Written:
    verdict = page.verdict
    if verdict is not None:
        verdict = verdicts[verdict.run_id, verdict.target, verdict.resource]
    new = sum(change.new for change in changes)
    updated = sum(change.updated for change in changes)
    return Written(new=new, updated=updated, verdict=verdict, rejected=tuple(lost))


def _listing(page: Page) -> Listing:
    if page.checkpoint is not None:
        return page.checkpoint.run_id, page.checkpoint.target, page.checkpoint.resource
    if page.verdict is not None:
        return page.verdict.run_id, page.verdict.target, page.verdict.resource
    for record in page.records:
        return record.run_id, record.source.target, record.source.section
    return "", "", ""


def _fields(rejected: Rejected) -> tuple[str, str | None, str, str]:
    return rejected.record_type, rejected.record_id, rejected.reason, rejected.payload


def _storable(text: str | None) -> str | None:
    """Return the text without what a database refuses: lone surrogates and NUL."""
    if text is None:
        return None
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\u0000")


def _refusal(record: Record, error: BaseException) -> Rejected:
    if isinstance(error, StoreError):
        raise error
    key = getattr(record, record.key_field, None)
    reason = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
    payload = json.dumps(asdict(record), default=_plain)[:_PAYLOAD]
    return Rejected(
        record_type=record.record_type,
        record_id=None if key is None else str(key),
        reason=reason,
        payload=payload,
    )


def _payload(raw: Any) -> str:
    """Return JSON text; with everything but ASCII escaped where the text could not be stored otherwise."""
    try:
        return json_text(raw)
    except UnicodeEncodeError:
        return json.dumps(raw, separators=(",", ":"))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
