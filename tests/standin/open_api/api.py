"""What tests ask the official API of a stand-in, over plain HTTP."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

if TYPE_CHECKING:
    import aiohttp

DESKTOP, WEB = "sbx-desktop-key", "sbx-web-key"
SECRET = "a-client-secret-of-the-stand-in"
ONE, TWO = "creator.one", "creator.two"
REDIRECT = "http://127.0.0.1:4567/callback/"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3"
SCOPES = "user.info.basic,video.list,video.upload,video.publish"
MIB = 1 << 20
MP4 = {"Content-Type": "video/mp4"}
AUTHORIZE = "/v2/auth/authorize/"
TOKEN, REVOKE = "/v2/oauth/token/", "/v2/oauth/revoke/"
POST = "/v2/post/publish"
VIDEO_INIT, INBOX_INIT = f"{POST}/video/init/", f"{POST}/inbox/video/init/"
PHOTO_INIT, STATUS, CANCEL = f"{POST}/content/init/", f"{POST}/status/fetch/", f"{POST}/cancel/"
CREATOR = f"{POST}/creator_info/query/"
PULL = "https://static.example.com/a.mp4"


class Clock:
    """The API's time, which stands still unless moved."""

    def __init__(self, now: float = 1_790_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read whole."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> Any:
        """Return the JSON."""
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """Return the code of an envelope."""
        code: str = self.body["error"]["code"]
        return code

    @property
    def told(self) -> tuple[int, str]:
        """Return status and code."""
        return self.status, self.code

    @property
    def data(self) -> Any:
        """Return the data of an envelope in which all is well."""
        assert self.told == (200, "ok"), self.text
        return self.body["data"]


class Api:
    """A client that does as it is told."""

    def __init__(self, session: aiohttp.ClientSession, url: str, clock: Clock) -> None:
        self.session, self.url, self.clock = session, url, clock

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        url = path if path.startswith("http") else self.url + path
        async with self.session.request(method, url, allow_redirects=False, **options) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.text())

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = await self.ask(method, f"/_standin/open{path}", json=body)
        assert answer.status == 200, answer.text
        return answer.body

    async def switch(self, **switches: Any) -> None:
        await self.control("PUT", "/switches", switches)

    async def faults(self, *faults: dict[str, Any]) -> None:
        await self.control("PUT", "/faults", list(faults))

    async def app(self, key: str = DESKTOP, **changes: Any) -> None:
        await self.control("PUT", f"/apps/{key}", changes)

    async def account(self, handle: str = ONE, **changes: Any) -> None:
        await self.control("PUT", f"/accounts/{handle}", changes)

    async def authorize(self, **changes: str | None) -> Answer:
        return await self.ask("GET", authorize_url(**changes))

    async def consent(self, *granted: str, handle: str = ONE, **changes: str | None) -> dict[str, str]:
        """Fill in the form of the page; return what the redirect tells."""
        fields = [*parameters(**changes).items(), ("account", handle), ("decision", "authorize")]
        boxes = [("granted", one) for one in granted or SCOPES.split(",")]
        answer = await self.ask("POST", AUTHORIZE, data=[*fields, *boxes])
        assert answer.status == 302, answer.text
        return query_of(answer.headers["Location"])

    async def token(self, **fields: str | None) -> Answer:
        return await self.ask("POST", TOKEN, data=form(**fields))

    async def exchange(self, code: str, **fields: str | None) -> Answer:
        told = {"code": code, "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
        return await self.token(**({"grant_type": "authorization_code", **told} | fields))

    async def refresh(self, word: str) -> Answer:
        return await self.token(grant_type="refresh_token", refresh_token=word)

    async def grant(self, handle: str = ONE, scopes: str | None = None, key: str = DESKTOP) -> Any:
        body = {"handle": handle, "client_key": key, "scopes": scopes and scopes.split(",")}
        return await self.control("POST", "/grant", body)

    async def bearer(self, handle: str = ONE, scopes: str | None = None, key: str = DESKTOP) -> str:
        word: str = (await self.grant(handle, scopes, key))["access_token"]
        return word

    async def call(
        self,
        path: str,
        token: str | None,
        body: Any = None,
        *,
        fields: str | None = None,
        method: str = "POST",
    ) -> Answer:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        query = {} if fields is None else {"fields": fields}
        options = {} if method == "GET" else {"json": {} if body is None else body}
        return await self.ask(method, path, headers=headers, params=query, **options)

    async def user_info(self, token: str | None, fields: str | None = "open_id") -> Answer:
        return await self.call("/v2/user/info/", token, fields=fields, method="GET")

    async def status(self, token: str, publish_id: str) -> Any:
        return (await self.call(STATUS, token, {"publish_id": publish_id})).data

    async def put(
        self, url: str, first: int, data: bytes, total: int, *, last: int | None = None, **headers: str
    ) -> Answer:
        last = first + len(data) - 1 if last is None else last
        sent = MP4 | {"Content-Range": f"bytes {first}-{last}/{total}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.ask("PUT", url, data=io.BytesIO(data), headers=sent)

    async def upload(self, url: str, data: bytes) -> Answer:
        """Upload a file in one chunk."""
        answer = await self.put(url, 0, data, len(data))
        assert answer.status == 201
        return answer

    async def posted(self, token: str, data: bytes = b"x" * 1000, **info: Any) -> str:
        """Post a small file, and let time go on until it is processed."""
        told = (await self.call(VIDEO_INIT, token, direct(len(data), **info))).data
        await self.upload(told["upload_url"], data)
        self.clock.now += 1
        publish_id: str = told["publish_id"]
        return publish_id

    async def truth(self, publish_id: str) -> Any:
        return await self.control("GET", f"/posts/{publish_id}")


def parameters(**changes: str | None) -> dict[str, str]:
    """Return the parameters of an authorize address; None leaves one out."""
    first: dict[str, str | None] = {
        "client_key": DESKTOP,
        "scope": SCOPES,
        "response_type": "code",
        "redirect_uri": REDIRECT,
        "state": "a state & more",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in (first | changes).items() if value is not None}


def authorize_url(**changes: str | None) -> str:
    """Return an authorize address."""
    return f"{AUTHORIZE}?{urlencode(parameters(**changes))}"


def query_of(address: str) -> dict[str, str]:
    """Return what a redirect tells, decoded once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def form(**fields: str | None) -> dict[str, str]:
    """Return a form with the app's credentials; None leaves one out."""
    named: dict[str, str | None] = {"client_key": DESKTOP, "client_secret": SECRET, **fields}
    return {name: value for name, value in named.items() if value is not None}


def refused(answer: Answer, error: str, status: int = 400) -> None:
    """Check that the token endpoint refused."""
    assert (answer.status, answer.body["error"]) == (status, error)
    assert "access_token" not in answer.body


def source(size: int, chunk: int | None = None, count: int = 1) -> dict[str, Any]:
    """Return the source of a file upload."""
    plan = {"video_size": size, "chunk_size": size if chunk is None else chunk, "total_chunk_count": count}
    return {"source": "FILE_UPLOAD", **plan}


def direct(size: int = 1000, **info: Any) -> dict[str, Any]:
    """Return the body of a direct post of a file in one chunk."""
    return {"post_info": {"privacy_level": "PUBLIC_TO_EVERYONE", **info}, "source_info": source(size)}


def pull(url: str = PULL, **info: Any) -> dict[str, Any]:
    """Return the body of a direct post from an address."""
    sent = {"source": "PULL_FROM_URL", "video_url": url}
    return {"post_info": {"privacy_level": "PUBLIC_TO_EVERYONE", **info}, "source_info": sent}


def photos(mode: str = "MEDIA_UPLOAD", images: int = 2, cover: int = 0, **info: Any) -> dict[str, Any]:
    """Return the body of a photo post."""
    urls = [f"https://static.example.com/{number}.jpg" for number in range(images)]
    return {
        "media_type": "PHOTO",
        "post_mode": mode,
        "post_info": ({"privacy_level": "SELF_ONLY"} if mode == "DIRECT_POST" else {}) | info,
        "source_info": {"source": "PULL_FROM_URL", "photo_images": urls, "photo_cover_index": cover},
    }


def sha256(data: bytes) -> str:
    """Return the hexadecimal hash."""
    return hashlib.sha256(data).hexdigest()
