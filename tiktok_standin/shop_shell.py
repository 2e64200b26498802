"""HTML of the Shop's pages."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TITLE = "TikTok Shop"
SCRIPT_PATH = "/webapp/sdk/shop.js"
_HEAD = (
    '<!DOCTYPE html><html dir="ltr" data-tux-color-scheme="light"><head><meta charset="utf-8" />'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
    '<title data-react-helmet="true">{title}</title>{tags}'
    '<script src="/webapp/sdk/script.js" data-nonce="{nonce}" data-wid="{wid}" data-odin-id="{odin}" defer>'
    "</script>"
    '<script src="/webapp/sdk/shop.js" defer></script></head><body style="margin: 0"><div id="root">'
)
# Real pages are long; a short one is taken for a refusal.
_MENU = (
    '<nav hidden="">'
    + "".join(f'<i class="background-color-UIPageFlat{n % 9}"></i>' for n in range(700))
    + "</nav>"
)
SECURITY_CHECK = (
    '<html>\n<head>\n<meta charset="utf-8">\n<title>Security Check</title>\n<style>\n'
    "  .middle_page_loading{{ top: 45%%; left: 50%%; }}\n</style>\n</head>\n<body>\n"
    '  <div id="captcha_container"></div>\n  <div class="middle_page_loading"><span></span></div>\n</body>\n'
    '<script type="application/json" id="captcha-config">\n{{\n    "aid": 0,\n    "verify_data": '
    '{{"code":"10000","from":"oec_whale","sub_from":"dispose_center_new","type":"verify","region":"sg",'
    '"subtype":"slide","detail":"stand-in","fp":"verify_standin",'
    '"server_sdk_env":"{{\\"idc\\":\\"my2\\",\\"region\\":\\"ALISG\\",\\"server_type\\":\\"business\\"}}",'
    '"log_id":"{log_id}"}}\n}}\n</script>\n</html>\n'
)


@dataclass(frozen=True, slots=True)
class Load:
    """What the page script needs to know of this load of the page."""

    nonce: str
    wid: str
    odin: str


def page(load: Load, title: str, *, state: bytes | None, tags: str = "", body: str = "") -> bytes:
    """Return a page; without ``state`` it has no state script."""
    head = _HEAD.format(title=html.escape(title), tags=tags, nonce=load.nonce, wid=load.wid, odin=load.odin)
    script = b""
    if state is not None:
        script = b'<script type="application/json" id="__MODERN_ROUTER_DATA__">' + state + b"</script>"
    return f"{head}{_MENU}{body}".encode() + b"</div>" + script + b"</body></html>"


def cards(entries: Iterable[tuple[str, str]]) -> str:
    """Return the place of a list, with the cards (path, title) that it starts with."""
    made = "".join(
        f'<div data-e2e="product-card" style="height: 320px">'
        f'<a href="{html.escape(path)}">{html.escape(title)}</a></div>'
        for path, title in entries
    )
    return f'<div id="products">{made}</div>'


def links(entries: Iterable[tuple[str, str]], kind: str) -> str:
    """Return a list of links (path, text)."""
    made = "".join(f'<a href="{html.escape(path)}">{html.escape(text)}</a>' for path, text in entries)
    return f'<div data-e2e="{kind}">{made}</div>'


def product(title: str, reviews: Iterable[str]) -> str:
    """Return a product's body; its reviews come far below."""
    texts = "".join(
        f'<div data-e2e="review" style="height: 160px">{html.escape(text)}</div>' for text in reviews
    )
    return (
        f'<main><h1>{html.escape(title)}</h1><div style="height: 2600px"></div>'
        f'<div id="reviews">{texts}</div></main>'
    )
