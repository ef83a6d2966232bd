"""Each producer's layout becomes the series it should: ids, units, figures, gaps, editions."""

from __future__ import annotations

from pathlib import Path

import pytest
import small_files as small

from technostate.errors import DataError
from technostate.evidence.importers import KINDS
from technostate.evidence.own.kinds import Asked, SeriesBatch

BY_NAME = {kind.name: kind for kind in KINDS}


def read(kind: str, path: Path, vintage: str = "", year: int | None = None, **options: str) -> SeriesBatch:
    batch = BY_NAME[kind].read(path, Asked(vintage, year, options))
    assert isinstance(batch, SeriesBatch)
    assert all(item.origin.vintage == batch.vintage for item in batch.series)
    return batch


def values(batch: SeriesBatch) -> dict[str, dict[str, dict[int, float]]]:
    return {item.id: {region: dict(path) for region, path in item.values.items()} for item in batch.series}


def test_sipri_workbook(tmp_path: Path) -> None:
    batch = read("sipri-milex", small.milex(tmp_path / "SIPRI-Milex-data-1949-2024.xlsx"))
    assert batch.vintage == "2025-04"
    found = values(batch)
    assert found["sipri/milex/share-of-gdp"]["CHN"] == pytest.approx({2023: 1.65, 2024: 1.71})
    assert found["sipri/milex/share-of-gdp"]["KOR"] == pytest.approx({2023: 2.7})
    assert "SUN" not in found["sipri/milex/share-of-gdp"]
    assert found["sipri/milex/current-usd"] == {"CHN": {2023: 309.0, 2024: 314.0}}
    assert found["sipri/milex/constant-usd"] == {"CHN": {2023: 309.0, 2024: 331.0}, "WLD": {2023: 2000.0, 2024: 2500.0}}
    assert found["sipri/milex/share-of-government"]["CHN"][2024] == pytest.approx(5.0)
    assert [item.unit for item in batch.series] == ["musd constant", "musd", "usd", "% of GDP", "%"]
    assert any("European Union" in sentence for sentence in batch.said)


def test_a_vintage_and_a_year_that_are_named_count(tmp_path: Path) -> None:
    batch = read("sipri-milex", small.milex(tmp_path / "a.xlsx"), "2026-04", 2024)
    assert batch.vintage == "2026-04"
    assert all(item.years == (2024,) for item in batch.series)


def test_arms_register_has_zero_within_its_coverage_and_nothing_outside_a_state(tmp_path: Path) -> None:
    batch = read("sipri-arms", small.text(tmp_path / "trade-register.csv", small.ARMS))
    found = values(batch)
    assert batch.vintage == "2026-02"
    exports = found["sipri/arms/exports"]
    assert set(exports) == {"CHN", "SUN", "USA"}
    assert exports["CHN"] == {**dict.fromkeys(range(1990, 2020), 0.0), 2020: 30.5, 2021: 5.0, 2022: 10.0}
    assert exports["SUN"] == {1990: 7.0, 1991: 0.0}
    assert found["sipri/arms/imports"]["ARE"][2020] == 3.0
    assert {item.kind for item in batch.series} == {"derived"}


def test_a_register_of_one_recipient_says_nothing_on_its_suppliers(tmp_path: Path) -> None:
    lines = [line for line in small.ARMS.splitlines() if "UAE" not in line and "Hamas" not in line]
    batch = read("sipri-arms", small.gzipped(tmp_path / "register.csv.gz", "\n".join(lines)))
    assert list(values(batch)) == ["sipri/arms/imports", "sipri/arms/licensed-production"]
    assert any("one recipient only" in sentence for sentence in batch.said)


def test_v_dem(tmp_path: Path) -> None:
    batch = read("v-dem", small.text(tmp_path / "V-Dem-CY-Core-v16.csv", small.VDEM))
    found = values(batch)
    assert batch.vintage == "2026-03"
    assert found["vdem/v15/v2x_polyarchy"] == {"CHN": {2024: 0.07, 2025: 0.08}, "RVN": {1970: 0.2}}
    assert found["vdem/v15/v2x_libdem"]["CHN"] == {2024: 0.04}
    # The shipped series counts from corrupt upwards, V-Dem from clean.
    assert found["vdem/demspaces/v2x_pubcorr"]["CHN"] == {2024: 0.6, 2025: 0.5}
    other = values(read("v-dem", tmp_path / "V-Dem-CY-Core-v16.csv", columns="v2clkill"))
    assert other == {"vdem/country-years/v2clkill": {"CHN": {2024: -0.5, 2025: -0.4}}}


