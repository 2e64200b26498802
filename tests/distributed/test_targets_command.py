"""``scrapy targets``: push, status, clear."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings

from tiktok_spiders.commands.targets import Command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.redis_server import RedisServer

KEY = "tiktok:user:targets"


@pytest.fixture
def run(
    redis_server: RedisServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str, str]]:
    """Run the command as Scrapy does; return exit status and output."""
    monkeypatch.chdir(tmp_path)

    def _run(*argv: str, **settings: Any) -> tuple[int, str, str]:
        command = Command()
        given = {
            "SPIDER_MODULES": ["tiktok_spiders.spiders"],
            "TIKTOK_REDIS_URL": redis_server.url,
            **settings,
        }
        command.settings = Settings({name: value for name, value in given.items() if value is not None})
        parser = ArgumentParser(conflict_handler="resolve")
        command.add_options(parser)
        opts, args = parser.parse_known_args(argv)
        command.run(args, opts)
        shown = capsys.readouterr()
        return command.exitcode, shown.out, shown.err

    return _run


def waiting(redis_server: RedisServer) -> list[str]:
    """Return what waits, in the order in which it will be taken."""
    with redis_server.client() as client:
        return [text for text, _ in client.zrevrange(KEY, 0, -1, withscores=True)]


def test_texts_keep_their_order_behind_higher_priorities(run: Any, redis_server: RedisServer) -> None:
    assert run("push", "b", "a", "c") == (0, "3 targets pushed, 0 were waiting already, 0 refused\n", "")
    assert run("push", "urgent", "--priority", "5")[0] == 0
    assert run("push", "late", "--priority", "-1")[0] == 0
    assert waiting(redis_server) == ["urgent", "b", "a", "c", "late"]


def test_pushing_again_changes_nothing_but_a_higher_priority(run: Any, redis_server: RedisServer) -> None:
    run("push", "b", "a")
    assert run("push", "b", "a")[1] == "0 targets pushed, 2 were waiting already, 0 refused\n"
    assert waiting(redis_server) == ["b", "a"]
    run("push", "a", "--priority", "1")
    assert waiting(redis_server) == ["a", "b"]


def test_files_standard_input_and_objects(
    run: Any, redis_server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "some.txt").write_text("# a comment\none\n\ntwo\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO('{"target": "three", "max_videos": 5}\n'))
    assert run("push", "some.txt", "-")[0] == 0
    assert waiting(redis_server) == ["one", "two", '{"target": "three", "max_videos": 5}']


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"target": "a", "max_videos": "many"}', "max_videos"),
        ('{"target": "a", "no_such": 1}', "no_such"),
        ('{"max_videos": 1}', "no target given"),
        ('{"users_file": "/etc/passwd"}', "it cannot be pushed"),
        ('{"target": ', "no JSON"),
    ],
)
def test_what_cannot_be_a_target_is_named_and_the_rest_is_pushed(
    run: Any, redis_server: RedisServer, text: str, says: str
) -> None:
    status, out, err = run("push", text, "good")
    assert (status, waiting(redis_server)) == (1, ["good"])
    assert "1 refused" in out
    assert says in err


@pytest.mark.parametrize("kind", ["rpush", "sadd"])
def test_a_list_or_set_of_other_tools_is_kept(run: Any, redis_server: RedisServer, kind: str) -> None:
    with redis_server.client() as client:
        getattr(client, kind)(KEY, "theirs")
    assert run("status")[1].startswith("1 targets wait\n")
    run("push", "ours")
    assert sorted(waiting(redis_server)) == ["ours", "theirs"]


def test_status_and_clear(run: Any, redis_server: RedisServer) -> None:
    run("push", "a", "b")
    run("push", "c", "--priority", "3")
    with redis_server.client() as client:
        client.hset(f"{KEY}:aside", "bad\x1b", json.dumps({"reason": "because", "run": "r1", "at": 0}))
        client.zadd("tiktok:user:r1:workers", {"host/1": 9e15, "host/2": 1})
        client.zadd("tiktok:user:r1:requests", {"x": 0})
    out = run("status")[1]
    assert "3 targets wait\n  priority 3: 1\n  priority 0: 2\n" in out
    assert "run r1: 1 queued, 0 in flight, 1 workers\n" in out
    assert "because (run r1, 1970-01-01 00:00 UTC)" in out
    assert "\x1b" not in out
    assert run("clear")[1] == "3 targets forgotten\n"
    assert run("status")[1].startswith("0 targets wait\n")


@pytest.mark.parametrize(
    ("argv", "settings", "says"),
    [
        (("status", "--spider", "nobody"), {}, "unknown spider 'nobody'"),
        (("push", "a", "--priority", "9999999"), {}, "--priority is 9999999"),
        (("status",), {"TIKTOK_REDIS_URL": None}, "TIKTOK_REDIS_URL is not set"),
        (("status",), {"TIKTOK_REDIS_URL": "http://x"}, "TIKTOK_REDIS_URL is (hidden)"),
    ],
)
def test_refusals(run: Any, argv: tuple[str, ...], settings: dict[str, Any], says: str) -> None:
    status, _, err = run(*argv, **settings)
    assert (status, says in err) == (2, True)


def test_a_redis_that_does_not_answer(run: Any, free_port: int) -> None:
    url = f"redis://:hush@127.0.0.1:{free_port}/0"
    status, out, err = run("status", TIKTOK_REDIS_URL=url, TIKTOK_STORE_WAIT=0.1)
    assert status == 1
    assert "Redis does not answer" in err
    assert "hush" not in out + err


def test_a_wrong_password_is_told_at_once(run: Any, redis_server: RedisServer) -> None:
    url = f"redis://:wrong@127.0.0.1:{redis_server.port}/0"
    status, _, err = run("status", TIKTOK_REDIS_URL=url)
    assert (status, "Redis refuses" in err) == (1, True)
