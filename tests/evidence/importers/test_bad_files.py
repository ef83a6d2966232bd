"""A user's file that is malformed, another's or hostile gives one clear error, with a hint, and nothing is written."""

from __future__ import annotations

import gzip
import os
import random
import zipfile
from pathlib import Path

import pytest
import small_files as small

from technostate.errors import DataError, TechnostateError
from technostate.evidence.importers import KINDS, files, gathered, workbook
from technostate.evidence.own.kinds import Asked

BY_NAME = {kind.name: kind for kind in KINDS}

#: What it is, kind, name of the file, its text, what the message says, what the hint says.
CASES: list[tuple[str, str, str, str, str, str]] = [
    ("empty file", "sipri-arms", "a.csv", "", "a.csv is empty", "download"),
    ("no such header", "sipri-arms", "a.csv", "x,y\n1,2\n", "lacks 4 columns: Supplier", "the file has x, y"),
    ("column renamed", "sipri-arms", "a.csv", small.ARMS.replace("Supplier", "Suplier"), "lacks 1 column: Supplier",
     "is Supplier named 'Suplier'"),
    ("row cut off", "sipri-arms", "a.csv", small.ARMS[:-20], "line 10: 3 fields, 9 expected", "cut off"),
    ("open quote", "sipri-arms", "a.csv", small.ARMS.replace("light\"", "light"), "a.csv line", "quote"),
    ("decimal comma", "sipri-arms", "a.csv", small.ARMS.replace("30.5", '"30,5"'), "'30,5', not a number", "point"),
    ("negative volume", "sipri-arms", "a.csv", small.ARMS.replace("30.5", "-3"), "line 5: TIV -3 is negative", "again"),
    ("year of two digits", "sipri-arms", "a.csv", small.ARMS.replace(",2020,1,1,30.5", ",20,1,1,30.5"),
     "Delivery year 20 is not a year", "four digits"),
    ("no delivery at all", "sipri-arms", "a.csv", "\n".join(small.ARMS.splitlines()[:4]), "lists no delivery", "whole"),
    ("web page in place of a table", "wdi", "a-2026-01.csv", "<html><body>403 Forbidden</body></html>\n" * 50,
     "lacks 3 columns: Country Code", "technostate data kinds"),
    ("edition not known", "v-dem", "table.csv", small.VDEM, "neither table.csv nor its name says", "--vintage"),
    ("index above one", "v-dem", "V-Dem-CY-Core-v16.csv", small.VDEM.replace("0.07", "7"),
     "7, outside 0 to 1", "V-Dem"),
    ("state-year twice", "v-dem", "V-Dem-CY-Core-v16.csv", small.VDEM + small.VDEM.splitlines()[1] + "\n",
     "line 6: CHN 2024 is there twice", "remove"),
    ("no known region", "v-dem", "V-Dem-CY-Core-v16.csv", small.VDEM.replace("CHN", "QQQ").replace("VDR", "QQR"),
     "no region is known: QQQ, QQR, PSG", "data kinds"),
    ("number of no state", "atop", "atop5_1ddyr.csv", small.ATOP.replace("740,2,2018", "7400,2,2018"),
     "line 4: unknown Correlates of War state number 7400", "710 China"),
    ("obligation of two", "atop", "atop5_1ddyr.csv", small.ATOP.replace("2018,1,1,0", "2018,1,2,0"),
     "defense is '2', neither 0 nor 1", "ddyr"),
    ("unknown evaluation", "gta", "i_2026-05.csv", small.GTA.replace("Amber", "Blue"),
     "line 3: evaluation 'Blue'", "Red"),
    ("impossible date", "gta", "i_2026-05.csv", small.GTA.replace("2018-06-01", "2018-13-01"),
     "date '2018-13-01' is none", "2022-10-13"),
    ("share above a hundred", "aspi", "a-2025-08.csv", small.ASPI.replace("33.3%", "333"),
     "'333' is not between", "per cent"),
    ("shares that sum to too much", "aspi", "a-2025-08.csv", small.ASPI.replace("20.5", "70"), "sum to more than 100",
     "once"),
    ("monthly trade", "comtrade", "a-2025-08.csv", small.COMTRADE.replace("C,A,", "C,M,"), "are not annual", "annual"),
    ("product that is no code", "comtrade", "a-2025-08.csv", small.COMTRADE.replace("854231", "../../x"),
     "'../../x' is no product code", "digits"),
    ("negative trade", "comtrade", "a-2025-08.csv", small.COMTRADE.replace("1000.5", "-1"), "is negative", "again"),
    ("measure that is no code", "oecd-tiva", "a-2025-01.csv", small.TIVA.replace("EXGR_DVA,", "EX/GR,"),
     "measure 'EX/GR' is no code", "codes"),
    ("unit not known", "oecd-tiva", "a-2025-01.csv", small.TIVA.replace(",USD,", ",XDR,"),
     "unit 'XDR' is unknown", "USD"),
    ("dollars of unknown multiple", "oecd-tiva", "a-2025-01.csv", small.TIVA.replace(",UNIT_MULT", ",X"),
     "in what multiple", "UNIT_MULT"),
    ("quarterly figures", "oecd-tiva", "a-2025-01.csv", small.TIVA.replace(",A,", ",Q,"), "are not annual", "annual"),
    ("figure that is text", "weo", "WEOOct2024all.xls", small.WEO.replace("5.4", "high"), "2023 is 'high', not", "n/a"),
    ("no column of a year", "wits", "w-2023-01.csv", "Reporter,Partner,Product categories,Indicator Type,Indicator\n",
     "no column that is a year", "Reporter"),
    ("level out of scale", "pts", "PTS-2025.csv", small.PTS.replace("4,4,5,0", "4,4,9,0"),
     "PTS_S is 9, not a level", "NA"),
    ("session that is none", "unga", "i-2025-07.tab", small.UNGA.replace("\t79\t", "\t0\t"),
     "session 0 is none", "1946"),
    ("votes in place of points", "unga", "i-2025-07.csv", "ccode,session,vote\n2,70,1\n",
     "no column of points", "votes"),
    ("half a warhead", "fas-nuclear", "n.csv", small.FAS.replace("410", "410.5"), "410.5 is no number", "empty"),
    ("NUL bytes", "unga", "i-2025-07.csv", "cc\0ode,session\n", "contains NUL bytes", "binary"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name", "text", "says", "hint"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_one_clear_error(kind: str, name: str, text: str, says: str, hint: str, tmp_path: Path) -> None:
    path = small.text(tmp_path / name, text)
    with pytest.raises(DataError) as caught:
        BY_NAME[kind].read(path, Asked())
    assert says in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("sheet", "rows", "says"),
    [
        ("ShareofGDP", [["Country", 2024], ["China", 1.71], ["Oman", 5.6]], "row 3, 2024: 5.6 is not between 0 and 2"),
        ("ShareofGDP", [["Country", 2024], ["China", "about 2"]], "row 2, 2024: 'about 2' is neither a number nor"),
        ("CurrentUS", [["State", 2024], ["China", 1.0]], "no row begins with Country and names years"),
        ("PercapitaX", [["Country", 2024]], ""),
    ],
)
def test_a_damaged_sheet_of_sipri_is_named_with_its_row(
    sheet: str, rows: small.Sheet, says: str, tmp_path: Path
) -> None:
    path = small.milex(tmp_path / "a.xlsx", **{sheet: rows})
    if not says:
        assert BY_NAME["sipri-milex"].read(path, Asked())
        return
    with pytest.raises(DataError, match=says):
        BY_NAME["sipri-milex"].read(path, Asked())


def test_what_is_no_workbook_is_said(tmp_path: Path) -> None:
    read = BY_NAME["sipri-milex"].read
    for content, says in (
        (b"Country,2024\n", "is no .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .xls workbook or protected by a password"),
        (b"", "is no .xlsx workbook"),
    ):
        path = tmp_path / "a.xlsx"
        path.write_bytes(content)
        with pytest.raises(DataError, match=says):
            read(path, Asked())
    other = small.workbook(tmp_path / "b.xlsx", {"Sheet1": [["a", 1]]})
    with pytest.raises(DataError, match="none of SIPRI's sheets") as caught:
        read(other, Asked())
    assert "'Sheet1'" in caught.value.hint


def test_entities_of_a_workbook_are_refused(tmp_path: Path) -> None:
    good = small.workbook(tmp_path / "good.xlsx", {"Share of GDP": [["Country", 2024], ["China", 0.0171]]})
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "lol">]><a>&x;</a>'
    path = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "xl/worksheets/sheet1.xml" else old.read(name))
    with pytest.raises(DataError, match="declares XML entities"):
        BY_NAME["sipri-milex"].read(path, Asked())


