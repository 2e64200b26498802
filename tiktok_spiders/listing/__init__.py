"""The paging engine, the state that it keeps and the verdict that it ends with. Pure."""

from tiktok_spiders.listing.engine import Listing
from tiktok_spiders.listing.fold import branch_state, cut_short, fold, folded_state
from tiktok_spiders.listing.state import Branch, Limits, ListingState, half_unit
from tiktok_spiders.listing.verdict import STOP_OF_OUTCOME, coverage, make_verdict, status_of

__all__ = [
    "STOP_OF_OUTCOME",
    "Branch",
    "Limits",
    "Listing",
    "ListingState",
    "branch_state",
    "coverage",
    "cut_short",
    "fold",
    "folded_state",
    "half_unit",
    "make_verdict",
    "status_of",
]
