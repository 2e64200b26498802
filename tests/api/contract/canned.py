"""Live answers without a crawl: of whatever is asked for, a record of each shape that its reader may give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tests.store.make import hashtag, rich_video, sound, user, verdict
from tests.store.make_sources import one_of_each, product, relation
from tiktok_spiders.api.answers import encode
from tiktok_spiders.api.live.flights import Flights
from tiktok_spiders.api.live.question import Answer

if TYPE_CHECKING:
    from tiktok_spiders.api.live.question import Question
    from tiktok_spiders.api.state import State

RUN = "00000000-0000-4000-8000-000000000001"


class Canned:
    """Stands in the place of crawls: whatever is asked comes at once and whole."""

    def __init__(self) -> None:
        rich = [*one_of_each(RUN), user(), sound(), hashtag("31", "cats"), rich_video("71")]
        bare = [
            relation("6003"),
            product("92", region=None),
            user("6002"),
            hashtag(None, "dogs"),
            sound("5002"),
        ]
        self._records = [msgspec.json.decode(encode(record)) for record in (*rich, *bare)]
        self.asked: set[str] = set()

    async def answer(self, asked: Question) -> Answer:
        """Answer a question."""
        self.asked.add(asked.spider)
        told = verdict(RUN, resource=asked.resource or "trending")
        return Answer(
            records=self._records, verdicts=[msgspec.json.decode(encode(told))], ended="finished", ttl_s=60.0
        )


def answer_at_once(state: State) -> Canned:
    """Have an application answer live questions without workers."""
    canned = Canned()
    live: Any = state.live
    live.flights = Flights(canned.answer)
    return canned
