"""What ends a demo."""

from __future__ import annotations

from tiktok_spiders.exceptions import TikTokSpidersError


class DemoError(TikTokSpidersError):
    """Raised by the demo for a step that did not work; the message says which and where to look."""