def test_v_dem_in_its_zip(tmp_path: Path) -> None:
    path = small.zipped(tmp_path / "V-Dem-CY-FullOthers-v15_csv.zip", {"V-Dem-CY-Full+Others-v15.csv": small.VDEM})
    assert read("v-dem", path).vintage == "2025-03"


def test_atop_counts_partners_by_direction(tmp_path: Path) -> None:
    batch = read("atop", small.text(tmp_path / "atop5_1ddyr.csv", small.ATOP))
    assert batch.vintage == "2022"
    found = values(batch)
    some = {
        slug: {state: path for state, path in found[f"cow/atop/{slug}"].items() if any(path.values())}
        for slug in ("any", "consultation", "defence-pacts", "offence")
    }
    assert some == {
        "any": {"USA": {2018: 2.0}, "JPN": {2018: 1.0}},
        "consultation": {"USA": {2018: 1.0}, "JPN": {2018: 1.0}},
        "defence-pacts": {"USA": {2018: 2.0}},
        "offence": {},
    }
    # A member of the system of states without an obligation has none, one that had ended is not there.
    assert found["cow/atop/offence"]["CHE"] == {2018: 0.0}
    assert "SUN" not in found["cow/atop/any"]


def test_trade_interventions_count_once_a_jurisdiction(tmp_path: Path) -> None:
    twice = small.GTA + small.GTA.splitlines()[1] + "\n"
    batch = read("gta", small.text(tmp_path / "interventions_2026-05-01.csv", twice))
    assert batch.vintage == "2026-05"
    assert values(batch) == {
        "gta/interventions/harmful-affecting": {"CHN": {2018: 2.0}, "KOR": {2018: 1.0}},
        "gta/interventions/harmful-implemented": {"USA": {2018: 2.0}},
        "gta/interventions/liberalising-affecting": {"USA": {2019: 1.0}},
        "gta/interventions/liberalising-implemented": {"CHN": {2019: 1.0}, "VNM": {2019: 1.0}},
    }
    assert any("1 interventions without a date" in sentence for sentence in batch.said)


def test_aspi_shares(tmp_path: Path) -> None:
    found = values(read("aspi", small.text(tmp_path / "aspi.csv", small.ASPI), "2025-08"))
    magnets = found["aspi/tracker/advanced-magnets-superconductors"]
    assert magnets == {"CHN": {2023: 33.3}, "USA": {2023: 20.5}}
    undated = small.ASPI.replace("Year,", "").replace("2023,", "")
    assert values(read("aspi", small.text(tmp_path / "b.csv", undated), "2025-08", 2024))[
        "aspi/tracker/hypersonics"
    ] == {"CHN": {2024: 60.0}}


def test_comtrade_takes_totals_alone(tmp_path: Path) -> None:
    batch = read("comtrade", small.text(tmp_path / "TradeData_2_20_2025_10_30_9.csv", small.COMTRADE))
    assert batch.vintage == "2025-02"
    assert values(batch) == {
        "comtrade/annual/export-TOTAL-to-USA": {"CHN": {2023: 5000.0}},
        "comtrade/annual/import-854231": {"CHN": {2023: 1000.5}},
        "comtrade/annual/import-854231-from-TWN": {"CHN": {2023: 400.0}},
    }
    chosen = read("comtrade", tmp_path / "TradeData_2_20_2025_10_30_9.csv", partners="TWN")
    assert [item.id for item in chosen.series] == ["comtrade/annual/import-854231-from-TWN"]


def test_comtrade_of_the_older_site(tmp_path: Path) -> None:
    batch = read("comtrade", small.text(tmp_path / "comtrade.csv", small.COMTRADE_OLD), "2017")
    assert values(batch) == {"comtrade/annual/import-280461": {"JPN": {2015: 77.0}}}


