"""Accounts in the store: names, several of them, keys that change."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.publish.rig import APP, KEY, REDIRECT
from tiktok_spiders.publish import rotation
from tiktok_spiders.publish.errors import AuthError, LoginLostError, PublishConfigError
from tiktok_spiders.publish.logins import read_redirect
from tiktok_spiders.publish.tokens import TokenStore
from tiktok_spiders.store.publish_tables import publish_posts
from tiktok_spiders.store.writing import writing
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.rig import Rig
    from tiktok_spiders.store import Store

OTHER = "another-key-of-this-test-long-enough-0123456789"


async def test_several_accounts(rig: Rig) -> None:
    with pytest.raises(AuthError, match="nobody is logged in: run: scrapy publish login"):
        rig.tokens.get()
    with pytest.raises(AuthError, match="nobody"):
        rig.tokens.kept("me")
    one = rig.log_in()
    assert rig.tokens.get() == one == rig.tokens.get("me")
    two = rig.log_in("creator.two", "two")
    assert [account.name for account in rig.tokens.accounts()] == ["me", "two"]
    with pytest.raises(AuthError, match="name one of me, two"):
        rig.tokens.get()
    with pytest.raises(AuthError, match="no account three: known: me, two"):
        rig.tokens.get("three")
    assert rig.tokens.of_user(APP, two.open_id) == two
    assert rig.tokens.of_user("another-app", two.open_id) is None
    rig.tokens.show_as("two", "Creator Two")
    assert rig.tokens.get("two").display_name == "Creator Two"
    assert (rig.tokens.forget("two"), rig.tokens.forget("two")) == (True, False)
    assert rig.tokens.get() == one


async def test_a_name_and_a_user_belong_together(rig: Rig) -> None:
    rig.log_in()
    with pytest.raises(PublishConfigError, match="another user of TikTok's has the name me"):
        rig.log_in("creator.two", "me")
    with pytest.raises(PublishConfigError, match="already there as me"):
        rig.log_in("creator.one", "another")
    assert rig.log_in().name == "me"


async def test_a_key_that_is_gone_loses_the_login_until_it_is_back(rig: Rig) -> None:
    rig.log_in()
    token = rig.tokens.access_token("me")
    with pytest.raises(LoginLostError, match="no key of TIKTOK_SECRET_KEY"):
        TokenStore(rig.store, Vault.from_key(OTHER)).access_token("me")
    assert TokenStore(rig.store, Vault.from_key(f"{OTHER},{KEY}")).access_token("me") == token


async def test_everything_sealed_is_rotated(rig: Rig) -> None:
    rig.log_in()
    token = rig.tokens.access_token("me")
    back = rig.official.consent(rig.logins.begin(rig.settings, redirect_uri=REDIRECT))
    with writing(rig.store) as connection:
        sealed = rig.vault.encrypt("publish-upload", b"address")
        connection.execute(sa.insert(publish_posts).values(account="me", key="k", sealed=sealed))
        connection.execute(sa.insert(publish_posts).values(account="me", key="none"))
    ring = Vault.from_key(f"{OTHER},{KEY}")
    assert rotation.rotate(rig.store, ring) == (3, 0)
    other = Vault.from_key(OTHER)
    assert TokenStore(rig.store, other).access_token("me") == token
    rig.logins._vault = other
    assert rig.logins.take(read_redirect(back).state).verifier
    with rig.store.reading() as connection:
        kept = (
            connection.execute(sa.select(publish_posts.c.sealed).order_by(publish_posts.c.key))
            .scalars()
            .all()
        )
    assert [other.decrypt("publish-upload", one) for one in kept if one] == [b"address"]
    assert rotation.rotate(rig.store, Vault.from_key(KEY)) == (0, 3)


async def test_a_login_begun_with_a_key_that_is_gone(rig: Rig) -> None:
    back = rig.official.consent(rig.logins.begin(rig.settings, redirect_uri=REDIRECT))
    rig.logins._vault = Vault.from_key(OTHER)
    with pytest.raises(AuthError, match="no key of TIKTOK_SECRET_KEY"):
        rig.logins.take(read_redirect(back).state)


def test_rotate_key_covers_publishing(rig: Rig, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from scrapy.settings import Settings

    rig.log_in()
    command = import_module("tiktok_spiders.commands.rotate-key").Command()
    values = {"TIKTOK_DATABASE_URL": f"sqlite:///{database}", "TIKTOK_IDENTITY_BACKEND": "sql"}
    command.settings = Settings({**values, "TIKTOK_SECRET_KEY": f"{OTHER},{KEY}"})
    command.run([], None)
    assert command.exitcode == 0
    assert "publishing: 1 encrypted with the first key" in capsys.readouterr().out
    command.settings = Settings({**values, "TIKTOK_SECRET_KEY": KEY})
    command.run([], None)
    assert command.exitcode == 1
    assert "publishing: 1 that no key of TIKTOK_SECRET_KEY opens" in capsys.readouterr().err


def test_what_is_written_durably_leaves_the_connection_as_it_was(publish_store: Store) -> None:
    def mode() -> int:
        with publish_store.reading() as connection:
            return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())

    before = mode()
    with writing(publish_store, durable=True) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
    assert mode() == before == 1
