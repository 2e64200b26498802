"""The vocabulary: what an answer can mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What an answer means. Only ``ok`` is an answer to the question."""

    OK = "ok"
    """The anchor is there and TikTok's status code is 0."""

    EMPTY = "empty"
    """A success without content: no body, a page without state, a list withheld. Never a success."""

    CHALLENGE = "challenge"
    """The page that a script of a real browser passes by itself."""

    CAPTCHA = "captcha"
    """A human is asked for; the identity rests."""

    LOGIN = "login"
    """Only for people who are logged in."""

    RATE_LIMITED = "rate_limited"
    """Too many requests."""

    BLOCKED = "blocked"
    """Refused for this identity or exit."""

    MISSING = "missing"
    """It does not exist (any more)."""

    PRIVATE = "private"
    """Its owner hides it."""

    REGION = "region"
    """Not served to this country."""

    AGE = "age"
    """Age-limited or sensitive: shown after a login only."""

    INVALID = "invalid"
    """Not what was asked for: a wrong parameter, a cut or foreign body, an unknown code."""

    SERVER_ERROR = "server_error"
    """TikTok failed."""

    UNREACHABLE = "unreachable"
    """No answer: reset, time-out, proxy."""

    ROBOTS = "robots"
    """robots.txt forbids the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The meaning of one answer."""

    outcome: Outcome
    """What it means."""

    code: int | None = None
    """TikTok's status code where one was sent, else None."""

    message: str = ""
    """Why, in words."""

    confirm: bool = False
    """True when a single such answer is not enough to believe it; ask again in another way."""

    retry: str = "none"
    """Name of the policy in ``POLICIES``."""

    retry_after: int | None = None
    """Seconds that the answer itself asks to wait."""
