"""Countries of exits, and what is not shown in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin.options import parser
from tiktok_standin.server import build
from tiktok_standin.switches import Switches
from tiktok_standin.world import WORLD

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]


async def region(web: Web, headers: dict[str, str]) -> Any:
    found = (await web.scopes("/@daily.dune", headers=headers))["webapp.app-context"]["region"]
    web.client.session.cookie_jar.clear()
    return found


async def test_each_exit_has_a_country(serving: Serving) -> None:
    async with serving(switches=Switches(countries=("FR", "BR"))) as web:
        found = [await region(web, {"X-Standin-Exit": f"exit-{number}"}) for number in (1, 2, 3)]
        assert [*found, await region(web, {})] == ["FR", "BR", "FR", "FR"]


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
async def test_a_hidden_post_is_seen_from_elsewhere(serving: Serving, share: float) -> None:
    async with serving(switches=Switches(signing="off", address_block=share)) as web:
        posts = web.catalogue.truth("daily.dune")["ids"][:40]
        seen = {post: [await status(web, f"exit-{number}", post) for number in range(1, 5)] for post in posts}
    hidden = [codes for codes in seen.values() if any(codes)]
    assert all(sorted(codes) == [0, 0, 0, 10204] for codes in hidden)
    assert len(hidden) == pytest.approx(share * 40, abs=8 if 0 < share < 1 else 0)
    assert share < 1 or len({codes.index(10204) for codes in hidden}) == 4


async def status(web: Web, exit_name: str, post: str) -> int:
    headers = {"X-Standin-Exit": exit_name, "Cookie": "ttwid=a"}
    found = await web.json("/api/item/detail/", params={"itemId": post}, headers=headers)
    code: int = found["statusCode"]
    return code


def test_the_countries_are_an_option() -> None:
    world = build(parser().parse_args(["--users", "1", "--countries", "fr, BR"]))[WORLD]
    assert world.switches.countries == ("FR", "BR")


def test_no_country_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["--countries", ","])
    assert "no country" in capsys.readouterr().err


async def test_a_hidden_post_has_no_item_on_its_page(serving: Serving) -> None:
    async with serving(switches=Switches(address_block=1.0, countries=("US",))) as web:
        post = web.catalogue.truth("daily.dune")["ids"][0]
        detail = (await web.scopes(f"/@daily.dune/video/{post}"))["webapp.video-detail"]
    assert (detail["statusCode"], detail["itemInfo"]) == (10204, {})
