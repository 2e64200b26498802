"""How validation tells the store that a record is not kept."""

from __future__ import annotations

from scrapy.exceptions import DropItem


class RejectedRecordError(DropItem):
    """Raised by validation; the message is the reason that ``rejected_rows`` keeps."""
