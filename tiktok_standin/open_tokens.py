"""Codes, access tokens and refresh tokens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktok_standin.open_switches import OpenSwitches

BASIC = "user.info.basic"


@dataclass(slots=True, kw_only=True)
class Code:
    """What an authorization code stands for."""

    client_key: str
    handle: str
    scopes: list[str]
    redirect_uri: str
    challenge: str | None
    expires_at: float


@dataclass(slots=True, kw_only=True)
class Login:
    """A user's consent, with the refresh token that is good now."""

    client_key: str
    handle: str
    scopes: list[str]
    refresh_token: str
    refresh_ends_at: float


@dataclass(slots=True, kw_only=True)
class Access:
    """What an access token stands for."""

    login: Login
    ends_at: float


@dataclass(slots=True)
class OpenTokens:
    """All of them. What is not in here any more is invalid, whatever the cause."""

    codes: dict[str, Code] = field(default_factory=dict)
    access: dict[str, Access] = field(default_factory=dict)
    clients: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Client tokens: their app and their end."""

    logins: list[Login] = field(default_factory=list)

    def add_code(self, code: Code) -> str:
        """Return a new code; real ones too have characters that have to be percent-encoded."""
        word = f"{secrets.token_urlsafe(24)}*v!{secrets.randbelow(9000) + 1000}.u1"
        self.codes[word] = code
        return word

    def log_in(self, client_key: str, handle: str, scopes: list[str], now: float, life: int) -> Login:
        """Begin a login."""
        login = Login(
            client_key=client_key,
            handle=handle,
            scopes=scopes,
            refresh_token=_refresh_word(),
            refresh_ends_at=now + life,
        )
        self.logins.append(login)
        return login

    def issue(self, login: Login, now: float, life: int) -> str:
        """Return a new access token of a login."""
        word = f"act.{secrets.token_urlsafe(32)}!{secrets.randbelow(9000) + 1000}.u1"
        self.access[word] = Access(login=login, ends_at=now + life)
        return word

    def login_of(self, refresh_token: str, client_key: str, now: float) -> Login | None:
        """Return the login whose refresh token this is now."""
        for login in self.logins:
            if secrets.compare_digest(login.refresh_token, refresh_token):
                good = login.client_key == client_key and login.refresh_ends_at > now
                return login if good else None
        return None

    def rotate(self, login: Login, now: float, switches: OpenSwitches) -> None:
        """Replace the refresh token; the one before is good no longer."""
        login.refresh_token = _refresh_word()
        if switches.refresh_window == "restarted":
            login.refresh_ends_at = now + switches.refresh_s
        if switches.refresh_ends_access:
            self._drop_access(login)

    def end(self, client_key: str, handle: str) -> None:
        """End all logins of a user with an app."""
        gone = [one for one in self.logins if (one.client_key, one.handle) == (client_key, handle)]
        for login in gone:
            self.logins.remove(login)
            self._drop_access(login)

    def _drop_access(self, login: Login) -> None:
        for word in [word for word, access in self.access.items() if access.login is login]:
            del self.access[word]


def _refresh_word() -> str:
    return f"rft.{secrets.token_urlsafe(40)}!{secrets.randbelow(9000) + 1000}.u1"


def words(text: str) -> list[str]:
    """Split a list by comma."""
    return [word for word in text.split(",") if word]
