"""Who follows an account and whom it follows: each member is made from the owner and a place in the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tiktok_standin import ids, people
from tiktok_standin.catalogue import Account

if TYPE_CHECKING:
    from tiktok_standin.people import User

Direction = Literal["follower", "following"]

SCENES: dict[str, Direction] = {"67": "follower", "21": "following"}
"""The directions by the ``scene`` that asks for them."""

INVALID, NOT_LOGGED_IN, HIDDEN = 10201, 10102, people.PRIVATE


@dataclass(frozen=True, slots=True)
class Relations:
    """One of the two lists of an account, newest first; ``born`` is its time in epoch seconds."""

    owner: User
    direction: Direction
    born: int

    @property
    def total(self) -> int:
        """How many members the list counts."""
        return self.owner.followers if self.direction == "follower" else self.owner.following

    def time(self, place: int) -> int:
        """Return when a member came, in epoch seconds; no two came at once."""
        step = 40 + ids.number("step", self.owner.id, self.direction, below=20)
        return self.born - 600 - place * step - ids.number("joined", self.owner.id, place, below=40)

    def after(self, moment: int) -> int:
        """Return the place of the first member who came before a time in epoch seconds; 0 is the start."""
        if moment <= 0:
            return 0
        step = 40 + ids.number("step", self.owner.id, self.direction, below=20)
        place = max(0, (self.born - 600 - moment) // step - 1)
        while self.time(place) >= moment:
            place += 1
        return place

    def member(self, place: int) -> Account:
        """Return the account of a member."""
        luck = ids.digest("member", self.owner.id, self.direction, place)
        handle = f"{('fan', 'pal', 'zoe_', 'the.')[luck[0] % 4]}{luck.hex()[4:14]}"
        user = people.make_user(handle)
        user.nickname = ("シプ", f"{handle} ✨", handle.title(), "")[luck[1] % 4] or user.nickname
        user.status_code = people.PRIVATE if luck[2] < 40 else people.OK
        user.uncounted = luck[3] * (luck[3] < 200)
        return Account(user)


def status(relations: Relations, *, login_share: float, logged_in: bool) -> int:
    """Return the status code under which a list is answered."""
    owner = relations.owner
    if owner.status_code != people.OK:
        return owner.status_code
    if relations.direction == "following" and owner.following_visibility != 1:
        return HIDDEN
    wants = ids.share("relations want login", owner.id) < login_share
    return NOT_LOGGED_IN if wants and not logged_in else 0
