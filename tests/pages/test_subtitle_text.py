from __future__ import annotations

import json

import pytest

from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.subtitle_text import SubtitleText, read_subtitle

WEBVTT = """WEBVTT - made up
X-TIMESTAMP-MAP=LOCAL:00:00:00.000

STYLE
::cue { color: red }

NOTE not said
at all

1
00:00:00.100 --> 00:00:01.500 align:start position:0%
<v Ann>Salt &amp; <i>pepper</i> &lt;3
second <00:00:01.200><c.loud>line</c>

00:01.500 --> 00:02.000

00:00:02.000 --> 00:00:03.000
5 < 6 → done
"""
SRT = """1
00:00:00,100 --> 00:00:01,500
{\\an8}<font color="red">Salt</font> & pepper

2
00:00:01,500 --> 00:00:02,000
more
"""
CAPTION = {
    "utterances": [{"text": " Salt\nand ", "start_time": 100, "end_time": 900}, {"text": ""}, {"x": 1}]
}


def test_webvtt() -> None:
    found = read_subtitle(WEBVTT.encode(), "webvtt")
    assert found == SubtitleText(text=WEBVTT, plain="Salt & pepper <3 second line\n5 < 6 → done", cues=3)


def test_srt() -> None:
    assert read_subtitle(SRT.encode(), "srt") == SubtitleText(text=SRT, plain="Salt & pepper\nmore", cues=2)


def test_creator_caption() -> None:
    text = json.dumps(CAPTION)
    found = read_subtitle(text.encode(), "creator_caption")
    assert found == SubtitleText(text=text, plain="Salt and", cues=2)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("file", [WEBVTT, SRT])
def test_line_ends_stay_and_change_nothing(file: str, end: str) -> None:
    plain = read_subtitle(file.encode(), "").plain
    found = read_subtitle(file.replace("\n", end).encode(), "")
    assert (found.text, found.plain) == (file.replace("\n", end), plain)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("file", [WEBVTT, SRT, json.dumps(CAPTION)])
def test_byte_order_mark_is_no_text(file: str, encoding: str) -> None:
    assert read_subtitle(file.encode(encoding), "") == read_subtitle(file.encode(), "")


def test_the_file_is_known_by_what_is_in_it() -> None:
    assert read_subtitle(SRT.encode(), "webvtt").cues == 2


def test_a_file_without_cues_is_empty() -> None:
    for body, text in ((b"WEBVTT\n", "WEBVTT\n"), (b'{"utterances": []}', '{"utterances": []}')):
        assert read_subtitle(body, "") == SubtitleText(text=text, plain="", cues=0)


def test_bytes_that_are_no_text_become_replacements() -> None:
    body = b"WEBVTT\n\n00:00.000 --> 00:01.000\na\xff\0b"
    assert read_subtitle(body, "webvtt").plain == "a\ufffd\ufffdb"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><body>Access denied</body></html>",
        b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>",
        b'{"code": 403}',
        b'{"utterances": 5}',
        b"{",
        b"just words",
    ],
)
def test_what_is_no_subtitle(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="webvtt subtitle at https://x"):
        read_subtitle(body, "webvtt", "https://x")
