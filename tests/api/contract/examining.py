"""The OpenAPI document held against what the API answers, by schemathesis with all of its checks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import schemathesis
from schemathesis import GenerationMode, openapi
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import events, from_schema
from schemathesis.python import asgi

from tests.api.running import settings_of
from tiktok_spiders.api.access.rules import PER_MINUTE
from tiktok_spiders.api.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from schemathesis.engine.recorder import ScenarioRecorder

    from tiktok_spiders.api.state import State

KEY = "a-key-of-the-tests-that-opens-everything"
CLOSED = "http://127.0.0.1:9"
"""Nothing listens there: whatever would go to TikTok is refused at once."""

UNAVAILABLE = {"NOT_CONFIGURED", "API_UNAVAILABLE", "CONFLICT"}
"""What an API without workers, accounts and network may say with a status of 500 and more."""

SETTINGS = {
    "TIKTOK_API_KEYS": KEY,
    "TIKTOK_API_KEYS_PLAN": "enterprise",
    "TIKTOK_API_KEYS_SCOPES": "read,live,jobs,publish,admin",
    "TIKTOK_RATE_LIMIT_PER_MINUTE": 1_000_000,
    "TIKTOK_API_RATE_LIMITS": ",".join(
        f"{name}=1000000" for name in (*PER_MINUTE, "anonymous", "anonymous_hour")
    ),
    "TIKTOK_API_PLANS": "enterprise.refresh_per_hour=1000000",
    "TIKTOK_API_HOSTS": asgi.HOST,
    "TIKTOK_WEB_URL": CLOSED,
    "TIKTOK_SHOP_URL": CLOSED,
    "TIKTOK_OPEN_API_URL": CLOSED,
    "TIKTOK_AUTH_URL": CLOSED,
    "TIKTOK_CLIENT_KEY": "a-client-key",
    "TIKTOK_CLIENT_SECRET": "a-client-secret-of-the-tests",
    "TIKTOK_SECRET_KEY": "a secret key of thirty-two characters and more",
}


@dataclass
class Examined:
    """What came of it."""

    cases: int = 0
    operations: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)
    """Operation and kind of failure → the first request that shows it."""

    def add(self, recorder: ScenarioRecorder) -> None:
        """Count what one scenario did."""
        self.cases += len(recorder.interactions)
        for case_id, interaction in recorder.interactions.items():
            self.operations.add(recorder.cases[case_id].value.operation.label)
            if interaction.response is not None:
                self.statuses[interaction.response.status_code] += 1
        for nodes in recorder.checks.values():
            for node in nodes:
                if node.failure_info is not None:
                    failure, sample = node.failure_info.failure, node.failure_info.code_sample
                    where = f"{failure.operation}: {failure.title}"
                    self.failures.setdefault(where, f"{failure.message}\n{sample}")

    def report(self) -> str:
        """Return the failures as text."""
        return "\n\n".join(f"{where}\n{told}" for where, told in self.failures.items())


@schemathesis.check
def nothing_breaks(_ctx: Any, response: Any, case: Any) -> None:
    """Let 5xx be for what is lacking here alone, and every error be in the envelope."""
    if response.status_code < 400 or case.method in {"HEAD", "OPTIONS"}:
        return
    try:
        error = response.json()["error"]
        whole = set(error) == {"code", "message", "details"}
    except (ValueError, KeyError, TypeError):
        whole, error = False, {}
    if not whole or (response.status_code >= 500 and error["code"] not in UNAVAILABLE):
        raise Failure(
            operation=case.operation.label,
            title=f"A {response.status_code} without its reason",
            message=response.text[:500],
        )


SENSE = re.compile(
    r"^(cursor|argument|(fields|body|region|url|cookies): )|offset and cursor|unknown spider|"
    r"end_date is before|is not an? |names (nothing|an? )|a NUL is not taken|state of the redirect|"
    r"^(cover_ms|privacy_level|scheduled_at|disclosure|video|music)"
)
"""Reasons for which data may be refused whose form is right: what a schema cannot tell."""


@schemathesis.check
def refusals_have_a_reason(_ctx: Any, response: Any, case: Any) -> None:
    """Let data whose form the document allows be refused for what they mean alone."""
    meta = case.meta
    if response.status_code != 400 or meta is None or meta.generation.mode is not GenerationMode.POSITIVE:
        return
    message = response.json()["error"]["message"]
    if not SENSE.search(message):
        raise Failure(operation=case.operation.label, title="Refused without reason", message=message)


def application(database_url: str, folder: Path) -> FastAPI:
    """Return an application that everything is set for but workers; its jobs wait for ever."""
    return create_app(settings_of(database_url, folder, **SETTINGS))


def hold_jobs() -> type[Any]:
    """Return what stands in the place of the loop that begins jobs."""

    class Held:
        def __init__(self, _watcher: Any) -> None: ...

        def wake(self) -> None: ...

        async def stop(self) -> None: ...

    return Held


def examine(
    app: FastAPI,
    *,
    examples: int,
    prepare: Callable[[State], object] | None = None,
    stateful: bool = True,
    coverage: bool = True,
    seconds: int | None = None,
    operations: str | None = None,
) -> Examined:
    """Ask everything that the document describes, rightly and wrongly; nothing is left to chance."""
    loaded = openapi.from_asgi("/openapi.json", app, config=_config(examples, stateful, coverage, seconds),
                               headers={"X-API-Key": KEY})  # fmt: skip
    if operations is not None:
        loaded = loaded.include(path_regex=operations)
    if prepare is not None:
        prepare(app.state.tiktok)
    found = Examined()
    for event in from_schema(loaded).execute():
        if isinstance(event, events.ScenarioFinished | events.FuzzScenarioFinished):
            found.add(event.recorder)
        elif isinstance(event, events.NonFatalError):
            found.failures[f"{event.label}: {event.phase}"] = repr(event.value)
        elif isinstance(event, events.EngineFinished):
            found.failures.update({failure.title: failure.message for failure in event.failures})
    return found


def _config(examples: int, stateful: bool, coverage: bool, seconds: int | None) -> SchemathesisConfig:
    unavailable = ["2xx", "3xx", "4xx", "503", "504"]
    return SchemathesisConfig.from_dict(
        {
            "seed": 20,
            **({} if seconds is None else {"max-time": seconds}),
            "cache": {"enabled": False},
            "suppress-health-check": ["all"],
            "headers": {"X-API-Key": KEY},
            "continue-on-failure": True,
            "generation": {
                "mode": "all", "max-examples": examples, "deterministic": True, "database": "none",
                "no-shrink": True, "with-security-parameters": False,
            },
            "phases": {
                "examples": {"enabled": True},
                "coverage": {"enabled": coverage},
                "fuzzing": {"enabled": True},
                "stateful": {"enabled": stateful},
            },
            "operations": [
                # `GET` of this path is that of a video of this name.
                {
                    "include-name": "POST /api/v1/video/parse-url",
                    "checks": {"allow_header_conformance": {"enabled": False}},
                },
                # A job or post that was cancelled is still told of.
                {
                    "include-path-regex": "/(jobs|posts)/",
                    "checks": {"use_after_free": {"enabled": False}},
                },
            ],
            "checks": {
                "not_a_server_error": {"expected-statuses": unavailable},
                # Each refusal is looked at by `refusals_have_a_reason`.
                "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "4xx", "5xx"]},
                "negative_data_rejection": {"expected-statuses": ["4xx", "5xx"]},
            },
        }
    )  # fmt: skip
