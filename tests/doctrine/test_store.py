"""The store: whole after a kill at any moment, open to readers while written, closed to what is not its own."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from technostate.doctrine.documents import PART
from technostate.doctrine.search import search
from technostate.errors import StoreError
from technostate.evidence.store import APPLICATION, Part, Store, default_path

NOTES = Part("notes", (("CREATE TABLE note(text TEXT)",),))
NOTES_2 = Part("notes", (*NOTES.versions, ("ALTER TABLE note ADD COLUMN day TEXT",)))


@pytest.mark.skipif(sys.platform != "linux", reason="the custom of other systems is the library's to know")
def test_path_follows_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TECHNOSTATE_STORE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/d")
    assert default_path() == Path("/d/technostate/store.sqlite")
    monkeypatch.setenv("TECHNOSTATE_STORE", "/s.db")
    assert default_path() == Path("/s.db")


def test_error_inside_a_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.require(NOTES)
        with pytest.raises(ZeroDivisionError), store.writing() as db:
            db.execute("INSERT INTO note VALUES ('lost')")
            raise ZeroDivisionError
        assert store.rows("SELECT * FROM note") == []


def test_reader_sees_the_state_before_while_a_writer_writes(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as writer, Store(tmp_path / "s") as reader:
        writer.require(NOTES)
        with writer.writing() as db:
            db.execute("INSERT INTO note VALUES ('new')")
            began = time.monotonic()
            assert reader.rows("SELECT count(*) FROM note") == [(0,)]
            assert time.monotonic() - began < 1
        assert reader.rows("SELECT count(*) FROM note") == [(1,)]


def test_reading_is_one_state_although_a_writer_commits(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as writer, Store(tmp_path / "s") as reader:
        writer.require(NOTES)
        with reader.reading() as view:
            assert view.execute("SELECT count(*) FROM note").fetchone() == (0,)
            with writer.writing() as db:
                db.execute("INSERT INTO note VALUES ('new')")
            assert view.execute("SELECT count(*) FROM note").fetchone() == (0,)


def test_parts_are_brought_up_to_date_and_newer_ones_refused(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.require(NOTES)
        with store.writing() as db:
            db.execute("INSERT INTO note VALUES ('kept')")
        store.require(NOTES_2)
        assert store.rows("SELECT text, day FROM note") == [("kept", None)]
        with pytest.raises(StoreError, match="newer version"):
            store.require(NOTES)


def make_foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs(x)")
    db.close()


def make_newer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute("PRAGMA user_version = 99")
        db.execute("CREATE TABLE t(x)")
    db.close()


def make_damaged(path: Path) -> None:
    Store(path).close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)


def make_text(path: Path) -> None:
    path.write_text("not a database, but a note of some length")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (make_foreign, "another program"),
        (make_newer, "newer version"),
        (make_damaged, "malformed|not a database|damaged"),
        (make_text, "not a store"),
        (lambda path: path.mkdir(), "not a file"),
    ],
)  # fmt: skip
def test_what_is_no_store_is_refused_and_left_as_it_is(make: object, message: str, tmp_path: Path) -> None:
    path = tmp_path / "s"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StoreError, match=message) as caught, Store(path) as store:
        store.require(PART)
        store.check()
    assert caught.value.hint
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_missing_store_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        Store(tmp_path / "s", create=False)
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("name", [":memory:", "file:s?mode=memory", "file::memory:", "new\nline", "a?b#c%d"])
def test_a_store_is_a_file_whatever_its_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store(Path(name)) as store:
        store.require(NOTES)
        with store.writing() as db:
            db.execute("INSERT INTO note VALUES ('kept')")
    with Store(Path(name), create=False) as store:
        assert store.rows("SELECT text FROM note") == [("kept",)]
    assert (tmp_path / name).is_file()


WRITER = """
import hashlib, sys
from pathlib import Path
from technostate.evidence.store import Store
from technostate.doctrine.importers import import_folder
from technostate.doctrine.importers import writer
writer.BATCH_CHARACTERS = 4000
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
import_folder(store, Path(sys.argv[2]), "c", progress=lambda step: print(step.name, flush=True))
print("done", flush=True)
"""


def texts(folder: Path, count: int = 60, paragraphs: int = 12) -> None:
    folder.mkdir()
    dice = random.Random(7)
    for number in range(count):
        lines = ["".join(dice.choices("国家安全发展科技强军民生", k=40)) + "。" for _ in range(paragraphs)]
        (folder / f"{number:03}.txt").write_text("\n".join(lines), "utf-8")


def test_kill_at_any_moment_leaves_whole_documents_and_the_import_goes_on(tmp_path: Path) -> None:
    texts(tmp_path / "in")
    dice = random.Random()
    partial = 0
    for number in range(12):
        path = tmp_path / f"{number // 4}.sqlite"
        command = [sys.executable, "-c", WRITER, str(path), str(tmp_path / "in")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for _ in range(dice.randrange(60)):
            process.stdout.readline()
        time.sleep(dice.uniform(0, 0.003))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with Store(path) as store:
            store.check()
            store.require(PART)
            documents = store.rows("SELECT count(*) FROM document")[0][0]
            # Every document has all its passages, and the index knows each of them.
            assert store.rows("SELECT count(*) FROM passage") == [(12 * documents,)]
            assert store.rows("SELECT count(*) FROM outline") == [(documents,)]
            assert store.rows("SELECT count(*) FROM file") == [(documents,)]
            whole = [str(text) for (text,) in store.rows("SELECT text FROM passage")]
            assert search(store, "安全", limit=1).total == sum("安全" in text for text in whole)
            partial += 0 < documents < 60
    for path in tmp_path.glob("*.sqlite"):
        command = [sys.executable, "-c", WRITER, str(path), str(tmp_path / "in")]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.endswith("done\n")
        with Store(path) as store:
            assert store.rows("SELECT count(*) FROM document") == [(60,)]
            assert store.rows("SELECT count(*) FROM passage") == [(720,)]
    assert partial, "no kill fell into the import; kill earlier"
