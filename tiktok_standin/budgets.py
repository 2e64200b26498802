"""How many signed calls an exit and an identity have before they are answered no more for a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_standin import clock, ids

if TYPE_CHECKING:
    from tiktok_standin.switches import Switches


@dataclass(slots=True)
class _Purse:
    left: int
    round: int = 0
    spent_at: float = 0.0


class Budgets:
    """The budgets of one stand-in. An exit's is drawn from the switch's span by the seed and its name."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._purses: dict[str, _Purse] = {}

    def spend(self, exit_name: str, identity: str, switches: Switches) -> str | None:
        """Take one call from both budgets; return whose is used up, if one is."""
        if switches.budgets and not self._pay(exit_name, switches, switches.budget_calls):
            return "exit"
        each = switches.budget_identity
        if each and not self._pay(f"identity {identity}", switches, (each, each)):
            return "identity"
        return None

    def clear(self) -> None:
        """Fill all budgets again."""
        self._purses.clear()

    def _pay(self, name: str, switches: Switches, span: tuple[int, int]) -> bool:
        purse = self._purses.get(name)
        if purse is None:
            purse = self._purses[name] = _Purse(self._drawn(name, 0, span))
        elif not purse.left and clock.now() - purse.spent_at >= switches.budget_rest_s:
            purse.round += 1
            purse.left = self._drawn(name, purse.round, span)
        if not purse.left:
            return False
        purse.left -= 1
        purse.spent_at = clock.now()
        return True

    def _drawn(self, name: str, turn: int, span: tuple[int, int]) -> int:
        least, most = span
        return least + ids.number("budget", self._seed, name, turn, below=most - least + 1)