def test_a_workbook_that_unpacks_too_far_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = small.milex(tmp_path / "a.xlsx")
    monkeypatch.setattr(workbook, "LIMIT_MEMBER", 500)
    with pytest.raises(DataError, match="MiB unpacked"):
        BY_NAME["sipri-milex"].read(path, Asked())


def test_a_text_that_unpacks_too_far_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LIMIT_BYTES", 2**20)
    for path in (
        small.gzipped(tmp_path / "a.csv.gz", small.ARMS + "x" * 2**21),
        small.zipped(tmp_path / "a.zip", {"a.csv": small.ARMS + "x" * 2**21}),
    ):
        with pytest.raises(DataError, match="has more than 1 MiB unpacked"):
            BY_NAME["sipri-arms"].read(path, Asked())


def test_one_endless_line_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LIMIT_LINE", 1000)
    path = small.text(tmp_path / "a.csv", small.ARMS + "x" * 5000)
    with pytest.raises(DataError, match="line 11 is longer than 1,000 characters"):
        BY_NAME["sipri-arms"].read(path, Asked())


def test_more_series_than_are_sensible_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "LIMIT_SERIES", 1)
    path = small.text(tmp_path / "a.csv", small.COMTRADE)
    with pytest.raises(DataError, match="more than 1 series") as caught:
        BY_NAME["comtrade"].read(path, Asked("2025"))
    assert "options" in caught.value.hint


