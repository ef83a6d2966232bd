"""Ten products of 2022 through the year, the path and the decade: stored numbers, neutrality, draws."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shock_cases import shock

from technostate.shocks.impact import equilibria
from technostate.shocks.impact.course import Years
from technostate.shocks.impact.decade import to_decade
from technostate.shocks.impact.draws import Draw, Rents, Sample
from technostate.shocks.impact.drivers import drivers
from technostate.shocks.impact.long_run import long_run
from technostate.shocks.impact.path import to_path
from technostate.shocks.impact.stage import Stage, stage_of
from technostate.shocks.impact.year import to_year
from technostate.shocks.specification.levels import Levels, neutral
from technostate.shocks.specification.regions import sixteen
from technostate.shocks.year import Result, Rules, YearEconomy, counterfactual, parameters
from technostate.world import World, aggregate, elasticities, load
from technostate.world.products import Assumed, Product, carve, read_products

#: Half of a scarcity rent to the exporter, a third used up, as for goods that are no products.
THIRDS = Rules(0.5, 1 / 3, substitutes=3.0, ceiling=True, pay_floor=0.97, labour=0.6, anchor="region")
EU = ("EU without DEU", "DEU")


@cache
def world() -> World:
    """Sixteen regions and Germany, 28 sectors and ten products."""
    fine = carve(load("icio-2022"), read_products(Path(__file__).with_name("products_of_2022.yaml")))
    return aggregate(fine, regions=sixteen(fine.regions, ("DEU",)))


@cache
def year() -> YearEconomy:
    return YearEconomy.from_world(world(), missing_tariff=0.0)


def left(products: tuple[str, ...], maker: str, buyers: tuple[str, ...] = (), leak: float = 0.0) -> np.ndarray:
    """What buyers, by default all others, still get of products."""
    base = year().base
    found = np.ones_like(base.base_trade)
    for code in products:
        for buyer in buyers or base.regions:
            if buyer != maker:
                found[base.sector_index(code), base.region_index(buyer), base.region_index(maker)] = leak
    return found


@cache
def cut(products: tuple[str, ...], maker: str, buyers: tuple[str, ...] = (), leak: float = 0.0) -> Result:
    delivered = left(products, maker, buyers, leak)
    return counterfactual(year(), delivered=delivered, deficit="lend", rules=THIRDS, tolerance=1e-8)


def income(found: Result, region: str) -> float:
    """Real income in per cent; of the world the mean weighted by base income."""
    base = found.economy.base
    if region == "world":
        return 100.0 * float(np.average(found.real_income, weights=base.base_income))
    return 100.0 * float(found.real_income[base.region_index(region)])


#: No (or few) deliveries: products, maker, buyers, leak → real income where products of a parent are carved one after
#: the other, so that "all others" are those of what is left, and on this world, where they are fitted together. Rents
#: are in thirds in both; they matter where something leaks.
NUMBERS: dict[tuple[Any, ...], tuple[dict[str, float], dict[str, float]]] = {
    (("chips-advanced",), "TWN"): (
        {"TWN": -3.154, "CHN": -0.632, "USA": -0.146, "JPN": -0.288, "KOR": 2.675, "DEU": -0.177, "world": -0.269},
        {"TWN": -3.760, "CHN": -0.593, "USA": -0.144, "JPN": -0.326, "KOR": 2.459, "DEU": -0.178, "world": -0.262},
    ),
    (("chips-advanced", "chips"), "TWN"): (
        {"TWN": -9.737, "CHN": -0.815, "USA": -0.244, "world": -0.398},
        {"TWN": -9.406, "CHN": -0.747, "USA": -0.235, "world": -0.375},
    ),
    (("gas",), "RUS", EU): ({"RUS": -1.423, "DEU": -0.381}, {"RUS": -1.423, "DEU": -0.381}),
    (("magnets", "rare-earths"), "CHN"): ({"DEU": -0.037, "KOR": -0.119}, {"DEU": -0.036, "KOR": -0.118}),
    (("soybeans",), "USA", ("CHN",)): ({"CHN": -0.03}, {"CHN": -0.032}),
    (("batteries",), "CHN", ("USA", *EU), 0.1): ({"DEU": -0.184}, {"DEU": -0.174}),
}
#: Real income of these differs by more than 0.06 points between the two carvings, of which the first had tariffs
#: between pairs and this has means.
APART = {"TWN": 0.61, "KOR": 0.22, "CHN": 0.07}


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: "+".join(case[0]))
def test_the_numbers_of_the_first_carving_and_of_this_one(case: tuple[Any, ...]) -> None:
    first, here = NUMBERS[case]
    found = cut(*case)
    for region in here:
        assert income(found, region) == pytest.approx(here[region], abs=0.01), region
        assert income(found, region) == pytest.approx(first[region], abs=APART.get(region, 0.06)), region


@pytest.mark.parametrize(
    ("case", "buyer", "first", "here"),
    [
        ((("chips-advanced",), "TWN"), "CHN", 11.11, 10.97),
        ((("magnets", "rare-earths"), "CHN"), "DEU", 7.29, 7.25),
    ],
)
def test_the_prices_of_the_first_carving_and_of_this_one(
    case: tuple[Any, ...], buyer: str, first: float, here: float
) -> None:
    """Of the product itself; what is told of it ends at M, and its services cost no more than M times other goods."""
    found = cut(*case)
    at = year().base.region_index(buyer), year().base.sector_index(case[0][0])
    assert 1.0 + found.prices[at] == pytest.approx(here, rel=0.01)
    assert 1.0 + found.prices[at] == pytest.approx(first, rel=0.02)
    multiple = year().elasticities.multiple
    assert multiple is not None
    assert 1.0 + found.told_prices[at] == multiple[at[1]]
    instead = year().base.sector_index(world().products[case[0][0]].instead)
    assert 0.5 < found.outside[at] < 0.9
    assert 1.0 < (1.0 + found.service_prices[at]) / (1.0 + found.prices[at[0], instead]) < multiple[at[1]]


def test_the_base_is_an_equilibrium() -> None:
    assert np.abs(counterfactual(year(), deficit="lend", rules=THIRDS).real_income).max() < 1e-8


def rationed(leak: float, exporter: float = 0.0) -> Result:
    rules = replace(THIRDS, to_exporter=exporter)
    return counterfactual(year(), delivered=left(("chips-advanced",), "TWN", leak=leak), deficit="lend", rules=rules)


def test_the_less_is_left_the_more_is_lost() -> None:
    """Target within 0.06 points where its makers get no rent; with half of it Taiwan would gain from a partial cut."""
    rows = [rationed(leak) for leak in (0.999, 0.9, 0.7, 0.5, 0.3, 0.1, 0.0)]
    for region, slack in (("TWN", 0.06), ("CHN", 0.01), ("world", 0.002)):
        course = [income(row, region) for row in rows]
        assert (np.diff(course) < slack).all(), (region, course)
    assert income(rationed(0.7, 0.5), "TWN") > 5.0


def test_the_world_loses_more_the_higher_m_is() -> None:
    losses = []
    for multiple in (2.0, 4.0, 8.0, 20.0, 40.0, 80.0):
        e = year().elasticities
        assert e.multiple is not None
        at = np.arange(len(e.multiple)) == year().base.sector_index("chips-advanced")
        economy = year().with_elasticities(replace(e, multiple=np.where(at, multiple, e.multiple)))
        delivered = left(("chips-advanced",), "TWN")
        losses.append(income(counterfactual(economy, delivered=delivered, deficit="lend", rules=THIRDS), "world"))
    assert (np.diff(losses) < 0).all() and losses[0] > -0.1 and losses[-1] < -1.0, losses


def levels(**arrays: np.ndarray) -> Levels:
    return Levels(**neutral(*year().base.shape) | arrays)


def test_half_of_its_capacity_costs_a_maker_and_does_not_enrich_it() -> None:
    """As a loss of productivity it would gain a tenth of its income, while GDP fell more."""
    base = year().base
    capacity = np.ones(base.shape)
    capacity[base.region_index("TWN"), [base.sector_index(code) for code in ("chips", "chips-advanced")]] = 0.5
    central, theta = Draw.central(), np.full(base.shape[1], 4.0)
    found = equilibria.solve(year(), levels(capacity=capacity), central, theta)
    taiwan = base.region_index("TWN")
    assert -0.1 < found.real_income[taiwan] < -0.05
    assert -0.09 < found.real_gdp[taiwan] < -0.04
    other = counterfactual(year(), productivity=capacity, deficit="lend", rules=THIRDS)
    assert other.real_income[taiwan] > 0.08 and other.real_gdp[taiwan] < found.real_gdp[taiwan] - 0.05


@cache
def divided(**traits: Any) -> tuple[YearEconomy, YearEconomy]:
    """Sixteen regions as they are, and with three tenths of electronics as a product in the same proportions."""
    fine = load("icio-2022")
    m = {
        "origins": "differentiated",
        "multiple": "substitutes",
        "critical_elasticity": "inputs",
        "expand": "value_added",
    }
    same = {name: Assumed.at(parameters()[row].central, "1", "assumed") for name, row in m.items()}
    part = Product("part", "Part", "C26", "icio-2022", Assumed.at(0.3, "musd", "assumed"), **(same | traits))
    coarse = (aggregate(one, regions=sixteen(fine.regions)) for one in (fine, carve(fine, [part])))
    plain, other = (YearEconomy.from_world(one, missing_tariff=0.0) for one in coarse)
    return plain, other


@pytest.mark.parametrize("at", [1, 2, 5, 10])
def test_a_product_that_is_as_its_parent_changes_nothing(at: int) -> None:
    """In the year, on the path and in the decade, critical with an outside option as it is."""
    plain, other = divided()
    j, n = plain.base.sector_index("C26"), plain.base.shape[0]
    theta = np.asarray(elasticities("FGO").array(plain.base.sectors))
    usual = Draw.central()
    rng = np.random.default_rng(1)
    delivered, duty = np.ones(plain.base.base_trade.shape), np.zeros(plain.base.base_trade.shape)
    delivered[j, 2:5], duty[:3] = 0.2, 0.1 * (1.0 - np.eye(n))
    delivered[:, range(n), range(n)] = 1.0
    capacity = rng.uniform(0.8, 1.0, plain.base.shape)
    capacity[:, j] = 1.0

    def solved(economy: YearEconomy, twice: bool) -> Result:
        def wide(array: np.ndarray, axis: int) -> np.ndarray:
            return np.concatenate([array, np.take(array, [j], axis)], axis) if twice else array

        arrays = {
            "delivered": wide(delivered, 0), "withheld": wide(1.0 - delivered, 0), "tariff_change": wide(duty, 0),
            "capacity": wide(capacity, 1),
        }  # fmt: skip
        what = Levels(**neutral(*economy.base.shape) | arrays)
        return equilibria.solve(economy, what, replace(usual, rationed=None), wide(theta, 0), at, tolerance=1e-12)

    one, two = solved(plain, False), solved(other, True)
    assert np.abs(one.real_income).max() > 0.001
    assert two.real_income == pytest.approx(one.real_income, abs=1e-9)
    assert two.real_gdp == pytest.approx(one.real_gdp, abs=1e-9)
    assert two.consumer_prices == pytest.approx(one.consumer_prices, abs=1e-9)
    assert two.prices[:, [j, -1]] == pytest.approx(one.prices[:, [j, j]], abs=1e-9)


BAN: dict[str, Any] = {
    "measure": "export_ban", "name": "advanced", "exporters": ["TWN"], "importers": ["rest"],
    "sectors": ["chips-advanced"], "leak": {"low": 0.0, "central": 0.05, "high": 0.2},
}  # fmt: skip
LOSS: dict[str, Any] = {
    "measure": "capacity_loss", "name": "loss", "regions": ["TWN"], "sectors": ["chips-advanced"], "loss": 0.5,
}  # fmt: skip


@cache
def stage() -> Stage:
    return stage_of(carve(load("icio-2022"), read_products(Path(__file__).with_name("products_of_2022.yaml"))), "16")


@cache
def sample(measure: str, draws: int = 64) -> Sample:
    rows = {"ban": BAN, "loss": LOSS}
    return Sample(stage().resolve(shock(rows[measure]), draws=draws), draws, 0, None, stage().year.products)


def test_products_that_a_shock_bears_on_are_drawn() -> None:
    """Each amount by itself, half below its central value; the others stay central."""
    found = sample("ban")
    assert [row.code for row in found.drawn_products] == ["chips-advanced"]
    places = np.array([row.products["chips-advanced"] for row in found.rows])
    assert np.abs(np.sort(places, axis=0) - np.arange(0.5, 64.0)[:, None] / 64).max() < 0.51 / 64
    assert np.abs(np.corrcoef(places.T) - np.eye(3)).max() < 0.2
    sectors = stage().year.base.sectors
    drawn = np.array([row.elasticities(sectors, stage().year.products).multiple for row in found.rows])
    at = sectors.index("chips-advanced")
    assert np.median(drawn[:, at]) == pytest.approx(8.0, rel=0.05)
    assert 3.0 < drawn[:, at].min() < 4.0 and 15.0 < drawn[:, at].max() < 20.0
    assert (drawn[:, sectors.index("chips")] == 4.0).all()
    told = found.drawn("year", range(64))
    assert "multiple of chips-advanced" in told.parameters and "multiple of chips" not in told.parameters
    assert not any("origins of chips-advanced" in name for name in found.drawn("decade", range(64)).parameters)


def test_without_products_a_draw_is_what_it_was() -> None:
    """Products take dimensions of their own behind those of the amounts."""
    plain = Sample(stage().resolve(shock(BAN), draws=64), 64, 0)
    for one, other in zip(plain.rows, sample("ban").rows, strict=True):
        assert one == replace(other, products=one.products)


def test_makers_get_no_rent_in_the_centre_and_up_to_half_in_the_draws() -> None:
    rows = sample("ban").rows
    central = Draw.central().rationed
    assert central is not None and (central.exporter, central.used_up) == (0.0, 0.5)
    exporter, used = np.array([(row.rationed.exporter, row.rationed.used_up) for row in rows if row.rationed]).T
    assert np.median(exporter) < 0.01 and 0.4 < exporter.max() <= 0.5
    assert used.min() < 0.05 and used.max() > 0.9 and (exporter + used <= 1.0).all()


def test_a_bans_own_rent_and_other_goods_keep_their_split() -> None:
    base = year().base
    shape, at = base.base_trade.shape, base.sector_index("chips-advanced")
    withheld, own = np.zeros(shape), np.zeros(shape)
    withheld[at, 0, 1] = withheld[0, 0, 1] = own[at, 0, 2] = 0.5
    what = levels(delivered=1.0 - withheld - own, withheld=withheld, for_exporter=own)
    rules = Draw.central().rules(what, year().critical)
    to_exporter, used = np.asarray(rules.to_exporter), np.asarray(rules.used_up)
    assert (to_exporter[at, 0, 1], used[at, 0, 1]) == pytest.approx((0.0, 0.5))
    assert (to_exporter[at, 0, 2], used[at, 0, 2]) == (1.0, 0.0)
    assert (to_exporter[0, 0, 1], used[0, 0, 1]) == pytest.approx((1 / 3, 1 / 3))
    everything = replace(Draw.central(), rents=Rents(1.0, 0.0), rationed=None).rules(what, year().critical)
    assert np.asarray(everything.to_exporter)[at, 0, 1] == 1.0


@pytest.mark.parametrize("measure", ["ban", "loss"])
def test_every_draw_has_an_answer_and_m_moves_it(measure: str) -> None:
    resolved = sample(measure).resolved
    found = to_year(resolved, stage().year, draws=64)
    assert found.failed == ()
    china = found.regions.index("CHN")
    low, high = np.percentile(found.income_cases[:, china], [25, 75])
    assert low <= found.real_income.central[china] <= high
    strongest = [row.parameter for row in drivers(found.parameters, found.values, found.income_cases[:, china])[:3]]
    assert any(name in ("multiple of chips-advanced", "rent of products used up") for name in strongest)
    assert any("of what scarcity makes chips-advanced worth, makers get 0%" in note for note in found.notes)
    rows = {variant.key: variant.real_income for variant in found.variants}
    assert {"who rations", "used up"} <= rows.keys()
    hard = rows["hard to replace"]
    assert hard is not None and hard[china] < low
    assert found.prices is not None
    assert found.prices.central[:, found.sectors.index("chips-advanced")].max() <= 700.0 + 1e-9


@pytest.mark.parametrize("measure", ["ban", "loss"])
def test_the_path_begins_with_the_year_and_ends_with_the_decade(measure: str) -> None:
    resolved, economy = sample(measure).resolved, stage().year
    sets = {name: theta for name, theta in long_run(stage().world).items() if name in ("FGO", "CP")}
    first = to_year(resolved, economy, draws=0)
    path = to_path(resolved, economy, sets, draws=0)
    last = to_decade(resolved, economy, sets, draws=0)
    assert isinstance(path.course, Years)
    course = path.course.real_income.central
    assert course[0] == pytest.approx(first.real_income.central, abs=1e-6)
    assert course[-1] == pytest.approx(last.real_income.central, abs=1e-6)
    china = path.regions.index("CHN")
    assert (np.diff(course[1:, china]) > -1e-3).all() and course[0, china] < 3 * course[-1, china] < 0


def test_a_ban_of_inputs_alone_meets_products_at_the_decade() -> None:
    """Sectors are doubled by use; products keep their options."""
    resolved = stage().resolve(shock(BAN | {"use": "inputs"}), draws=4)
    sets = {"FGO": long_run(stage().world)["FGO"]}
    found = to_decade(resolved, stage().year, sets, draws=4, world=stage().world)
    both = to_decade(sample("ban").resolved, stage().year, sets, draws=0)
    china = found.regions.index("CHN")
    assert found.real_income.central[china] == pytest.approx(both.real_income.central[china], rel=0.1)
