"""A job of Scrapyd refuses secrets among what it is given, and nothing else."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Crawl
from tiktok_spiders.commands.job import check_exposed, note_refusal
from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "abcdefgh-token-0123"


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("TIKTOK_MS_TOKENS", TOKEN, "TIKTOK_MS_TOKENS"),
        ("MS_TOKENS", TOKEN, "TIKTOK_MS_TOKENS"),
        ("TIKTOK_SECRET_KEY", "short", "TIKTOK_SECRET_KEY"),
        ("WEBSHARE_API_KEY", "key", "TIKTOK_WEBSHARE_API_KEY"),
        ("TIKTOK_DATABASE_URL", "postgresql+psycopg://u:hidden@h/db", "TIKTOK_DATABASE_URL"),
        ("TIKTOK_DATABASE_URL", "postgresql+psycopg://u@h/db?password=hidden", "TIKTOK_DATABASE_URL"),
        ("TIKTOK_REDIS_URL", "redis://:hidden@h:6379/0", "TIKTOK_REDIS_URL"),
        ("REDIS_URL", "redis://:hidden@h:6379/0", "TIKTOK_REDIS_URL"),
        ("TIKTOK_PROXIES", "http://h:1,http://u:hidden@h:2", "TIKTOK_PROXIES"),
        ("TIKTOK_PROXIES", "h:1:u:hidden", "TIKTOK_PROXIES"),
        ("TIKTOK_PROXIES", "socks5://u:hidden@h:1", "TIKTOK_PROXIES"),
    ],
)
@pytest.mark.parametrize("as_argument", [False, True])
def test_a_secret_is_refused_by_the_name_of_its_variable(
    name: str, value: str, setting: str, as_argument: bool
) -> None:
    arguments, given = ({name: value}, {}) if as_argument else ({}, {name: value})
    with pytest.raises(ConfigError, match=rf"set {setting} in the environment of Scrapyd") as refused:
        check_exposed(arguments, given, {})
    assert value not in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_the_value_of_a_secret_is_refused_in_any_argument() -> None:
    with pytest.raises(
        ConfigError, match="TIKTOK_MS_TOKENS is a secret and was given to a job in argument users"
    ):
        check_exposed({"users": f"someone,{TOKEN}"}, {}, {"TIKTOK_MS_TOKENS": f"other-token-1,{TOKEN}"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIKTOK_DATABASE_URL", "sqlite:////var/lib/scrapyd/tiktok.db"),
        ("TIKTOK_DATABASE_URL", "postgresql+psycopg://tiktok@127.0.0.1/db"),
        ("TIKTOK_REDIS_URL", "redis://127.0.0.1:6379/0"),
        ("TIKTOK_PROXIES", "http://127.0.0.1:3128"),
        ("TIKTOK_PROXIES", "/etc/proxies.txt"),
        ("TIKTOK_MS_TOKENS", ""),
        ("TIKTOK_DOWNLOAD_DELAY", "3"),
        ("LOG_FILE", "logs/job.log"),
    ],
)
def test_what_is_no_secret_may_be_given(name: str, value: str) -> None:
    check_exposed({"users": "someone", "_job": "7"}, {name: value}, {"TIKTOK_SECRET_KEY": "a" * 32})


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            f"TIKTOK_MS_TOKENS={TOKEN}",
            "TIKTOK_MS_TOKENS is a secret and was given to a job, which listjobs.json shows: set ",
        ),
        ("TIKTOK_DOWNLOAD_DELAY=fast", "TIKTOK_DOWNLOAD_DELAY is 'fast'"),
    ],
)
def test_a_refusal_stands_in_the_jobs_log(tmp_path: Path, setting: str, said: str) -> None:
    crawl = Crawl(tmp_path, "http://127.0.0.1:9")
    command = [*crawl.command("user", users="someone", _job="7"), "-s", setting, "-s", "LOG_FILE=job.log"]
    done = subprocess.run(
        command, cwd=tmp_path, env=crawl.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    (line,) = (tmp_path / "job.log").read_text().splitlines()
    assert f"[scrapy crawl] ERROR: {said}" in line
    assert said in done.stderr
    assert TOKEN not in line + done.stderr


def test_a_refusal_without_a_log_file_is_not_noted() -> None:
    note_refusal({}, "anything")
