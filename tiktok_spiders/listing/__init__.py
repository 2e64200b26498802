"""The paging engine, the state that it keeps and the verdict that it ends with. Pure."""

from tiktok_spiders.listing.engine import Listing
from tiktok_spiders.listing.state import Limits, ListingState, half_unit
from tiktok_spiders.listing.verdict import STOP_OF_OUTCOME, coverage, make_verdict, status_of

__all__ = [
    "STOP_OF_OUTCOME",
    "Limits",
    "Listing",
    "ListingState",
    "coverage",
    "half_unit",
    "make_verdict",
    "status_of",
]
