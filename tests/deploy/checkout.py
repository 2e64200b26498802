"""A copy of this checkout to build eggs of, and an environment that has everything but this project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("tiktok_spiders", "middlewares", "pipelines", "tiktok_standin")
FILES = ("pyproject.toml", "setup.py", "scrapy.cfg", "README.md", "LICENSE", "Makefile", "requirements.txt")


def copy_checkout(place: Path) -> Path:
    """Copy what an egg is made of, so that no build touches the checkout itself."""
    for name in (*PACKAGES, "scripts", "scrapyd"):
        ignore = shutil.ignore_patterns("__pycache__", "eggs", "dbs", "logs", ".env")
        shutil.copytree(ROOT / name, place / name, ignore=ignore)
    for name in FILES:
        shutil.copy(ROOT / name, place / name)
    return place


def make_environment(place: Path) -> Path:
    """Make a virtual environment that finds the installed packages, but neither this project nor its path."""
    command = [sys.executable, "-m", "venv", "--without-pip", str(place)]
    subprocess.run(command, check=True, capture_output=True)
    (packages,) = place.glob("lib/python*/site-packages")
    (packages / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n")
    program = place / "bin/scrapyd"
    program.write_text(f'#!/bin/sh\nexec "{place}/bin/python" -m scrapyd "$@"\n')
    program.chmod(0o755)
    return place


def clean_environ(**more: str) -> dict[str, str]:
    """Return this process's environment without anything that is about this project, Scrapy or coverage."""
    strange = ("TIKTOK_", "SCRAPY", "PYTHON", "COV", "COVERAGE", "VIRTUAL_ENV", "GIT_")
    return {name: value for name, value in os.environ.items() if not name.startswith(strange)} | more


def deploy(checkout: Path, target: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run what ``make deploy`` runs."""
    tools = str(Path(sys.executable).parent)
    return subprocess.run(
        ["bash", "scripts/deploy.sh", target],
        cwd=checkout,
        env=clean_environ(BIN=tools, **environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
