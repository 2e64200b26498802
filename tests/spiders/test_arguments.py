"""Arguments of the spiders of sources: schemas, refusals, targets from files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.spiders.made import begin, make, records_of, requests_of
from tiktok_spiders.exceptions import ArgumentError
from tiktok_spiders.spiders.hashtag import HashtagSpider
from tiktok_spiders.spiders.schemas import (
    HashtagArguments,
    SearchArguments,
    SoundArguments,
    TrendingArguments,
    UserArguments,
)
from tiktok_spiders.spiders.search import SearchSpider
from tiktok_spiders.spiders.sound import SoundSpider
from tiktok_spiders.spiders.trending import TrendingSpider
from tiktok_spiders.spiders.user import UserSpider

if TYPE_CHECKING:
    from pathlib import Path

    from tiktok_spiders.spiders.arguments import Arguments

COMMON = {"since", "until", "new_only", "raw", "run"}
OWN = {
    UserArguments: {"users", "users_file", "max_videos", "max_relations", "include", "sort"},
    HashtagArguments: {"hashtags", "hashtags_file", "max_videos"},
    SoundArguments: {"sounds", "sounds_file", "max_videos"},
    TrendingArguments: {"category", "max_videos"},
    SearchArguments: {"queries", "queries_file", "kinds", "max_results"},
}


@pytest.mark.parametrize("model", OWN)
def test_a_schema_names_and_describes_every_argument(model: type[Arguments]) -> None:
    properties = model.model_json_schema()["properties"]
    assert set(properties) == COMMON | OWN[model]
    assert all(one["description"].endswith(".") for one in properties.values())


@pytest.mark.parametrize(
    ("model", "given", "says"),
    [
        (HashtagArguments, {}, "no target given: hashtags=… or hashtags_file=…"),
        (HashtagArguments, {"hashtags": ","}, "no target given"),
        (HashtagArguments, {"hashtags": "a", "max_videos": "-1"}, "argument max_videos='-1'"),
        (HashtagArguments, {"hashtags": "a", "max_videos": "many"}, "argument max_videos='many'"),
        (HashtagArguments, {"tags": "a"}, "unknown argument 'tags'; allowed: since, "),
        (HashtagArguments, {"hashtags_file": "/no/such"}, "file '/no/such' cannot be read: No such file"),
        (SoundArguments, {"sounds": "1", "run": "a b"}, "argument run='a b'"),
        (SoundArguments, {}, "no target given: sounds=… or sounds_file=…"),
        (TrendingArguments, {"category": "comedy,nonsense"}, "unknown category 'nonsense'"),
        (TrendingArguments, {"since": "yesterday"}, "argument since='yesterday'"),
        (SearchArguments, {"queries": ""}, "no target given: queries=… or queries_file=…"),
        (SearchArguments, {"queries": "a", "kinds": "people"}, "argument kinds='people'"),
        (SearchArguments, {"queries": "a", "kinds": ""}, "argument kinds=''"),
        (SearchArguments, {"queries": "a", "max_results": "1.5"}, "argument max_results='1.5'"),
        (UserArguments, {"users": "a", "include": "friends"}, "argument include='friends'"),
        (UserArguments, {"users": "a", "sort": "best"}, "argument sort='best'"),
        (UserArguments, {"users": "a", "max_relations": "x"}, "argument max_relations='x'"),
        (UserArguments, {"users": "a", "since": "2026-02-01", "until": "2026-01-01"}, "is after until"),
    ],
)
def test_a_wrong_argument_is_refused_in_one_line(
    model: type[Arguments], given: dict[str, str], says: str
) -> None:
    with pytest.raises(ArgumentError) as refused:
        model.parse(given)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_unknown_category_is_answered_with_the_list_of_them_once() -> None:
    with pytest.raises(ArgumentError) as refused:
        TrendingArguments.parse({"category": "nonsense"})
    assert str(refused.value).count("singing-dancing") == 1


@pytest.mark.parametrize("name", ["run", "new_only"])
def test_what_needs_a_store_is_refused_without_one(name: str) -> None:
    with pytest.raises(ArgumentError, match=f"{name} needs the store"):
        make(TrendingSpider, **{name: "true" if name == "new_only" else "mine"})


def test_a_file_of_hashtags_may_begin_lines_with_their_mark(tmp_path: Path) -> None:
    path = tmp_path / "tags.txt"
    path.write_text("\ufeff#cats\n# a comment\n\ndogs # the others\n  #Été\t# tabbed\n#\n", encoding="utf-8")
    given = [(one.place, one.text) for one in HashtagArguments.parse({"hashtags_file": str(path)}).targets()]
    assert given == [("tags.txt:1", "#cats"), ("tags.txt:4", "dogs"), ("tags.txt:5", "#Été")]


def test_a_file_of_queries_has_comments_as_other_files_do(tmp_path: Path) -> None:
    path = tmp_path / "q.txt"
    path.write_text("#cats\nnight trains #late\n🔥\n", encoding="utf-8")
    given = SearchArguments.parse({"queries": "a, b", "queries_file": str(path)}).targets()
    assert [one.text for one in given] == ["a", "b", "night trains", "🔥"]


@pytest.mark.parametrize(
    ("spider", "given", "says"),
    [
        (HashtagSpider, {"hashtags": "two words"}, "hashtags[1]: 'two words'"),
        (HashtagSpider, {"hashtags": "https://www.tiktok.com/@ann"}, "hashtags[1]"),
        (SoundSpider, {"sounds": "loud"}, "sounds[1]: 'loud'"),
        (SearchSpider, {"queries": "x" * 301}, "1 to 300 printable characters"),
        (UserSpider, {"users": "no body", "include": "followers,playlists"}, "users[1]: 'no body'"),
    ],
)
def test_a_bad_target_gets_a_verdict_for_each_list_and_no_request(
    spider: Any, given: dict[str, str], says: str
) -> None:
    outputs = begin(make(spider, **given))
    assert requests_of(outputs) == []
    verdicts = records_of(outputs, "verdict")
    assert {(one.status, one.stop_reason) for one in verdicts} == {("failed", "invalid_target")}
    assert all(says in one.message for one in verdicts)
    wanted = {"followers", "playlists", "playlist_videos"} if spider is UserSpider else {verdicts[0].resource}
    assert {one.resource for one in verdicts} == wanted


@pytest.mark.parametrize(
    ("given", "resources"),
    [
        ({}, ("videos",)),
        ({"sort": "popular"}, ("videos_popular",)),
        ({"sort": "oldest", "include": "videos,live"}, ("videos_oldest", "live")),
        ({"include": ""}, ("profile",)),
        ({"max_videos": "0"}, ("profile",)),
        ({"max_videos": "0", "include": "videos,liked,followers"}, ("followers",)),
        ({"include": "playlists,collections"}, ("playlists", "collections")),
    ],
)
def test_what_is_asked_for_an_account(given: dict[str, str], resources: tuple[str, ...]) -> None:
    spider = make(UserSpider, users="ann", **given)
    (target,) = spider.arguments.targets()
    assert spider.resources(target) == resources


def test_videos_of_playlists_are_asked_for_where_videos_are_wanted() -> None:
    assert make(UserSpider, users="ann").branches_of("playlists") == ("playlist_videos",)
    assert make(UserSpider, users="ann", max_videos="0").branches_of("playlists") == ()
    assert make(UserSpider, users="ann").branches_of("followers") == ()
