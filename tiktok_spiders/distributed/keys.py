"""Names of the keys in Redis."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class RunKeys:
    """Keys of one run of a spider, in the order in which the scripts take them.

    ``requests`` and ``dupefilter`` are scrapy-redis' own, with the run in their names.
    """

    requests: str
    """Sorted set: requests as JSON, by ascending score, which is the negative priority."""

    inflight: str
    """Sorted set: tokens of deliveries by the end of their lease, in ms."""

    leases: str
    """Hash: token to ``score|request``."""

    deliveries: str
    """Hash: a request's id to how often it was given out."""

    dupefilter: str
    """Set: marks of listings that were begun."""

    workers: str
    """Sorted set: workers by the end of their last sign of life, in ms."""

    reasons: str
    """Hash: a request's id to why it came back."""

    totals: str
    """Hash: sums of the stats of workers that have ended."""

    targets: str
    """Sorted set (a list or set will do): pushed targets, highest priority first. Shared by runs."""

    aside: str
    """Hash: text of a target to why it was set aside, as JSON. Shared by runs."""

    run: str
    """Text: name of the run that workers without one share."""

    def all(self) -> list[str]:
        """Return all names."""
        return [getattr(self, field.name) for field in fields(self)]


def run_keys(prefix: str, spider: str, run: str) -> RunKeys:
    """Return the keys of a run."""
    own = f"{prefix}:{spider}:{run}"
    return RunKeys(
        requests=f"{own}:requests",
        inflight=f"{own}:inflight",
        leases=f"{own}:leases",
        deliveries=f"{own}:deliveries",
        dupefilter=f"{own}:dupefilter",
        workers=f"{own}:workers",
        reasons=f"{own}:reasons",
        totals=f"{own}:totals",
        targets=f"{prefix}:{spider}:targets",
        aside=f"{prefix}:{spider}:targets:aside",
        run=f"{prefix}:{spider}:run",
    )
