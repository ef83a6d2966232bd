"""How the embedded series are made: one recipe a data set, reader → files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from technostate.evidence import derived, storage
from technostate.evidence.build import Product, Recipe
from technostate.evidence.readers import (
    cow,
    gapminder,
    ncses,
    ncses_tables,
    nuclear_weapons,
    political_terror_scale,
    pwt,
    ssp,
    unga,
    us_export_control_rules,
    vdem,
    worldbank,
)
from technostate.evidence.series import Series


def _recipe(
    stem: str,
    title: str,
    source: str | tuple[str, ...],
    read: Callable[[Path], tuple[Series, ...]],
    done: str,
    vintage: str = "",
) -> Recipe:
    def run(raw: Path, out: Path) -> list[Product]:
        return storage.write(storage.DataSet(stem, title, vintage, read(raw), done), out)

    return Recipe(stem, source, storage.paths(stem), run)


#: Edition whose table of government R&D budgets is read.
BUDGETS_EDITION = 2022


def _ncses(raw: Path, out: Path) -> list[Product]:
    """Write one data set an edition, so that newer figures leave the older ones in place."""
    editions = ncses.read_folder(raw)
    newest = max(editions)
    products = []
    for edition, series in sorted(editions.items()):
        more = ncses_tables.read_folder(raw) if edition == newest else ()
        more = ncses_tables.read_budgets_folder(raw) if edition == BUDGETS_EDITION else more
        stem, title = f"ncses-sei-{edition}", f"Science and Engineering Indicators {edition}, selected"
        done = f"{ncses.DONE} {ncses_tables.DONE}" if more else ncses.DONE
        products += storage.write(storage.DataSet(stem, title, "", (*series, *more), done), out)
    return products


def _derived(raw: Path) -> tuple[Series, ...]:
    """Read the inputs of the derived series again: a recipe depends on raw files only."""
    editions = ncses.read_folder(raw)
    available: dict[str, Series] = {}
    for edition in sorted(editions):
        available.update({series.id: series for series in editions[edition]})
    readers = (worldbank, gapminder, pwt, ncses_tables, unga)
    available.update({series.id: series for reader in readers for series in reader.read_folder(raw)})
    return derived.derive(available)


def _vdem_licence(raw: Path, out: Path) -> list[Product]:
    """Write the licence that the V-Dem series keep."""
    path = "series/vdem-LICENCE.txt"
    (out / path).write_text(
        "The files vdem-v15 and vdem-demspaces in this folder are derived from V-Dem data (Coppedge et al., "
        "Varieties of\nDemocracy Project, v-dem.net) and are licensed CC BY-SA 4.0, "
        "https://creativecommons.org/licenses/by-sa/4.0/.\nThe licence of the rest of the package does not apply to "
        "them. Changes made: see `done` in their descriptions.\n",
        encoding="utf-8",
        newline="\n",
    )
    origins = (vdem.V15, vdem.V14)
    return [Product(path, "Licence of the V-Dem series", "measured", origins, (), (), "written for this package")]


_INPUTS = (
    "worldbank_scitech_publicsector", "datahub_gdp", "gapminder_systema_globalis", "pwt1001", ncses.FOLDER,
    "unga_ideal_points",
)  # fmt: skip

RECIPES: tuple[Recipe, ...] = (
    _recipe(
        "worldbank-wdi", "World Development Indicators, selected", ("worldbank_scitech_publicsector", "datahub_gdp"),
        worldbank.read_folder, worldbank.DONE,
    ),
    _recipe(
        "gapminder-sg", "Gapminder Systema Globalis, selected", "gapminder_systema_globalis",
        gapminder.read_folder, gapminder.DONE,
    ),
    _recipe("pwt-10.01", "Penn World Table 10.01, selected", "pwt1001", pwt.read_folder, pwt.DONE),
    Recipe(
        "ncses-sei", ncses.FOLDER,
        tuple(path for edition in (2020, 2022, 2024) for path in storage.paths(f"ncses-sei-{edition}")), _ncses,
    ),
    _recipe(
        "ncses-federal-rd", "US federal R&D, national defence and civilian functions", ncses.FOLDER,
        ncses_tables.read_federal_folder, ncses_tables.DONE,
    ),
    _recipe(
        "political-terror-scale", "Political Terror Scale", "political_terror_scale",
        political_terror_scale.read_folder, political_terror_scale.DONE,
    ),
    _recipe("vdem-v15", "V-Dem, five indices (CC BY-SA 4.0)", "vdem_subset", vdem.read_indices, vdem.DONE),
    _recipe("vdem-demspaces", "V-Dem, six components (CC BY-SA 4.0)", "vdem_subset", vdem.read_components, vdem.DONE),
    Recipe("vdem-licence", "vdem_subset", ("series/vdem-LICENCE.txt",), _vdem_licence),
    _recipe(
        "unga-ideal-points", "Ideal points in the UN General Assembly", "unga_ideal_points",
        unga.read_folder, unga.DONE,
    ),
    _recipe(
        "cow", "Capabilities, alliances, rivalries and disputes, counts and shares", cow.FOLDER,
        cow.read_folder, cow.DONE,
    ),
    _recipe(
        "nuclear", "Nuclear weapons status", "nuclear_weapons", nuclear_weapons.read_folder, nuclear_weapons.DONE
    ),
    _recipe("ssp-2024", "Shared Socioeconomic Pathways, growth rates", "ssp_gdp_pop_2024", ssp.read_folder, ssp.DONE),
    _recipe(
        "us-export-controls", "US export-control rules, counts", "us_export_control_rules",
        us_export_control_rules.read_folder, us_export_control_rules.DONE,
    ),
    _recipe("technostate", "Series computed across data sets", _INPUTS, _derived, derived.DONE),
)  # fmt: skip
