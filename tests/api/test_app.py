"""The application as a whole: errors in one envelope, a folder that is its owner's alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.api.running import served

if TYPE_CHECKING:
    import httpx
    from scrapy.settings import Settings


async def test_what_is_not_there_is_told_in_the_envelope(api: httpx.AsyncClient) -> None:
    answer = await api.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "NOT_FOUND"


async def test_its_folder_is_its_owners_alone(api: httpx.AsyncClient, settings: Settings) -> None:
    assert Path(settings["TIKTOK_API_FOLDER"]).stat().st_mode & 0o777 == 0o700


def test_it_is_served_by_a_command(tmp_path: Path, free_port: int) -> None:
    with served(tmp_path, free_port) as client:
        assert client.get("/openapi.json").json()["info"]["title"] == "tiktok-spiders"