def test_damaged_archives_are_refused(tmp_path: Path) -> None:
    packed = gzip.compress((small.ARMS * 50).encode())
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(DataError, match=r"cut.csv.gz is damaged"):
        BY_NAME["sipri-arms"].read(cut, Asked())
    none = small.zipped(tmp_path / "none.zip", {"readme.txt": "hello", "\x1b[31m.doc": ""})
    with pytest.raises(DataError, match=r"holds no WDICSV\.csv or ") as caught:
        BY_NAME["wdi"].read(none, Asked("2026"))
    assert "\x1b" not in caught.value.full()
    several = small.zipped(tmp_path / "several.zip", {"a.csv": small.TIVA, "b.csv": small.TIVA})
    with pytest.raises(DataError, match=r"holds 2 tables: a\.csv, b\.csv"):
        BY_NAME["oecd-tiva"].read(several, Asked("2026"))


def test_pipes_folders_and_absent_files_are_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path, tmp_path / "absent.csv"):
        for kind in ("sipri-milex", "sipri-arms", "wdi"):
            with pytest.raises(DataError) as caught:
                BY_NAME[kind].read(path, Asked("2026"))
            assert caught.value.hint


def test_a_damaged_stata_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = small.text(tmp_path / "IdealpointsJuly2025.dta", "<stata_dta>")
    with pytest.raises(DataError, match="Stata") as caught:
        BY_NAME["unga"].read(path, Asked())
    assert "CSV" in caught.value.hint


