"""What an answer means, decided from status, headers and body, and what to do about it. Pure."""

from __future__ import annotations

from tiktok_spiders.outcome.answers import classify
from tiktok_spiders.outcome.codes import CODES, Code, code_of
from tiktok_spiders.outcome.failures import classify_exception
from tiktok_spiders.outcome.model import Answer, Outcome
from tiktok_spiders.outcome.retry import POLICIES, RETRY, RetryPolicy

__all__ = [
    "CODES",
    "POLICIES",
    "RETRY",
    "Answer",
    "Code",
    "Outcome",
    "RetryPolicy",
    "classify",
    "classify_exception",
    "code_of",
]
