"""The notebooks run from their first cell to their last, in an empty folder, and print what they are about."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbclient")

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "notebooks"
#: Notebook → what it must print.
PRINTED = {
    "one-number-cited": ("2.43 % of GDP", "@misc{ncses-2024"),
    "table-to-pandas": ("1.71", "spending.parquet", "True"),
    "own-shock-to-a-slide": ("China", "% change modelled", "machinery.png True"),
    "three-coalitions": ("three and the Union  target -0.0",),
    "new-state": ("did you mean wales-2014?", "()", "True", "National Security Act in force"),
    "own-table-from-pymrio": ("the year of", "((6, 8), 2011)", "0.0019 0.0019", "'mine.csv'"),
    "twenty-texts-to-a-citation": (
        "3 of 3 passages",
        "Ministry of Trade, Statement, March 5, 2018, para. 2.",
        "@misc{",
    ),
    "published-table-reproduced": ("2 of 2 numbers agree", "2008: published 66, computed 66.7", "FRA   2.6   2.8"),
}


@pytest.fixture(scope="session")
def pages() -> Any:
    """The module that makes pages of notebooks."""
    sys.path.insert(0, str(ROOT / "docs" / "hooks"))
    try:
        import pages
    finally:
        sys.path.pop(0)
    return pages


def test_every_notebook_is_listed_here() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(PRINTED)


@pytest.mark.parametrize("name", PRINTED)
def test_notebooks_are_kept_without_outputs(name: str) -> None:
    cells = json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))["cells"]
    assert all(cell.get("outputs", []) == [] and cell.get("execution_count") is None for cell in cells)


@pytest.mark.parametrize("name", PRINTED)
def test_notebooks_run_and_print_what_they_are_about(
    name: str, pages: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    page = pages.as_markdown(pages.executed(FOLDER / f"{name}.ipynb"), f"{name}.ipynb")
    for words in PRINTED[name]:
        assert words in page, page


def test_an_error_in_a_cell_is_an_error(pages: Any, tmp_path: Path) -> None:
    from nbclient.exceptions import CellExecutionError
    from nbformat import v4, write

    path = tmp_path / "wrong.ipynb"
    write(v4.new_notebook(cells=[v4.new_code_cell("1 / 0")]), path)
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        pages.executed(path)
