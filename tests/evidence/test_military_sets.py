"""SIPRI, sanctions, the IMF's outlook and activity around Taiwan: published checks, and how much ships."""

from __future__ import annotations

import gzip
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from technostate.errors import DataError
from technostate.evidence import catalogue
from technostate.evidence.jumps import flagged, jumps
from technostate.evidence.readers import cow, gsdb, pla_activity, sheet, sipri, stata, weo
from technostate.evidence.readers.delimited import rows

WINDOW = range(2020, 2025)


def _pooled(series_id: str, region: str) -> float:
    series = catalogue.load(series_id)
    return sum(series.value(region, year) for year in WINDOW) / sum(series.value("WLD", year) for year in WINDOW)


@pytest.mark.parametrize(
    ("series_id", "region", "share"),
    [
        # SIPRI's fact sheet of March 2025, exports 2020-24: United States 43, France 9.6, Russia 7.8, China 5.9.
        ("sipri/arms/exports", "USA", 0.43),
        ("sipri/arms/exports", "FRA", 0.096),
        ("sipri/arms/exports", "RUS", 0.078),
        ("sipri/arms/exports", "CHN", 0.059),
        ("sipri/arms/imports", "UKR", 0.088),
        ("sipri/arms/imports", "IND", 0.083),
        ("sipri/arms/imports", "PAK", 0.046),
    ],
)
def test_pooled_shares_are_the_published_ones(series_id: str, region: str, share: float) -> None:
    assert _pooled(series_id, region) == pytest.approx(share, abs=0.005 if share > 0.4 else 0.0006)


def test_over_the_world_banks_list_of_states_china_has_other_shares(shared: Path) -> None:
    """That list lacks Taiwan and whoever is no state: 1.86 and 5.88 per cent instead of 1.83 and 5.87."""
    lines = [
        line for line in sipri.deliveries(shared / "data" / sipri.FOLDERS[1] / sipri.REGISTER) if line.year in WINDOW
    ]
    for end, narrow, whole in (("recipient", 1.86, 1.83), ("supplier", 5.88, 5.87)):
        of_china = sum(line.value for line in lines if getattr(line, end) == "CHN")
        listed = sum(line.value for line in lines if getattr(line, end) not in ("", "TWN"))
        assert 100 * of_china / listed == pytest.approx(narrow, abs=0.005)
        assert 100 * of_china / sum(line.value for line in lines) == pytest.approx(whole, abs=0.005)


def test_a_year_of_the_register_without_a_delivery_is_zero_and_the_world_is_more_than_the_states() -> None:
    imports, exports = catalogue.load("sipri/arms/imports"), catalogue.load("sipri/arms/exports")
    assert imports.years == exports.years == tuple(range(2003, 2025))
    for series in (imports, exports):
        assert all(len(series.path(region)) == len(series.years) for region in series.regions)
    assert 0.0 in exports.path("LUX").values()
    assert sum(imports.value(state, 2024) for state in sipri.STATES) < imports.value("WLD", 2024)
    assert imports.value("WLD", 2024) == pytest.approx(exports.value("WLD", 2024))
    made = catalogue.load("sipri/arms/licensed-production")
    assert all(made.value(state, 2020) <= imports.value(state, 2020) for state in sipri.STATES)


def test_less_than_a_tenth_of_each_set_of_sipri_ships(shared: Path) -> None:
    folder = shared / "data"
    columns = ("constant_2023_usd_m", "current_usd_m", "lcu_calendar", "per_capita_usd", "share_gdp", "share_gov")
    figures = sum(
        row.number(column) is not None
        for row in rows(folder / sipri.FOLDERS[0] / sipri.SPENDING, columns)
        for column in columns
    )
    assert _shipped("sipri/milex/") < figures / 10
    assert _shipped("sipri/arms/") < len(sipri.deliveries(folder / sipri.FOLDERS[1] / sipri.REGISTER)) / 10


def _shipped(prefix: str) -> int:
    """Figures other than zero and than sums over the Union."""
    return sum(
        value != 0.0
        for entry in catalogue.entries()
        if entry.id.startswith(prefix)
        for region, path in catalogue.load(entry.id).values.items()
        if region != "EU"
        for value in path.values()
    )


def test_no_series_that_others_copied_from_sipri_is_left() -> None:
    ids = [entry.id for entry in catalogue.entries()]
    assert not [key for key in ids if "MS.MIL" in key or "VC.BTL" in key or "armed_forces" in key]
    assert not [key for key in ids if key.startswith("gapminder/") and ("arms" in key or "military" in key)]
    for entry in catalogue.entries():
        if entry.id.startswith("sipri/"):
            assert "non-commercial" in entry.origin.licence
        if entry.id.startswith(("sipri/milex/current", "sipri/milex/share", "sipri/arms/")):
            assert entry.vintage[:4].isdecimal()  # a user's edition is compared with it


