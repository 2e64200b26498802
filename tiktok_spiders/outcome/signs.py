"""What an HTML page without the wanted state says about why."""

from __future__ import annotations

import re

from tiktok_spiders.outcome.model import Answer, Outcome
from tiktok_spiders.outcome.retry import answer

# Every page that refuses is shorter; a longer one is searched at both ends.
SCANNED = 64 * 1024

_TITLE = re.compile(rb"<title[^>]*>\s*([^<]{0,200}?)\s*</title>", re.IGNORECASE)
_CHECK_IDS = re.compile(rb"""\bid\s*=\s*["']?(?:wci|cs|rci|rs)["'\s>]""")
_CHECK_MARKS = (b"_wafchallengeid", b"waforiginalreid", b"SlardarWAF")
_CAPTCHA_MARKS = (
    b"Drag the slider to fit the puzzle",
    b"Rotate the shapes",
    b"Verify to continue",
    b"Click on the shapes with the same size",
    b'id="captcha-config"',
    b"captcha_container",
    b"captcha-verify-container",
)


def sign_of(body: bytes) -> Answer | None:
    """Return what a refusing page means; None for a page without a known sign.

    Only for bodies without state: captions may hold any of these words.
    """
    text = body if len(body) <= 2 * SCANNED else body[:SCANNED] + body[-SCANNED:]
    if title_of(text) == b"Security Check" or any(mark in text for mark in _CAPTCHA_MARKS):
        return answer(Outcome.CAPTCHA, "the page asks to solve a captcha")
    if is_check_page(text):
        return answer(Outcome.CHALLENGE, "the page checks that a browser runs its script")
    if b"Access Denied" in text and b"Reference" in text:
        return answer(Outcome.BLOCKED, "the edge denies access")
    return None


def is_check_page(text: bytes) -> bool:
    """Tell whether a page is the one that says "Please wait…" and runs a script."""
    if any(mark in text for mark in _CHECK_MARKS):
        return True
    return b"Please wait" in text and _CHECK_IDS.search(text) is not None


def is_shell(body: bytes) -> bool:
    """Tell whether a page is the empty frame that downgraded visitors get."""
    return b'data-downgrade="1"' in body


def is_html(body: bytes) -> bool:
    """Tell whether a body begins like markup."""
    return body[:256].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def title_of(body: bytes) -> bytes:
    """Return the title of a page, ``b""`` without one."""
    found = _TITLE.search(body)
    return found[1] if found else b""
