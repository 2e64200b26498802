"""Where the state of a header stands: in a scope of its page, or in the answer of its API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.containers import is_json_object, universal_scopes
from tiktok_spiders.pages.repair import repaired

if TYPE_CHECKING:
    import msgspec

_BOM = b"\xef\xbb\xbf"
_NOTHING = {b"", b"null", b"{}"}


def scope_or_answer(body: bytes, scope: str) -> bytes | msgspec.Raw | None:
    """Return the page's scope, or the body itself where it is a JSON object; None where it is neither.

    Raises `ContainerError` for a container that cannot be read.
    """
    whole = repaired(body).removeprefix(_BOM)
    scopes = universal_scopes(whole)
    if scopes is not None:
        return scopes.get(scope)
    return whole if is_json_object(whole) else None


def is_told(raw: bytes | msgspec.Raw) -> bool:
    """Tell whether a member holds anything; a refusal sends an empty one or none."""
    return bytes(raw) not in _NOTHING
