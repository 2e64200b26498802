"""The client by itself: what it sends, where files go, what becomes of answers that are none."""

from __future__ import annotations

import logging
import stat
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.publish.rig import APP, SECRET, Rig, settings_for
from tiktok_spiders.publish import display
from tiktok_spiders.publish.errors import (
    AuthError,
    LimitedError,
    PublishError,
    RefusedError,
    Retry,
    UnavailableError,
    UnknownOutcomeError,
    UploadError,
)
from tiktok_spiders.publish.http import OpenApi
from tiktok_spiders.publish.posting import init_video

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = {"source": "FILE_UPLOAD", "video_size": 4, "chunk_size": 4, "total_chunk_count": 1}
OFFICIAL = "https://open.tiktokapis.com"


def api_of(answer: Callable[[httpx.Request], httpx.Response] | Exception, url: str = OFFICIAL) -> OpenApi:
    """Return a client to which this is answered."""

    def handle(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer(request)

    return OpenApi(settings_for(url), transport=httpx.MockTransport(handle))


def same(*args: Any, **options: Any) -> OpenApi:
    """Return a client to which the same is always answered."""
    return api_of(lambda _: httpx.Response(*args, **options))


async def test_what_a_form_looks_like() -> None:
    seen: list[httpx.Request] = []
    api = api_of(lambda request: seen.append(request) or httpx.Response(200))
    assert await api.form("/v2/oauth/revoke/", {"token": "act.a*b!c"}) == {}
    assert seen[0].headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert seen[0].read() == b"token=act.a%2Ab%21c"
    assert str(seen[0].url) == f"{OFFICIAL}/v2/oauth/revoke/"
    await api.aclose()


async def test_what_a_call_looks_like() -> None:
    seen: list[httpx.Request] = []
    ok = {"data": {"x": 1}, "error": {"code": "ok"}}
    api = api_of(lambda request: seen.append(request) or httpx.Response(200, json=ok))
    assert await api.call("POST", "/p/", token="act.t", body={"é": 1}) == {"x": 1}
    await api.call("GET", "/g/", token="act.t", fields=("a", "b"))
    post, get = seen
    assert post.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert post.headers["Authorization"] == "Bearer act.t"
    assert get.url.params["fields"] == "a,b"
    assert all(request.extensions["timeout"]["connect"] == 10 for request in seen)
    assert all(request.extensions["timeout"]["read"] == 60 for request in seen)
    await api.aclose()


@pytest.mark.parametrize(
    ("answer", "kind", "begun"),
    [
        (httpx.Response(302, headers={"Location": "https://elsewhere.example/"}), RefusedError, RefusedError),
        (httpx.Response(401, text="no"), AuthError, AuthError),
        (httpx.Response(403, text="no"), RefusedError, RefusedError),
        (httpx.Response(429, text="slow down"), LimitedError, LimitedError),
        (httpx.Response(502, text="<html>"), UnavailableError, UnknownOutcomeError),
        (httpx.Response(200, text="<html>"), UnavailableError, UnknownOutcomeError),
        (httpx.Response(200, json=[]), UnavailableError, UnknownOutcomeError),
        (httpx.Response(200, json={"data": {}}), UnavailableError, UnknownOutcomeError),
        (httpx.Response(200, json={"error": {"code": ""}}), UnavailableError, UnknownOutcomeError),
        (httpx.Response(500, json={"error": {"code": "new"}}), UnavailableError, UnknownOutcomeError),
        (httpx.ReadTimeout("MARK"), UnavailableError, UnknownOutcomeError),
        (httpx.RemoteProtocolError("MARK"), UnavailableError, UnknownOutcomeError),
        (httpx.ConnectError("MARK"), UnavailableError, UnavailableError),
        (httpx.ConnectTimeout("MARK"), UnavailableError, UnavailableError),
    ],
)
async def test_answers_that_are_none(answer: Any, kind: type, begun: type) -> None:
    api = api_of(answer if isinstance(answer, Exception) else lambda _: answer)
    for begins, expected in ((False, kind), (True, begun)):
        with pytest.raises(PublishError) as caught:
            await api.call("POST", "/p/", token="act.MARK", begins=begins)
        assert type(caught.value) is expected
        assert "MARK" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
    await api.aclose()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(200, text="<html>"), RefusedError),
        (httpx.Response(503, text="<html>"), UnavailableError),
        (httpx.Response(400), RefusedError),
        (httpx.Response(200, json={"error": {"code": "internal_error"}}), UnavailableError),
        (httpx.Response(500, json={}), UnavailableError),
        (httpx.Response(400, json={"error": "brand_new"}), RefusedError),
    ],
)
async def test_oauth_answers_that_are_none(answer: httpx.Response, kind: type) -> None:
    api = api_of(lambda _: answer)
    with pytest.raises(kind):
        await api.form("/v2/oauth/token/", {"code": "c"})
    await api.aclose()


