from __future__ import annotations

import pytest

from tests.outcome.asking import AKAMAI, CHECK_PAGE, SECURITY, ask
from tiktok_spiders.outcome import POLICIES, transport


@pytest.mark.parametrize("kind", ["api", "page", "embed", "oembed", "shop", "media"])
def test_no_body_is_never_a_success(kind):
    answer = ask(b"", kind=kind)
    assert answer.outcome == "empty"
    assert POLICIES[answer.retry].same_identity == 1


def test_refusal_header_is_named():
    assert "tt_orcas_res" in ask(b"", headers={"tt_orcas_res": "1"}).message


@pytest.mark.parametrize("name", ["bdturing-verify", "x-vc-bdturing-parameters"])
@pytest.mark.parametrize("status", [200, 403])
def test_captcha_header(name, status):
    assert ask({"itemList": [1]}, headers={name: "x"}, status=status).outcome == "captcha"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, "invalid"), (401, "blocked"), (403, "blocked"), (404, "missing"), (405, "invalid"),
        (410, "missing"), (429, "rate_limited"), (451, "region"), (500, "server_error"),
        (502, "server_error"), (503, "server_error"), (504, "server_error"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["api", "page", "shop", "media"])
def test_refusals(kind, status, outcome):
    assert ask(b"url doesn't match", status=status, kind=kind).outcome == outcome


def test_400_is_never_repeated():
    policy = POLICIES[ask(b"x", status=400).retry]
    assert (policy.same_identity, policy.new_identity) == (0, 0)


@pytest.mark.parametrize(
    ("body", "outcome"), [(CHECK_PAGE, "challenge"), (SECURITY, "captcha"), (AKAMAI, "blocked")]
)
def test_403_with_a_sign(body, outcome):
    assert ask(body, status=403, kind="page").outcome == outcome


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120),
        ({"retry-after": " 0 "}, 0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "99999999999999"}, 86_400),
        ({"retry-after": "Sat, 21 Nov 2026 10:01:30 GMT", "date": "Sat, 21 Nov 2026 10:00:00 GMT"}, 90),
        ({"retry-after": "Sat, 21 Nov 2026 09:00:00 GMT", "date": "Sat, 21 Nov 2026 10:00:00 GMT"}, 0),
        ({"retry-after": "Sat, 21 Nov 2026 10:01:30 GMT"}, None),
        (
            {"retry-after": "Sat, 21 Nov 2026 10:01:30 -0000", "date": "Sat, 21 Nov 2026 10:00:00 GMT"},
            None,
        ),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after(status, headers, seconds):
    assert ask(b"x", status=status, headers=headers).retry_after == seconds


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        ("https://www.tiktok.com/login?redirect_url=x", "login"),
        ("/login", "login"),
        ("https://www.tiktok.com/?_r=1", "missing"),
        ("/", "missing"),
        ("https://www.tiktok.com/@other", "invalid"),
        ("", "invalid"),
        ("https://[", "invalid"),
    ],
)
def test_redirect_that_was_not_followed(location, outcome):
    assert ask(b"", status=302, kind="page", headers={"location": location}).outcome == outcome


def test_any_header_value_is_survived():
    for value in ("", "\x00", "Sat", "99 Foo 2026 99:99:99", "1e9", "²"):
        assert transport.retry_after({"retry-after": value, "date": value}) is None
