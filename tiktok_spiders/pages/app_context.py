"""What a page says about its visitor: the parameters that API calls of the same identity send."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import ContainerError, universal_scopes
from tiktok_spiders.pages.coerce import Misread, identifier, integer, region, text
from tiktok_spiders.pages.wire_parts import Wire

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCOPE = "webapp.app-context"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppContext:
    """An identity's own values, as TikTok gave them out. For identities only: never stored with records."""

    device_id: str | None = None
    """The genuine ``device_id`` (``wid``)."""

    odin_id: str | None = None
    """Value of the parameter ``odinId``; not on every page."""

    language: str | None = None
    """Language of the page."""

    region: str | None = None
    """Country that TikTok takes the visitor to be in."""

    csrf_token: str | None = field(default=None, repr=False)
    """Token against forged requests, bound to the cookies."""

    web_id_created: int | None = None
    """Epoch seconds, value of the parameter ``WebIdLastTime``; not on every page."""


class _Context(Wire):
    wid: Any = None
    odin_id: Any = None
    language: Any = None
    region: Any = None
    csrf_token: Any = None
    web_id_created_time: Any = None


def read_app_context(body: bytes) -> AppContext | None:
    """Return the context of a page; None where it has none or none that can be read."""
    try:
        return app_context(universal_scopes(body) or {})
    except ContainerError:
        return None


def app_context(scopes: Mapping[str, msgspec.Raw]) -> AppContext | None:
    """Return the context among the scopes of a page; None without one that can be read."""
    try:
        context = msgspec.json.decode(scopes[_SCOPE], type=_Context)
    except (KeyError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    misread = Misread()
    return AppContext(
        device_id=identifier(context.wid, "app_context/device_id", misread),
        odin_id=identifier(context.odin_id, "app_context/odin_id", misread),
        language=text(context.language, "app_context/language", misread),
        region=region(context.region, "app_context/region", misread),
        csrf_token=text(context.csrf_token, "app_context/csrf_token", misread),
        web_id_created=integer(context.web_id_created_time, "app_context/web_id_created", misread),
    )
