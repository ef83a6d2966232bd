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
