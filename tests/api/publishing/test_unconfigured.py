"""Without an app or a key ring the settings are named, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.running import running, settings_of

if TYPE_CHECKING:
    from pathlib import Path

CASES = [
    ({"TIKTOK_CLIENT_KEY": ""}, ["TIKTOK_CLIENT_KEY"]),
    ({"TIKTOK_CLIENT_SECRET": "", "TIKTOK_SECRET_KEY": ""}, ["TIKTOK_CLIENT_SECRET", "TIKTOK_SECRET_KEY"]),
    ({"TIKTOK_SECRET_KEY": "too-short-to-tell"}, ["TIKTOK_SECRET_KEY"]),
]


@pytest.mark.parametrize(("values", "missing"), CASES)
async def test_what_is_lacking_is_named(
    database_url: str,
    tmp_path: Path,
    publish_values: dict[str, Any],
    values: dict[str, str],
    missing: list[str],
) -> None:
    settings = settings_of(database_url, tmp_path, **(publish_values | values))
    async with running(settings) as api:
        for method, path in (
            ("GET", "/accounts"),
            ("GET", "/posts"),
            ("GET", "/auth-url"),
            ("POST", "/webhook"),
        ):
            answer = await api.request(method, f"/api/v1/tiktok{path}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "NOT_CONFIGURED")
            assert answer.json()["error"]["details"] == {"settings": missing}
            assert "too-short" not in answer.text
        page = await api.get("/auth/tiktok/callback?state=x&code=y")
        assert page.status_code == 503
        assert missing[0] in page.text
