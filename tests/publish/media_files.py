"""Small videos, made for a test."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av

if TYPE_CHECKING:
    from pathlib import Path


def make_video(
    path: Path,
    *,
    codec: str = "libx264",
    size: tuple[int, int] = (720, 1280),
    rate: int = 30,
    frames: int = 30,
    form: str | None = None,
) -> Path:
    """Write a video of one colour; the container follows from the name unless ``form`` names it."""
    with av.open(str(path), "w", format=form) as container:
        stream = container.add_stream(codec, rate=Fraction(rate))
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        picture = av.VideoFrame(*size, "yuv420p")
        for plane in picture.planes:
            plane.update(bytes([90]) * plane.buffer_size)
        for number in range(frames):
            picture.pts = number
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    return path


def make_sparse(path: Path, size: int) -> Path:
    """Write a file of ``size`` bytes that looks like a video at its beginning and hardly takes a disk.

    A mark in each MiB says where it is, so that bytes in another order are other bytes.
    """
    with path.open("wb") as file:
        file.write(b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)))
        for place in range(2**20, size - 8, 2**20):
            file.seek(place)
            file.write(place.to_bytes(8))
        file.truncate(size)
    return path
