from __future__ import annotations

from tiktok_spiders.outcome import POLICIES, RETRY, Outcome


def test_every_outcome_has_one():
    assert set(RETRY) == set(Outcome)
    assert all(POLICIES[policy.name] is policy for policy in RETRY.values())


def test_success_and_final_answers_are_not_repeated():
    for outcome in ("ok", "private", "missing", "age", "login", "robots"):
        policy = RETRY[Outcome(outcome)]
        assert (policy.same_identity, policy.new_identity, policy.next_rung) == (0, 0, False)


def test_a_challenge_goes_to_the_browser_at_once():
    policy = RETRY[Outcome.CHALLENGE]
    assert (policy.same_identity, policy.new_identity, policy.next_rung) == (0, 0, True)


def test_a_captcha_rests_the_identity_and_never_asks_with_it_again():
    policy = RETRY[Outcome.CAPTCHA]
    assert policy.same_identity == 0
    assert policy.retire_s > 0
