"""Options that tests type."""

from __future__ import annotations

AGREED = ("--accept-music-terms",)
PRIVATE = ("--privacy", "SELF_ONLY", *AGREED)
PUBLIC = ("--privacy", "PUBLIC_TO_EVERYONE", *AGREED)
PULL = "https://static.example.com/video.mp4"
PHOTOS = ("--url", "https://static.example.com/1.jpg", "https://static.example.com/2.webp")
