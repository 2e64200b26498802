"""The store: opens, migrates, begins runs, writes pages, and answers what a crawl asks before it goes on."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tiktok_spiders.exceptions import StoreBusyError, StoreError
from tiktok_spiders.store import migrate, queries, run_table, text_search
from tiktok_spiders.store.engine import CONNECTIONS, make_engine
from tiktok_spiders.store.entities import ENTITIES
from tiktok_spiders.store.errors import driver_error, is_database_error, is_race, redacted, store_error
from tiktok_spiders.store.merge import Merger
from tiktok_spiders.store.schema import metadata
from tiktok_spiders.store.session import Session
from tiktok_spiders.store.statements import Statements
from tiktok_spiders.store.transaction import Transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Self

    from sqlalchemy.engine import Connection, Engine

    from tiktok_spiders.items.run import Run
    from tiktok_spiders.store.page import Page, RunStart, Written

_TRIES = 5


class Store:
    """One database. Methods are synchronous; one thread writes at a time, any number read."""

    tables = metadata
    """All tables, columns in a stable order."""

    def __init__(self, engine: Engine, *, history_interval: timedelta = timedelta(hours=24)) -> None:
        self.engine = engine
        self.url = engine.url.render_as_string(hide_password=False)
        self._statements = Statements(engine.dialect.name)
        codec = self._statements.codec
        self._mergers = {each.record_type: Merger(each, codec, history_interval) for each in ENTITIES}

    @classmethod
    def open(
        cls,
        url: str,
        *,
        migrate: bool = True,
        history_interval: timedelta = timedelta(hours=24),
        connections: int = CONNECTIONS,
    ) -> Self:
        """Open a database and bring its schema up to date.

        ``connections``: at most so many to PostgreSQL; who finds none free waits.

        ``history_interval``: after this time a counters row is written even without a change.
        Raises StoreError for an address that cannot work, StoreBusyError for one that may later.
        """
        store = cls(make_engine(url, most=connections), history_interval=history_interval)
        try:
            store._prepare(migrates=migrate)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def begin_run(
        self,
        *,
        spider: str,
        arguments: dict[str, Any],
        name: str | None,
        node: str,
        version: str,
        job_id: str | None = None,
    ) -> RunStart:
        """Begin a run, or go on with the one of that name.

        Without a name: with the newest unfinished one of the same spider and arguments whose process is
        dead. ``node`` is ``host/pid`` or ``host/pid/start time in ticks``.
        """
        with self._writing() as connection:
            return run_table.begin(
                connection,
                spider=spider,
                arguments=arguments,
                name=name,
                node=node,
                version=version,
                job_id=job_id,
            )

    def beat(self, run_id: str, **columns: Any) -> None:
        """Note that the run's process lives, and columns of the run."""
        with self._writing() as connection:
            run_table.beat(connection, run_id, columns)

    def end_run(self, run: Run) -> None:
        """Write what the run came to."""
        with self._writing() as connection:
            run_table.end(connection, run)

    def checkpoints(self, run_id: str) -> dict[tuple[str, str], dict[str, Any]]:
        """Return where the listings of a run stand: (target, resource) → state."""
        with self.reading() as connection:
            return queries.checkpoints(connection, run_id)

    def verdicts(self, run_id: str) -> dict[tuple[str, str], tuple[str, str | None]]:
        """Return how the listings of a run ended: (target, resource) → (status, stop reason)."""
        with self.reading() as connection:
            return queries.verdicts(connection, run_id)

    def standing(
        self, run_id: str, target: str
    ) -> tuple[dict[tuple[str, str], dict[str, Any]], dict[tuple[str, str], tuple[str, str | None]]]:
        """Return checkpoints and verdicts of one target of a run."""
        with self.reading() as connection:
            return (
                queries.checkpoints(connection, run_id, target),
                queries.verdicts(connection, run_id, target),
            )

    def seen_ids(self, run_id: str, target: str, section: str) -> set[str]:
        """Return the ids of what the section lists that a listing of this run has given so far."""
        with self.reading() as connection:
            return queries.seen_ids(connection, run_id, target, section)

    def known_ids(self, *, target_key: str, resource: str, ids: Iterable[str], run_id: str) -> set[str]:
        """Return those of ``ids`` that a well-ended listing of the same in another run has given."""
        with self.reading() as connection:
            return queries.known_ids(
                connection, target_key=target_key, resource=resource, ids=ids, run_id=run_id
            )

    def write(self, pages: Sequence[Page]) -> list[Written]:
        """Write whole pages in one transaction.

        A record that the database refuses is set aside with its reason, the rest is kept. Raises
        StoreBusyError when it may work later; nothing is written then.
        """
        for left in reversed(range(_TRIES)):
            try:
                with self._writing() as connection:
                    return self._transact(connection, pages, last_try=not left)
            except _RaceError:
                if not left:
                    raise
        return []

    def settle_texts(self) -> None:
        """Bring the search for words up to the rows, where something else than the store has written."""
        with self.reading() as connection:
            is_settled = text_search.is_settled(connection)
        if not is_settled:
            with self._writing():
                """Settle on leaving."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading; its errors are those of this project."""
        with self._translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._translated(), self.engine.connect() as bare:
            connection = bare.execution_options(writes=True)
            with connection.begin():
                yield connection
                if connection.dialect.name == "sqlite":
                    text_search.settle(connection)

    def _transact(self, connection: Connection, pages: Sequence[Page], *, last_try: bool) -> list[Written]:
        session = Session(connection, self._statements)
        try:
            return Transaction(session, self._mergers, self.url, last_try=last_try).write(pages)
        finally:
            session.close()

    def _prepare(self, *, migrates: bool) -> None:
        with self._translated():
            if migrates:
                migrate.migrate(self.engine)
            else:
                migrate.check(self.engine)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except StoreError:
            raise
        except Exception as error:
            if is_race(error):
                raise _RaceError(f"{redacted(self.url)}: another writer was quicker") from error
            translated = store_error(error, self.url)
            if translated is None:
                if not is_database_error(error):
                    raise
                translated = StoreError(f"{redacted(self.url)}: {str(driver_error(error)).splitlines()[0]}")
            raise translated from error


class _RaceError(StoreBusyError):
    """Another writer committed first."""
