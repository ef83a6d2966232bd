"""What is said of a state's exposure, as typed data whose figures carry unit, kind and origin."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from technostate.evidence import Figure, Origin, derived_from
from technostate.exposure import MEASURES, Answer, Chokepoints, Partners, Profile
from technostate.exposure.suppliers import SectorReliance
from technostate.view.streams import Inflow


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
    """How much one sector of the state, and of a partner, relies on inputs from abroad and from the other."""

    sector: str
    title: str
    on_all: Figure | None
    on_partner: Figure | None
    of_partner: Figure | None
    partner_on_all: Figure | None


@dataclass(frozen=True)
class Exposure:
    """The exposure of a state in one world.

    Parameters
    ----------
    supplier, sector : str or None
        What was asked about.
    figures : tuple of Answer
        The measure that was asked for, or the main ones.
    rest_of_world, rest_dependent : Figure or None
        Share of all economies that the table does not show apart, which are no partner, in the state's inputs, and of
        the state in theirs.
    inflow : Inflow or None
        Its foreign inputs from supplier through sector to use; None where a partner, a sector or one measure was asked.
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
    rest_dependent: Figure | None
    sectors: tuple[Sector, ...]
    chokepoints: tuple[Chokepoint, ...]
    notes: tuple[str, ...]
    absent: tuple[str, ...]
    inflow: Inflow | None = None


def exposure_data(found: Profile) -> Exposure:
    """Return a profile with its numbers as figures."""
    return Exposure(
        found.world,
        found.year,
        found.region,
        found.supplier,
        found.sector,
        found.figures,
        partners_of(found.suppliers, found.year),
        rest_of(found.suppliers, found.year),
        partners_of(found.dependents, found.year),
        rest_of(found.dependents, found.year),
        sectors_of(found.sectors, found.region, found.supplier, found.year, found.origin),
        chokepoints_of(found.chokepoints, found.region, found.year),
        found.notes,
        tuple(f"{MEASURES[item.measure].title}: {item.why}" for item in found.absent),
    )


def figure_of(answer: Answer, year: int) -> Figure:
    """Return an answer of the room as a figure."""
    return Figure(answer.value, answer.unit, answer.kind, answer.origin, answer.buyer, year)


def partners_of(listed: Partners | None, year: int) -> tuple[Partner, ...]:
    """Return suppliers or dependents with their shares as figures."""
    if listed is None:
        return ()
    return tuple(Partner(row.region, row.place, _share(listed, row.region, row.share, year)) for row in listed.rows)


def rest_of(listed: Partners | None, year: int) -> Figure | None:
    """Return the share of all economies that the table does not show apart, None in a table without them."""
    if listed is None or listed.rest_of_world is None:
        return None
    return _share(listed, "ROW", listed.rest_of_world, year)


def _share(listed: Partners, region: str, share: float, year: int) -> Figure:
    return Figure(share, listed.unit, listed.kind, listed.origin, region, year)


def sectors_of(
    rows: Sequence[SectorReliance], region: str, partner: str | None, year: int, origin: Origin
) -> tuple[Sector, ...]:
    """Return the reliance of sectors as figures, those of the partner's sectors in its name.

    Parameters
    ----------
    origin : Origin
        Of the world.
    """
    measure = MEASURES["foreign_input_reliance"]
    source = derived_from(f"{measure.title}, by the buyer's sector, {year}", origin, note=measure.definition)

    def figure(value: float | None, whose: str | None) -> Figure | None:
        return None if value is None else Figure(value, measure.unit, "derived", source, whose or "", year)

    return tuple(
        Sector(
            row.sector,
            row.title,
            figure(row.on_all, region),
            figure(row.on_partner, region),
            figure(row.of_partner, partner),
            figure(row.partner_on_all, partner),
        )
        for row in rows
    )


def chokepoints_of(listed: Chokepoints | None, region: str, year: int) -> tuple[Chokepoint, ...]:
    """Return products with their numbers as figures; what is not finite has none."""
    if listed is None:
        return ()

    def figure(value: float, unit: str) -> Figure | None:
        return Figure(value, unit, listed.kind, listed.origin, region, year) if math.isfinite(value) else None

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


def tidy_lists(
    suppliers: Sequence[Partner],
    dependents: Sequence[Partner],
    chokepoints: Sequence[Chokepoint],
    sectors: Sequence[Sector],
    partner: str | None,
) -> Iterator[tuple[str, Figure | None, str | None, str | None]]:
    """Yield every figure of lists: measure, figure, partner, sector.

    Parameters
    ----------
    partner : str or None
        Whom the sectors rely on, and who relies on them.
    """
    for row in suppliers:
        yield "share_in_inputs", row.share, row.region, None
    for row in dependents:
        yield "share_in_inputs_of", row.share, row.region, None
    for point in chokepoints:
        for key in ("supplier_share", "world_share", "foreign_share", "concentration", "import_ratio", "index"):
            yield f"chokepoint_{key}", getattr(point, key), point.supplier or None, point.sector
    for sector in sectors:
        yield "reliance_on_all", sector.on_all, None, sector.sector
        yield "reliance_on_partner", sector.on_partner, partner, sector.sector
        yield "reliance_of_partner", sector.of_partner, partner, sector.sector
        yield "reliance_of_partner_on_all", sector.partner_on_all, partner, sector.sector


def tidy(data: Exposure) -> list[dict[str, object]]:
    """Return every figure as one row: what was asked, the measure, the partner, the sector."""
    rows: list[dict[str, object]] = []

    def add(measure: str, figure: Figure | None, partner: str | None, sector: str | None) -> None:
        if figure is not None:
            asked = {"world": data.world, "state": data.region, "measure": measure}
            rows.append({**asked, "partner": partner, "sector": sector, "figure": figure})

    for item in data.figures:
        add(item.measure, figure_of(item, data.year), data.supplier, data.sector)
    add("share_in_inputs", data.rest_of_world, "ROW", data.sector)
    add("share_in_inputs_of", data.rest_dependent, "ROW", data.sector)
    for item_ in data.inflow.passing if data.inflow is not None else ():
        what = f"inputs from abroad, {item_.stage}"
        rows.append({"world": data.world, "state": data.region, "measure": what, "partner": item_.start,
                     "sector": item_.end, "figure": item_.figure})  # fmt: skip
    for measure, figure, partner, sector in tidy_lists(
        data.suppliers, data.dependents, data.chokepoints, data.sectors, data.supplier
    ):
        add(measure, figure, partner, data.sector if sector is None else sector)
    return rows
