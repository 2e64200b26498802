"""One profile: its page in all forms that TikTok has served."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import ContainerError, next_data, sigi_state, universal_scopes
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.profile import has_user, profile
from tiktok_spiders.pages.user_json_ld import json_ld_user
from tiktok_spiders.pages.wire_parts import Wire

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture

_PAGE = "user page"
_SCOPE = "webapp.user-detail"
_HANDLE = re.compile(r"/@([^/?#]+)")


class _Scope(Answer, kw_only=True):
    userInfo: msgspec.Raw = msgspec.Raw()  # noqa: N815 - the wire's own name


class _SigiUsers(Wire):
    users: dict[str, msgspec.Raw] | None = None
    stats: dict[str, msgspec.Raw] | None = None


class _Sigi(Wire, rename=None):
    UserModule: _SigiUsers | None = None
    UserPage: _Scope | None = None


class _NextProps(Wire):
    page_props: _Scope | None = None


class _Next(Wire):
    props: _NextProps | None = None


def read_user_page(body: bytes, capture: Capture) -> PageRead:
    """Return the account of a profile page.

    A status that is not 0 gives a page without records, unless the page holds the account nevertheless (a
    private one). Raises `PageLayoutError` where no known container holds an account.
    """
    try:
        return _read(body, capture)
    except (ContainerError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable state ({error})") from None


def _read(body: bytes, capture: Capture) -> PageRead:
    scopes = universal_scopes(body) or {}
    if _SCOPE in scopes:
        return _from_scope(_decode(scopes[_SCOPE], _Scope), capture)
    if (sigi := sigi_state(body)) is not None and (page := _from_sigi(_decode(sigi, _Sigi), capture)):
        return page
    if (state := next_data(body)) is not None and (props := _decode(state, _Next).props):
        return _from_scope(props.page_props, capture)
    misread = Misread()
    if user := json_ld_user(body, capture, misread):
        return PageRead(records=(user,), misread=misread)
    raise PageLayoutError(_PAGE, capture.url, _SCOPE)


def _decode(raw: bytes | msgspec.Raw, shape: Any) -> Any:
    return msgspec.json.decode(raw, type=shape)


def _from_scope(scope: _Scope | None, capture: Capture) -> PageRead:
    misread = Misread()
    code, message = scope.status(misread) if scope else (0, "")
    raw = scope.userInfo if scope else msgspec.Raw()
    if code == 0 and not has_user(raw):
        raise PageLayoutError(_PAGE, capture.url, "userInfo")
    return profile(raw, capture, misread, code=code, message=message)


def _from_sigi(state: _Sigi, capture: Capture) -> PageRead | None:
    """Return the account that the address names, else the only one; None where the state has none."""
    misread = Misread()
    code, message = state.UserPage.status(misread) if state.UserPage else (0, "")
    module = state.UserModule or _SigiUsers()
    if not module.users:
        return profile(msgspec.Raw(), capture, misread, code=code, message=message) if code else None
    key = _named(module.users, capture.url)
    stats = (module.stats or {}).get(key, msgspec.Raw(b"null"))
    info = b'{"user":%b,"stats":%b}' % (bytes(module.users[key]), bytes(stats))
    return profile(msgspec.Raw(info), capture, misread, code=code, message=message)


def _named(users: dict[str, msgspec.Raw], url: str) -> str:
    found = _HANDLE.search(url)
    wanted = found[1].lower() if found else ""
    return next((key for key in users if key.lower() == wanted), next(iter(users)))
