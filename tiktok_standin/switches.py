"""Behaviour that is not certain of TikTok, or that tests want both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tiktok_standin.items import URL_LIFE

COUNTRIES = ("US", "DE", "GB", "JP")


@dataclass(slots=True, kw_only=True)
class Switches:
    """How the stand-in behaves; may be changed while it runs."""

    lookback_days: int | None = 7
    """How far back a page of ``creator/item_list`` looks; None = without bound."""

    has_more: Literal["honest", "always"] = "honest"
    """Whether ``hasMorePrevious`` ends with the posts or stays true for ever."""

    robots: Literal["allow", "refuse"] = "allow"
    latency_ms: int = 0
    url_life: int = URL_LIFE
    """Seconds from the catalogue's ``now`` for which addresses of videos are good; negative: never."""

    media_checks: bool = True
    """Whether video files need a chain token and a Referer."""

    signing: Literal["strict", "placeholder", "off"] = "strict"
    """What signed endpoints ask for: a signature of the page script, any word in its place, or nothing."""

    signature_life: float = 60.0
    """Seconds for which a signature is good."""

    ready_ms: int = 100
    """How long after a page's load its script begins to sign."""

    frontier_gnarly: bool = False
    """Whether ``byted_acrawler.frontierSign`` returns ``X-Gnarly`` too, without which lists stay empty."""

    favorite_signed: bool = False
    """Whether ``favorite/item_list`` needs a signature; clients of TikTok send it unsigned."""

    page_lists: bool = True
    """Whether a profile page loads its list by itself, further on scrolling."""

    identities: Literal["strict", "off"] = "off"
    """Whether requests that mix identities are refused; they are counted in any case."""

    tokens: Literal["strict", "issued", "off"] = "issued"
    """Which msTokens are refused: ``issued``: those not made here; ``strict``: also stale ones, those unlike
    the cookie, and none at all where the page would send one."""

    token_grace: int = 5
    """How many calls a replaced msToken stays good for."""

    first_empty: bool = False
    """Whether a visitor's first signed call gets an empty answer."""

    budgets: bool = False
    """Whether an exit has a limited number of signed calls."""

    budget_calls: tuple[int, int] = (17, 27)
    """The least and the most of them."""

    budget_identity: int = 0
    """How many signed calls a visitor has; 0: any number."""

    budget_rest_s: float = 600.0
    """Seconds after the last good call until a used up budget is full again."""

    countries: tuple[str, ...] = COUNTRIES
    """Where ``exit-1``, ``exit-2``… are, around and around; requests without a proxy come from the first."""

    address_block: float = 0.0
    """Which share of the posts is hidden, with 10204, from one of the countries."""

    check_page: Literal["solvable", "unsolvable"] = "solvable"
    """Whether a browser can pass the check page."""

    media_of_session: bool = False
    """Whether the chain token has to be that of the session that asked for the item, as on TikTok."""

    topic_cap: int = 0
    """How many posts the list of a hashtag or a sound shows at most; 0: 180 to 1000, as each list has it."""

    tag_scope: Literal["there", "absent"] = "there"
    """Whether a hashtag's page has its scope, or tells its count only in the text that a browser shows."""

    comment_empty_pages: float = 0.03
    """Which share of the pages of comments comes empty, with ``has_more`` 1, when first asked for."""

    relation_cap: int = 5000
    """How many followers or followed accounts a list shows at most."""

    relation_login: float = 0.1
    """For which share of the accounts the lists of followers and followed want a login."""

    search_depth: int = 0
    """How many results a search shows at most; 0: 120 to 400, as each query has it."""

    search_order: Literal["unstable", "stable"] = "unstable"
    """Whether results have another order in each search; within one, ``search_id`` keeps it."""

    search_regions: bool = False
    """Whether exits in the US get no users from a search, and all others no videos."""

    collection_signed: bool = False
    """Whether ``collection/item_list`` needs a signature; older clients of TikTok send it unsigned."""

    recommend_batches: int = 60
    """How many batches of ``recommend/item_list`` a visitor gets before 10404; 0: any number."""

    shop_region: Literal["path", "exit"] = "path"
    """Which region a Shop page is for: the one that its address names, if it does, or only the exit's."""

    shop_masks: bool = True
    """Whether some Shop prices are masked for visitors without a login."""

    shop_cursor_life: float = 900.0
    """Seconds for which ``load_more_params`` are good."""
