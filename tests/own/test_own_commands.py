"""`technostate data import` and every command after it: the user's figures, with producer, vintage, file and day."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from made import SPENDING, kept, series

from technostate.cli.app import run
from technostate.evidence import catalogue
from technostate.evidence.own import current
from technostate.evidence.own.kinds import Kind
from technostate.evidence.store import Store
from technostate.strategies import dictionary
from technostate.view import own
from technostate.view.table import table

ROW = next(
    row for row in dictionary.indicators()
    if len(row.expression.series_ids()) == 1 and row.expression.text() == row.expression.series_ids()[0]
)  # fmt: skip
KEY = ROW.expression.series_ids()[0]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with a newer edition of what an indicator reads."""
    return kept(tmp_path / "s.sqlite", series(KEY, 77.25, unit=ROW.unit), vintage="2099-01", file="mine.xlsx")


def spending(folder: Path, text: str = "ISO,Year,Spend\nCHN,2023,1.5\nUSA,2023,3.25\n") -> Path:
    path = folder / "budget-2026-03.csv"
    path.write_text(text)
    return path


def imported(path: Path, store: Path, *more: str) -> int:
    return run(
        ["data", "import", "tidy", str(path), "--columns", "region=ISO,year=Year,value=Spend", "--option",
         "unit=% of GDP", "--store", str(store), *more]
    )  # fmt: skip


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(list(words)) == 0
    return capsys.readouterr().out


def test_from_a_file_to_a_figure_in_two_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "new folder" / "s.sqlite"
    assert imported(spending(tmp_path), store, "--option", "producer=Institute") == 0
    out = capsys.readouterr().out
    assert "1 series, 2026-03" in out and "own/budget/spend" in out and "Terms of use" in out
    following = out.partition("Next: technostate ")[2].splitlines()[0]
    assert "own/budget/spend" in following and "--store" in following
    rows = said(capsys, "table", "own/budget/spend", "--region", "CHN", "--store", str(store), "--format", "csv")
    (found,) = csv.DictReader(rows.splitlines())
    assert (found["region"], found["year"], float(found["value"])) == ("CHN", "2023", 1.5)
    assert found["origin"].startswith("Institute, budget-2026-03.csv (2026-03; imported from budget-2026-03.csv on 20")


