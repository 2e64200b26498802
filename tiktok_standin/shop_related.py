"""Videos that show a product: some of the catalogue's own posts."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tiktok_standin.posts import Post
    from tiktok_standin.shop_products import Product
    from tiktok_standin.world import World

_SHARE, _MOST = 0.3, 5


def related_videos(world: World, product: Product) -> list[dict[str, Any]]:
    """Return ``related_videos`` of a product; most products have none."""
    return [_video(world, post, place) for place, post in enumerate(related_posts(world, product))]


def related_posts(world: World, product: Product) -> list[Post]:
    """Return the posts that show a product."""
    dice = random.Random(f"shop-videos-{world.catalogue.seed}-{product.id}")
    if dice.random() >= _SHARE:
        return []
    found = world.catalogue.sample(dice, dice.randint(1, _MOST))
    return [post for post in found if post.kind == "video"]


def _video(world: World, post: Post, place: int) -> dict[str, Any]:
    account = world.catalogue.account(post.handle)
    author = account.user.id if account else ""
    return {
        "item_id": post.id,
        "height": 1920,
        "width": 1080,
        "duration": post.duration * 1000,
        "author_id": author,
        "play_count": post.plays,
        "like_count": post.likes,
        "upload_time": str(post.created_at),
        "title": post.caption,
        "author_name": account.user.nickname if account else "",
        **({"bc_ad_label_text": "Commission paid"} if place % 2 == 0 else {}),
        "url": f"https://www.tiktok.com/@{author}/video/{post.id}",
        "author_url": f"https://www.tiktok.com/@{author}",
    }
