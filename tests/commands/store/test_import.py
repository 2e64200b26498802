"""``scrapy store import``: pages that could not be stored before."""

from __future__ import annotations

from tests.store.export_store import DAY_1, DAY_2, begin, page, user, video
from tiktok_spiders.store.spill import write_spill
from tiktok_spiders.store.store import Store
from tiktok_spiders.store.summary import summarise


def test_import_twice_changes_nothing(run, store, tmp_path):
    run_id = begin(store, "r")
    pages = [page([user(run_id)], run_id, section="profile"), page([video("10", run_id)], run_id)]
    write_spill(tmp_path / "unsaved.jsonl", pages)
    status, out, _ = run("import", "unsaved.jsonl")
    assert (status, out) == (0, "unsaved.jsonl: 2 pages, 2 records: 2 new, 0 updated\n")
    assert run("import", "unsaved.jsonl")[1] == "unsaved.jsonl: 2 pages, 2 records: 0 new, 0 updated\n"
    assert run("export", "--type", "video")[1].count("\n") == 1


def test_import_into_another_store(run, store, tmp_path):
    run_id = begin(store, "r")
    write_spill(tmp_path / "unsaved.jsonl", [page([video("10", run_id)], run_id)])
    status, out, _ = run(
        "import", "unsaved.jsonl", "-s", f"TIKTOK_DATABASE_URL=sqlite:///{tmp_path}/other.db"
    )
    assert (status, out) == (0, "unsaved.jsonl: 1 pages, 1 records: 1 new, 0 updated\n")
    other = Store.open(f"sqlite:///{tmp_path}/other.db")
    (known,) = summarise(other, DAY_2).runs
    other.close()
    assert (known.run_id, known.spider, known.started_at) == (run_id, "user", DAY_1)


def test_import_of_something_else(run, store, tmp_path):
    (tmp_path / "other.jsonl").write_text('{"a": 1}\n')
    status, _, err = run("import", "other.jsonl")
    assert (status, err.count("\n")) == (1, 1)
    assert "other.jsonl:1" in err
