"""Start ``python -m …`` as a process: of its own, or forked where many are started."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.forking.process import ForkedProcess

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Process = subprocess.Popen[str] | ForkedProcess

forks = False
"""Whether processes are forked. Tests switch it on; figures are of processes that start as a user's do."""


def launch(
    command: Sequence[str],
    *,
    cwd: Path | str,
    env: Mapping[str, str],
    stdout: bool = False,
    stderr: bool = False,
) -> Process:
    """Start a process; ``stdout`` and ``stderr`` say whether these are pipes, in text."""
    if forks:
        return ForkedProcess(command, cwd=cwd, env=env, stdout=stdout, stderr=stderr)
    out, err = (subprocess.PIPE if piped else None for piped in (stdout, stderr))
    return subprocess.Popen(command, cwd=cwd, env=env, stdout=out, stderr=err, text=True)
