"""A form with a file, taken apart as it comes: nothing of the file is kept here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from tiktok_spiders.api.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPE = "multipart/form-data"
FILE = "file"
PARTS = 40
FIELD_BYTES = 16_384
NAME_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A field, whole."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class FileBegun:
    """The file begins here; its name is as the user's machine tells it."""

    name: str


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A piece of the file."""

    data: bytes


Event = Field | FileBegun | FileBytes


class FormReader:
    """Takes bytes and gives what they tell. Raises ``ApiError`` for what is no form of this kind."""

    def __init__(self, content_type: str) -> None:
        kind, options = parse_options_header(content_type)
        if kind.decode("latin-1") != TYPE:
            raise ApiError("UNSUPPORTED_MEDIA_TYPE", f"a body of the type {TYPE} is expected")
        self._events: list[Event] = []
        self._parts = 0
        self._headers: dict[bytes, bytes] = {}
        self._header = self._told = b""
        self._name: str | None = None
        self._value = bytearray()
        self.ended = False
        boundary = options.get(b"boundary", b"")
        if not boundary:
            raise _bad("the header Content-Type names no boundary")
        try:
            self._parser = MultipartParser(boundary, self._callbacks())  # type: ignore[arg-type]
        except FormParserError as error:
            raise _bad("the boundary is too long") from error

    def feed(self, data: bytes) -> Iterator[Event]:
        """Yield what ``data`` completes."""
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise _bad("the body is no sound form") from error
        events, self._events = self._events, []
        yield from events

    def _callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._part_begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._part_data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }

    def _part_begin(self) -> None:
        self._parts += 1
        if self._parts > PARTS:
            raise _bad(f"a form of at most {PARTS} parts is taken")
        self._headers, self._name, self._value = {}, None, bytearray()

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._told += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._header.lower()] = self._told
        self._header = self._told = b""

    def _headers_finished(self) -> None:
        told = self._headers.get(b"content-disposition", b"").decode("latin-1")
        kind, options = parse_options_header(told)
        name = _text(options.get(b"name", b""), "the name of a field")
        if kind != b"form-data" or not name:
            raise _bad("a part of the form has no name")
        if name == FILE:
            self._events.append(FileBegun(_text(options.get(b"filename", b""), "the name of the file")))
        elif b"filename" in options:
            raise _bad(f"the file belongs into the field {FILE}, not into {name[:NAME_SHOWN]}")
        self._name = name

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._name == FILE:
            self._events.append(FileBytes(data[start:end]))
            return
        self._value += data[start:end]
        if len(self._value) > FIELD_BYTES:
            raise _bad(f"the field {str(self._name)[:NAME_SHOWN]} has more than {FIELD_BYTES} bytes")

    def _part_end(self) -> None:
        name = str(self._name)
        if name != FILE:
            self._events.append(Field(name, _text(bytes(self._value), f"the field {name[:NAME_SHOWN]}")))

    def _end(self) -> None:
        self.ended = True


def _text(value: bytes, what: str) -> str:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        raise _bad(f"{what} is not UTF-8") from None
    if "\0" in text:
        raise _bad(f"{what}: a NUL is not taken")
    return text


def _bad(message: str) -> ApiError:
    return ApiError("INVALID_REQUEST", message)
