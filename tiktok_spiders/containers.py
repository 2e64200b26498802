"""The places in a page where TikTok embeds its state, opened down to raw members.

Every function takes the body of an answer and gives None when the container is not there. A container that
is there and cannot be read is another matter (a cut download, a new layout): it raises ``ContainerError``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from parsel import Selector

from tiktok_spiders.exceptions import TikTokSpidersError

if TYPE_CHECKING:
    from collections.abc import Mapping

UNIVERSAL = "__UNIVERSAL_DATA_FOR_REHYDRATION__"
SIGI = "SIGI_STATE"
SIGI_PERSISTED = "sigi-persisted-data"
NEXT = "__NEXT_DATA__"
FRONTITY = "__FRONTITY_CONNECT_STATE__"
ROUTER = "__MODERN_ROUTER_DATA__"

_SIGI_ASSIGNMENT = re.compile(r"""window\s*(?:\[\s*['"]SIGI_STATE['"]\s*\]|\.SIGI_STATE)\s*=\s*""")
Shape = TypeVar("Shape")
_BOM = b"\xef\xbb\xbf"
# A pair of surrogates, a lone one (the group), or any other escape.
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)"
)


class ContainerError(TikTokSpidersError, ValueError):
    """Raised for a container that is in the page and does not hold the JSON that it should.

    The message names the container and the place of the fault, never its content.
    """

    def __init__(self, container: str, reason: str) -> None:
        super().__init__(f"{container}: {reason}")
        self.container = container
        self.reason = reason


class _Universal(msgspec.Struct):
    scopes: dict[str, msgspec.Raw] = msgspec.field(name="__DEFAULT_SCOPE__", default_factory=dict)


class _FrontitySource(msgspec.Struct):
    data: dict[str, msgspec.Raw] = {}


class _Frontity(msgspec.Struct):
    source: _FrontitySource = msgspec.field(default_factory=_FrontitySource)


class _Router(msgspec.Struct):
    loader_data: dict[str, msgspec.Raw] = msgspec.field(name="loaderData", default_factory=dict)


class ShopComponent(msgspec.Struct):
    """A part of a Shop page; one that the page's script fills later has no data."""

    component_type: Any = None
    component_name: Any = None
    component_data: msgspec.Raw = msgspec.Raw(b"null")


class ShopState(msgspec.Struct, kw_only=True):
    """What a Shop page is made of."""

    components: list[ShopComponent] = []
    global_data: msgspec.Raw = msgspec.Raw(b"null")
    region_info: msgspec.Raw = msgspec.Raw(b"null")


class _ShopHolder(msgspec.Struct):
    page_config: msgspec.Raw = msgspec.Raw(b"null")
    components_map: msgspec.Raw = msgspec.Raw(b"null")
    global_data: msgspec.Raw = msgspec.Raw(b"null")
    region_info: msgspec.Raw = msgspec.Raw(b"null")
    data: msgspec.Raw = msgspec.Raw(b"null")


class _Seo(msgspec.Struct):
    canonical: str | None = None


def script_text(body: bytes, script_id: str) -> str | None:
    """Return the text of ``<script id=…>``; None when the page has no such element.

    The body is read as UTF-8 whatever the page declares; bytes that are not become U+FFFD. A script that the
    end of a cut document left open gives what there is of it.
    """
    if script_id.encode() not in body:
        return None
    for element in parse_html(body).xpath("//script[@id=$wanted]", wanted=script_id):
        return element.xpath("string()").get("")
    return None


