"""Clients of the real TikTok where the stand-in misbehaves: they do what they do on the real one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.real_clients import Clients, flat_ids, posts_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.standin_process import StandinProcess

WWW = "https://www.tiktok.com"
LIST = "creator/item_list"
HANDLE = "photo_fern"
FLAT = ("-J", "--flat-playlist")


def test_yt_dlp_reaches_a_list_through_the_embed_page(tiktok: StandinProcess, clients: Clients) -> None:
    tiktok.set_plan({"kind": "no_state", "where": "page.user"})
    assert flat_ids(clients.yt_dlp(*FLAT, f"{WWW}/@{HANDLE}")) == tiktok.truth(HANDLE)["ids"]


def test_yt_dlp_changes_its_device_on_a_repeated_page(tiktok: StandinProcess, clients: Clients) -> None:
    tiktok.set_plan({"kind": "repeated_page", "where": LIST, "after": 1, "first": 1})
    ran = clients.yt_dlp(*FLAT, f"{WWW}/@{HANDLE}")
    assert flat_ids(ran) == tiktok.truth(HANDLE)["ids"]
    assert "keeps sending the same page" in ran.stderr


def test_gallery_dl_asks_again_after_an_empty_answer(tiktok: StandinProcess, clients: Clients) -> None:
    tiktok.set_plan({"kind": "empty", "where": LIST, "first": 1})
    ran = clients.gallery_dl("-j", f"{WWW}/@{HANDLE}/posts")
    assert list(posts_of(ran)) == tiktok.truth(HANDLE)["ids"]
    assert "Could not decode response" in ran.stderr


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"kind": "empty", "where": LIST}, "Failed to parse JSON"),
        ({"kind": "http", "where": LIST, "status": 403}, "HTTP Error 403"),
    ],
)
def test_yt_dlp_fails_on_a_list_that_is_refused(
    tiktok: StandinProcess, clients: Clients, fault: dict[str, object], message: str
) -> None:
    tiktok.set_plan(fault)
    ran = clients.yt_dlp(*FLAT, f"{WWW}/@{HANDLE}")
    assert ran.status != 0
    assert message in ran.stderr


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"kind": "check_page"}, "Unable to extract challenge data"),
        ({"kind": "login"}, "requiring login"),
        ({"kind": "code", "code": 10204}, "IP address is blocked from accessing this post"),
        ({"kind": "code", "code": 10216}, "do not have permission to view this post"),
        ({"kind": "code", "code": 10231}, "status code 10231"),
    ],
)
def test_yt_dlp_names_why_a_video_is_not_there(
    tiktok: StandinProcess, clients: Clients, fault: dict[str, object], message: str
) -> None:
    tiktok.set_plan(fault | {"where": "page.video"})
    ran = clients.yt_dlp("-J", f"{WWW}/@daily.dune/video/{tiktok.truth('daily.dune')['ids'][0]}")
    assert ran.status != 0
    assert message in ran.stderr


@pytest.mark.parametrize("handle", ["daily.dune", "twin.seconds"])
def test_clients_list_lively_accounts_in_windows_of_a_week(
    tiktok: StandinProcess, clients: Clients, handle: str
) -> None:
    tiktok.set_switches(lookback_days=7)
    expected = tiktok.truth(handle)["ids"]
    assert flat_ids(clients.yt_dlp(*FLAT, f"{WWW}/@{handle}")) == expected
    assert list(posts_of(clients.gallery_dl("-j", f"{WWW}/@{handle}/posts"))) == expected


def test_yt_dlp_gives_up_on_an_account_that_posts_less_than_weekly(
    tiktok: StandinProcess, clients: Clients
) -> None:
    tiktok.set_switches(lookback_days=7)
    assert clients.yt_dlp(*FLAT, "--extractor-retries", "0", f"{WWW}/@monthly_moss").status != 0


@pytest.mark.parametrize("key", ["id", "sec_uid"])
def test_yt_dlp_takes_other_names_of_a_user(tiktok: StandinProcess, clients: Clients, key: str) -> None:
    truth = tiktok.truth(HANDLE)
    assert flat_ids(clients.yt_dlp(*FLAT, f"{WWW}/@{truth['user'][key]}")) == truth["ids"]


@pytest.mark.parametrize("host", ["vm.tiktok.com", "vt.tiktok.com", "www.tiktok.com/t"])
def test_short_links_lead_to_the_post(tiktok: StandinProcess, clients: Clients, host: str) -> None:
    address = f"https://{host}/ZSvideo001/"
    target = tiktok.links()["ZSvideo001"].partition("?")[0]
    assert [message[:2] for message in json.loads(clients.gallery_dl("-j", address).stdout)] == [[6, target]]


def test_short_links_may_be_dead(clients: Clients) -> None:
    for code in ("ZSdeadhome", "ZSunknown9"):
        messages = json.loads(clients.gallery_dl("-j", f"https://vm.tiktok.com/{code}/").stdout)
        assert [message[0] for message in messages] == [-1]
        assert messages[0][1]["error"] == "NotFoundError"


def test_clients_pass_a_proxy_that_asks_for_a_password(
    start_standin: Callable[..., StandinProcess], tmp_path: Path
) -> None:
    standin = start_standin("--lookback-days", "0", "--proxies", "1", "--proxy-auth", "user:se@cret")
    clients = Clients(standin.proxy, standin.ca, tmp_path)
    expected = standin.truth(HANDLE)["ids"]
    assert flat_ids(clients.yt_dlp(*FLAT, f"{WWW}/@{HANDLE}")) == expected
    assert list(posts_of(clients.gallery_dl("-j", f"{WWW}/@{HANDLE}/posts"))) == expected
    wrong = Clients(standin.proxy.replace("user:", "other:"), standin.ca, tmp_path)
    assert "407" in wrong.yt_dlp(*FLAT, f"{WWW}/@{HANDLE}").stderr


def test_clients_refuse_a_certificate_that_they_do_not_trust(tiktok: StandinProcess, tmp_path: Path) -> None:
    strangers = Clients(tiktok.proxy, str(tmp_path / "none.pem"), tmp_path)
    ran = strangers.yt_dlp(*FLAT, f"{WWW}/@{HANDLE}")
    assert ran.status != 0
    assert "CERTIFICATE_VERIFY_FAILED" in ran.stderr
