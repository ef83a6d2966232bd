"""Files that are not what their kind says are refused with one message, and nothing is written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from technostate.errors import DataError, TechnostateError
from technostate.evidence.own.kinds import Asked
from technostate.world import memory
from technostate.world.importers import KINDS
from world import made_files as made

KIND = {kind.name: kind for kind in KINDS}
EURO = {"to-musd": "1"}
Make = Callable[[Path], Path]


def put(name: str, data: bytes) -> Make:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def pack(name: str, files: dict[str, bytes]) -> Make:
    return lambda folder: made.zipped(folder / name, files)


def sheet(name: str, rows: list[list[object]]) -> Make:
    return lambda folder: made.xlsx(folder / name, rows)


def book(name: str, parts: dict[str, bytes]) -> Make:
    return lambda folder: made.zipped(folder / name, parts)


def without(files: dict[str, bytes], name: str) -> dict[str, bytes]:
    return {key: data for key, data in files.items() if key != name}


OECD = made.oecd(made.table())
LINES = OECD.splitlines(keepends=True)
MATRIX = made.figaro_matrix(made.table())
FLAT = made.figaro_flat(made.table())
EXIO = made.exiobase(made.table())
EORA = made.eora(made.table())
ADB = made.sheet_rows(made.table(), "ADB")
WIOD = made.wiod_text(made.table())
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
BOOK = b'<workbook xmlns:r="r"><sheets><sheet name="Table" r:id="rId1"/></sheets></workbook>'
RELS = b'<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def adb(row: int, column: int, cell: object) -> list[list[object]]:
    rows = [list(cells) for cells in ADB]
    rows[row][column] = cell
    return rows


#: Case → kind, what is asked, how the file is made, words of the message.
CASES: dict[str, tuple[str, Asked, Make, str]] = {
    "r data": ("oecd-icio", Asked(), put("ICIO2023_2019.RData", b"RDX3"), "a file of R"),
    "seven zip": ("tariffs", Asked(), put("isic33.7z", b"7z"), "a file of 7-Zip"),
    "empty": ("oecd-icio", Asked(), put("2019_SML.csv", b""), "no column is called"),
    "no table in the archive": ("oecd-icio", Asked(), pack("a.zip", {"readme.txt": b"hello"}), "holds no .csv"),
    "several years": (
        "oecd-icio",
        Asked(),
        pack("a.zip", {"2018_SML.csv": OECD, "2019_SML.csv": OECD}),
        "holds 2 years",
    ),
    "another year": (
        "oecd-icio",
        Asked(year=2001),
        pack("a.zip", {"2018_SML.csv": OECD, "2019_SML.csv": OECD}),
        "no table of 2001",
    ),
    "year against the name": ("oecd-icio", Asked(year=2011), put("2019_SML.csv", OECD), "no table of 2011"),
    "no year": ("oecd-icio", Asked(), put("table.csv", OECD), "year of table.csv is not in its name"),
    "vintage without a year": (
        "oecd-icio",
        Asked(vintage="spring"),
        put("2019_SML.csv", OECD),
        "does not begin with a year",
    ),
    "name in use": (
        "oecd-icio",
        Asked(options={"name": "icio-2022"}),
        put("2019_SML.csv", OECD),
        "ships with technostate",
    ),
    "no name": ("oecd-icio", Asked(options={"name": "../x"}), put("2019_SML.csv", OECD), "is no name"),
    "option unknown": (
        "oecd-icio",
        Asked(options={"colour": "red"}),
        put("2019_SML.csv", OECD),
        "there is no option colour",
    ),
    "cut off": (
        "oecd-icio",
        Asked(),
        put("2019_SML.csv", OECD[: len(OECD) // 2]),
        "has [0-9]+ figures, the header names 25",
    ),
    "row missing": (
        "oecd-icio",
        Asked(),
        put("2019_SML.csv", b"".join(LINES[:2] + LINES[3:])),
        "1 rows are missing, first CHN_C26",
    ),
    "row twice": (
        "oecd-icio",
        Asked(),
        put("2019_SML.csv", b"".join([*LINES[:2], LINES[1], *LINES[2:]])),
        "line 3: the row CHN_A01",
    ),
    "one figure more": (
        "oecd-icio",
        Asked(),
        put("2019_SML.csv", OECD.replace(b"\nCHN_C26,", b"\nCHN_C26,1.5,", 1)),
        "line 3 .* has 26 figures, the header names 25",
    ),
    "thousands": (
        "oecd-icio",
        Asked(),
        put("2019_SML.csv", LINES[0] + b"CHN_A01," + b"1 000," * 24 + b"5\n"),
        "'1 000' is not a number",
    ),
    "blank sale": (
        "oecd-icio",
        Asked(),
        put("2019_SML.csv", LINES[0] + b"CHN_A01," + b"," * 24 + b"5\n"),
        "no finite number",
    ),
    "infinite": (
        "oecd-icio",
        Asked(),
        put("2019_SML.csv", LINES[0] + b"CHN_A01," + b"inf," * 24 + b"5\n"),
        "no finite number|not a number",
    ),
    "not utf-8": ("oecd-icio", Asked(), put("2019_SML.csv", LINES[0] + b"\xff\xfe,1\n"), "is not UTF-8"),
    "nul": ("oecd-icio", Asked(), put("2019_SML.csv", LINES[0] + b"a\0b\n"), "NUL"),
    "unbalanced": (
        "oecd-icio",
        Asked(),
        put("2019_SML.csv", b"".join([LINES[0], b"CHN_A01,900," + LINES[1].split(b",", 2)[2], *LINES[2:]])),
        "differ from output",
    ),
    "imbalance no share": (
        "oecd-icio",
        Asked(options={"imbalance": "much"}),
        put("2019_SML.csv", OECD),
        "no share of output",
    ),
    "groups missing": (
        "oecd-icio",
        Asked(options={"regions": "nowhere.csv"}),
        put("2019_SML.csv", OECD),
        "cannot be read",
    ),
    "no zip": ("oecd-icio", Asked(), put("2016-2020_SML.zip", b"PK\3\4 cut off"), "not a readable zip"),
    "figaro other table": (
        "figaro",
        Asked(options=EURO),
        put("matrix_26ed_2019.csv", b"a,b\n1,2\n"),
        "is no FIGARO table",
    ),
    "figaro no value added": (
        "figaro",
        Asked(options=EURO),
        put(
            "m_26ed_2019.csv",
            b"".join(
                x
                for x in MATRIX.splitlines(keepends=True)
                if b"W2_D1," not in x and b"W2_B2" not in x and b"W2_D29" not in x
            ),
        ),
        "no row of value added",
    ),
    "figaro cell without a figure": (
        "figaro",
        Asked(options=EURO),
        put(
            "f_26ed_2019.csv",
            FLAT.replace(b"FIGW1_C26,CN_A01,FIGW1,C26,CN,A01,", b"FIGW1_C26,CN_A01,FIGW1,C26,CN,A01,x", 1),
        ),
        "cannot be read|lack a label",
    ),
    "figaro rate": ("figaro", Asked(options={"to-musd": "-1"}), put("m_26ed_2019.csv", MATRIX), "no rate of the euro"),
    "figaro year of no rate": ("figaro", Asked(), put("matrix_26ed_2023.csv", MATRIX), "the rates known here"),
    "exiobase no final demand": (
        "exiobase3",
        Asked(options=EURO),
        pack("IOT_2019_ixi.zip", without(EXIO, "Y.txt")),
        "no Y.txt",
    ),
    "exiobase in tonnes": (
        "exiobase3",
        Asked(options=EURO),
        pack("IOT_2019_ixi.zip", {**EXIO, "unit.txt": b"region\tsector\tunit\nCN\tA01\ttonnes\n"}),
        "'tonnes', not in EUR million",
    ),
    "exiobase cut off": (
        "exiobase3",
        Asked(options=EURO),
        pack("IOT_2019_ixi.zip", {**EXIO, "Z.txt": EXIO["Z.txt"][: len(EXIO["Z.txt"]) * 2 // 3]}),
        "figures|rows",
    ),
    "exiobase other order": (
        "exiobase3",
        Asked(options=EURO),
        pack("IOT_2019_ixi.zip", {**EXIO, "x.txt": EXIO["x.txt"].replace(b"CN\tA01", b"CN\tC26")}),
        "is CN C26, not CN A01",
    ),
    "eora no labels": (
        "eora26",
        Asked(),
        pack("Eora26_2015_bp.zip", without(EORA, "labels_T.txt")),
        "has no labels_T.txt",
    ),
    "eora no value added": (
        "eora26",
        Asked(),
        pack("Eora26_2015_bp.zip", without(EORA, "Eora26_2015_bp_VA.txt")),
        "lacks T, FD or VA",
    ),
    "eora fewer rows": (
        "eora26",
        Asked(),
        pack(
            "Eora26_2015_bp.zip",
            {**EORA, "Eora26_2015_bp_T.txt": b"\n".join(EORA["Eora26_2015_bp_T.txt"].splitlines()[:4]) + b"\n"},
        ),
        "it has 4 rows, 7 are labelled",
    ),
    "gloria no labels": ("gloria", Asked(), lambda folder: _gloria_without_labels(folder), "labels of GLORIA"),
    "gloria other supply": (
        "gloria",
        Asked(),
        lambda folder: _gloria_other_supply(folder),
        "supplies products of others",
    ),
    "adb no workbook": ("adb-mrio", Asked(), put("ADB-MRIO-2019.xlsx", b"hello"), "not a readable workbook"),
    "adb entities": (
        "adb-mrio",
        Asked(),
        book(
            "ADB-MRIO-2019.xlsx",
            {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELS, "xl/worksheets/sheet1.xml": BOMB},
        ),
        "declares XML entities",
    ),
    "adb not well-formed": (
        "adb-mrio",
        Asked(),
        book(
            "ADB-MRIO-2019.xlsx",
            {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELS, "xl/worksheets/sheet1.xml": b"<a><b></a>"},
        ),
        "not well-formed",
    ),
    "adb no codes": ("adb-mrio", Asked(), sheet("ADB-MRIO-2019.xlsx", [["Notes"], ["nothing"]]), "no row of codes"),
    "adb text for a figure": ("adb-mrio", Asked(), sheet("ADB-MRIO-2019.xlsx", adb(5, 6, "..")), "row 6"),
    "adb strange row": ("adb-mrio", Asked(), sheet("ADB-MRIO-2019.xlsx", adb(5, 2, "ZZZ")), "neither node nor total"),
    "wiod cut off": (
        "wiod-2016",
        Asked(),
        put("WIOT2019.csv", b"".join(WIOD.splitlines(keepends=True)[:-1])),
        "no row of output",
    ),
    "wiod other table": ("wiod-2016", Asked(), put("WIOT2019.csv", b"Country,Year\nCHN,2019\n"), "lacks IndustryCode"),
    "wiod binary cut off": ("wiod-2016", Asked(), lambda folder: _cut_binary(folder), "cut off|readable"),
    "a folder of nothing": ("wiod-2016", Asked(), lambda folder: folder, "holds no"),
    "no such file": ("oecd-icio", Asked(), lambda folder: folder / "2019_SML.csv", "does not exist"),
}


def _gloria_without_labels(folder: Path) -> Path:
    place = made.gloria(made.table(), folder)
    (folder / "GLORIA_ReadMe_059.xlsx").unlink()
    return place


def _gloria_other_supply(folder: Path) -> Path:
    place = made.gloria(made.table(), folder)
    file = next(path for path in place.iterdir() if "_T-Results_" in path.name)
    first, *rest = file.read_bytes().split(b"\n")
    cells = first.split(b",")
    cells[3] = b"5000.0"
    file.write_bytes(b"\n".join([b",".join(cells), *rest]))
    return place


def _cut_binary(folder: Path) -> Path:
    whole = made.xlsb(folder / "whole.xlsb", made.sheet_rows(made.table(), "2016"))
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole.unlink()
    parts["xl/worksheets/sheet1.bin"] = parts["xl/worksheets/sheet1.bin"][:-40]
    return made.zipped(folder / "WIOT2019_Nov16_ROW.xlsb", parts)


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_not_what_its_kind_says_is_refused_with_one_message(case: str, tmp_path: Path) -> None:
    kind, asked, make, words = CASES[case]
    with pytest.raises(TechnostateError, match=words) as found:
        KIND[kind].read(make(tmp_path), asked)
    assert found.value.hint and found.value.exit_code == 2


def test_groups_must_name_every_label_of_the_file(tmp_path: Path) -> None:
    file = put("2019_SML.csv", OECD)(tmp_path)
    groups = put("regions.csv", b"from,to\nCHN,CHN\nFRA,OTHER\n")(tmp_path)
    with pytest.raises(TechnostateError, match=r"lacks 2 .*DEU.* and has 1 that are not there: 'FRA'"):
        KIND["oecd-icio"].read(file, Asked(options={"regions": str(groups)}))


def test_a_world_that_does_not_fit_is_refused_before_a_figure_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "free", lambda: 1000)
    # The figures are no figures: the size is said first.
    file = put("2019_SML.csv", LINES[0] + b"CHN_A01,not,a,figure\n")(tmp_path)
    with pytest.raises(DataError, match=r"6 nodes and need .* GiB of memory") as found:
        KIND["oecd-icio"].read(file, Asked())
    assert "--option regions=FILE" in found.value.hint
