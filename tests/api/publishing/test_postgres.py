"""What the store has to keep apart, on SQLite and on PostgreSQL."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.publish.rig import APP, KEY
from tiktok_spiders.publish.accounts import Tokens
from tiktok_spiders.publish.errors import AuthError, PublishConfigError, RefusedError
from tiktok_spiders.publish.logins import Logins
from tiktok_spiders.publish.post import LocalFile, NewPost
from tiktok_spiders.publish.posts import PostStore
from tiktok_spiders.publish.settings import PublishSettings
from tiktok_spiders.publish.states import State
from tiktok_spiders.publish.tokens import TokenStore
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime.now(UTC)


@pytest.fixture
def both(both_urls: str) -> Iterator[Store]:
    with closing(Store.open(both_urls)) as store:
        yield store


def tokens(open_id: str) -> Tokens:
    return Tokens(
        open_id=open_id,
        scopes=frozenset({"video.publish"}),
        access_token="access",
        refresh_token="refresh",
        issued_at=NOW,
        access_expires_at=NOW + timedelta(days=1),
        refresh_expires_at=NOW + timedelta(days=365),
    )


def new(owner: str | None, *, name: str = "one", path: str = "/spool/a/x.mp4") -> NewPost:
    file = LocalFile(path=Path(path), machine="m", size=1, mtime=0.0, hash=path)
    return NewPost(
        account=name, open_id="o", kind="video", mode="direct", file=file, chosen_key=path, owner=owner
    )


def test_accounts_stay_whose_they_are(both: Store) -> None:
    kept = TokenStore(both, Vault.from_key(KEY))
    assert kept.save("one", APP, tokens("o1"), owner="first").owner == "first"
    assert kept.save("one", APP, tokens("o1"), owner="second").owner == "first"
    with pytest.raises(PublishConfigError, match="another user"):
        kept.save("one", APP, tokens("o2"), owner="second")
    # Even where the look before does not see it, as between two processes.
    kept._check_name = lambda *_: None  # type: ignore[method-assign]
    with pytest.raises(PublishConfigError, match="another user"):
        kept.save("one", APP, tokens("o2"), owner="second")
    assert kept.get("one").open_id == "o1"


def test_posts_are_listed_by_owner(both: Store) -> None:
    posts = PostStore(both, Vault.from_key(KEY))
    ids = [posts.add(new(owner, path=f"/spool/{number}/x.mp4")).post.id
           for number, owner in enumerate(("first", "second", None, "first"))]  # fmt: skip
    assert [post.id for post in posts.newest(owner="first")] == [ids[3], ids[0]]
    assert [post.id for post in posts.newest(owner="first", limit=1, offset=1)] == [ids[0]]
    assert (posts.count(owner="first"), posts.count(), posts.count(State.FAILED, owner="first")) == (2, 4, 0)
    assert posts.paths() == {f"/spool/{number}/x.mp4" for number in range(4)}
    posts.move(ids[0], State.CANCELLED)
    assert "/spool/0/x.mp4" not in posts.paths()
    with pytest.raises(RefusedError, match="somebody else"):
        posts.add(new("second", path="/spool/0/x.mp4"))
    again = posts.add(new("first", path="/spool/0/x.mp4"))
    assert (again.is_new, again.post.owner, again.post.state) == (True, "first", State.QUEUED)


def test_a_look_at_a_login_does_not_use_it_up(both: Store) -> None:
    logins = Logins(both, Vault.from_key(KEY))
    settings = PublishSettings(
        client_key=APP,
        client_secret="x",
        redirect_uri="https://api.example.com/back",
        scopes=("video.publish",),
        open_api_url="https://open.example.com",
        auth_url="https://www.example.com",
    )
    url = logins.begin(settings, redirect_uri=settings.redirect_uri, owner="first", bound="b")
    state = url.partition("state=")[2].partition("&")[0]
    assert (logins.peek(state).owner, logins.peek(state).bound) == ("first", "b")
    assert logins.take(state).bound == "b"
    for look in (logins.peek, logins.take):
        with pytest.raises(AuthError, match="not that of a login"):
            look(state)
