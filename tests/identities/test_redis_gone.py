"""Which answers of Redis are worth waiting for, in the words in which it gives them."""

from __future__ import annotations

import pytest
import redis
from redis._parsers.base import BaseParser

from tiktok_spiders.exceptions import StoreBusyError, StoreError
from tiktok_spiders.identities.redis_gone import is_gone
from tiktok_spiders.identities.redis_link import or_busy

PASSING = (
    "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
    "CLUSTERDOWN Hash slot not served",
    "ERR max number of clients reached",
    "LOADING Redis is loading the dataset in memory",
    "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    "MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.",
    "NOREPLICAS Not enough good replicas to write.",
    "OOM command not allowed when used memory > 'maxmemory'.",
    "READONLY You can't write against a read only replica.",
)
LASTING = (
    "ERR unknown command 'X'",
    "NOPERM User guest has no permissions to run the 'evalsha' command",
    "WRONGTYPE Operation against a key holding the wrong kind of value",
)
REFUSED = ("NOAUTH Authentication required.", "WRONGPASS invalid username-password pair or user is disabled.")


def raises(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("text", PASSING)
def test_it_may_work_later(text: str) -> None:
    error = BaseParser.parse_error(text)
    assert is_gone(error)
    with pytest.raises(StoreBusyError, match="does not answer"):
        or_busy(lambda: raises(error), "redis://127.0.0.1:1/0")


@pytest.mark.parametrize("text", [*LASTING, *REFUSED])
def test_it_never_will(text: str) -> None:
    error = BaseParser.parse_error(text)
    with pytest.raises(StoreError, match="refuses") as told:
        or_busy(lambda: raises(error), "redis://127.0.0.1:1/0")
    assert not isinstance(told.value, StoreBusyError)


@pytest.mark.parametrize("text", LASTING)
def test_what_it_cannot_do_is_not_gone(text: str) -> None:
    assert not is_gone(BaseParser.parse_error(text))


@pytest.mark.parametrize("error", [redis.TimeoutError("slow"), ConnectionResetError("cut")])
def test_a_line_that_breaks_may_be_mended(error: Exception) -> None:
    with pytest.raises(StoreBusyError):
        or_busy(lambda: raises(error), "redis://127.0.0.1:1/0")