def test_the_unions_dollars_are_its_members_and_its_share_lies_between_theirs() -> None:
    dollars, share = catalogue.load("sipri/milex/current-usd"), catalogue.load("sipri/milex/share-of-gdp")
    for year in (2005, 2024):
        members = [dollars.value(member, year) for member in sipri.MEMBERS]
        assert dollars.value("EU", year) == pytest.approx(sum(members), rel=1e-5)
        shares = [share.value(member, year) for member in sipri.MEMBERS]
        assert min(shares) < share.value("EU", year) < max(shares)
    # The European Defence Agency and SIPRI put the members together at about 1.9 per cent of GDP in 2024.
    assert share.value("EU", 2024) == pytest.approx(1.9, abs=0.05)


def test_jumps_of_the_burden_are_flagged_and_kept_out_of_growth() -> None:
    from technostate.claims.windows import log_changes

    broken = catalogue.load("sipri/milex/burden-jumps")
    assert broken.value("AGO", 1987) > 1e6 and broken.value("VEN", 2018) < 0.25
    assert all(ratio > 4 or ratio < 0.25 for path in broken.values.values() for ratio in path.values())
    assert list(log_changes({2000: 1.0, 2001: 5.0, 2002: 6.0})) == [2002]
    assert jumps({2000: 1.0, 2001: 4.0}) == {} and jumps({2000: 0.0, 2001: 4.0}) == {}
    assert set(flagged(catalogue.load("sipri/milex/share-of-gdp"))) <= set(broken.regions)


@pytest.mark.parametrize(
    ("year", "whole", "russia", "china"),
    [(2013, 242, 0, 2), (2018, None, None, 5), (2021, None, 12, None), (2022, 411, 29, 11)],
)
def test_sanctions_in_force_are_the_published_numbers(
    year: int, whole: int | None, russia: int | None, china: int | None
) -> None:
    against = catalogue.load("gsdb/v3/against")
    for region, number in (("WLD", whole), ("RUS", russia), ("CHN", china)):
        if number is not None:
            assert against.value(region, year) == number
    assert against.value("NZL", year) == 0.0
    for kind in ("trade", "arms", "financial"):
        part = catalogue.load(f"gsdb/v3/against-{kind}")
        assert all(part.values[region][year] <= against.value(region, year) for region in against.regions
                   if year in part.values.get(region, {}))  # fmt: skip


def test_forecasts_of_chinas_growth_are_the_editions_own(shared: Path) -> None:
    given = weo.outlook(shared / "data" / weo.FOLDER / weo.FILE)
    growth = {edition: given.growth[edition]["CHN"] for edition in given.growth}
    assert len(growth) == 10 and given.newest == "2025-10"
    for edition, year, published in (
        ("2021-04", 2022, 5.57), ("2022-10", 2022, 3.20), ("2025-10", 2022, 3.11), ("2025-04", 2025, 3.95),
        ("2025-10", 2025, 4.80),
    ):  # fmt: skip
        assert growth[edition][year] == pytest.approx(published, abs=0.006)


