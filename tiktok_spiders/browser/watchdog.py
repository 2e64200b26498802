"""End the browser's processes when the crawl is gone, however it went.

Run as a process of its own, by path, with nothing but the standard library. It reads lines from a pipe
whose other end the crawl holds: ``group N`` (a process group to end), ``gone N`` (that group has ended),
``driver N`` (a process to end), ``remove PATH`` (a directory to remove). When the pipe closes, what is still
there some seconds later is killed.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import sys
import time
from pathlib import Path

GRACE = 3.0
"""Seconds for the browser to close by itself."""

TRIES = 5

LOOK_EVERY = 5.0
"""Seconds between looks whether the crawl lives, should something else hold its end of the pipe."""

PROC = Path("/proc")


class Charge:
    """What the watchdog looks after."""

    def __init__(self, mark: str) -> None:
        self._mark = mark.encode()
        self._groups: set[int] = set()
        self._drivers: set[int] = set()
        self.directories: set[str] = set()

    def note(self, line: str) -> None:
        """Take a line from the crawl."""
        verb, _, value = line.partition(" ")
        if verb == "group":
            self._groups.add(int(value))
        elif verb == "gone":
            self._groups.discard(int(value))
        elif verb == "driver":
            self._drivers.add(int(value))
        elif verb == "remove":
            self.directories.add(value)

    def living(self) -> set[int]:
        """Return the processes that are still there: marked ones, those of the groups, the driver."""
        return {pid for pid in _processes() if self._is_ours(pid)}

    def kill(self) -> None:
        """Kill them all, the children that they have just started included."""
        for pid in self.living():
            if pid not in self._drivers:
                self._note_profile(pid)
        for pid in self.living():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def _is_ours(self, pid: int) -> bool:
        try:
            place = PROC / str(pid)
            if (place / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
            if pid in self._drivers:
                return b"run-driver" in (place / "cmdline").read_bytes()
            return os.getpgid(pid) in self._groups or self._mark in (place / "environ").read_bytes().split(
                b"\0"
            )
        except OSError:
            return False

    def _note_profile(self, pid: int) -> None:
        """Note the profile that the driver made and removes, unless it is killed."""
        with contextlib.suppress(OSError):
            for word in (PROC / str(pid) / "cmdline").read_bytes().split(b"\0"):
                name, _, path = word.decode(errors="replace").partition("=")
                if name == "--user-data-dir" and Path(path).name.startswith("playwright_"):
                    self.directories.add(path)

    def kill_groups(self) -> None:
        """Kill the groups that were told: all that can be done where there is no ``/proc``."""
        for group in self._groups:
            with contextlib.suppress(OSError):
                os.killpg(group, signal.SIGKILL)


def main(mark: str, parent: int) -> None:
    """Wait for the crawl's end, then end what carries ``mark`` (``NAME=value``) or was told."""
    charge = Charge(mark)
    _listen(charge, parent)
    for _ in range(TRIES):
        if _gone(charge, GRACE):
            break
        charge.kill()
    if not PROC.is_dir():
        time.sleep(GRACE)
        charge.kill_groups()
    for path in charge.directories:
        shutil.rmtree(path, ignore_errors=True)


def _listen(charge: Charge, parent: int) -> None:
    rest = b""
    while os.getppid() == parent:
        if not select.select([0], [], [], LOOK_EVERY)[0]:
            continue
        data = os.read(0, 4096)
        if not data:
            return
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            charge.note(line.decode())


def _gone(charge: Charge, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while charge.living():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _processes() -> list[int]:
    return [int(place.name) for place in PROC.glob("[0-9]*")]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
