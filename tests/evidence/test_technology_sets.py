"""Launches, satellites, computers, models, reactors, cars, minerals, trade, tariffs: published checks and traps."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from technostate.errors import DataError
from technostate.evidence import catalogue
from technostate.evidence.readers import (
    chip_equipment,
    counted_sets,
    data_set,
    delimited,
    electric_cars,
    epoch,
    launches,
    mineral_exports,
    minerals,
    reactors,
    satellites,
    supercomputers,
    tally,
    trade_summary,
    us_tariffs,
)
from technostate.evidence.series import Series

#: id, region, year, figure that the note beside the raw files says was verified (their own words round some).
PUBLISHED = [
    ("gcat/launches/attempts", "CHN", 2022, 64.0),
    ("gcat/launches/attempts", "CHN", 2023, 67.0),
    ("gcat/launches/attempts", "CHN", 2024, 68.0),
    ("gcat/launches/attempts", "USA", 2024, 145.0),
    ("ucs/satellites/all", "USA", 2023, 5165.0),
    ("ucs/satellites/all", "RUS", 2023, 181.0),
    ("ucs/satellites/all", "WLD", 2023, 7562.0),
    ("ucs/satellites/military", "USA", 2023, 247.0),
    ("ucs/satellites/military", "CHN", 2023, 157.0),
    ("ucs/satellites/military", "RUS", 2023, 110.0),
    ("top500/lists/systems", "USA", 2024, 173.0),
    ("top500/lists/systems", "CHN", 2024, 63.0),
    ("top500/lists/systems", "JPN", 2024, 34.0),
    ("epoch/ai/notable-models", "CHN", 2022, 12.0),
    ("epoch/ai/notable-models", "CHN", 2023, 23.0),
    ("epoch/ai/notable-models", "CHN", 2024, 31.0),
    ("epoch/ai/notable-models", "USA", 2022, 69.0),
    ("epoch/ai/notable-models", "USA", 2023, 83.0),
    ("epoch/ai/notable-models", "USA", 2024, 54.0),
    ("wna/reactors/in-service", "USA", 2025, 94.0),
    ("wna/reactors/in-service", "FRA", 2025, 57.0),
    ("wna/reactors/in-service", "RUS", 2025, 34.0),
    ("wna/reactors/in-service", "JPN", 2025, 33.0),
    ("wna/reactors/building", "CHN", 2026, 38.0),
    ("iea/ev/car-sales", "CHN", 2023, 8_100_000.0),
    ("iea/ev/car-sales", "USA", 2023, 1_390_000.0),
    ("usgs/mcs/share-rare-earths", "USA", 2023, 43_000 / 350_000),
    ("usgs/mcs/share-gallium", "CHN", 2023, 600 / 610),
    ("tradewartracker/us-tariffs/on-partner", "CHN", 2024, 10.865954673194842),
    ("tradewartracker/us-tariffs/on-partner", "CHN", 2025, 29.768547253860376),
    ("pwt/11.0/rgdpna", "CHN", 2023, 31_047_584.0),
    ("pwt/11.0/rgdpna", "USA", 2023, 24_977_152.0),
    ("worldbank/wdi/GB.XPD.RSDV.GD.ZS", "CHN", 2023, 2.57729),
    ("worldbank/wdi/SP.POP.SCIE.RD.P6", "CHN", 2023, 2107.27003),
    ("worldbank/wdi/IP.PAT.RESD", "CHN", 2021, 1_426_644.0),
]


@pytest.mark.parametrize(("series_id", "region", "year", "figure"), PUBLISHED)
def test_published_checks_hold_in_the_embedded_series(series_id: str, region: str, year: int, figure: float) -> None:
    assert catalogue.load(series_id).value(region, year) == pytest.approx(figure, rel=6e-7)


def test_shares_of_known_computing_power_are_those_the_source_states() -> None:
    power = catalogue.load("epoch/ai/cluster-power").cross_section(2026)
    assert power["USA"] / power["WLD"] == pytest.approx(0.73, abs=0.005)
    assert power["CHN"] / power["WLD"] == pytest.approx(0.12, abs=0.005)


def test_the_lists_of_supercomputers_have_five_hundred_systems_every_year_from_1993() -> None:
    systems = catalogue.load("top500/lists/systems").path("WLD")
    assert list(systems) == list(range(1993, 2025))
    assert set(systems.values()) == {500.0}


def test_incomplete_years_are_left_out() -> None:
    assert catalogue.load("gcat/launches/attempts").years[-1] == 2024
    assert catalogue.load("epoch/ai/notable-models").years[-1] == 2024
    assert catalogue.load("tradewartracker/us-tariffs/average").years == (2025,)


@pytest.mark.parametrize("stem", counted_sets.COUNTED)
def test_the_embedded_series_are_what_the_raw_files_give(stem: str, raw_sets: Path) -> None:
    for series in counted_sets.COUNTED[stem](raw_sets):
        kept = catalogue.load(series.id)
        assert {r: dict(p) for r, p in kept.values.items()} == {
            r: {year: pytest.approx(value, rel=6e-7, abs=1e-12) for year, value in p.items()}
            for r, p in series.values.items()
        }


def test_raw_lists_of_the_same_supercomputers_agree(raw_sets: Path) -> None:
    """The shorter copy, from another place, has the same number of systems by state wherever both have a list."""
    data = raw_sets
    longer = {
        (f"{row.integer('year')}{row.integer('month'):02d}", row.text("country")): row.integer("systems")
        for row in delimited.rows(
            data / "top500_1993_2025" / supercomputers.FILE, ("year", "month", "country", "systems")
        )
    }
    shorter = list(
        delimited.rows(data / "top500_1993_2024" / "top500_by_country_list.csv", ("list", "country", "systems"))
    )
    assert len(shorter) > 1000
    for row in shorter:
        assert longer[row.text("list"), row.text("country")] == row.integer("systems")


def test_chip_equipment_bought_by_china_is_the_figure_the_source_states(raw_sets: Path) -> None:
    path = raw_sets / "semiconductor_equipment_trade_2016_2020" / chip_equipment.FILE
    wanted = ("Year", "Trade Flow", "Reporter", "Commodity Code", "Trade Value (US$)")
    bought = {
        row.year("Year"): row.number("Trade Value (US$)")
        for row in delimited.rows(path, wanted)
        if row.text("Reporter") == "China"
        and row.text("Trade Flow") == "Import"
        and row.text("Commodity Code") == chip_equipment.HEADING
    }
    assert {year: round((bought[year] or 0) / 1e9, 2) for year in (2016, 2018, 2020)} == {
        2016: 5.25, 2018: 11.24, 2020: 13.66,
    }  # fmt: skip


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def by_slug(series: tuple[Series, ...]) -> dict[str, dict[str, dict[int, float]]]:
    return {item.id.rsplit("/", 1)[-1]: {r: dict(path) for r, path in item.values.items()} for item in series}


LAUNCH = "Launch_Year,Country,LaunchCode,First_Payload_Class\n"
SATELLITE = "Country of Operator/Owner,Users\n"
LIST = "year,month,country,systems,rmax_tflops\n"
MODEL = "Publication date,Country (of organization)\n"
CLUSTER = "Status,H100 equivalents,Country\n"
REACTOR = "Country,Status,OperationalFrom,OperationalTo,Capacity\n"
CAR = "region,category,parameter,mode,powertrain,year,value\n"
MINERAL = "Country,Type,Prod_2022,Prod_2023\n"
PRODUCT = {"key": "x", "title": "x", "file": "x", "columns": ["Prod_2022", "Prod_2023"], "types": ["Mine"]}
SUMMARY = "iso3,Product categories,Indicator,year,value\n"
EXPORT = "period_dt,partner_name,hs6,val\n"
MACHINE = "Year,Trade Flow,Reporter,Reporter ISO,Commodity Code,Trade Value (US$)\n"
ACTION = "date,country_name,effective tariff,2024 tariff\n"
DAY = "date,import_weighted_avg_tariff\n"


def test_a_year_without_a_launch_is_zero_and_a_failed_launch_is_an_attempt(tmp_path: Path) -> None:
    text = LAUNCH + "2021,India,OS,C\n2023,India,OF,D\n2023,India,DS,\n2025,India,OS,C\n"
    found = by_slug(launches.read(write(tmp_path, "launches.csv", text)))
    assert found["attempts"]["IND"] == {2021: 1.0, 2022: 0.0, 2023: 2.0, 2024: 0.0}
    assert (found["successes"]["IND"][2023], found["defence"]["IND"][2023]) == (1.0, 1.0)


def test_a_satellite_of_two_states_is_the_worlds_only_and_two_users_are_shared(tmp_path: Path) -> None:
    text = SATELLITE + "China,Military/Commercial\nChina,Military\nUSA/Japan,Civil\n"
    found = by_slug(satellites.read(write(tmp_path, "satellites.csv.gz", text)))
    assert (found["all"]["CHN"], found["all"]["WLD"]) == ({2023: 2.0}, {2023: 3.0})
    assert "JPN" not in found["all"]
    assert (found["military"]["CHN"], found["shared"]["CHN"]) == ({2023: 2.0}, {2023: 1.0})


def test_a_model_of_two_states_counts_for_each_and_once_for_the_world(tmp_path: Path) -> None:
    rows = '2024-05-01,"China,China,United States of America"\n2025-01-01,China\n'
    found = epoch.read_models(write(tmp_path, "models.csv", MODEL + rows)).values
    assert {r: dict(path) for r, path in found.items()} == {"CHN": {2024: 1.0}, "USA": {2024: 1.0}, "WLD": {2024: 1.0}}


def test_planned_clusters_do_not_count_and_one_without_a_state_is_the_worlds(tmp_path: Path) -> None:
    rows = "Planned,50,China\nExisting,10,China\nExisting,30,\nExisting,,China\n"
    found = epoch.read_clusters(write(tmp_path, "clusters.csv", CLUSTER + rows)).cross_section(2026)
    assert found == {"CHN": 10.0, "WLD": 40.0}


def test_a_reactor_counts_at_the_ends_of_years_from_its_connection_to_before_its_closure(tmp_path: Path) -> None:
    rows = (
        "Germany,Shutdown,2020-02-01,2023-04-15,1000\nFrance,Operational,2024-12-21,,1600\n"
        "France,Under Construction,,,500\n"
    )
    found = by_slug(reactors.read(write(tmp_path, "reactors.csv", REACTOR + rows)))
    assert found["capacity"]["DEU"] == {2020: 1000.0, 2021: 1000.0, 2022: 1000.0, 2023: 0.0, 2024: 0.0, 2025: 0.0}
    assert found["capacity"]["EU"][2025] == found["capacity"]["FRA"][2025] == 1600.0
    assert found["capacity-building"] == {r: {2026: v} for r, v in
                                          {"FRA": 500.0, "DEU": 0.0, "EU": 500.0, "WLD": 500.0}.items()}  # fmt: skip


def test_projections_and_other_vehicles_are_not_read(tmp_path: Path) -> None:
    rows = (
        "China,Historical,EV sales,Cars,BEV,2023,5\nChina,Historical,EV sales,Cars,PHEV,2023,3\n"
        "China,Historical,EV sales,Cars,FCEV,2023,1\nChina,Historical,EV sales,Buses,BEV,2023,9\n"
        "China,Projection-STEPS,EV sales,Cars,BEV,2030,99\nChina,Historical,EV sales share,Cars,EV,2023,38\n"
        "Europe,Historical,EV sales,Cars,BEV,2023,7\n"
    )
    found = by_slug(electric_cars.read(write(tmp_path, "cars.csv", CAR + rows)))
    assert found["car-sales"] == {"CHN": {2023: 8.0}}
    assert found["car-sales-share"] == {"CHN": {2023: 38.0}}


def test_a_withheld_figure_is_no_zero_and_a_footnote_is_no_part_of_a_name(tmp_path: Path) -> None:
    rows = (
        "United\u00a0States,Mine,W,W\nJapane,Mine,5,e10\nGermany6,Mine,1,1\nCongo (Kinshasa),Mine,50,50\n"
        'Brazil (beneficiated),Mine,"1,000",20\nOther countries,Mine,9,9\nChina,Refinery,7,7\n'
        'World total (rounded)10,Mine,"2,000",100\n'
    )
    found = minerals.read_mineral(write(tmp_path, "mine.csv", MINERAL + rows), PRODUCT)
    assert found == {
        "JPN": {2022: 0.0025, 2023: 0.1}, "DEU": {2022: 0.0005, 2023: 0.01}, "COD": {2022: 0.025, 2023: 0.5},
        "BRA": {2022: 0.5, 2023: 0.2}, "EU": {2022: 0.0005, 2023: 0.01},
    }  # fmt: skip


def test_the_union_leads_no_mineral_and_a_mean_runs_over_all_minerals() -> None:
    shares = {"gallium": {"CHN": {2022: 0.9, 2023: 0.9}}, "tin": {"DEU": {2023: 0.4}, "EU": {2023: 0.6}}}
    found = by_slug(minerals.series(shares, {"GALLIUM": 100.0}))
    assert found["mean-share"]["CHN"] == {2022: 0.45, 2023: 0.45}
    assert (found["led"]["CHN"][2023], found["led"]["DEU"][2023], "EU" in found["led"]) == (1.0, 1.0, False)
    assert found["us-import-reliance-gallium"] == {"USA": {2023: 100.0}}


def test_printed_reliance_on_a_single_figure_ships() -> None:
    for mineral, printed in (("chromium", 74.0), ("palladium", 37.0), ("vanadium", 58.0), ("tin", 74.0)):
        assert catalogue.load(f"usgs/mcs/us-import-reliance-{mineral}").value("USA", 2023) == printed


def test_a_bound_below_which_reliance_lies_is_left_out(tmp_path: Path) -> None:
    rows = "Commodity,Net_Import_Reliance_pct_2023\nTIN,74\nRARE EARTHS,>95\nZIRCON,<25\nIRON,E\n"
    assert minerals.read_reliance(write(tmp_path, "reliance.csv", rows)) == {"TIN": 74.0, "RARE EARTHS": 95.0}


def test_a_summary_that_contradicts_itself_or_lacks_partners_gives_no_share(tmp_path: Path) -> None:
    partner = "All Products,Trade (US$ Mil)-Top 5 Import Partner"
    rows = "".join(f"CHN,{partner},2021,{value}\nJPN,{partner},2021,{value * 9}\n" for value in (9, 8, 7, 6, 5))
    rows += "".join(f"{code},All Products,Imports (in US$ Mil),2021,36\n" for code in ("CHN", "JPN", "IND"))
    rows += f"IND,{partner},2021,9\nSSF,All Products,Imports (in US$ Mil),2021,1\n"
    rows += "".join(
        f"CHN,{goods},Import(US$ Mil),2021,9\nCHN,All Products,Exports (in US$ Mil),2021,9\n"
        for goods in ("Capital goods",)
    )
    found = by_slug(trade_summary.read(write(tmp_path, "wits.csv.gz", SUMMARY + rows)))
    assert found["largest-supplier"] == {"CHN": {2021: 0.25}}
    assert found["capital-goods"] == {"CHN": {2021: 0.25}}


def test_a_year_with_eleven_months_of_exports_has_no_index(tmp_path: Path) -> None:
    rows = "".join(
        f"{year}-{month:02d}-01,{partner},{code},{1 + (partner == 'Japan')}\n"
        for year, months in ((2017, 12), (2018, 11)) for month in range(1, months + 1)
        for partner in ("Japan", "USA") for code in mineral_exports.HEADINGS
    )  # fmt: skip
    found = by_slug(mineral_exports.read(write(tmp_path, "exports.csv", EXPORT + rows)))
    assert found["natural-graphite-value"] == {"CHN": {2017: 100.0}}
    assert found["natural-graphite-largest-buyer"] == {"CHN": {2017: pytest.approx(2 / 3)}}


def test_a_partners_tariff_at_a_years_end_is_that_of_its_last_action(tmp_path: Path) -> None:
    rows = '2025-04-09,CHINA,112,10\n2025-11-14,CHINA,19,10\n2026-02-20,CHINA,5,10\n2025-04-09,"KOREA, SOUTH",25,0.5\n'
    found = us_tariffs.read_partners(write(tmp_path, "actions.csv", ACTION + rows)).values
    assert {r: dict(path) for r, path in found.items()} == {"CHN": {2024: 10.0, 2025: 29.0},
                                                            "KOR": {2024: 0.5, 2025: 25.5}}  # fmt: skip


def test_partners_tariffs_together_are_the_daily_average(shared: Path) -> None:
    """At a year's end, over the imports of 2024: the average has a flat base of 2.3, the partners' is 2.36."""
    folder = shared / "data/us_tariffs_2018_2026"
    bought = {
        row.text("country_name"): row.number("total imports") or 0.0
        for row in delimited.rows(folder / us_tariffs.PARTNERS, ("country_name", "total imports"))
    }
    days = {
        row.text("date"): row.number("import_weighted_avg_tariff")
        for row in delimited.rows(folder / us_tariffs.DAILY, ("date", "import_weighted_avg_tariff"))
    }
    found = us_tariffs.read_partners(folder / us_tariffs.PARTNERS)
    data = data_set.data_set("us-tariffs")
    weights = {tally.label(name, data.more["labels"], where=name): size for name, size in bought.items()}
    paid = sum(size * found.value(code, 2025) for code, size in weights.items() if code) / sum(weights.values())
    assert paid == pytest.approx(days["2025-12-31"], abs=0.1)


def test_absent_years_are_filled_with_zero_only_after_the_first() -> None:
    counts = tally.Tally()
    counts.add("FRA", 2001)
    counts.add("DEU", 2003, 2.0)
    assert counts.filled(2003, union=True)["EU"] == {2001: 1.0, 2002: 0.0, 2003: 2.0}
    assert counts.filled(2002).keys() == {"FRA", "WLD"}


def mineral(path: Path) -> object:
    return minerals.read_mineral(path, PRODUCT)


#: name, reader, text of the file, what the message says.
MALFORMED: list[tuple[str, Callable[[Path], object], str, str]] = [
    ("launch code", launches.read, LAUNCH + "2021,India,XS,C\n", "line 2: launch code 'XS'"),
    ("state of a launch", launches.read, LAUNCH + "2021,Atlantis,OS,C\n", "line 2: unknown country 'Atlantis'"),
    ("year of a launch", launches.read, LAUNCH + "21,India,OS,C\n", "line 2: Launch_Year 21 is not a year"),
    ("user of a satellite", satellites.read, SATELLITE + "China,Military/Pirate\n", "line 2: users 'Military/Pirate'"),
    ("short list", supercomputers.read, LIST + "2024,11,China,63,1\n", "63 systems in November 2024"),
    ("systems in words", supercomputers.read, LIST + "2024,11,China,many,1\n", "line 2: systems is 'many'"),
    ("country of a model", epoch.read_models, MODEL + "2024-05-01,Utopia\n", "line 2: unknown country 'Utopia'"),
    ("power in words", epoch.read_clusters, CLUSTER + "Existing,big,China\n", "H100 equivalents is 'big'"),
    ("status of a reactor", reactors.read, REACTOR + "France,Lost,,,1\n", "line 2: status 'Lost'"),
    ("date of a reactor", reactors.read, REACTOR + "France,Operational,spring,,1\n", "OperationalFrom is 'spring'"),
    ("cars twice", electric_cars.read, CAR + "China,Historical,EV sales,Cars,BEV,2023,5\n" * 2, "is there twice"),
    ("no world total", mineral, MINERAL + "China,Mine,1,1\n", "no world total"),
    ("above the world", mineral, MINERAL + "China,Mine,9,9\nWorld total,Mine,1,1\n", "CHN 2022 is above the world"),
    ("state of a mine", mineral, MINERAL + "Mordor,Mine,1,1\nWorld total,Mine,1,1\n", "unknown country 'Mordor'"),
    ("heading", mineral_exports.read, EXPORT + "2017-01-01,Japan,999999,1\n", "line 2: heading '999999'"),
    ("no base year", mineral_exports.read, EXPORT + "2018-01-01,Japan,250410,1\n", "lacks months of 2017"),
    ("reporter", chip_equipment.read, MACHINE + "2020,Import,Nowhere,,848620,1\n", "unknown country 'Nowhere'"),
    ("day twice", us_tariffs.read_daily, DAY + "2025-01-01,2\n2025-01-01,3\n", "2025-01-01 is there twice"),
    ("no date", us_tariffs.read_partners, ACTION + "soon,CHINA,1,1\n", "line 2: 'soon' is not a date"),
    ("missing column", trade_summary.read, "iso3,year\n", "lacks 3 columns"),
]


@pytest.mark.parametrize(("name", "read", "text", "message"), MALFORMED, ids=[case[0] for case in MALFORMED])
def test_a_malformed_file_gives_one_clear_error(
    name: str, read: Callable[[Path], object], text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=message) as caught:
        read(write(tmp_path, "file.csv", text))
    assert caught.value.hint


def test_packed_files_are_bounded_and_damage_is_named(tmp_path: Path) -> None:
    packed = write(tmp_path, "bomb.csv.gz", "a\n" + "0\n" * 500_000)
    with pytest.raises(DataError, match="unpacks to more than the limit"):
        list(delimited.rows(packed, ["a"], limit=100_000))
    for name, data in (("cut.csv.gz", packed.read_bytes()[:200]), ("text.csv.gz", b"a\n1\n")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(DataError, match=f"{name} cannot be unpacked"):
            list(delimited.rows(tmp_path / name, ["a"]))
