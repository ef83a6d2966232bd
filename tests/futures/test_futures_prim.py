"""Boxes: the published example to the last digit, beside ema_workbench, and boxes that noise does not make."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from technostate.errors import DataError
from technostate.futures import boxes, draws, prim


@pytest.fixture(scope="module")
def published(shared: Path) -> tuple[pl.DataFrame, np.ndarray]:
    """Cases and flags of Bryant and Lempert's biofuel example."""
    folder = shared / "data" / "bryant_lempert_2010"
    frame = pl.read_csv(folder / "bryant_et_al_2010.csv")
    return frame[:, :11].cast(pl.Float64), frame["Greater than 90%"].to_numpy() == 1


def test_the_published_example_comes_out(published: tuple[pl.DataFrame, np.ndarray]) -> None:
    frame, interest = published
    found = prim.peel(frame.to_numpy(), interest, share=0.1)[21]
    assert (len(frame), interest.sum()) == (882, 89)
    assert (found.coverage, found.density, found.mass) == pytest.approx((0.752809, 0.770115, 0.0986395), abs=1e-6)
    limits = {frame.columns[at]: (round(found.low[at], 3), round(found.high[at], 3)) for at in found.dimensions}
    assert limits == {
        "Cellulosic cost": (72.65, 133.7),
        "Total biomass": (450.0, 755.8),
        "Demand elasticity": (-0.422, -0.202),
        "Biomass backstop price": (150.05, 199.6),
    }


def test_without_a_dimension_the_published_box_is_wider(published: tuple[pl.DataFrame, np.ndarray]) -> None:
    frame, interest = published
    cases = frame.to_numpy()
    box = prim.peel(cases, interest, share=0.1)[21]
    wider = prim.without(box, frame.columns.index("Cellulosic cost"), cases, interest)
    assert (wider.coverage, wider.density, wider.mass) == pytest.approx((0.764045, 0.715789, 0.10771), abs=1e-5)


@pytest.mark.filterwarnings("ignore")
def test_every_step_and_quasi_p_value_is_that_of_ema_workbench(published: tuple[pl.DataFrame, np.ndarray]) -> None:
    from ema_workbench.analysis import prim as other

    frame, interest = published
    cases = frame.to_numpy()
    mine = prim.peel(cases, interest, share=0.1)
    theirs = other.Prim(frame.to_pandas(), interest, threshold=0.8, peel_alpha=0.1).find_box()
    path = theirs.peeling_trajectory[["coverage", "density", "mass"]].to_numpy()
    steps = np.array([[box.coverage, box.density, box.mass] for box in mine])
    assert steps[:22] == pytest.approx(path[:22], abs=1e-9)
    found = prim.quasi_p(mine[21], cases, interest)
    said = theirs.qp[21]
    for name, (low, high) in said.items():
        at = frame.columns.index(name)
        for value, expected in zip(found[:, at], (low, high), strict=True):
            assert np.isnan(value) if expected == -1 else value == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_peeling_finds_a_corner() -> None:
    cases = draws.places(0, 2048, 6, seed=1)
    interest = (cases[:, 1] > 0.7) & (cases[:, 4] < 0.4)
    found = boxes.where(cases, interest)
    assert found is not None
    assert {(limit.dimension, limit.upper) for limit in found.limits} == {(1, False), (4, True)}
    assert [limit.value for limit in sorted(found.limits)] == pytest.approx([0.7, 0.4], abs=0.03)
    assert found.coverage > 0.9 and found.density > 0.9
    assert found.base == pytest.approx(0.12, abs=0.01)


def test_noise_makes_no_box() -> None:
    rng = np.random.default_rng(1)
    found = [boxes.where(rng.random((1024, 20)), rng.random(1024) < 0.2) for _ in range(10)]
    assert sum(item is not None for item in found) <= 1


def test_a_box_is_measured_on_cases_that_did_not_make_it() -> None:
    rng = np.random.default_rng(2)
    cases = rng.random((2048, 10))
    interest = rng.random(2048) < np.where(cases[:, 3] > 0.6, 0.5, 0.1)
    found = boxes.where(cases, interest)
    assert found is not None and found.limits[0].dimension == 3
    assert found.density == pytest.approx(0.5, abs=0.08)


def test_few_cases_of_interest_and_almost_all_make_no_box() -> None:
    cases = draws.places(0, 256, 3, seed=1)
    assert boxes.where(cases, np.arange(256) < 30) is None
    assert boxes.where(cases, cases[:, 0] > 0.1) is None


def test_bad_cases_are_refused() -> None:
    cases = draws.places(0, 64, 3, seed=1)
    with pytest.raises(DataError, match="no case is of interest"):
        prim.peel(cases, np.zeros(64, bool))
    with pytest.raises(DataError, match="flags for"):
        prim.peel(cases, np.ones(63, bool))
    cases[3, 1] = np.nan
    with pytest.raises(DataError, match="not finite"):
        prim.peel(cases, np.ones(64, bool))
