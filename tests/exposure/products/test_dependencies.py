"""Dependencies by product on a small BACI file whose answers are computed by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.errors import LabelError
from technostate.evidence.store import Store
from technostate.exposure.products import stored
from technostate.exposure.products.broad import broad
from technostate.exposure.products.dependencies import dependencies
from technostate.exposure.products.group import group_trade
from technostate.exposure.products.minerals import minerals
from technostate.exposure.products.table import ProductTable, product_table
from technostate.world import load

GALLIUM, EARTHS, HORSES = "811292", "280530", "010121"


def table(path: Path, state: str, partner: str = "") -> ProductTable:
    with Store(path, create=False) as store:
        edition = stored.find(store)
        assert edition is not None
        return product_table(store, edition, state, partner)


def figures(found: ProductTable, code: str) -> dict[str, float]:
    at = found.codes.index(code)
    return {name: float(values[at]) for name, values in vars(found.found).items()}


def test_a_group_under_both_definitions(path: Path) -> None:
    """Germany and France buy 80 of China, 15 of the USA, 5 of a region that is no economy; 30 of each other."""
    found = table(path, "DEU+FRA", "CHN")
    row = figures(found, GALLIUM)
    assert row["imports"] == 100_000 and row["within"] == 30_000 and row["exports"] == 10_000
    assert row["concentration"] == pytest.approx(0.8**2 + 0.15**2)
    assert row["rest_of_world"] == pytest.approx(0.05)
    assert row["outside_share"] == pytest.approx(100 / 130)
    # All exports of the members, those to each other included: 10 + 30.
    assert row["import_ratio"] == pytest.approx(100 / 40)
    assert row["net_ratio"] == pytest.approx(100 / 10)
    assert found.edition.regions[int(row["supplier"])] == "CHN"
    # World exports without trade between members: China 120, USA 20, the members 10, others 5.
    assert row["partner_share"] == pytest.approx(0.8) and row["partner_world_share"] == pytest.approx(120 / 155)
    assert row["commission"] and row["merics"]


def test_a_single_state_has_no_trade_within_itself(path: Path) -> None:
    row = figures(table(path, "DEU"), GALLIUM)
    assert row["imports"] == 80_000 and row["within"] == 0 and row["outside_share"] == 1.0
    assert row["exports"] == 40_000 and row["import_ratio"] == row["net_ratio"] == pytest.approx(2.0)
    assert row["concentration"] == pytest.approx((60 / 80) ** 2 + (15 / 80) ** 2)
    assert row["supplier_share"] == pytest.approx(0.75)
    # Germany's sales to France are exports now: China 120, USA 20, Germany 40, others 5.
    assert row["supplier_world_share"] == pytest.approx(120 / 185)
    assert np.isnan(row["partner_share"])


def test_conditions_are_asked_of_the_partner_where_one_is_named(path: Path) -> None:
    assert figures(table(path, "DEU"), GALLIUM)["merics"]
    assert not figures(table(path, "DEU", "USA"), GALLIUM)["merics"]
    assert figures(table(path, "DEU", "USA+CHN"), GALLIUM)["partner_share"] == pytest.approx(75 / 80)


def test_what_is_sold_to_a_member_of_the_partner_is_no_export_of_the_partner(path: Path) -> None:
    """China and the USA sell 45 to each other; to others 95 of 95 + 30 (Germany's, one to France) + 10 + 5."""
    row = figures(table(path, "DEU", "USA+CHN"), GALLIUM)
    assert row["partner_world_share"] == pytest.approx((60 + 20 + 15) / (60 + 20 + 15 + 30 + 10 + 5))


def test_where_only_regions_that_are_no_economy_supply_there_is_no_supplier(path: Path) -> None:
    row = figures(table(path, "DEU"), EARTHS)
    assert row["imports"] == 8_000 and row["rest_of_world"] == 1.0 and row["supplier"] == -1
    assert np.isnan(row["concentration"]) and np.isnan(row["supplier_share"])
    assert row["import_ratio"] == np.inf
    assert not row["commission"] and not row["merics"]


def test_a_net_exporter_does_not_depend(path: Path) -> None:
    row = figures(table(path, "DEU"), HORSES)
    assert row["concentration"] == pytest.approx(0.5) and row["import_ratio"] == pytest.approx(0.25)
    assert not row["commission"] and not row["merics"]


def test_what_is_not_bought_has_no_value(path: Path) -> None:
    row = figures(table(path, "FRA"), EARTHS)
    assert row["imports"] == 0 and np.isnan(row["import_ratio"]) and np.isnan(row["concentration"])
    assert not row["commission"] and not row["merics"]


@pytest.mark.parametrize(
    ("state", "partner", "words"),
    [
        ("ROW", "", "ROW is all economies"),
        ("DEU", "ROW", "ROW is all economies"),
        ("DEU", "DEU+CHN", "DEU\\+CHN and DEU share DEU"),
        ("JPN", "", "JPN .Japan. is not in the trade of 2020"),
        ("QQQ", "", "unknown region 'QQQ'"),
        ("quad", "CHN", "USA"),
    ],
)
def test_names_that_the_trade_does_not_show(path: Path, state: str, partner: str, words: str) -> None:
    if state == "quad":
        found = table(path, state, partner)
        assert "JPN" in found.notes[0] and "left out" in found.notes[0]
        return
    with pytest.raises(LabelError, match=words):
        table(path, state, partner)


@given(st.integers(0, 10_000))
def test_definitions_do_not_depend_on_units_order_or_chunks(seed: int) -> None:
    """And they equal sums over a dense array, written down as the definitions read."""
    rng = np.random.default_rng(seed)
    regions = ("AAA", "BBB", "CCC", "DDD", "ROW")
    dense = np.floor(rng.exponential(50.0, (4, 5, 5))) * (rng.random((4, 5, 5)) < 0.6)
    dense[:, np.arange(5), np.arange(5)] = 0.0
    product, exporter, importer = np.nonzero(dense)
    rows = rng.permutation(len(product))
    flows = {"product": product[rows], "exporter": exporter[rows], "importer": importer[rows]}
    chunk = {**flows, "value": dense[product, exporter, importer][rows]}
    half = len(rows) // 2
    cut = [{key: value[:half] for key, value in chunk.items()}, {key: value[half:] for key, value in chunk.items()}]
    one, two = (dependencies(group_trade(parts, 4, regions, [0, 1], [2])) for parts in ([chunk], cut))
    scaled = dependencies(group_trade([{**chunk, "value": chunk["value"] * 1000}], 4, regions, [0, 1], [2]))
    for name in ("concentration", "outside_share", "import_ratio", "net_ratio", "partner_world_share", "merics"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
        np.testing.assert_allclose(getattr(one, name), getattr(scaled, name), rtol=1e-12)
    bought = dense[:, 2:, :2].sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = bought / bought.sum(axis=1, keepdims=True)
        index = (shares[:, :2] ** 2).sum(axis=1)
        np.testing.assert_allclose(one.concentration, np.where(index > 0, index, np.nan))
        np.testing.assert_allclose(one.partner_share, shares[:, 0])
        within = dense[:, :2, :2].sum(axis=(1, 2))
        ratio = bought.sum(axis=1) / (dense[:, :2, 2:].sum(axis=(1, 2)) + within)
        np.testing.assert_allclose(one.import_ratio, np.where(bought.sum(axis=1) > 0, ratio, np.nan))
    assert not np.isin(one.supplier, [0, 1, 4]).any()


def test_makers_of_minerals() -> None:
    """Gallium in 2023: China 600 t of 610 t (USGS 2024), the United States import all that they use."""
    found = {item.key: item for item in minerals()}
    gallium = found["gallium"]
    assert gallium.leader == "CHN" and gallium.leader_share == pytest.approx(600 / 610)
    assert gallium.concentration == pytest.approx((600**2 + 3**2 + 2**2 + 5**2) / 610**2)
    assert gallium.us_reliance == 100.0 and gallium.sector == "C24B"
    assert found["rare-earths"].shares["AUS"] == pytest.approx(18 / 350)
    assert all(item.named <= 1.05 and "ROW" not in item.shares and "EU" not in item.shares for item in found.values())
    assert found["gallium"].share_of(("DEU",)) is None


def test_a_broad_sector_hides_a_good() -> None:
    world = load("icio-2022")
    found = broad(world, "USA", "CHN", minerals())
    assert found is not None and found.sector == "C24B" and found.mineral.key == "gallium"
    assert found.share < 0.05 and found.mineral_share > 0.98
    assert broad(world, "CHN", "CHN", minerals()) is None
    assert broad(world, "QQQ", "CHN", minerals()) is None
    assert broad(load("wiod-2004"), "USA", "CHN", minerals()) is None
