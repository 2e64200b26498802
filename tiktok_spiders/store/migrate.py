"""Bring a database to the schema of this version, one process at a time.

The revisions are found by import, not by listing a folder: a deployed egg stays a zip file.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.store.errors import redacted
from tiktok_spiders.store.migrations import versions

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

_LOCK = 0x74_6B_73_70
_VERSION = sa.Table(
    "alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True)
)


def migrate(engine: Engine) -> None:
    """Apply what is lacking. Raises StoreError for a schema that this version does not know."""
    if current(engine) == head():
        return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        _apply(connection, _version(connection), str(engine.url.render_as_string(hide_password=False)))


def check(engine: Engine) -> None:
    """Raise StoreError unless the schema is that of this version."""
    found = current(engine)
    if found != head():
        url = redacted(engine.url.render_as_string(hide_password=False))
        raise StoreError(f"{url}: schema is {found or 'absent'}, this version needs {head()}")


def current(engine: Engine) -> str | None:
    """Return the revision that the database is at; None for a fresh one."""
    with engine.connect() as connection:
        return _version(connection)


def head() -> str:
    """Return the revision of this version."""
    return list(revisions())[-1]


@cache
def revisions() -> dict[str, Any]:
    """Return the revision modules by identifier, oldest first."""
    names = [module.name for module in pkgutil.iter_modules(versions.__path__)]
    modules = [import_module(f"{versions.__name__}.{name}") for name in names]
    after = {module.down_revision: module for module in modules}
    ordered: dict[str, Any] = {}
    module = after.get(None)
    while module is not None:
        ordered[module.revision] = module
        module = after.get(module.revision)
    return ordered


def _version(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table(_VERSION.name):
        return None
    found: str | None = connection.execute(sa.select(_VERSION.c.version_num)).scalar()
    return found


def _apply(connection: Connection, found: str | None, url: str) -> None:
    from alembic.migration import MigrationContext  # noqa: PLC0415 -- 0.1 s that an up-to-date store saves
    from alembic.operations import Operations  # noqa: PLC0415

    known = revisions()
    if found is not None and found not in known:
        raise StoreError(f"{redacted(url)}: schema {found} was made by a newer version of this project")
    names = list(known)
    pending = names[names.index(found) + 1 :] if found else names
    with Operations.context(MigrationContext.configure(connection)):
        for name in pending:
            known[name].upgrade()
    _VERSION.metadata.create_all(connection)
    connection.execute(sa.delete(_VERSION))
    connection.execute(sa.insert(_VERSION).values(version_num=head()))
