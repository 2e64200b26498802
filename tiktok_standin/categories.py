"""The categories of ``/explore``: which there are, and which one a post is in."""

from __future__ import annotations

from tiktok_standin import ids

ALL = 120
NAMES = {
    ALL: "all",
    119: "singing & dancing",
    104: "comedy",
    112: "sports",
    100: "anime & comics",
    107: "relationship",
    101: "shows",
    110: "lipsync",
    105: "daily life",
    102: "beauty",
    103: "games",
    114: "society",
    109: "outfit",
    115: "cars",
    111: "food",
    113: "animals",
    106: "family",
    108: "drama",
    117: "fitness",
    116: "education",
    118: "technology",
}
_OWN = tuple(NAMES)[1:]


def of_post(item_id: str) -> int:
    """Return the number of the category that a post is in, besides that of all."""
    return _OWN[ids.number("category", item_id, below=len(_OWN))]