def test_an_indicator_reads_the_imported_edition_and_says_from_which_file(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = said(capsys, "table", ROW.id, "--region", "CHN")
    after = said(capsys, "table", ROW.id, "--region", "CHN", "--store", str(store))
    assert "77.2" in after and "77.2" not in before
    assert "Example Institute, Example Table (2026-03; imported from mine.xlsx on 2026-05-17)" in after
    record = json.loads(said(capsys, "table", ROW.id, "--region", "CHN", "--json", "--store", str(store)))
    assert "imported from mine.xlsx on 2026-05-17" in json.dumps(record["origins"])
    assert "77.2" not in said(capsys, "table", ROW.id, "--region", "CHN")


@pytest.mark.parametrize(
    "words",
    [
        ("indicators", "show", ROW.id, "--region", "CHN"),
        ("data", "show", KEY),
        ("data", "list", "--own"),
        ("table", KEY, "--region", "USA"),
        ("table", ROW.id, "--format", "md"),
        ("table", ROW.id, "--format", "html"),
        ("table", ROW.id, "--cite", "text"),
        ("table", ROW.id, "--cite", "bibtex"),
        ("table", ROW.id, "--cite", "ris"),
        ("table", ROW.id, "--cite", "csl-json"),
    ],
    ids=" ".join,
)
def test_the_file_and_its_day_are_shown_wherever_the_figures_are(
    store: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    out = " ".join(said(capsys, *words, "--store", str(store)).split())
    assert "mine.xlsx on 2026-05-17" in out
    assert "mine.xlsx" not in said(capsys, *(word for word in words if word != "--own"))


def test_the_environment_names_a_store_too(store: Path) -> None:
    command = [sys.executable, "-m", "technostate", "table", ROW.id, "--region", "CHN"]
    found = subprocess.run(
        command, env={**os.environ, "TECHNOSTATE_STORE": str(store)}, capture_output=True, text=True, check=True
    )
    assert "77.2" in found.stdout


def test_what_to_type_for_the_same_names_the_store(store: Path) -> None:
    usual = table(ROW.id).command
    current.use(store)
    assert table(ROW.id).command == f"{usual} --store {store}"


def test_an_older_edition_is_kept_and_said_to_be_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "s"
    assert imported(spending(tmp_path), store, "--option", f"id={SPENDING}", "--vintage", "1999") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"A newer edition of {SPENDING} is there and is read first" in out
    assert "1.5" in said(capsys, "data", "show", SPENDING, "--vintage", "1999", "--store", str(store))


def test_an_import_says_which_indicators_read_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spending(tmp_path)
    words = ["data", "import", "tidy", str(path), "--columns", "region=ISO,year=Year,value=Spend", "--vintage", "2099"]
    assert run([*words, "--option", f"unit={ROW.unit}", "--option", f"id={KEY}", "--store", str(tmp_path / "s")]) == 0
    assert ROW.id in capsys.readouterr().out


def test_removing_gives_back_what_ships(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "2099-01" in said(capsys, "data", "remove", KEY, "--store", str(store))
    assert "77.2" not in said(capsys, "table", ROW.id, "--region", "CHN", "--store", str(store))
    assert run(["data", "remove", KEY, "--store", str(store)]) == 2
    assert "data list --own" in capsys.readouterr().err


def test_verify_reads_the_users_series_too(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = " ".join(said(capsys, "data", "verify", "--store", str(store)).split())
    assert "intact, 1 edition of your own series" in out
    with Store(store) as opened, opened.writing() as db:
        db.execute("UPDATE series SET figures = x'00'")
    assert run(["data", "verify", "--store", str(store)]) == 1
    assert "not what was written" in capsys.readouterr().err


READING = [
    ["table", ROW.id], ["search", "spending"], ["indicators", "list"], ["indicators", "show", ROW.id],
    ["indicators", "score"], ["claims"], ["assess", "CHN", "--out", "x.html"], ["exposure", "CHN"],
    ["shock", "chips-2022"], ["states", "list"], ["states", "show", "CHN"], ["world", "list"],
    ["world", "show", "wiod-2004"], ["world", "products"], ["data", "list"], ["data", "show", KEY], ["data", "verify"],
    ["data", "export", "folder"], ["data", "remove", KEY], ["backtest", "--list"], ["reproduce", "--list"],
]  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_every_command_that_reads_refuses_a_store_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    path = tmp_path / "none.sqlite"
    assert run([*words, "--store", str(path)]) == 1
    error = capsys.readouterr().err
    assert f"there is no store at {path}" in error and "hint: " in error
    assert not path.exists()


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_every_command_that_reads_refuses_what_is_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    path = tmp_path / "text.txt"
    path.write_text("no store")
    assert run([*words, "--store", str(path)]) == 1
    assert "is not a store of technostate" in capsys.readouterr().err
    assert path.read_text() == "no store"


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["sipri", "FILE"], "unknown kind 'sipri'", "kinds exist"),
        (["tidy", "none.csv"], "there is no file", "look at its path"),
        (["tidy", "FILE", "--option", "unit"], "is no option", "NAME=VALUE"),
        (["tidy", "FILE", "--option", "units=musd"], "has no option 'units'", "unit"),
        (["tidy", "FILE", "--option", "unit=musd", "--option", "unit=usd"], "is there twice", "leave one"),
        (["tidy", "FILE", "--option", "title=a\x1b[1m"], "is not printable", "control"),
        (["tidy", "FILE", "--year", "2o23"], "2o23", ""),
        (["tidy", ""], "no file or folder", ""),
        (["tidy", "FILE", "--option", "unit=musd", "--vintage", "new"], "does not begin with a year", "--vintage"),
        (["tidy", "FILE", "--out", "FILE"], "is the file that is read", "another file"),
    ],
)
def test_a_mistake_is_one_message_and_makes_no_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str, hint: str
) -> None:
    path = str(spending(tmp_path))
    given = [path if word == "FILE" else word for word in words]
    columns = ["--columns", "region=ISO,year=Year,value=Spend"]
    assert run(["data", "import", *given, *columns, "--store", str(tmp_path / "s")]) == 2
    error = capsys.readouterr().err
    assert message in error and hint in error and "\x1b" not in error
    assert not (tmp_path / "s").exists()


def test_columns_are_for_kinds_that_do_not_know_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Kind("fixed", "P", "T", "f.csv", "", "series", lambda path, asked: pytest.fail("read"))
    monkeypatch.setattr(own, "kinds", lambda: {"fixed": known})
    assert run(["data", "import", "fixed", str(spending(tmp_path)), "--columns", "region=A"]) == 2
    assert "knows its own columns" in capsys.readouterr().err


def test_kinds_lists_each_with_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(said(capsys, "data", "kinds", "--json"))
    assert [row["kind"] for row in rows] == list(own.kinds())
    assert all(row["command"].startswith(f"technostate data import {row['kind']} ") for row in rows)
    assert {row["makes"] for row in rows} <= {"series", "world", "tariffs", "trade"}


def test_an_answer_of_python_reads_the_named_store(store: Path) -> None:
    import technostate as ts

    ts.use_store(store)
    assert ts.table(ROW.id, regions="CHN").frame()["value"].max() == 77.25
    assert "mine.xlsx" in ts.cite(KEY)
    assert catalogue.entry(KEY).own
    ts.use_store(None)
    assert not catalogue.entry(KEY).own
