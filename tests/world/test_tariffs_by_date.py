"""Tariffs by date: what is collected and what is statutory, weighted by trade; the user's own tables."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from technostate.errors import DataError
from technostate.evidence.readers import tariffs as reader
from technostate.world import bilateral_sales, load, panel
from technostate.world.own_tariffs import read_tariffs
from technostate.world.tariff_dates import DATES, schedule_of
from technostate.world.tariff_schedules import schedule
from technostate.world.tariffs import date_of, default_date, tariffs_at, with_tariffs

ICIO = load("icio-2022")
GOODS = slice(0, -1)
FLOW = bilateral_sales(ICIO)
AMERICA, CHINA, FRANCE, GERMANY, REST = (ICIO.region_index(code) for code in ("USA", "CHN", "FRA", "DEU", "ROW"))


def on(date: str, importer: int, exporter: int, flow: np.ndarray | None = None) -> float:
    """Return an importer's mean tariff on an exporter's goods in per cent, by the world's flows of 2022 or others."""
    weight = (FLOW if flow is None else flow)[GOODS, importer, exporter]
    return 100 * float(np.average(tariffs_at(ICIO, date)[GOODS, importer, exporter], weights=weight))


def flows_of(year: int) -> np.ndarray:
    trade = panel()
    order = [trade.regions.index(region) for region in ICIO.regions]
    return trade.flow[trade.year_index(year)][:, order][:, :, order]


def test_a_date_is_the_newest_schedule_that_is_not_later() -> None:
    asked = ("2017", "2020", "2020-06", "2024", "2025", "2025-12-31", "2026-04-05", "2026-04", "2026-09", "2026")
    found = ("2017", "2020", "2020", "2024", "2025", "2025-12-31", "2025-12-31", *["2026-04-06"] * 3)
    assert tuple(map(schedule_of, asked)) == found
    assert [schedule(date).name for date in DATES] == list(DATES)


@pytest.mark.parametrize("date", ["2016", "2027", "2026-13", "soon", "", "20", "2020-1", "２０２０", "2020\n2021"])
def test_an_unknown_date_is_an_error_that_names_the_dates(date: str) -> None:
    with pytest.raises(DataError) as caught:
        with_tariffs(ICIO, date)
    assert "2026-04-06" in caught.value.hint


def test_the_war_between_china_and_the_united_states_by_trade_of_2017() -> None:
    """At customs' weights by product 2.7, 15.9 (February 2020), 10.9 (collected in 2024) and 5.7, 15.5.

    Only sectors of ICIO, at basic prices, can weigh here: clothing has more weight in them than in customs' figures.
    """
    old = flows_of(2017)
    found = [on(date, AMERICA, CHINA, old) for date in ("2017", "2019", "2021", "2024", "2025-12-31")]
    assert found == pytest.approx([3.36, 13.73, 16.90, 11.52, 30.21], abs=0.01)
    assert [on(date, CHINA, AMERICA, old) for date in ("2017", "2020", "2025")] == pytest.approx(
        [5.19, 17.30, 35.37], abs=0.01
    )
    assert [on(date, AMERICA, CHINA) for date in ("2017", "2022", "2024")] == pytest.approx(
        [3.14, 17.43, 12.05], abs=0.01
    )


def test_customs_own_weights_give_customs_own_mean(shared: Path) -> None:
    rate = {pair[1]: value for pair, value in schedule("2024").america.items() if pair[0] == "CHN"}
    paid = whole = 0.0
    with gzip.open(shared / "data/tradewartracker_2025/us_added_by_icio_sector_partner_date.csv.gz", "rt") as stream:
        for row in csv.DictReader(stream):
            if row["country"] == "CHINA" and row["date"] == "2025-02-04" and row["sector"] in rate:
                paid += rate[row["sector"]] * float(row["imports2024"])
                whole += float(row["imports2024"])
    # With the 2.3 per cent of these imports that have no sector, and no duty to speak of, it is 10.9.
    assert 100 * paid / whole == pytest.approx(11.16, abs=0.01)
    assert 100 * paid / 429_425_828_419 == pytest.approx(10.87, abs=0.1)


