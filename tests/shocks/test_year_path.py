"""The years one to ten as one engine: the first is the year, the last the decade, and between them losses shrink."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from year_before import world_of_2022

from technostate.shocks import decade
from technostate.shocks.decade import TradeEconomy
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.draws import Draw, Rents
from technostate.shocks.specification import load
from technostate.shocks.specification.division import Division
from technostate.shocks.specification.levels import Levels, neutral
from technostate.shocks.specification.regions import sixteen
from technostate.shocks.specification.resolve import coarsen, resolve
from technostate.shocks.year import Result, Rules, across_origins, counterfactual
from technostate.world import elasticities
from technostate.world import load as load_world

N, J = 16, 28
CENTRAL = Draw.central()
YEARS = range(equilibria.FIRST, equilibria.LAST + 1)


@cache
def theta() -> np.ndarray:
    return np.asarray(elasticities("FGO").array(world_of_2022().base.sectors))


@cache
def long_run_base() -> TradeEconomy:
    return replace(world_of_2022().base, trade_elasticity=theta())


@cache
def named(shock: str) -> Levels:
    """A shock as if it lasted, on sixteen regions."""
    fine = load_world("icio-2022")
    return coarsen(resolve(load(shock), fine), fine, Division(fine, sixteen(fine.regions))).levels["central"]


def levels(**arrays: np.ndarray) -> Levels:
    return Levels(**neutral(N, J) | arrays)


def at(year: int, what: Levels, draw: Draw = CENTRAL, **over: Any) -> Result:
    return equilibria.solve(world_of_2022(), what, draw, theta(), year, **{"tolerance": 1e-11} | over)


@cache
def costs() -> Levels:
    """Tariffs, trade costs and capacities that change everywhere."""
    rng = np.random.default_rng(5)
    abroad = 1.0 - np.eye(N)
    return levels(
        tariff_change=rng.uniform(0.0, 0.3, (J, N, N)) * abroad,
        trade_cost=1.0 + rng.uniform(0.0, 0.2, (J, N, N)) * abroad,
        capacity=rng.uniform(0.8, 1.0, (N, J)),
    )


@pytest.mark.parametrize("shock", ["us-china-decoupling", "us-china-tariffs-2018", "reserve-freeze"])
def test_the_first_year_is_the_year_to_the_last_digit(shock: str) -> None:
    """Whatever the elasticities of the decade are."""
    what, economy = named(shock), world_of_2022()
    base = economy.base
    to_exporter, used_up = what.rents(CENTRAL.rents.rations, CENTRAL.rents.other, CENTRAL.rents.used_up)
    rules = Rules(to_exporter, used_up, substitutes=3.0, ceiling=True, pay_floor=0.97, labour=0.6, anchor="region")
    year = counterfactual(
        economy,
        delivered=what.delivered if what.banned else None,
        tariff=base.base_tariff + what.tariff_change if what.tariff_change.any() else None,
        transfer=what.transfers if what.transfers.any() else None,
        deficit="lend",
        rules=rules,
        tolerance=1e-11,
    )
    for long_run in (theta(), np.full(J, 2.0)):
        first = equilibria.solve(economy, what, CENTRAL, long_run, 1, tolerance=1e-11)
        for name in ("real_income", "real_gdp", "consumer_prices", "region_employment", "trade", "wedges"):
            assert (getattr(first, name) == getattr(year, name)).all(), name
    assert (economy.elasticities.origins == across_origins(base.sectors)).all()


def the_same(last: Result, other: decade.Equilibrium) -> None:
    scale = last.economy.base.value_added.sum()
    assert last.real_income == pytest.approx(other.real_income, abs=1e-9)
    assert last.gross_output / scale == pytest.approx(other.output / scale, abs=1e-9)
    assert last.trade / scale == pytest.approx(other.trade / scale, abs=1e-9)
    assert not last.region_employment.any()


def test_the_tenth_year_is_the_decade() -> None:
    base, what = long_run_base(), costs()
    other = decade.counterfactual(
        base, tariff=base.base_tariff + what.tariff_change, trade_cost=what.trade_cost, productivity=what.capacity
    )
    assert np.abs(other.real_income).max() > 0.05
    the_same(at(10, what), other)


@pytest.mark.parametrize("shock", ["us-china-decoupling", "west-east-decoupling"])
def test_bans_in_the_tenth_year_are_the_tariffs_that_let_as_much_in(shock: str) -> None:
    """Rents stay with importers and nothing replaces what is banned: each wedge is a duty of the decade's engine."""
    what, base = named(shock), long_run_base()
    # Both sides' bans as import bans, whose rents go to the side that rations.
    imports = replace(what, refused=what.withheld + what.refused, withheld=np.zeros((J, N, N)))
    last = at(10, imports, replace(CENTRAL, substitutes=np.inf, rents=Rents(1.0, 0.0)))
    duty = np.where(last.wedges > 1.0, (1.0 + base.base_tariff) * last.wedges - 1.0, base.base_tariff)
    assert duty.max() > 0.2
    the_same(last, decade.counterfactual(base, tariff=duty))


@pytest.mark.parametrize(
    ("shock", "targets"),
    [
        ("us-china-decoupling", ("CHN", "USA")),
        ("west-east-decoupling", ("CHN", "RUS", "EU", "USA")),
        ("energy-embargo", ("RUS", "EU")),
        ("russia-2022", ("RUS",)),
    ],
)
@pytest.mark.parametrize("long_run", ["FGO", "4"])
def test_losses_of_lasting_bans_shrink_from_year_to_year(shock: str, targets: tuple[str, ...], long_run: str) -> None:
    economy, what, start, rows = world_of_2022(), named(shock), None, []
    elasticity = np.full(J, 4.0) if long_run == "4" else theta()
    for year in YEARS:
        start = equilibria.solve(economy, what, CENTRAL, elasticity, year, start=start, tolerance=1e-9)
        rows.append([start.real_income[economy.base.region_index(region)] for region in targets])
    path = np.array(rows)
    assert (path < 0).all()
    assert (np.diff(path, axis=0) > -1e-5).all(), 100 * path
    assert (path[-1] > 0.75 * path[0]).all()


def test_a_year_between_is_between() -> None:
    """Elasticities, mobility and deficits of year five lie between those of the ends; pay is less rigid."""
    what = named("us-china-decoupling")
    first, middle, last = (
        equilibria.settings(CENTRAL, what, world_of_2022().base.sectors, theta(), year) for year in (1, 5, 10)
    )
    assert (first[0].inputs, last[0].inputs) == (0.2, 1.0)
    assert first[0].inputs < middle[0].inputs < last[0].inputs
    origins = [np.asarray(row[0].origins) for row in (first, middle, last)]
    assert origins[2] == pytest.approx(theta() + 1.0, rel=1e-12)
    assert ((origins[0] < origins[1]) & (origins[1] < origins[2])).all()
    assert [row[1].mobility for row in (first, last)] == [row[2] for row in (first, last)] == [0.0, 1.0]
    assert 0.0 < middle[1].mobility == middle[2] < 1.0
    assert first[1].pay_floor == pytest.approx(0.97) and middle[1].pay_floor == pytest.approx(0.85)
    assert last[1].pay_floor is None
