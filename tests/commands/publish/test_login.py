"""``scrapy publish login`` and ``logout``."""

from __future__ import annotations

import io
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest

from tests.publish.rig import SECRET
from tiktok_spiders.commands.publish_actions import login
from tiktok_spiders.publish.logins import GOOD_FOR

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.publish.desk import Shell
    from tests.publish.open_control import OpenControl

BASIC = "user.info.basic"


def fetch(url: str) -> tuple[int, str]:
    """Return status and text of a page."""
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


class Browser:
    """Opens addresses as a desktop's browser does: beside the program that asks for it."""

    def __init__(self, official: OpenControl) -> None:
        self.official = official
        self.consent: dict[str, object] = {}
        self.before: Callable[[str], object] = lambda _back: None
        self.addresses: list[str] = []
        self.pages: list[tuple[int, str]] = []
        self._threads: list[threading.Thread] = []

    def open(self, address: str) -> bool:
        """Consent, and follow the redirect."""
        self.addresses.append(address)
        self._threads.append(threading.Thread(target=self._visit, args=(address,)))
        self._threads[-1].start()
        return True

    def wait(self) -> None:
        """Wait until all pages are there."""
        for thread in self._threads:
            thread.join(30)

    def _visit(self, address: str) -> None:
        back = self.official.consent(address, **self.consent)
        self.before(back)
        self.pages.append(fetch(back))


