"""From the producer's file to a table: the command, the store and the indicator that then shows the user's edition."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import small_files as small

from technostate.claims import ledger
from technostate.cli.app import run


def test_an_imported_workbook_is_what_its_series_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, store = small.milex(tmp_path / "SIPRI-Milex-data-1949-2024.xlsx"), str(tmp_path / "own.sqlite")
    assert run(["data", "import", "sipri-milex", str(path), "--vintage", "2031-04", "--store", store]) == 0
    assert "sipri/milex/share-of-gdp" in capsys.readouterr().out
    wanted = ["table", "sipri/milex/share-of-gdp", "--region", "CHN", "--store", store, "--format", "csv"]
    assert run(wanted) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert any("2024" in cell for row in rows for cell in row)
    assert any(cell.startswith("1.71") for row in rows for cell in row)


def test_a_refused_file_leaves_no_series(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, store = small.text(tmp_path / "a.csv", small.ARMS[:-20]), tmp_path / "own.sqlite"
    assert run(["data", "import", "sipri-arms", str(path), "--store", str(store)]) == 2
    assert "9 expected" in capsys.readouterr().err
    assert run(["data", "list", "--own", "--store", str(store)]) in {0, 1, 2}
    assert "sipri/arms" not in capsys.readouterr().out


def test_sipris_own_files_are_read_by_tables_and_claims_as_what_ships(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The raw files are those of the shipped edition: every answer stays, for more states."""

    def answer(*words: str) -> str:
        assert run([*words]) == 0
        return capsys.readouterr().out

    def figures(indicator: str, *more: str) -> dict[tuple[str, str], float]:
        rows = csv.DictReader(io.StringIO(answer("table", indicator, "--region", "CHN,EU", "--format", "csv", *more)))
        return {(row["region"], row["year"]): float(row["value"]) for row in rows}

    indicators = "military_spending_gdp", "military_spending_world_share", "military_spending_ppp", (
        "arms_imports_world_share"), "arms_exports_world_share", "arms_licensed_share"  # fmt: skip
    before = {key: figures(key) for key in indicators}
    words = {it.id for it in ledger() if any("store:" in str(condition.ask) for condition in it.condition)}

    def claims(*more: str) -> list[tuple[object, ...]]:
        """What is decided, but for claims that ask the user's store for texts; digits of a reason may be rounded."""
        rows = json.loads(answer("claims", "CHN", "--json", *more))["verdicts"]
        kept = "id", "verdict", "grade", "hits", "placebo"
        return [tuple(row[key] for key in kept) for row in rows if row["id"] not in words]

    decided = claims()
    assert words and decided
    store = ("--store", str(tmp_path / "own.sqlite"))
    folder = shared / "data"
    answer("data", "import", "sipri-milex", str(folder / "sipri_milex_1949_2024/sipri_data_1949_2024.xlsx"), *store)
    register = folder / "sipri_arms_register_1995_2025/trade_register_1995_2025.csv.gz"
    answer("data", "import", "sipri-arms", str(register), "--vintage", "2026-02", *store)
    for key, expected in before.items():
        after = figures(key, *store)
        assert {place: after[place] for place in expected} == pytest.approx(expected, rel=1e-5), key
    assert claims(*store) == decided
    (asked,) = [row for row in json.loads(answer("claims", "CHN", "--json", *store))["verdicts"] if row["id"] == "MI-5"]
    assert asked["verdict"] == "not testable here" and "the store read has no collection" in str(asked)
    assert "2024" in answer("table", "military_spending_ppp", "--region", "PER", *store)


def test_a_name_of_thousands_of_letters_is_cut_in_the_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["data", "import", "wdi", "a" * 5_000, "--store", str(tmp_path / "s.sqlite")]) in (1, 2)
    err = capsys.readouterr().err
    assert "aaa …" in err and len(err) < 600
