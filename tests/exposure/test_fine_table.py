"""The finer table of 2022 answers what needs sales among producers alone, as a world does."""

from __future__ import annotations

import numpy as np
import pytest

from technostate.errors import DataError, LabelError
from technostate.exposure import (
    bilateral_dependence,
    extract_every_node,
    extract_link,
    extract_node,
    extract_pair,
    foreign_input_reliance,
    foreign_input_reliance_by_sector,
    foreign_market_reliance,
    input_reliance_by_origin,
    input_reliance_matrix,
    market_reliance_matrix,
    self_reliance,
)
from technostate.exposure.system import leontief
from technostate.world import FineTable, World, fine_intermediate, load


@pytest.fixture(scope="module")
def fine() -> FineTable:
    return fine_intermediate()


@pytest.fixture(scope="module")
def coarse() -> World:
    return load("icio-2022")


def test_reliance_is_the_share_of_foreign_rows(fine: FineTable) -> None:
    """By hand: the output that American electronics needs, own unit included, and the part of it made abroad."""
    at, n = fine.node("USA", "C26"), fine.region_index("USA")
    output = np.zeros(fine.gross_output.size)
    output[at] = fine.gross_output[at]
    needs = leontief(fine).solve(output).reshape(80, 36)
    abroad = 1 - needs[n].sum() / needs.sum()
    assert foreign_input_reliance(fine, "USA", sector="C26") == pytest.approx(abroad, rel=1e-10)
    assert self_reliance(fine, "USA", "C26") == pytest.approx(1 - abroad, rel=1e-10)


@pytest.mark.parametrize(
    ("state", "whole", "below"), [("USA", 0.0710, 0.005), ("CHN", 0.0847, 0.01), ("DEU", 0.2022, 0.002)]
)
def test_reliance_is_close_to_the_world_with_a_rest(
    fine: FineTable, coarse: World, state: str, whole: float, below: float
) -> None:
    """Without ROW the finer table is a little below, nowhere above."""
    found = foreign_input_reliance(fine, state)
    assert found == pytest.approx(whole, abs=5e-5)
    assert 0 < foreign_input_reliance(coarse, state) - found < below


def test_shares_of_the_fine_table_sum_to_one(fine: FineTable) -> None:
    assert input_reliance_matrix(fine).sum(axis=0) == pytest.approx(1.0, abs=1e-12)
    assert market_reliance_matrix(fine, measure="face_value").sum(axis=1) == pytest.approx(1.0, abs=1e-12)
    assert input_reliance_by_origin(fine, "USA").shape == (80, 36)
    assert foreign_input_reliance_by_sector(fine, "USA")[fine.sector_index("O")] < 0.06
    assert 0 < foreign_market_reliance(fine, "TWN", sector="C26") < 1
    assert bilateral_dependence(fine, "CHN", partner="USA").on_partner > 0


def test_extraction_of_a_node_is_that_of_the_table(fine: FineTable, coarse: World) -> None:
    """Taiwan's electronics: USD 637 bn of output of the 80, 647 bn with ROW."""
    found, wide = extract_node(fine, "TWN", "C26"), extract_node(coarse, "TWN", "C26")
    assert found.total_output == pytest.approx(637_195, abs=1)
    assert wide.total_output == pytest.approx(647_112, abs=1)
    assert found.value_added.shape == (80,)
    assert extract_every_node(fine)[fine.node("TWN", "C26")] == pytest.approx(found.total_value_added, rel=1e-9)


def test_extraction_with_final_demand_is_refused_with_the_way_out(fine: FineTable) -> None:
    for ask in (
        lambda: extract_link(fine, supplier="TWN", buyer="USA"),
        lambda: extract_pair(fine, "TWN", partner="USA"),
    ):
        with pytest.raises(DataError, match="the fine table of 2022 has no final demand") as caught:
            ask()
        assert "final=False" in caught.value.hint
    assert extract_link(fine, supplier="TWN", buyer="USA", final=False).total_output == pytest.approx(72_673, abs=1)


def test_labels_of_the_fine_table_are_checked(fine: FineTable) -> None:
    assert fine.shape == (fine.n_regions, fine.n_sectors) == (80, 36)
    assert fine.value_added is fine.residual
    with pytest.raises(LabelError, match="is not shown apart in the fine table"):
        foreign_input_reliance(fine, "ROW")
    with pytest.raises(LabelError, match="SVC"):
        foreign_input_reliance(fine, "USA", sector="SVC")
    with pytest.raises(LabelError, match="share USA"):
        foreign_input_reliance(fine, "USA", supplier="USA")
