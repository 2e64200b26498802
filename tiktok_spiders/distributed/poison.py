"""What is made of a request that was given out too often: the end of its target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.distributed.codec import UnreadableRequestError, local_request, read

if TYPE_CHECKING:
    from scrapy import Request

SHOWN = 200
"""Characters by which a request that nobody can read is named."""


def poisoned(data: bytes, spider: Any, reason: str) -> tuple[Request, str]:
    """Return the request that ends a target with a verdict, and the target's text.

    It is answered without a download: the delivery middleware fails it with the reason.
    """
    meta, pushed = _told_by(data)
    target = pushed or str(meta.get("target", ""))
    if pushed is not None:
        return local_request(spider.refuse_pushed, 0, {"pushed": pushed, "poison": reason}), target
    if isinstance(meta.get("listing"), dict):
        request = local_request(spider.nothing, 0, {"poison": reason})
        request.meta.update(
            {key: meta[key] for key in ("target", "listing", "resource", "args") if key in meta}
        )
        request.errback = spider.failed_branch if meta["listing"].get("branch") else spider.failed
        return request, target
    return local_request(spider.nothing, 0, {}), target or data[:SHOWN].decode("utf-8", "replace")


def _told_by(data: bytes) -> tuple[dict[str, Any], str | None]:
    try:
        stored = read(data)
    except UnreadableRequestError:
        pass
    else:
        return stored.meta, stored.pushed
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raw = None
    meta = raw.get("meta") if isinstance(raw, dict) else None
    return (meta if isinstance(meta, dict) else {}), None
