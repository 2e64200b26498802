from __future__ import annotations

import pytest

from tests.outcome.asking import ask, page
from tiktok_spiders.outcome import CODES, POLICIES, Outcome, code_of

# The table of the reference, written out a second time on purpose.
EXPECTED = {
    "blocked": [-1, 450, 10111, 10114, 100000, 23004014],
    "captcha": [10000, 10113],
    "server_error": [10101],
    "login": [2483, 10102, 10119, 10227, 10228, 10229, 10230, 209002],
    "age": [10213, 10214],
    "invalid": [10201, 100001],
    "private": [2096, 10216, 10222, 10225],
    "region": [10219, 10231, 23002102],
    "missing": [
        2065, 10202, 10203, 10204, 10205, 10208, 10209, 10210, 10211, 10212, 10215, 10217, 10218, 10220,
        10221, 10223, 10224, 100002, 100004, 205001,
    ],
    "ok": [0, 10404],
}  # fmt: skip
PAIRS = [(code, outcome) for outcome, codes in EXPECTED.items() for code in codes]


@pytest.mark.parametrize(("code", "outcome"), PAIRS)
@pytest.mark.parametrize("key", ["statusCode", "status_code", "code"])
def test_in_an_api_answer(key, code, outcome):
    answer = ask({key: code})
    assert (answer.outcome, answer.code) == (outcome, code)


@pytest.mark.parametrize(("code", "outcome"), PAIRS)
def test_in_a_page(code, outcome):
    scopes = {"webapp.user-detail": {"statusCode": code, "statusMsg": "x", "userInfo": {"user": {"id": "1"}}}}
    answer = ask(page(scopes), kind="page", anchor="webapp.user-detail")
    assert (answer.outcome, answer.code) == (outcome, code)


def test_the_table_holds_these_and_no_others():
    assert set(CODES) == {code for code, _ in PAIRS}


def test_codes_that_need_a_second_source():
    assert {code.code for code in CODES.values() if code.confirm} == {2483, 10204, 100004}


@pytest.mark.parametrize("code", [10204, 100004])
def test_a_single_ambiguous_missing_is_asked_again_from_another_country(code):
    answer = ask({"statusCode": code})
    assert answer.confirm
    assert POLICIES[answer.retry].other_country


def test_a_certain_missing_is_final():
    answer = ask({"statusCode": 10202})
    assert not answer.confirm
    assert answer.retry == "none"


def test_unknown_code_is_tried_once_more_and_named():
    answer = ask({"status_code": 77, "status_msg": "odd"})
    assert (answer.outcome, answer.code, answer.confirm) == (Outcome.INVALID, 77, True)
    assert POLICIES[answer.retry].same_identity == 1
    assert "odd" in answer.message
    assert code_of(77).name == "unknown_code"


@pytest.mark.parametrize("value", ["0", 0, None, "", False, [], 1.5, 10**20, "٣", "-"])
def test_status_that_says_nothing(value):
    assert ask({"statusCode": value, "itemList": [{}]}, anchor="itemList").outcome == "ok"


def test_status_as_text():
    assert ask({"status_code": "10202"}).code == 10202
    assert ask({"status_code": "-1"}).code == -1


def test_first_status_that_is_not_null_counts():
    assert ask({"statusCode": None, "status_code": 10222, "code": 0}).code == 10222
