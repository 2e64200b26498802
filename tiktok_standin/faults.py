"""Which request gets which fault: a plan that depends on its seed and on the number of the request only."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

import msgspec

from tiktok_standin import ids

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

Kind = Literal[
    "empty",
    "no_state",
    "downgraded",
    "check_page",
    "login",
    "captcha_json",
    "captcha_header",
    "captcha_page",
    "code",
    "stuck_cursor",
    "repeated_page",
    "has_more_false",
    "has_more_true",
    "no_item_list",
    "empty_session",
    "bad_item",
    "slow",
    "reset",
    "reset_body",
    "http",
    "truncated",
    "html",
    "charset",
    "gzip",
    "huge",
    "shop_security_check",
    "shop_soft_block",
]


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of a plan."""

    kind: Kind
    where: str = "*"
    """Endpoint name (``creator/item_list``, ``page.user``) or, with a leading ``/``; wildcards allowed."""

    share: float = 1.0
    """Which part of the matching requests gets the fault, 0 to 1."""

    seed: int = 1
    first: int | None = None
    """Only the first so many matching requests (counted after ``after``)."""

    after: int = 0
    """Spare so many matching requests first."""

    only_target: str | None = None
    """Only requests about this handle, secUid or id."""

    code: int = 10000
    """For ``code``: the status code in the body."""

    status: int = 403
    """For ``http``: the HTTP status."""

    retry_after: str | None = None
    """For ``http``: the Retry-After header."""

    ms: int = 1000
    """For ``slow``: how long to wait."""

    size: int = 50_000_000
    """For ``huge``: the length of the body in bytes."""

    def matches(self, endpoint: str, path: str, targets: Iterable[str]) -> bool:
        """Tell whether the rule is about such a request."""
        name = path if self.where.startswith("/") else endpoint
        if endpoint.startswith("sdk.") and not self.where.startswith(("sdk.", "/webapp/")):
            return False  # the page script's own requests only where the rule is about them
        return fnmatchcase(name, self.where) and (self.only_target is None or self.only_target in targets)

    def strikes(self, number: int) -> bool:
        """Tell whether the ``number``-th matching request, counted from 1, gets the fault."""
        place = number - self.after
        if place < 1 or (self.first is not None and place > self.first):
            return False
        return ids.share("fault", self.seed, self.kind, self.where, number) < self.share


class FaultPlan:
    """Rules in order: the first that strikes decides, except that ``slow`` only adds its wait."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self.faults = tuple(faults)
        self.injected: Counter[str] = Counter()
        self._numbers = [0] * len(self.faults)

    @classmethod
    def of(cls, *rules: dict[str, object]) -> FaultPlan:
        """Build a plan from plain data. Raises msgspec.ValidationError for a rule that is not one."""
        return cls(msgspec.convert(rules, list[Fault]))

    @classmethod
    def from_json(cls, text: bytes | str) -> FaultPlan:
        """Read a JSON list of rules. Raises msgspec.MsgspecError (DecodeError, ValidationError)."""
        return cls(msgspec.json.decode(text, type=list[Fault]))

    @classmethod
    def default(cls) -> FaultPlan:
        """Return what TikTok does on a good day: one page in 25 comes without its state."""
        return cls([Fault(kind="no_state", where="page.*", share=0.04)])

    def decide(
        self, endpoint: str, path: str, targets: Iterable[str], *, spared: Container[str] = ()
    ) -> list[Fault]:
        """Return the faults for a request: any ``slow`` ones, then at most one other. Counts them.

        Kinds that are ``spared`` do not strike it.
        """
        struck: list[Fault] = []
        known = set(targets)
        for index, fault in enumerate(self.faults):
            if fault.kind in spared or not fault.matches(endpoint, path, known):
                continue
            self._numbers[index] += 1
            decided = bool(struck) and struck[-1].kind != "slow"
            if not decided and fault.strikes(self._numbers[index]):
                struck.append(fault)
                self.injected[fault.kind] += 1
        return struck

    def to_builtins(self) -> list[dict[str, object]]:
        """Return the rules as plain data."""
        return [msgspec.to_builtins(fault) for fault in self.faults]
