from __future__ import annotations

import json

import pytest
from scrapy.exceptions import UsageError

from tests.commands import running
from tiktok_spiders.commands import doctor
from tiktok_spiders.commands.doctor import Command
from tiktok_spiders.doctor.finding import fail, ok, warn


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the command as Scrapy does; return exit status and output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TIKTOK_REDIS_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setattr(doctor, "check_browser", lambda: ok("browser", "/usr/bin/chromium"))
    monkeypatch.setattr(doctor, "check_tiktok", lambda origin, timeout: [ok("tiktok", f"{origin} answers")])

    def _run(*argv, **settings):
        status = running.run(Command, argv, settings)
        return status, capsys.readouterr().out

    return _run


def test_all_well(run):
    status, out = run(TIKTOK_WEB_URL="http://127.0.0.1:8080")
    assert status == 0
    lines = out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["ok", name]
        for name in ("python", "packages", "settings", "browser", "directory", "database", "tiktok")
    ]
    assert "http://127.0.0.1:8080 answers" in lines[-1]


def test_a_warning_is_no_failure(run, monkeypatch):
    monkeypatch.setattr(doctor, "check_browser", lambda: warn("browser", "none found", "install one"))
    status, out = run()
    assert status == 0
    assert "warn  browser    none found" in out
    assert "→ install one" in out


def test_json(run, monkeypatch):
    monkeypatch.setattr(doctor, "check_tiktok", lambda *args: [fail("tiktok", "gone", "look")])
    status, out = run("--json")
    report = json.loads(out)
    assert status == 1
    assert report["status"] == "fail"
    assert report["findings"][-1] == {"check": "tiktok", "level": "fail", "detail": "gone", "mend": "look"}


def test_a_wrong_setting_is_a_finding_and_the_rest_is_checked(run):
    status, out = run(TIKTOK_DOWNLOAD_DELAY="soon")
    assert status == 1
    assert "TIKTOK_DOWNLOAD_DELAY is 'soon'" in out
    assert "https://www.tiktok.com answers" in out


def test_a_secret_is_not_shown(run):
    status, out = run("--json", TIKTOK_DATABASE_URL="mysql://root:hunter2@host/db")
    assert status == 1
    assert "hunter2" not in out


def test_redis_only_when_set(run, monkeypatch):
    monkeypatch.setattr(doctor, "check_redis", lambda url, timeout: ok("redis", url))
    assert "redis:" not in run()[1]
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    assert "redis://127.0.0.1:1" in run()[1]
    assert "redis://127.0.0.1:2" in run(TIKTOK_REDIS_URL="redis://127.0.0.1:2")[1]


def test_offline(run):
    assert "tiktok " not in run("--offline", TIKTOK_STORE_ENABLED="false")[1]


@pytest.mark.parametrize("argv", [["everything"], ["--timeout", "0"]])
def test_usage(run, argv):
    with pytest.raises(UsageError):
        run(*argv)


def test_help():
    assert Command().short_desc()
    assert "--json" in Command().syntax()
