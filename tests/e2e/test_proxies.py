"""Whole crawls of https://www.tiktok.com, to which only proxies lead, with passwords of any characters."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from tests.crawling import Crawl, duplicates
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = "s3cr3tmark"
USER, PASSWORD = f"us@r {MARK}", f"p:w/@#?% {MARK}ä"
VIDEOS = 120
KINDS = {"auth", "tunnel", "refused", "timeout", "dns", "reset"}


@dataclass
class ProxiedCrawl(Crawl):
    """A crawl as a user with proxies starts it: proxies in the environment, TikTok's own address."""

    proxies: str = ""
    ca: str = ""
    environment_more: dict[str, str] = field(default_factory=dict)

    def _settings(self) -> dict[str, Any]:
        given = super()._settings()
        del given["TIKTOK_WEB_URL"]
        return given | {"TIKTOK_BROWSER": "off", "DOWNLOAD_TIMEOUT": 5} | self.settings

    def environment(self) -> dict[str, str]:
        kept = super().environment()
        return kept | {"TIKTOK_PROXIES": self.proxies, "SSL_CERT_FILE": self.ca} | self.environment_more


@pytest.fixture(scope="module")
def _four() -> Iterator[StandinProcess]:
    with StandinProcess(
        "--proxies", "4", "--proxy-auth", f"{USER}:{PASSWORD}", "--users", "6", "--bulk", str(VIDEOS)
    ) as standin:
        yield standin


@pytest.fixture
def four(_four: StandinProcess) -> StandinProcess:
    """A TikTok behind four proxies that work and ask for a password."""
    for number in range(1, 5):
        _four.set_proxy_fault(f"exit-{number}", "none")
    _four.clear_log()
    return _four


@pytest.fixture
def crawl(four: StandinProcess, tmp_path: Path) -> Iterator[ProxiedCrawl]:
    """A crawl through all four; afterwards, nothing that it wrote holds what is secret."""
    made = ProxiedCrawl(tmp_path, "", proxies=",".join(four.proxies), ca=four.ca)
    yield made
    assert_no_secret(made)


def assert_no_secret(crawl: ProxiedCrawl) -> None:
    secrets = [MARK, quote(USER, safe=""), quote(PASSWORD, safe="")]
    written = {
        path.name: path.read_bytes()
        for path in crawl.directory.rglob("*")
        if path.is_file() and path.name != "proxies.txt"
    }
    assert "tiktok.db" in written
    for name, data in {**written, "stderr": crawl.stderr.encode()}.items():
        assert [secret for secret in secrets if secret.encode() in data] == [], name


def assert_everything_came(crawl: ProxiedCrawl, standin: StandinProcess) -> None:
    delivered = crawl.ids_by_author()
    for handle in standin.handles():
        assert sorted(delivered.get(handle, [])) == sorted(standin.truth(handle)["ids"]), handle
        assert duplicates(delivered[handle]) == []
        assert crawl.verdicts()[handle]["status"] == "complete"
    assert crawl.status == 0
    assert "Traceback" not in crawl.stderr
    assert_identities_keep_their_exit(standin)


def assert_identities_keep_their_exit(standin: StandinProcess) -> None:
    exits: dict[str, set[str]] = {}
    for entry in standin.log():
        exits.setdefault(entry["visitor"] or "none", set()).add(entry["exit"])
    exits.pop("none", None)
    assert exits
    assert {visitor: used for visitor, used in exits.items() if len(used) > 1} == {}
    assert "exit" not in standin.stats()["mixed_by"]


def exits_of(standin: StandinProcess) -> Counter[str]:
    return Counter(entry["exit"] or "direct" for entry in standin.log())


def stat(crawl: ProxiedCrawl, name: str) -> int:
    found = [line for line in crawl.stderr.splitlines() if f"'{name}': " in line]
    return int(found[0].rsplit(": ", 1)[1].rstrip(",}")) if found else 0