def test_a_vintage_without_a_year_is_refused(tmp_path: Path) -> None:
    path = small.text(tmp_path / "a.csv", small.UNGA)
    with pytest.raises(DataError, match="'newest' does not begin with a year"):
        BY_NAME["unga"].read(path, Asked("newest"))


def test_an_indicator_that_is_absent_or_in_furlongs_is_refused(tmp_path: Path) -> None:
    path = small.text(tmp_path / "WDICSV.csv", small.WDI)
    for code, says in (("NO.SUCH", "has no indicator NO.SUCH"), ("XX.FUR", "the unit of XX.FUR")):
        with pytest.raises(DataError, match=says):
            BY_NAME["wdi"].read(path, Asked("2026", None, {"series": code}))


def test_random_damage_never_ends_in_anything_but_a_clear_error(tmp_path: Path) -> None:
    rng = random.Random(11)
    texts = {
        "sipri-arms": small.ARMS, "v-dem": small.VDEM, "gta": small.GTA, "comtrade": small.COMTRADE, "wits": small.WITS,
        "oecd-tiva": small.TIVA, "weo": small.WEO, "wdi": small.WDI, "pts": small.PTS, "unga": small.UNGA,
    }  # fmt: skip
    sound = small.milex(tmp_path / "sound.xlsx").read_bytes()
    refused = 0
    for turn in range(300):
        kind, text = rng.choice([*texts.items(), ("sipri-milex", "")])
        data = bytearray(sound if kind == "sipri-milex" else text.encode())
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(data))
            data[at : at + rng.randint(0, 3)] = rng.randbytes(rng.randint(0, 3))
        path = tmp_path / f"{turn}.xlsx"
        path.write_bytes(bytes(data))
        try:
            BY_NAME[kind].read(path, Asked("2026"))
        except TechnostateError as error:
            refused += 1
            assert error.hint and "Traceback" not in error.full()
    assert refused > 50


@pytest.mark.parametrize("kind", ["wdi", "comtrade"])
def test_a_line_of_more_fields_than_any_table_has_is_refused(kind: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 1 has more than 50,000 fields"):
        BY_NAME[kind].read(small.text(tmp_path / "a.csv", "," * 1_000_000 + "\n"), Asked("2026-03"))


def test_more_spellings_of_regions_than_there_are_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "LIMIT_REGIONS", 1)
    with pytest.raises(DataError, match="more than 1 regions"):
        BY_NAME["fas-nuclear"].read(small.text(tmp_path / "a.csv", small.FAS), Asked("2026-03"))


def test_more_lines_than_are_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LIMIT_LINES", 2)
    with pytest.raises(DataError, match="more than 2 lines"):
        BY_NAME["fas-nuclear"].read(small.text(tmp_path / "a.csv", "\n" * 9 + small.FAS), Asked("2026-03"))


@pytest.mark.parametrize(
    ("book", "sheet", "says"),
    [
        ("<sheet name='a' r:id='1'/>" * 10_001, "", "more than 10,000 elements sheet"),
        ("<sheet name='a' r:id='1'/>", f"<row><c r='{'A' * 4_000_000}1'><v>1</v></c></row>", "is no cell"),
        ("<sheet name='a' r:id='1'/>", f"<row x='{'A' * 12_000_000}'/>", "a tag of more than"),
    ],
)
def test_workbooks_made_to_take_time_or_memory_are_refused(book: str, sheet: str, says: str, tmp_path: Path) -> None:
    parts = {
        "xl/workbook.xml": f"<workbook xmlns:r='r'><sheets>{book}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<R><Relationship Id='1' Target='worksheets/sheet1.xml'/></R>",
        "xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>",
    }
    path = small.zipped(tmp_path / "a.xlsx", parts)
    with pytest.raises(DataError, match=says), workbook.Workbook(path) as opened:
        list(opened.lines("a"))
