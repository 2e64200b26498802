from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.identities.clock import NOW, Clock, identity, maker, pool_on
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.given import GivenSessions, GivenTokens, SessionMaker, session_names
from tiktok_spiders.identities.protocol import Need

if TYPE_CHECKING:
    from pathlib import Path

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity

ENDS = int(NOW) + 30 * 86_400


def line(name: str, value: str, ends: int = ENDS) -> str:
    return f".tiktok.com\tTRUE\t/\tTRUE\t{ends}\t{name}\t{value}\n"


def write(path: Path, text: str, age: int = 0) -> None:
    path.write_text(text)
    os.utime(path, (NOW - age, NOW - age))


@pytest.fixture
def session_maker(clock: Clock) -> SessionMaker:
    return SessionMaker(accept_language="en-US", clock=clock)


async def test_a_changed_file_is_read_again(
    tmp_path: Path, clock: Clock, session_maker: SessionMaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    path = tmp_path / "my account.txt"
    write(path, line("sessionid", "one"), age=10)
    pool = pool_on(clock)
    given = GivenSessions(f" {path} ,", session_maker)
    given.start(pool)
    pool.look = lambda: given.look(pool)
    leased = await pool.lease(Need(logged_in=True))
    assert (leased.session_name, leased.jar.value("sessionid")) == ("my-account", "one")
    pool.report(leased.name, endpoint="x", outcome="captcha", retire_s=900)
    pool.release(leased.name)
    write(path, line("sessionid", "two"))
    given.look(pool)
    assert leased.jar.value("sessionid") == "one"
    clock.advance(3)
    again = await pool.lease(Need(logged_in=True, name="my-account"))
    assert again is leased
    assert again.jar.value("sessionid") == "two"
    assert "two" not in caplog.text
    assert "my-account was read again" in caplog.text


async def test_one_that_becomes_wrong_keeps_what_it_was(
    tmp_path: Path, clock: Clock, session_maker: SessionMaker, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "mine.txt"
    write(path, line("sessionid", "one"), age=10)
    pool = pool_on(clock)
    given = GivenSessions(str(path), session_maker)
    given.start(pool)
    for text in ("nonsense MARK", line("sessionid", "MARK", int(NOW) - 1)):
        write(path, text, age=len(text))
        clock.advance(3)
        given.look(pool)
    path.write_bytes(b"\xff\xfe")
    clock.advance(3)
    given.look(pool)
    path.unlink()
    clock.advance(3)
    given.look(pool)
    (one,) = pool.all()
    assert one.jar.value("sessionid") == "one"
    assert [record.message.rpartition(": ")[2] for record in caplog.records] == [
        "neither of Netscape cookies.txt, Cookie-Editor JSON, a storage state, or name=value; name=value",
        "all cookies have expired",
        "it is not UTF-8 text",
    ]


def test_cookies_renewed_since_hold_until_the_file_changes(
    tmp_path: Path, clock: Clock, session_maker: SessionMaker
) -> None:
    path = tmp_path / "mine.txt"
    write(path, line("sessionid", "one"), age=10)
    kept = session_maker.make("mine", path.read_text(), str(path))
    kept.jar.put("sessionid", "renewed", ".tiktok.com", ENDS)
    pool = pool_on(clock)
    pool.adopt(kept)
    GivenSessions(str(path), session_maker).start(pool)
    assert [one.jar.value("sessionid") for one in pool.all()] == ["renewed"]
    write(path, line("sessionid", "two"))
    GivenSessions(str(path), session_maker).start(pool)
    assert [one.jar.value("sessionid") for one in pool.all()] == ["two"]
    GivenSessions(None, session_maker).start(pool)
    assert pool.all() == []


@pytest.mark.parametrize(
    ("content", "words"), [(None, "No such file"), (b"words", "neither of"), (b"\xff\xfe", "not UTF-8")]
)
def test_a_file_that_cannot_be_used_is_refused_at_the_start(
    tmp_path: Path, clock: Clock, session_maker: SessionMaker, content: bytes | None, words: str
) -> None:
    path = tmp_path / "mine.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=f"TIKTOK_COOKIES_FILE: .*mine.txt: .*{words}"):
        GivenSessions(str(path), session_maker).start(pool_on(clock))


def test_the_same_name_has_the_same_agent(session_maker: SessionMaker) -> None:
    first, second = (session_maker.make("mine", "sessionid=x; ttwid=y") for _ in range(2))
    assert (first.user_agent, first.device_id) == (second.user_agent, second.device_id)


def test_names(tmp_path: Path) -> None:
    paths = [tmp_path / "a" / "x.txt", tmp_path / "b" / "x.json", tmp_path / "..."]
    assert session_names(paths) == ["x", "x-2", "..."]


async def test_each_token_starts_one_identity(clock: Clock) -> None:
    tokens = GivenTokens(" one, two,one,, ")
    assert len(tokens) == 2
    make = maker(clock)

    def minted(slot: str, kind: Kind) -> Identity:
        made = make(slot, kind)
        tokens.give(made)
        return made

    pool = pool_on(clock, 3)
    pool._make = minted
    leased = [await pool.lease(Need()) for _ in range(3)]
    assert [one.ms_token for one in leased] == ["one", "two", None]
    for _ in range(2):
        pool.report(leased[0].name, endpoint="x", outcome="empty")
    assert leased[0].ms_token is None


async def test_a_token_used_in_an_earlier_crawl_is_not_used_again(clock: Clock) -> None:
    kept = identity("d0")
    kept.give_token("one")
    kept.take_token("renewed")
    pool = pool_on(clock, 2)
    pool.adopt(kept)
    tokens = GivenTokens("one,two")
    make = maker(clock)

    def minted(slot: str, kind: Kind) -> Identity:
        made = make(slot, kind)
        tokens.give(made)
        return made

    tokens.start(pool, minted)
    leased = [await pool.lease(Need()) for _ in range(2)]
    assert {one.ms_token for one in leased} == {"two", None}
    assert kept in pool.all()
