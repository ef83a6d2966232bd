"""Events given as arrays mean what the named ones mean; trade is what is delivered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from weeks_economies import TANGLE, TIGHT, ario, ario_many, made_up, pymrio_test_table

from technostate.errors import ScenarioError
from technostate.shocks.weeks import (
    ArioParameters,
    CapacityLoss,
    CapacityShares,
    DemandLoss,
    DemandShares,
    Event,
    LinkBan,
    LinkShares,
    Path,
    StockDays,
    Stockpile,
)
from technostate.shocks.weeks.ario.reference import reference

REGIONS, SECTORS = 4, 3


def links(share: float, importer: int, exporter: int) -> np.ndarray:
    array = np.ones((SECTORS, REGIONS, REGIONS))
    array[1:, importer, exporter] = share
    return array


def nodes(value: float, other: float, region: int) -> np.ndarray:
    array = np.full((REGIONS, SECTORS), other)
    array[region, 1:] = value
    return array


def assert_same(first: Path, second: Path) -> None:
    for name in ("output", "final_met", "final_wanted", "stocks", "cover", "trade"):
        np.testing.assert_allclose(getattr(first, name), getattr(second, name), rtol=1e-13)


@pytest.mark.parametrize(
    ("array", "named"),
    [
        (LinkShares(links(0.1, 2, 0), 3, 40), LinkBan(("A",), ("C",), ("S1", "S2"), 3, 40, 0.1)),
        (CapacityShares(nodes(0.4, 1.0, 2), 3, 20, 10), CapacityLoss(("C",), ("S1", "S2"), 0.6, 3, 20, 10)),
        (DemandShares(nodes(0.7, 1.0, 3), 3, 20, 10), DemandLoss(("D",), ("S1", "S2"), 0.3, 3, 20, 10)),
        (StockDays(nodes(4.0, 0.0, 0)), Stockpile(("A",), ("S1", "S2"), 4.0)),
    ],
)
@pytest.mark.parametrize("others", [(), TANGLE])
def test_an_array_event_equals_the_named_one(array: Event, named: Event, others: tuple[Event, ...]) -> None:
    economy = made_up()
    by_array, by_name, nothing = (
        ario(economy, events, days=60, parameters=TIGHT) for events in ((*others, array), (*others, named), others)
    )
    assert_same(by_array, by_name)
    assert not np.array_equal(by_array.stocks, nothing.stocks, equal_nan=True)


def test_of_two_shares_of_a_link_the_stricter_counts() -> None:
    weak, strong, both = links(0.5, 0, 1), links(0.2, 0, 1), links(0.2, 0, 1)
    weak[0, 0, 1] = both[0, 0, 1] = 0.7
    apart, together = (
        ario(made_up(), events, days=40, parameters=TIGHT)
        for events in ([LinkShares(weak), LinkShares(strong)], [LinkShares(both)])
    )
    assert_same(apart, together)


def test_losses_multiply_and_extras_add() -> None:
    twice, once = (
        ario(made_up(), events, days=40, parameters=TIGHT)
        for events in (
            [CapacityShares(nodes(0.8, 0.9, 0)), DemandShares(nodes(0.5, 1.0, 1))] * 2
            + [StockDays(nodes(1, 2, 3))] * 2,
            [CapacityShares(nodes(0.64, 0.81, 0)), DemandShares(nodes(0.25, 1.0, 1)), StockDays(nodes(2, 4, 3))],
        )
    )
    assert_same(twice, once)


def test_neutral_arrays_change_nothing() -> None:
    ones = np.ones((REGIONS, SECTORS))
    neutral = [LinkShares(links(1.0, 0, 1)), CapacityShares(ones), DemandShares(ones), StockDays(0 * ones)]
    assert_same(ario(made_up(), neutral, days=20), ario(made_up(), [], days=20))


def test_an_array_event_keeps_a_read_only_copy() -> None:
    given = np.ones((REGIONS, SECTORS))
    event = CapacityShares(given)
    given[:] = 0.0
    assert event.share.all()
    with pytest.raises(ValueError, match="read-only"):
        event.share[0, 0] = 0.5


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (LinkShares(np.ones((4, 4, 3))), "share has shape (4, 4, 3), the economy needs (3, 4, 4)"),
        (LinkShares(links(0.5, 2, 2)), "sales at home differs from 1 in 2 places"),
        (LinkShares(links(1.5, 0, 1)), "share has 2 values outside 0 … 1, from 1 to 1.5"),
        (LinkShares(links(0.5, 0, 1), start=900), "after the last day simulated"),
        (CapacityShares(nodes(np.nan, 1.0, 0)), "share has 2 values that are not finite"),
        (CapacityShares(nodes(0.5, 1.0, 0), recovery=3), "the duration is infinite"),
        (DemandShares(nodes(-0.5, 1.0, 0)), "share has 2 values outside 0 … 1, from -0.5 to 1"),
        (DemandShares("half"), "share is 'half'; an array of numbers is needed"),  # type: ignore[arg-type]
        (StockDays(nodes(-1.0, 0.0, 0)), "days has 2 values outside 0 … inf"),
        (StockDays(nodes(np.inf, 0.0, 0)), "days has 2 values that are not finite"),
    ],
)
def test_a_bad_array_is_named(event: Any, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        ario(made_up(), [event, LinkBan(("X",), ("A",))])
    assert message in str(caught.value)
    assert "'X'" in str(caught.value)


def test_without_events_trade_is_the_base() -> None:
    economy = made_up()
    np.testing.assert_allclose(ario(economy, [], days=9).trade, economy.trade, rtol=1e-12)
    np.testing.assert_allclose(economy.trade.sum(0), economy.output.sum(1), rtol=1e-12)


@pytest.mark.parametrize("days", [1, 80])
def test_trade_equals_the_sum_of_deliveries_between_nodes(days: int) -> None:
    for economy, events in ((made_up(), TANGLE), (pymrio_test_table(), [CapacityLoss(("reg1",), (), 0.5)])):
        within = [event for event in events if getattr(event, "start", 0) < days]
        twin = reference(economy, within, days, TIGHT if economy is made_up() else ArioParameters())
        path = ario(economy, within, days=days, parameters=TIGHT if economy is made_up() else None)
        np.testing.assert_allclose(path.trade, twin.trade, rtol=1e-11)


def test_what_exporters_deliver_is_what_they_make() -> None:
    economy = made_up()
    path = ario(economy, TANGLE, days=50, parameters=TIGHT)
    np.testing.assert_allclose(path.trade.sum(0), path.output.mean(0).sum(1), rtol=1e-12)


def test_each_scenario_of_a_batch_has_its_own_trade() -> None:
    sets: list[tuple[Event, ...]] = [(), (LinkShares(links(0.0, 0, 1)),), (LinkShares(links(0.5, 1, 0)),)]
    batch = ario_many(made_up(), sets, days=30)
    for path, events in zip(batch, sets, strict=True):
        assert_same(path, ario(made_up(), events, days=30))
    assert batch[1].trade[0, 1] < 0.6 * batch[0].trade[0, 1]
