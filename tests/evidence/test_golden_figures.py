"""Figures read by hand from the raw files are the figures of the catalogue, in the catalogue's unit."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from technostate.evidence import catalogue, regions, storage
from technostate.evidence.readers import cow, eto_chips, pts, tidy, trade_elasticities
from technostate.evidence.readers.data_set import data_set

#: id, region, year, figure in the raw file after the unit conversion the manifest states.
GOLDEN = [
    ("sipri/milex/share-of-gdp", "CHN", 2024, 1.7112974034522843),
    ("sipri/milex/share-of-gdp", "USA", 2024, 3.419216532280439),
    ("sipri/milex/current-usd", "CHN", 2024, 313658.3302171763),
    ("sipri/milex/constant-usd", "WLD", 2024, 2676513.8864674997),
    ("sipri/milex/share-of-government", "CHN", 2024, 5.064742215102303),
    ("sipri/arms/imports", "CHN", 2024, 72.0),
    ("sipri/arms/imports", "CHN", 2005, 3458.67),
    ("gsdb/v3/against", "WLD", 2022, 411.0),
    ("gsdb/v3/against", "RUS", 2022, 29.0),
    ("imf/weo/growth-error-april-1", "CHN", 2022, 5.574 - 3.112),
    ("imf/weo/growth-error-october-0", "CHN", 2022, 3.205 - 3.112),
    ("imf/weo/NGDPD", "TWN", 2024, 797.004e9),
    ("mnd/pla/aircraft-detected", "CHN", 2024, 4844.0),
    ("mnd/pla/vessels-detected", "CHN", 2025, 2608.0),
    ("worldbank/wdi/GB.XPD.RSDV.GD.ZS", "CHN", 2018, 2.10232),
    ("worldbank/wdi/IP.PAT.RESD", "CHN", 2018, 1393815.0),
    ("worldbank/wdi/BX.GSR.ROYL.CD", "CHN", 2020, 8554460469.53),
    ("worldbank/wdi/TM.TAX.MRCH.WM.AR.ZS", "USA", 2022, 1.49),
    ("worldbank/wdi/NY.GDP.PCAP.PP.KD", "USA", 2022, 72679.2575396157),
    ("worldbank/wdi/NY.GDP.MKTP.CD", "CHN", 2023, 17794781986104.457),
    ("pwt/10.01/rtfpna", "CHN", 2019, 0.9645727276802063),
    ("pwt/10.01/pop", "CHN", 2019, 1433.783686),
    ("ncses/sei/articles", "CHN", 2022, 898949.09),
    ("ncses/sei/ai-articles", "CHN", 2022, 42524.0),
    ("ncses/sei/ai-articles", "USA", 2022, 12642.0),
    ("ncses/sei/pct-applications", "EU", 2022, 50800.0),
    ("ncses/sei/patent-families", "CHN", 2020, 456088.0),
    ("ncses/sei/uspto-patents", "CHN", 2022, 27769.0),
    ("ncses/sei/venture-capital", "USA", 2022, 247925.0),
    ("ncses/sei/kti-exports", "CHN", 2018, 1228500.0),
    ("ncses/sei/gerd-to-gdp", "CHN", 2021, 2.43),
    ("ncses/sei/gerd-performed-by-business", "CHN", 2021, 76.9),
    ("ncses/sei/gerd-performed-by-business", "AUS", 2019, 51.0),
    ("ncses/sei/ai-patents-2000-2022", "CHN", 2022, 91436.0),
    ("ncses/federal-rd/national-defense", "USA", 2009, 85642.0),
    ("pts/classes/amnesty", "CHN", 2022, 3.0),
    ("pts/classes/human-rights-watch", "CHN", 2022, 3.0),
    ("pts/classes/state-department", "CHN", 2022, 3.0),
    ("vdem/v15/v2x_polyarchy", "CHN", 2024, 0.073),
    ("vdem/demspaces/v2x_pubcorr", "USA", 1973, 0.948),
    ("unga/ideal-points/all", "CHN", 2019, -0.3336454),
    ("unga/ideal-points/final-passage", "USA", 2023, 2.21769),
    ("unga/ideal-points/final-passage", "CHN", 2023, -0.7348417),
    ("unga/ideal-points/final-passage", "RUS", 2024, -0.5984852),
    ("cow/nmc/cinc", "CHN", 2022, 0.23409663),
    ("cow/nmc/cinc", "USA", 2022, 0.12356574),
    ("cow/rivalries/strategic", "CHN", 2020, 4.0),
    ("owid/nuclear/status", "CHN", 2022, 3.0),
]


@pytest.mark.parametrize(("series_id", "region", "year", "figure"), GOLDEN)
def test_the_catalogue_has_the_producers_figure(series_id: str, region: str, year: int, figure: float) -> None:
    """Tolerance: seven significant digits are stored (storage.DIGITS)."""
    assert catalogue.load(series_id).value(region, year) == pytest.approx(figure, rel=6e-7)


@pytest.mark.parametrize(
    ("region", "year", "published"), [("CHN", 2010, 10.6), ("CHN", 2007, 14.2), ("USA", 2009, -2.6)]
)
def test_growth_of_gdp_is_not_that_of_gdp_a_head(region: str, year: int, published: float) -> None:
    """Published figures of the World Bank's NY.GDP.MKTP.KD.ZG, to the decimal at which revisions agree."""
    assert catalogue.load("technostate/macro/gdp-growth").value(region, year) == pytest.approx(published, abs=0.06)


