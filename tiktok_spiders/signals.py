"""Signals by which the components of a crawl tell each other what happened, without knowing each other."""

from __future__ import annotations

answer_judged = object()
"""Sent for every answer or failure of a request on the ladder.

Arguments: ``request``; ``answer``, a ``tiktok_spiders.outcome.Answer``; ``response``, None for a failure.
"""

identity_retired = object()
"""Sent when an identity is not used any more. Arguments: ``name``, ``reason``."""
