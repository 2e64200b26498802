"""What status and headers say before the body is looked at."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tiktok_spiders.outcome.model import Answer, Outcome
from tiktok_spiders.outcome.retry import answer
from tiktok_spiders.outcome.signs import sign_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_CAPTCHA_HEADERS = ("bdturing-verify", "x-vc-bdturing-parameters")
_LONGEST_WAIT = 86_400
_REFUSALS = {401: Outcome.BLOCKED, 403: Outcome.BLOCKED, 451: Outcome.REGION}


def read_transport(
    status: int, headers: Mapping[str, str], body: bytes, url: str, kind: str
) -> Answer | None:
    """Return what status, headers and address decide; None leaves it to the body."""
    if any(headers.get(name) for name in _CAPTCHA_HEADERS):
        return answer(Outcome.CAPTCHA, "a header demands a captcha")
    if 300 <= status < 400:
        return _redirect(headers.get("location", ""), status)
    if status >= 400:
        return _refusal(status, headers, body, kind)
    if is_login(url):
        return answer(Outcome.LOGIN, "redirected to the login page", confirm=True)
    if not body:
        refused = " (refused by tt_orcas_res)" if headers.get("tt_orcas_res") == "1" else ""
        return answer(Outcome.EMPTY, f"no body{refused}")
    return None


def is_login(url: str) -> bool:
    """Tell whether an address is the login page."""
    path = path_of(url)
    return path == "/login" or path.startswith("/login/")


def path_of(url: str) -> str:
    """Return the path of an address without its trailing slash; ``""`` for the home page or no address."""
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return "?"


def retry_after(headers: Mapping[str, str]) -> int | None:
    """Return the seconds of ``Retry-After``, which is a number or a date; a date counts from ``Date``."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return min(int(value[:10]), _LONGEST_WAIT)
    until, now = _date(value), _date(headers.get("date", ""))
    if until is None or now is None:
        return None
    return max(0, min(int((until - now).total_seconds()), _LONGEST_WAIT))


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _redirect(location: str, status: int) -> Answer:
    if is_login(location):
        return answer(Outcome.LOGIN, "redirected to the login page", confirm=True)
    if location and path_of(location) == "":
        return answer(Outcome.MISSING, "redirected to the home page", confirm=True)
    return answer(Outcome.INVALID, f"HTTP {status} to an address that was not followed")


def _refusal(status: int, headers: Mapping[str, str], body: bytes, kind: str) -> Answer:
    message, wait = f"HTTP {status}", retry_after(headers)
    if status == 429:
        return answer(Outcome.RATE_LIMITED, message, retry_after=wait)
    if status >= 500:
        return answer(Outcome.SERVER_ERROR, message, retry_after=wait)
    if sign := sign_of(body):
        return sign
    if status in _REFUSALS:
        return answer(_REFUSALS[status], message, retry_after=wait)
    if status in (404, 410) or kind == "oembed":
        return answer(Outcome.MISSING, message, confirm=True)
    return answer(Outcome.INVALID, message)
