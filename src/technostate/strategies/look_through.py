"""Series made from worlds: look-through exposure, measures of the trade panel, inputs of public administration."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from technostate.evidence import regions as labels
from technostate.evidence.origin import Origin, derived_from
from technostate.evidence.series import Series
from technostate.world import FineTable, TradePanel, World
from technostate.world.table import Array

#: Groups that stand beside states: key → members; trade among members is at home.
GROUPS: Mapping[str, tuple[str, ...]] = {"EU": labels.EU27_2020}
_GROUP_NOTE = "EU: the 27 members since 2020 as one, trade among them at home; Croatia is in WIOD's rest of the world"

#: Kept in memory while figures are collected: region → year → value.
Path = dict[str, dict[int, float]]

_PANEL_UNITS = {"supplier_concentration": "index", "output_share": "share of world"}

_BFT = "Baldwin, Freeman and Theodorakopoulos (2023)"
_JN = "Johnson and Noguera (2012)"


def exposure_id(measure: str, family: str, sector: str | None = None) -> str:
    """Return the id of a shipped exposure series.

    Examples
    --------
    >>> exposure_id("foreign_input_reliance", "wiod", "c14")
    'technostate/exposure/foreign-input-reliance-wiod-c14'
    """
    return f"technostate/exposure/{measure.replace('_', '-')}-{family}" + (f"-{sector}" if sector else "")


def look_through(family: str, worlds: Iterable[World]) -> tuple[Series, ...]:
    """Return foreign input reliance (all sectors together and each one) and external circulation, region by region.

    Parameters
    ----------
    family : str
        ``"wiod"`` or ``"icio"``: worlds of one classification, which a line may join.
    worlds : iterable of World
        Loaded one after the other; none is kept.

    Returns
    -------
    tuple of Series
        Ids of `exposure_id`, fractions, kind `derived`; a node without output has no figure.
    """
    from technostate.exposure import (
        circulation,
        external_circulation_by_region,
        foreign_input_reliance,
        foreign_input_reliance_by_region,
        foreign_input_reliance_by_sector,
    )

    reliance: dict[str | None, Path] = {None: {}}
    external: Path = {}
    origins: list[Origin] = []
    titles: dict[str, str] = {}
    for world in worlds:
        origins.append(world.origin)
        titles.update({code: world.sector_titles.get(code, code) for code in world.sectors})
        _collect(reliance[None], world.regions, world.year, foreign_input_reliance_by_region(world))
        _collect(external, world.regions, world.year, external_circulation_by_region(world))
        groups = _groups(world.regions)
        for group, members in groups.items():
            reliance[None].setdefault(group, {})[world.year] = foreign_input_reliance(world, members)
            external.setdefault(group, {})[world.year] = circulation(world, members).external
        for region, members in {**{code: (code,) for code in world.regions}, **groups}.items():
            by_sector = foreign_input_reliance_by_sector(world, members)
            for sector, value in zip(world.sectors, by_sector, strict=True):
                _collect(reliance.setdefault(sector, {}), (region,), world.year, np.array([value]))
    return (
        *(
            _series(
                exposure_id("foreign_input_reliance", family, sector),
                "Foreign input reliance, look-through" + (f", of {titles[sector]} ({sector})" if sector else ""),
                path,
                origins,
                f"share of foreign rows in L·x, own unit of output included; {_BFT}; {_GROUP_NOTE}",
            )
            for sector, path in reliance.items()
        ),
        _series(
            exposure_id("external_circulation", family),
            "Share of GDP that foreign final demand sustains",
            external,
            origins,
            f"value added called forth by foreign final demand over all value added; {_JN}; {_GROUP_NOTE}",
        ),
    )


def worlds_of(family: str, names: Iterable[str], load: Callable[[str], World]) -> Iterable[World]:
    """Yield the worlds of a family in order of years, one at a time."""
    for name in sorted(names):
        if name.startswith(f"{family}-"):
            yield load(name)


def panel_measure(measure: str, trade: TradePanel, sectors: tuple[str, ...]) -> Path:
    """Return a measure of the trade panel for all its regions and years.

    Parameters
    ----------
    measure : {"import_share", "supplier_concentration", "largest_supplier_share", "output_share"}
        Imports over all purchases; Herfindahl index of foreign suppliers; share of the largest single foreign
        supplier in imports; sales at home and abroad over those of the world. ROW, which is many suppliers, is in the
        sum only.

    Returns
    -------
    dict of str to dict of int to float
        Region → year → value; absent where nothing was bought.
    """
    from technostate.exposure.concentration import herfindahl
    from technostate.exposure.selection import REST, share

    goods = trade.positions("sector", sectors)
    flow: Array = trade.flow[:, goods].sum(axis=1)
    single = np.array([code != REST for code in trade.regions])
    values: Path = {}
    for buyer, members in {**{code: (code,) for code in trade.regions}, **_groups(trade.regions)}.items():
        own = trade.positions("region", members)
        purchases = flow[:, own].sum(axis=1)
        imports = purchases.copy()
        imports[:, own] = 0.0
        bought = imports.sum(axis=1)
        if measure == "output_share":
            result = share(flow[:, :, own].sum(axis=(1, 2)), flow.sum(axis=(1, 2)))
        elif measure == "import_share":
            result = share(bought, purchases.sum(axis=1))
        elif measure == "supplier_concentration":
            result = herfindahl(imports.T, single)
        else:
            result = share(imports, bought[:, None])[:, single].max(axis=1)
        for year, value in zip(trade.years, result, strict=True):
            _collect(values, (buyer,), year, np.array([value]))
    return values


def panel_series(measure: str, trade: TradePanel, sectors: tuple[str, ...]) -> Series:
    """Return a measure of the trade panel as a series; see `panel_measure` for its arguments."""
    title = f"{measure.replace('_', ' ')}, {sectors[0] if len(sectors) == 1 else f'{len(sectors)} sectors'}"
    return _series(
        f"technostate/panel/{measure.replace('_', '-')}",
        title[0].upper() + title[1:],
        panel_measure(measure, trade, sectors),
        [trade.origin],
        f"face value, duty excluded; sectors {', '.join(sectors)}; {_GROUP_NOTE}",
        unit=_PANEL_UNITS.get(measure, "1"),
    )


def public_id(measure: str) -> str:
    """Return the id of a shipped series on the inputs of public administration and defence.

    Examples
    --------
    >>> public_id("foreign_share")
    'technostate/exposure/public-inputs-foreign-share'
    """
    return f"technostate/exposure/public-inputs-{measure.replace('_', '-')}"


def public_inputs(table: FineTable) -> tuple[Series, ...]:
    """Return what public administration and defence buys directly from technology-intensive industries, fractions.

    Parameters
    ----------
    table : FineTable
        Technology-intensive: high and medium-high R&D intensity (`technostate.exposure.dual_use`).

    Returns
    -------
    tuple of Series
        Ids of `public_id`, kind `derived`; a state whose administration buys nothing has no figure.
    """
    from technostate.exposure.dual_use import dual_use_coupling

    found: dict[str, Path] = {
        "high_technology_share": {},
        "high_technology_domestic": {},
        "high_technology_foreign_share": {},
        "foreign_share": {},
    }
    bought = table.intermediate.reshape(len(table.intermediate), len(table.regions), -1)
    buys = bought[:, :, table.sectors.index("O")].sum(axis=0) > 0
    buyers = {code: (code,) for code, some in zip(table.regions, buys, strict=True) if some}
    for region, members in {**buyers, **_groups(table.regions)}.items():
        part = dual_use_coupling(table, members, measure="face_value")
        figures = np.array([part.total, part.domestic, part.foreign_part, part.foreign_all])
        for path, value in zip(found.values(), figures, strict=True):
            _collect(path, (region,), table.year, np.array([value]))
    note = "direct purchases of ISIC O, mostly civil administration, from 80 economies; without ROW; EU: 27 as one"
    titles = {name: f"Inputs of public administration and defence: {name.replace('_', ' ')}" for name in found}
    return tuple(_series(public_id(name), titles[name], path, [table.origin], note) for name, path in found.items())


def _groups(regions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the groups with the members that a table shows apart."""
    shown = set(regions)
    present = {key: tuple(code for code in members if code in shown) for key, members in GROUPS.items()}
    return {key: members for key, members in present.items() if members}


def _collect(path: Path, regions: Iterable[str], year: int, values: Array) -> None:
    for region, value in zip(regions, values, strict=True):
        if np.isfinite(value):
            path.setdefault(region, {})[year] = float(value)


def _series(series_id: str, title: str, path: Path, origins: Iterable[Origin], note: str, unit: str = "1") -> Series:
    # One origin for a measure's series, whatever the sector: the catalogue keeps each origin once.
    origin = derived_from(title.split(", of ")[0], *origins, note=note)
    return Series(series_id, title, unit, "derived", origin, path)
