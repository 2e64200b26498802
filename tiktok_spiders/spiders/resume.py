"""What an earlier process of the same run has done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tiktok_spiders.listing.verdict import FINAL_STOPS


@dataclass(frozen=True, slots=True)
class Done:
    """Checkpoints and verdicts of a run, by target and resource."""

    checkpoints: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    verdicts: dict[tuple[str, str], tuple[str, str | None]] = field(default_factory=dict)

    def is_answered(self, target: str, resource: str) -> bool:
        """Tell whether a verdict is there that is not to be tried again."""
        verdict = self.verdicts.get((target, resource))
        return verdict is not None and verdict[1] in FINAL_STOPS

    def state(self, target: str, resource: str) -> dict[str, Any] | None:
        """Return where a listing stands, if it has begun."""
        return self.checkpoints.get((target, resource))
