"""A user's series are read wherever figures are: the newest edition, its figures to the last bit, its file and day."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import SPENDING, kept, series

from technostate.errors import DataError, LabelError, StoreError
from technostate.evidence import Series, catalogue, shipped
from technostate.evidence.editions import newest_first
from technostate.evidence.own import current, figures
from technostate.evidence.own import series as own
from technostate.evidence.own.figures import packed, unpacked
from technostate.evidence.store import Part, Store
from technostate.strategies import dictionary

FINITE = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.dictionaries(
    st.sampled_from(["CHN", "USA", "EU", "ROW"]),
    st.dictionaries(st.integers(1000, 2200), FINITE, min_size=1, max_size=8),
    min_size=1,
)


@given(VALUES)
def test_figures_come_back_to_the_last_bit(values: dict[str, dict[int, float]]) -> None:
    assert unpacked(packed(values)) == values


@given(st.binary(max_size=200))
def test_bytes_that_are_no_figures_are_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError):
        unpacked(content)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    import zlib

    monkeypatch.setattr(figures, "LIMIT", 2**20)
    machine = zlib.compressobj(9)
    bomb = b"".join(machine.compress(b"\0" * 2**20) for _ in range(3)) + machine.flush()
    with pytest.raises(ValueError, match="larger"):
        unpacked(bomb)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(values=VALUES)
def test_a_series_comes_back_as_it_was_written(tmp_path: Path, values: dict[str, dict[int, float]]) -> None:
    one = replace(series(), values=values)
    with Store(kept(tmp_path / "s", one)) as store:
        found = own.load(store, one.id, "2026-03")
    assert found.values == one.values
    assert (found.title, found.unit, found.kind) == (one.title, one.unit, one.kind)
    assert found.origin == replace(one.origin, imported="imported from one.csv on 2026-05-17")


def test_the_newest_edition_is_read_first_and_older_ones_stay(tmp_path: Path) -> None:
    path = kept(tmp_path / "s", series(SPENDING, 9.0), vintage="2099-01")
    kept(path, series(SPENDING, 1.0), vintage="1999")
    current.use(path)
    entry = catalogue.entry(SPENDING)
    assert entry.own and entry.vintage == "2099-01"
    assert entry.vintages == ("2099-01", "2021-10", "1999")
    assert catalogue.load(SPENDING).value("CHN", 2020) == 9.0
    assert catalogue.load(SPENDING, "1999").value("CHN", 2020) == 1.0
    assert catalogue.load(SPENDING, "2021-10").origin.imported == ""
    assert dict(catalogue.latest(SPENDING, ["CHN"])) == {"CHN": (2023, 9.0)}


def test_an_older_import_does_not_hide_what_ships(tmp_path: Path) -> None:
    current.use(kept(tmp_path / "s", series(SPENDING, 9.0), vintage="2001"))
    assert not catalogue.entry(SPENDING).own


def test_on_a_tie_the_users_edition_is_read(tmp_path: Path) -> None:
    vintage = shipped.editions()[SPENDING][0].vintage
    current.use(kept(tmp_path / "s", series(SPENDING, 9.0), vintage=vintage))
    entry = catalogue.entry(SPENDING)
    assert entry.own and entry.vintages.count(vintage) == 1
    assert catalogue.load(SPENDING, vintage).value("USA", 2021) == 9.0


def test_what_ships_is_ordered_as_its_vintages_say() -> None:
    """The order of embedded editions is that of their dates, whatever words stand around them."""
    for entries in shipped.editions().values():
        order = list(newest_first(entries))
        assert order == sorted(order, reverse=True)


def test_an_edition_is_replaced_by_the_same_vintage(tmp_path: Path) -> None:
    path = kept(tmp_path / "s", series(value=1.0), series("own/test/two"))
    kept(path, series(value=2.0))
    with Store(path) as store:
        assert [item.id for item in own.editions(store)] == ["own/test/one", "own/test/two"]
        assert own.load(store, "own/test/one", "2026-03").value("CHN", 2020) == 2.0


def test_indicators_see_an_import_at_once(tmp_path: Path) -> None:
    """Figures that are cached are not those of before: an indicator, the catalogue, the largest states."""
    row = next(row for row in dictionary.indicators() if row.expression.series_ids())
    key = row.expression.series_ids()[0]
    unit = catalogue.entry(key).unit
    before = dictionary.values(row.id)
    path = kept(tmp_path / "s", series("own/test/one"))
    current.use(path)
    assert dictionary.values(row.id).values == before.values
    kept(path, series(key, 123.0, unit=unit), vintage="2099-01")
    assert catalogue.load(key).value("CHN", 2020) == 123.0
    assert dictionary.values(row.id).values != before.values
    with Store(path) as store:
        own.remove(store, key)
    assert dictionary.values(row.id).values == before.values


def test_another_process_is_seen(tmp_path: Path) -> None:
    path = kept(tmp_path / "s", series(value=1.0))
    current.use(path)
    assert catalogue.load("own/test/one").value("CHN", 2020) == 1.0
    code = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from made import kept, series; "
        "kept(Path(sys.argv[1]), series(value=7.0))"
    )
    subprocess.run([sys.executable, "-c", code, str(path), str(Path(__file__).parent)], check=True)
    assert catalogue.load("own/test/one").value("CHN", 2020) == 7.0


def test_a_file_that_is_put_in_place_of_another_is_seen(tmp_path: Path) -> None:
    path = kept(tmp_path / "s", series(value=1.0))
    current.use(path)
    assert catalogue.load("own/test/one").value("CHN", 2020) == 1.0
    kept(tmp_path / "t", series(value=2.0)).replace(path)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    assert catalogue.load("own/test/one").value("CHN", 2020) == 2.0


def test_every_thread_reads(tmp_path: Path) -> None:
    current.use(kept(tmp_path / "s", series(value=4.0)))
    found: list[float] = []
    threads = [
        threading.Thread(target=lambda: found.append(catalogue.load("own/test/one").value("CHN", 2020)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [4.0] * 8


def test_which_store_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, usual = kept(tmp_path / "a", series(value=1.0)), kept(tmp_path / "b", series(value=2.0))
    monkeypatch.setenv("TECHNOSTATE_STORE", str(tmp_path / "none"))
    assert current.opened() is None
    with pytest.raises(LabelError, match="unknown series"):
        catalogue.load("own/test/one")
    monkeypatch.setenv("TECHNOSTATE_STORE", str(usual))
    assert catalogue.load("own/test/one").value("CHN", 2020) == 2.0
    current.use(named)
    assert catalogue.load("own/test/one").value("CHN", 2020) == 1.0
    with pytest.raises(StoreError, match="no store at"):
        current.use(tmp_path / "none")
    named.unlink()
    with pytest.raises(StoreError, match="no store at"):
        catalogue.load("own/test/one")


def test_reading_writes_nothing_to_a_store_of_texts(tmp_path: Path) -> None:
    path = tmp_path / "s"
    Store(path).close()
    before = path.read_bytes()
    current.use(path)
    assert catalogue.state() == 0 and not catalogue.search("", own=True)
    assert path.read_bytes() == before


def test_a_series_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with Store(kept(tmp_path / "s", series())) as store:
        store.require(Part("series", (*own.PART.versions, ())))
    current.use(tmp_path / "s")
    with pytest.raises(StoreError, match="newer version"):
        catalogue.load(SPENDING)


@pytest.mark.parametrize("vintage", ["", "March 2026", "v15", "26-03", "20261", "2026\x1b[1m", "2026" + "-" * 400])
def test_a_vintage_begins_with_a_year(tmp_path: Path, vintage: str) -> None:
    with Store(tmp_path / "s") as store:
        with pytest.raises(DataError, match="does not begin with a year") as caught:
            own.write(store, vintage, [series()])
        assert "--vintage" in caught.value.hint
        assert not own.editions(store)


def wrong(items: list[Series], **changed: object) -> list[Series]:
    return [*items, replace(series(), **changed)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "no series to write"),
        (wrong([series()]), "own/test/one twice"),
        (wrong([], values={}), "has no figure"),
        (wrong([], values={"CHN": {40000: 1.0}}), "the years 40000"),
        (wrong([], title="red \x1b[31m"), "not printable"),
        (wrong([], id=f"own/test/{'x' * 300}"), "too long"),
        ([series(SPENDING, unit="musd")], "is in 'musd'"),
    ],
)
def test_what_is_no_edition_is_refused_whole(tmp_path: Path, items: list[Series], words: str) -> None:
    with Store(tmp_path / "s") as store:
        own.write(store, "2020", [series("own/kept/one")])
        with pytest.raises(DataError, match=words) as caught:
            own.write(store, "2026", [series("own/test/first"), *items] if items else items)
        assert caught.value.hint
        assert [item.id for item in own.editions(store)] == ["own/kept/one"]


def test_one_unit_through_all_editions(tmp_path: Path) -> None:
    with Store(kept(tmp_path / "s", series())) as store:
        with pytest.raises(DataError, match="your 2026-03 is in '% of GDP'"):
            own.write(store, "2027", [series(unit="musd")])
        own.write(store, "2026-03", [series(unit="musd")])


def test_removing_what_is_not_there_says_what_is(tmp_path: Path) -> None:
    with Store(kept(tmp_path / "s", series())) as store:
        with pytest.raises(LabelError, match="no series") as caught:
            own.remove(store, "own/test/other")
        assert "data list --own" in caught.value.hint
        with pytest.raises(LabelError, match="1999") as caught:
            own.remove(store, "own/test/one", "1999")
        assert "2026-03" in caught.value.hint
        assert own.remove(store, "own/test/one") == ("2026-03",)
        assert own.editions(store) == ()


def test_control_characters_of_a_files_name_are_written_out(tmp_path: Path) -> None:
    current.use(kept(tmp_path / "s", series(), file="red\x1b[31m.csv"))
    assert catalogue.entry("own/test/one").origin.imported == r"imported from red\x1b[31m.csv on 2026-05-17"
