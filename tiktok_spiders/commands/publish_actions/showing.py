"""What a person sees while a post is worked on: lines, and on a terminal a bar with the rate."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.filesize import decimal
from rich.progress import (
    BarColumn,
    DownloadColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from tiktok_spiders.publish.presenting import what
from tiktok_spiders.publish.rules import declaration
from tiktok_spiders.publish.states import State
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from rich.progress import TaskID

    from tiktok_spiders.publish.context import Progress
    from tiktok_spiders.publish.post import Post

_STEPS = 4
"""Lines about the bytes of a file, where there is no bar."""

_STATES = {
    State.STARTING: "asking TikTok to begin",
    State.UPLOADING: "sending",
    State.PROCESSING: "TikTok has it and processes it; that may take minutes",
}


class Shown:
    """Shows on stderr what is told of posts, between ``with`` and its end."""

    def __init__(self) -> None:
        self._console = Console(file=sys.stderr, highlight=False)
        self._bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._tasks: dict[int, TaskID] = {}
        self._sent: dict[int, tuple[float, int, int]] = {}
        self._last: dict[int, str] = {}

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def tell(self, news: Progress) -> None:
        """Show something."""
        if news.kind == "bytes":
            self._count(news)
            return
        if news.kind == "state":
            text = _STATES.get(news.post.state)
        elif news.kind == "creator":
            text = _who(news.post, news.text)
        else:
            text = f"{news.kind}: {news.text}"
        if text and self._last.get(news.post.id) != text:
            self._last[news.post.id] = text
            self._line(news.post, text)

    def _count(self, news: Progress) -> None:
        if self._bar.disable:
            self._count_in_lines(news)
            return
        number = news.post.id
        if number not in self._tasks:
            self._tasks[number] = self._bar.add_task(printable(what(news.post), 40), total=news.total)
        self._bar.update(self._tasks[number], completed=news.done)

    def _count_in_lines(self, news: Progress) -> None:
        now, number = time.monotonic(), news.post.id
        began, first, told = self._sent.setdefault(number, (now, news.done, 0))
        step = _STEPS * news.done // max(news.total, 1)
        if step <= told:
            return
        self._sent[number] = (began, first, step)
        rate = (news.done - first) / (now - began) if now > began else 0
        shown = f" ({decimal(int(rate))}/s)" if rate else ""
        self._line(news.post, f"{decimal(news.done)} of {decimal(news.total)} sent{shown}")

    def _line(self, post: Post, text: str) -> None:
        # Not folded: a line of a log is one line, and a terminal folds by itself.
        self._console.print(Text(f"post {post.id}: {printable(text)}"), soft_wrap=True)


def _who(post: Post, nickname: str) -> str:
    said = declaration(branded_content=post.options.branded_content)
    return f"the account is {nickname}, the post {post.options.privacy}. {said}"
