"""Replace the names of people by pseudonyms, before anything sees or writes them."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from tiktok_spiders.config import Config
from tiktok_spiders.items.common import Record
from tiktok_spiders.items.privacy import classes_in, hide, hide_minor, hide_rejected, is_nobody, people_in
from tiktok_spiders.items.run import Checkpoint
from tiktok_spiders.items.user import User
from tiktok_spiders.vault import Pseudonyms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)


class PseudonymisePipeline:
    """Hide the people of the chosen classes, and accounts that TikTok marks as a minor's always.

    Settings: ``TIKTOK_PSEUDONYMISE``, ``TIKTOK_PSEUDONYM_KEY``, ``TIKTOK_SECRET_KEY``. Without a key names
    are dropped, and a row that is known by a person's identifier only is left out.

    Stats: ``tiktok/pseudonymise/rows/<type>``, ``tiktok/pseudonymise/without_key/<type>``,
    ``tiktok/pseudonymise/left_out/<type>``.

    A minor's names are remembered, so that videos, comments and lists that come later do not tell them.
    """

    def __init__(self, classes: Iterable[str], pseudonyms: Pseudonyms | None, stats: StatsCollector) -> None:
        self._classes = frozenset(classes)
        self._pseudonyms = pseudonyms
        self._stats = stats
        self._minors: set[str] = set()
        self._has_warned = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline from the settings. Raises ``ConfigError`` for a weak key."""
        config = Config.from_settings(crawler.settings)
        pseudonyms = Pseudonyms.from_keys(config.pseudonym_key, config.secret_key)
        return cls(config.pseudonymise, pseudonyms, crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return the record without names, or raise ``DropItem`` where nothing would be left of it."""
        if isinstance(item, Checkpoint):
            return self._without_payloads(item)
        if not isinstance(item, Record) or getattr(item, "is_pseudonymous", False):
            return item
        if isinstance(item, User) and self._is_minor(item):
            return self._counted(hide_minor(item, self._name))
        classes = (classes_in(item) & self._classes) | self._forced(item)
        return self._counted(hide(item, classes, self._name)) if classes else item

    def _is_minor(self, user: User) -> bool:
        names = {name for _, name in people_in(user)}
        if user.is_minor_flag:
            self._minors |= names
        return bool(names & self._minors) or bool(user.is_minor_flag)

    def _forced(self, record: Record) -> frozenset[str]:
        if not self._minors:
            return frozenset()
        return frozenset(kind for kind, name in people_in(record) if name in self._minors)

    def _name(self, user_id: str | None) -> str | None:
        return None if self._pseudonyms is None else self._pseudonyms.name(user_id)

    def _counted(self, record: Record) -> Record:
        self._stats.inc_value(f"tiktok/pseudonymise/rows/{record.record_type}")
        if self._pseudonyms is None:
            self._stats.inc_value(f"tiktok/pseudonymise/without_key/{record.record_type}")
            self._warn()
        if is_nobody(record):
            self._stats.inc_value(f"tiktok/pseudonymise/left_out/{record.record_type}")
            raise DropItem(f"{record.record_type}: nothing is left of it without the person's names")
        return record

    def _warn(self) -> None:
        if not self._has_warned:
            self._has_warned = True
            logger.warning(
                "Neither TIKTOK_PSEUDONYM_KEY nor TIKTOK_SECRET_KEY is set: names are dropped where they "
                "would be replaced by pseudonyms, and rows that are nothing but a name are left out"
            )

    def _without_payloads(self, checkpoint: Checkpoint) -> Checkpoint:
        rejected = tuple(hide_rejected(row, self._classes) for row in checkpoint.rejected)
        return checkpoint if rejected == checkpoint.rejected else replace(checkpoint, rejected=rejected)
