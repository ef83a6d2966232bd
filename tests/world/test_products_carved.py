"""Carving: what holds of every product on small worlds, and what the shipped ones are on the real table."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_products import any_product, folded, furthest, made_product
from made_worlds import made_world

from technostate.errors import LabelError
from technostate.world import World, aggregate, grouping, load
from technostate.world.products import carve, names, product, product_set
from technostate.world.products.rows import TOLD
from technostate.world.tariffs import tariffs_at, with_tariffs

SMALL = made_world(3, n=4, j=3)


@st.composite
def carved(draw: Any) -> tuple[World, World]:
    world = made_world(draw(st.integers(0, 50)), n=draw(st.integers(2, 5)), j=draw(st.integers(2, 4)))
    count = draw(st.integers(1, 3))
    return world, carve(world, [draw(any_product(world, f"part-{at}")) for at in range(count)])


@settings(max_examples=150)
@given(carved())
def test_products_put_back_give_the_world_again_and_no_cell_is_negative(pair: tuple[World, World]) -> None:
    before, after = pair
    back = folded(after)
    assert back.sectors == before.sectors
    assert furthest(before, back) < 1e-12
    assert np.abs(back.tariff - before.tariff).max() < 1e-12  # type: ignore[operator]
    assert np.allclose(back.trade_elasticity, before.trade_elasticity, rtol=1e-12)
    for name in ("intermediate", "final_demand", "gross_output"):
        assert getattr(after, name).min() >= 0


@settings(max_examples=150)
@given(carved())
def test_every_part_lies_between_nothing_and_the_cell_and_every_account_holds(pair: tuple[World, World]) -> None:
    before, after = pair
    n, j = before.shape
    size = 1e-9 * before.intermediate.max()
    whole = before.intermediate.reshape(n, j, n, j)
    table = after.intermediate.reshape(n, after.n_sectors, n, after.n_sectors)
    for code, row in after.products.items():
        place, k = after.sector_index(code), before.sector_index(row.parent)
        sold = table[:, place].copy()
        users = [before.sector_index(root) for root in after.roots]
        by_user = np.zeros_like(whole[:, k])
        np.add.at(by_user.transpose(2, 0, 1), users, sold.transpose(2, 0, 1))
        assert (by_user <= whole[:, k] + size).all()
    inputs = after.intermediate.sum(axis=0) + np.nan_to_num(after.taxes_on_products) + after.value_added
    sales = after.intermediate.sum(axis=1) + after.final_demand.sum(axis=1) + after.inventories.sum(axis=1)
    assert np.abs(inputs - after.gross_output).max() < 1e-9 * after.gross_output.max()
    assert np.abs(sales + after.discrepancy - after.gross_output).max() < 1e-9 * after.gross_output.max()


@settings(max_examples=150)
@given(carved())
def test_every_margin_is_met_or_named(pair: tuple[World, World]) -> None:
    before, after = pair
    n, j = before.shape
    for found in after.carved:
        row = after.products[found.code]
        place, k = after.sector_index(found.code), before.sector_index(row.parent)
        table = after.intermediate.reshape(n, after.n_sectors, n, after.n_sectors)[:, place]
        goods = after.final_demand.reshape(n, after.n_sectors, n)[:, place]
        parent = before.intermediate.reshape(n, j, n, j)[:, k].sum() + before.final_demand.reshape(n, j, n)[:, k].sum()
        value = row.value.central * parent
        made = table.sum(axis=(1, 2)) + goods.sum(axis=1)
        told = {(margin.kind, margin.label): margin for margin in found.unmet}
        for region, number in row.makers.items():
            if region == "*":
                continue
            got = made[before.region_index(region)]
            total = sum(share.central for share in row.makers.values())
            wanted = number.central / total * value
            if abs(got - wanted) > 1.01 * TOLD * value:
                assert told["maker", region].wanted == pytest.approx(wanted)
                assert told["maker", region].got == pytest.approx(got, abs=1e-9 * value)
            elif abs(got - wanted) < 0.99 * TOLD * value:
                assert ("maker", region) not in told
        if abs(made.sum() - value) > 1.01 * TOLD * value:
            assert told["value", ""].got == pytest.approx(made.sum())


@settings(max_examples=60)
@given(st.data())
def test_the_order_of_products_of_one_parent_has_no_meaning(data: st.DataObject) -> None:
    rows = [data.draw(any_product(SMALL, f"part-{at}", "s0")) for at in range(3)]
    one = carve(SMALL, rows)
    for order in itertools.islice(itertools.permutations(rows), 1, 3):
        other = carve(SMALL, order)
        codes = [*SMALL.sectors, *(row.name for row in rows)]
        at = [other.sector_index(code) for code in codes]
        n = SMALL.n_regions
        shape = (n, len(codes), n, len(codes))
        moved = other.intermediate.reshape(shape)[:, at][:, :, :, at]
        assert np.abs(moved - one.intermediate.reshape(shape)).max() < 1e-8 * SMALL.intermediate.max()


@settings(max_examples=80)
@given(st.integers(0, 100), st.lists(st.floats(0.01, 0.3), min_size=1, max_size=3))
def test_a_product_without_margins_is_the_same_part_of_everything(seed: int, values: list[float]) -> None:
    world = made_world(seed, n=3, j=3)
    after = carve(world, [made_product(f"part-{at}", "s1", value) for at, value in enumerate(values)])
    n, k = world.n_regions, world.sector_index("s1")
    rows = after.intermediate.reshape(n, after.n_sectors, n, after.n_sectors)
    for at, value in enumerate(values):
        place = after.sector_index(f"part-{at}")
        whole = world.intermediate.reshape(n, 3, n, 3)[:, k]
        assert np.allclose(rows[:, place, :, [0, 2]], value * whole[:, :, [0, 2]].transpose(2, 0, 1), rtol=1e-14)
        for name in ("value_added", "gross_output", "discrepancy", "taxes_on_products"):
            part, own = (getattr(table, name).reshape(n, -1) for table in (after, world))
            assert np.allclose(part[:, place], value * own[:, k], rtol=1e-13)


def test_odds_bend_links_towards_their_buyers() -> None:
    plain = carve(SMALL, [made_product(parent="s0", makers={"R00": 1.0}, buyers={})])
    bent = carve(SMALL, [made_product(parent="s0", makers={"R00": 1.0}, links={("R00", "R01"): 5.0})])
    shut = carve(SMALL, [made_product(parent="s0", makers={"R00": 1.0}, links={("R00", "R01"): 0.0})])

    def to(world: World, buyer: int) -> float:
        place = world.sector_index("part")
        shape = (4, world.n_sectors, 4)
        cells = world.intermediate.reshape(*shape, -1)[0, place, buyer].sum()
        return float(cells + world.final_demand.reshape(shape)[0, place, buyer])

    assert to(shut, 1) == 0 < to(plain, 1) < to(bent, 1)
    assert sum(to(bent, n) for n in range(4)) == pytest.approx(sum(to(plain, n) for n in range(4)), rel=1e-9)


def test_value_added_is_what_was_asked_for_or_is_named() -> None:
    after = carve(SMALL, [made_product(parent="s0", value_added=0.8)])
    added, output = (getattr(after, name).reshape(4, -1)[:, -1] for name in ("value_added", "gross_output"))
    assert added / output == pytest.approx([0.8] * 4)
    poor = carve(SMALL, [made_product(parent="s0", value=0.9, value_added=0.05)])
    assert {margin.kind for margin in poor.carved[0].unmet} == {"value added"}
    assert (poor.value_added.reshape(4, -1)[:, 0] > 0).all()


def test_inputs_go_where_their_odds_say() -> None:
    plain, fed = (
        carve(SMALL, [made_product(parent="s0", value_added=0.5, inputs=inputs)]) for inputs in ({}, {"s2": 30.0})
    )
    bought = [world.intermediate.reshape(4, 4, 4, 4)[:, :, :, 3].sum(axis=(0, 2)) for world in (plain, fed)]
    assert bought[1][2] > 1.5 * bought[0][2]
    assert bought[1].sum() == pytest.approx(bought[0].sum())


def test_a_product_of_a_product_is_carved_after_it_and_put_back_with_it() -> None:
    rows = [made_product("inner", "outer", 0.3, makers={"R01": 1.0}), made_product("outer", "s0", 0.2)]
    after = carve(SMALL, rows)
    assert after.sectors == (*SMALL.sectors, "inner", "outer")
    assert (after.parent_of("inner"), after.root_of("inner"), after.parent_of("s1")) == ("outer", "s0", "s1")
    assert {code: row.instead for code, row in after.products.items()} == {"inner": "s0", "outer": "s0"}
    assert furthest(SMALL, folded(after)) < 1e-12
    part = aggregate(after, sectors={**dict.fromkeys(after.sectors), **{s: s for s in after.sectors}, "inner": "outer"})
    assert furthest(carve(SMALL, [rows[1]]), part) < 1e-12 and tuple(part.products) == ("outer",)


def test_products_are_kept_on_fewer_regions_with_other_tariffs_and_not_when_put_back() -> None:
    world = carve(SMALL, [made_product(parent="s0")])
    few = aggregate(world, regions=grouping(world.regions, {"A": ["R00", "R01"]}, rest="B"))
    assert (tuple(few.products), few.carved, few.kind) == (("part",), world.carved, "modelled")
    assert folded(world).products == {} == folded(few).products
    assert folded(world).carved == ()
    with pytest.raises(LabelError, match="unknown sector"):
        world.root_of("nothing")


def test_a_maker_that_is_too_small_for_its_share_hands_on_the_rest_and_says_so() -> None:
    world = SMALL
    after = carve(world, [made_product(parent="s0", value=0.5, makers={"R00": 0.9, "R01": 0.1})])
    (found,) = after.carved
    short = next(margin for margin in found.unmet if margin.label == "R00")
    assert short.got < short.wanted and found.gap > 0.01
    sold = world.intermediate.reshape(4, 3, -1)[0, 0].sum() + world.final_demand.reshape(4, 3, 4)[0, 0].sum()
    assert short.got == pytest.approx(0.98 * sold, rel=1e-2)


def test_what_is_negative_and_regions_without_output_stay_with_the_parent() -> None:
    given = made_world(7, n=4, j=3)
    flows, goods = given.intermediate.copy(), given.final_demand.copy()
    goods[0, 1] = -5.0
    flows[3, :] = flows[:, 3] = goods[3] = 0.0
    inventories, discrepancy = given.inventories.copy(), given.discrepancy.copy()
    inventories[3], discrepancy[3] = 0.0, 0.0
    taxes = given.taxes_on_products.copy()
    taxes[3] = 0.0
    world = made_world(7, n=4, j=3, intermediate=flows, final_demand=goods, inventories=inventories,
                       discrepancy=discrepancy, taxes_on_products=taxes)  # fmt: skip
    after = carve(world, [made_product(parent="s0", makers={"R00": 0.5, "R01": 0.3, "*": 0.2}, value_added=0.6)])
    assert furthest(world, folded(after)) < 1e-12
    assert after.final_demand.reshape(4, 4, 4)[0, 0, 1] == -5.0
    assert after.final_demand.reshape(4, 4, 4)[:, 3].min() == 0.0
    assert after.gross_output.reshape(4, 4)[1, [0, 3]].tolist() == [0.0, 0.0]
    assert any(margin.label == "R01" and margin.got == 0 for margin in after.carved[0].unmet)


def test_a_world_without_inventories_and_tariffs_can_be_carved() -> None:
    world = made_world(1, n=3, j=2, inventories=np.full((6, 3), np.nan), tariff=None, tariff_origin=None)
    after = carve(world, [made_product(makers={"AAA": 1.0}, value=0.1)])
    assert np.isnan(after.inventories).all() and after.tariff is None
    assert furthest(world, folded(after)) < 1e-12


# -- the shipped products on the real table ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> World:
    return load("icio-2022+products")


def flows(world: World, code: str) -> Any:
    n, j = world.shape
    place = world.sector_index(code)
    return (
        world.intermediate.reshape(n, j, n, j)[:, place].sum(axis=2) + world.final_demand.reshape(n, j, n)[:, place]
    ) / 1e3


def exports(world: World, code: str, region: str) -> float:
    table, at = flows(world, code), world.region_index(region)
    return float(table[at].sum() - table[at, at])


def test_the_default_products_are_the_ten_of_the_set_and_the_table_is_the_same(shipped: World) -> None:
    plain = load("icio-2022")
    assert shipped.name == "icio-2022+products" and shipped.shape == (81, 38)
    assert shipped.sectors == (*plain.sectors, *(row.name for row in product_set("products")))
    assert furthest(plain, folded(shipped)) < 1e-15
    assert load("icio-2022+products") is shipped


def test_what_the_default_products_are_on_the_table_of_2022(shipped: World) -> None:
    china = shipped.region_index("CHN")
    for code in ("chips-advanced", "magnets", "rare-earths", "soybeans", "chip-equipment"):
        row = next(found for found in shipped.carved if found.code == code)
        assert sum(row.output.values()) == pytest.approx(product(code).value.central, rel=1e-3)
    advanced = flows(shipped, "chips-advanced")
    made = product("chips-advanced").makers["TWN"].central * product("chips-advanced").value.central / 1e3
    assert advanced[shipped.region_index("TWN")].sum() == pytest.approx(made, rel=2e-3)
    assert 0.2 < advanced[:, china].sum() / advanced.sum() < 0.6
    assert {row.code for row in shipped.carved if row.gap > 0.01} <= {"devices", "batteries", "gas"}


def test_a_product_carved_alone_is_close_to_what_it_is_beside_others(shipped: World) -> None:
    alone = load("icio-2022+chips-advanced")
    assert exports(alone, "chips-advanced", "TWN") == pytest.approx(exports(shipped, "chips-advanced", "TWN"), rel=5e-3)


def test_what_is_carved_one_by_one_differs_from_all_at_once_by_what_the_order_means(shipped: World) -> None:
    world = load("icio-2022")
    for row in product_set("products")[:3]:
        world = carve(world, [row])
    # The makers and users of the second product refer to what the first has left.
    assert exports(world, "chips", "TWN") == pytest.approx(exports(shipped, "chips", "TWN"), rel=0.1)
    assert furthest(load("icio-2022"), folded(world)) < 1e-15


@pytest.mark.parametrize("name", names())
def test_every_shipped_product_can_be_carved_by_itself(name: str) -> None:
    world = load(f"icio-2022+{name}")
    (found,) = world.carved
    assert found.code == name and min(found.output.values()) > 0
    assert all(margin.wanted != margin.got for margin in found.unmet)


def test_products_have_the_tariffs_of_their_sector_at_every_date(shipped: World) -> None:
    plain = load("icio-2022")
    for date in ("2017", "2024", "2026-09"):
        table = tariffs_at(shipped, date)
        own = tariffs_at(plain, date)[[plain.sector_index(root) for root in shipped.roots]]
        assert np.allclose(table, own, rtol=1e-9, atol=1e-12, equal_nan=True)
    assert tuple(with_tariffs(shipped).products) == tuple(shipped.products)


def test_products_fit_a_world_of_another_classification_and_years_of_wiod() -> None:
    world = load("wiod-2004")
    after = carve(
        world, [made_product("optics", "c14", 0.05, makers={"JPN": 0.6, "*": 0.4}, users={"c14": 0.7, "final": 0.3})]
    )
    assert furthest(world, folded(after)) < 1e-15
    assert after.carved[0].gap < 1e-3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("icio-2022+magnet", "unknown product or set of products 'magnet'"),
        ("icio-2022+", "unknown product or set of products ''"),
        ("icio-2023+magnets", "unknown world 'icio-2023'"),
        ("icio-2022+magnets+magnets", "magnets of .* stands there twice"),
        ("icio-2022+products+chips", "chips of .* stands there twice"),
        ("wiod-2011+magnets", "its parent 'C25' is no sector that the world shows"),
    ],
)
def test_a_name_that_says_no_world_with_products_is_refused(name: str, said: str) -> None:
    with pytest.raises(LabelError, match=said):
        load(name)


#: Two products with the numbers by which the split was first computed, whatever those that ship become.
ADVANCED = made_product(
    "advanced", "C26", 65_000, makers={"TWN": 0.85, "KOR": 0.11, "USA": 0.04}, value_added=0.55,
    users={"C26": 0.94, "C29": 0.02, "C27": 0.01, "C28": 0.01, "SVC": 0.02}, inputs={"self": 0.05, "C26": 0.5},
)  # fmt: skip
OTHER = made_product(
    "other", "C26", 430_000, value_added=0.45, inputs={"self": 0.1, "C26": 0.5},
    makers={"CHN": 0.24, "TWN": 0.18, "KOR": 0.20, "JPN": 0.11, "USA": 0.09, "SGP": 0.04, "MYS": 0.04, "DEU": 0.025,
            "IRL": 0.01, "FRA": 0.01, "ITA": 0.008, "NLD": 0.01, "AUT": 0.007, "ISR": 0.01, "PHL": 0.01, "*": 0.01},
    users={"C26": 0.77, "C27": 0.07, "C28": 0.05, "C29": 0.05, "C302T309": 0.01, "SVC": 0.05},
)  # fmt: skip


def test_figures_that_an_independent_split_has_found() -> None:
    plain = load("icio-2022")
    first = carve(plain, [ADVANCED])
    taiwan, china = (plain.region_index(code) for code in ("TWN", "CHN"))
    table = flows(first, "advanced")
    # Billion US dollars, computed by bi-proportional fitting of one product after the other.
    assert table[taiwan].sum() == pytest.approx(55.3, abs=0.06)
    assert exports(first, "advanced", "TWN") == pytest.approx(38.0, abs=0.06)
    assert table[:, china].sum() == pytest.approx(27.0, abs=0.06)
    assert exports(carve(first, [OTHER]), "other", "TWN") == pytest.approx(56.6, abs=0.06)
    # At once, "all others in proportion" means the sector as it is, not what the first product has left of it.
    both = carve(plain, [ADVANCED, OTHER])
    assert exports(both, "advanced", "TWN") == pytest.approx(38.0, abs=0.06)
    assert exports(both, "other", "TWN") == pytest.approx(56.6, rel=0.03)
