"""How the embedded series are made: one recipe a data set, reader → files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from technostate.evidence import derived, storage
from technostate.evidence.build import Product, Recipe
from technostate.evidence.origin import Origin
from technostate.evidence.readers import (
    cow,
    gsdb,
    ncses,
    ncses_spec,
    ncses_tables,
    pla_activity,
    pts,
    sipri,
    ssp,
    tidy,
    us_export_control_rules,
    weo,
)
from technostate.evidence.readers.counted_sets import COUNTED
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.series import Series

#: Data sets that their table alone describes, and those of them that derived series are made from.
TIDY = (
    "worldbank-wdi", "worldbank-wdi-2026", "gapminder-sg", "pwt-10.01", "pwt-11.0", "vdem-v15", "vdem-demspaces",
    "unga-ideal-points", "nuclear",
)  # fmt: skip
_DERIVED_FROM = ("worldbank-wdi", "pwt-11.0")


def _recipe(
    stem: str,
    title: str,
    source: str | tuple[str, ...],
    read: Callable[[Path], tuple[Series, ...]],
    done: str,
) -> Recipe:
    def run(raw: Path, out: Path) -> list[Product]:
        return storage.write(storage.DataSet(stem, title, "", read(raw), done), out)

    return Recipe(stem, source, storage.paths(stem), run)


def _tidy(stem: str) -> Recipe:
    data = data_set(stem)
    return _recipe(stem, data.title, data.folders, lambda raw: tidy.read_folder(data, raw), data.done)


def _counted(stem: str) -> Recipe:
    data = data_set(stem)
    return _recipe(stem, data.title, data.more["folder"], COUNTED[stem], data.done)


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
        done = f"{ncses_spec.DONE} {ncses_spec.DONE_TABLES}" if more else ncses_spec.DONE
        products += storage.write(storage.DataSet(stem, title, "", (*series, *more), done), out)
    return products


def _derived(raw: Path) -> tuple[Series, ...]:
    """Read the inputs of the derived series again: a recipe depends on raw files only."""
    editions = ncses.read_folder(raw)
    available: dict[str, Series] = {}
    for edition in sorted(editions):
        available.update({series.id: series for series in editions[edition]})
    more = [series for stem in _DERIVED_FROM for series in tidy.read_folder(data_set(stem), raw)]
    more += (*ncses_tables.read_folder(raw), *sipri.read_folder(raw))
    available.update({series.id: series for series in more})
    return derived.derive(available)


def _kept(words: str, title: str, path: str, *origins: Origin) -> Callable[[Path, Path], list[Product]]:
    """Return what writes the licence that series keep from their source."""

    def write(raw: Path, out: Path) -> list[Product]:
        (out / path).write_text(words, encoding="utf-8", newline="\n")
        return [Product(path, title, "measured", origins, (), (), "written for this package")]

    return write


_VDEM_LICENCE = """\
The files vdem-v15 and vdem-demspaces in this folder are derived from V-Dem data (Coppedge et al., Varieties of
Democracy Project, v-dem.net) and are licensed CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/.
The licence of the rest of the package does not apply to them. Changes made: see `done` in their descriptions.
"""
_REACTORS_LICENCE = """\
The files nuclear-reactors in this folder contain information from GeoNuclearData
(https://github.com/Nowalski/GeoNuclearData), which is made available here under the Open Database License (ODbL) 1.0,
https://opendatacommons.org/licenses/odbl/1.0/; rights in its contents are under the Database Contents License 1.0,
https://opendatacommons.org/licenses/dbcl/1.0/. As a database derived from it they are under the ODbL as well. The
licence of the rest of the package does not apply to them. Changes made: see `done` in their description.
"""

RECIPES: tuple[Recipe, ...] = (
    *(_tidy(stem) for stem in TIDY),
    *(_counted(stem) for stem in COUNTED),
    Recipe(
        "vdem-licence", "vdem_subset", ("series/vdem-LICENCE.txt",),
        _kept(
            _VDEM_LICENCE, "Licence of the V-Dem series", "series/vdem-LICENCE.txt",
            *(data_set(stem).origins["vdem"] for stem in ("vdem-v15", "vdem-demspaces")),
        ),
    ),
    Recipe(
        "nuclear-reactors-licence", "nuclear_reactors_2026", ("series/nuclear-reactors-LICENCE.txt",),
        _kept(
            _REACTORS_LICENCE, "Licence of the series on reactors", "series/nuclear-reactors-LICENCE.txt",
            data_set("nuclear-reactors").origins["wna"],
        ),
    ),
    Recipe(
        "ncses-sei", ncses.FOLDER,
        tuple(path for edition in (2020, 2022, 2024) for path in storage.paths(f"ncses-sei-{edition}")), _ncses,
    ),
    _recipe(
        "ncses-federal-rd", "US federal R&D, national defence and civilian functions", ncses.FOLDER,
        ncses_tables.read_federal_folder, ncses_spec.DONE_TABLES,
    ),
    _recipe(
        "cow", "Capabilities, alliances, rivalries and disputes, counts and shares", cow.FOLDER,
        cow.read_folder, cow.DONE,
    ),
    _recipe(
        "sipri", "Military expenditure and arms transfers, a selection", sipri.FOLDERS, sipri.read_folder, sipri.DONE,
    ),
    _recipe("gsdb", "Sanctions in force, counts", gsdb.FOLDERS, gsdb.read_folder, gsdb.DONE),
    _recipe("weo", "IMF outlook, forecast errors and an excerpt", weo.FOLDER, weo.read_folder, weo.DONE),
    _recipe(
        "pla-activity", "Aircraft and vessels around Taiwan, yearly sums", pla_activity.FOLDER,
        pla_activity.read_folder, pla_activity.DONE,
    ),
    _recipe(
        "political-terror-scale", "Political Terror Scale, classes and shares", "political_terror_scale",
        pts.read_folder, pts.DONE,
    ),
    _recipe("ssp-2024", "Shared Socioeconomic Pathways, growth rates", "ssp_gdp_pop_2024", ssp.read_folder, ssp.DONE),
    _recipe(
        "us-export-controls", "US export-control rules, counts", "us_export_control_rules",
        us_export_control_rules.read_folder, us_export_control_rules.DONE,
    ),
    _recipe(
        "technostate", "Series computed across data sets",
        (*(folder for stem in _DERIVED_FROM for folder in data_set(stem).folders), ncses.FOLDER, *sipri.FOLDERS),
        _derived, derived.DONE,
    ),
)  # fmt: skip
