"""What people type at the doors: it is understood, or refused in one message whose hint works at that door."""

from __future__ import annotations

import csv
import io
import os
import shutil
from pathlib import Path

import pytest

import technostate as ts
from technostate.cli.app import run
from technostate.errors import DataError, LabelError, StoreError
from technostate.evidence.store import Part, Store
from technostate.view import who

TABLE = """table,region,sector,to_region,to_sector,value
gross_output,CHN,agr,,,100
gross_output,USA,agr,,,100
intermediate,CHN,agr,CHN,agr,20
intermediate,CHN,agr,USA,agr,10
intermediate,USA,agr,CHN,agr,30
intermediate,USA,agr,USA,agr,20
final_demand,CHN,agr,CHN,,60
final_demand,CHN,agr,USA,,10
final_demand,USA,agr,CHN,,10
final_demand,USA,agr,USA,,40
"""


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert run(list(words)) == code
    out = capsys.readouterr()
    return out.err if code else out.out


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_indicators_and_states_take_commas_and_groups(capsys: pytest.CaptureFixture[str]) -> None:
    typed = ("rd_share_of_gdp,military_spending_gdp", "--regions", "g7", "--year", "2018", "--format", "csv")
    found = rows(said(capsys, "table", *typed))
    assert {row["region"] for row in found} == {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}
    assert {row["year"] for row in found} == {"2018"}
    assert next(row["value"] for row in found if row["region"] == "USA").startswith("3.")


def test_a_state_in_the_place_of_an_indicator_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--region CHN,USA" in said(capsys, "table", "rd_share_of_gdp", "--region", "CHN", "USA", code=2)


def test_one_year_and_a_span_of_years_do_not_go_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert "several" in said(capsys, "table", "rd_share_of_gdp", "--year", "2018", "--to", "2019", code=2)


def test_python_takes_indicators_one_by_one_and_years_as_text() -> None:
    one = ts.table("rd_share_of_gdp", "military_spending_gdp", regions="CHN", years="2010-2012").frame()
    assert one.equals(ts.table(["rd_share_of_gdp,military_spending_gdp"], regions="CHN", years=(2010, 2012)).frame())
    assert sorted(set(one["year"])) == [2010, 2011, 2012]


@pytest.mark.parametrize("years", ["20 years", [2010, 2015, 2020]])
def test_years_that_are_no_span_are_refused_and_not_cut_to_one(years: object) -> None:
    with pytest.raises(DataError, match="years"):
        who.years(years)  # type: ignore[arg-type]


