"""What may be asked of a post: options that ``post`` and ``photos`` share, and what they make of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from scrapy.exceptions import UsageError

from tiktok_spiders.commands.publish_actions.opening import declare_account, say, working
from tiktok_spiders.commands.publish_actions.showing import Shown
from tiktok_spiders.publish.drain import run_post
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.presenting import REACHED, exit_status, sentence
from tiktok_spiders.publish.rules import LEVELS, Options
from tiktok_spiders.publish.states import State
from tiktok_spiders.terminal.table import moment

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.opening import Publishing
    from tiktok_spiders.publish.post import NewPost
    from tiktok_spiders.publish.posts import Added


class Asked(TypedDict):
    """What is asked of any post, as ``submit`` takes it."""

    options: Options
    draft: bool
    due_at: datetime | None
    key: str | None


def declare(parser: ArgumentParser) -> None:
    """Declare what both take."""
    declare_account(parser)
    parser.add_argument(
        "--privacy", metavar="LEVEL", help=f"who may see it; there is no default: {', '.join(LEVELS)}"
    )
    parser.add_argument("--draft", action="store_true", help="into the creator's inbox instead of posting")
    parser.add_argument("--allow-comment", action="store_true", help="let people comment")
    parser.add_argument(
        "--your-brand", action="store_true", help='it promotes your own business ("Promotional content")'
    )
    parser.add_argument(
        "--branded-content", action="store_true", help='somebody pays for it ("Paid partnership")'
    )
    parser.add_argument("--ai-generated", action="store_true", help="label it as made by AI")
    parser.add_argument("--at", metavar="ISO-TIME", help="queue it for this time (UTC without an offset)")
    parser.add_argument("--key", metavar="KEY", help="what makes the same post asked for twice one post")
    parser.add_argument(
        "--accept-music-terms",
        action="store_true",
        help="agree to TikTok's Music Usage Confirmation, and with --branded-content to its policy",
    )
    parser.add_argument("--no-wait", action="store_true", help="do not wait for TikTok to process it")


def asked(given: Namespace, **own: Any) -> Asked:
    """Return what was asked; ``own``: choices of one kind of post alone. Raises ``UsageError``."""
    options = Options(
        privacy=given.privacy,
        allow_comment=given.allow_comment,
        your_brand=given.your_brand,
        branded_content=given.branded_content,
        ai_generated=given.ai_generated,
        music_terms=given.accept_music_terms,
        **own,
    )
    return {"options": options, "draft": given.draft, "due_at": _due_at(given.at), "key": given.key}


def ask(options: Namespace, settings: BaseSettings, make: Callable[[Account], NewPost]) -> int:
    """Queue what ``make`` gives and, unless it is for later, see it to its end; return the exit status.

    Raises ``UsageError`` for what breaks a rule whoever the creator is.
    """

    async def work(desk: Publishing) -> int:
        return await _ask(desk, options, make)

    return working(settings, work)


def _due_at(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"--at is {text!r}: an ISO time such as 2027-01-31T18:00:00+01:00") from None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


async def _ask(desk: Publishing, options: Namespace, make: Callable[[Account], NewPost]) -> int:
    account = desk.tokens.get(options.account)
    try:
        added = desk.posts.add(make(account))
    except RefusedError as error:
        raise UsageError(str(error)) from None
    if not added.is_new:
        say(f"This was asked for before, at {moment(added.post.created_at)}: it stays one post.")
    if options.at is not None or _is_for_later(added, desk.clock()):
        print(sentence(added.post))
        queued = options.at is not None and added.post.state is State.QUEUED
        return REACHED if queued else exit_status([added.post])
    with Shown() as shown:
        post = await run_post(desk.context(), added.post.id, wait=not options.no_wait, on_progress=shown.tell)
    print(sentence(post))
    return exit_status([post])


def _is_for_later(added: Added, now: datetime) -> bool:
    """Tell a post that was queued before for a time that has not come; one that was put back is tried now."""
    post = added.post
    return not added.is_new and post.state is State.QUEUED and post.tries == 0 and post.due_at > now
