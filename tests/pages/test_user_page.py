from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from tests.pages.golden import Case
from tests.pages.mutate import mutated
from tiktok_spiders.containers import universal_scopes
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import User
from tiktok_spiders.pages.base import Capture
from tiktok_spiders.pages.user_detail import read_user_detail
from tiktok_spiders.pages.user_page import read_user_page

CAPTURE = Capture(url="https://www.tiktok.com/@demo", scraped_at=datetime(2026, 11, 21, tzinfo=UTC))
SCOPE = "webapp.user-detail"


def page(scope: object) -> bytes:
    return json.dumps({"__DEFAULT_SCOPE__": {SCOPE: scope}}).encode()


def read_one(user: dict, stats: dict | None = None, stats_v2: dict | None = None, **scope: object) -> User:
    info = {"user": {"id": "1234567", **user}, "stats": stats, "statsV2": stats_v2}
    (record,) = read_user_page(page({"statusCode": 0, "userInfo": info, **scope}), CAPTURE).records
    assert isinstance(record, User)
    return record


class TestRules:
    def test_handle_is_lower_case_without_its_sign(self):
        record = read_one({"uniqueId": "@Demo.User"})
        assert (record.unique_id, record.url) == ("demo.user", "https://www.tiktok.com/@demo.user")

    def test_known_empty_bio_stays_and_an_absent_one_is_none(self):
        assert read_one({"signature": ""}).bio == ""
        assert read_one({}).bio is None

    @pytest.mark.parametrize("link", [{}, {"link": ""}, {"link": None}, None])
    def test_profile_without_a_link_is_known_to_have_none(self, link):
        assert read_one({"bioLink": link}).bio_link == ""

    def test_private_profile_says_nothing_about_its_link(self):
        assert read_one({}, statusCode=10222).bio_link is None

    @pytest.mark.parametrize(
        ("room", "expected"),
        [("", (None, False)), ("0", (None, False)), ("7600000000000000009", True), (None, (None, None))],
    )
    def test_live_room(self, room, expected):
        record = read_one({} if room is None else {"roomId": room})
        assert (record.room_id, record.is_live) == ((room, True) if expected is True else expected)

    @pytest.mark.parametrize(
        ("banned", "permission", "allowed"),
        [
            (False, 1, True),
            (True, 1, False),
            (False, 0, False),
            (None, None, None),
            (True, None, False),
            (None, 1, True),
        ],
    )
    def test_embedding(self, banned, permission, allowed):
        record = read_one({"isEmbedBanned": banned, "profileEmbedPermission": permission})
        assert record.embed_allowed is allowed

    def test_avatar_key_is_the_same_for_all_sizes_and_signatures(self):
        sizes = ("Thumb:100", "Medium:720", "Larger:1080")
        urls = {
            f"avatar{name}": f"https://p16.example.com/tos-x/ab12~c5_{size}x{size}.jpeg?x-expires={size}"
            for name, size in (each.split(":") for each in sizes)
        }
        assert {read_one({key: url}).avatar_key for key, url in urls.items()} == {"ab12"}

    @pytest.mark.parametrize("key", ["uniqueIdModifyTime", "nickNameModifyTime", "createTime"])
    def test_time_zero_is_none(self, key):
        record = read_one({key: 0})
        assert (record.created_at, record.unique_id_changed_at, record.nickname_changed_at) == (None,) * 3

    def test_large_integer_identifier_is_refused(self):
        record = read_one({"id": 7627764790085192492, "uniqueId": "demo"})
        assert record.user_id is None


class TestCounters:
    V1 = {"followerCount": 40400, "heart": 235000, "heartCount": 235000, "diggCount": 0, "friendCount": 0}  # noqa: RUF012
    V2 = {"followerCount": "40398", "heart": "234997", "heartCount": "234997"}  # noqa: RUF012

    def test_exact_before_rounded(self):
        record = read_one({}, self.V1, self.V2)
        assert (record.follower_count, record.heart_count, record.rounded_counts) == (40398, 234997, ())

    def test_rounded_ones_are_named(self):
        record = read_one({}, self.V1)
        assert record.rounded_counts == ("follower_count", "heart_count")

    @pytest.mark.parametrize(
        ("v1", "v2", "hearts"),
        [
            ({"heart": 27, "heartCount": -16}, {"heartCount": "26", "heart": "25"}, 26),
            ({"heart": 27, "heartCount": -16}, {"heart": "25"}, 25),
            ({"heart": 27, "heartCount": -16}, {"heartCount": "-16"}, 27),
            ({"heart": -27, "heartCount": 16}, None, 16),
            ({"heart": -27, "heartCount": -16}, None, None),
        ],
    )
    def test_overflow_gives_way(self, v1, v2, hearts):
        assert read_one({}, v1, v2).heart_count == hearts

    def test_zero_likes_given_is_not_told_by_a_profile_and_zero_friends_is(self):
        record = read_one({}, self.V1)
        assert (record.liked_count, record.friend_count) == (None, 0)

    def test_counters_inside_the_account(self):
        assert read_one({"followerCount": 5}).follower_count == 5

    def test_zero_is_data(self):
        assert read_one({}, {"followerCount": 0, "videoCount": 0}).follower_count == 0