def test_only_public_names_are_listed() -> None:
    shown = {name for name in dir(ts) if not name.startswith("__")}
    assert shown == set(ts.__all__) - {"__version__"}


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (["exposure", "CHN", "--sector", "electronics", "-m", "self_reliance"], "China, C26"),
        (["exposure", "CHN", "--world", "WIOD-2004", "-m", "self_reliance"], "China: wiod-2004"),
        (["exposure", "臺灣", "-m", "self_reliance"], "Taiwan: icio-2022"),
        (["exposure", "CHN", "-m", "self_reliance", "--cite", "BibTeX"], "@misc{oecd-"),
        (["claims", "--id", "in-1,IN-2"], "Claims of the brief"),
        (["indicators", "list", "innovation"], ""),
        (["help", "table"], "Usage: technostate table"),
    ],
)  # fmt: skip
def test_case_commas_and_place_are_no_matter(words: list[str], begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, *words).startswith(begins)


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["exposure", "CHN", "--sector", "c26"], "unknown sector", "c26 is a sector of WIOD worlds"),
        (["exposure", "CHN", "--world", "./"], "the folder . is no world: no table", "layouts: npz"),
        (["exposure", "CHN", "--world", ""], "names no world", "technostate world list"),
        (["exposure", "CHN", "--year", "2004"], "for the file of a world", "add --world FILE"),
        (["exposure", "CHN", "--year", "1.5"], "'1.5' is no whole number", "technostate exposure --help"),
        (["doctrine", "kwic", "国家安全", "--width", "1.5"], "'1.5' is no whole number", "doctrine kwic --help"),
        (["indicators", "score", "--first", "2.5"], "'2.5' is no whole number", "indicators score --help"),
        (["table", "rd_share_of_gdp", "--from", "2e3"], "'2e3' is no whole number", "technostate table --help"),
        (["claims", "IN-1"], "IN-1 is a claim", "technostate claims explain IN-1"),
        (["shock", "chips-2022", "--parts", ""], "no file or folder is named", "technostate shock --help"),
        (["doctrine", "documents", "--store", " "], "no file or folder is named", "doctrine documents --help"),
        (["doctrine", "trend", "国家安全", "--store", ""], "no file or folder is named", "doctrine trend --help"),
        (["reproduce", "cp2015", "--data", ""], "no file or folder is named", "technostate reproduce --help"),
        (["reproduce", "timmer2014", "--draws", "4"], "timmer2014 draws nothing", "literature and doubt have draws"),
        (["reproduce", "literature", "--data", "x"], "literature is made from data that ship", "leave --data out"),
        (["states", "check", ""], "no file or folder is named", "states check --help"),
        (["assess", "CHN", "--parts", ""], "no file or folder is named", "technostate assess --help"),
        (["shock", "chips-2022", "--draws", "9" * 20, "--check"], "--draws is 99999", "0 to 100,000"),
        (["shock", "show", "chips-2022"], "does not take", "technostate shock chips-2022 --check"),
        (["shock", "chips-2022", "--format", "yaml"], "unknown format 'yaml'", "based_on: NAME"),
        (["states", "show", "JPN", "--format", "toml"], "unknown format 'toml'", "docs/states-files.md"),
        (["states", "new", "KOR"], 'Unknown command "new"', "docs/states-files.md"),
        (["table", "CHN"], "unknown indicator 'CHN'", "--region USA,CHN"),
        (["states", "check", "nofile.toml"], "nofile.toml does not exist", "docs/states-files.md"),
        (["data", "export", ""], "no file or folder is named", "data export --help"),
        (["doctrine", "cite", "12"], "one paragraph", "12:3"),
        (["doctrine", "cite", "12:3", "4"], "one paragraph", "12:3"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_to_type_instead(
    words: list[str],
    message: str,
    hint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    what, _, advice = said(capsys, *words, code=2).partition("\nhint: ")
    assert message in what and hint in advice


@pytest.mark.parametrize(("end", "begins"), [("bib", "@misc{"), ("ris", "TY  - DATA"), ("csl.json", "[")])
def test_the_end_of_a_name_says_how_to_cite(
    end: str, begins: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"sources.{end}"
    said(capsys, "table", "rd_share_of_gdp", "--region", "CHN", "--out", str(out))
    assert out.read_text("utf-8").startswith(begins)


def test_an_answer_is_not_written_over_the_table_it_is_computed_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "mine_2011.csv"
    table.write_text(TABLE, "utf-8")
    for words in (("exposure", "CHN", "--world", str(table)), ("world", "show", str(table))):
        assert "is the file that is read" in said(capsys, *words, "--out", str(table), code=2)
    assert table.read_text("utf-8") == TABLE


def test_year_and_unit_are_told_wherever_a_table_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(TABLE, "utf-8")
    assert "--year" in said(capsys, "world", "show", str(table), code=2)
    assert "mine" in said(capsys, "world", "show", str(table), "--year", "2011")
    assert ts.world(str(table), year=2011).data.world.year == 2011
    with pytest.raises(DataError, match="for the file of a world"):
        ts.world("wiod-2004", year=2004)
    assert ts.load(str(table), year=2011, to_musd=2.0).gross_output.sum() == 400.0  # type: ignore[union-attr]


def test_links_in_a_circle_are_refused_and_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = tmp_path / "a.csv"
    link.symlink_to(link)
    assert "cannot be written" in said(capsys, "states", "list", "--out", str(link), code=2)
    assert link.is_symlink()


def test_the_current_folder_is_not_replaced_by_an_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "current folder" in said(capsys, "data", "export", ".", code=2)


def test_a_passage_is_cited_by_the_numbers_that_a_search_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, store = tmp_path / "talk_2014.txt", str(tmp_path / "S")
    text.write_text("坚持总体国家安全观。", "utf-8")
    said(capsys, "doctrine", "import", str(text), "--collection", "x", "--store", store)
    assert "[1:1]" in said(capsys, "doctrine", "search", "国家安全", "--store", store)
    one = said(capsys, "doctrine", "cite", "1:1", "--style", "gb7714", "--store", store)
    assert one == said(capsys, "doctrine", "cite", "1", "1", "--style", "gb7714", "--store", store)
    assert "2014" in one


def test_columns_are_joined_by_commas_where_a_field_follows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, store = tmp_path / "in.csv", str(tmp_path / "S")
    table.write_text('"a,b",c,d\n甲,2014-04-15,维护国家安全\n', "utf-8")
    words = ("--collection", "x", "--store", store, "--columns", "title=a,b,date=c, text=d")
    said(capsys, "doctrine", "import", str(table), *words)
    found = rows(said(capsys, "doctrine", "documents", "--store", store, "--format", "csv"))
    assert (found[0]["title"], found[0]["date"]) == ("甲", "2014-04-15")


def test_an_empty_text_is_called_empty_and_not_scanned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "empty_2014.txt"
    text.write_text("\n \n", "utf-8")
    assert "only blanks" in said(capsys, "doctrine", "import", str(text), "--store", str(tmp_path / "S"), code=2)


def test_a_field_that_is_misspelt_or_missing_is_told_what_may_stand_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shock = tmp_path / "s.yaml"
    head = "name: t\ntitle: T\nstarts: 2027-01-01\nevent: None.\nassumptions: None.\nmeasures:\n  - measure: tariff\n"
    shock.write_text(
        head + "    name: t\n    exporters: [CHN]\n    importer: [USA]\n    sectors: [C26]\n    rate: 0.2\n", "utf-8"
    )
    words = said(capsys, "shock", str(shock), "--check", code=2)
    assert "importer is no field of it (did you mean importers?)" in words
    assert "basis is missing: added or total" in words


def test_a_store_that_may_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = Part("notes", (("CREATE TABLE note(text TEXT)",),))
    with Store(tmp_path / "made") as store:
        store.require(notes)
        with store.writing() as db:
            db.execute("INSERT INTO note VALUES ('one')")
    shutil.copy(tmp_path / "made", tmp_path / "store")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with Store(tmp_path / "store", create=False) as store:
        store.require(notes)
        assert store.rows("SELECT text FROM note") == [("one",)]
        with pytest.raises(StoreError, match="readonly") as caught, store.writing() as db:
            db.execute("INSERT INTO note VALUES ('two')")
    assert "--store PATH" in caught.value.hint
    assert sorted(item.name for item in tmp_path.iterdir()) == ["made", "store"]


def test_nothing_is_loaded_by_an_empty_name() -> None:
    with pytest.raises(LabelError, match="no name"):
        ts.load(" ")


@pytest.mark.parametrize("label", ["=cmd|x", "+1", "@SUM(A1)", "<script>alert(1)</script>"])
def test_a_label_of_ones_own_table_is_neither_formula_nor_markup(
    label: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    table, book = tmp_path / "mine_2011.csv", tmp_path / "a.xlsx"
    table.write_text(TABLE.replace("USA", label), "utf-8")
    words = ("exposure", "CHN", "--world", str(table))
    said(capsys, *words, "--out", str(book))
    cells = [cell for row in openpyxl.load_workbook(book).active.iter_rows() for cell in row if cell.value is not None]
    assert any(label in str(cell.value) for cell in cells) and all(cell.data_type != "f" for cell in cells)
    written = {format_: said(capsys, *words, "--format", format_) for format_ in ("csv", "html", "svg", "md")}
    assert all(value[:1] not in "=+@" for row in rows(written["csv"]) for value in row.values() if value)
    assert not any("<script>alert" in written[format_] for format_ in ("html", "svg", "md"))


def test_a_number_without_end_is_refused_without_words_for_programmers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, state = tmp_path / "in.jsonl", tmp_path / "s.toml"
    lines.write_text('{"text": "国家安全", "date": ' + "9" * 5000 + "}\n", "utf-8")
    state.write_text(f"x = {'9' * 5000}\n", "utf-8")
    for words in (("doctrine", "import", str(lines), "--store", str(tmp_path / "S")), ("states", "check", str(state))):
        refused = said(capsys, *words, code=2)
        assert "Exceeds the limit (4300 digits)" in refused and "sys." not in refused
