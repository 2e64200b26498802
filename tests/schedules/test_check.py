"""What a schedule is refused for before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings

from tests.schedules.conftest import START, schedule
from tiktok_spiders.exceptions import ScheduleError
from tiktok_spiders.schedules.check import check_arguments, check_schedule

if TYPE_CHECKING:
    from tiktok_spiders.schedules.schedule import Schedule


def check(one: Schedule, **settings: str) -> None:
    check_arguments(one, Settings({"SPIDER_MODULES": ["tiktok_spiders.spiders"], **settings}))


@pytest.mark.parametrize("arguments", [{}, {"wait": "false"}])
def test_the_spider_that_publishes_is_taken(arguments: dict[str, str]) -> None:
    check(schedule(spider="publish", arguments=arguments))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"wait": "perhaps"}, "^argument wait='perhaps': "),
        ({"weight": "1"}, "^unknown argument 'weight'; allowed: "),
        ({"since": "2026-01-01"}, "since is an argument of crawls"),
        ({"run": "daily"}, "a run of a name is crawled once"),
    ],
)
def test_arguments_of_the_spider_that_publishes_are_checked(arguments: dict[str, str], says: str) -> None:
    with pytest.raises(ScheduleError, match=says):
        check(schedule(spider="publish", arguments=arguments))


@pytest.mark.parametrize(
    ("values", "settings", "says"),
    [
        ({"spider": "publisher"}, {}, "^unknown spider 'publisher'; allowed: .*publish, .*user"),
        ({"arguments": {}}, {}, "^no target given: "),
        ({"arguments": {"users": "a", "max_videos": "many"}}, {}, "^argument max_videos='many': "),
        (
            {"arguments": {"users": "a", "new_only": "true"}},
            {"TIKTOK_STORE_ENABLED": "false"},
            "^new_only needs the store",
        ),
        ({"settings": {"TIKTOK_BROWSER": "lynx"}}, {}, "^TIKTOK_BROWSER is 'lynx': "),
        ({"arguments": {"users_file": "users.txt"}}, {}, "file 'users.txt' cannot be read"),
    ],
)
def test_a_crawl_is_checked_as_its_job_will_be(
    values: dict[str, Any], settings: dict[str, str], says: str
) -> None:
    with pytest.raises(ScheduleError, match=says):
        check(schedule(**values), **settings)


def test_workers_that_share_redis_need_no_target() -> None:
    shared = {"TIKTOK_DISTRIBUTED": "true", "TIKTOK_REDIS_URL": "redis://127.0.0.1:1/0"}
    check(schedule(arguments={}), **shared)


def test_the_first_run_is_told() -> None:
    settings = Settings({"SPIDER_MODULES": ["tiktok_spiders.spiders"]})
    due = check_schedule(schedule(spider="publish", arguments={}), settings)
    assert due > START