@pytest.fixture
def browser(official: OpenControl, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A desktop with a browser that says yes."""
    made = Browser(official)
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(webbrowser, "open", made.open)
    return made


def test_a_newcomer_logs_in(shell: Shell, browser: Browser, database: Path) -> None:
    done = shell("login")
    browser.wait()
    assert (done.status, done.out.splitlines()) == (0, browser.addresses), "the address alone on a line"
    assert done.err.splitlines()[-1] == "Logged in as main (Creator One)."
    assert browser.pages[0][0] == 200
    assert "Logged in as main (Creator One). You can close this page." in browser.pages[0][1]
    assert shell("accounts").lines[0][:3] == ["main", "Creator One", ""]
    query = parse_qs(urlsplit(done.out).query)
    assert "disable_auto_auth" not in query
    assert urlsplit(query["redirect_uri"][0]).port not in {None, 0}
    assert database.stat().st_mode & 0o777 == 0o600


def test_a_second_user_and_the_first_again(shell: Shell, browser: Browser) -> None:
    shell("login")
    browser.consent = {"handle": "creator.two"}
    assert "Logged in as account-2 (Creator Two ✨)." in shell("login").err
    assert "disable_auto_auth=1" in browser.addresses[1], "or TikTok would take the first user again"
    browser.consent = {}
    assert "Logged in as main" in shell("login").err
    refused = shell("login", "--account", "other")
    assert (refused.status, refused.out.count("\n")) == (2, 1)
    assert "this user is already there as main" in refused.err
    assert [line[0] for line in shell("accounts").lines] == ["account-2", "main"]
    browser.wait()


def test_what_was_not_granted_is_told(shell: Shell, browser: Browser) -> None:
    browser.consent = {"scopes": [BASIC, "video.upload"]}
    said = shell("login", "--account", "shop").err.splitlines()[-1]
    assert said == "Logged in as shop (Creator One). Not granted: video.publish, video.list."
    assert "shop has not granted video.list" in shell("videos").err
    browser.wait()


def test_a_user_who_says_no(shell: Shell, browser: Browser) -> None:
    browser.consent = {"deny": True}
    done = shell("login")
    browser.wait()
    assert done.status == 1
    assert "access_denied" in done.err
    assert browser.pages[0][0] == 400
    assert "Not logged in" in browser.pages[0][1]


def test_fact_08_a_desktop_app_sends_a_challenge(shell: Shell, browser: Browser) -> None:
    shell("login")
    browser.wait()
    (address,) = browser.addresses
    query = parse_qs(urlsplit(address).query)
    (challenge,) = query["code_challenge"]
    assert (len(challenge), challenge.strip("0123456789abcdef")) == (64, "")
    assert fetch(address)[0] == 200
    status, page = fetch(address.replace(f"code_challenge={challenge}&", ""))
    assert (status, "code_challenge" in page) == (400, True)


def test_fact_12_another_state_is_refused_and_waited_past(shell: Shell, browser: Browser) -> None:
    seen = []

    def forge(back: str) -> None:
        (state,) = parse_qs(urlsplit(back).query)["state"]
        seen.append(fetch(back.replace(state, "x" + state)))
        seen.append(fetch(back.partition("?")[0]))
        seen.append(fetch(back.replace("/callback/", "/other/")))

    browser.before = forge
    done = shell("login")
    browser.wait()
    assert [status for status, _ in seen] == [400, 400, 404]
    assert (done.status, browser.pages[0][0]) == (0, 200)


def test_nobody_comes_back(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "GOOD_FOR", GOOD_FOR * 0)
    done = shell("login", "--no-browser")
    assert done.status == 1
    assert done.err.startswith("Open this address and allow the app:\n")
    assert "nobody came back" in done.err


def test_localhost_is_a_loopback_too(shell: Shell, browser: Browser) -> None:
    assert shell("login", TIKTOK_REDIRECT_URI="http://localhost:*/callback/").status == 0
    browser.wait()
    assert browser.pages[0][0] == 200


def test_a_port_that_is_taken(shell: Shell) -> None:
    port = urlsplit(shell.official.url).port
    done = shell("login", TIKTOK_REDIRECT_URI=f"http://127.0.0.1:{port}/callback/")
    assert (done.status, done.out) == (2, "")
    assert f"the redirect's port {port} cannot be listened on" in done.err


@pytest.mark.parametrize("paste", ["{back}\n", "  {query}  \n"])
def test_a_web_app_takes_the_address_pasted(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, paste: str
) -> None:
    class Pasted(io.StringIO):
        def readline(self, *_: object) -> str:
            address = shown[-1]
            assert "code_challenge" not in address
            back = shell.official.consent(address)
            return paste.format(back=back, query=urlsplit(back).query)

    shown: list[str] = []
    monkeypatch.setattr(sys, "stdin", Pasted())
    show = login._show
    monkeypatch.setattr(login, "_show", lambda a, **k: (shown.append(a), show(a, **k)))
    web = {"TIKTOK_CLIENT_KEY": "sbx-web-key", "TIKTOK_REDIRECT_URI": "https://app.example.com/callback/"}
    done = shell("login", "--no-browser", **web)
    assert (done.status, done.out) == (0, f"{shown[0]}\n")
    assert "Logged in as main" in done.err


def test_a_web_app_and_nothing_pasted(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    web = {"TIKTOK_CLIENT_KEY": "sbx-web-key", "TIKTOK_REDIRECT_URI": "https://app.example.com/callback/"}
    assert "no address was pasted" in shell("login", **web).err


def test_a_web_app_interrupted(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def readline(self, *_: object) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Interrupted())
    web = {"TIKTOK_CLIENT_KEY": "sbx-web-key", "TIKTOK_REDIRECT_URI": "https://app.example.com/callback/"}
    assert shell("login", **web).status == 130


@pytest.mark.parametrize("name", ["", "a b", "x" * 51, "\x1b[31m"])
def test_an_odd_name_is_refused(shell: Shell, name: str) -> None:
    assert shell("login", "--account", name)[:2] == (2, "")


def test_logout_takes_the_access_back(shell: Shell, log_in: Callable[..., None]) -> None:
    log_in()
    done = shell("logout")
    assert (done.status, done.out, done.err) == (0, "logged out me\n", "")
    assert [one for one in shell.official.ask("GET", "/logins") if one["handle"] == "creator.one"] == []
    done = shell("accounts")
    assert (done.status, done.out) == (0, "")
    assert "nobody is logged in; run: scrapy publish login" in done.err
    assert shell("logout").status == 1


def test_logout_of_a_login_that_is_lost(shell: Shell, log_in: Callable[..., None], video: Path) -> None:
    log_in()
    shell("post", str(video), "--draft", "--at", "2099-01-01")
    shell.official.remove()
    listed = shell("accounts")
    assert listed.status == 1
    assert "the login of me is lost" in listed.lines[0][-1]
    done = shell("logout", "--account", "me")
    assert (done.status, done.out) == (0, "logged out me\n")
    assert "TikTok was not told" in done.err
    assert "1 posts of me wait" in done.err


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TIKTOK_CLIENT_KEY": None}, "TIKTOK_CLIENT_KEY not set; it is on your app's page"),
        ({"TIKTOK_SECRET_KEY": None}, "TIKTOK_SECRET_KEY is not set; make one with: python -c"),
        ({"TIKTOK_SECRET_KEY": "short"}, "is weak"),
        ({"TIKTOK_STORE_ENABLED": "false"}, "TIKTOK_STORE_ENABLED is false"),
    ],
)
def test_what_lacks_is_told_before_anything_else(
    shell: Shell, settings: dict[str, object], words: str
) -> None:
    for action in (["login"], ["accounts"], ["due"], ["listen", "--port", "0"]):
        done = shell(*action, **settings)
        assert (done.status, done.out) == (2, "")
        assert words in done.err
        assert SECRET not in done.err
