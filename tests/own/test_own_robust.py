"""The store of a user's series: whole after a kill, one state to readers, safe on a full disk, damage found."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made import kept, series

from technostate.errors import StoreError
from technostate.evidence.own import series as own
from technostate.evidence.store import Store

HERE = str(Path(__file__).parent)
# Writes batches of series for ever; every series of a batch has the batch's number as its figures.
WRITER = """
import itertools, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from made import series
from technostate.evidence.own import series as own
from technostate.evidence.store import Store
name, count = sys.argv[3], int(sys.argv[4])
store = Store(Path(sys.argv[1]))
print("ready", flush=True)
for number in itertools.count(1):
    own.write(store, "2026", [series(f"own/{name}/s{i}", float(number), regions=("CHN", "USA", "IND", "JPN"),
                                     years=range(1900, 2020)) for i in range(count)])
    print(number, flush=True)
"""


def writer(path: Path, name: str, count: int = 30) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), HERE, name, str(count)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def numbers(store: Store, name: str) -> set[float]:
    """The numbers of the batches that are in the store: one, if batches are written whole."""
    with store.reading():
        found = [own.load(store, entry.id, entry.vintage) for entry in own.editions(store) if f"/{name}/" in entry.id]
    return {value for item in found for path in item.values.values() for value in path.values()}


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of other systems")
def test_kill_at_forty_random_moments_leaves_whole_batches(tmp_path: Path) -> None:
    path, chance = tmp_path / "s", random.Random(11)
    kept(path, series("own/before/one", 5.0))
    seen: set[float] = set()
    for _ in range(40):
        process = writer(path, "killed")
        assert process.stdout is not None
        for _ in range(chance.randrange(4)):
            process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with Store(path, create=False) as store:
            store.check()
            own.check(store)
            found = numbers(store, "killed")
            assert len(found) <= 1
            assert own.load(store, "own/before/one", "2026-03").value("CHN", 2020) == 5.0
            seen |= found
    assert len(seen) > 1, "no process was killed after its first batch: the moments are too early to say anything"


def test_two_writers_and_a_reader_disturb_nobody(tmp_path: Path) -> None:
    path = tmp_path / "s"
    kept(path, series())
    writers = [writer(path, "one", 5), writer(path, "two", 5)]
    try:
        seen: dict[str, set[float]] = {"one": set(), "two": set()}
        stamps: set[int] = set()
        until = time.monotonic() + 20
        with Store(path, create=False) as store:
            while min(map(len, seen.values())) < 4 and time.monotonic() < until:
                stamps.add(own.stamp(store))
                for name, found in seen.items():
                    now = numbers(store, name)
                    assert len(now) <= 1, "a reader saw half a batch"
                    found |= now
            store.check()
        assert all(process.poll() is None for process in writers), "a writer failed"
        assert min(map(len, seen.values())) >= 4 and len(stamps) > 3
    finally:
        for process in writers:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    path = kept(tmp_path / "s", series())
    with Store(path) as store:
        store.rows("PRAGMA max_page_count = 20")
        many = [series(f"own/large/s{i}", 0.1 + i, years=range(1500, 2200), regions=("CHN", "USA")) for i in range(400)]
        with pytest.raises(StoreError, match="full") as caught:
            own.write(store, "2026", many)
        assert "free space" in caught.value.hint
        assert [item.id for item in own.editions(store)] == ["own/test/one"]
        assert own.check(store) == 1
    with Store(path) as store:
        own.write(store, "2026", many)
        assert own.check(store) == 401


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is of this system")
def test_a_file_that_may_not_grow_is_one_error(tmp_path: Path) -> None:
    path = kept(tmp_path / "s", series())
    code = f"""
import resource, signal, sys
sys.path.insert(0, {HERE!r})
from made import series
from technostate.errors import StoreError
from technostate.evidence.own import series as own
from technostate.evidence.store import Store
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
many = [series(f"own/large/s{{i}}", 0.1 + i, years=range(1500, 2200)) for i in range(400)]
try:
    own.write(Store(Path({str(path)!r})), "2026", many)
except StoreError as error:
    print(error.hint)
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "free space" in said
    with Store(path) as store:
        assert own.check(store) == 1


def test_flipped_bytes_are_found_or_change_nothing(tmp_path: Path) -> None:
    """Each byte that the store keeps is what was written, or reading it is an error: never another figure."""
    items = [series(f"own/test/s{i}", 1.5 + i, years=range(1990, 2020)) for i in range(10)]
    path = kept(tmp_path / "s", *items)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    whole, chance, found = path.read_bytes(), random.Random(3), 0
    for number in range(300):
        broken = bytearray(whole)
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        other = tmp_path / f"b{number}"
        other.write_bytes(broken)
        try:
            with Store(other, create=False) as store:
                if store.has(own.PART):
                    loaded = [own.load(store, item.id, item.vintage) for item in own.editions(store)]
                    assert [(item.id, item.values) for item in loaded] == [(item.id, item.values) for item in items]
        except StoreError as error:
            assert error.hint
            found += 1
        other.unlink()
    assert found > 20


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE series SET title = 'another' WHERE series = 'own/test/one'", "the record of own/test/one"),
        ("UPDATE series SET vintage = '2099' WHERE series = 'own/test/one'", "the record of own/test/one"),
        ("UPDATE series SET origin = '{}'", "the record of"),
        ("UPDATE series SET mark = NULL || x'00'", "constraint|NOT NULL"),
        ("UPDATE series SET figures = x'00' WHERE series = 'own/test/one'", "the figures of own/test/one"),
        ("DELETE FROM series WHERE series = 'own/test/two'", "2 editions of series were written and 1 are there"),
        ("DELETE FROM series_state", "the count of its series"),
        ("UPDATE series_state SET stamp = 'x'", "the count of its series"),
    ],
)
def test_what_was_changed_behind_our_back_is_named(tmp_path: Path, sql: str, words: str) -> None:
    path = kept(tmp_path / "s", series(), series("own/test/two"))
    with Store(path) as store, pytest.raises(StoreError, match=words) as caught:
        with store.writing() as db:
            db.execute(sql)
        own.check(store)
    assert caught.value.hint
