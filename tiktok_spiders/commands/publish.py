"""Post a user's own videos with TikTok's official API."""

from __future__ import annotations

from tiktok_spiders.commands.publish_actions import (
    accounts,
    cancel,
    due,
    listen,
    login,
    logout,
    photos,
    post,
    resolve,
    status,
    videos,
)
from tiktok_spiders.terminal.action_command import ActionCommand

_ACTIONS = (login, accounts, videos, post, photos, due, status, cancel, resolve, listen, logout)


class Command(ActionCommand):
    """``scrapy publish ACTION``. Status 3: not at its end yet; 4: nobody knows; else as all commands."""

    name = "publish"
    summary = "Post your own videos with TikTok's official API"
    actions = {action.NAME: action for action in _ACTIONS}  # noqa: RUF012 - fixed
