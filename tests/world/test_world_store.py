"""The user's worlds and tariffs in the store: verified on reading, found by name, laid over a world."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from technostate.cli.app import run as main
from technostate.errors import DataError, LabelError, StoreError
from technostate.evidence.own import current
from technostate.evidence.own.kinds import Asked
from technostate.evidence.store import Store
from technostate.view.load import world_at, world_of
from technostate.world import load
from technostate.world.importers import KINDS, part, rows, stored, stored_tariffs
from technostate.world.tariffs import identity, is_own, with_tariffs
from world import made_files as made
from world.made_worlds import made_world

KIND = {kind.name: kind for kind in KINDS}
ARRAYS = ("intermediate", "final_demand", "inventories", "value_added", "taxes_on_products", "gross_output", "tariff")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("TECHNOSTATE_STORE", str(tmp_path / "own.sqlite"))
    current.use(None)
    with Store(tmp_path / "own.sqlite") as opened:
        yield opened


def test_a_world_comes_back_to_the_last_bit_in_many_chunks(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part, "CHUNK", 64)
    world = made_world(seed=3)
    stored.write(store, world, "2024")
    count = store.rows("SELECT count(*) FROM stored_chunk WHERE array = 'intermediate'")[0][0]
    assert count == 5  # 36 figures of 8 bytes in chunks of 64
    back = stored.load(store, world.name)
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(back, name), getattr(world, name))
    assert (back.origin, back.tariff_origin, back.sector_titles) == (
        world.origin,
        world.tariff_origin,
        world.sector_titles,
    )


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE stored_chunk SET packed = CAST(substr(packed, 1, 20) || x'00' || substr(packed, 22) AS BLOB) "
        "WHERE array = 'value_added'",
        "UPDATE stored_chunk SET packed = (SELECT packed FROM stored_chunk WHERE array = 'gross_output') "
        "WHERE array = 'value_added'",
        "DELETE FROM stored_chunk WHERE array = 'value_added'",
        "UPDATE stored_chunk SET number = 1 WHERE array = 'value_added'",
        "UPDATE stored_chunk SET packed = 'text' WHERE array = 'value_added'",
        "UPDATE stored_table SET record = replace(record, '2000', '2001')",
        "UPDATE stored_table SET record = '[]'",
    ],
)
def test_a_changed_byte_is_found_on_reading(store: Store, damage: str) -> None:
    stored.write(store, made_world(), "2024")
    with store.writing() as db:
        db.execute(damage)
    with pytest.raises(StoreError, match="world made-2000 is damaged in the store"):
        stored.load(store, "made-2000")


def test_a_chunk_that_unpacks_to_more_than_a_chunk_is_refused(store: Store) -> None:
    import zlib

    stored.write(store, made_world(), "2024")
    bomb = zlib.compress(bytes(part.CHUNK + 8))
    digest = part.digest_of(b"value_added 0 ", bomb)
    with store.writing() as db:
        db.execute("UPDATE stored_chunk SET packed = ?, digest = ? WHERE array = 'value_added'", (bomb, digest))
    with pytest.raises(StoreError, match="value_added"):
        stored.load(store, "made-2000")


def test_a_write_that_fails_leaves_the_store_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stored.write(store, made_world(), "2024")
    real = stored.packed

    def failing(array: str, values: Any) -> Iterator[part.Chunk]:
        yield from real(array, values)
        if array == "gross_output":
            raise sqlite3.OperationalError("database or disk is full")

    # Chunks that fail while they are inserted: the row and the first arrays are already written then.
    monkeypatch.setattr(stored, "packed", lambda array, values: [(array, values)])
    monkeypatch.setattr(
        stored,
        "insert",
        lambda db, owner, found: part.insert(db, owner, (chunk for pair in found for chunk in failing(*pair))),
    )
    with pytest.raises(StoreError, match="disk is full"):
        stored.write(store, made_world(seed=1), "2025")
    assert rows.listed(store, "world") == (("made-2000", "2024", 2000),)
    np.testing.assert_array_equal(stored.load(store, "made-2000").intermediate, made_world().intermediate)


def test_the_same_vintage_is_replaced_an_older_one_stays_and_both_can_go(store: Store) -> None:
    stored.write(store, made_world(seed=1), "2024")
    stored.write(store, made_world(seed=2), "2025")
    stored.write(store, made_world(seed=3), "2025")
    assert rows.listed(store, "world") == (("made-2000", "2025", 2000), ("made-2000", "2024", 2000))
    np.testing.assert_array_equal(stored.load(store, "made-2000").intermediate, made_world(seed=3).intermediate)
    assert rows.remove(store, "world", "made-2000@2024") == ("2024",)
    assert rows.remove(store, "world", "made-2000") == ("2025",)
    assert store.rows("SELECT count(*) FROM stored_chunk") == [(0,)]
    with pytest.raises(LabelError, match="unknown world"):
        stored.load(store, "made-2000")


def test_a_world_of_the_store_is_a_world_at_every_door(store: Store) -> None:
    stored.write(store, made_world(), "2024")
    for found in (load("made-2000"), world_of("made-2000"), world_at("made-2000")):
        assert not isinstance(found, str) and found.regions == ("AAA", "BBB", "CCC")
    with pytest.raises(LabelError, match="unknown world 'made-2001'") as error:
        load("made-2001")
    assert "made-2000" in error.value.hint


TARIFFS = (
    b"iso1,iso2,year,sector,tariff,mfn\n"
    b"USA,CHN,2021,26,7.5,7\nUSA,DEU,2021,26,2.5,2\nCHN,USA,2021,26,10,9\nUSA,CHN,2020,26,5,5\nUSA,XX9,2021,26,1,1\n"
    b"USA,CHN,2021,27,3.5,3\nUSA,CHN,2021,01,,\nEU,CHN,2021,26,4,4\nDEU,CHN,2021,26,3,3\n"
)
GROUPS = b"from,to\n26,C26\n27,C26\n01,A01\n"


def imported(store: Store, folder: Path, data: bytes = TARIFFS, **options: str) -> None:
    (folder / "gtd.csv").write_bytes(data)
    (folder / "sectors.csv").write_bytes(GROUPS)
    asked = Asked(year=2021, options={"unit": "percent", "sectors": str(folder / "sectors.csv"), **options})
    KIND["tariffs"].read(folder / "gtd.csv", asked).write(store)


def test_tariffs_of_the_store_are_laid_over_a_world(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path)
    assert stored_tariffs.names(store) == ("tariffs-2021",)
    assert is_own("tariffs-2021") and not is_own("2021")
    base = load("icio-2022")
    world = with_tariffs(base, "tariffs-2021")
    america, china, germany, france = map(world.region_index, ("USA", "CHN", "DEU", "FRA"))
    j = world.sector_index("C26")
    assert world.tariff is not None
    assert world.tariff[j, america, china] == pytest.approx((0.075 + 0.035) / 2)  # two codes of one sector
    assert world.tariff[j, china, america] == pytest.approx(0.1)
    assert world.tariff[j, france, china] == pytest.approx(0.04)  # by its group
    assert world.tariff[j, germany, china] == pytest.approx(0.03)  # its own stands above the group's
    other = with_tariffs(base)
    assert other.tariff is not None
    k = world.sector_index("C10T12")
    np.testing.assert_array_equal(world.tariff[k, america, china], other.tariff[k, america, china])
    assert world.tariff_origin is not None and world.tariff_origin.vintage == "2021"


def test_what_was_kept_with_stored_tariffs_is_told_apart_by_what_they_hold(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path)
    before = identity("tariffs-2021")
    imported(store, tmp_path, TARIFFS.replace(b"7.5", b"8.5"))
    assert identity("tariffs-2021") != before


@pytest.mark.parametrize(
    ("data", "asked", "words"),
    [
        (TARIFFS, Asked(year=2021), "unit of the column 'tariff' is not stated"),
        (TARIFFS, Asked(options={"unit": "percent"}), "holds 2 years"),
        (TARIFFS, Asked(year=1999, options={"unit": "percent"}), "no rates of 1999"),
        (TARIFFS, Asked(year=2021, options={"unit": "fraction"}), "above 3"),
        (b"importer,exporter,sector,rate\nUSA,CHN,C26,0.1\n", Asked(), "no column of years"),
        (b"importer,exporter,sector,rate\nUSA,CHN,C26,much\n", Asked(year=2021), "no number"),
        (
            b"importer,exporter,sector,rate\nUSA,CHN,C26,0.1\nUSA,CHN,C26,0.2\n",
            Asked(year=2021),
            "stands there 2 times",
        ),
        (b"importer,exporter,rate\nUSA,CHN,0.1\n", Asked(year=2021), "no column of what"),
        (b"importer,exporter,sector,rate\n", Asked(year=2021), "has no rates"),
        (b"importer,exporter,sector,rate\nUSA,CHN,C26,0.1,7\n", Asked(year=2021), "cannot be read"),
    ],
)
def test_a_file_of_tariffs_with_mistakes_is_refused(data: bytes, asked: Asked, words: str, tmp_path: Path) -> None:
    (tmp_path / "gtd.csv").write_bytes(data)
    with pytest.raises(DataError, match=words):
        KIND["tariffs"].read(tmp_path / "gtd.csv", asked)


def test_tariffs_by_codes_that_a_world_does_not_have_say_how_to_map_them(store: Store, tmp_path: Path) -> None:
    (tmp_path / "gtd.csv").write_bytes(TARIFFS)
    KIND["tariffs"].read(tmp_path / "gtd.csv", Asked(year=2021, options={"unit": "percent"})).write(store)
    with pytest.raises(DataError, match="sectors that icio-2022 has not: 26, 27") as error:
        with_tariffs(load("icio-2022"), "tariffs-2021")
    assert "--option sectors=FILE" in error.value.hint


def test_a_table_of_the_store_runs_a_measure(store: Store, tmp_path: Path) -> None:
    from technostate.exposure import foreign_input_reliance

    (tmp_path / "2019_SML.csv").write_bytes(made.oecd(made.table()))
    KIND["oecd-icio"].read(tmp_path / "2019_SML.csv", Asked()).write(store)
    ours, was = load("oecd-icio-2019"), made.table()
    assert foreign_input_reliance(ours, "CHN") == pytest.approx(foreign_input_reliance(was, "CHN"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE stored_table SET name = 'other'", "UPDATE stored_table SET vintage = '2023'",
        "UPDATE stored_table SET year = 1999", "UPDATE stored_table SET year = 'x'",
        "UPDATE stored_table SET what = 'tariffs'", "UPDATE stored_table SET record = x'00'",
        "DELETE FROM stored_table", "UPDATE stored_state SET tables = 2", "DELETE FROM stored_state",
    ],
)  # fmt: skip
def test_a_changed_or_lost_row_of_a_table_is_found(change: str, store: Store) -> None:
    stored.write(store, made_world(), "2024")
    with store.writing() as db:
        db.execute(change)
    with pytest.raises(StoreError, match="is damaged"):
        rows.listed(store, "world")


@pytest.mark.parametrize("array", ["rates", "value_added"])
def test_verify_reads_worlds_and_tariffs_too(
    array: str, store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stored.write(store, made_world(), "2024")
    imported(store, tmp_path, unit="percent")
    assert main(["data", "verify", "--store", str(store.path)]) == 0
    assert "2 editions of your own worlds and tariffs" in " ".join(capsys.readouterr().out.split())
    with store.writing() as db:
        db.execute("UPDATE stored_chunk SET packed = x'00' WHERE array = ?", (array,))
    assert main(["data", "verify", "--store", str(store.path)]) == 1
    assert "damaged in the store" in capsys.readouterr().err