def test_growth_of_china_in_ssp2_is_that_of_the_levels() -> None:
    """Levels of 2025 and 2030 in SSP2: 27,429,072,774,670.836 and 32,963,983,824,915.234."""
    expected = 100 * ((32963983824915.234 / 27429072774670.836) ** 0.2 - 1)
    assert catalogue.load("iiasa/ssp-2024/gdp-growth-ssp2").value("CHN", 2030) == pytest.approx(expected, rel=6e-7)


def test_unknown_is_absent_and_not_zero() -> None:
    """China reports no technicians to UNESCO, the State Department does not rate the United States."""
    assert catalogue.load("worldbank/wdi/SP.POP.TECH.RD.P6").latest("CHN") is None
    newest = catalogue.load("pts/classes/state-department").latest("USA")
    assert newest is not None and newest.year < 1980
    receipts = catalogue.load("worldbank/wdi/BX.GSR.ROYL.CD").path("CHN")
    assert min(receipts.values()) > 0.0
    assert 2022 not in catalogue.load("federal-register/export-controls/rules").path("USA")


def test_population_has_no_projection() -> None:
    assert catalogue.load("gapminder/sg/total_population_with_projections").years[-1] == 2010


def test_every_figure_is_finite_and_every_region_is_known() -> None:
    for entry in catalogue.entries():
        series = catalogue.load(entry.id)
        assert all(regions.is_known(label) for label in series.regions), entry.id
        assert all(math.isfinite(value) for path in series.values.values() for value in path.values()), entry.id
        assert (len(series.regions), series.years[0], series.years[-1]) == (entry.regions, entry.first, entry.last)


def test_the_share_of_defence_related_industries_is_the_sum_of_three_over_the_whole() -> None:
    parts = [
        catalogue.load(f"ncses/sei/value-added-{name}").value("CHN", 2022)
        for name in ("weapons", "aerospace", "railroad-military-vehicles")
    ]
    whole = catalogue.load("ncses/sei/value-added-kti").value("CHN", 2022)
    share = catalogue.load("technostate/fusion/defence-related-share-in-kti").value("CHN", 2022)
    assert share == pytest.approx(100 * sum(parts) / whole, rel=1e-6)


def test_shares_of_the_world_do_not_exceed_it() -> None:
    """Whole counts are apart: an article with authors in three states counts in each."""
    for entry in catalogue.entries():
        if entry.id.startswith("technostate/world-share/") and "whole count" not in entry.title:
            series = catalogue.load(entry.id)
            for year in series.years:
                figures = series.cross_section(year)
                assert sum(value for label, value in figures.items() if label != "EU") < 101.0, (entry.id, year)