def test_wits_in_its_zip(tmp_path: Path) -> None:
    path = small.zipped(tmp_path / "wits.zip", {"en_CHN_AllYears_WITS_Trade_Summary.CSV": small.WITS})
    batch = read("wits", path, "2023")
    assert values(batch) == {
        "wits/summary/development-gdp-current-us-mil": {"CHN": {1988: 312e3, 2020: 14.7e6, 2021: 17.7e6}},
        "wits/summary/export-export-us-mil": {"CHN": {2020: 2590000.5, 2021: 3362301.0}},
        "wits/summary/import-import-product-share-fuels": {"CHN": {2020: 12.5}},
        "wits/summary/tariff-duty-free-imports-us-thousand": {"CHN": {2020: 5.0}},
        "wits/summary/tariff-weighted-average": {"CHN": {2020: 2.5}},
    }
    assert any("Something else" in sentence for sentence in batch.said)
    partners = values(read("wits", path, "2023", partners="all"))
    name = "wits/summary/export-partner-share-top-5-export-partner-usa"
    assert partners[name] == {"CHN": {2020: 17.5, 2021: 17.2}}


def test_tiva_from_both_sites(tmp_path: Path) -> None:
    batch = read("oecd-tiva", small.text(tmp_path / "tiva.csv", small.TIVA), "2025")
    assert values(batch) == {
        "oecd/tiva/EXGR_DVA-C26": {"CHN": {2020: 500000.5}},
        "oecd/tiva/EXGR_DVA-C26-partner-USA": {"CHN": {2020: 2000.0}},
        "oecd/tiva/EXGR_DVASH-C26": {"CHN": {2020: 71.5}},
    }
    assert [item.unit for item in batch.series] == ["musd", "musd", "%"]
    old = read("oecd-tiva", small.text(tmp_path / "old.csv", small.TIVA_OLD), "2018-12")
    assert values(old) == {"oecd/tiva/EXGR_FVA-DTOTAL": {"IND": {2015: 60000.0}}}


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8"])
def test_weo_as_the_tab_separated_xls(tmp_path: Path, encoding: str) -> None:
    batch = read("weo", small.text(tmp_path / "all.xls", small.WEO.replace("China", "Chiné"), encoding))
    assert batch.vintage == "2024-10"
    found = values(batch)
    assert found["imf/weo/NGDP_RPCH"] == {"CHN": {2022: 3.1, 2023: 5.4}}
    assert found["imf/weo/NGDP_RPCH-forecast"] == {"CHN": {2024: 5.0}}
    assert found["imf/weo/NGDPD"]["CHN"] == pytest.approx({2022: 18316.765e9, 2023: 18270.4e9})
    assert found["imf/weo/LP"] == {"CHN": {2022: 1411.75e6, 2023: 0.0}}
    assert {item.id: item.kind for item in batch.series}["imf/weo/NGDP_RPCH-forecast"] == "modelled"
    assert not any(name.rpartition("/")[2] == "NGDP" for name in found)


def test_weo_from_the_service_and_from_the_explorer(tmp_path: Path) -> None:
    batch = read("weo", small.text(tmp_path / "weo.csv", small.WEO_SDMX), "2025-10")
    assert values(batch) == {
        "imf/weo/NGDPD": {"IND": {2024: pytest.approx(3.9e12)}},
        "imf/weo/NGDP_RPCH": {"IND": {2024: 6.5}},
        "imf/weo/NGDP_RPCH-forecast": {"IND": {2025: 6.6}, "WLD": {2025: 3.2}},
    }
    wide = values(read("weo", small.text(tmp_path / "wide.csv", small.WEO_WIDE), "2025-10"))
    assert wide["imf/weo/NGDPD"] == {"USA": {2024: pytest.approx(29298e9)}}


