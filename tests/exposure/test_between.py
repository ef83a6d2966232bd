"""Reliance among many states: rows add up to what is published one by one, and counts of leaning."""

from __future__ import annotations

import time

import numpy as np
import pytest

from technostate.errors import LabelError
from technostate.exposure import foreign_input_reliance
from technostate.exposure.between import among, leaning
from technostate.world import World, load


@pytest.fixture(scope="module")
def icio() -> World:
    return load("icio-2022")


@pytest.mark.parametrize("sector", [None, "C26"])
@pytest.mark.parametrize(
    ("variant", "measure"), [("gross", "look_through"), ("net", "look_through"), ("gross", "face_value")]
)
def test_rows_of_all_regions_add_up_to_foreign_reliance(
    icio: World, sector: str | None, variant: str, measure: str
) -> None:
    found = among(icio, icio.regions, sector=sector, variant=variant, measure=measure)  # type: ignore[arg-type]
    known = np.isfinite(found.abroad)
    assert known.sum() >= 79, "one economy has no electronics"
    assert np.allclose(np.nansum(found.shares, axis=1)[known], found.abroad[known], rtol=0, atol=1e-12)
    for code in ("CHN", "USA", "VNM", "ROW"):
        one = foreign_input_reliance(icio, code, sector=sector, variant=variant, measure=measure)  # type: ignore[arg-type]
        assert found.abroad[icio.region_index(code)] == pytest.approx(one, abs=1e-12)


def test_groups_are_one_state_in_rows_and_columns(icio: World) -> None:
    found = among(icio, ("CHN", "EU", "DEU"))
    eu = found.parties[1].members
    assert found.abroad[1] == pytest.approx(foreign_input_reliance(icio, eu), abs=1e-12)
    assert found.shares[0, 1] == pytest.approx(foreign_input_reliance(icio, "CHN", supplier=eu), abs=1e-12)
    assert found.shares[1, 0] == pytest.approx(foreign_input_reliance(icio, eu, supplier="CHN"), abs=1e-12)
    assert np.isnan(found.shares[1, 2]) and np.isnan(found.shares[2, 1]), "Germany is in the Union"


def test_who_leans_on_whom(icio: World) -> None:
    found = leaning(icio, "CHN", "USA")
    assert found.count == (66, 12, 0) and len(found.rows) == 78 and found.without == ()
    assert leaning(icio, "USA", "CHN").count == (12, 66, 0)
    rows = {row.region: row for row in found.rows}
    assert round(100 * rows["KHM"].difference, 1) == 20.9 and round(100 * rows["IRL"].difference, 1) == -7.4
    with pytest.raises(LabelError, match="share DEU"):
        leaning(icio, "EU", "DEU")


def test_a_matrix_of_all_regions_takes_less_than_a_second_once_the_table_is_solved(icio: World) -> None:
    among(icio, icio.regions)
    start = time.perf_counter()
    among(icio, icio.regions, sector="C26", variant="net")
    assert time.perf_counter() - start < 1.0
