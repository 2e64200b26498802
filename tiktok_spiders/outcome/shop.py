"""Pages and API answers of the Shop."""

from __future__ import annotations

import re

from tiktok_spiders.containers import ContainerError, is_json_object, router_data
from tiktok_spiders.outcome.model import Answer, Outcome
from tiktok_spiders.outcome.payloads import by_code, read_api
from tiktok_spiders.outcome.retry import answer
from tiktok_spiders.outcome.signs import is_shell, sign_of, title_of

# Shorter pages without state are refusals: the shortest page of a product has several times as much.
_SHORTEST_PAGE = 30_000
_SHOP_CODE = re.compile(rb'"(?:error_code|code)"\s*:\s*"?(2300\d{4})\b')


def read_shop(body: bytes, anchor: str | None) -> Answer:
    """Return what a Shop page, or the answer of a Shop API, means."""
    if is_json_object(body) and b'"loaderData"' not in body[:4096]:
        return read_api(body, anchor)
    try:
        routes = router_data(body)
    except ContainerError as error:
        return answer(Outcome.INVALID, str(error), confirm=True)
    if routes is None:
        return _without_state(body)
    if found := _SHOP_CODE.search(body):
        return by_code(int(found[1]))
    state = any(anchor is None or anchor.encode() in bytes(raw) for raw in routes.values())
    return answer(Outcome.OK) if state else answer(Outcome.MISSING, f"no {anchor} in the state", confirm=True)


def _without_state(body: bytes) -> Answer:
    if sign := sign_of(body):
        return sign
    if title_of(body) == b"TikTok Shop":
        return answer(Outcome.MISSING, "a bare Shop page", confirm=True)
    if is_shell(body) or len(body) >= _SHORTEST_PAGE:
        return answer(Outcome.EMPTY, "a Shop page without state")
    return answer(Outcome.BLOCKED, "a short Shop page without state")