def test_wdi_bulk_takes_what_ships_or_what_is_named(tmp_path: Path) -> None:
    members = {"WDICSV.csv": small.WDI, "WDICountry.csv": "Country Code\nCHN\n"}
    path = small.zipped(tmp_path / "WDI_CSV_2025_10_07.zip", members)
    batch = read("wdi", path)
    assert batch.vintage == "2025-10"
    found = values(batch)
    assert found["worldbank/wdi/NY.GDP.MKTP.CD"]["CHN"][2024] == 18743803170827.0
    assert found["worldbank/wdi/BX.GSR.ROYL.CD"]["CHN"] == {2024: 5.0}
    named = read("wdi", path, series="SP.URB.TOTL.IN.ZS")
    assert values(named) == {"worldbank/wdi/SP.URB.TOTL.IN.ZS": {"CHN": {2023: 64.5, 2024: 65.5}}}
    every = read("wdi", path, series="all")
    assert len(every.series) == 3
    assert any("1 indicators in units" in sentence for sentence in every.said)


def test_wdi_of_one_indicator_says_its_date(tmp_path: Path) -> None:
    path = small.text(tmp_path / "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv", small.WDI_ONE)
    batch = read("wdi", path)
    assert batch.vintage == "2026-01"
    assert values(batch)["worldbank/wdi/NY.GDP.MKTP.CD"]["EU"] == {2023: 18.59e12, 2024: 19.42e12}


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_political_terror_scale_takes_rated_levels(tmp_path: Path, encoding: str) -> None:
    batch = read("pts", small.text(tmp_path / "PTS-2025.csv", small.PTS, encoding))
    assert batch.vintage == "2025"
    assert values(batch) == {
        "pts/2024/PTS_A": {"CHN": {2022: 4.0}},
        "pts/2024/PTS_H": {"CHN": {2022: 4.0}},
        "pts/2024/PTS_S": {"CHN": {2022: 5.0}, "CIV": {2022: 2.0}},
        "pts/classes/amnesty": {"CHN": {2022: 3.0}},
        "pts/classes/human-rights-watch": {"CHN": {2022: 3.0}},
        "pts/classes/state-department": {"CHN": {2022: 3.0}, "CIV": {2022: 1.0}},
    }
    assert any("Crimea" in sentence for sentence in batch.said)


def test_ideal_points(tmp_path: Path) -> None:
    batch = read("unga", small.text(tmp_path / "IdealpointestimatesAll_July2025.tab", small.UNGA))
    assert batch.vintage == "2025-07"
    assert values(batch) == {
        "unga/ideal-points/final-passage": {"CHN": {2024: -0.854}, "USA": {2023: 2.218}},
    }


def test_chip_supply_chain_from_a_folder_and_a_zip(tmp_path: Path) -> None:
    small.text(tmp_path / "providers.csv", small.PROVIDERS)
    small.text(tmp_path / "provision.csv", small.PROVISION)
    path = small.zipped(tmp_path / "e.zip", {"d/providers.csv": small.PROVIDERS, "d/provision.csv": small.PROVISION})
    for place in (tmp_path / "provision.csv", tmp_path, path):
        batch = read("eto-chips", place)
        assert values(batch) == {"eto/chips/N55": {"CHN": {2025: 7.5}}}
        assert batch.said == ("Left out: 1 shares without a year.",)


def test_warheads(tmp_path: Path) -> None:
    batch = read("fas-nuclear", small.text(tmp_path / "nuclear.csv", small.FAS))
    assert (batch.vintage, values(batch)) == (
        "2023",
        {"fas/nuclear/stockpile": {"CHN": {2023: 410.0}, "WLD": {2023: 9576.0}}},
    )


def test_a_file_with_semicolons_is_read_alike(tmp_path: Path) -> None:
    batch = read("unga", small.text(tmp_path / "a.csv", small.UNGA.replace("\t", ";")), "2025-07")
    assert len(batch.series) == 1


def test_every_kind_has_a_file_an_address_and_words_on_reuse() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) == 15
    for kind in KINDS:
        assert kind.file and kind.url.startswith("http") and kind.terms and kind.makes == "series"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_refuses_an_option_that_it_has_not(kind: object, tmp_path: Path) -> None:
    path = small.text(tmp_path / "a.csv", "a,b\n1,2\n")
    with pytest.raises(DataError, match="option 'colour' is unknown"):
        kind.read(path, Asked("2026", None, {"colour": "red"}))  # type: ignore[attr-defined]
