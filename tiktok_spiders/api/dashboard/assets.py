"""The files of the pages: our own, and Swagger UI's from its package. Nothing else is reachable."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from tiktok_spiders.api.errors import ApiError, envelope

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
OWN = ("dashboard.css", "dashboard.js", "docs.css", "docs.js", "icon.svg")
SWAGGER = ("swagger-ui.css", "swagger-ui-bundle.js")
KEPT = "public, max-age=31536000, immutable"
"""An address holds the hash of what it gives."""

router = APIRouter(include_in_schema=False)


class Asset(NamedTuple):
    """A file."""

    content: bytes
    media_type: str
    version: str
    """The start of the hash of its content."""


@cache
def assets() -> dict[str, Asset]:
    """Return the files by the name below ``/static/``."""
    own = files("tiktok_spiders.api.dashboard").joinpath("static")
    folders = files("swagger_ui_bundle").joinpath("vendor").iterdir()
    bundle = next(folder for folder in folders if folder.name.startswith("swagger-ui-"))
    found: dict[str, Asset] = {name: _read(own.joinpath(name)) for name in OWN}
    return found | {f"swagger/{name}": _read(bundle.joinpath(name)) for name in SWAGGER}


def address(name: str) -> str:
    """Return where a page finds a file."""
    return f"/static/{name}?v={assets()[name].version}"


@router.get("/static/{name:path}")
def static(request: Request, name: str) -> Response:
    """Return a file of the pages."""
    asset = assets().get(name)
    if asset is None:
        return envelope(ApiError("NOT_FOUND", "there is no such file"))
    tag = f'"{asset.version}"'
    kept = KEPT if request.query_params.get("v") == asset.version else "no-cache"
    headers = {"ETag": tag, "Cache-Control": kept}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)


def _read(file: Traversable) -> Asset:
    content = file.read_bytes()
    media_type = TYPES[file.name.rpartition(".")[2]]
    return Asset(content, media_type, hashlib.sha256(content).hexdigest()[:16])