def test_errors_of_the_outlook_grow_with_the_horizon_and_end_with_the_past() -> None:
    def spread(horizon: int) -> float:
        errors = catalogue.load(f"imf/weo/growth-error-october-{horizon}")
        assert errors.years[-1] == 2024
        found = sorted(abs(value) for path in errors.values.values() for value in path.values())
        return found[len(found) // 2]

    assert spread(0) < spread(1)
    assert catalogue.load("imf/weo/LP").regions == ("TWN",)


def test_two_definitions_of_activity_around_taiwan_are_never_one_series() -> None:
    entered, seen = catalogue.load("mnd/pla/zone-entries"), catalogue.load("mnd/pla/aircraft-detected")
    assert entered.years == (2021,) and seen.years == (2023, 2024, 2025)
    assert entered.value("CHN", 2021) == 939 and seen.value("CHN", 2023) == 4568 and seen.value("CHN", 2025) == 5384


def test_scenarios_and_capabilities_ship_for_a_few_states_and_groups() -> None:
    growth = catalogue.load("iiasa/ssp-2024/gdp-growth-ssp2")
    assert set(growth.regions) == {"CHN", "USA", "JPN", "IND", "EU", "WLD"}
    assert set(catalogue.load("cow/nmc/cinc").regions) == {*cow.FEW, "EU"}
    classes = catalogue.load("cow/nmc/class")
    assert len(classes.regions) > 150 and classes.value("CHN", 2022) == classes.value("USA", 2022) == 3.0
    worst = catalogue.load("pts/shares/amnesty")
    assert worst.regions == ("WLD",) and all(0 < value < 60 for value in worst.path("WLD").values())


MILEX = "country,year,constant_2023_usd_m,current_usd_m,lcu_calendar,per_capita_usd,share_gdp,share_gov\n"
DEAL = "Supplier,Recipient,Delivery year,TIV delivery values,Local production\n"
CASE = "case_id,sanctioned_state,sanctioning_state,begin,end,trade,arms,financial\n"
DAY = "date,pla_aircraft_sorties,plan_vessel_sorties\n"
EDITION = "vintage,area,concept,year,value,lastactualdate\n"


@pytest.mark.parametrize(
    ("read", "name", "text", "message"),
    [
        (lambda p: sipri.spending(p, p), "m.csv", MILEX + "China,2020,1,-1,1,1,.1,.1\n", "line 2: current_usd_m is -1"),
        (lambda p: sipri.spending(p, p), "m.csv", MILEX + "China,2020,1,1,1,1,x,.1\n", "line 2: share_gdp is 'x'"),
        (sipri.arms, "a.csv", DEAL + "China,Pakistan,2020,,No\n", "line 2: the value of the delivery is ''"),
        (sipri.arms, "a.csv", DEAL + "China,Pakistan,2020,-3,No\n", "line 2: the value of the delivery is '-3'"),
        (sipri.arms, "a.csv", "Supplier,Recipient\n", "lacks 3 columns: Delivery year"),
        (gsdb.cases, "g.csv", CASE + "1,Iran,EU,2010,2009,0,0,1\n", "line 2: it ends in 2009 and begins in 2010"),
        (gsdb.cases, "g.csv", CASE + "1,Iran,EU,2010,2019,0,0,1\n" * 2, "case 1 is there twice"),
        (gsdb.cases, "g.csv", CASE + "1,Iran,EU,2010,2019,0,2,1\n", "line 2: arms is 2"),
        (pla_activity.read, "p.csv", DAY + "23.5.2024,1,1\n", "line 2: date is '23.5.2024'"),
        (pla_activity.read, "p.csv", DAY + "2024-05-23,1,1\n" * 2, "2024-05-23 is there twice"),
        (weo.outlook, "w.csv", EDITION + "2025-07,CHN,NGDP_RPCH,2024,5,\n", "line 2: edition '2025-07'"),
        (weo.outlook, "w.csv", EDITION + "2025-04,CHN,NGDP_RPCH,2024,5,\n" * 2, "is there twice in 2025-04"),
        (weo.outlook, "w.csv", EDITION, "has no NGDP_RPCH"),
        (weo.outlook, "w.csv.gz", "no gzip", "cannot be unpacked"),
        (lambda p: sheet.sheet(p, "World"), "b.xlsx", "no zip", "cannot be read as a workbook"),
        (lambda p: list(stata.rows(p, ["a"])), "u.dta", "no Stata file", "it has no <release>"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused_by_one_clear_error(
    tmp_path: Path, read: Callable[[Path], object], name: str, text: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read(path)
    assert message in str(caught.value)
    assert caught.value.hint


def test_a_packed_file_that_is_cut_off_or_too_long_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    whole = gzip.compress(b"a,b\n" + b"1,2\n" * 5000)
    path.write_bytes(whole[:-12])
    with pytest.raises(DataError, match="cannot be unpacked"):
        list(rows(path, ["a"]))
    path.write_bytes(whole)
    assert sum(1 for _ in rows(path, ["a"])) == 5000
    with pytest.raises(DataError, match="unpacks to more than"):
        list(rows(path, ["a"], limit=1000))


def test_a_workbook_with_entities_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(DataError, match="declares entities"):
        sheet.sheet(path, "World")


def _stata(values: tuple[float, ...], promised: int) -> bytes:
    names = b"year".ljust(129, b"\0") + b"point".ljust(129, b"\0")
    body = b"".join(struct.pack("<hd", 2000 + at, value) for at, value in enumerate(values))
    return (
        b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>" + struct.pack("<H", 2) + b"</K><N>"
        + struct.pack("<Q", promised) + b"</N></header><variable_types>" + struct.pack("<2H", 65529, 65526)
        + b"</variable_types><varnames>" + names + b"</varnames><data>" + body + b"</data>"
    )  # fmt: skip


def test_a_stata_file_is_read_with_its_gaps_and_one_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "u.dta"
    path.write_bytes(_stata((0.5, 2.0**1023), 2))
    assert [(row.year("year"), row.number("point")) for row in stata.rows(path, ["year", "point"])] == [
        (2000, 0.5), (2001, None),
    ]  # fmt: skip
    with pytest.raises(DataError, match="lacks 1 column"):
        list(stata.rows(path, ["points"]))
    path.write_bytes(_stata((0.5,), 9)[:-7])
    with pytest.raises(DataError, match="9 rows are promised"):
        list(stata.rows(path, ["year"]))
