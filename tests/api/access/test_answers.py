"""Headers of every answer, other origins, and the document."""

from __future__ import annotations

import pytest

from tests.api.access.conftest import client_at
from tiktok_spiders.exceptions import StoreBusyError, StoreError

ORIGIN = "https://app.example"


@pytest.mark.parametrize("path", ["/read", "/nothing", "/broken", "/read%00", "/admin?q=%ff"])
async def test_every_answer_is_hardened(local, path) -> None:
    headers = (await local.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert "Strict-Transport-Security" not in headers


async def test_a_route_may_have_a_policy_of_its_own(app, local) -> None:
    from starlette.responses import Response

    own = {"Content-Security-Policy": "default-src 'self'", "Cache-Control": "max-age=60"}
    app.add_api_route("/own", lambda: Response(headers=own))
    app.add_api_route("/static/x", lambda: "x")
    answer = await local.get("/own")
    assert answer.headers.get_list("Content-Security-Policy") == ["default-src 'self'"]
    assert answer.headers.get_list("Cache-Control") == ["max-age=60"]
    assert "Cache-Control" not in (await local.get("/static/x")).headers


async def test_what_broke_is_not_told(local) -> None:
    answer = await local.get("/broken")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "INTERNAL_ERROR"
    assert "secret words" not in answer.text
    assert "LookupError" not in answer.text


@pytest.mark.parametrize(("error", "status"), [(StoreBusyError, 503), (StoreError, 500)])
async def test_a_store_that_cannot_answer(app, local, error, status) -> None:
    async def fails() -> None:
        raise error("/home/somebody/tiktok.db: SELECT secret words")

    app.add_api_route("/fails", fails)
    answer = await local.get("/fails")
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == "DATABASE_ERROR"
    assert ("Retry-After" in answer.headers) is (status == 503)
    assert "secret words" not in answer.text


async def test_other_origins_are_told_nothing_by_default(local, key) -> None:
    answer = await local.get("/read", headers={"Origin": ORIGIN, "X-API-Key": key})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    answer = await local.options("/read", headers=asked)
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "METHOD_NOT_ALLOWED"
    assert answer.headers["Allow"]


async def test_origins_of_the_settings_may_read_with_a_key(start, key) -> None:
    async with start(TIKTOK_API_CORS_ORIGINS=ORIGIN) as app, client_at(app) as client:
        answer = await client.get("/read", headers={"Origin": ORIGIN, "X-API-Key": key})
        assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
        assert "X-RateLimit-Limit" in answer.headers["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert (await client.get("/read", headers={"Origin": ORIGIN})).status_code == 401
        asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-api-key"}
        answer = await client.options("/read", headers={"Origin": ORIGIN, **asked})
        assert answer.status_code == 200
        for other in ("https://app.example.evil.example", "https://sub.app.example", "null"):
            answer = await client.options("/read", headers={"Origin": other, **asked})
            assert answer.status_code == 400
            assert answer.json()["error"]["code"] == "INVALID_REQUEST"
            assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_document_tells_of_keys_and_refusals(app) -> None:
    document = app.openapi()
    assert document is app.openapi()
    assert set(document["components"]["securitySchemes"]) == {"ApiKey", "Bearer"}
    read = document["paths"]["/read"]["get"]
    assert [set(one) for one in read["security"]] == [{"ApiKey"}, {"Bearer"}]
    assert {"400", "401", "403", "429"} <= set(read["responses"])
    assert "Retry-After" in read["responses"]["429"]["headers"]
    assert "X-RateLimit-Remaining" in read["responses"]["200"]["headers"]
    echo = document["paths"]["/echo"]["post"]
    assert "security" not in echo
    assert set(echo["responses"]) == {"200", "400", "408", "413", "414", "429", "431"}
    schema = echo["responses"]["413"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/ErrorEnvelope"}
    assert {"ErrorEnvelope", "ErrorBody"} <= set(document["components"]["schemas"])


async def test_names_of_fields_that_are_no_text(local) -> None:
    answer = await local.post(
        "/login", content=b'{"\\ud800": 1}', headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "INVALID_REQUEST"
