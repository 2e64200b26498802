"""What an init's body has to satisfy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin.open_answers import Refused, bad
from tiktok_standin.open_pulls import owned, well_formed

if TYPE_CHECKING:
    from tiktok_standin.open_models import OpenApp
    from tiktok_standin.open_switches import OpenSwitches

MIB = 1 << 20
_LEAST_CHUNK, _MOST_CHUNK = 5 * MIB, 64 * MIB
_MOST_BYTES = 4 << 30
_MOST_CHUNKS = 1000
_MOST_IMAGES = 35
TITLE, PHOTO_TITLE, DESCRIPTION = 2200, 90, 4000


def member(body: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a member that is an object; empty if it is absent."""
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise bad(f"The {name} is invalid.")
    return value


def text(info: dict[str, Any], name: str, most: int) -> None:
    """Refuse a text of more UTF-16 code units than allowed."""
    value = info.get(name, "")
    if not isinstance(value, str) or len(value.encode("utf-16-le", "surrogatepass")) // 2 > most:
        raise bad(f"The {name} is invalid: at most {most} UTF-16 code units.")


def flags(info: dict[str, Any], *names: str) -> None:
    """Refuse switches that are neither true nor false."""
    for name in names:
        if not isinstance(info.get(name, False), bool):
            raise bad(f"The {name} is invalid.")


def plan(source: dict[str, Any], switches: OpenSwitches) -> tuple[int, int, int]:
    """Return size, chunk size and chunk count of a good upload plan."""
    size, chunk, count = (_whole(source, name) for name in ("video_size", "chunk_size", "total_chunk_count"))
    if not 0 < size <= _MOST_BYTES:
        raise bad("The video size is invalid.")
    if not 0 < count <= _MOST_CHUNKS:
        raise bad("The total chunk count is invalid.")
    _check_chunk(size, chunk, switches)
    if count != size // chunk:
        raise bad("The total chunk count is invalid.")
    if count == 1 and chunk != size and switches.single_chunk == "exact":
        raise bad("The chunk size is invalid.")
    return size, chunk, count


def _check_chunk(size: int, chunk: int, switches: OpenSwitches) -> None:
    most = min(_MOST_CHUNK, switches.single_chunk_max) if chunk == size else _MOST_CHUNK
    least = min(size, _LEAST_CHUNK)
    if chunk < 1 or not least <= chunk <= min(most, size):
        raise bad("The chunk size is invalid.")


def _whole(source: dict[str, Any], name: str) -> int:
    value = source.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad(f"The {name} is invalid.")
    return value


def pulled(address: object, app: OpenApp, switches: OpenSwitches) -> None:
    """Refuse an address that cannot be pulled from."""
    if not isinstance(address, str) or not address:
        raise bad("The url is invalid.")
    if not well_formed(address):
        code = switches.pull_refusal
        raise Refused(
            400 if code == "invalid_params" else 403, code, "The url is not https with a host name."
        )
    if not owned(address, app):
        raise Refused(403, "url_ownership_unverified", "Please verify the ownership of the url.")


def images(source: dict[str, Any], app: OpenApp, switches: OpenSwitches) -> None:
    """Refuse images that cannot be posted."""
    if source.get("source") != "PULL_FROM_URL":
        raise bad("The source is invalid.")
    found, cover = source.get("photo_images"), source.get("photo_cover_index")
    if not isinstance(found, list) or not 1 <= len(found) <= _MOST_IMAGES:
        raise bad("The photo_images are invalid.")
    if isinstance(cover, bool) or not isinstance(cover, int) or not 0 <= cover < len(found):
        raise bad("The photo_cover_index is invalid.")
    for address in found:
        pulled(address, app, switches)