class TestStatus:
    @pytest.mark.parametrize(
        ("code", "status"),
        [
            (0, "ok"),
            (10222, "private"),
            (10221, "banned"),
            (10202, "missing"),
            (-1, "unavailable"),
            (77, "unavailable"),
        ],
    )
    def test_with_data(self, code, status):
        record = read_one({"uniqueId": "demo"}, statusCode=code, statusMsg="words")
        assert (record.status, record.status_code, record.status_message) == (status, code, "words")

    @pytest.mark.parametrize("info", [{}, {"userInfo": {}}, {"userInfo": None}])
    def test_without_data(self, info):
        read = read_user_page(page({"statusCode": 10221, "statusMsg": "user banned", **info}), CAPTURE)
        assert (read.records, read.status_code, read.status_message) == ((), 10221, "user banned")

    def test_sigi_without_an_account(self):
        state = json.dumps({"UserModule": {"users": {}}, "UserPage": {"statusCode": 10202}})
        read = read_user_page(f'<script id="SIGI_STATE">{state}</script>'.encode(), CAPTURE)
        assert (read.records, read.status_code) == ((), 10202)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html></html>",
        page(None),
        page([]),
        page({"statusCode": 0}),
        page({"statusCode": 0, "userInfo": {}}),
        b'{"__DEFAULT_SCOPE__":{}}',
        b'{"__DEFAULT_SCOPE__":[]}',
        b'<script id="SIGI_STATE">{}</script>',
        b'<script id="SIGI_STATE">{"UserModule":{"users":{}}}</script>',
        b'<script id="__NEXT_DATA__">{}</script>',
        b'<script id="__NEXT_DATA__">{"props":{"pageProps":{}}}</script>',
        b'<script type="application/ld+json">{"@type":"ProfilePage"}</script>',
        b'<script type="application/ld+json">{"@type":"ProfilePage","mainEntity":{"name":"x"}}</script>',
    ],
)
def test_page_without_an_account_names_its_address_and_what_was_sought(body):
    with pytest.raises(PageLayoutError, match=r"https://www\.tiktok\.com/@demo"):
        read_user_page(body, CAPTURE)


def test_account_without_a_name_is_set_aside():
    read = read_user_page(page({"statusCode": 0, "userInfo": {"user": {"nickname": "x"}}}), CAPTURE)
    (reject,) = read.rejected
    assert read.records == ()
    assert (reject.record_type, json.loads(reject.payload)["user"]) == ("user", {"nickname": "x"})


def test_envelope_and_raw():
    case = Case("user_page", "ssr_bio_link")
    (record,) = case.read(keep_raw=True, run_id="r", country="DE", endpoint="user_page", target="@x").records
    assert (record.run_id, record.country, record.endpoint, record.source.target) == (
        "r",
        "DE",
        "user_page",
        "@x",
    )
    assert record.raw["user"]["id"] == record.user_id
    assert case.read().records[0].raw is None


SCOPE_PAYLOAD = json.loads(bytes(universal_scopes(Case("user_page", "ssr_bio_link").body)[SCOPE]))


@settings(deadline=None)  # the machine may be busy
@given(mutated(SCOPE_PAYLOAD))
def test_no_leaf_can_break_the_page(scope):
    with contextlib.suppress(PageLayoutError):
        read = read_user_page(page(scope), CAPTURE)
        assert len(read.records) + len(read.rejected) <= 1


@settings(deadline=None)  # the machine may be busy
@given(mutated(json.loads(Case("user_detail", "api_2025").body)))
def test_no_leaf_can_break_the_answer(answer):
    with contextlib.suppress(PageLayoutError):
        read_user_detail(json.dumps(answer).encode(), CAPTURE)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"x", b"{}", b'{"statusCode":0,"userInfo":{}}', b'{"userInfo":1,']
)
def test_answer_without_an_account(body):
    with pytest.raises(PageLayoutError, match="user detail"):
        read_user_detail(body, CAPTURE)
