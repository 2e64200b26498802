"""Requests as the spiders make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.ladder import ladder_request
from tiktok_spiders.urls import DEFAULT

if TYPE_CHECKING:
    from scrapy import Request


def request_for(resource: str, rung: int = 0, **meta: Any) -> Request:
    """Return the request for one rung of a resource."""
    args = {"user": "someone", "sec_uid": "MS4wLjABAAAA", "cursor": "5", "video": "7300000000000000000"}
    wanted = {"resource": resource, "args": args, "target": "someone", **meta}
    return ladder_request(wanted, rung, DEFAULT, callback=None, errback=None)
