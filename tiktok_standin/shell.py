"""HTML around the state, and the pages that come without it."""

from __future__ import annotations

import base64
import html

from tiktok_standin import ids

_HEAD = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1.0"><title>{title}</title>'
    '<script id="api-domains" type="application/json">{{"kind":"t","rootApi":"https://www.tiktok.com"}}</script>'
    '<meta name="pumbaa-ctx" content="login=0,ftc=0">'
    '<script src="/webapp/sdk/script.js" defer></script></head><body style="margin: 0"><svg></svg>'
    '<div id="app" style="min-height: 100vh" data-csr="1">'
)
_SIGI_OPEN = '<script id="SIGI_STATE" type="application/json">'
_STATE_OPEN = '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">'
TITLE = "TikTok - Make Your Day"

DOWNGRADED = (
    '<!DOCTYPE html><html lang="en"><head><meta charSet="UTF-8"/><title data-rh="true"></title></head><body>'
    '<div id="app" data-downgrade="1"><svg></svg></div>'
    '<script id="service-region" type="application/json">{"vregion":"-","vgeo":"-"}</script>'
    '<script id="__LOADABLE_REQUIRED_CHUNKS__" type="application/json">[]</script></body></html>'
)
CAPTCHA = (
    '<html><head><meta charset="utf-8"><title>Security Check</title></head><body>'
    '<div id="captcha_container">Drag the slider to fit the puzzle</div></body>'
    '<script type="application/json" id="captcha-config">{"aid": 0, "verify_data": '
    '{"code":"10000","from":"shark_admin","type":"verify","region":"va","subtype":"slide","detail":"stand-in",'
    '"fp":"verify_standin"}}</script></html>'
)
DENIED = (
    "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>\n"
    "You don't have permission to access this resource.<P>Reference #18.5f0.1790000000.1a2b3c</BODY></HTML>"
)


def page(state: bytes | None, *, title: str = TITLE, shown: str = "") -> bytes:
    """Return a whole page; ``None`` leaves the state script out."""
    head = _HEAD.format(title=html.escape(title)).encode()
    script = b"" if state is None else _STATE_OPEN.encode() + state + b"</script>"
    return head + shown.encode() + b"</div>" + script + b"</body></html>"


def sigi_page(state: bytes) -> bytes:
    """Return a page whose state is in the script that the main pages no longer have."""
    escaped = state.replace(b"<", b"\\u003C").replace(b">", b"\\u003E")
    head = _HEAD.format(title=TITLE).encode()
    return head + b"</div>" + _SIGI_OPEN.encode() + escaped + b"</script></body></html>"


def embed(state: bytes) -> bytes:
    """Return an embed page, whose state stands in another script."""
    script = b'<script id="__FRONTITY_CONNECT_STATE__" type="application/json">' + state + b"</script>"
    return (
        b'<!DOCTYPE html><html><head><title>TikTok</title></head><body><div id="root"></div>'
        + script
        + b"</body></html>"
    )


def check_page(script: str = "") -> bytes:
    """Return the JavaScript check page, with the script that passes it.

    Its challenge blob cannot be solved: no client without a browser is expected to.
    """
    blob = base64.b64encode(b"expired-challenge-blob").decode().rstrip("=")
    return (
        '<!DOCTYPE html> <html lang="en"> <head><script id="slardar-config" type="application/json">'
        '{ "slardarClient": "SlardarWAF", "bid": "slardar_us_waf", "pid": "js-44" }</script></head><body> '
        f'Please wait... <p id="wci" class="_wafchallengeid"></p><p id="cs" class="{blob}"></p>'
        f'<p id="rci" class="waforiginalreid"></p><p id="rs" class="{ids.hex_word("rs")}"></p>'
        f"{script}</body></html>"
    ).encode()
