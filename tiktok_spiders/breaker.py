"""A circuit breaker for each endpoint over each transport: skip what fails now, probe later. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Key = tuple[str, str]
"""Endpoint and transport."""


class State(StrEnum):
    """State of a circuit."""

    CLOSED = "closed"
    """Requests pass."""

    OPEN = "open"
    """Requests are refused."""

    HALF_OPEN = "half_open"
    """One request probes, the others are refused."""


@dataclass(slots=True)
class Circuit:
    """What is known of the answers of an endpoint over a transport."""

    failures: int = 0
    """In a row."""

    opened_at: float | None = None
    probed_at: float | None = None
    """When the last probe went out, whoever sent it."""

    probes: bool = False
    """Whether it was sent from here, and its answer decides."""


@dataclass(slots=True)
class Breaker:
    """Opens after failures in a row, half opens after a wait, closes by one success.

    A probe that is never answered for holds its place for one wait. ``on_change`` hears of each new state.
    """

    failures: int
    """Failures in a row that open a circuit."""

    wait_s: float
    """Seconds until a probe."""

    clock: Callable[[], float]
    """Seconds, monotonic."""

    on_change: Callable[[Key, State], None] = lambda _key, _state: None
    _circuits: dict[Key, Circuit] = field(default_factory=dict)

    def state(self, key: Key) -> State:
        """Return the state of a circuit."""
        circuit = self._circuits.get(key)
        if circuit is None or circuit.opened_at is None:
            return State.CLOSED
        return State.HALF_OPEN if self.clock() - circuit.opened_at >= self.wait_s else State.OPEN

    def allows(self, key: Key) -> bool:
        """Tell whether a request may go out now. In a half open circuit who asks first is the probe."""
        state = self.state(key)
        if state is not State.HALF_OPEN:
            return state is State.CLOSED
        circuit, now = self._circuits[key], self.clock()
        if circuit.probed_at is not None and now - circuit.probed_at < self.wait_s:
            return False
        circuit.probed_at, circuit.probes = now, self._claim(key)
        if circuit.probes:
            self.on_change(key, State.HALF_OPEN)
        return circuit.probes

    def succeeded(self, key: Key) -> None:
        """Note a good answer."""
        circuit = self._circuits.pop(key, None)
        if circuit is not None and circuit.opened_at is not None:
            self.on_change(key, State.CLOSED)

    def failed(self, key: Key) -> None:
        """Note an answer that was none."""
        circuit = self._circuits.setdefault(key, Circuit())
        circuit.failures += 1
        begins = circuit.opened_at is None and circuit.failures >= self.failures
        if circuit.probes or begins:  # answers that were under way when it opened do not postpone the probe
            self._open(key, circuit, self.clock())

    def _open(self, key: Key, circuit: Circuit, at: float) -> None:
        circuit.opened_at, circuit.probed_at, circuit.probes = at, None, False
        self.on_change(key, State.OPEN)

    def _claim(self, _key: Key) -> bool:
        """Tell whether the probe is this breaker's to send."""
        return True
