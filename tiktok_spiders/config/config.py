"""All settings together, read once and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pydantic import ConfigDict, ValidationError

from tiktok_spiders.config.groups.addresses import Addresses
from tiktok_spiders.config.groups.api import Api
from tiktok_spiders.config.groups.browser import Browser
from tiktok_spiders.config.groups.distributed import Distributed
from tiktok_spiders.config.groups.identities import Identities
from tiktok_spiders.config.groups.listing import Listing
from tiktok_spiders.config.groups.output import Output
from tiktok_spiders.config.groups.pace import Pace
from tiktok_spiders.config.groups.privacy import Privacy
from tiktok_spiders.config.groups.proxies import Proxies
from tiktok_spiders.config.groups.publishing import Publishing
from tiktok_spiders.config.groups.requests import Requests
from tiktok_spiders.config.groups.scrapyd import ScrapydSettings
from tiktok_spiders.config.groups.sessions import Sessions
from tiktok_spiders.config.groups.store import StoreSettings
from tiktok_spiders.config.marks import mark_of
from tiktok_spiders.config.names import PREFIX
from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails


class Config(
    # The last group's fields come first: bases are read from the end.
    Api,
    Publishing,
    Output,
    ScrapydSettings,
    Distributed,
    Listing,
    Requests,
    Browser,
    Proxies,
    Sessions,
    Privacy,
    Identities,
    Pace,
    StoreSettings,
    Addresses,
):
    """All ``TIKTOK_*`` settings, typed. Each field is the setting of the same name in capitals."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Read and check all settings; raise ``ConfigError`` naming setting, value and what is allowed."""
        names = {PREFIX + field.upper(): field for field in cls.model_fields}
        given = {field: settings[name] for name, field in names.items() if settings.get(name) is not None}
        try:
            return cls(**given)
        except ValidationError as error:
            raise ConfigError(_explain(error.errors()[0], given)) from None


def setting_names() -> tuple[str, ...]:
    """Return the names of all settings, in the order of the groups."""
    return tuple(PREFIX + field.upper() for field in Config.model_fields)


def _explain(error: ErrorDetails, given: Mapping[str, Any]) -> str:
    field = str(error["loc"][0])
    value = "(hidden)" if mark_of(Config.model_fields[field]) else repr(given.get(field))
    return f"{PREFIX}{field.upper()} is {value}: {error['msg'].removeprefix('Value error, ')}"
