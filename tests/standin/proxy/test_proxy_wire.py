from __future__ import annotations

import asyncio
from typing import cast

from tiktok_standin import proxy_wire


def test_trailers_belong_to_the_body() -> None:
    async def run() -> tuple[bytes, bytes]:
        source, copied = asyncio.StreamReader(), bytearray()
        source.feed_data(b"2;a=b\r\nhi\r\n0\r\nT: 1\r\n\r\nGET ")
        source.feed_eof()
        head = proxy_wire.Head("POST", "/", "HTTP/1.1", (("transfer-encoding", "Chunked"),))
        await proxy_wire.copy_body(head, source, cast("asyncio.StreamWriter", _Sink(copied)))
        return bytes(copied), await source.read()

    class _Sink:
        def __init__(self, into: bytearray) -> None:
            self.write = into.extend

        async def drain(self) -> None: ...

    assert asyncio.run(run()) == (b"2;a=b\r\nhi\r\n0\r\nT: 1\r\n\r\n", b"GET ")
