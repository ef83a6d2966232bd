"""What is said of a state's exposure, as typed data whose figures carry unit, kind and origin."""

from __future__ import annotations

import math
from dataclasses import dataclass

from technostate.evidence import Figure
from technostate.exposure import MEASURES, Answer, Chokepoints, Partners, Profile
from technostate.exposure.suppliers import SectorReliance


@dataclass(frozen=True)
class Partner:
    """One economy among suppliers or dependents.

    Parameters
    ----------
    place : int
        From 1, the largest.
    share : Figure
        Of all inputs.
    """

    region: str
    place: int
    share: Figure


@dataclass(frozen=True)
class Chokepoint:
    """A product under three definitions of a critical import; what has no value is None.

    Parameters
    ----------
    commission, merics : bool
        Whether all conditions of the definition hold.
    """

    sector: str
    title: str
    supplier: str
    supplier_share: Figure | None
    world_share: Figure | None
    foreign_share: Figure | None
    concentration: Figure | None
    import_ratio: Figure | None
    index: Figure | None
    commission: bool
    merics: bool


@dataclass(frozen=True)
class Sector:
    """How much one sector of the state relies on inputs from abroad, and on a partner both ways."""

    sector: str
    title: str
    on_all: Figure | None
    on_partner: Figure | None
    of_partner: Figure | None


@dataclass(frozen=True)
class Exposure:
    """The exposure of a state in one world.

    Parameters
    ----------
    supplier, sector : str or None
        What was asked about.
    figures : tuple of Answer
        The measure that was asked for, or the main ones.
    rest_of_world : Figure or None
        Share of all economies that the table does not show apart, which are no partner.
    """

    world: str
    year: int
    region: str
    supplier: str | None
    sector: str | None
    figures: tuple[Answer, ...]
    suppliers: tuple[Partner, ...]
    rest_of_world: Figure | None
    dependents: tuple[Partner, ...]
    sectors: tuple[Sector, ...]
    chokepoints: tuple[Chokepoint, ...]
    notes: tuple[str, ...]
    absent: tuple[str, ...]


def exposure_data(found: Profile) -> Exposure:
    """Return a profile with its numbers as figures."""
    rest = None
    if found.suppliers is not None and found.suppliers.rest_of_world is not None:
        rest = _share(found, found.suppliers, "ROW", found.suppliers.rest_of_world)
    return Exposure(
        found.world,
        found.year,
        found.region,
        found.supplier,
        found.sector,
        found.figures,
        _partners(found, found.suppliers),
        rest,
        _partners(found, found.dependents),
        tuple(_sector(found, row) for row in found.sectors),
        () if found.chokepoints is None else _chokepoints(found, found.chokepoints),
        found.notes,
        tuple(f"{MEASURES[item.measure].title}: {item.why}" for item in found.absent),
    )


def figure_of(answer: Answer, year: int) -> Figure:
    """Return an answer of the room as a figure."""
    return Figure(answer.value, answer.unit, answer.kind, answer.origin, answer.buyer, year)


def _partners(found: Profile, listed: Partners | None) -> tuple[Partner, ...]:
    if listed is None:
        return ()
    return tuple(Partner(row.region, row.place, _share(found, listed, row.region, row.share)) for row in listed.rows)


def _share(found: Profile, listed: Partners, region: str, share: float) -> Figure:
    return Figure(share, listed.unit, listed.kind, listed.origin, region, found.year)


def _sector(found: Profile, row: SectorReliance) -> Sector:
    origin = MEASURES["foreign_input_reliance"]

    def figure(value: float | None, region: str | None) -> Figure | None:
        return None if value is None else Figure(value, origin.unit, "derived", found.origin, region or "", found.year)

    return Sector(
        row.sector,
        row.title,
        figure(row.on_all, found.region),
        figure(row.on_partner, found.region),
        figure(row.of_partner, found.supplier),
    )


def _chokepoints(found: Profile, listed: Chokepoints) -> tuple[Chokepoint, ...]:
    def figure(value: float, unit: str) -> Figure | None:
        known = math.isfinite(value)
        return Figure(value, unit, listed.kind, listed.origin, found.region, found.year) if known else None

    return tuple(
        Chokepoint(
            row.sector,
            row.title,
            row.supplier,
            figure(row.supplier_share, "1"),
            figure(row.world_share, "1"),
            figure(row.foreign_share, "1"),
            figure(row.concentration, "index"),
            figure(row.import_ratio, "ratio"),
            figure(row.index, "index"),
            row.commission,
            row.merics,
        )
        for row in listed.rows
    )


def tidy(data: Exposure) -> list[dict[str, object]]:
    """Return every figure as one row: what was asked, the measure, the partner, the sector."""
    rows: list[dict[str, object]] = []

    def add(measure: str, figure: Figure | None, partner: str | None = None, sector: str | None = data.sector) -> None:
        if figure is not None:
            asked = {"world": data.world, "state": data.region, "measure": measure}
            rows.append({**asked, "partner": partner, "sector": sector, "figure": figure})

    for item in data.figures:
        add(item.measure, figure_of(item, data.year), data.supplier)
    for row in data.suppliers:
        add("share_in_inputs", row.share, row.region)
    add("share_in_inputs", data.rest_of_world, "ROW")
    for row in data.dependents:
        add("share_in_inputs_of", row.share, row.region)
    for point in data.chokepoints:
        for key in ("supplier_share", "world_share", "foreign_share", "concentration", "import_ratio", "index"):
            add(f"chokepoint_{key}", getattr(point, key), point.supplier or None, point.sector)
    for sector in data.sectors:
        add("reliance_on_all", sector.on_all, None, sector.sector)
        add("reliance_on_partner", sector.on_partner, data.supplier, sector.sector)
        add("reliance_of_partner", sector.of_partner, data.supplier, sector.sector)
    return rows
