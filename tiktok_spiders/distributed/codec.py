"""Requests as JSON that later versions of the project read.

What is on the ladder is stored by what it asks for, not by its address: identities, cookies and proxies stay
out, and a version whose ladder differs builds the request that it would make itself.
"""

from __future__ import annotations

import itertools
import os
import time
from typing import TYPE_CHECKING, Any

import msgspec
from scrapy import Request

from tiktok_spiders.ladder import KEPT, LADDER, ladder_request

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = 1

CARRIED = ("tried", "fresh_identity", "retry_times", "urgency")
"""Keys of a ladder request's meta that are stored beside those which the ladder keeps."""

_count = itertools.count()

LOCAL_URL = "data:,"
"""Address of requests that are answered without a download."""


class UnreadableRequestError(ValueError):
    """Raised for what this version cannot make a request of; says why."""


class Stored(msgspec.Struct, kw_only=True):
    """A request as it stands in Redis. Keys that a version does not know are ignored."""

    id: str
    """Time of its making (ms, hexadecimal), a count, then random: what is older sorts first."""

    v: int = VERSION
    priority: int = 0
    pushed: str | None = None
    """Text of a pushed target, in place of all that follows."""

    url: str = ""
    method: str = "GET"
    callback: str | None = None
    errback: str | None = None
    arguments: dict[str, Any] = {}
    """Arguments that a pushed target came with."""

    meta: dict[str, Any] = {}
    headers: dict[str, str] = {}
    body: str = ""


def encode(request: Request) -> bytes:
    """Return a request as JSON. Raises ``ValueError`` for callbacks that are no methods of a spider."""
    stored = Stored(
        id=f"{time.time_ns() // 1_000_000:012x}{next(_count) % 65536:04x}{os.urandom(8).hex()}",
        priority=request.priority,
        url=request.meta.get("address", request.url),
        method=request.method,
        callback=_name_of(request.callback),
        errback=_name_of(request.errback),
        arguments=getattr(getattr(request.errback or request.callback, "__self__", None), "pushed_with", {}),
    )
    if "rung" in request.meta:
        names = (*KEPT, *CARRIED, "endpoint", "transport")
        stored.meta = {name: request.meta[name] for name in names if name in request.meta}
    else:
        stored.meta = dict(request.meta)
        stored.headers = {str(name): value for name, value in request.headers.to_unicode_dict().items()}
        stored.body = request.body.decode("latin-1")
    return msgspec.json.encode(stored)


def decode(data: bytes, spider: Any) -> Request:
    """Return the request of a spider. Raises ``UnreadableRequestError``."""
    stored = read(data)
    try:
        owner = spider.with_arguments(stored.arguments) if stored.arguments else spider
        if stored.pushed is not None:
            meta = {"pushed": stored.pushed, "urgency": stored.priority}
            return local_request(spider.take_pushed, stored.priority, meta)
        callback, errback = _method(owner, stored.callback), _method(owner, stored.errback)
        if "resource" in stored.meta:
            return _on_ladder(stored, owner, callback, errback)
        return Request(
            stored.url,
            method=stored.method,
            headers=stored.headers,
            body=stored.body.encode("latin-1"),
            meta=stored.meta,
            callback=callback,
            errback=errback,
            priority=stored.priority,
            dont_filter=True,
        )
    except Exception as error:
        raise UnreadableRequestError(f"{type(error).__name__}: {error}") from error


def read(data: bytes) -> Stored:
    """Return what is stored. Raises ``UnreadableRequestError`` for no request of ours, or a later one."""
    try:
        stored = msgspec.json.decode(data, type=Stored)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableRequestError(f"no request: {error}") from None
    if stored.v > VERSION:
        raise UnreadableRequestError(f"version {stored.v} is later than this project's ({VERSION})")
    return stored


def local_request(callback: Callable[..., Any], priority: int, meta: dict[str, Any]) -> Request:
    """Return a request that the delivery middleware answers."""
    return Request(LOCAL_URL, callback=callback, meta=meta, priority=priority, dont_filter=True)


def _on_ladder(stored: Stored, owner: Any, callback: Any, errback: Any) -> Request:
    """Build the request on the rung of the same endpoint and transport; on the first where there is none."""
    rungs = [(rung.endpoint.name, rung.transport) for rung in LADDER[stored.meta["resource"]]]
    was = (stored.meta.get("endpoint"), stored.meta.get("transport"))
    request = ladder_request(
        stored.meta,
        rungs.index(was) if was in rungs else 0,
        owner.origins,
        callback=callback,
        errback=errback,
        priority=stored.priority,
    )
    request.meta.update({name: stored.meta[name] for name in CARRIED if name in stored.meta})
    return request


def _name_of(method: Any) -> str | None:
    if method is None:
        return None
    name = getattr(method, "__name__", "")
    if not hasattr(getattr(method, "__self__", None), name):
        raise ValueError(f"{method!r} is no method of a spider: its request cannot be stored")
    return str(name)


def _method(owner: Any, name: str | None) -> Any:
    return None if name is None else getattr(owner, name)
