from __future__ import annotations

import gzip
import zlib

import pytest
from scrapy import Request
from scrapy.http import Response

from middlewares.compression import CompressionMiddleware
from tests.components import build

BODY = b'{"statusCode":0}'


def answer(body: bytes, encoding: str) -> Response:
    return Response("https://www.tiktok.com/api", body=body, headers={"Content-Encoding": encoding})


@pytest.mark.parametrize(
    ("body", "encoding"), [(gzip.compress(BODY, mtime=0), "gzip"), (zlib.compress(BODY), "deflate")]
)
def test_a_compressed_body_is_decoded(body: bytes, encoding: str) -> None:
    response = build(CompressionMiddleware).process_response(
        Request("https://www.tiktok.com/api"), answer(body, encoding)
    )
    assert response.body == BODY


# Deflate has no mark of its own: rubbish may come out of it, and the outcome takes it for that.
@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_a_body_that_is_not_what_its_header_says_passes_as_it_is(encoding: str) -> None:
    middleware = build(CompressionMiddleware)
    response = middleware.process_response(Request("https://www.tiktok.com/api"), answer(BODY, encoding))
    assert response.body == BODY
    assert b"Content-Encoding" not in response.headers
    assert middleware.stats is not None
    assert middleware.stats.get_value("tiktok/compression/undecodable") == 1