def test_food_is_not_taxed_at_ninety_one_per_cent() -> None:
    food = ICIO.sector_index("C10T12")
    abroad = np.arange(ICIO.n_regions) != AMERICA
    weight = np.where(abroad, FLOW[food, AMERICA], 0.0)

    def mean(table: np.ndarray) -> float:
        return 100 * float(np.average(np.nan_to_num(table[food, AMERICA]), weights=weight))

    assert mean(ICIO.tariff) > 30
    assert mean(tariffs_at(ICIO, "2017")) == pytest.approx(1.41, abs=0.01)
    assert mean(tariffs_at(ICIO, "2022")) == pytest.approx(2.61, abs=0.01)
    assert tariffs_at(ICIO, "2024")[food, AMERICA, [FRANCE, GERMANY]].tolist() == [0.02894, 0.02894]
    assert on("2022", AMERICA, FRANCE) == pytest.approx(1.35, abs=0.01)


def test_steel_has_the_duties_of_its_year() -> None:
    steel = ICIO.sector_index("C24A")
    canada = ICIO.region_index("CAN")
    found = {date: tariffs_at(ICIO, date)[steel, AMERICA] for date in ("2017", "2018", "2020", "2022", "2026-04-06")}
    assert [round(float(row[GERMANY]), 4) for row in found.values()] == [0.0017, 0.1321, 0.2241, 0.0226, 0.5027]
    assert found["2018"][canada] > 0.1 > found["2020"][canada]


def test_other_importers_have_the_worlds_own_mean_of_each_sector() -> None:
    new, own = tariffs_at(ICIO, "2022"), ICIO.tariff
    others = [n for n in range(ICIO.n_regions) if n not in (AMERICA, CHINA)]
    assert np.array_equal(new[:, others], own[:, others], equal_nan=True)
    japan = ICIO.region_index("JPN")
    assert len(set(np.delete(new[ICIO.sector_index("C10T12"), japan], [japan, REST]))) == 1
    changed = np.flatnonzero((new[GOODS, CHINA] != own[GOODS, CHINA]) & ~np.isnan(own[GOODS, CHINA]))
    assert set(changed % ICIO.n_regions) == {AMERICA}


def test_a_customs_union_stays_without_duty_inside_and_services_have_none() -> None:
    for date in DATES:
        table = tariffs_at(ICIO, date)
        assert table[GOODS, FRANCE, GERMANY].max() == 0.0 and table[-1].max() == 0.0
        assert np.array_equal(np.isnan(table), np.isnan(ICIO.tariff))
        assert np.isnan(table[GOODS, AMERICA, REST]).all()
        own = np.arange(ICIO.n_regions)
        assert table[:, own, own].max() == 0.0


def test_a_world_that_has_a_date_can_take_another() -> None:
    there = with_tariffs(ICIO, "2026-09")
    assert date_of(there) == "2026-04-06" and date_of(ICIO) is None
    assert np.allclose(tariffs_at(there, "2017"), tariffs_at(ICIO, "2017"), rtol=0, atol=1e-15, equal_nan=True)
    assert there.tariff_origin is not None and "Waugh" in there.tariff_origin.citation
    assert there.intermediate is ICIO.intermediate


def test_the_usual_date_is_that_of_the_world_and_a_users_tariffs_are_left_alone() -> None:
    from dataclasses import replace

    assert default_date(ICIO) == "2024" and date_of(with_tariffs(ICIO)) == "2024"
    assert with_tariffs(ICIO, "world") is ICIO
    wiod = load("wiod-2011")
    assert with_tariffs(wiod) is wiod
    own = replace(ICIO, tariff_origin=None)
    assert with_tariffs(own) is own and date_of(with_tariffs(own, "2020")) == "2020"


@pytest.mark.parametrize("name", ["wiod-2011"])
def test_a_world_without_tariffs_has_no_dates(name: str) -> None:
    with pytest.raises(DataError, match=f"{name} has no tariffs"):
        with_tariffs(load(name), "2020")


def test_a_world_of_groups_has_no_dates() -> None:
    from technostate.world import aggregate, grouping

    small = aggregate(ICIO, regions=grouping(ICIO.regions, {"West": ["USA", "CAN"]}))
    with pytest.raises(DataError, match="no states: West"):
        with_tariffs(small, "2020")


HEAD = "importer,exporter,sector,rate\n"


