"""What firms do by product: ratings merged as stated, stocks by product, and worlds of which nothing is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from weeks_cases import sixteen, wiod
from weeks_economies import made_up

from technostate.shocks.impact.firms import drawn_firms
from technostate.shocks.weeks import CapacityLoss, FlowEconomy, Parameters, practice_of, simulate
from technostate.shocks.weeks.ties.ratings import OF_28, OF_35, industries, merged, read_survey, weights
from technostate.shocks.weeks.ties.terms import keep_days, rule_of

SURVEY = Path("data", "ihs_input_ratings", "IHS_Markit_results_compact.csv")


@pytest.mark.parametrize("economy", [sixteen, wiod])
def test_the_ratings_shipped_are_those_of_the_survey_merged(economy: Any, shared: Path) -> None:
    if not (shared / SURVEY).is_file():
        pytest.skip("needs the ratings of the survey in ../shared/data, which are not here")
    practice = practice_of(economy())
    np.testing.assert_allclose(practice.critical, merged(shared / SURVEY, economy().sectors), atol=6e-5)


def test_every_industry_of_the_survey_is_in_one_sector_of_each_division(shared: Path) -> None:
    if not (shared / SURVEY).is_file():
        pytest.skip("needs the ratings of the survey in ../shared/data, which are not here")
    inputs, _, ratings = read_survey(shared / SURVEY)
    assert ratings.shape == (55, 54) and np.isnan(ratings).sum() == 11
    held = [name for group in OF_35.values() for name in group]
    # Nobody uses households' own staff, and the table of 35 has repair with what is repaired.
    assert set(held) | {"T", "C33"} == set(inputs)
    # Textiles and leather are one industry of the survey, recycling is part of two sectors.
    assert sorted(name for name in set(held) if held.count(name) > 1) == ["C13-C15", "E37-E39"]
    assert {name for sector in sixteen().sectors for name in industries(sector)} | {"T"} == set(inputs)
    assert set(OF_28) <= set(sixteen().sectors)
    found = weights([name for name in inputs if name != "T"])
    assert (found.use >= 0).all() and (found.output > 0).all()


def test_ratings_are_weighted_by_use_and_output() -> None:
    practice = practice_of(wiod())
    at = {name: row for row, name in enumerate(practice.sectors)}
    # Cars need car parts though ships do not, and electricity, but hardly business services.
    assert practice.critical[at["c15"], at["c15"]] > 0.95
    assert practice.critical[at["c17"], at["c9"]] == 1.0
    assert practice.critical[at["c30"], at["c15"]] < 0.3
    # Only builders among services stop without cement.
    services = practice_of(sixteen())
    cement, rest = services.sectors.index("C23"), services.sectors.index("SVC")
    assert 0.02 < services.critical[cement, rest] < 0.2
    assert not practice.critical[at["c35"]].any() and not practice.critical[:, at["c35"]].any()
    used = wiod().inputs.sum(1)
    parts = [used[(practice.critical > low) & (practice.critical <= high)].sum() / used.sum()
             for low, high in ((0.75, 1.0), (0.25, 0.75), (-1.0, 0.25))]  # fmt: skip
    assert parts == pytest.approx([0.49, 0.20, 0.31], abs=0.02)


def test_stocks_differ_by_product_and_services_are_not_scaled() -> None:
    practice = practice_of(sixteen())
    days = dict(zip(practice.sectors, practice.days, strict=True))
    assert (days["C29"], days["C26"], days["C21"], days["SVC"]) == (10.0, 20.0, 60.0, 3.0)
    for factor in (1 / 3, 2.0):
        kept = dict(zip(practice.sectors, keep_days(Parameters(stock_factor=factor), practice, practice.sectors),
                        strict=True))  # fmt: skip
        assert kept["C21"] == pytest.approx(60.0 * factor) and kept["SVC"] == 3.0
    kept = keep_days(Parameters(inventory_days=40.0), practice, practice.sectors)
    assert (kept[:-1] == 40.0).all() and kept[-1] == 3.0
    least = keep_days(Parameters(stock_factor=0.01, spread=4.0), practice, practice.sectors)
    assert least.min() >= 4.0
    assert dict(zip(practice.sectors, practice.postponed, strict=True))["C301"] == 0.9


def test_a_world_of_which_nothing_is_known_runs_and_says_so() -> None:
    practice = practice_of(made_up())
    assert "nothing is known of stocks and needs of all sectors" in practice.notes[0]
    assert (practice.critical == 0.5).all() and (practice.days == 30.0).all()
    path = simulate(made_up(), [CapacityLoss(("A",), (), 0.5, 2, 10)], days=20)
    assert path.notes == practice.notes and path.output[8].sum() < made_up().output.sum()
    known = made_up(3, 3, 3)
    mixed = FlowEconomy(known.intermediate, known.final, None, known.regions, ("C26", "C29", "toys"))
    partly = practice_of(mixed)
    assert "needs of toys:" in partly.notes[0]
    assert partly.days.tolist() == [20.0, 10.0, 30.0]
    assert partly.critical[1, 1] == practice_of(sixteen()).critical[sixteen().sectors.index("C29")][23]
    assert partly.critical[2, 1] == partly.critical[1, 2] == 0.5


@dataclass(frozen=True)
class Amount:
    """A stand-in for what a product says of itself."""

    low: float
    central: float
    high: float


@dataclass(frozen=True)
class Good:
    """A stand-in for a product."""

    days: Amount = Amount(20.0, 40.0, 60.0)
    most: Amount = Amount(1.0, 1.05, 1.2)
    slack: Amount = Amount(0.0, 0.02, 0.05)
    postponed: Amount | None = None
    stops: dict[str, Amount] = field(default_factory=lambda: {"C29": Amount(0.2, 0.3, 0.5)})


def with_a_product() -> FlowEconomy:
    """Chips carved out of C26."""
    base = made_up(3, 3, 3)
    return FlowEconomy(
        base.intermediate, base.final, None, base.regions, ("C26", "C29", "chips"),
        products={"chips": Good()}, roots={"chips": "C26"},
    )  # fmt: skip


def test_a_product_has_its_own_stocks_and_stops_and_else_those_of_its_sector() -> None:
    economy = with_a_product()
    practice = practice_of(economy)
    assert practice.notes == ()
    assert practice.days.tolist() == [20.0, 10.0, 40.0]
    assert practice.critical[2].tolist() == [0.0, 0.3, 0.0]
    # What chip makers need is what electronics needs.
    assert practice.critical[0, 2] == practice.critical[0, 0]
    assert practice.postponed[2] == practice.postponed[0] == 0.8
    rule = rule_of(Parameters(), practice, economy.sectors)
    assert rule.slack.tolist() == [0.03, 0.03, 0.02] and rule.most.tolist() == [1.25, 1.25, 1.05]
    given = rule_of(Parameters(slack={"chips": 0.1}, stock_factor=0.5), practice, economy.sectors)
    assert given.slack.tolist() == [0.03, 0.03, 0.1] and given.keep.tolist() == [10.0, 5.0, 20.0]


def test_stops_of_users_that_are_not_apart_are_told() -> None:
    economy = with_a_product()
    stops = {"C29": Amount(0.2, 0.3, 0.5), "phones": Amount(0.7, 0.9, 1.0), "C99": Amount(0.1, 0.1, 0.1)}
    practice = practice_of(replace(economy, products={"chips": Good(stops=stops)}))
    assert practice.notes == (
        "phones and C99 would stop without chips but are not apart in this world: what they are part of stops by "
        "its own share alone, so that losses are too small",
    )


def test_draws_take_products_from_their_own_ranges() -> None:
    economy = with_a_product()
    practice = practice_of(economy)
    central, *rows = drawn_firms(32, 0, Parameters(), practice, economy)
    assert central.practice is practice and central.parameters == Parameters() and not central.values
    for key, amount in (("days", Good().days), ("most", Good().most), ("slack", Good().slack)):
        values = np.array([row.values[f"chips, {key}"] for row in rows])
        assert (values >= amount.low).all() and (values <= amount.high).all()
        assert (values < amount.central).sum() == 16
    stops = np.array([row.practice.critical[2, 1] for row in rows])
    assert stops.min() >= 0.2 and stops.max() <= 0.5 and np.ptp(stops) > 0.2
    for row in rows:
        kept = keep_days(row.parameters, row.practice, economy.sectors)
        assert kept[2] == pytest.approx(max(row.values["chips, days"], row.parameters.spread))
        assert kept[1] == pytest.approx(max(10.0 * row.parameters.stock_factor, 3.0, row.parameters.spread))
    assert [row.values["ties"] for row in rows] == [row.parameters.ties for row in rows]
    factors = np.array([row.parameters.stock_factor for row in rows])
    assert factors.min() >= 1 / 3 - 1e-12 and factors.max() <= 2 + 1e-12 and (factors < 1).sum() == 16
