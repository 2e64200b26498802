"""How values look on a page. Whatever was collected is hostile: nothing of it is trusted to be plain text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Undefined
from markupsafe import Markup, escape

from tiktok_spiders.terminal.printable import printable

UNKNOWN = Markup('<span class="unknown" title="not known">–</span>')
THIN = "\u202f"
LONGEST = 10_000
"""Characters of a text on a page."""

_CODE = re.compile(r"`([^`]+)`")


def plain(value: Any) -> Any:
    """Return a text without control characters, escape codes and marks that reorder what is around it.

    It is done to every text that a template shows; what is escaped here already is left as it is.
    """
    if value is None:
        return UNKNOWN
    if isinstance(value, Markup | Undefined) or not isinstance(value, str):
        return value
    return printable(value, LONGEST)


def number(value: float | Decimal | None, digits: int = 0) -> Markup:
    """Return a number with thin spaces between its thousands."""
    if value is None:
        return UNKNOWN
    return Markup(escape(f"{value:,.{digits}f}".replace(",", THIN)))  # noqa: S704 - digits only


def percent(value: float | None, digits: int = 1) -> Markup:
    """Return a rate that is per cent already."""
    if value is None:
        return UNKNOWN
    return Markup(f"{number(value, digits)}{THIN}%")  # noqa: S704 - digits only


def when(value: datetime | date | str | None) -> Markup:
    """Return a time in UTC, to the minute. A text is one in ISO 8601."""
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
        exact, text = value.isoformat(timespec="seconds"), f"{value:%Y-%m-%d %H:%M}"
    else:
        exact = text = value.isoformat()
    return Markup('<time datetime="{}" title="{} UTC">{}</time>').format(exact, text, text)


def money(value: Any, currency: str | None = None) -> Markup:
    """Return an amount with its currency."""
    if value is None:
        return UNKNOWN
    return Markup("{}{}{}").format(number(Decimal(str(value)), 2), THIN if currency else "", currency or "")


def coded(text: str) -> Markup:
    """Return a text of our own in which what stands in backticks is code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def verbatim(text: str) -> Markup:
    """Return what somebody typed as it was, lines and all, for a field of a form."""
    return escape(text.replace("\0", "\ufffd"))


def outside(url: str | None) -> str | None:
    """Return an address that a page may link to: https, and nobody's name or password in it."""
    try:
        parts = urlsplit(url or "")
        good = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return None
    return url if good and url is not None and url == printable(url) else None


FILTERS = {
    "number": number,
    "percent": percent,
    "when": when,
    "money": money,
    "coded": coded,
    "verbatim": verbatim,
    "outside": outside,
}
