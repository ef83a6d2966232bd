"""A product that is the same part of everything and behaves as its sector changes nothing, whatever the engine."""

from __future__ import annotations

import numpy as np
import pytest

from technostate.errors import LabelError
from technostate.shocks.decade import TradeEconomy, counterfactual
from technostate.shocks.impact.long_run import NO_SET, long_run
from technostate.shocks.specification.regions import sixteen
from technostate.shocks.weeks import FlowEconomy, LinkBan, Practice, practice_of, simulate
from technostate.shocks.year import Elasticities, YearEconomy
from technostate.shocks.year import counterfactual as year_counterfactual
from technostate.world import World, aggregate, elasticities, load
from technostate.world.products import Assumed, Product, carve


def part(name: str, parent: str, value: float) -> Product:
    """A product in proportion to its parent, with the elasticities of its parent."""
    return Product(
        name, name, parent, "icio-2022", Assumed.at(value, "share", "assumed"), critical=False,
        origins=Assumed.at(1.5, "elasticity", "assumed"), expand=Assumed.at(0.5, "elasticity", "assumed"),
    )  # fmt: skip


@pytest.fixture(scope="module")
def plain() -> World:
    world = load("icio-2022")
    return aggregate(world, regions=sixteen(world.regions))


@pytest.fixture(scope="module")
def split(plain: World) -> World:
    return carve(plain, [part("half", "C26", 0.5), part("tenth", "C26", 0.1), part("third", "C29", 1 / 3)])


def doubled_tariff(world: World, code: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Tariffs with 25 points more on China's goods of a sector, and of what is carved out of it, in the USA."""
    tariff = np.nan_to_num(world.tariff)
    for at, root in enumerate(world.roots):
        if root == code:
            tariff[at, world.region_index("USA"), world.region_index("CHN")] += 0.25
    return tariff


def test_the_decade_is_the_same(plain: World, split: World) -> None:
    found = []
    for world in (plain, split):
        economy = TradeEconomy.from_world(world, trade_elasticity="FGO", missing_tariff=0.0)
        found.append(counterfactual(economy, tariff=doubled_tariff(world, "C26")).real_income)
    assert np.abs(found[0] - 1.0).max() > 1e-5
    assert np.abs(found[1] - found[0]).max() < 1e-9


def test_the_year_is_the_same(plain: World, split: World) -> None:
    found = []
    for world in (plain, split):
        economy = YearEconomy.from_world(world, elasticities=Elasticities(origins=1.5), missing_tariff=0.0)
        found.append(year_counterfactual(economy, tariff=doubled_tariff(world, "C29")).real_income)
    assert np.abs(found[0] - 1.0).max() > 1e-6
    assert np.abs(found[1] - found[0]).max() < 1e-9


def practice_of_roots(plain: World, split: World) -> Practice:
    """What firms do with products, and makers of products with their inputs, as they do with their sectors."""
    own, at = practice_of(plain), [plain.sector_index(root) for root in split.roots]
    rows = {name: getattr(own, name)[at] for name in ("days", "stocked", "postponed", "slack", "most")}
    return Practice(sectors=split.sectors, critical=own.critical[np.ix_(at, at)], **rows)


def test_the_weeks_are_the_same(plain: World, split: World) -> None:
    paths = []
    for world in (plain, split):
        codes = tuple(code for code, root in zip(world.sectors, world.roots, strict=True) if root == "C26")
        ban = LinkBan(("CHN",), ("USA",), codes, duration=30)
        practice = practice_of_roots(plain, world)
        path = simulate(FlowEconomy.from_world(world), [ban], days=45, practice=practice)
        paths.append(path.output.sum(axis=2))
    assert np.abs(paths[0] / paths[0][0] - 1.0).max() > 1e-5
    assert np.abs(paths[1] / paths[0] - 1.0).max() < 1e-9


def test_products_have_the_elasticities_of_their_sector(plain: World, split: World) -> None:
    rows = [plain.sector_index(root) for root in split.roots]
    own, of_products = long_run(plain), long_run(split)
    assert list(own) == list(of_products) and len(own) == 8
    for name, theta in own.items():
        assert (of_products[name] == theta[rows]).all()
    assert split.sectors[-3:] == ("half", "tenth", "third")
    with pytest.raises(LabelError, match="unknown sector 'half'"):
        elasticities("FGO").array(split.sectors)


def test_four_throughout_is_for_other_classifications_alone_and_says_so(plain: World) -> None:
    assert list(long_run(load("wiod-2011"))) == [NO_SET]
    mixed = aggregate(
        plain, sectors={code: "cars-and-planes" if code in ("C29", "C301") else code for code in plain.sectors}
    )
    with pytest.raises(LabelError, match=r"no set of trade elasticities has cars-and-planes of icio-2022"):
        long_run(mixed)
