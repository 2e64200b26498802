"""A page that came instead of what was asked for, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.browser.fetch import Fetched
from tiktok_spiders.outcome.signs import sign_of
from tiktok_spiders.outcome.transport import is_login

if TYPE_CHECKING:
    from tiktok_spiders.browser.warm import Opened


def refusal(opened: Opened) -> Fetched | None:
    """Return the page as the answer if it is a captcha, a block or the login; None if it tells nothing."""
    if opened.status < 400 and sign_of(opened.html) is None and not is_login(opened.url):
        return None
    return Fetched(status=opened.status, headers=opened.headers, body=opened.html, moved=opened.url)