def test_packing_keeps_seven_digits_and_whole_numbers() -> None:
    for value in (1408975000.0, 2147483647.0, -7.0, 0.0, 1e-12, 123456.789, -0.0333):
        assert storage.unpack(*storage.pack(value)) == pytest.approx(value, rel=5e-7, abs=0.0)
    assert storage.unpack(*storage.pack(1243568.0)) == 1243568.0


def test_the_recomputed_index_of_capabilities_is_the_producers(shared: Path) -> None:
    """From 1946 on, the states that ship and the class of every state: the file's own `cinc`, eight digits."""
    from technostate.evidence.readers.delimited import rows

    path = shared / "data" / cow.FOLDER / "cow_nmc.csv"
    index, classes = cow.capabilities(path)[:2]
    checked = 0
    for row in rows(path, ("ccode", "year", "cinc")):
        year, label = row.year("year"), regions.from_cow(row.integer("ccode"), row.year("year"))
        if year < cow.FIRST or label is None or year == 1990:
            continue
        published = row.number("cinc")
        assert published is not None
        if label in cow.FEW:
            assert index.value(label, year) == pytest.approx(published, rel=1e-6, abs=1e-8)
        if all(abs(published - bound) > 1e-7 for bound in cow.BOUNDS):
            assert classes.value(label, year) == 1 + sum(published >= bound for bound in cow.BOUNDS)
        checked += 1
    assert checked > 10_000


def test_china_is_obliged_to_defend_one_state(shared: Path) -> None:
    path = shared / "data" / cow.FOLDER / "atop_alliance.parquet"
    pairs = cow.alliances(path, state="CHN", year=2018)
    assert [pair.partner for pair in pairs if pair.defence] == ["PRK"]


def test_the_united_states_must_defend_japan_and_not_the_reverse(shared: Path) -> None:
    path = shared / "data" / cow.FOLDER / "atop_alliance.parquet"
    pairs = {(pair.state, pair.partner): pair.defence for pair in cow.alliances(path, year=2018)}
    assert pairs["USA", "JPN"] and not pairs["JPN", "USA"]


def test_chinas_rivals_in_2020_by_the_list_of_strategic_rivalries(shared: Path) -> None:
    listed = cow.rivalries(shared / "data" / cow.FOLDER / "tss_rivalries.csv")
    pairs = [{item.first, item.second} for item in listed if item.end == 2020 and "CHN" in (item.first, item.second)]
    assert set().union(*pairs) - {"CHN"} == {"IND", "TWN", "USA", "JPN"}


def test_importers_read_what_is_never_embedded(shared: Path) -> None:
    (stockpile,) = tidy.read_folder(data_set("fas-nuclear"), shared / "data")
    assert stockpile.value("CHN", 1990) == 232.0
    assert sum(stockpile.cross_section(2023).values()) == 9576.0
    chips = eto_chips.read(shared / "data/eto_chip_supply_chain")
    assert all(item.share is None or 0.0 <= item.share <= 100.0 for item in chips)
    assert not any("fas/" in entry.id or "eto" in entry.id.split("/")[0] for entry in catalogue.entries())


def test_elasticities_are_negative_where_there_are_any(shared: Path) -> None:
    listed = trade_elasticities.read(shared / "data/trade_elasticities_gtap/final_tariff_GTAP_2020_10_08.csv")
    assert len(listed) == 46
    assert all(item.tariff is None or item.tariff < 0.0 for item in listed)


def test_terror_classes_of_the_raw_file_are_those_of_the_catalogue(shared: Path) -> None:
    for series in pts.read_folder(shared / "data"):
        stored = catalogue.load(series.id)
        assert stored.regions == series.regions
        for region in series.regions:
            assert stored.path(region) == pytest.approx(series.path(region), rel=6e-7)
