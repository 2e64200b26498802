"""The two kinds of bodies: the envelope of the JSON APIs, and the flat errors of OAuth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin.world import json_answer

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.open_state import OpenState

PARAMS = "invalid_params"


class Refused(Exception):  # noqa: N818
    """A call that is refused."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message or code.replace("_", " ")


def bad(message: str) -> Refused:
    """Return the refusal of a parameter."""
    return Refused(400, PARAMS, message)


def envelope(state: OpenState, data: dict[str, Any] | None) -> web.Response:
    """Answer that all went well; without data only so."""
    told = {"error": {"code": "ok", "message": "", state.switches.log_field: state.log_id()}}
    return json_answer(told if data is None else {"data": data, **told})


def failure(state: OpenState, refusal: Refused) -> web.Response:
    """Answer that a call failed."""
    code = state.switches.param_code if refusal.code == PARAMS else refusal.code
    error = {"code": code, "message": refusal.message, state.switches.log_field: state.log_id()}
    return json_answer({"data": {}, "error": error}, status=refusal.status)


def oauth_failure(state: OpenState, refusal: Refused) -> web.Response:
    """Answer that an OAuth call failed; a status of 0 is the usual one."""
    error = {
        "error": refusal.code,
        "error_description": refusal.message,
        state.switches.log_field: state.log_id(),
    }
    return json_answer(error, status=refusal.status or state.switches.oauth_status)


def denied(code: str, message: str) -> Refused:
    """Return an OAuth refusal."""
    return Refused(0, code, message)
