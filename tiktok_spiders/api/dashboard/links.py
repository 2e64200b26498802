"""The shortest form of a job: an address on TikTok."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.dashboard.fields import Field
from tiktok_spiders.api.dashboard.forms import Given, first
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.jobs.given import COMMENTS, Wanted, wanted_of
from tiktok_spiders.spiders.arguments import LONGEST_TARGET

if TYPE_CHECKING:
    from tiktok_spiders.config import Config

LINK = "link"
MOST = 100_000_000


def link_fields(given: Given | None, errors: Mapping[str, str]) -> list[Field]:
    """Return the fields, with what was typed into them."""
    typed = {name: tuple(values) for name, values in (given or {}).items()}
    return [
        Field(
            name="url", label="Link", kind="text", is_target=True, is_first=True,
            hint="A link to an account, video, hashtag, sound, search or product; or `@handle`, `#hashtag`.",
            values=typed.get("url", ()), error=errors.get("url"),
        ),
        Field(
            name="max_videos", label="Max videos", kind="number", is_first=True, least=0, most=MOST,
            hint="At most so many videos, results or products of a list; empty: all there are.",
            values=typed.get("max_videos", ()), error=errors.get("max_videos"),
        ),
        Field(
            name="include_comments", label="Comments too", kind="flag", is_first=True,
            hint=f"Of a video: up to {COMMENTS} comments.",
            values=typed.get("include_comments", ()), error=errors.get("include_comments"),
        ),
    ]  # fmt: skip


def wanted_by_link(form: Given, config: Config) -> tuple[Wanted, dict[str, Any]]:
    """Return what a form asks for, and what its job is told of it. Raises ``ApiError``."""
    url, limit = first(form, "url").strip(), first(form, "max_videos").strip()
    if not url:
        raise _wrong("url", "Give a link.")
    if len(url) > LONGEST_TARGET:
        raise _wrong("url", "The link is too long.")
    if limit and not (limit.isdecimal() and limit.isascii() and len(limit) < 10 and int(limit) <= MOST):
        raise _wrong("max_videos", "Give a whole number, or nothing.")
    options = {
        "max_videos": int(limit) if limit else None,
        "include_comments": first(form, "include_comments") == "true",
    }
    wanted = wanted_of(url, None, options, config)
    return wanted, {"url": url, "type": wanted.type, "options": options}


def _wrong(where: str, problem: str) -> ApiError:
    return ApiError("INVALID_REQUEST", problem, details={"fields": [{"where": where, "problem": problem}]})
