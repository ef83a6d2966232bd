"""How the embedded series are made: one recipe a data set, reader → files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from technostate.evidence import storage
from technostate.evidence.build import Product, Recipe
from technostate.evidence.readers import gapminder, pwt, worldbank
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
)  # fmt: skip
