"""The embedded state of a page: scopes by name, and how they are written into HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin import ids
from tiktok_standin.biz_context import BIZ_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {"Webapp": {"suggested_search_feedback1": "Which issues did you find?"}}
_EPOCH = 1_760_000_000
_SEO = {
    "add_info_card_seo": {"vid": "v2"},
    "add_transcript_seo": {"vid": "v2"},
    "bot_cost_optimize": {"simplify_link": False, "simplify_video_desc": False},
    "clientABVersions": {"74733388": "74733388"},
    "general_search_engine_optimize": {"value": True},
    "seo_generic_exposure_capacity": {"count": 50, "vid": "v1"},
}


def device_of(visitor: str) -> str:
    """Return the genuine ``device_id`` of a visitor, which is ``wid`` on every page."""
    return ids.item_id(_born(visitor), ids.number("wid", visitor, below=1 << 32))


def odin_of(visitor: str) -> str:
    """Return the genuine ``odinId`` of a visitor."""
    return ids.item_id(_born(visitor), ids.number("odin", visitor, below=1 << 32))


def app_context(visitor: str, user_agent: str, *, nonce: str, region: str = "US") -> dict[str, Any]:
    """Return ``webapp.app-context``: whose page it is, and the nonce of this load of it."""
    webid, random = ids.word("webid", visitor, length=43), ids.hex_word("webid", visitor, length=64)
    born = _born(visitor)
    return {
        "language": "en",
        "region": region,
        "appId": 1233,
        "appType": "m",
        "wid": device_of(visitor),
        "webIdCreatedTime": str(born),
        "odinId": odin_of(visitor),
        "nonce": nonce,
        "botType": "others",
        "requestId": str(ids.number("request", visitor, below=1 << 63)),
        "clusterRegion": "TTP",
        "abTestVersion": {
            "versionName": "70508271,73720540",
            "abTestApp": {"parameters": {"tiktok": {"long_video_popup_display_optimization": True}}},
        },
        "csrfToken": ids.word("csrf", visitor, length=36),
        "userAgent": user_agent,
        "encryptedWebid": f"5|{webid}|{born}|{random}",
        "host": "www.tiktok.com",
    }


def _born(visitor: str) -> int:
    """Return when a ``ttwid`` was given, which stands inside it; any other word has a fixed time."""
    parts = visitor.replace("%7C", "|").split("|")
    return int(parts[2]) if len(parts) == 4 and parts[2].isdecimal() else _EPOCH


def seo(canonical: str) -> dict[str, Any]:
    """Return ``seo.abtest``, which knows the page's true address."""
    page_id = str(ids.number("page", canonical, below=1 << 60))
    return {"canonical": canonical, "pageId": page_id, "vidList": ["75323602"], "parameters": _SEO}


def page_scopes(context: Mapping[str, Any], canonical: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """Put the page's own scopes between those that every page has."""
    return {
        "webapp.app-context": context,
        "webapp.biz-context": BIZ_CONTEXT | {"isMobile": "Mobile" in str(context["userAgent"])},
        "webapp.i18n-translation": _WORDS,
        "seo.abtest": seo(canonical),
        **own,
        "webapp.a-b": {"b_c": "0"},
    }


def state_text(scopes: Mapping[str, Any]) -> bytes:
    """Encode the state as pages do: slashes and angle brackets escaped, everything else as it is."""
    text = msgspec.json.encode({"__DEFAULT_SCOPE__": scopes})
    return text.replace(b"/", b"\\u002F").replace(b"<", b"\\u003C").replace(b">", b"\\u003E")
