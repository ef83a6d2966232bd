"""Named shocks say what their sources say: days, partners, sums weighted by trade."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from technostate.shocks.specification import ExportBan, Tariff, load, parse
from technostate.shocks.specification.resolve import resolve
from technostate.world import World
from technostate.world import load as load_world

TRACKER = "data/tradewartracker_2025/us_added_by_icio_sector_partner_date.csv.gz"
#: Partner in the tracker → region of the world; the Union is one partner and Hong Kong is taken with China there.
PARTNERS = {
    "CHINA": "CHN", "MEXICO": "MEX", "CANADA": "CAN", "EUROPEAN UNION": "DEU", "JAPAN": "JPN", "VIETNAM": "VNM",
    "KOREA, SOUTH": "KOR", "TAIWAN": "TWN", "INDIA": "IND", "THAILAND": "THA", "UNITED KINGDOM": "GBR",
    "SWITZERLAND": "CHE", "MALAYSIA": "MYS", "BRAZIL": "BRA", "INDONESIA": "IDN",
}  # fmt: skip
METALS = ("C24A", "C24B")
RULING = dt.date(2026, 2, 24)


@pytest.fixture(scope="module")
def fine() -> World:
    return load_world("icio-2022")


@pytest.fixture(scope="module")
def sales(fine: World) -> NDArray[np.float64]:
    """Return sales (N seller, J, N buyer), USD million."""
    n, j = fine.shape
    found: NDArray[np.float64] = fine.intermediate.reshape(n, j, n, j).sum(axis=3) + fine.final_demand.reshape(n, j, n)
    return found


def added(name: str, fine: World) -> NDArray[np.float64]:
    """Return the central change of tariffs of the United States (J, N exporter)."""
    return resolve(load(name), fine).levels["central"].tariff_change[:, fine.regions.index("USA"), :]


@pytest.mark.parametrize(
    ("name", "low", "high"), [("us-tariffs-2025", 0.125, 0.14), ("us-tariffs-end-by-court", 0.08, 0.09)]
)
def test_mean_tariffs_of_the_united_states_are_those_of_the_source_at_the_trade_of_2022(
    name: str, low: float, high: float, fine: World, sales: NDArray[np.float64]
) -> None:
    us = fine.regions.index("USA")
    imports = sales[:, :-1, us].T.copy()
    imports[:, us] = 0
    mean = (added(name, fine)[:-1] * imports).sum() / imports.sum()
    assert low < mean < high  # tracker at the trade of 2024: .123 and .077, and about .005 more for primary metals


def weighted(tracker: Path, day: str) -> dict[str, dict[str, tuple[float, float]]]:
    """Return partner → sector → (points added on a day, imports of 2024) of the tracker."""
    found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    with gzip.open(tracker, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["date"] == day and row["sector"] != "SVC":
                found[row["country"]][row["sector"]] = (float(row["added"] or 0), float(row["imports2024"]))
    return found


@pytest.mark.parametrize(
    ("name", "day"), [("us-tariffs-2025", "2025-11-14"), ("us-tariffs-end-by-court", "2026-02-24")]
)
def test_each_partner_bears_what_the_tracker_says_but_for_metals(
    name: str, day: str, fine: World, shared: Path
) -> None:
    change, apart = added(name, fine), {}
    tracked = weighted(shared / TRACKER, day)
    for country, region in PARTNERS.items():
        rows = {sector: pair for sector, pair in tracked[country].items() if sector not in METALS}
        total = sum(imports for _, imports in rows.values())
        theirs = sum(rate * imports for rate, imports in rows.values()) / total
        at = fine.regions.index(region)
        ours = sum(change[fine.sectors.index(sector), at] * imports for sector, (_, imports) in rows.items()) / total
        apart[region] = ours - theirs
    assert max(map(abs, apart.values())) < 0.02, apart
    assert abs(np.mean(list(apart.values()))) < 0.004


def test_emergency_duties_end_with_their_collection_and_the_others_last() -> None:
    for row in load("us-tariffs-2025").measures:
        assert (row.ends == RULING) == row.name.startswith("emergency-"), row.name
    after = load("us-tariffs-end-by-court")
    assert after.starts == RULING
    assert not any(row.name.startswith("emergency-") or row.ends for row in after.measures)


def test_what_the_ruling_left_alone_is_the_same_before_and_after() -> None:
    before, after = load("us-tariffs-2025"), load("us-tariffs-end-by-court")
    for row in after.measures:
        if not row.name.startswith("surcharge-"):
            assert before.measure(row.name) == row
    assert not {row.name for row in before.measures} & {row.name for row in after.measures if "surcharge" in row.name}


def test_no_trade_bears_more_after_the_ruling_than_before(fine: World) -> None:
    lower = added("us-tariffs-end-by-court", fine) - added("us-tariffs-2025", fine)
    worst = {fine.regions[at]: float(lower[:, at].max()) for at in np.argwhere((lower > 1e-9).any(axis=0))[:, 0]}
    assert max(worst.values(), default=0) <= 0.003, worst


def test_tariffs_of_2025_can_be_asked_as_if_they_had_lasted() -> None:
    names = [row.name for row in load("us-tariffs-2025").measures if row.ends]
    text = "name: lasting\ntitle: As if they had lasted\nbased_on: us-tariffs-2025\noverrides:\n"
    found = parse(text + "".join(f"  {name}: {{ends: null}}\n" for name in names))
    assert len(names) == 32
    assert all(row.ends is None for row in found.measures)


def test_duties_on_electric_cars_are_a_share_of_the_sector_for_five_years(
    fine: World, sales: NDArray[np.float64]
) -> None:
    (row,) = load("eu-electric-cars-2024").measures
    assert isinstance(row, Tariff)
    assert (row.exporters, row.importers, row.sectors, row.basis) == (("CHN",), ("EU",), ("vehicles",), "added")
    assert load("eu-electric-cars-2024").starts == dt.date(2024, 10, 30)
    assert row.ends == dt.date(2029, 10, 30)
    change = resolve(load("eu-electric-cars-2024"), fine).levels["central"].tariff_change
    china, vehicles = fine.regions.index("CHN"), fine.sectors.index("C29")
    assert np.count_nonzero(change) == 27
    bought = sales[china, vehicles, change[vehicles, :, china] > 0].sum()
    electric = 9300 * 0.627 * 1.053 / bought
    assert electric == pytest.approx(0.384, abs=0.005)
    assert row.rate.central == pytest.approx(0.20 * 0.4)
    assert (row.rate.low, row.rate.high) == (pytest.approx(0.17 * 0.3, abs=0.002), pytest.approx(0.25 * 0.5))
    assert 0.078 * 0.3 < row.rate.low < row.rate.high < 0.353 * 0.5


def test_the_strait_takes_a_fifth_of_the_worlds_trade_in_oil_and_gas(fine: World, sales: NDArray[np.float64]) -> None:
    shock = load("hormuz-closure")
    assert {(row.starts or shock.starts, row.ends) for row in shock.measures} == {
        (dt.date(2026, 2, 28), dt.date(2026, 7, 1))
    }
    level = resolve(shock, fine).levels
    oil, own = fine.sectors.index("B06"), np.arange(len(fine.regions))
    traded = sales[:, oil, :].T.copy()
    traded[own, own] = 0
    cut = {
        case: ((1 - level[case].delivered[oil]) * traded).sum() / traded.sum() for case in ("mild", "central", "severe")
    }
    assert cut["central"] == pytest.approx(0.20, abs=0.015)
    assert 0.13 < cut["mild"] < cut["central"] < cut["severe"] < 0.29


def test_the_strait_bears_on_gulf_states_and_in_part_on_the_rest_that_is_not_shown_apart() -> None:
    rows = load("hormuz-closure").measures
    assert {row.exporters for row in rows if isinstance(row, ExportBan)} == {("SAU",), ("ARE",), ("ROW",)}
    by = {row.name: row.leak for row in rows if isinstance(row, ExportBan)}
    part, passes = (0.48, 0.55, 0.62), (0.35, 0.20, 0.05)
    leak = [1 - share * (1 - through) for share, through in zip(part, passes, strict=True)]
    rest = by["oil-and-gas-of-the-other-gulf-states"]
    assert [rest.high, rest.central, rest.low] == pytest.approx(leak, abs=0.006)
