"""Small files that look like what they claim to be; the same name gives the same bytes."""

from __future__ import annotations

import struct
from zlib import crc32

_LEAST, _SPREAD = 2048, 6144
_FTYP = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41"
_JPEG_HEAD = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000"
    "ffdb0043000302020202020302020203030303040604040404040806060506090808"
    "0a0a090809090a0c0f0c0a0b0e0b09090d110d0e0f101011100a0c12131210130f101010"
    "ffc9000b080001000101011100ffcc000600101005"
)
_JPEG_TAIL = bytes.fromhex("ffda0008010100003f00d2cf20ffd9")
_MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(413)


def size_of(name: str) -> int:
    """Return the length in bytes of the file of that name."""
    return _LEAST + crc32(name.encode()) % _SPREAD


def _filler(name: str, length: int) -> bytes:
    seed = struct.pack(">I", crc32(name.encode()))
    return (seed * (length // 4 + 1))[:length]


def video(name: str) -> bytes:
    """Return a file with the boxes of an MP4."""
    room = size_of(name) - len(_FTYP)
    return _FTYP + struct.pack(">I4s", room, b"mdat") + _filler(name, room - 8)


def image(name: str) -> bytes:
    """Return a JPEG of one grey pixel, made long by a comment."""
    room = size_of(name) - len(_JPEG_HEAD) - len(_JPEG_TAIL)
    comment = b"\xff\xfe" + struct.pack(">H", room - 2) + _filler(name, room - 4)
    return _JPEG_HEAD[:20] + comment + _JPEG_HEAD[20:] + _JPEG_TAIL


def audio(name: str) -> bytes:
    """Return a row of silent MPEG audio frames."""
    return (_MP3_FRAME * (size_of(name) // len(_MP3_FRAME) + 1))[: size_of(name)]
