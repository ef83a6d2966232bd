"""Any table becomes series with a column map; what is wrong is one error that names the place."""

from __future__ import annotations

import gzip
import time
import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from technostate.errors import DataError, TechnostateError
from technostate.evidence.own.kinds import Asked, SeriesBatch
from technostate.evidence.own.tidy_map import read

MAP = {"columns": "region=ISO,year=Year,value=Spend", "unit": "% of GDP"}
GOOD = "ISO,Year,Spend\nCHN,2023,1.5\nUSA,2023,3.25\nCHN,2024,\n"


def table(folder: Path, content: str | bytes, name: str = "budget-2026-03.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with Workbook(path) as file:
        for name, rows in sheets.items():
            sheet = file.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def taken(path: Path, **options: str) -> SeriesBatch:
    return read(path, Asked(options={**MAP, **options}))


def test_a_table_becomes_a_series(tmp_path: Path) -> None:
    batch = taken(table(tmp_path, GOOD), producer="Institute", licence="CC BY 4.0", title="Spending")
    (one,) = batch.series
    assert (one.id, one.title, one.unit, one.kind) == ("own/budget/spend", "Spending", "% of GDP", "measured")
    assert {region: dict(path) for region, path in one.values.items()} == {"CHN": {2023: 1.5}, "USA": {2023: 3.25}}
    assert batch.vintage == "2026-03" and batch.said == ("Rows without a figure: 1.",)
    assert (one.origin.producer, one.origin.licence) == ("Institute", "CC BY 4.0")


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (GOOD, {}),
        ("\ufeff" + GOOD, {}),
        ("Budgets of states\nDate;17 May\n\n" + GOOD.replace(",", ";"), {}),
        (GOOD.replace(",", "\t"), {"separator": "tab"}),
        (GOOD.replace(",", "|").replace(".", ","), {"decimal": "comma"}),
        (GOOD.replace(",", ";").replace(".", ","), {"decimal": "comma"}),
        (GOOD.replace("\n", "\r\n").encode("utf-16"), {}),
        (GOOD.replace("CHN", "China").replace("USA", "United States"), {}),
        (GOOD.replace("CHN", "CN").replace("USA", "US"), {}),
        (GOOD.replace("2024,", "2024,x"), {"missing": "x|y"}),
        (GOOD.replace("1.5", "0.015").replace("3.25", "0.0325"), {"factor": "100"}),
        ("ISO,2023,2024\nCHN,1.5,\nUSA,3.25,..\n", {"columns": "region=ISO"}),
        ('"a;b";ISO;Year;Spend\n"x;y";CHN;2023;1.5\n"x;y";USA;2023;3.25\n', {}),
    ],
)
def test_what_programs_save_is_read(tmp_path: Path, content: str | bytes, options: dict[str, str]) -> None:
    (one,) = taken(table(tmp_path, content), **options).series
    assert {region: dict(path) for region, path in one.values.items()} == {"CHN": {2023: 1.5}, "USA": {2023: 3.25}}


def test_packed_files_are_read(tmp_path: Path) -> None:
    packed = table(tmp_path, gzip.compress(GOOD.encode()), "budget-2026-03.csv.gz")
    with zipfile.ZipFile(tmp_path / "budget-2026-03.zip", "w") as archive:
        archive.writestr("folder/budget.csv", GOOD)
    assert taken(packed).series[0].values == taken(tmp_path / "budget-2026-03.zip").series[0].values


def test_rows_may_name_their_series(tmp_path: Path) -> None:
    text = "what,ISO,Year,Spend\nResearch,CHN,2023,1\nNet defence,CHN,2023,2\nResearch,USA,2023,3\n"
    path = table(tmp_path, text)
    batch = taken(path, columns=MAP["columns"] + ",series=what", id="institute/budget")
    assert [(item.id, item.title) for item in batch.series] == [
        ("institute/budget/net-defence", "Net defence"),
        ("institute/budget/research", "Research"),
    ]


