from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from tests.commands import running
from tests.standin_process import StandinProcess
from tiktok_spiders.commands.proxy import Command

MARK = "s3cr3t-mark"
USER = f"{MARK}:p@s/{MARK}"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the command as Scrapy does; return exit status and output."""
    monkeypatch.chdir(tmp_path)

    def _run(*argv, **settings):
        status = running.run(Command, argv, settings)
        shown = capsys.readouterr()
        assert MARK not in shown.out + shown.err
        return status, shown.out, shown.err

    return _run


@pytest.fixture(scope="module")
def four():
    with StandinProcess("--proxies", "4", "--proxy-auth", USER) as standin:
        standin.set_proxy_fault("exit-2", "dead")
        standin.set_proxy_fault("exit-3", "reset")
        standin.set_proxy_fault("exit-4", "slow", delay=30)
        yield standin


def test_none(run):
    status, out, _ = run("status")
    assert status == 0
    assert "No proxies are set" in out


def test_a_list(run):
    status, out, _ = run("status", TIKTOK_PROXIES=f"DE http://u:{MARK}@h.example:1,h2.example:2")
    assert status == 0
    lines = [line.split() for line in out.splitlines() if line.strip()]
    assert lines[0][:4] == ["name", "proxy", "country", "health"]
    assert lines[2][1:] == ["http://***@h.example:1", "DE", "new", "0"]
    assert lines[3][1:] == ["http://h2.example:2", "new", "0"]


@pytest.mark.parametrize(
    ("argv", "settings", "message"),
    [
        ((), {}, "say what to do: status"),
        (("check",), {}, "say what to do: status"),
        (("status", "--timeout", "0"), {}, "--timeout is 0"),
        (("status",), {"TIKTOK_PROXIES": f"socks5://u:{MARK}@h:1"}, "entry 1: socks5 proxies cannot"),
    ],
)
def test_refusals(run, argv, settings, message):
    status, out, err = run(*argv, **settings)
    assert (status, out) == (2, "")
    assert err.startswith("scrapy proxy: ")
    assert message in err
    assert len(err.splitlines()) == 1


def test_check_tells_each_one_s_state(run, four, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", four.ca)
    wrong = f"http://other:{MARK}@127.0.0.1:{urlsplit(four.proxies[0]).port}"
    listed = ",".join([*four.proxies, wrong])
    status, out, _ = run("status", "--check", "--json", "--timeout", "1.5", TIKTOK_PROXIES=listed)
    well, dead, reset, slow, refused = map(json.loads, out.splitlines())
    assert status == 0
    assert (well["health"], well["ok"], well["failures"]) == ("ok", 1, {})
    assert 0 < well["latency"] < 1.5
    assert [one["last_error"] for one in (dead, reset, slow, refused)] == [
        "refused", "reset", "timeout", "auth",
    ]  # fmt: skip
    assert refused["health"] == "quarantined"
    assert refused["quarantined_until"].endswith("Z")


def test_check_over_plain_http(run, four):
    status, out, _ = run("status", "--check", TIKTOK_PROXIES=four.proxies[0], TIKTOK_WEB_URL=four.url)
    assert status == 0
    assert " ok " in out


def test_check_where_none_works(run, four, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    status, out, _ = run("status", "--check", TIKTOK_PROXIES=four.proxies[0])
    assert status == 1
    assert "tls" in out, "a certificate of an authority that nobody named is not believed"
