"""No shock that ends leaves the world down: a year later output is back, whatever the stocks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from weeks_cases import cut, sixteen, tohoku, wiod

from technostate.errors import ScenarioError
from technostate.shocks.impact.batch import Base, require_fit
from technostate.shocks.impact.events import events_of
from technostate.shocks.impact.stage import stage_for
from technostate.shocks.specification import load, names
from technostate.shocks.weeks import CapacityLoss, Event, FlowEconomy, Parameters, simulate_many

STOCKS = [
    *(Parameters(stock_factor=factor) for factor in (1 / 3, 1.0, 2.0)),
    *(Parameters(inventory_days=days) for days in (15.0, 30.0, 45.0, 60.0, 90.0)),
]


def factories(economy: FlowEconomy, region: str, loss: float) -> list[Event]:
    """A share of the capacity of a region's factories is lost for two months, and comes back over three."""
    makers = tuple(name for name in economy.sectors if name.startswith("C"))
    if "c15" in economy.sectors:
        makers = tuple(f"c{k}" for k in range(3, 17))
    return [CapacityLoss((region,), makers, loss, 1, 60, 90)]


SHOCKS: dict[str, tuple[Callable[[FlowEconomy], list[Event]], int]] = {
    "Taiwan's goods trade cut": (lambda economy: cut(economy, "TWN"), 181),
    "goods trade of China and the United States cut": (lambda economy: cut(economy, "CHN", ("USA",)), 181),
    "Japan 2011": (tohoku, 121),
    "factories of Japan −80 %": (lambda economy: factories(economy, "JPN", 0.8), 151),
    "factories of the United States −50 %": (lambda economy: factories(economy, "USA", 0.5), 151),
    "factories of China −50 %": (lambda economy: factories(economy, "CHN", 0.5), 151),
}


def world(economy: FlowEconomy, events: list[Event], days: int, rows: list[Parameters]) -> np.ndarray:
    """World output over its base, by set of parameters and day."""
    paths = simulate_many(economy, [events] * len(rows), days=days, parameters=rows)
    return np.array([path.output.sum((1, 2)) / economy.output.sum() for path in paths])


@pytest.mark.parametrize("name", SHOCKS)
def test_the_world_is_back_a_year_after_every_shock_with_any_stocks(name: str) -> None:
    events, end = SHOCKS[name]
    course = world(sixteen(), events(sixteen()), end + 365, STOCKS)
    assert (course[:, -1] >= 0.99).all() and (course[:, -1] <= 1.05).all()
    # More days of stock, less lost at the worst.
    assert (np.diff(course[3:].min(1)) > -1e-6).all() and (np.diff(course[:3].min(1)) > -1e-6).all()


def test_the_world_is_back_a_year_after_every_named_shock_that_ends() -> None:
    back = []
    for name in names():
        stage = stage_for(load(name), None)
        resolved, economy = stage.resolve(load(name)), stage.weeks
        last = [span.last_day for span in resolved.spans if span.last_day is not None]
        try:
            require_fit(resolved, "weeks", economy, 0)
        except ScenarioError:
            continue
        if len(last) == len(resolved.spans):
            days = max(last) + 365
            events = events_of(resolved, "central", Base(economy.final.sum(0), economy.output), days)
            course = world(economy, events, days, STOCKS[:3])
            assert (course[:, -1] >= 0.99).all() and (course[:, -1] <= 1.05).all(), name
            back.append(name)
    assert {"taiwan-blockade", "chips-2021", "hormuz-closure", "tohoku-2011"} <= set(back)


def test_the_cut_of_taiwans_trade_does_not_leave_the_world_of_35_sectors_down() -> None:
    rows = [STOCKS[0], STOCKS[3]]
    course = world(wiod(), cut(wiod(), "TWN"), 181 + 365, rows)
    assert (course[:, -1] >= 0.99).all()
    # Without new sources the third of the stocks would.
    never = world(sixteen(), cut(sixteen(), "TWN"), 400, [Parameters(stock_factor=1 / 3, qualifying_days=np.inf)])
    assert never[0, -1] < 0.99 < world(sixteen(), cut(sixteen(), "TWN"), 400, [STOCKS[0]])[0, -1]


@pytest.mark.parametrize(
    ("name", "most"), [("Taiwan's goods trade cut", 0.1), ("goods trade of China and the United States cut", 0.1),
                       ("Japan 2011", 0.01)]
)  # fmt: skip
def test_a_day_of_stock_is_worth_less_than_a_tenth_of_a_point_of_a_years_output(name: str, most: float) -> None:
    days = np.arange(15.0, 91.0, 3.0)
    course = world(sixteen(), SHOCKS[name][0](sixteen()), 365, [Parameters(inventory_days=k) for k in days.tolist()])
    lost = 100 * (1 - course.mean(1))
    slope = np.diff(lost) / np.diff(days)
    assert np.abs(slope).max() < most
    assert slope.max() < 0.002


def test_a_day_of_stock_is_worth_more_where_a_large_country_loses_half_of_its_factories() -> None:
    """As docs/weeks.md says: points of the year's world output from one day of stock to the next."""
    days = np.array([[15.0, 16.0], [20.0, 21.0], [30.0, 31.0], [45.0, 46.0]])
    rows = [Parameters(inventory_days=k) for k in days.ravel().tolist()]
    for region, expected in {"CHN": [1.6, 0.87, 0.21, 0.037], "USA": [0.45, 0.16, 0.03, 0.01]}.items():
        lost = 100 * (1 - world(sixteen(), factories(sixteen(), region, 0.5), 365, rows).mean(1).reshape(days.shape))
        assert lost[:, 0] - lost[:, 1] == pytest.approx(expected, rel=0.06, abs=0.005)


def test_draws_over_all_spans_recover() -> None:
    from technostate.shocks.impact.firms import drawn_parameters

    rows = list(drawn_parameters(16, seed=1))
    course = world(sixteen(), cut(sixteen(), "TWN"), 181 + 365, rows)
    assert (course[:, -1] >= 0.99).all()
