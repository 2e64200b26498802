"""What a process and all that came of it take of the machine, and what they leave on it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psutil

from tiktok_spiders.browser.home import MARK

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

MIB = 2**20
EVERY = 0.1
"""Seconds between two looks."""


@dataclass
class Taken:
    """What a tree of processes took."""

    seconds: float = 0.0
    out: str = ""
    err: str = ""
    samples: list[tuple[float, dict[str, float]]] = field(default_factory=list)
    """Seconds since the first look, and MiB (PSS) by part."""

    _cpu: dict[tuple[int, float], float] = field(default_factory=dict)

    @property
    def peak(self) -> dict[str, float]:
        """MiB by part at the moment when all together took most."""
        return max((parts for _, parts in self.samples), key=lambda parts: sum(parts.values()), default={})

    @property
    def peak_mib(self) -> float:
        """The most MiB that all together took."""
        return sum(self.peak.values())

    @property
    def totals(self) -> list[tuple[float, float]]:
        """Seconds and MiB."""
        return [(moment, sum(parts.values())) for moment, parts in self.samples]

    @property
    def cpu_seconds(self) -> float:
        """Processor seconds of all processes, as of the last look at each."""
        return sum(self._cpu.values())

    def look(self, root: psutil.Process, moment: float) -> None:
        """Take a sample."""
        parts: dict[str, float] = {}
        for process in [root, *root.children(recursive=True)]:
            try:
                with process.oneshot():
                    times, key = process.cpu_times(), (process.pid, process.create_time())
                    memory = process.memory_full_info().pss / MIB
                    name = "python" if process == root else part_of(process.cmdline())
            except psutil.Error:
                continue
            self._cpu[key] = times.user + times.system
            parts[name] = parts.get(name, 0.0) + memory
        if parts:
            self.samples.append((moment, parts))


def watch(process: subprocess.Popen[str], *, every: float = EVERY, timeout: float = 600) -> Taken:
    """Look at a process and its descendants until it ends; read what it writes meanwhile."""
    taken, began, root = Taken(), time.monotonic(), psutil.Process(process.pid)
    reader = threading.Thread(target=_read, args=(process, taken))
    reader.start()
    while reader.is_alive():
        moment = time.monotonic() - began
        if moment > timeout:
            process.kill()
            raise TimeoutError(f"the process did not end within {timeout} s")
        try:
            taken.look(root, moment)
        except psutil.NoSuchProcess:
            break
        reader.join(every)
    reader.join()
    taken.seconds = time.monotonic() - began
    return taken


def _read(process: subprocess.Popen[str], taken: Taken) -> None:
    out, err = process.communicate()
    taken.out, taken.err = out or "", err or ""


def part_of(command: list[str]) -> str:
    """Name what a descendant is by its command line."""
    kinds = [word.partition("=")[2] for word in command if word.startswith("--type=")]
    if kinds:
        detail = [word.rpartition(".")[2] for word in command if word.startswith("--utility-sub-type=")]
        return " ".join(["chromium", *kinds, *detail])
    if "run-driver" in command:
        return "driver"
    if any(word.startswith(f"{MARK}=") for word in command):
        return "watchdog"
    return "chromium" if any("user-data-dir" in word for word in command) else "other"


def left_of(pid: int, temporary: Path) -> list[psutil.Process]:
    """Return the living processes of a crawl that had this process id and ``TMPDIR``, whoever reaps them."""
    return [each for each in psutil.process_iter() if _belongs(each, str(pid), str(temporary))]


def _belongs(process: psutil.Process, pid: str, temporary: str) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        command = process.cmdline()
        if command[-1:] == [pid] and part_of(command) == "watchdog":
            return True
        return any(temporary in each for each in [*command, *process.environ().values()])
    except psutil.Error:
        return False


def wait_for_none(pid: int, temporary: Path, seconds: float) -> list[str]:
    """Wait until nothing of a crawl is left; return the command lines of what is left after so long."""
    deadline = time.monotonic() + seconds
    while (left := left_of(pid, temporary)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return [" ".join(_command(each)[:4]) for each in left]


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
