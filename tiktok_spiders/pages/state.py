"""Where the state of a header stands: in a scope of its page, or in the answer of its API."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from tiktok_spiders.containers import ContainerError, is_json_object, universal_scopes
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.repair import repaired

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture

T = TypeVar("T")

_BOM = b"\xef\xbb\xbf"
_NOTHING = {b"", b"null", b"{}"}


def read_state(body: bytes, scope: str, shape: type[T], page: str, capture: Capture) -> T | None:
    """Return the page's scope, or the body itself where it is a JSON object; None where it is neither.

    Raises `PageLayoutError` for a state of ``page`` that cannot be read.
    """
    try:
        state = _scope_or_answer(body, scope)
        return None if state is None else msgspec.json.decode(state, type=shape)
    except (ContainerError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PageLayoutError(page, capture.url, f"readable state ({error})") from None


def _scope_or_answer(body: bytes, scope: str) -> bytes | msgspec.Raw | None:
    whole = repaired(body).removeprefix(_BOM)
    scopes = universal_scopes(whole)
    if scopes is not None:
        return scopes.get(scope)
    return whole if is_json_object(whole) else None


def is_told(raw: bytes | msgspec.Raw) -> bool:
    """Tell whether a member holds anything; a refusal sends an empty one or none."""
    return bytes(raw) not in _NOTHING
