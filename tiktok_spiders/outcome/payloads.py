"""JSON answers: the envelope is opened, its members stay raw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import ContainerError, is_json_object, members
from tiktok_spiders.outcome.codes import code_of, status_number
from tiktok_spiders.outcome.item import is_nothing, read_item
from tiktok_spiders.outcome.model import Answer, Outcome
from tiktok_spiders.outcome.retry import answer
from tiktok_spiders.outcome.signs import is_html, is_shell, sign_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATUS = ("statusCode", "status_code", "code", "error_code", "StatusCode")
_MESSAGE = ("statusMsg", "status_msg", "statusMessage", "message", "msg", "error_message", "StatusMessage")
_MORE = ("hasMore", "has_more", "hasMorePrevious", "HasMoreAfter")
_SMALL = 2_000

# Objects whose absence says more than "none of these": the detail of one thing.
_DETAILS: dict[str, Outcome] = {
    "userInfo": Outcome.BLOCKED,
    "itemInfo": Outcome.MISSING,
    "mixInfo": Outcome.MISSING,
    "challengeInfo": Outcome.MISSING,
    "musicInfo": Outcome.MISSING,
    "poiInfo": Outcome.MISSING,
}


def read_api(body: bytes, anchor: str | None) -> Answer:
    """Return what the answer of a web API means."""
    found = open_envelope(body)
    if isinstance(found, Answer):
        return found
    return refused(found) or _anchored(found, anchor)


def read_oembed(body: bytes, anchor: str | None) -> Answer:
    """Return what an oEmbed answer means. An error body has no ``title``; its codes are not TikTok's."""
    found = open_envelope(body)
    if isinstance(found, Answer):
        return found
    if (anchor or "title") in found:
        return answer(Outcome.OK)
    code, words = envelope_status(found)
    return answer(Outcome.MISSING, words or "no description of the page", code=code, confirm=True)


def open_envelope(body: bytes) -> dict[str, msgspec.Raw] | Answer:
    """Return the members of a JSON object, or what a body of another sort means."""
    if is_html(body):
        return _html(body)
    if not is_json_object(body):
        return answer(Outcome.INVALID, "not a JSON object", confirm=True)
    try:
        return members(body)
    except ContainerError as error:
        return answer(Outcome.INVALID, str(error), confirm=True)


def refused(found: Mapping[str, msgspec.Raw]) -> Answer | None:
    """Return what a status other than 0 means; None for none or 0."""
    code, words = envelope_status(found)
    if value(found, "type") == "verify":
        return answer(Outcome.CAPTCHA, words or "a captcha is demanded", code=code)
    if code in (None, 0):
        return None
    if "region not supported" in words.lower():
        return answer(Outcome.REGION, words, code=code)
    return by_code(code, words)


def by_code(code: int, words: str = "") -> Answer:
    """Return what one status code means."""
    known = code_of(code)
    message = f"{known.name}: {words}" if words else known.name
    return answer(known.outcome, message, code=code, confirm=known.confirm)


def envelope_status(found: Mapping[str, msgspec.Raw]) -> tuple[int | None, str]:
    """Return the status, which services spell in several ways, and its words."""
    code = status_number(*(value(found, name) for name in _STATUS))
    words = next((text for name in _MESSAGE if isinstance(text := value(found, name), str) and text), "")
    return code, words[:300]


def value(found: Mapping[str, msgspec.Raw], name: str) -> Any:
    """Return a small member decoded; None for one that is absent, large or broken."""
    raw = found.get(name)
    if raw is None or memoryview(raw).nbytes > _SMALL:
        return None
    try:
        return msgspec.json.decode(raw)
    except (ValueError, RecursionError):
        return None


def _anchored(found: Mapping[str, msgspec.Raw], anchor: str | None) -> Answer:
    code, _ = envelope_status(found)
    if anchor == "itemInfo" and not is_nothing(found.get(anchor)):
        return read_item(found[anchor], code)
    if anchor is None or not is_nothing(found.get(anchor)):
        return answer(Outcome.OK, code=code)
    if anchor in _DETAILS:
        outcome = _DETAILS[anchor]
        return answer(outcome, f"no {anchor}", code=code, confirm=outcome is Outcome.MISSING)
    if anchor not in found and any(value(found, name) in (True, 1) for name in _MORE):
        return answer(Outcome.EMPTY, f"no {anchor}, although there is more", code=code)
    return answer(Outcome.OK, code=code)


def _html(body: bytes) -> Answer:
    if sign := sign_of(body):
        return sign
    if is_shell(body):
        return answer(Outcome.EMPTY, "the empty frame of a page instead of JSON")
    return answer(Outcome.INVALID, "markup instead of JSON", confirm=True)
