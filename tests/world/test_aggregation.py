"""Aggregating preserves totals, accepts only complete mappings, and commutes where it should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_worlds import made_world

from technostate.errors import LabelError
from technostate.testing import assert_balanced, assert_world_equal
from technostate.world import aggregate, bilateral_sales, grouping, load

TOTALS = (
    "intermediate",
    "final_demand",
    "inventories",
    "value_added",
    "taxes_on_products",
    "gross_output",
    "discrepancy",
)
LETTERS = st.lists(st.sampled_from("xyz"), min_size=3, max_size=3)


@given(st.integers(0, 1000), LETTERS, st.lists(st.sampled_from("pq"), min_size=2, max_size=2))
def test_totals_are_preserved_and_the_result_balances(seed: int, to_region: list[str], to_sector: list[str]) -> None:
    world = made_world(seed)
    small = aggregate(
        world,
        regions=dict(zip(world.regions, to_region, strict=True)),
        sectors=dict(zip(world.sectors, to_sector, strict=True)),
    )
    assert_balanced(small, tolerance=1e-9)
    for name in TOTALS:
        assert getattr(small, name).sum() == pytest.approx(getattr(world, name).sum(), rel=1e-12, abs=1e-9)
    assert bilateral_sales(small).sum() == pytest.approx(bilateral_sales(world).sum(), rel=1e-12)


def test_identity_mappings_change_nothing() -> None:
    world = made_world()
    same = aggregate(world, regions={r: r for r in world.regions}, sectors={s: s for s in world.sectors})
    assert_world_equal(same, made_world(classification="test, aggregated"), atol=1e-9)


def test_aggregating_twice_is_aggregating_once() -> None:
    world = made_world(5, n=6, j=4)
    first = aggregate(world, regions=dict(zip(world.regions, "aabbcc", strict=True)))
    twice = aggregate(first, regions={"a": "u", "b": "u", "c": "v"})
    once = aggregate(world, regions=dict(zip(world.regions, "uuuuvv", strict=True)))
    assert_world_equal(twice, once, rtol=1e-12)


def test_import_shares_of_an_untouched_buyer_commute_with_merging_suppliers() -> None:
    # Face-value reliance is a ratio of sums, so that merging suppliers cannot change it.
    world = load("wiod-2004")
    table = grouping(world.regions, {"CHN": ["CHN"], "EAS": ["JPN", "KOR", "TWN"]}, rest="ROW")
    small = aggregate(world, regions=table)

    def share(w: object, buyer: str, suppliers: list[str]) -> float:
        inputs = w.intermediate[:, w.region_nodes(buyer)].sum(axis=1)  # type: ignore[attr-defined]
        return sum(inputs[w.region_nodes(s)].sum() for s in suppliers) / inputs.sum()  # type: ignore[attr-defined]

    assert share(small, "CHN", ["EAS"]) == pytest.approx(share(world, "CHN", ["JPN", "KOR", "TWN"]), rel=1e-12)


def test_look_through_reliance_is_unchanged_by_merging_identical_regions() -> None:
    # Two halves of one region have the same columns: the Leontief model aggregates them exactly (Hatanaka 1952).
    rng = np.random.default_rng(2)
    whole = made_world(2, n=2, j=2, inventories=np.full((4, 2), np.nan))
    weight = rng.uniform(0.3, 0.7)
    split_rows = np.vstack([np.eye(4)[:2], weight * np.eye(4)[2:], (1 - weight) * np.eye(4)[2:]])
    output = split_rows @ whole.gross_output
    intermediate = split_rows @ whole.intermediate @ split_rows.T
    final = np.hstack([whole.final_demand, np.zeros((4, 1))])
    halves = made_world(
        2, n=3, j=2, intermediate=intermediate, final_demand=split_rows @ final, inventories=np.full((6, 3), np.nan),
        gross_output=output, value_added=output - intermediate.sum(axis=0), taxes_on_products=np.full(6, np.nan),
        discrepancy=output - intermediate.sum(axis=1) - (split_rows @ final).sum(axis=1), tariff=None,
    )  # fmt: skip

    def reliance(world: object) -> float:
        a = world.technical_coefficients  # type: ignore[attr-defined]
        x = np.zeros(len(a))
        x[:2] = world.gross_output[:2]  # type: ignore[attr-defined]
        drawn = np.linalg.solve(np.eye(len(a)) - a, x)
        return float(1 - drawn[:2].sum() / drawn.sum())

    merged = aggregate(halves, regions={"AAA": "AAA", "BBB": "BBB", "CCC": "BBB"})
    assert reliance(merged) == pytest.approx(reliance(halves), rel=1e-12)


def test_tariffs_are_weighted_by_imports() -> None:
    world = made_world(7)
    assert world.tariff is not None
    small = aggregate(world, regions={"AAA": "AAA", "BBB": "B", "CCC": "B"})
    flow = bilateral_sales(world)
    expected = (world.tariff[0, 0, 1:] * flow[0, 0, 1:]).sum() / flow[0, 0, 1:].sum()
    assert small.tariff is not None and small.tariff[0, 0, 1] == pytest.approx(expected, rel=1e-12)


def test_an_unknown_tariff_is_never_taken_for_zero() -> None:
    world = made_world(7)
    assert world.tariff is not None
    tariff = np.array(world.tariff)
    tariff[0, 0, 1] = np.nan
    part = made_world(7, tariff=tariff)
    flow = bilateral_sales(world)[0, 0]
    table = {"AAA": "AAA", "BBB": "B", "CCC": "B"}
    known = flow[2] / (flow[1] + flow[2])
    strict = aggregate(part, regions=table, known_tariff=known + 0.01)
    loose = aggregate(part, regions=table, known_tariff=known - 0.01)
    assert strict.tariff is not None and np.isnan(strict.tariff[0, 0, 1])
    assert loose.tariff is not None and loose.tariff[0, 0, 1] == pytest.approx(tariff[0, 0, 2], rel=1e-12)


def test_elasticities_are_weighted_by_trade_and_stay_within_their_range() -> None:
    world = load("icio-2022")
    table = {s: ("goods" if s != "SVC" else s) for s in world.sectors}
    small = aggregate(world, sectors=table)
    goods = world.trade_elasticity[:-1]
    flow = bilateral_sales(world)
    trade = flow.sum(axis=(1, 2)) - np.einsum("jnn->j", flow)
    assert small.trade_elasticity[0] == pytest.approx(np.average(goods, weights=trade[:-1]), rel=1e-9)
    assert small.trade_elasticity[1] == world.trade_elasticity[-1]


def test_an_unknown_elasticity_stays_unknown() -> None:
    world = made_world(trade_elasticity=np.array([np.nan, 4.0]))
    assert np.isnan(aggregate(world, sectors={"g": "all", "s": "all"}).trade_elasticity).all()
    kept = aggregate(world, regions=dict.fromkeys(world.regions, "W")).trade_elasticity
    assert np.isnan(kept[0]) and kept[1] == 4.0


def test_unknown_taxes_and_inventories_stay_unknown() -> None:
    world = load("wiod-2011")
    small = aggregate(world, regions=grouping(world.regions, {}, rest="W"))
    assert np.isnan(small.taxes_on_products).all() and small.regions == ("W",)
    icio = load("icio-2022")
    assert np.isnan(aggregate(icio, regions=grouping(icio.regions, {}, rest="W")).inventories).all()


def test_a_mapping_must_be_complete_and_know_no_strangers() -> None:
    world = load("wiod-2011")
    table = {region: "W" for region in world.regions if region != "USA"} | {"GDR": "W"}
    with pytest.raises(LabelError) as caught:
        aggregate(world, regions=table)
    assert "USA" in str(caught.value) and "GDR" in str(caught.value) and "grouping" in caught.value.hint


def test_groups_refuse_strangers_and_double_members() -> None:
    with pytest.raises(LabelError, match="DDR"):
        grouping(("CHN", "DEU"), {"EU": ["DEU", "DDR"]})
    with pytest.raises(LabelError, match="DEU"):
        grouping(("CHN", "DEU"), {"EU": ["DEU"], "G7": ["DEU"]})
