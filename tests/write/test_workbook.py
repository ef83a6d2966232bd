"""A workbook holds every row whole, or is refused: nothing is cut in silence."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace

import pytest

from technostate.errors import DataError
from technostate.evidence import Range
from technostate.write import data
from technostate.write.data import to_xlsx

from . import made


def strings(book: bytes) -> list[str]:
    """The texts of a workbook, each once."""
    listed = zipfile.ZipFile(io.BytesIO(book)).read("xl/sharedStrings.xml").decode()
    return [html.unescape(text) for text in re.findall(r"<t[^>]*>([^<]*)</t>", listed)]


def test_a_text_that_just_fits_is_whole() -> None:
    text = "安" * 32_767
    assert text in strings(to_xlsx(({"text": text},), "t"))


def test_a_text_that_does_not_fit_is_refused_and_not_cut() -> None:
    rows = ({"text": "short"}, {"text": "安" * 32_768})
    with pytest.raises(DataError, match="row 2 has a text of 32,768 characters") as refused:
        to_xlsx(rows, "t")
    assert "--format csv" in refused.value.hint
    assert len(data.to_csv(rows)) > 32_768


def test_rows_that_do_not_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "_SHEET", 2)
    assert to_xlsx(({"n": 1},) * 2, "t")
    with pytest.raises(DataError, match="3 rows do not fit"):
        to_xlsx(({"n": 1},) * 3, "t")


def test_an_end_beyond_what_was_computed_is_written_as_in_csv() -> None:
    figure = replace(made.share(0.2), range=Range(0.1, float("inf")))
    row = ({"figure": figure},)
    assert "inf" in strings(to_xlsx(row, "t")) and ",inf," in data.to_csv(row)
