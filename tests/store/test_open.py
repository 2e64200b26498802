from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zipfile
from argparse import Namespace
from dataclasses import fields
from io import StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations

import tiktok_spiders
from tests.store.make import put, rows, video
from tiktok_spiders.exceptions import StoreBusyError, StoreError
from tiktok_spiders.items.common import Record
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.shapes import shapes_of
from tiktok_spiders.store import Store, migrate
from tiktok_spiders.store.engine import make_engine
from tiktok_spiders.store.entities import ENTITIES
from tiktok_spiders.store.text_search import declared

_ELSEWHERE = {"record_type", "scraped_at", "source", "raw"}


def test_it_migrates_once_and_opens_again(store_url: str) -> None:
    for _ in range(2):
        store = Store.open(store_url)
        put(store, video())
        assert len(rows(store, "videos")) == 1
        store.close()
    Store.open(store_url, migrate=False).close()


def test_models_and_migrations_agree(store: Store) -> None:
    with store.engine.connect() as connection:
        options = {"compare_type": True, "render_as_batch": True, "include_object": declared}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, store.tables) == []


def test_migrations_can_be_taken_back(own_store: Store) -> None:
    with own_store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        with Operations.context(MigrationContext.configure(connection)):
            for module in reversed(migrate.revisions().values()):
                module.downgrade()
        assert set(sa.inspect(connection).get_table_names()) == {"alembic_version"}


def test_revisions_form_one_chain() -> None:
    modules = list(migrate.revisions().values())
    found = sorted(Path(migrate.versions.__path__[0]).glob("0*.py"))
    assert len(modules) == len(found)
    assert [each.down_revision for each in modules] == [None, *(each.revision for each in modules[:-1])]


def test_every_field_of_a_record_has_its_place() -> None:
    shared = {each.name for each in fields(Record)}
    for entity in ENTITIES:
        own = {each.name for each in fields(RECORD_CLASSES[entity.record_type])} - _ELSEWHERE
        stored = {column.name for column in entity.table.columns}
        lists = {children.field for children in entity.children}
        assert own - stored - lists - shared == set()
        assert own & shared - stored == set()


def test_the_small_records_have_their_place() -> None:
    for entity in ENTITIES:
        inner = {shape.name: shape.inner for shape in shapes_of(RECORD_CLASSES[entity.record_type])}
        for children in entity.children:
            columns = [column.name for column in children.table.columns if not column.primary_key]
            assert columns == [each.name for each in fields(inner[children.field])]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "is not a database URL"),
        ("mysql://u:secret@h/d", "only sqlite and postgresql"),
        ("sqlite:////nowhere/at/all.db", "there is no directory /nowhere/at"),
        ("postgresql://u:secret@h:notaport/d", "is not a database URL"),
    ],
)
def test_an_address_that_cannot_work(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        Store.open(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_directory_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a directory"):
        Store.open(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database at all, " * 100)
    with pytest.raises(StoreError, match="not a database") as caught:
        Store.open(f"sqlite:///{tmp_path}/x.db")
    assert not isinstance(caught.value, StoreBusyError)


def test_a_file_that_may_only_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    sqlite3.connect(path).execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(StoreError, match="readonly") as caught:
        Store.open(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert not isinstance(caught.value, StoreBusyError)


def test_a_newer_schema_is_refused(own_store: Store) -> None:
    with own_store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="schema 9999 was made by a newer version"):
        Store.open(own_store.url)


def test_a_store_without_a_schema_is_refused_when_it_may_not_be_made(store_url: str) -> None:
    with pytest.raises(StoreError, match="schema is absent, this version needs"):
        Store.open(store_url, migrate=False)


def test_a_locked_file_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiktok_spiders.store.engine.BUSY_TIMEOUT_MS", 1)
    monkeypatch.setattr("tiktok_spiders.store.engine._PRAGMAS", ("journal_mode=WAL", "busy_timeout=1"))
    path = tmp_path / "x.db"
    other = sqlite3.connect(path)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusyError, match="locked"):
        Store.open(f"sqlite:///{path}")
    other.rollback()
    other.close()
    Store.open(f"sqlite:///{path}").close()


def test_a_server_that_is_not_there_is_busy(free_port: int) -> None:
    with pytest.raises(StoreBusyError) as caught:
        Store.open(f"postgresql://u:secret@127.0.0.1:{free_port}/d")
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there_is_no_use_waiting_for(postgres_url: str) -> None:
    with pytest.raises(StoreError, match="does not exist") as caught:
        Store.open(postgres_url + "_not")
    assert not isinstance(caught.value, StoreBusyError)


def test_memory_is_a_store_too() -> None:
    store = Store.open("sqlite://")
    put(store, video())
    assert len(rows(store, "videos")) == 1
    store.close()


def test_two_processes_may_open_a_fresh_database_together(store_url: str) -> None:
    code = "import sys; from tiktok_spiders.store import Store; Store.open(sys.argv[1]).close()"
    both = [subprocess.Popen([sys.executable, "-c", code, store_url]) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]


def test_the_pragmas_are_set(sqlite_store: Store) -> None:
    with sqlite_store.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")
        ]
    assert found == ["wal", 1]
    assert make_engine("sqlite://").dialect.name == "sqlite"


def test_alembic_finds_nothing_to_revise(sqlite_store: Store) -> None:
    config = Config(cmd_opts=Namespace(x=[f"url={sqlite_store.url}"]), stdout=StringIO())
    config.set_main_option("script_location", str(Path(migrate.versions.__path__[0]).parent))
    command.check(config)


def test_it_migrates_out_of_a_zip_file_as_a_deployed_egg_does(tmp_path: Path) -> None:
    root = Path(tiktok_spiders.__path__[0])
    with zipfile.ZipFile(tmp_path / "p.egg", "w") as egg:
        for path in root.rglob("*.py"):
            egg.write(path, path.relative_to(root.parent))
    code = "import sys; from tiktok_spiders.store import Store, store as module;"
    code += "Store.open(sys.argv[1]).close(); print(module.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "p.egg")}
    command_line = [sys.executable, "-c", code, f"sqlite:///{tmp_path}/x.db"]
    done = subprocess.run(
        command_line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert "p.egg" in done.stdout
