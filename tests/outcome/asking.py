"""How the tests of this folder ask what an answer means, and the bodies that several of them need."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tiktok_spiders.outcome import classify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.outcome import Answer

URL = "https://www.tiktok.com/@example"
API = "https://www.tiktok.com/api/post/item_list/"

CHECK_PAGE = (
    b'<!DOCTYPE html><html><head><script id="slardar-config" type="application/json">'
    b'{"slardarClient":"SlardarWAF"}</script></head><body> Please wait... '
    b'<p id="wci" class="_wafchallengeid"></p><p id="cs" class="x"></p>'
    b'<p id="rci" class="waforiginalreid"></p></body></html>'
)
SHELL = (
    b'<!DOCTYPE html><html><head><title></title></head><body><div id="app" data-downgrade="1"></div></body>'
)
SECURITY = b"<html><head>\n<title>\nSecurity Check </title></head><body></body></html>"
AKAMAI = b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>Reference&#32;&#35;18.2f</BODY></HTML>"


def ask(
    body: Any = b"",
    *,
    status: int = 200,
    kind: str = "api",
    anchor: str | None = None,
    url: str = "",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Return what a body means, given as bytes or as what its JSON holds."""
    url = url or (API if kind == "api" else URL)
    body = json.dumps(body).encode() if isinstance(body, dict | list) else body
    return classify(status=status, headers=headers or {}, body=body, url=url, kind=kind, anchor=anchor)


def page(scopes: dict[str, Any]) -> bytes:
    """Return a page with these scopes in its state."""
    text = json.dumps({"__DEFAULT_SCOPE__": scopes})
    return f'<html><script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{text}</script></html>'.encode()
