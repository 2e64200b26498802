"""Under what an answer is kept, and what it holds."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from tiktok_spiders.api.cache.keys import key

if TYPE_CHECKING:
    from tiktok_spiders.api.live.question import Answer, Question

_TAGGED = {"product": ("product", "product_id"), "seller": ("seller", "seller_id")}


def key_of(asked: Question) -> str:
    """Return ``kind:subject:…``: what is asked for can be read, how it is asked for is a digest."""
    how = repr((asked.spider, asked.arguments)).encode("utf-8", "replace")
    return key(asked.kind, asked.subject, blake2b(how, digest_size=8).hexdigest())


def tags_of(answer: Answer) -> frozenset[str]:
    """Return the products and sellers that are in an answer: it is forgotten with them."""
    tags = set()
    for record in answer.records:
        for name, field in _TAGGED.values():
            if record.get(field):
                tags.add(key(name, str(record[field])))
    return frozenset(tags)
