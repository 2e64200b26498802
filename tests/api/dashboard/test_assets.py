"""Files of the pages, and the document for Swagger UI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_spiders.api.dashboard.assets import address, assets
from tiktok_spiders.api.dashboard.docs_document import as_3_0

if TYPE_CHECKING:
    import httpx


async def test_files_are_kept_by_browsers(api: httpx.AsyncClient) -> None:
    for name in assets():
        answer = await api.get(address(name))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        bare = await api.get(f"/static/{name}")
        assert bare.headers["cache-control"] == "no-cache"
        same = await api.get(f"/static/{name}", headers={"If-None-Match": answer.headers["etag"]})
        assert (same.status_code, same.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "../page.py",
        "%2e%2e/page.py",
        "..%2fpage.py",
        "/etc/passwd",
        "",
        "swagger/%2e%2e/dashboard.css",
        "swagger",
    ],
)
async def test_nothing_else_is_reachable(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(f"/static/{path}")).status_code == 404


def test_our_own_files_load_nothing_from_elsewhere() -> None:
    for name, asset in assets().items():
        if not name.startswith("swagger/"):
            text = asset.content.decode().replace("http://www.w3.org/2000/svg", "")
            assert "http" not in text, name
            assert "//" not in text.replace("// ", ""), name


async def test_the_document_is_of_3_0_for_the_viewer(api: httpx.AsyncClient) -> None:
    own = (await api.get("/openapi.json")).json()
    made = (await api.get("/docs/openapi.json")).json()
    assert own["openapi"].startswith("3.1")
    assert made["openapi"] == "3.0.3"
    assert made["paths"].keys() == own["paths"].keys()
    assert not any(
        path.startswith(("/ui", "/login", "/static", "/docs")) or path == "/" for path in own["paths"]
    )
    assert list(_nulls(made)) == []


def _nulls(part: Any) -> Any:
    if isinstance(part, dict):
        if part.get("type") == "null" or "const" in part:
            yield part
        for value in part.values():
            yield from _nulls(value)
    elif isinstance(part, list):
        for value in part:
            yield from _nulls(value)


def test_words_of_3_1_in_those_of_3_0() -> None:
    null = {"type": "null"}
    assert as_3_0({"anyOf": [{"type": "string"}, null], "title": "A"}) == {
        "type": "string", "title": "A", "nullable": True,
    }  # fmt: skip
    reference = {"$ref": "#/x"}
    assert as_3_0({"anyOf": [reference, null]}) == {"anyOf": [reference], "nullable": True}
    assert as_3_0({"const": "a"}) == {"enum": ["a"]}
    assert as_3_0({"exclusiveMinimum": 0}) == {"minimum": 0, "exclusiveMinimum": True}
    assert as_3_0([{"anyOf": [{"type": "integer"}, {"type": "string"}]}, 1, "a"]) == [
        {"anyOf": [{"type": "integer"}, {"type": "string"}]}, 1, "a",
    ]  # fmt: skip
