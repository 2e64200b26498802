from __future__ import annotations

from tests.browser.fake import AGENT, identity
from tiktok_spiders.browser.profile import agent_override, context_options, proxy_options
from tiktok_spiders.proxies.proxy import Proxy


def test_a_context_is_as_its_identity_says() -> None:
    options = context_options(identity(accept_language="fr-FR,fr;q=0.9,en;q=0.8"), None)
    assert (options["user_agent"], options["locale"], options["timezone_id"]) == (AGENT, "fr-FR", "UTC")
    assert options["screen"] == {"width": 1920, "height": 1080}
    assert options["extra_http_headers"] == {"Accept-Language": "fr-FR,fr;q=0.9,en;q=0.8"}
    assert "proxy" not in options
    assert "is_mobile" not in options


def test_a_mobile_identity_has_a_touch_screen() -> None:
    options = context_options(identity(kind="mobile"), None)
    assert options["is_mobile"]
    assert options["has_touch"]
    assert options["viewport"] == options["screen"]


def test_a_proxy_takes_loopback_too_and_its_password_as_it_is() -> None:
    proxy = Proxy(host="127.0.0.1", port=8080, username="us@r", password="p:w/")
    assert context_options(identity(), proxy)["proxy"] == {
        "server": "http://127.0.0.1:8080",
        "bypass": "<-loopback>",
        "username": "us@r",
        "password": "p:w/",
    }
    assert "username" not in proxy_options(Proxy(host="127.0.0.1", port=8080))


def test_languages_lose_their_levels_and_hints_are_taken_apart() -> None:
    hints = {
        "Sec-CH-UA": '"A:B";v="8", "Chromium";v="156"',
        "Sec-CH-UA-Mobile": "?0",
        "Sec-CH-UA-Platform": '"X"',
    }
    override = agent_override(identity(client_hints=hints, accept_language="fr-FR, fr;q=0.9,en;q=0.8"))
    assert override["acceptLanguage"] == "fr-FR,fr,en"
    assert override["userAgentMetadata"]["brands"] == [
        {"brand": "A:B", "version": "8"},
        {"brand": "Chromium", "version": "156"},
    ]
    assert (override["userAgentMetadata"]["platform"], override["userAgentMetadata"]["mobile"]) == (
        "X",
        False,
    )


def test_without_hints_none_are_made_up() -> None:
    assert "userAgentMetadata" not in agent_override(identity())
