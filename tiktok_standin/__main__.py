"""``python -m tiktok_standin``."""

from __future__ import annotations

import sys

from tiktok_standin.server import main

if __name__ == "__main__":
    sys.exit(main())
