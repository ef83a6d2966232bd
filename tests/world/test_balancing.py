"""RAS and GRAS meet their sums, keep signs, and agree with published examples; what cannot be met is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from made_worlds import made_world
from numpy.testing import assert_allclose

from technostate.errors import BalanceError, ConvergenceError
from technostate.testing import assert_balanced
from technostate.world import aggregate, balance, gras, grouping, load, ras

POSITIVE = arrays(np.float64, (4, 3), elements=st.integers(1, 10_000).map(lambda cents: cents / 100))
SIGNED = arrays(np.float64, (4, 3), elements=st.integers(-200, 1000).map(lambda tenths: tenths / 10))


def test_ras_on_the_example_of_miller_and_blair() -> None:
    # Miller and Blair (2009), section 7.4.2: base coefficients, new outputs, new row and column totals.
    base = np.array([[0.120, 0.100, 0.049], [0.210, 0.247, 0.265], [0.026, 0.249, 0.145]])
    output = np.array([421.0, 284.0, 283.0])
    found = ras(base * output, np.array([245.0, 136.0, 159.0]), np.array([251.0, 107.0, 182.0]), tolerance=1e-12)
    assert_allclose(found.sum(axis=1), [245, 136, 159], rtol=1e-9)
    assert_allclose(found.sum(axis=0), [251, 107, 182], rtol=1e-9)
    # The solution is r̂ A ŝ: cross ratios are those of the base, which identifies it.
    ratio = found / base
    assert_allclose(ratio[0] * ratio[1, 0] / ratio[0, 0], ratio[1], rtol=1e-9)
    assert_allclose(ratio[0] * ratio[2, 0] / ratio[0, 0], ratio[2], rtol=1e-9)


def test_gras_on_the_example_of_junius_and_oosterhaven() -> None:
    # Junius and Oosterhaven (2003), with the target of Lenzen, Wood and Gallego (2007).
    base = np.array([[7.0, 3.0, 5.0, -3.0], [2.0, 9.0, 8.0, 0.0], [-2.0, 0.0, 2.0, 0.0]])
    found = gras(base, np.array([15.0, 26.0, -1.0]), np.array([9.0, 16.0, 17.0, -2.0]))
    expected = [[8.4243, 3.3752, 5.2004, -2.0], [3.0010, 12.6248, 10.3742, 0.0], [-2.4253, 0.0, 1.4253, 0.0]]
    assert_allclose(found, expected, atol=1e-4)


@given(POSITIVE, POSITIVE)
def test_sums_are_met_and_cross_ratios_kept(base: np.ndarray, target: np.ndarray) -> None:
    rows, columns = target.sum(axis=1), target.sum(axis=0)
    found = ras(base, rows, columns, tolerance=1e-12)
    assert_allclose(found.sum(axis=1), rows, rtol=1e-8)
    assert_allclose(found.sum(axis=0), columns, rtol=1e-8)
    odds = (found[1:, 1:] * found[0, 0]) / (found[1:, :1] * found[:1, 1:])
    before = (base[1:, 1:] * base[0, 0]) / (base[1:, :1] * base[:1, 1:])
    assert_allclose(odds, before, rtol=1e-6)


@given(SIGNED)
def test_a_table_that_meets_its_sums_comes_back_unchanged(base: np.ndarray) -> None:
    assert_allclose(gras(base, base.sum(axis=1), base.sum(axis=0)), base, atol=1e-6)


@settings(max_examples=40)
@given(SIGNED, st.floats(1.0, 3.0))
def test_signs_are_kept(base: np.ndarray, factor: float) -> None:
    grown = np.where(base > 0, base * factor, base / factor)
    found = gras(base, grown.sum(axis=1), grown.sum(axis=0), tolerance=1e-11)
    assert ((np.sign(found) == np.sign(base)) | (np.abs(found) < 1e-6)).all()
    # The table itself shows that the sums can be met by r̂ P ŝ − r̂⁻¹ N ŝ⁻¹, and the solution is unique.
    assert_allclose(found, grown, atol=1e-3 * np.abs(base).max() + 1e-6)


def test_zeros_stay_zero_and_empty_rows_are_no_matter() -> None:
    found = ras(np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 0.0]]), np.array([2.0, 3.0, 0.0]), np.array([3.0, 2.0]))
    assert found[0, 1] == 0 and not found[2].any()
    assert_allclose(found.sum(axis=0), [3, 2], rtol=1e-8)


def test_a_row_that_must_vanish_does() -> None:
    found = gras(np.array([[1.0, 4.0], [1.0, -2.0], [3.0, 5.0]]), np.array([0.0, 1.0, 9.0]), np.array([6.0, 4.0]))
    assert not found[0].any()
    assert_allclose(found.sum(axis=0), [6, 4], rtol=1e-8)


@pytest.mark.parametrize(
    ("base", "rows", "columns", "words"),
    [
        ([[1.0, 1.0]], [2.0], [1.0, 2.0], "add up to"),
        ([[1.0, 1.0], [0.0, 0.0]], [1.0, 1.0], [1.0, 1.0], "no entry of their sum's sign"),
        ([[1.0, 1.0], [1.0, 1.0]], [3.0, -1.0], [1.0, 1.0], "no entry of their sum's sign"),
        ([[1.0, np.nan]], [1.0], [0.5, 0.5], "not finite"),
        ([[1.0, 1.0]], [1.0, 1.0], [1.0, 1.0], "shape"),
    ],
)
def test_sums_that_cannot_be_met_are_refused(
    base: list[list[float]], rows: list[float], columns: list[float], words: str
) -> None:
    with pytest.raises(BalanceError, match=words) as caught:
        gras(np.array(base), np.array(rows), np.array(columns))
    assert caught.value.hint


def test_ras_refuses_negative_entries() -> None:
    with pytest.raises(BalanceError, match="non-negative"):
        ras(np.array([[1.0, -1.0]]), np.array([0.0]), np.array([1.0, -1.0]))


def test_no_convergence_is_an_error_never_a_result() -> None:
    # The zero pattern forbids these sums: the first row can only sell to the first column, which takes less.
    with pytest.raises(ConvergenceError) as caught:
        ras(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([5.0, 1.0]), np.array([2.0, 4.0]), max_iterations=200)
    assert "200" in str(caught.value) and caught.value.exit_code == 1


def test_the_argument_is_not_changed() -> None:
    base = np.array([[1.0, 2.0], [3.0, 4.0]])
    ras(base, np.array([0.0, 4.0]), np.array([2.0, 2.0]))
    assert base.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_a_balanced_world_has_no_discrepancy_and_its_old_outputs() -> None:
    wiod = load("wiod-2004")
    small = aggregate(wiod, regions=grouping(wiod.regions, {"CHN": ["CHN"], "USA": ["USA"]}, rest="ROW"))
    for world in (made_world(), small):
        found = balance(world)
        assert_balanced(found, with_discrepancy=False, tolerance=1e-3)
        assert np.array_equal(found.gross_output, world.gross_output)
        assert_allclose(found.value_added, world.value_added, atol=1e-3)
        assert ((found.inventories < 0) <= (world.inventories < 0)).all()
        assert found.kind == "derived" and world.origin in found.origin.inputs
        change = np.abs(found.intermediate - world.intermediate).sum() / world.intermediate.sum()
        assert 0 < change < 0.02


def test_a_node_that_sells_nothing_recorded_cannot_be_balanced() -> None:
    world = made_world()
    intermediate, final, stocks = (np.array(a) for a in (world.intermediate, world.final_demand, world.inventories))
    intermediate[0], final[0], stocks[0] = 0.0, 0.0, 0.0
    silent = made_world(
        intermediate=intermediate, final_demand=final, inventories=stocks,
        gross_output=world.gross_output,
        discrepancy=world.gross_output - intermediate.sum(axis=1) - final.sum(axis=1) - stocks.sum(axis=1),
    )  # fmt: skip
    assert silent.gross_output[0] > 100
    with pytest.raises(BalanceError, match="no entry"):
        balance(silent)
