"""Processes by name: ``host/pid/start time in ticks since boot``, which no other process ever has."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from tiktok_spiders.store.run_table import is_alive


def node_of(pid: int) -> str:
    """Return the name of a process of this machine."""
    host, started = socket.gethostname(), _started(pid)
    return f"{host}/{pid}" if started is None else f"{host}/{pid}/{started}"


def here() -> str:
    """Return the name of this process."""
    return node_of(os.getpid())


def is_here(node: str) -> bool:
    """Tell whether a process is, or was, of this machine."""
    return node.partition("/")[0] == socket.gethostname()


def is_dead_here(node: str) -> bool:
    """Tell whether a process was of this machine and has ended."""
    return is_here(node) and not is_alive(node, here(), None, datetime.now(UTC))


def pid_here(node: str | None) -> int | None:
    """Return the id of a living process of this machine."""
    if node is None or not is_here(node) or is_dead_here(node):
        return None
    return int(node.split("/")[1])


def _started(pid: int) -> str | None:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None
