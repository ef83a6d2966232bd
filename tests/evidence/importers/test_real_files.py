"""Producers' own files, where they are at hand, give the figures that the producers print."""

from __future__ import annotations

from pathlib import Path

import pytest

from technostate.evidence.importers import KINDS
from technostate.evidence.own.kinds import Asked, SeriesBatch
from technostate.evidence.series import Series

BY_NAME = {kind.name: kind for kind in KINDS}


def read(kind: str, path: Path, vintage: str = "") -> dict[str, Series]:
    batch = BY_NAME[kind].read(path, Asked(vintage))
    assert isinstance(batch, SeriesBatch)
    return {item.id: item for item in batch.series}


def test_sipri_spending_of_2024_is_that_of_its_fact_sheet(shared: Path) -> None:
    """Trends in World Military Expenditure, 2024 (April 2025), table 1: USD billion and per cent of GDP."""
    found = read("sipri-milex", shared / "data/sipri_milex_1949_2024/sipri_data_1949_2024.xlsx")
    dollars = found["sipri/milex/current-usd"]
    printed = {"USA": 997.0, "CHN": 314.0, "RUS": 149.0, "DEU": 88.5, "IND": 86.1}
    assert {region: dollars.value(region, 2024) / 1000 for region in printed} == pytest.approx(printed, abs=0.5)
    shares = found["sipri/milex/share-of-gdp"]
    assert [round(shares.value(region, 2024), 1) for region in ("USA", "CHN", "RUS")] == [3.4, 1.7, 7.1]
    assert dollars.origin.vintage == "2025-04"
    assert len(dollars.regions) == 173
    assert "SUN" in dollars.regions and "EU" in dollars.regions


def test_pooled_shares_of_arms_are_those_of_the_fact_sheet(shared: Path) -> None:
    """Trends in International Arms Transfers, 2024 (March 2025), tables 1 and 2: shares of 2020–24 in per cent."""
    found = read("sipri-arms", shared / "data/sipri_arms_register_1995_2025/trade_register_1995_2025.csv.gz")
    sums = {
        name: {
            region: sum(found[f"sipri/arms/{name}"].value(region, year) for year in range(2020, 2025))
            for region in found[f"sipri/arms/{name}"].regions
            if found[f"sipri/arms/{name}"].latest(region).year == 2024  # type: ignore[union-attr]
            and region not in ("EU", "WLD")
        }
        for name in ("imports", "exports")
    }
    shares = {
        name: {region: 100 * value / sum(paths.values()) for region, value in paths.items()}
        for name, paths in sums.items()
    }
    printed = {"USA": 43.0, "FRA": 9.6, "RUS": 7.8, "CHN": 5.9}
    assert {region: shares["exports"][region] for region in printed} == pytest.approx(printed, abs=0.5)
    bought = {"UKR": 8.8, "IND": 8.3, "QAT": 6.8, "PAK": 4.6}
    assert {region: shares["imports"][region] for region in bought} == pytest.approx(bought, abs=0.15)
    assert [found["sipri/arms/imports"].value("CHN", year) for year in (2005, 2018, 2024)] == pytest.approx(
        [3459, 2008, 72], abs=1
    )


def test_an_import_of_the_files_that_ship_gives_the_shipped_figures(shared: Path) -> None:
    """The same raw file through the importer and through the package's own reader."""
    from technostate.evidence.readers import tidy
    from technostate.evidence.readers.data_set import data_set

    folder = shared / "data/unga_ideal_points/IdealpointestimatesAll_Apr2020.csv"
    (ours,) = tidy.read(folder, data_set("unga-ideal-points").table(folder.name))
    assert read("unga", folder)["unga/ideal-points/all"].values == ours.values


def shipped_figures(key: str) -> dict[str, dict[int, float]]:
    from technostate.evidence import shipped

    return shipped.figures(shipped.editions()[key][0])


def same(found: Series, expected: dict[str, dict[int, float]]) -> None:
    """Compare where the shipped edition, which may be a selection, has a figure."""
    assert set(expected) <= set(found.regions), found.id
    for region, path in expected.items():
        own = {year: found.values[region].get(year) for year in path}
        assert own == pytest.approx(path, rel=1e-5, abs=1e-5), (found.id, region)


def test_sipris_files_give_what_ships_and_the_rest(shared: Path) -> None:
    milex = read("sipri-milex", shared / "data/sipri_milex_1949_2024/sipri_data_1949_2024.xlsx")
    arms = read("sipri-arms", shared / "data/sipri_arms_register_1995_2025/trade_register_1995_2025.csv.gz")
    slugs = "share-of-gdp", "current-usd", "constant-usd", "share-of-government", "burden-jumps"
    for key in (f"sipri/milex/{slug}" for slug in slugs):
        same(milex[key], shipped_figures(key))
    jumps = milex["sipri/milex/burden-jumps"]
    assert set(jumps.regions) == set(shipped_figures(jumps.id))
    for key in (f"sipri/arms/{slug}" for slug in ("imports", "exports", "licensed-production")):
        same(arms[key], shipped_figures(key))


def test_classes_of_the_terror_scale_are_those_that_ship(shared: Path) -> None:
    found = read("pts", shared / "data/political_terror_scale/PTS-2024.csv")
    for coding in ("amnesty", "human-rights-watch", "state-department"):
        for key in (f"pts/classes/{coding}", f"pts/shares/{coding}"):
            expected = shipped_figures(key)
            same(found[key], expected)
            assert set(found[key].regions) == set(expected)


def test_ideal_points_of_the_stata_file_are_those_that_ship(shared: Path) -> None:
    found = read("unga", shared / "data/unga_ideal_points_2025/IdealpointsJuly2025.dta")
    assert found["unga/ideal-points/final-passage"].origin.vintage == "2025-07"
    same(found["unga/ideal-points/final-passage"], shipped_figures("unga/ideal-points/final-passage"))
    assert "unga/ideal-points/all" not in found


def test_democracy_indices_are_those_that_ship(shared: Path) -> None:
    found = read("v-dem", shared / "data/vdem_subset/vdem3_with_wdi_1960_2024.csv", "2025-03")
    for index in ("v2x_polyarchy", "v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem"):
        same(found[f"vdem/v15/{index}"], shipped_figures(f"vdem/v15/{index}"))


def test_counts_of_allies_are_those_that_ship(shared: Path, tmp_path: Path) -> None:
    """The pairs of the raw table, written in the layout in which ATOP publishes them."""
    import polars as pl

    columns = "defense", "offense", "neutral", "nonagg", "consul"
    pairs = pl.read_parquet(shared / "data/cow_peacesciencer/atop_alliance.parquet").filter(
        pl.any_horizontal(pl.col(f"atop_{name}") == 1 for name in columns)
    )
    path = tmp_path / "atop5_1ddyr.csv"
    pairs.select("ccode1", "ccode2", "year", *(f"atop_{name}" for name in columns)).write_csv(path)
    found = read("atop", path)
    for slug in ("any", "defence-pacts", "offence", "neutrality", "nonaggression", "consultation"):
        expected = shipped_figures(f"cow/atop/{slug}")
        assert {region: dict(years) for region, years in found[f"cow/atop/{slug}"].values.items()} == expected
