"""Aggregating a world by mapping tables: every label is mapped exactly, totals are preserved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from technostate.errors import LabelError
from technostate.evidence import derived_from
from technostate.world.flows import bilateral_sales
from technostate.world.product import Product
from technostate.world.table import Array
from technostate.world.world import World


def grouping(labels: Sequence[str], groups: Mapping[str, Iterable[str]], *, rest: str | None = None) -> dict[str, str]:
    """Return a mapping table label → group for `aggregate` from groups given by their members.

    Parameters
    ----------
    labels : sequence of str
        All labels of the world's axis.
    groups : mapping of str to iterable of str
        Group → members; members that the world does not have are an error.
    rest : str, optional
        Where all other labels go; None leaves each as it is.

    Raises
    ------
    LabelError
        If a member is not among the labels or belongs to two groups.

    Examples
    --------
    >>> grouping(("CHN", "DEU", "FRA", "USA"), {"EU": ("DEU", "FRA")}, rest="ROW")
    {'CHN': 'ROW', 'DEU': 'EU', 'FRA': 'EU', 'USA': 'ROW'}
    """
    table: dict[str, str] = {}
    for group, members in groups.items():
        for member in members:
            if member in table and table[member] != group:
                raise LabelError(f"{member!r} is in groups {table[member]!r} and {group!r}", hint="keep it in one")
            table[member] = group
    unknown = [member for member in table if member not in labels]
    if unknown:
        raise LabelError(
            f"groups name {len(unknown)} labels that are not there: {', '.join(unknown)}",
            hint=f"labels are {', '.join(labels[:12])}{', …' if len(labels) > 12 else ''}",
        )
    return {label: table.get(label, label if rest is None else rest) for label in labels}


def aggregate(
    world: World,
    *,
    regions: Mapping[str, str] | None = None,
    sectors: Mapping[str, str] | None = None,
    name: str = "",
    sector_titles: Mapping[str, str] | None = None,
    known_tariff: float = 0.5,
) -> World:
    """Return a coarser world: flows are added up; tariffs are weighted by imports, elasticities by trade.

    Parameters
    ----------
    regions, sectors : mapping of str to str, optional
        Label → group, for every label of the world and no other (`grouping` makes such tables); groups stand in the
        order in which the world's labels first reach them. None keeps the axis.
    name : str
        Name of the result; the world's name with the new size by default.
    sector_titles : mapping of str to str, optional
        Titles of the new sectors; those that keep their code keep their title.
    known_tariff : float
        Least share of a flow whose tariff must be known; below it the aggregate's tariff is NaN, above it the mean
        over the known part.

    Returns
    -------
    World
        Kind ``"derived"``, or that of a world that is modelled. Taxes on products are NaN where any part is NaN. Sales
        among members of a group become sales at home, so that its tariff with itself is the mean with untaxed home
        sales. A product stays one unless it is put together with other sectors than products of its own.

    Raises
    ------
    LabelError
        If a mapping lacks a label of the world or has one that the world does not have.

    Examples
    --------
    >>> from technostate.world import load
    >>> wiod = load("wiod-2011")
    >>> table = grouping(wiod.regions, {"CHN": ["CHN"], "USA": ["USA"]}, rest="ROW")
    >>> small = aggregate(wiod, regions=table)
    >>> small.regions, bool(abs(small.gross_output.sum() / wiod.gross_output.sum() - 1) < 1e-12)
    (('ROW', 'CHN', 'USA'), True)
    """
    new_regions, by_region = _membership("region", world.regions, regions, world.name)
    new_sectors, by_sector = _membership("sector", world.sectors, sectors, world.name)
    to_region, to_sector = by_region.argmax(axis=1), by_sector.argmax(axis=1)
    nodes = (to_region[:, None] * len(new_sectors) + to_sector).ravel()
    titles = {code: (sector_titles or {}).get(code) or world.sector_titles.get(code, code) for code in new_sectors}
    flows = bilateral_sales(world)
    kept = world.products if sectors is None else _kept_products(world, sectors)
    return World(
        name=name or f"{world.name} ({len(new_regions)} x {len(new_sectors)})",
        year=world.year,
        regions=new_regions,
        sectors=new_sectors,
        classification=world.classification if sectors is None else f"{world.classification}, aggregated",
        intermediate=_fold(_fold(world.intermediate, nodes, 0), nodes, 1),
        final_demand=_fold(_fold(world.final_demand, nodes, 0), to_region, 1),
        inventories=_fold(_fold(world.inventories, nodes, 0), to_region, 1),
        value_added=_fold(world.value_added, nodes, 0),
        taxes_on_products=_fold(world.taxes_on_products, nodes, 0),
        gross_output=_fold(world.gross_output, nodes, 0),
        discrepancy=_fold(world.discrepancy, nodes, 0),
        trade_elasticity=_elasticity(world.trade_elasticity, flows, by_sector),
        origin=derived_from(f"{world.name} aggregated to {len(new_regions)} x {len(new_sectors)}", world.origin),
        kind="modelled" if world.kind == "modelled" else "derived",
        sector_titles=titles,
        tariff=None if world.tariff is None else _tariff(world.tariff, flows, by_region, by_sector, known_tariff),
        value_added_label=world.value_added_label,
        tariff_origin=world.tariff_origin,
        elasticity_origin=world.elasticity_origin,
        products=kept,
        carved=tuple(row for row in world.carved if row.code in kept),
        tolerance=world.tolerance * max(1.0, len(world.nodes) / (len(new_regions) * len(new_sectors))),
    )


def _kept_products(world: World, mapping: Mapping[str, str]) -> dict[str, Product]:
    """Return the products that a mapping of sectors leaves, at most with products of their own put back."""

    def within(sector: str, code: str) -> bool:
        return sector == code or (sector in world.products and within(world.products[sector].parent, code))

    kept = {}
    for code, product in world.products.items():
        members = [sector for sector in world.sectors if mapping[sector] == code]
        if code in members and all(within(sector, code) for sector in members):
            instead = mapping.get(product.instead, product.instead)
            kept[code] = replace(product, parent=mapping[product.parent], instead=instead)
    return kept


def _membership(
    what: str, labels: tuple[str, ...], mapping: Mapping[str, str] | None, where: str
) -> tuple[tuple[str, ...], Array]:
    """Return the groups in order and the 0/1 matrix (labels, groups)."""
    if mapping is None:
        return labels, np.eye(len(labels))
    missing = [label for label in labels if label not in mapping]
    strangers = [label for label in mapping if label not in labels]
    if missing or strangers:
        parts = []
        if missing:
            parts.append(f"lacks {len(missing)} of the world's: {', '.join(missing[:8])}{' …' * (len(missing) > 8)}")
        if strangers:
            parts.append(f"has {len(strangers)} the world does not have: {', '.join(map(str, strangers[:8]))}")
        raise LabelError(
            f"the mapping of {what}s for {where} {' and '.join(parts)}",
            hint="map every label, to itself where it should stay; technostate.world.grouping makes such a table",
        )
    groups = tuple(dict.fromkeys(mapping[label] for label in labels))
    matrix = np.zeros((len(labels), len(groups)))
    matrix[np.arange(len(labels)), [groups.index(mapping[label]) for label in labels]] = 1.0
    return groups, matrix


def _fold(values: Array, groups: NDArray[np.intp], axis: int) -> Array:
    """Add up along an axis by group (numbered from 0, none empty); a NaN part makes the sum NaN."""
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], np.arange(groups.max() + 1))
    total: Array = np.add.reduceat(np.take(values, order, axis=axis), starts, axis=axis)
    return total


def _elasticity(elasticity: Array, flows: Array, by_sector: Array) -> Array:
    """Weight elasticities by trade between regions; NaN where a part is NaN."""
    trade = np.maximum(flows, 0.0).sum(axis=(1, 2)) - np.maximum(np.einsum("jnn->jn", flows), 0.0).sum(axis=1)
    # A sector that nobody trades still has its own elasticity: weigh it least, not at zero.
    weight = np.maximum(trade, trade.sum() * 1e-12 + 1e-300)
    mean: Array = by_sector.T @ (weight * np.nan_to_num(elasticity)) / (by_sector.T @ weight)
    mean[by_sector.T @ np.isnan(elasticity) > 0] = np.nan
    return mean


def _tariff(tariff: Array, flows: Array, by_region: Array, by_sector: Array, known_tariff: float) -> Array:
    """Weight tariffs by imports; where nothing is traded, take the simple mean of the known ones."""

    def gather(values: Array) -> Array:
        merged: Array = np.einsum("jni,ja,nb,ic->abc", values, by_sector, by_region, by_region, optimize=True)
        return merged

    known = ~np.isnan(tariff)
    value = np.nan_to_num(tariff)
    weight = np.maximum(flows, 0.0)
    traded, covered, duties = gather(weight), gather(weight * known), gather(weight * value * known)
    count, plain = gather(known.astype(np.float64)), gather(value * known)
    mean = np.divide(duties, covered, out=np.full_like(duties, np.nan), where=covered > 0)
    mean[(traded > 0) & (covered < known_tariff * traded)] = np.nan
    idle = np.divide(plain, count, out=np.full_like(plain, np.nan), where=count > 0)
    return np.where(traded > 0, mean, idle)
