"""The Chromium of this machine."""

from __future__ import annotations

import shutil

import pytest

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
"""Its path, where there is one."""

needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
