"""Followers and followed accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tiktok_spiders.items.common import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Record):
    """One member of a follower or following list. The store adds when it was first and last seen."""

    key_field: ClassVar[str] = "member_id"
    key_with: ClassVar[tuple[str, ...]] = ("owner_id", "direction")
    required: ClassVar[tuple[str, ...]] = ("owner_id", "direction", "member_id")

    record_type: str = "relation"
    """Always ``relation``."""

    owner_id: str
    """Decimal identifier of the account whose list it is."""

    owner_unique_id: str | None = None
    """That account's handle without ``@``."""

    direction: str
    """``follower``: the member follows the owner; ``following``: the owner follows the member."""

    member_id: str
    """Decimal identifier of the member, or a pseudonym."""

    member_sec_uid: str | None = None
    """The member's opaque identifier of the web."""

    member_unique_id: str | None = None
    """The member's handle without ``@``, as at capture."""

    member_nickname: str | None = None
    """The member's shown name, as at capture."""

    position: int | None = None
    """Place in the listing, from 0; newest first, not stable between two runs."""

    list_total: int | None = None
    """TikTok's own number of members, exact."""

    is_truncated: bool | None = None
    """True where TikTok says that it does not show the whole list."""

    is_pseudonymous: bool = False
    """True where the member's names were replaced by a pseudonym, or dropped, before writing."""
