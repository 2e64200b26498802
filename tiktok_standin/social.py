"""What lies across accounts: hashtags, sounds, comments, relations, searches; made when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_standin.comments import Comments
from tiktok_standin.playlists import Playlists
from tiktok_standin.pools import Pools
from tiktok_standin.searches import Searches
from tiktok_standin.topics import Topics

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Catalogue


class Social:
    """The parts of a world that no single account holds. Building it costs nothing."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.born = catalogue.now
        self.topics = Topics(catalogue)
        self.comments = Comments(catalogue)
        self.searches = Searches(catalogue)
        self.playlists = Playlists(catalogue)
        self.pools = Pools(catalogue)
        self.empty_pages: set[tuple[str, int]] = set()
        """Pages of comments that came empty and will be there when they are asked for again."""
