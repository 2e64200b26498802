"""Take an answer whose encoding is not what its header says for what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class CompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's middleware, but an undecodable body passes as it came, for the outcome to judge.

    An error at this place would skip both repetition and fallback. Stats: ``tiktok/compression/undecodable``.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Decompress, or pass the body as it is without its ``Content-Encoding``."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest:
            raise
        except Exception:  # noqa: BLE001 - each of the four decoders has errors of its own
            if self.stats is not None:
                self.stats.inc_value("tiktok/compression/undecodable")
            del response.headers["Content-Encoding"]
            return response
