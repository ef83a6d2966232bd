"""BACI's files become trade in the store; malformed and hostile ones give one clear error, and nothing is written."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import baci_files as files
import pytest

from technostate.cli.app import run
from technostate.errors import DataError, LabelError, StoreError
from technostate.evidence.own.kinds import Asked, Taken
from technostate.evidence.store import Store
from technostate.exposure.products import flows, stored
from technostate.exposure.products.baci import KIND, read

FIRST = files.FLOWS.splitlines()[1]


def taken(path: Path, store: Path, asked: Asked | None = None) -> Taken:
    with Store(store) as opened:
        return read(path, asked or Asked()).write(opened)


def test_a_table_and_what_is_said_of_it(tmp_path: Path) -> None:
    done = taken(files.table(tmp_path), tmp_path / "s.sqlite")
    assert (done.what, done.names, done.vintage) == ("trade", ("trade/HS17/2020",), "2024-01")
    assert "13 flows" in done.said[0]
    assert any("Taiwan" in line for line in done.said) and any("Europe EFTA, nes" in line for line in done.said)
    with Store(tmp_path / "s.sqlite") as store:
        (edition,) = stored.editions(store)
        assert edition.regions == ("AUS", "CHN", "DEU", "FRA", "TWN", "USA", "ROW")
        codes, titles = stored.products(store, edition)
        assert codes == (10121, 280530, 811292) and titles[0] == "Horses: live, pure-bred"
        assert sum(int(chunk["value"].sum()) for chunk in stored.chunks(store, edition)) == 225_500
        assert "imported from BACI_HS17" in edition.origin.imported
        assert stored.check(store) == 1


def test_a_zip_of_several_years_and_one_of_them(tmp_path: Path) -> None:
    path = files.zipped(tmp_path / "BACI_HS17_V202401b.zip")
    assert taken(path, tmp_path / "a.sqlite").names == ("trade/HS17/2019", "trade/HS17/2020")
    assert taken(path, tmp_path / "b.sqlite", Asked(year=2019)).names == ("trade/HS17/2019",)
    with Store(tmp_path / "a.sqlite") as store:
        newest = stored.find(store)
        assert newest is not None and newest.year == 2020
        assert stored.find(store, 2019) is not None
        with pytest.raises(LabelError, match="no trade of year 2018"):
            stored.find(store, 2018)


def test_a_later_edition_stands_beside_the_first_and_is_read(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    taken(files.table(tmp_path), store)
    taken(files.table(tmp_path, name="BACI_HS17_Y2020_V202501.csv"), store)
    taken(files.table(tmp_path, name="BACI_HS17_Y2020_V202501.csv"), store)
    with Store(store) as opened:
        assert [item.vintage for item in stored.editions(opened)] == ["2024-01", "2025-01"]
        newest = stored.find(opened)
        assert newest is not None and newest.vintage == "2025-01"
        assert stored.remove(opened, "trade/HS17/2020", "2025-01") == ("2025-01",)
        with pytest.raises(LabelError, match="has no 'trade/HS17/2021'"):
            stored.remove(opened, "trade/HS17/2021")


def test_blocks_join_where_they_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.table(tmp_path, files.FLOWS.replace("\n", "\r\n") + "\r\n\r\n")
    whole = read(path, Asked()).first
    monkeypatch.setattr(flows, "BLOCK", 40)
    parts = read(path, Asked()).first
    for name in ("codes", "product", "importer", "exporter", "value"):
        assert (getattr(whole, name) == getattr(parts, name)).all()


def test_old_names_of_columns_and_lists(tmp_path: Path) -> None:
    """Before 2014 k was hs6; before 2024 the list had full names and iso_3digit_alpha."""
    path = files.table(
        tmp_path,
        'Year,"hs6",i,j,v,q\n2020,"010121",276,251,1.5,1\n',
        name="baci92_2020.csv",
        countries="country_code,country_name_abbreviation,country_name_full,iso_2digit_alpha,iso_3digit_alpha\n"
        "251,France,France Monaco,FR,FRA\n276,Germany,Germany,DE,DEU\n",
    )
    batch = read(path, Asked(vintage="2010"))
    assert batch.classification == "HS92" and batch.first.value.tolist() == [1500]
    assert any("no titles" in line for line in batch.said)


def test_goods_not_specified_and_flows_at_home_are_left_out_and_said(tmp_path: Path) -> None:
    more = "2020,156,276,9999AA,3,1\n2020,156,276,999999,3,1\n2020,276,276,811292,9,1\n"
    done = taken(files.table(tmp_path, files.FLOWS + more), tmp_path / "s.sqlite")
    assert "13 flows" in done.said[0]
    assert any("2 flows of goods that are not specified" in line for line in done.said)
    assert any("1 flows of a country to itself" in line for line in done.said)


def swap(old: str, new: str) -> Callable[[Path], Path]:
    return lambda folder: files.table(folder, files.FLOWS.replace(old, new, 1))


#: What it is, the file, what is said beside it, what the message says, what the hint says.
CASES: list[tuple[str, Callable[[Path], Path], Asked, str, str]] = [
    ("empty file", lambda it: files.table(it, ""), Asked(), "V202401.csv is empty", "download"),
    ("header alone", lambda it: files.table(it, "t,i,j,k,v,q\n"), Asked(), "has no flow", "cut off"),
    ("no column k", swap("t,i,j,k", "t,i,j,x"), Asked(), "has not one column each of k", "t,i,j,k,v,q"),
    ("column twice", swap("t,i,j,k,v,q", "t,i,j,k,v,v"), Asked(), "has not one column each of v", "BACI has"),
    ("semicolons", lambda it: files.table(it, files.FLOWS.replace(",", ";")), Asked(), "t, i, j, k, v", "commas"),
    ("decimal comma", swap("60.000", "60,000"), Asked(), "line 2: 7 fields, 6 expected", "decimal commas"),
    ("cut off in a row", lambda it: files.table(it, files.FLOWS[:-9]), Asked(), "line 14: 5 fields", "cut off"),
    ("another year inside", swap("2020,842,276", "2019,842,276"), Asked(), "line 4: the year '2019', not 2020", "one"),
    ("country not listed", swap("2020,842,156", "2020,840,156"), Asked(), "line 9: the exporter '840'", "--option"),
    ("importer that is no number", swap("36,276,10121", "36,DEU,10121"), Asked(), "line 13: the importer 'DEU'",
     "list"),
    ("code of four digits", swap("251,811292", "251,8112"), Asked(), "line 3: the product '8112'", "six digits"),
    ("code in words", swap("251,811292", "251,gallium"), Asked(), "line 3: the product 'gallium'", "six digits"),
    ("negative value", swap("20.000", "-20.0"), Asked(), "line 3: the value '-20.0'", "not negative"),
    ("value that is none", swap("20.000", "NaN"), Asked(), "line 3: the value 'NaN'", "number"),
    ("endless value", swap("20.000", "inf"), Asked(), "line 3: the value 'inf'", "number"),
    ("value beyond the world's trade", swap("20.000", "1e30"), Asked(), "line 3: the value '1e30'", "number"),
    ("value missing", swap("20.000", ""), Asked(), "line 3: the value ''", "number"),
    ("flow twice", lambda it: files.table(it, files.FLOWS + FIRST + "\n"), Asked(),
     "line 15: product 811292 from 156 to 276 is there twice", "again"),
    ("NUL bytes", swap("60.000", "6\0.000"), Asked(), "contains NUL bytes", "binary"),
    ("web page", lambda it: files.table(it, "<html><body>403</body></html>\n" * 9), Asked(), "has not one column",
     "<html>"),
    ("no list of countries", lambda it: files.table(it, countries=""), Asked(), "the list of countries of", "--option"),
    ("list of countries twice", lambda it: files.table(it, countries=files.COUNTRIES + "36,Australia,AU,AUS\n"),
     Asked(), "line 9: the country 36 is there twice", "remove"),
    ("number of a country in words", lambda it: files.table(it, countries=files.COUNTRIES.replace("36,", "x,")),
     Asked(), "line 2: 'x' is no number of a country", "digits"),
    ("list of countries that is a list of products", lambda it: files.table(it, countries=files.PRODUCTS), Asked(),
     "country_codes_V202401.csv lacks 3 columns", "the file has"),
    ("no revision", lambda it: files.table(it, name="trade_Y2020_V202401.csv"), Asked(year=2020, vintage="2024"),
     "does not say by which revision", "classification=HS17"),
    ("revision that is none", files.table, Asked(options={"classification": "SITC"}), "'SITC' is no revision", "HS17"),
    ("no year", lambda it: files.table(it, name="BACI_HS17_V202401.csv"), Asked(), "does not say its year", "--year"),
    ("no edition", lambda it: files.table(it, name="BACI_HS17_Y2020.csv"), Asked(), "of which edition", "--vintage"),
    ("unknown option", files.table, Asked(options={"units": "usd"}), "option 'units'", "classification"),
    ("year that the zip has not", lambda it: files.zipped(it / "BACI_HS17_V202401.zip"), Asked(year=2012),
     "holds no 2012", "2019, 2020"),
    ("zip of something else", lambda it: files.zipped(it / "a.zip", {"b.csv": "x\n"}), Asked(), "holds no table",
     "b.csv"),
    ("zip with a year twice",
     lambda it: files.zipped(it / "a.zip", {"x/BACI_HS17_Y2020_V202401.csv": "", "BACI_HS17_Y2020_V202401.csv": ""}),
     Asked(), "holds 2020 twice", "unpack"),
    ("zip cut off", lambda it: _cut(files.zipped(it / "BACI_HS17_V202401.zip")), Asked(),
     "is damaged|fields|value|bytes", "again"),
    ("a folder", lambda it: it, Asked(), "is not a regular file|cannot be read", "file|path"),
]  # fmt: skip


def _cut(path: Path) -> Path:
    data = bytearray(path.read_bytes())
    at = data.find(b"BACI_HS17_Y2019") + 60
    data[at : at + 40] = bytes(40)
    path.write_bytes(bytes(data))
    return path


@pytest.mark.parametrize(("make", "asked", "words", "hint"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_bad_input_is_one_clear_error(
    tmp_path: Path, make: Callable[[Path], Path], asked: Asked, words: str, hint: str
) -> None:
    path = make(tmp_path)
    store = tmp_path / "s.sqlite"
    with Store(store) as opened:
        with pytest.raises(DataError, match=words) as caught:
            read(path, asked).write(opened)
        assert stored.editions(opened) == ()
    assert "\n" not in str(caught.value) and str(tmp_path) not in str(caught.value)
    assert re.search(hint, caught.value.hint), caught.value.hint


def test_a_wrong_second_year_leaves_no_first_one(tmp_path: Path) -> None:
    members = {
        "country_codes_V202401.csv": files.COUNTRIES,
        "BACI_HS17_Y2019_V202401.csv": files.FLOWS.replace("2020,", "2019,"),
        "BACI_HS17_Y2020_V202401.csv": files.FLOWS.replace("60.000", "x"),
    }
    path = files.zipped(tmp_path / "BACI_HS17_V202401.zip", members)
    with Store(tmp_path / "s.sqlite") as store:
        with pytest.raises(DataError, match="Y2020_V202401\\.csv line 2: the value 'x'"):
            read(path, Asked()).write(store)
        assert stored.editions(store) == ()


@pytest.mark.parametrize(("name", "limit"), [("LIMIT_ROWS", 5), ("LIMIT_BYTES", 100), ("LIMIT_PRODUCTS", 2)])
def test_a_table_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, limit: int
) -> None:
    path = files.table(tmp_path)
    monkeypatch.setattr(flows, name, limit)
    with pytest.raises(DataError, match=r"more than|has 3 products"):
        read(path, Asked())


def test_memory_that_does_not_suffice_is_said_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("technostate.world.memory.free", lambda: 1000)
    with pytest.raises(DataError, match="MiB of memory while it is read"):
        read(files.table(tmp_path), Asked())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE trade_chunk SET packed = CAST(substr(packed, 1, 10) || x'00' || substr(packed, 12) AS BLOB)",
        "DELETE FROM trade_chunk",
        "DELETE FROM trade_year",
        "UPDATE trade_year SET year = 2021",
        "UPDATE trade_year SET products = x'00'",
        "UPDATE trade_year SET record = replace(record, 'CHN', 'IND')",
    ],
)
def test_what_is_not_what_was_written_is_found(path: Path, sql: str) -> None:
    db = sqlite3.connect(path)
    db.execute(sql)
    db.commit()
    db.close()
    with Store(path) as store, pytest.raises(StoreError, match="is damaged"):
        stored.check(store)


def test_the_kind_is_listed_and_leads_to_an_answer(
    tmp_path: Path, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["data", "kinds", "--format", "csv"]) == 0
    assert KIND.file in capsys.readouterr().out
    file = files.zipped(tmp_path / "BACI_HS17_V202401.zip", years=(2021,))
    assert run(["data", "import", "baci", str(file), "--store", str(path)]) == 0
    assert "technostate exposure products DEU" in capsys.readouterr().out
    assert run(["data", "verify", "--store", str(path)]) == 0
    assert "2 years of trade" in capsys.readouterr().out
    assert run(["data", "remove", "trade/HS17/2021", "--store", str(path)]) == 0
    assert run(["exposure", "products", "--store", str(path)]) == 0
    out = capsys.readouterr().out
    assert "trade/HS17/2020" in out and "trade/HS17/2021" not in out.partition("removed")[2]
