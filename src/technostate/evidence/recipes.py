"""How the embedded series are made: one recipe a data set, reader → files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from technostate.evidence import storage
from technostate.evidence.build import Product, Recipe
from technostate.evidence.readers import gapminder, ncses, ncses_tables, pwt, worldbank
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


def _ncses(raw: Path, out: Path) -> list[Product]:
    """Write one data set an edition, so that newer figures leave the older ones in place."""
    editions = ncses.read_folder(raw)
    newest = max(editions)
    products = []
    for edition, series in sorted(editions.items()):
        more = ncses_tables.read_folder(raw) if edition == newest else ()
        stem, title = f"ncses-sei-{edition}", f"Science and Engineering Indicators {edition}, selected"
        done = f"{ncses.DONE} {ncses_tables.DONE}" if more else ncses.DONE
        products += storage.write(storage.DataSet(stem, title, "", (*series, *more), done), out)
    return products


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
)  # fmt: skip
