"""yt-dlp and gallery-dl as their users run them: unmodified, as processes, without any configuration file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GUARD = Path(__file__).with_name("loopback_only")
TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class Ran:
    """What a client wrote, and its exit status."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Clients:
    """Starts the clients behind one proxy, trusting one authority, with a folder for all they write."""

    proxy: str
    ca: str
    home: Path

    def yt_dlp(self, *args: str) -> Ran:
        """Run yt-dlp; certificates come from ``SSL_CERT_FILE`` in place of the bundle it would carry."""
        fixed = ["--ignore-config", "--no-cache-dir", "--compat-options", "no-certifi", "--proxy", self.proxy]
        return self._run("yt_dlp", *fixed, *args)

    def gallery_dl(self, *args: str) -> Ran:
        """Run gallery-dl."""
        fixed = ["--config-ignore", "--no-input", "-o", "cache.file=:memory:", "--proxy", self.proxy]
        return self._run("gallery_dl", *fixed, "-D", str(self.home / "gallery"), *args)

    def _run(self, module: str, *args: str) -> Ran:
        env = _environment(self.home) | {"SSL_CERT_FILE": self.ca, "REQUESTS_CA_BUNDLE": self.ca}
        command = [sys.executable, "-m", module, *args]
        done = subprocess.run(
            command, env=env, cwd=self.home, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr)


def printed_by(program: Path, *words: str, home: Path) -> dict[str, Any]:
    """Run a program that drives a browser, which ends with it, and return the JSON that it prints."""
    command = [sys.executable, str(program), *words]
    with subprocess.Popen(
        command,
        env=_environment(home),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode == 0, err.decode()
    answered: dict[str, Any] = json.loads(out)
    return answered


def _environment(home: Path) -> dict[str, str]:
    """Return what a client is to know, whose every connection must stay on this machine."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(GUARD), "PYTHONUTF8": "1"}


def flat_ids(ran: Ran) -> list[str]:
    """Return the ids of a playlist that yt-dlp dumped."""
    assert ran.status == 0, ran.stderr
    return [entry["id"] for entry in json.loads(ran.stdout)["entries"]]


def posts_of(ran: Ran) -> dict[str, dict[str, Any]]:
    """Return the posts that gallery-dl dumped, by id, in its order: a post's directory message opens it."""
    assert ran.status == 0, ran.stderr
    messages = json.loads(ran.stdout)
    assert not [message for message in messages if message[0] == -1], messages
    return {message[1]["id"]: message[1] for message in messages if message[0] == 2}