def parse_html(body: bytes) -> Selector:
    """Return a page for CSS and XPath, read as UTF-8; a body without any element is an empty page."""
    # NUL ends the document for libxml2, and an invalid byte would switch it to Latin-1.
    text = body.decode("utf-8-sig", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return Selector(text=text, type="html", huge_tree=True)


def universal_scopes(body: bytes) -> dict[str, msgspec.Raw] | None:
    """Return the members of ``__DEFAULT_SCOPE__`` by scope key; of a bare JSON body too."""
    text = _text(body, UNIVERSAL, bare_key="__DEFAULT_SCOPE__")
    return None if text is None else _decode(text, _Universal, UNIVERSAL).scopes


def sigi_state(body: bytes) -> msgspec.Raw | None:
    """Return the state of pages before 2024 and of live pages, from either of its two scripts."""
    text = script_text(body, SIGI)
    if text is not None:
        return _object(text, SIGI)
    text = script_text(body, SIGI_PERSISTED)
    return None if text is None else _object(_assigned(text), SIGI_PERSISTED)


def next_data(body: bytes) -> msgspec.Raw | None:
    """Return the state of pages up to about 2021."""
    text = script_text(body, NEXT)
    return None if text is None else _object(text, NEXT)


def frontity_data(body: bytes) -> dict[str, msgspec.Raw] | None:
    """Return ``source.data`` of an embed page by route. A bare JSON body of that shape is read too."""
    text = _text(body, FRONTITY, bare_key='"source"')
    return None if text is None else _decode(text, _Frontity, FRONTITY).source.data


def router_data(body: bytes) -> dict[str, msgspec.Raw] | None:
    """Return ``loaderData`` of a Shop page by route. A bare JSON body of that shape is read too."""
    text = _text(body, ROUTER, bare_key='"loaderData"')
    return None if text is None else _decode(text, _Router, ROUTER).loader_data


def shop_state(body: bytes) -> ShopState | None:
    """Return the components of a Shop page's route, or of the JSON that the page's script asks for.

    Route names vary, so the first that holds components is taken. None for a page without any route.
    """
    if is_json_object(body) and b'"loaderData"' not in body:
        members(body)
        holders = [msgspec.Raw(repair_surrogates(body.removeprefix(_BOM)))]
    elif (routes := router_data(body)) is not None:
        holders = list(routes.values())
    else:
        return None
    return next((state for raw in holders if (state := _shop_state(raw))), ShopState())


def opened(raw: msgspec.Raw, shape: type[Shape]) -> Shape | None:
    """Return a raw member as ``shape``; None for one that is something else."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def canonical(scopes: Mapping[str, msgspec.Raw]) -> str | None:
    """Return the page's true address (it tells video from photo, and the real author), where told."""
    raw = scopes.get("seo.abtest")
    if raw is None:
        return None
    try:
        return msgspec.json.decode(raw, type=_Seo).canonical or None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def members(body: bytes) -> dict[str, msgspec.Raw]:
    """Return the members of a JSON object undecoded; the whole text is checked for its grammar."""
    found: dict[str, msgspec.Raw] = _decode(body.removeprefix(_BOM), dict[str, msgspec.Raw], "JSON")
    return found


def repair_surrogates(body: bytes) -> bytes:
    """Return JSON text with escapes of lone surrogates replaced by U+FFFD.

    A caption that was cut in the middle of an emoji ends in one, and strict decoders refuse the document.
    """
    return _ESCAPE.sub(lambda found: b"\\ufffd" if found[1] else found[0], body)


def is_json_object(body: bytes) -> bool:
    """Tell whether a body begins like a JSON object (after white space and a byte order mark)."""
    return body[:64].removeprefix(_BOM).lstrip()[:1] == b"{"


def _shop_state(raw: msgspec.Raw) -> ShopState | None:
    outer = opened(raw, _ShopHolder) or _ShopHolder()
    for place in (outer.page_config, raw, outer.data):
        config = opened(place, _ShopHolder) or _ShopHolder()
        parts = opened(config.components_map, list[msgspec.Raw])
        if parts is not None:
            found = [part for each in parts if (part := opened(each, ShopComponent))]
            region = outer.region_info if place is not outer.data else config.region_info
            return ShopState(components=found, global_data=config.global_data, region_info=region)
    return None


def _text(body: bytes, script_id: str, *, bare_key: str) -> str | None:
    if not is_json_object(body):
        return script_text(body, script_id)
    return body.decode("utf-8-sig", "replace") if bare_key.encode() in body else None


def _assigned(text: str) -> str:
    """Return the JSON value that a script assigns to ``window['SIGI_STATE']``; other statements follow it."""
    found = _SIGI_ASSIGNMENT.search(text)
    if found is None:
        raise ContainerError(SIGI_PERSISTED, "no assignment to SIGI_STATE")
    try:
        _, end = json.JSONDecoder().raw_decode(text, found.end())
    except (ValueError, RecursionError) as error:
        raise ContainerError(SIGI_PERSISTED, _reason(error)) from None
    return text[found.end() : end]


def _object(text: str, container: str) -> msgspec.Raw:
    encoded = text.encode("utf-8", "replace")
    try:
        _strict(encoded, dict[str, msgspec.Raw], container)
    except ContainerError:
        encoded = repair_surrogates(encoded)
        _strict(encoded, dict[str, msgspec.Raw], container)
    return msgspec.Raw(encoded)


def _decode(text: str | bytes, shape: Any, container: str) -> Any:
    encoded = text.encode("utf-8", "replace") if isinstance(text, str) else text
    try:
        return _strict(encoded, shape, container)
    except ContainerError:
        repaired = repair_surrogates(encoded)
        if repaired == encoded:
            raise
        return _strict(repaired, shape, container)


def _strict(encoded: bytes, shape: Any, container: str) -> Any:
    try:
        return msgspec.json.decode(encoded, type=shape)
    except (ValueError, RecursionError) as error:
        raise ContainerError(container, _reason(error)) from None


def _reason(error: Exception) -> str:
    return f"not the JSON that was expected ({error})"