async def test_what_was_sent_does_not_come_back_in_an_error() -> None:
    error = {"error": "invalid_grant", "error_description": "rft.MARK-token is\nused up, access_token=abc"}
    api = same(400, json=error)
    with pytest.raises(AuthError) as caught:
        await api.form("/v2/oauth/token/", {"refresh_token": "rft.MARK-token"})
    assert "MARK" not in str(caught.value)
    assert "abc" not in str(caught.value)
    assert "is used up" in str(caught.value)
    await api.aclose()
    api = same(400, json={"error": {"code": "invalid_params", "message": "bad act.MARK-token " + "x" * 500}})
    with pytest.raises(RefusedError) as caught:
        await api.call("POST", "/p/", token="act.MARK-token")
    assert "MARK" not in str(caught.value)
    assert len(str(caught.value)) < 400
    await api.aclose()


@pytest.mark.parametrize(
    "address",
    [
        "https://upload.example.com/?upload_token=MARK",
        "https://tiktokapis.com.example.com/?upload_token=MARK",
        "https://eviltiktokapis.com/?upload_token=MARK",
        "https://user:MARK@open-upload.tiktokapis.com/",
        "http://open-upload.tiktokapis.com/?upload_token=MARK",
        "http://127.0.0.1:9/?upload_token=MARK",
        "ftp://open-upload.tiktokapis.com/MARK",
        "//open-upload.tiktokapis.com/MARK",
        "http://[MARK",
        "",
    ],
)
async def test_files_go_to_tiktok_alone(address: str) -> None:
    asked: list[httpx.Request] = []
    api = api_of(lambda request: asked.append(request) or httpx.Response(201))
    with pytest.raises(UploadError) as caught:
        await api.put(address, content=b"x", headers={})
    assert (caught.value.code, caught.value.retry, asked) == ("upload_host", Retry.NEVER, [])
    assert "MARK" not in str(caught.value)
    await api.aclose()


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://open-upload.tiktokapis.com/video/?upload_id=1&upload_token=t", OFFICIAL),
        ("https://upload.us.tiktokapis.com:8443/video/", OFFICIAL),
        ("http://127.0.0.1:40001/upload?upload_token=t", "http://127.0.0.1:40000"),
        ("https://api.example.com:444/upload", "https://api.example.com"),
    ],
)
async def test_where_files_may_go(address: str, url: str) -> None:
    seen: list[httpx.Request] = []
    api = api_of(lambda request: seen.append(request) or httpx.Response(302), url)

    async def parts() -> Any:
        yield b"ab"
        yield b"cd"

    answer = await api.put(address, content=parts(), headers={"Content-Length": "4"})
    assert (answer.status_code, str(seen[0].url)) == (302, address)
    assert "Transfer-Encoding" not in seen[0].headers
    await api.aclose()


async def test_a_part_without_an_answer_may_be_sent_again() -> None:
    api = api_of(httpx.WriteError("MARK"))
    with pytest.raises(UnavailableError) as caught:
        await api.put("https://upload.us.tiktokapis.com/?upload_token=MARK", content=b"x", headers={})
    assert caught.value.retry is Retry.SAME
    assert "MARK" not in str(caught.value)
    await api.aclose()


@pytest.mark.usefixtures("official")
async def test_no_secret_in_logs_errors_or_database(
    rig: Rig, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await rig.api.aclose()
    rig.api = OpenApi(rig.settings)
    account = await rig.by_page()
    pairs = [rig.tokens.kept("me").tokens]
    session = rig.session()
    pairs.append(rig.tokens.kept("me").tokens)
    rig.later(7000)
    await display.user_info(session)
    pairs.append(rig.tokens.kept("me").tokens)
    begun = await init_video(session, {"privacy_level": "SELF_ONLY"}, FILE)
    headers = {"Content-Type": "video/mp4", "Content-Length": "4", "Content-Range": "bytes 0-3/4"}
    assert (await rig.api.put(begun.upload_url, content=b"abcd", headers=headers)).status_code == 201
    rig.logins.begin(rig.settings, redirect_uri="http://127.0.0.1:1/callback/")
    secrets = [one for pair in pairs for one in (pair.access_token, pair.refresh_token)]
    secrets += [SECRET, begun.upload_url.split("upload_token=")[1]]
    rig.store.close()
    stored = b"".join(path.read_bytes() for path in database.parent.iterdir())
    assert account.open_id.encode() in stored
    shown = caplog.text + repr(pairs) + repr(begun) + repr(rig.settings) + repr(account)
    assert APP in shown
    for secret in secrets:
        assert secret.encode() not in stored
        assert secret not in shown
    assert not [record for record in caplog.records if record.name.startswith(("httpx", "httpcore"))]


def test_the_database_is_its_owner_s_alone(database: Path, tmp_path: Path) -> None:
    from tiktok_spiders.store import Store

    path = tmp_path / "new.db"
    store = Store.open(f"sqlite:///{path}")
    with store.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM publish_accounts")
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.glob("new.db*")}
    store.close()
    assert modes["new.db"] == 0o600
    assert set(modes.values()) == {0o600}
