from __future__ import annotations

import pytest

from tiktok_spiders.outcome import Outcome, classify_exception


@pytest.mark.parametrize(
    "name",
    [
        "DownloadTimeoutError", "DownloadConnectionRefusedError", "CannotResolveHostError",
        "DownloadFailedError", "ResponseDataLossError",
    ],
)  # fmt: skip
def test_scrapy_names(name):
    from scrapy import exceptions

    assert classify_exception(name).outcome == "unreachable"
    assert classify_exception(getattr(exceptions, name)("x")).outcome == "unreachable"


def test_a_cancelled_download_is_not_repeated():
    from scrapy.exceptions import DownloadCancelledError

    assert classify_exception(DownloadCancelledError("too large")).outcome == "invalid"


def test_robots():
    from scrapy.exceptions import IgnoreRequest

    assert classify_exception(IgnoreRequest("Forbidden by robots.txt")).outcome == "robots"
    assert classify_exception("IgnoreRequest", "Forbidden by robots.txt").outcome == "robots"
    assert classify_exception(IgnoreRequest("other")).outcome == "invalid"


@pytest.mark.parametrize("error", [TimeoutError(), ConnectionResetError("reset"), OSError(28, "x")])
def test_subclasses_of_the_standard_library(error):
    assert classify_exception(error).outcome == "unreachable"


def test_others_are_our_fault():
    answer = classify_exception(KeyError("a"))
    assert (answer.outcome, answer.message) == ("invalid", "KeyError: 'a'")


def test_message_is_bounded():
    assert len(classify_exception(ValueError("x" * 5000)).message) < 400


def test_a_browser_that_is_not_there_is_told_in_words_alone() -> None:
    told = classify_exception("BrowserUnavailableError", "TIKTOK_BROWSER is off, and this needs a browser")
    assert (told.outcome, told.message) == (
        Outcome.INVALID,
        "TIKTOK_BROWSER is off, and this needs a browser",
    )
    assert classify_exception("BrowserUnavailableError").message == "BrowserUnavailableError"
