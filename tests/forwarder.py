"""A line to a server of the tests that can be cut: then nothing passes until it is mended."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import Self


class Forwarder:
    """Forwards TCP from a free port of loopback to another one; ``port`` is its own.

    ``cut`` holds up all bytes both ways, as a network that drops packets does; ``mend`` lets them go.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._loop = asyncio.new_event_loop()
        self._passes = asyncio.Event()
        self._passes.set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """Let nothing pass."""
        self._loop.call_soon_threadsafe(self._passes.clear)

    def mend(self) -> None:
        """Let everything pass, first what was held up."""
        self._loop.call_soon_threadsafe(self._passes.set)

    async def _listen(self) -> int:
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        try:
            await self._passes.wait()
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self._to)
            ends.append(to_writer)
            await asyncio.gather(self._pass(reader, to_writer), self._pass(to_reader, writer))
        except OSError:
            pass  # the server is not there: who asked is hung up on
        except asyncio.CancelledError:
            pass  # the line is closed, and asyncio logs a connection whose task was cancelled
        finally:
            for end in ends:
                end.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on what comes in; when it ends, the other way ends too."""
        with suppress(OSError):
            while data := await reader.read(65536):
                await self._passes.wait()
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _close(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # so that what was aborted is closed
