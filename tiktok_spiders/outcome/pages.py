"""Pages with embedded state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.containers import (
    NEXT,
    SIGI,
    SIGI_PERSISTED,
    ContainerError,
    frontity_data,
    members,
    universal_scopes,
)
from tiktok_spiders.outcome.item import is_nothing, read_item
from tiktok_spiders.outcome.model import Answer, Outcome
from tiktok_spiders.outcome.payloads import by_code, envelope_status, value
from tiktok_spiders.outcome.retry import answer
from tiktok_spiders.outcome.signs import is_shell, sign_of
from tiktok_spiders.outcome.transport import path_of

if TYPE_CHECKING:
    import msgspec

_OTHER_FORMS = {"webapp.video-detail": ("webapp.reflow.video.detail",)}
_OLD_STATES = tuple(name.encode() for name in (SIGI, SIGI_PERSISTED, NEXT))


def read_page(body: bytes, url: str, anchor: str | None) -> Answer:
    """Return what a page of the web site means."""
    if path_of(url) == "" and anchor is not None and anchor.endswith("-detail"):
        return answer(Outcome.MISSING, "redirected to the home page", confirm=True)
    try:
        scopes = universal_scopes(body)
    except ContainerError as error:
        return answer(Outcome.INVALID, str(error), confirm=True)
    if scopes is None:
        return _without_state(body)
    names = (anchor, *_OTHER_FORMS.get(anchor, ())) if anchor else ()
    scope = next((scopes[name] for name in names if name in scopes), None)
    if scope is None:
        held = anchor is None or any(name in body for name in _OLD_STATES)
        return answer(Outcome.OK) if held else answer(Outcome.EMPTY, f"no {anchor} in the state")
    return _scope(scope, anchor or "")


def read_embed(body: bytes, anchor: str | None) -> Answer:
    """Return what an embed page means: its state has one member, named by the route."""
    try:
        routes = frontity_data(body)
        states = [members(bytes(raw)) for raw in (routes or {}).values()]
    except ContainerError as error:
        return answer(Outcome.INVALID, str(error), confirm=True)
    if routes is None:
        return _without_state(body)
    wanted = [state for state in states if anchor is None or not is_nothing(state.get(anchor))]
    if wanted and value(wanted[0], "isError") is not True:
        return answer(Outcome.OK)
    return answer(Outcome.MISSING, f"no {anchor or 'state'} in the embed", confirm=True)


def _without_state(body: bytes) -> Answer:
    if any(name in body for name in _OLD_STATES):
        return answer(Outcome.OK)
    if sign := sign_of(body):
        return sign
    return answer(Outcome.EMPTY, "the empty frame of a page" if is_shell(body) else "a page without state")


def _scope(scope: msgspec.Raw, anchor: str) -> Answer:
    try:
        found = members(bytes(scope))
    except ContainerError:
        return answer(Outcome.INVALID, f"{anchor} is not an object", confirm=True)
    code, words = envelope_status(found)
    if code not in (None, 0):
        return by_code(code, words)
    if "itemInfo" in found:
        return read_item(found["itemInfo"], code)
    if "userInfo" in found and is_nothing(found["userInfo"]):
        return answer(Outcome.BLOCKED, "no userInfo", code=code)
    return answer(Outcome.OK, code=code)
