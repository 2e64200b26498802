"""scrapy-redis' priority queue with requests as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy_redis.queue import PriorityQueue  # type: ignore[import-untyped]

from tiktok_spiders.distributed import codec

if TYPE_CHECKING:
    from scrapy import Request


class JsonQueue(PriorityQueue):  # type: ignore[misc]
    """Its ``push``, ``pop``, ``clear`` and length work as scrapy-redis' do; ``pop`` takes no lease."""

    def _encode_request(self, request: Request) -> bytes:
        return codec.encode(request)

    def _decode_request(self, encoded_request: bytes) -> Request:
        return codec.decode(encoded_request, self.spider)
