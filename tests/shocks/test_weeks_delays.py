"""Goods under way longer: nothing is lost, and stocks bridge the time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weeks_cases import needed, uneven
from weeks_economies import ario, chain, made_up

from technostate.errors import ScenarioError
from technostate.shocks.weeks import Delay, DelayShares, LinkBan, Parameters, Stockpile, simulate

CLOSED = Delay(("A",), ("B",), (), 6, 1.0, 2, 6)


def test_goods_of_a_closed_passage_arrive_when_it_opens_again() -> None:
    """Output, orders and final demand do not notice; stocks of the importer fall by six days of use and come back."""
    economy = chain()
    path = simulate(
        economy, [CLOSED], days=40, practice=needed(economy, 60.0), parameters=Parameters(restocking_days=1e4)
    )
    held = path.stocks[:, 1, 0] * 365 / 40.0
    assert held[1] == pytest.approx(60.0, abs=1e-9)
    assert held[7] == pytest.approx(54.0, abs=0.06)
    # Where a tenth of a stock is gone a hundredth of the firms is out of it and uses none.
    assert held[13] == pytest.approx(60.0, abs=0.06)
    assert path.output[:, 1, 1] == pytest.approx(100.0, rel=0.01)
    assert not path.final_lost.any()


@given(seed=st.integers(0, 10**6), days=st.integers(1, 12), share=st.floats(0.05, 1.0), duration=st.integers(1, 20))
@settings(max_examples=10, deadline=None)
def test_nothing_shipped_is_lost(seed: int, days: int, share: float, duration: int) -> None:
    """Who holds more than usual does nothing else; what he lacks is under way, and he has it when it is over."""
    economy, pile = made_up(seed), Stockpile(("A", "B", "C", "D"), (), 60.0)
    delay = Delay(("B", "C"), ("A", "D"), (), days, share, 3, duration)
    late, usual = (
        simulate(economy, events, days=60, practice=uneven(economy, seed)) for events in ([delay, pile], [pile])
    )
    for name in ("output", "final_met", "final_lost", "trade"):
        np.testing.assert_allclose(getattr(late, name), getattr(usual, name), rtol=1e-11)
    lacking = 365 * (usual.stocks - late.stocks).sum(2)
    n, j = economy.shape
    flows = economy.intermediate.reshape(n, j, n, j).sum((1, 3)).T + economy.final.reshape(n, j, n).sum(1).T
    for region in range(n):
        a_day = share * flows[region, 1:3].sum() if region in (0, 3) else 0.0
        shipped = a_day * (np.clip(np.arange(60) - 2, 0, duration) - np.clip(np.arange(60) - 2 - days, 0, duration))
        np.testing.assert_allclose(lacking[:, region], shipped, atol=1e-9 * economy.output.sum())


def test_a_delay_costs_less_than_a_ban_of_the_same_days() -> None:
    economy = made_up()
    thin = Parameters(inventory_days=5.0)
    others = ("B", "C", "D")
    late = simulate(economy, [Delay(others, ("A",), (), 6, 1.0, 2, 6)], days=120, parameters=thin)
    closed = simulate(economy, [LinkBan(others, ("A",), (), 2, 6)], days=120, parameters=thin)
    for path in (late, closed):
        assert path.final_lost[:, 0].sum() > 0
    assert late.final_lost.sum() < closed.final_lost.sum()


def test_of_two_delays_the_longer_takes_its_share_first_in_any_order() -> None:
    economy = made_up()
    long, brief = Delay(("B",), ("A",), (), 9, 0.5, 2, 4), Delay(("B",), ("A",), (), 3, 0.5, 2, 4)
    thin = Parameters(inventory_days=4.0)
    one, two = (simulate(economy, events, days=30, parameters=thin) for events in ([long, brief], [brief, long]))
    np.testing.assert_array_equal(one.stocks, two.stocks)
    split = [Delay(("B",), ("A",), (), 9, 0.3, 2, 4), Delay(("B",), ("A",), (), 9, 2 / 7, 2, 4)]
    parts, whole = (simulate(economy, events, days=30, parameters=thin) for events in (split, [long]))
    np.testing.assert_allclose(parts.stocks, whole.stocks, rtol=1e-12)


def test_a_delay_by_array_equals_the_named_one() -> None:
    economy = made_up()
    share = np.zeros((3, 4, 4))
    share[1:, 0, 2] = 0.4
    by_array, by_name = (
        simulate(economy, [event], days=40, parameters=Parameters(inventory_days=4.0))
        for event in (DelayShares(share, 5, 3, 8), Delay(("C",), ("A",), ("S1", "S2"), 5, 0.4, 3, 8))
    )
    np.testing.assert_allclose(by_array.stocks, by_name.stocks, rtol=1e-12)
    assert np.abs(by_array.stocks - by_array.stocks[0]).max() > 0


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (Delay(("A",), ("B",)), "days is 0; whole days from 1"),
        (Delay(("A",), ("B",), days=2.5), "days is 2.5"),  # type: ignore[arg-type]
        (Delay(("A",), ("B",), days=True), "days is True"),
        (Delay(("A",), ("B",), days=3, share=0.0), "share is 0.0; it must be above 0 and at most 1"),
        (Delay(("A",), ("B",), days=3, share=1.5), "share is 1.5"),
        (Delay(("A", "B"), ("B",), days=3), "B is exporter and importer; a region cannot be far from itself"),
        (Delay(("X",), ("B",), days=3), "unknown exporter 'X'"),
        (Delay(("A",), ("B",), days=3, duration=2.5), "whole days are needed"),
        (Delay(("A",), ("B",), days=3, start=400), "after the last day simulated"),
        (DelayShares(np.ones((3, 4, 4)), 3), "sales at home differs from 0 in 12 places"),
        (DelayShares(np.zeros((4, 4)), 3), "share has shape (4, 4), the economy needs (3, 4, 4)"),
        (DelayShares(np.zeros((3, 4, 4)), 0), "days is 0"),
        (DelayShares(np.full((3, 4, 4), np.nan), 3), "values that are not finite"),
    ],
)
def test_a_bad_delay_is_named(event: Any, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        simulate(made_up(), [event])
    assert message in str(caught.value) and caught.value.hint


def test_the_first_engine_refuses_goods_under_way() -> None:
    with pytest.raises(ScenarioError, match="knows no goods under way"):
        ario(chain(), [CLOSED])