def test_all_four_take_part_and_nothing_goes_directly(four: StandinProcess, crawl: ProxiedCrawl) -> None:
    crawl.run("user", users=four.handles())
    assert_everything_came(crawl, four)
    assert set(exits_of(four)) == {"exit-1", "exit-2", "exit-3", "exit-4"}
    assert "robots" in {entry["endpoint"] for entry in four.log()}


@pytest.mark.parametrize(
    ("fault", "kind"),
    [({"kind": "dead"}, "refused"), ({"kind": "reset"}, "reset"), ({"kind": "slow", "delay": 60}, "timeout")],
)
def test_one_of_four_fails(
    four: StandinProcess, crawl: ProxiedCrawl, fault: dict[str, Any], kind: str
) -> None:
    four.set_proxy_fault("exit-2", **fault)
    crawl.settings["DOWNLOAD_TIMEOUT"] = 1.5
    crawl.run("user", users=four.handles())
    assert_everything_came(crawl, four)
    assert "exit-2" not in exits_of(four)
    assert stat(crawl, f"tiktok/proxy/failures/{kind}") >= 1
    assert sum(stat(crawl, f"tiktok/proxy/failures/{other}") for other in KINDS - {kind}) == 0


def test_one_of_four_refuses_the_password(four: StandinProcess, crawl: ProxiedCrawl) -> None:
    wrong = f"http://other:{MARK}@127.0.0.1:{urlsplit(four.proxies[1]).port}"
    crawl.proxies = ",".join([four.proxies[0], wrong, *four.proxies[2:]])
    crawl.run("user", users=four.handles())
    assert_everything_came(crawl, four)
    assert stat(crawl, "tiktok/proxy/failures/auth") >= 1
    assert crawl.stderr.count("refuses user and password (407)") == 1
    assert "http://***@127.0.0.1:" in crawl.stderr
    assert stat(crawl, "tiktok/proxy/quarantines") == 1


def test_a_listing_goes_on_when_its_proxy_dies_in_the_middle(
    four: StandinProcess, crawl: ProxiedCrawl
) -> None:
    file = crawl.directory / "proxies.txt"
    file.write_text("# mine\n" + "\n".join(four.proxies[:2]) + "\n")
    crawl.proxies = str(file)
    crawl.settings |= {"TIKTOK_IDENTITIES": 1, "TIKTOK_PROXY_ALGORITHM": "first"}
    handle = four.handles()[0]
    process = crawl.start("user", users=handle)
    try:
        while exits_of(four)["exit-1"] < 4:
            assert process.poll() is None
        four.set_proxy_fault("exit-1", "dead")
    finally:
        _, crawl.stderr = process.communicate(timeout=60)
    crawl.status = process.returncode
    delivered = crawl.ids_by_author()[handle]
    assert sorted(delivered) == sorted(four.truth(handle)["ids"])
    assert set(exits_of(four)) == {"exit-1", "exit-2"}
    assert_identities_keep_their_exit(four)
    assert stat(crawl, "tiktok/proxy/failures/refused") >= 1


def test_an_authority_that_nobody_named_is_not_believed(four: StandinProcess, crawl: ProxiedCrawl) -> None:
    crawl.ca = os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
    crawl.settings["TIKTOK_RETRY_TIMES"] = 1
    crawl.run("user", users=four.handles()[0])
    assert crawl.records("video") == []
    assert four.log() == []


@pytest.mark.parametrize(
    ("proxies", "message"),
    [
        (
            f"http://u:{MARK}@h:1,socks5://u:{MARK}@h:1",
            "TIKTOK_PROXIES: entry 2: socks5 proxies cannot be used",
        ),
        ("/no/such/file", "TIKTOK_PROXIES names the file /no/such/file: No such file"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(tmp_path: Path, proxies: str, message: str) -> None:
    crawl = ProxiedCrawl(tmp_path, "", proxies=proxies, ca="/none").run("user", users="someone")
    assert crawl.status == 2
    assert message in crawl.stderr
    assert MARK not in crawl.stderr
    assert len(crawl.stderr.strip().splitlines()) == 1
