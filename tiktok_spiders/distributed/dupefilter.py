"""What tells that a listing was begun in this run, by whichever worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy_redis.dupefilter import RFPDupeFilter  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from scrapy import Request

SEPARATOR = "\x1f"


class ListingDupeFilter(RFPDupeFilter):  # type: ignore[misc]
    """scrapy-redis' filter with marks of listings: addresses are signed, and a page may come again.

    The scheduler asks Redis for the marks together with what it pushes, in one step. Nothing is cleared when
    one worker closes.
    """

    def marks(self, request: Request, parent: Request | None) -> tuple[str, ...]:
        """Return the marks by which a request is dropped; none for what goes on with something begun."""
        if "listing" not in request.meta:
            return () if request.dont_filter or parent is not None else (self.request_fingerprint(request),)
        if parent is None:
            return self._marks(request, with_text=True)
        if "pushed" in parent.meta:
            return self._marks(request, with_text=True)
        was_short = parent.meta.get("resource") == "short_link"
        if was_short and request.meta["resource"] != "short_link":
            return self._marks(request, with_text=False)  # its text was marked with the link
        return ()

    def marks_of(self, request: Request) -> tuple[str, ...]:
        """Return the marks of the listing that a request goes on with."""
        return self._marks(request, with_text=True) if "listing" in request.meta else ()

    def close(self, reason: str = "") -> None:
        """Leave the marks to the other workers."""

    def _marks(self, request: Request, *, with_text: bool) -> tuple[str, ...]:
        state = request.meta["listing"]
        kind, key = state.get("target_kind", ""), state.get("target_key", "")
        names = (state["resource"], *state.get("siblings", ()))
        texts = [SEPARATOR.join(("", state["target"], name)) for name in names] if with_text else []
        return (*texts, *(SEPARATOR.join((kind, key, name)) for name in names if key))