def test_a_users_table_lies_over_the_worlds(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEAD + "USA,CHN,C26,0.25\nUSA,EU,C29,0.15\n")
    found, base = with_tariffs(ICIO, path), with_tariffs(ICIO)
    electronics, cars = ICIO.sector_index("C26"), ICIO.sector_index("C29")
    assert found.tariff[electronics, AMERICA, CHINA] == 0.25
    assert found.tariff[cars, AMERICA, [FRANCE, GERMANY]].tolist() == [0.15, 0.15]
    changed = found.tariff != base.tariff
    changed &= ~np.isnan(base.tariff)
    assert changed.sum() == 28
    wiod = with_tariffs(load("wiod-2011"), _written(tmp_path, "USA,CHN,c14,0.1\n"))
    assert np.nansum(wiod.tariff) == pytest.approx(0.1)


def _written(folder: Path, lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text(HEAD + lines)
    return path


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("", "it has no row"),
        ("USA,CHN,C26,25\n", "rate is 25; a fraction above -1 to 3 is needed; is 0.25 meant?"),
        ("USA,CHN,C26,-1\n", "rate is -1"),
        ("USA,CHN,C26,ten\n", "rate is 'ten', not a number"),
        ("USA,CHN,C26,\n", "rate is '', not a number"),
        ("USA,CHI,C26,0.1\n", "line 2: exporter 'CHI' is unknown (nearest: CHN, CHL, CHE)"),
        ("usa,CHN,C26,0.1\n", "importer 'usa' is unknown"),
        ("USA,CHN,c14,0.1\n", "sector 'c14' is unknown"),
        ("USA,USA,C26,0.1\n", "importer and exporter are the same"),
        ("USA,CHN,C26,0.1\nUSA,CHN,C26,0.2\n", "line 3: USA, CHN, C26 stands there twice"),
        ("USA,EU,C26,0.1\nUSA,DEU,C26,0.2\n", "USA, DEU, C26 stands there twice"),
        ("USA,CHN,C26\n", "3 fields, 4 expected"),
        ("QAT,CHI,c14,x\n", "4 problems"),
    ],
)
def test_mistakes_in_a_users_table_are_one_error(tmp_path: Path, lines: str, says: str) -> None:
    with pytest.raises(DataError) as caught:
        read_tariffs(_written(tmp_path, lines), ICIO)
    assert says in str(caught.value)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no file"):
        with_tariffs(ICIO, tmp_path)
    with pytest.raises(DataError, match="not in"):
        with_tariffs(ICIO, tmp_path / "absent.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="lacks 4 columns"):
        with_tariffs(ICIO, tmp_path / "other.csv")
    many = _written(tmp_path, "USA,CHI,C26,0.1\n" * 50)
    with pytest.raises(DataError, match="has 50 problems") as caught:
        read_tariffs(many, ICIO)
    assert "and 30 more" in str(caught.value)


def test_the_raw_rates_are_read_strictly(shared: Path, tmp_path: Path) -> None:
    path = shared / "data" / reader.FOLDER / "tariffs_sector_pair_year.csv"
    found = reader.read(path)
    assert len(found) == 5454 and {row.basis for row in found} == {"total", "added"}
    assert all(row.source for row in found) and {row.importer for row in found} == {"USA", "CHN"}
    from technostate.world.embedded import folder
    from technostate.world.recipes import build_tariffs

    again = build_tariffs(found, tmp_path / "icio-tariffs.npz")
    assert again.read_bytes() == (folder() / "icio-tariffs.npz").read_bytes()


ROW = "USA,CHN,C26,2020,mean of the year,0.1,statutory,total,imports,somewhere\n"
COLUMNS = "importer,exporter,sector,year,as_of,rate,kind,basis,weights,source\n"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda row: row.replace("0.1", "10"), "rate is 10"),
        (lambda row: row.replace("0.1", "-0.1"), "rate is -0.1"),
        (lambda row: row.replace("0.1", ""), "not a number"),
        (lambda row: row.replace("total", "sum"), "basis is 'sum'"),
        (lambda row: row.replace("2020", "20"), "is not a year"),
        (lambda row: row + row, "stand there twice"),
    ],
)
def test_malformed_raw_rates_are_refused(tmp_path: Path, change: Callable[[str], str], says: str) -> None:
    (tmp_path / "rates.csv").write_text(COLUMNS + change(ROW))
    with pytest.raises(DataError, match=says):
        reader.read(tmp_path / "rates.csv")
