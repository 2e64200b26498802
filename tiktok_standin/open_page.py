"""The authorize page and the page that says why there is none."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tiktok_standin.world import html_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aiohttp import web

_FRAME = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><main><h1>{title}</h1>{body}</main></body></html>"
)


def consent(hidden: Mapping[str, str], handles: Iterable[str], scopes: Iterable[str]) -> web.Response:
    """Ask the user which account and which scopes; the form posts to its own address."""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    accounts = "".join(f'<option value="{escape(one)}">@{escape(one)}</option>' for one in handles)
    boxes = "".join(_box(scope) for scope in scopes)
    body = (
        f'<form method="post" action="/v2/auth/authorize/">{fields}'
        f'<p><label>Account <select name="account" id="account">{accounts}</select></label></p>'
        f"<fieldset><legend>The app asks for</legend>{boxes}</fieldset>"
        '<p><button type="submit" name="decision" value="authorize" id="authorize">Authorize</button> '
        '<button type="submit" name="decision" value="cancel" id="cancel">Cancel</button></p></form>'
    )
    return html_answer(_FRAME.format(title="Authorize the app", body=body))


def _box(scope: str) -> str:
    name = escape(scope)
    return f'<p><label><input type="checkbox" name="granted" value="{name}" checked> {name}</label></p>'


def refusal(reason: str) -> web.Response:
    """Say what is wrong with the address, on TikTok's side."""
    body = f'<p id="error">{escape(reason)}</p>'
    return html_answer(_FRAME.format(title="Something went wrong", body=body), status=400)
