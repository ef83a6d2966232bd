"""Published numbers beside computed ones: they agree, and say so at every door."""

from __future__ import annotations

from pathlib import Path

import pytest

from technostate.errors import DataError, LabelError
from technostate.evidence import Range, value_of
from technostate.view.reproduce import PAPERS, listing, reproduce

from .doors import agree


@pytest.mark.parametrize("paper", [key for key in PAPERS if key != "cp2015"])
def test_numbers_that_need_no_other_data_agree(paper: str) -> None:
    view = reproduce(paper)
    assert agree(view) > 1
    assert all(line.agrees for line in view.data.lines)


def test_regions_are_said_by_name() -> None:
    said = reproduce("costinot2014").text(200)
    assert "South Korea" in said and "KOR" not in said
    assert "World" in reproduce("baqaee-farhi2019").text(200)


def test_nafta_agrees_from_the_authors_files(shared: Path) -> None:
    view = reproduce("cp2015", data=shared / "data" / "caliendo_parro_2015")
    agree(view)
    assert len(view.data.lines) == 18
    assert [line.what for line in view.data.lines if not line.agrees] == []


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="needs the authors' files"):
        reproduce("cp2015")
    with pytest.raises(DataError, match="timmer2014 is made from data that ship"):
        reproduce("timmer2014", data=tmp_path)
    with pytest.raises(DataError, match="lacks base_1993"):
        reproduce("cp2015", data=tmp_path)
    with pytest.raises(LabelError, match="unknown paper"):
        reproduce("cp2016")
    agree(listing())


def test_a_number_that_differs_is_marked() -> None:
    from dataclasses import replace

    line = reproduce("timmer2014").data.lines[0]
    assert line.agrees
    far = replace(line, tolerance=1e-9)
    assert not far.agrees


def test_a_number_that_is_missing_agrees_with_nothing() -> None:
    from dataclasses import replace

    line = reproduce("timmer2014").data.lines[0]
    zero = replace(line.published, value=0.0)
    unknown = replace(line.computed, value=None, range=Range(-1.0, 1.0))
    assert not replace(line, published=zero, computed=unknown).agrees
    with pytest.raises(DataError, match="range alone"):
        value_of(unknown)
