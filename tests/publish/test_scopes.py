"""What is said of a scope that an account lacks: it was never asked for, or the user did not allow it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.publish import display, posting
from tiktok_spiders.publish.errors import ScopeMissingError

if TYPE_CHECKING:
    from tests.publish.rig import Rig

BASIC, LIST, PUBLISH = "user.info.basic", "video.list", "video.publish"


async def lacking(rig: Rig, *asked: str) -> ScopeMissingError:
    """Return the error of a list of videos, with these scopes in the settings and the first one granted."""
    rig.api.settings = replace(rig.settings, scopes=asked)
    with pytest.raises(ScopeMissingError) as caught:
        await anext(display.videos(rig.session(scopes=[BASIC])))
    assert "me has not granted video.list, needed for the list of videos" in str(caught.value)
    return caught.value


async def test_a_scope_that_was_not_asked_for_is_to_be_asked_for(rig: Rig) -> None:
    error = await lacking(rig, BASIC)
    assert error.remedy == "put it into TIKTOK_SCOPES and run: scrapy publish login --account me"


async def test_a_scope_that_the_user_did_not_allow_is_not_to_be_put_where_it_is(rig: Rig) -> None:
    error = await lacking(rig, BASIC, LIST)
    assert "TIKTOK_SCOPES" not in error.remedy
    assert error.remedy == "run: scrapy publish login --account me, and leave its box ticked on TikTok's page"


async def test_so_it_is_when_tiktok_says_it_first(rig: Rig) -> None:
    session = rig.session(scopes=[BASIC])
    rig.tokens.renew("me", replace(rig.tokens.kept("me").tokens, scopes=frozenset({LIST})))
    with pytest.raises(ScopeMissingError, match="leave its box ticked"):
        await anext(display.videos(session))
    rig.api.settings = replace(rig.settings, scopes=(BASIC,))
    with pytest.raises(ScopeMissingError, match="put it into TIKTOK_SCOPES"):
        await anext(display.videos(session))


async def test_one_of_several_is_enough(rig: Rig) -> None:
    session = rig.session(scopes=[BASIC])
    rig.api.settings = replace(rig.settings, scopes=(BASIC, PUBLISH))
    with pytest.raises(ScopeMissingError, match=r"has not granted video\.publish or video\.upload") as caught:
        await posting.status(session, "v_pub_file~v2-1.1")
    assert "leave its box ticked" in caught.value.remedy
