"""The envelope and the Display API: facts 19 to 25."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standin.open_api.api import CREATOR, DESKTOP, ONE, STATUS, TWO, VIDEO_INIT, Api, direct

LIST, QUERY = "/v2/video/list/", "/v2/video/query/"


async def test_fact_19_a_failure_may_come_with_status_200(api: Api, token: str) -> None:
    await api.account(banned=True)
    answer = await api.call(CREATOR, token)
    assert answer.told == (200, "spam_risk_user_banned_from_posting")
    assert set(answer.body["error"]) == {"code", "message", "log_id"}


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v2/user/info/"), ("POST", LIST), ("POST", VIDEO_INIT), ("POST", STATUS)]
)
async def test_fact_20_a_missing_or_expired_bearer(api: Api, token: str, method: str, path: str) -> None:
    for word in (None, "act.unknown"):
        answer = await api.call(path, word, fields="open_id", method=method)
        assert answer.told == (401, "access_token_invalid")
    api.clock.now += 7200
    assert (await api.call(path, token, fields="id", method=method)).told == (401, "access_token_invalid")


async def test_fact_21_fields_are_in_the_query(api: Api, token: str) -> None:
    assert (await api.user_info(token, None)).told == (400, "invalid_params")
    assert (await api.call(LIST, token, {"fields": "id"})).told == (400, "invalid_params")
    assert (await api.user_info(token, "open_id,unknown")).told == (400, "invalid_params")
    assert (await api.user_info(token, "open_id,display_name")).data["user"]["display_name"] == "Creator One"


async def test_fact_22_a_field_outside_the_granted_scopes(api: Api) -> None:
    word = await api.bearer(scopes="user.info.basic,user.info.profile")
    asked = "open_id,username,follower_count"
    assert (await api.user_info(word, asked)).told == (401, "scope_not_authorized")
    await api.switch(missing_scope="omitted")
    assert set((await api.user_info(word, asked)).data["user"]) == {"open_id", "username"}
    assert (await api.call(LIST, word, fields="id")).told == (401, "scope_not_authorized")


@pytest.mark.parametrize("body", [{"max_count": 21}, {"max_count": 0}, {"max_count": "5"}, {"cursor": "a"}])
async def test_fact_23_a_list_has_20_videos_at_most(api: Api, token: str, body: Any) -> None:
    assert (await api.call(LIST, token, body, fields="id")).told == (400, "invalid_params")
    assert len((await api.call(LIST, token, {"max_count": 20}, fields="id")).data["videos"]) == 20
    assert len((await api.call(LIST, token, fields="id")).data["videos"]) == 10


@pytest.mark.parametrize(
    "filters", [{"video_ids": ["1"] * 21}, {"video_ids": [1]}, {"video_ids": []}, {}, []]
)
async def test_fact_23_a_query_has_20_ids_at_most(api: Api, token: str, filters: Any) -> None:
    answer = await api.call(QUERY, token, {"filters": filters}, fields="id")
    assert answer.told == (400, "invalid_params")


async def test_fact_24_videos_come_newest_first_by_a_cursor_in_milliseconds(api: Api, token: str) -> None:
    account = (await api.control("GET", "/accounts"))[0]
    public = [video for video in account["videos"] if video["public"]]
    assert len(public) < len(account["videos"])
    found: list[Any] = []
    body: dict[str, Any] = {"max_count": 20}
    while True:
        page = (await api.call(LIST, token, body, fields="id,create_time")).data
        found += page["videos"]
        assert page["cursor"] == page["videos"][-1]["create_time"] * 1000
        if not page["has_more"]:
            break
        body["cursor"] = page["cursor"]
    assert [one["id"] for one in found] == [one["id"] for one in public]
    assert (await api.call(LIST, token, {"cursor": 1}, fields="id")).data["videos"] == []


async def test_fact_24_a_query_tells_only_own_public_videos(api: Api, token: str) -> None:
    mine, other = [one["videos"] for one in await api.control("GET", "/accounts")]
    hidden = next(one["id"] for one in mine if not one["public"])
    asked = [mine[0]["id"], other[0]["id"], hidden, "1"]
    found = (await api.call(QUERY, token, {"filters": {"video_ids": asked}}, fields="id,duration")).data
    assert [one["id"] for one in found["videos"]] == [mine[0]["id"]]
    assert 0 < found["videos"][0]["duration"] <= 180


async def test_fact_24_what_was_posted_is_listed(api: Api, token: str) -> None:
    publish_id = await api.posted(token, title="new")
    api.clock.now += 1
    (post_id,) = (await api.status(token, publish_id))["publicaly_available_post_id"]
    first = (await api.call(LIST, token, fields="id,title")).data["videos"][0]
    assert first == {"id": str(post_id), "title": "new"}
    await api.control("POST", f"/posts/{publish_id}/withdraw")
    assert (await api.call(LIST, token, fields="id")).data["videos"][0]["id"] != str(post_id)


async def test_fact_25_601st_call_of_a_minute(api: Api, token: str) -> None:
    other = await api.bearer(TWO)
    await api.switch(display_per_min=600)
    for number in range(600):
        assert (await api.user_info(other if number % 2 else token)).status == 200
    assert (await api.user_info(token)).told == (429, "rate_limit_exceeded")
    assert (await api.call(LIST, token, fields="id")).status == 200
    api.clock.now += 59.9
    assert (await api.user_info(token)).status == 429
    api.clock.now += 0.1
    assert (await api.user_info(token)).status == 200


async def test_fact_25_whose_budget_it_is_is_a_switch(api: Api, token: str) -> None:
    await api.switch(display_per_min=1, display_limit_of="token")
    assert [(await api.user_info(word)).status for word in (token, await api.bearer(TWO))] == [200, 200]
    assert (await api.user_info(token)).status == 429
    await api.control("DELETE", "/budgets")
    assert (await api.user_info(token)).status == 200


async def test_bodies_are_json(api: Api, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for body, kind in ((b"{", "application/json"), (b"[]", "application/json"), (b"a=b", "text/plain")):
        answer = await api.ask("POST", VIDEO_INIT, data=body, headers=headers | {"Content-Type": kind})
        assert answer.told == (400, "invalid_params")
    assert (await api.call(VIDEO_INIT, token, direct() | {"post_info": 1})).status == 400


async def test_ids_differ_between_apps_and_accounts(api: Api) -> None:
    accounts = await api.control("GET", "/accounts")
    ids = {one["open_ids"][key] for one in accounts for key in one["open_ids"]}
    assert len(ids) == 4
    assert [one["handle"] for one in accounts] == [ONE, TWO]
    assert accounts[0]["open_id"] == (await api.grant())["open_id"] == accounts[0]["open_ids"][DESKTOP]
