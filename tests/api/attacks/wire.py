"""What no well-behaved client sends, byte by byte."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

WAIT_S = 15.0
SILENCE_S = 0.3
"""After an answer, when a second one would have come."""

HOST = "127.0.0.1"


@dataclass
class Answer:
    """What came back before the connection was closed, or until a whole answer was there."""

    raw: bytes

    @property
    def status(self) -> int:
        """The status of the first answer; 0: closed without a word."""
        return int(self.raw.split(b" ", 2)[1]) if self.raw else 0

    @property
    def count(self) -> int:
        """How many answers came."""
        return self.raw.count(b"HTTP/1.1 ")

    @property
    def body(self) -> str:
        """The first answer's body, and whatever follows."""
        return self.raw.partition(b"\r\n\r\n")[2].decode(errors="replace")


class Wire:
    """Sends bytes to the API. ``client`` is the well-behaved one."""

    def __init__(self, client: httpx.Client) -> None:
        self.client, self.port = client, client.base_url.port

    @property
    def host(self) -> str:
        """The right ``Host``."""
        return f"{HOST}:{self.port}"

    def send(self, head: str, body: bytes = b"") -> Answer:
        """Send a head, whose lines are ended here, and a body."""
        text = head.strip("\n").replace("HOST", self.host).replace("\n", "\r\n") + "\r\n\r\n"
        return self.send_raw(text.encode("latin-1") + body)

    def send_raw(self, sent: bytes) -> Answer:
        """Send bytes and read until the other end closes, or says no more."""
        with socket.create_connection((HOST, self.port or 0), timeout=WAIT_S) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(sent)
            return Answer(_all_of(connection))

    def is_well(self) -> bool:
        """Tell whether others are still answered."""
        return self.client.get("/health").status_code == 200


def _all_of(connection: socket.socket) -> bytes:
    found = bytearray()
    with contextlib.suppress(ConnectionResetError, TimeoutError):
        while part := connection.recv(65_536):
            found += part
            connection.settimeout(SILENCE_S)
    return bytes(found)
