"""An account that posts are made for, and the tokens that TikTok gave for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A login, without its secrets."""

    name: str
    """Our name for it."""
    open_id: str
    """TikTok's for its user within the app."""
    client_key: str
    display_name: str | None
    scopes: frozenset[str]
    """Those that the user granted."""
    access_expires_at: datetime
    refresh_expires_at: datetime
    lost_reason: str | None
    """Why a new login is needed; None while there is no need."""
    updated_at: datetime
    owner: str | None = None
    """Who connected it, for those who serve several people; None: the command line."""

    def has(self, scope: str) -> bool:
        """Tell whether the user granted a scope."""
        return scope in self.scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What TikTok answers to a code or to a refresh token."""

    open_id: str
    scopes: frozenset[str]
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    issued_at: datetime
    access_expires_at: datetime
    refresh_expires_at: datetime
