"""The line that tests cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import redis

from tests.forwarder import Forwarder
from tests.redis_server import PASSWORD

if TYPE_CHECKING:
    from tests.redis_server import RedisServer


def test_nothing_passes_while_it_is_cut_and_all_of_it_afterwards(redis_server: RedisServer) -> None:
    with Forwarder(redis_server.port) as line:
        client = redis.Redis(port=line.port, password=PASSWORD, socket_timeout=0.3, retry=None)
        assert client.ping()
        line.cut()
        with pytest.raises(redis.TimeoutError):
            client.incr("n")
        line.mend()
        assert client.incr("m") == 1
        client.close()
