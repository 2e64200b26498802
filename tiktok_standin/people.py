"""An account of the stand-in's world."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_standin import ids

OK = 0
NOT_FOUND = 10202
BANNED = 10221
PRIVATE = 10222
UNDER_AGE = 10223

MESSAGES = {
    NOT_FOUND: "user doesn't exist",
    BANNED: "user banned",
    PRIVATE: "ErrBizUserSecret",
    UNDER_AGE: "user ftc",
}


@dataclass(slots=True, kw_only=True)
class User:
    """One account. Counts are exact."""

    handle: str
    id: str
    sec_uid: str
    nickname: str
    signature: str = ""
    created_at: int = 0
    """Epoch seconds; 0 where TikTok does not tell."""

    verified: bool = False
    status_code: int = OK
    region: str = "US"
    language: str = "en"
    followers: int = 0
    following: int = 0
    friends: int = 0
    hearts: int = 0
    given_likes: int = 0
    bio_link: str | None = None
    category: str | None = None
    room_id: str = ""
    open_favorite: bool = False
    following_visibility: int = 1
    embeddable: bool = True
    uncounted: int = 0
    """Posts that ``videoCount`` counts and that no list shows."""

    exact_v2: bool = True
    """Whether ``statsV2`` is exact; else it repeats the rounded numbers."""

    tells_v2: bool = True
    """Whether ``statsV2`` and ``authorStatsV2`` are there at all; older answers lack them."""

    reposts: tuple[str, ...] = ()
    """Ids of reposted items, newest first."""

    likes: tuple[str, ...] = ()
    """Ids of liked items, newest first; shown only if ``open_favorite``."""

    @property
    def private(self) -> bool:
        """Whether only followers see the posts."""
        return self.status_code == PRIVATE

    @property
    def visible(self) -> bool:
        """Whether the profile tells who the account is."""
        return self.status_code in {OK, PRIVATE}


def make_user(handle: str, *, seed: int = 1, nickname: str | None = None) -> User:
    """Make an account from its handle; every number depends on the seed and the handle only."""
    luck = ids.digest("user", seed, handle)
    return User(
        handle=handle,
        id=str(6_600_000_000_000_000_000 + int.from_bytes(luck[:7], "big") % 900_000_000_000_000_000),
        sec_uid=ids.sec_uid("user", seed, handle),
        nickname=handle.replace(".", " ").replace("_", " ").strip().title() if nickname is None else nickname,
        signature=f"Notes of {handle}\nsecond line ✨" if luck[7] % 4 else "",
        created_at=1_500_000_000 + int.from_bytes(luck[8:11], "big") * 14,
        verified=luck[11] % 10 == 0,
        followers=int.from_bytes(luck[12:15], "big") >> luck[15] % 20,
        following=luck[16] * 4,
        friends=luck[17],
        hearts=int.from_bytes(luck[18:22], "big") >> luck[22] % 24,
        given_likes=luck[23] * 11,
        bio_link=f"https://{handle.strip('._').replace('_', '-')}.example.com/"
        if luck[24] % 3 == 0
        else None,
        category=("Travel & Tourism", "Education", "Food & Beverage")[luck[25] % 3]
        if luck[26] % 4 == 0
        else None,
        following_visibility=1 + luck[27] % 2,
    )
