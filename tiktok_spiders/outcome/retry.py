"""What to do about an answer, as data: the middlewares carry it out."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_spiders.outcome.model import Answer, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often to ask again before the next rung of the ladder."""

    name: str
    """Key in ``POLICIES``."""

    same_identity: int = 0
    """Further tries with the identity that met the answer."""

    new_identity: int = 0
    """Then tries with others."""

    other_country: bool = False
    """Whether these others leave from another country."""

    back_off_s: float = 0.0
    """Seconds before the first further try, doubled for each; ``Answer.retry_after`` goes before it."""

    retire_s: float = 0.0
    """Seconds that the identity rests; 0: it stays in use."""

    next_rung: bool = True
    """Whether another endpoint or transport is worth asking."""


POLICIES: dict[str, RetryPolicy] = {
    policy.name: policy
    for policy in (
        RetryPolicy(name="none", next_rung=False),
        # The first call of a session is often empty, and some endpoints are so now and then.
        RetryPolicy(name="empty", same_identity=1, new_identity=3, back_off_s=2.0),
        RetryPolicy(name="browser"),
        RetryPolicy(name="captcha", new_identity=2, retire_s=900.0),
        RetryPolicy(name="fresh_session", new_identity=1),
        RetryPolicy(name="rate", new_identity=2, back_off_s=60.0, retire_s=60.0),
        RetryPolicy(name="new_identity", new_identity=3, back_off_s=2.0, retire_s=60.0),
        RetryPolicy(name="other_country", new_identity=1, other_country=True),
        RetryPolicy(name="once", same_identity=1, back_off_s=1.0),
        RetryPolicy(name="fix"),
        RetryPolicy(name="server", same_identity=3, back_off_s=2.0),
        RetryPolicy(name="network", same_identity=1, new_identity=2, back_off_s=2.0),
    )
}

RETRY: dict[Outcome, RetryPolicy] = {
    Outcome.OK: POLICIES["none"],
    Outcome.EMPTY: POLICIES["empty"],
    Outcome.CHALLENGE: POLICIES["browser"],
    Outcome.CAPTCHA: POLICIES["captcha"],
    Outcome.LOGIN: POLICIES["none"],
    Outcome.RATE_LIMITED: POLICIES["rate"],
    Outcome.BLOCKED: POLICIES["new_identity"],
    Outcome.MISSING: POLICIES["none"],
    Outcome.PRIVATE: POLICIES["none"],
    Outcome.REGION: POLICIES["other_country"],
    Outcome.AGE: POLICIES["none"],
    Outcome.INVALID: POLICIES["fix"],
    Outcome.SERVER_ERROR: POLICIES["server"],
    Outcome.UNREACHABLE: POLICIES["network"],
    Outcome.ROBOTS: POLICIES["none"],
}

_CONFIRM: dict[Outcome, str] = {
    Outcome.MISSING: "other_country",
    Outcome.LOGIN: "fresh_session",
    Outcome.INVALID: "once",
}


def answer(
    outcome: Outcome,
    message: str = "",
    *,
    code: int | None = None,
    confirm: bool = False,
    retry_after: int | None = None,
) -> Answer:
    """Return an answer with the policy of its outcome; one to be confirmed is asked again in another way."""
    policy = RETRY[outcome].name
    return Answer(
        outcome=outcome,
        code=code,
        message=message,
        confirm=confirm,
        retry=_CONFIRM.get(outcome, policy) if confirm else policy,
        retry_after=retry_after,
    )
