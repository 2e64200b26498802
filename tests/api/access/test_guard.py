"""What comes from elsewhere, in another name, by another page, or is no text."""

from __future__ import annotations

import pytest

from tests.api.access.conftest import OUTSIDE, client_at

LOCAL = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "localhost:3000", "[::1]:8000", "127.9.9.9", "LOCALHOST"]
)
async def test_loopback_needs_no_key(local, host) -> None:
    assert (await local.get("/admin", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.", "127.0.0.1@evil.example",
        "10.0.0.1", "", "127.0.0.1:port", "127.0.0.1/x", "[::1", "0x7f.1",
    ],
)  # fmt: skip
async def test_a_name_bent_to_this_address_is_not_served(local, host) -> None:
    answer = await local.get("/read", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "INVALID_REQUEST"


async def test_two_hosts_are_none(app) -> None:
    async with client_at(app, headers=[("Host", "127.0.0.1"), ("Host", "evil.example")]) as client:
        assert (await client.get("/read")).status_code == 400


async def test_hosts_of_the_settings_are_served_with_a_key(start, key) -> None:
    async with (
        start(TIKTOK_BASE_URL="https://api.example.org", TIKTOK_API_HOSTS="10.0.0.1, other.example") as app,
        client_at(app) as client,
    ):
        for host in ("api.example.org", "api.example.org:8443", "10.0.0.1", "other.example"):
            assert (await client.get("/read", headers={"Host": host})).status_code == 401
            headers = {"Host": host, "X-API-Key": key}
            assert (await client.get("/read", headers=headers)).status_code == 200
        assert (await client.get("/read", headers={"Host": "example.org"})).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-Host": "127.0.0.1"},
        {"X-Forwarded-Anything": ""},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_without_a_key_no_proxy_and_no_foreign_page(local, method, headers) -> None:
    assert (await local.request(method, "/jobs", headers=headers)).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": LOCAL}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": LOCAL, "Sec-Fetch-Site": "none"}],
)
async def test_our_own_page_needs_no_key_on_loopback(local, headers) -> None:
    assert (await local.post("/jobs", headers=headers)).status_code == 200


async def test_a_form_of_a_foreign_page_reaches_nothing(local) -> None:
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = await local.post("/jobs", data={"url": "x"}, headers=headers)
    assert answer.status_code == 401


async def test_another_machine_needs_a_key_whatever_host_it_names(outside) -> None:
    assert (await outside.get("/read", headers={"Host": "localhost"})).status_code == 401


async def test_production_needs_a_key_on_loopback_too(start, key) -> None:
    async with start(TIKTOK_API_PROFILE="production") as app, client_at(app) as client:
        assert (await client.get("/read")).status_code == 401
        assert (await client.get("/read", headers={"X-API-Key": key})).status_code == 200


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/read%00", "path"),
        ("/read?q=%00", "query"),
        ("/read?q=%ff", "query"),
        ("/%ed%a0%80", "path"),
        ("/read?q=%ED%BF%BF", "query"),
        ("/%c0%af", "path"),
    ],
)
async def test_what_is_no_text_is_refused(local, path, what) -> None:
    answer = await local.get(path)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(f"{what}: ")


async def test_text_of_every_script_passes(local) -> None:
    assert (await local.get("/read?q=%F0%9F%8E%B5+%E3%81%82")).status_code == 200


async def test_long_addresses_and_heads(local) -> None:
    assert (await local.get("/read?q=" + "a" * 9000)).status_code == 414
    assert (await local.get("/read", headers={"X-Much": "a" * 40_000})).status_code == 431


async def test_only_what_speaks_http_is_looked_at(app) -> None:
    sent = []
    received = iter([{"type": "websocket.connect"}])

    async def receive() -> dict[str, str]:
        return next(received)

    async def send(message: dict[str, str]) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/read", "headers": [], "query_string": b"", "raw_path": b"/read"}
    await app({**scope, "scheme": "ws", "root_path": ""}, receive, send)
    assert sent[0]["type"] == "websocket.close"


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.1.1.1", "203.0.113.5", "203.0.113.5"),
        ("10.1.1.1", "127.0.0.1, 203.0.113.5", "203.0.113.5"),
        ("10.1.1.1", "203.0.113.5, 10.2.2.2", "203.0.113.5"),
        ("10.1.1.1", "203.0.113.5, nonsense, 10.2.2.2", "10.2.2.2"),
        ("10.1.1.1", "10.3.3.3, 10.2.2.2", "10.3.3.3"),
        ("10.1.1.1", "2001:db8::7", "2001:db8::7"),
        (OUTSIDE, "203.0.113.5", OUTSIDE),
    ],
)
async def test_addresses_are_believed_of_known_proxies_alone(start, peer, forwarded, client) -> None:
    async with start(TIKTOK_API_TRUSTED_PROXIES="10.0.0.0/8") as app, client_at(app, peer) as asking:
        headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"}
        answer = await asking.get("/seen", headers=headers)
    trusted = peer != OUTSIDE
    assert answer.json()["client"] == client
    assert answer.json()["secure"] is trusted
    assert ("Strict-Transport-Security" in answer.headers) is trusted


async def test_an_ipv6_network_counts_as_one_address(app) -> None:
    for peer, network in {
        "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::",
        "::ffff:192.0.2.1": "192.0.2.1",
        "192.0.2.2": "192.0.2.2",
        "fe80::1%eth0": "fe80::",
        "unix": "unix",
    }.items():
        async with client_at(app, peer) as client:
            assert (await client.get("/seen")).json()["network"] == network


async def test_loopback_of_a_socket_for_both_kinds_of_addresses(app) -> None:
    for peer in ("::1", "::ffff:127.0.0.1"):
        async with client_at(app, peer) as client:
            assert (await client.get("/read")).status_code == 200
