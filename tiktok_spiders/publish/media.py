"""What a video file is, and whether TikTok takes it: looked at before any request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tiktok_spiders.publish.chunks import SIZE_MAX
from tiktok_spiders.publish.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

    from av.container import InputContainer
    from av.video.stream import VideoStream

CONTENT_TYPES = {"mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm"}
"""The containers that TikTok takes, and how each is announced."""

CODECS = {"h264": "H.264", "hevc": "H.265", "vp8": "VP8", "vp9": "VP9"}
RATES = (23, 60)
SIDES = (360, 4096)
API_MAX_S = 600
ADVISED = (720, 1280)
"""Pixels that look well on a phone: width and height."""

_DOCTYPE = b"\x42\x82"
_FTYP = slice(4, 8)
_BRAND = slice(8, 12)
_QUICKTIME = b"qt  "


class Media(NamedTuple):
    """What a file is. A frame rate or duration that the file does not tell is None."""

    container: str
    codec: str
    frame_rate: float | None
    width: int
    height: int
    duration_s: float | None
    size: int

    @property
    def content_type(self) -> str:
        """Return the media type for the upload."""
        return CONTENT_TYPES.get(self.container, "video/mp4")


@dataclass(frozen=True, slots=True)
class Report:
    """What breaks a limit, and what is only advised against."""

    violations: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise ``MediaError`` if a limit is broken."""
        if self.violations:
            raise MediaError(self.violations)


def probe(path: Path) -> Media:
    """Return what a file is. Raises ``MediaError`` for one that is missing or no video."""
    import av  # noqa: PLC0415 - every command and every crawl would load it: 17 MiB

    try:
        size = path.stat().st_size
        with av.open(str(path)) as container:
            return _media(container, _container(path), size)
    except FileNotFoundError:
        raise MediaError([f"file: {path} is not there"]) from None
    except (av.error.FFmpegError, OSError) as error:
        raise MediaError([f"file: {path.name} cannot be read as a video ({_reason(error)})"]) from error


def check_container(path: Path) -> None:
    """Raise ``MediaError`` unless the first bytes are those of a container that TikTok takes.

    Before ``probe`` of a stranger's file: playlists and lists of parts lead the library to other files.
    """
    name = _container(path)
    if name not in CONTENT_TYPES:
        raise MediaError([f"container: {name}; MP4, WebM or MOV is allowed"])


def content_type(path: Path) -> str:
    """Return the media type for the upload, from the file's first bytes."""
    return CONTENT_TYPES.get(_container(path), "video/mp4")


def judge(media: Media, creator_max_s: float | None = None) -> Report:
    """Return what breaks TikTok's limits; ``creator_max_s``: seconds of this creator's longest video."""
    broken = (
        _container_limit(media),
        _codec_limit(media),
        _rate_limit(media),
        _side_limit("width", media.width),
        _side_limit("height", media.height),
        _duration_limit(media, creator_max_s),
        _size_limit(media),
    )
    return Report(tuple(line for line in broken if line), tuple(_advice(media)))


def _media(container: InputContainer, name: str, size: int) -> Media:
    if not container.streams.video:
        raise MediaError(["codec: the file has no picture"])
    stream = container.streams.video[0]
    rate = stream.average_rate or stream.guessed_rate
    width, height = _shown(container, stream)
    return Media(
        container=name,
        codec=stream.codec_context.name,
        frame_rate=float(rate) if rate else None,
        width=width,
        height=height,
        duration_s=_duration(container, stream),
        size=size,
    )


def _shown(container: InputContainer, stream: VideoStream) -> tuple[int, int]:
    # Telephones record lying and note how the picture is to be turned, with the frame.
    frame = next(container.decode(stream), None)
    if frame is None:
        raise MediaError(["codec: no picture can be decoded"])
    turned = abs(frame.rotation) % 180 == 90
    return (frame.height, frame.width) if turned else (frame.width, frame.height)


def _duration(container: InputContainer, stream: VideoStream) -> float | None:
    if container.duration is not None:
        return container.duration / 1_000_000
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return None


def _container(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    if head[_FTYP] == b"ftyp":
        return _iso_name(head[_BRAND])
    if head[_FTYP] in {b"moov", b"mdat", b"wide", b"free", b"skip"}:
        return "mov"
    place = head.find(_DOCTYPE)
    if head.startswith(b"\x1a\x45\xdf\xa3") and place >= 0:
        return "webm" if head[place + 3 : place + 7] == b"webm" else "matroska"
    return "another"


def _iso_name(brand: bytes) -> str:
    if brand == _QUICKTIME:
        return "mov"
    return "3gp" if brand.startswith((b"3gp", b"3g2")) else "mp4"


def _container_limit(media: Media) -> str | None:
    if media.container in CONTENT_TYPES:
        return None
    return f"container: {media.container}; MP4, WebM or MOV is allowed"


def _codec_limit(media: Media) -> str | None:
    if media.codec in CODECS:
        return None
    return f"codec: {media.codec}; {', '.join(CODECS.values())} are allowed"


def _rate_limit(media: Media) -> str | None:
    low, high = RATES
    # Rounded: a file of 60 frames a second may tell 60.0003.
    if media.frame_rate is None or low <= round(media.frame_rate, 2) <= high:
        return None
    return f"frame rate: {media.frame_rate:.2f} a second; {low} to {high} are allowed"


def _side_limit(name: str, pixels: int) -> str | None:
    low, high = SIDES
    return None if low <= pixels <= high else f"{name}: {pixels} pixels; {low} to {high} are allowed"


def _duration_limit(media: Media, creator_max_s: float | None) -> str | None:
    limit = API_MAX_S if creator_max_s is None else min(API_MAX_S, creator_max_s)
    if media.duration_s is None or media.duration_s <= limit:
        return None
    whose = "for every video" if limit == API_MAX_S else "for this creator"
    return f"duration: {media.duration_s:.2f} s; at most {limit:g} s {whose}"


def _size_limit(media: Media) -> str | None:
    return None if 0 < media.size <= SIZE_MAX else f"size: {media.size} bytes; 1 to {SIZE_MAX} are allowed"


def _advice(media: Media) -> list[str]:
    width, height = ADVISED
    said = []
    if media.width * 16 != media.height * 9:
        said.append(f"shape: {media.width} x {media.height} pixels; 9:16, upright, fills the screen")
    if media.width < width or media.height < height:
        said.append(f"pixels: {media.width} x {media.height}; {width} x {height} or more look sharp")
    unknown = [name for name, told in _told(media).items() if told is None]
    said.extend(f"{name}: not told by the file; TikTok checks it after the upload" for name in unknown)
    return said


def _told(media: Media) -> dict[str, float | None]:
    return {"frame rate": media.frame_rate, "duration": media.duration_s}


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
