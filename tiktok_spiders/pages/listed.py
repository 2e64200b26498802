"""Answers that hold one list: decoded at once where all is as declared, else member by member."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.repair import repaired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.pages.base import Capture

Envelope = TypeVar("Envelope", bound=Answer)
Member = TypeVar("Member", bound=msgspec.Struct)


@dataclass(slots=True)
class Reading(Generic[Envelope]):
    """One answer while it is read."""

    answer: Envelope
    """What stands around the list."""

    capture: Capture
    """What is known beside the body."""

    present: bool = False
    """Whether the list is there."""

    records: list[Record] = field(default_factory=list)
    """What was read so far, in order."""

    rejects: list[Rejected] = field(default_factory=list)
    """What could not be read."""

    places: int = 0
    """Results met so far, where a member may hold several."""

    skipped: int = 0
    """Members of a kind that the list is not asked for."""

    misread: Misread = field(default_factory=Misread)
    """Fields whose value could not be coerced."""


class Listed(Generic[Envelope, Member]):
    """Decodes answers of one kind and hands their members to a maker of records.

    ``what`` names the kind in errors, ``envelope`` declares all but the list, ``keys`` are the names that the
    list goes by (the first that is there is read), ``id_keys`` where a member tells its identifier.
    """

    def __init__(
        self,
        what: str,
        envelope: type[Envelope],
        keys: tuple[str, ...],
        member: type[Member],
        *,
        record: str,
        id_keys: tuple[str, ...],
    ) -> None:
        self._what, self._keys, self._member = what, keys, member
        self._record, self._id_keys = record, id_keys
        self._whole = self._decoder(envelope, list[member] | None)  # type: ignore[valid-type]
        self._split = self._decoder(envelope, list[msgspec.Raw] | None)
        self._odd = self._decoder(envelope, Any)
        self._one = msgspec.json.Decoder(member)

    def read(
        self,
        body: bytes,
        capture: Capture,
        make: Callable[[Member, Reading[Envelope], int, Any], Iterable[Record]],
    ) -> Reading[Envelope]:
        """Return the records of all members that ``make(member, reading, rank, raw)`` can read.

        ``make`` raises ``ValueError`` for a member that is to be set aside. Raises `PageLayoutError` for what
        is not a JSON object.
        """
        if not capture.keep_raw:
            try:
                return self._read_whole(body, capture, make)
            except (ValueError, msgspec.DecodeError, RecursionError):
                pass  # one odd member is enough: read the members one by one
        return self._read_each(body, capture, make)

    def _read_whole(self, body: bytes, capture: Capture, make: Any) -> Reading[Envelope]:
        reading = Reading(self._whole.decode(body), capture)
        for rank, member in enumerate(self._members(reading), capture.first_rank):
            reading.records.extend(make(member, reading, rank, None))
        return reading

    def _read_each(self, body: bytes, capture: Capture, make: Any) -> Reading[Envelope]:
        reading = self._decode(repaired(body), capture)
        for rank, raw in enumerate(self._members(reading), capture.first_rank):
            try:
                kept = keep_raw(raw) if capture.keep_raw else None
                reading.records.extend(make(self._decode_one(raw, reading.misread), reading, rank, kept))
            except ValueError as error:
                reading.rejects.append(rejected(self._record, raw, str(error), self._id_keys))
        return reading

    def _members(self, reading: Reading[Envelope]) -> list[Any]:
        found = [each for key in self._keys if (each := getattr(reading.answer, key)) is not None]
        reading.present = bool(found)
        return found[0] if found else []

    def _decode(self, body: bytes, capture: Capture) -> Reading[Envelope]:
        try:
            return Reading(self._split.decode(body), capture)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass
        try:
            reading = Reading(self._odd.decode(body), capture)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise PageLayoutError(self._what, capture.url, "JSON object") from None
        self._drop_odd(reading)
        return reading

    def _drop_odd(self, reading: Reading[Envelope]) -> None:
        """Take a list that is none for absent; a good one beside it is kept."""
        for key in self._keys:
            value = getattr(reading.answer, key)
            if type(value) is list:
                setattr(reading.answer, key, [msgspec.Raw(msgspec.json.encode(each)) for each in value])
            elif value is not None:
                reading.misread.add(f"answer/{key}")
                setattr(reading.answer, key, None)

    def _decode_one(self, raw: msgspec.Raw, misread: Misread) -> Member:
        try:
            return self._one.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return decode_leniently(raw, self._member, self._record, misread)

    def _decoder(self, envelope: type[Envelope], kind: Any) -> msgspec.json.Decoder[Envelope]:
        lists = [(key, kind, None) for key in self._keys]
        shape = msgspec.defstruct(f"{envelope.__name__}List", lists, bases=(envelope,), kw_only=True)
        return msgspec.json.Decoder(shape)