def test_a_workbook_and_its_sheet(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Title"], ["ISO", "Year", "Spend"], ["CHN", 2023, 1.5], ["USA", 2023, 3.25]]
    path = book(tmp_path / "budget-2026-03.xlsx", {"Notes": [["nothing"]], "Data": rows})
    (one,) = taken(path, sheet="Data").series
    assert {region: dict(path) for region, path in one.values.items()} == {"CHN": {2023: 1.5}, "USA": {2023: 3.25}}
    with pytest.raises(TechnostateError, match="2 sheets: 'Notes', 'Data'") as caught:
        taken(path)
    assert "--option sheet=NAME" in caught.value.hint
    with pytest.raises(TechnostateError, match="no sheet 'Dada'"):
        taken(path, sheet="Dada")


def test_what_has_no_label_is_named_and_left_out(tmp_path: Path) -> None:
    batch = taken(table(tmp_path, GOOD + "ZZZ,2023,1\nMiddle Earth,2023,1\n"))
    assert batch.said[-1] == "Left out, as no label of ours stands for them: ZZZ, Middle Earth."
    assert batch.series[0].regions == ("CHN", "USA")


def test_one_year_is_taken(tmp_path: Path) -> None:
    path = table(tmp_path, GOOD + "CHN,2022,9\n")
    assert read(path, Asked(year=2022, options=MAP)).series[0].years == (2022,)


@pytest.mark.parametrize(
    ("content", "options", "words", "hint"),
    [
        ("", {}, "is empty", "header and rows"),
        ("ISO,Year,Spend\n", {}, "no figure was found", ""),
        (GOOD.replace("Spend", "Spent"), {}, "has no column 'Spend'", "is it 'Spent'"),
        (GOOD.replace("Year", "ISO"), {}, "has no column 'Year'", "header seems to be"),
        ("ISO,Year,Spend,Spend\nCHN,2020,1,2\n", {}, "columns twice: 'Spend'", "rename"),
        (GOOD + "CHN,2023,2\n", {}, "line 5: CHN 2023 is there twice", "duplicate"),
        (GOOD.replace("1.5", "1,5"), {}, "line 2: 4 fields, 3 expected", "quotes"),
        (GOOD.replace("1.5", '"1,5"'), {}, "line 2: 'Spend' is '1,5', not a number", "decimal=comma"),
        (GOOD.replace("1.5", "1.500.000"), {}, "line 2: 'Spend' is '1.500.000'", "thousands"),
        (GOOD.replace("1.5", "1.234").replace(",", ";"), {"decimal": "comma"}, "'1.234', not a number", "thousands"),
        (GOOD.replace("1.5", "-"), {}, "line 2: 'Spend' is '-'", "missing=WORD"),
        (GOOD.replace("1.5", "inf"), {}, "line 2: 'Spend' is 'inf'", ""),
        (GOOD.replace("1.5", "1e999"), {}, "line 2: CHN 2023 is inf", ""),
        (GOOD.replace("1.5", "0x10"), {}, "line 2: 'Spend' is '0x10'", ""),
        (GOOD.replace("2023,1.5", "23,1.5"), {}, "line 2: 'Year' is '23', not a year", "four digits"),
        (GOOD.replace("2023,1.5", "2023-01,1.5"), {}, "'2023-01', not a year", ""),
        (GOOD.replace("CHN,2023", ",2023"), {}, "line 2: the region is empty", ""),
        (GOOD.replace("CHN,2023", '"CHN,2023'), {}, "line", "quote"),
        (GOOD.replace("CHN", "CHN\0"), {}, "NUL", ""),
        (b"\x89PNG\r\n\x1a\n\0\0", {}, "NUL", ""),
        ("ISO,Year,Spend\nXX,2023,1\n", {}, "no region is known: XX", ""),
        ("ISO,a,b\nCHN,1,2\n", {"columns": "region=ISO"}, "no column that is a year", "year=…,value=…"),
        (GOOD, {"columns": "year=Year,value=Spend"}, "no column of regions", "region=ISO"),
        (GOOD, {"columns": "region=ISO,year=Year"}, "no column of values", "value=V"),
        (GOOD, {"columns": "region=ISO,region=Year"}, "region is named twice", ""),
        (GOOD, {"columns": "region=ISO,year=Year,value=Year"}, "one column is named for two", ""),
        (GOOD, {"columns": "country=ISO"}, "says of no column what it is", "region=ISO"),
        (GOOD, {"unit": ""}, "the unit of the figures is not named", "musd"),
        (GOOD, {"unit": "dollars"}, "unknown unit 'dollars'", ""),
        (GOOD, {"id": "own/spend"}, "is no id here", "producer/dataset/series"),
        (GOOD, {"id": "own/../spend"}, "is no id here", ""),
        (GOOD, {"separator": ";"}, "is no separator", "semicolon"),
        (GOOD, {"decimal": ","}, "the option decimal is ','", "comma"),
        (GOOD, {"kind": "guess"}, "the option kind is 'guess'", "measured"),
        (GOOD, {"factor": "0"}, "the factor is '0'", "not zero"),
        (GOOD, {"sheet": "One"}, "is no workbook", "sheet"),
    ],
)
def test_what_is_wrong_is_one_error_that_names_it(
    tmp_path: Path, content: str | bytes, options: dict[str, str], words: str, hint: str
) -> None:
    with pytest.raises(TechnostateError) as caught:
        taken(table(tmp_path, content), **options)
    assert words in str(caught.value) and "\n" not in str(caught.value)
    assert caught.value.hint and hint in caught.value.hint


def test_a_file_that_names_no_edition_asks_for_one(tmp_path: Path) -> None:
    with pytest.raises(TechnostateError, match="of which edition") as caught:
        taken(table(tmp_path, GOOD, "budget.csv"))
    assert "--vintage 2026-03" in caught.value.hint


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv.gz", "a.zip"])
def test_what_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(TechnostateError) as caught:
        taken(table(tmp_path, b"PK\x03\x04 no archive \x00\x00" if name == "a.xlsx" else b"\x1f\x8b broken", name))
    assert caught.value.hint


def test_devices_and_folders_are_no_tables(tmp_path: Path) -> None:
    for path in (tmp_path, Path("/dev/zero")):
        with pytest.raises(TechnostateError, match=r"not a regular file|cannot be read"):
            read(path, Asked("2026", options=MAP))


def test_many_columns_are_compared_in_time_and_too_many_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    for count, says in ((40_000, "has no column 'V'"), (60_000, "more than 50,000 fields")):
        path.write_text(",".join(("ISO", "Year", *(f"c{at}" for at in range(count)))) + "\n", "utf-8")
        with pytest.raises(DataError, match=says):
            read(path, Asked("2026", None, {"columns": "region=ISO,year=Year,value=V", "unit": "%"}))
    path.write_text(",".join(("ISO", "Year", "V", "V", *(f"c{at}" for at in range(40_000)))) + "\n", "utf-8")
    begun = time.monotonic()
    with pytest.raises(DataError, match="1 columns twice"):
        read(path, Asked("2026", None, {"columns": "region=ISO,year=Year,value=V", "unit": "%"}))
    assert time.monotonic() - begun < 10
