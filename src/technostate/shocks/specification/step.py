"""One measure on the axes of a world: where it bears, how much, from which day to which."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, nearest
from technostate.shocks.specification.fields import LEAST, Range
from technostate.shocks.specification.labels import (
    ALL,
    REST,
    group_keys,
    members,
    missing_sector,
    sector_codes,
)
from technostate.shocks.specification.measures import LinkMeasure, Measure, Tariff, TransferFreeze
from technostate.shocks.specification.shock import Shock

if TYPE_CHECKING:
    from technostate.world import World

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Step:
    """One measure on a world's axes, with its time.

    Parameters
    ----------
    links : array (J, N importer, N exporter) of bool, or None
        Where a measure on links bears; never on sales at home.
    nodes : array (N, J) of bool, or None
        Where a measure on regions bears.
    moved : array (N,) or None
        Change of spending for each unit of a freeze's amount: −1 over the losers, +1 over the holders.
    amount : Range
        In the unit of the measure.
    starts, ends : date
        `ends` is None where the measure lasts.
    first_day, last_day : int
        Days after the shock's start, the last one no longer in force; None where the measure lasts.
    rates : array (J, N importer, N exporter) or None
        Of a reversed tariff: the rates that hold again, fractions; zero where unknown.
    terms : tuple
        What else sets a measure apart from another one at the same place: basis, use, whose rent.
    """

    name: str
    kind: str
    links: Mask | None
    nodes: Mask | None
    moved: Array | None
    amount: Range
    starts: dt.date
    ends: dt.date | None
    first_day: int
    last_day: int | None
    rates: Array | None = None
    terms: tuple[object, ...] = ()

    @property
    def field(self) -> str:
        """The field of the measure that says how much."""
        return AMOUNTS[self.kind]

    @property
    def bans(self) -> bool:
        """Whether the measure is a ban, by either side."""
        return self.kind in ("export_ban", "import_ban")

    @cached_property
    def at(self) -> NDArray[np.intp]:
        """Positions of `links` in a flat array; none where the measure does not bear on links."""
        return np.flatnonzero(self.links) if self.links is not None else np.empty(0, np.intp)

    @property
    def content(self) -> tuple[object, ...]:
        """What orders measures whatever they are called, and whichever side a ban is written from."""
        place = b"".join(b"" if mask is None else mask.tobytes() for mask in (self.links, self.nodes))
        moved = b"" if self.moved is None else self.moved.tobytes()
        last = self.first_day if self.last_day is None else self.last_day
        amount = self.amount.low, self.amount.central, self.amount.high
        kind = "ban" if self.bans else self.kind
        return kind, self.first_day, self.last_day is None, last, amount, place, moved, self.terms, self.kind


def step_of(row: Measure, shock: Shock, world: World, problems: list[str], notes: list[str]) -> Step:
    """Return a measure on a world's axes; what does not fit goes to `problems`, what was taken how to `notes`."""
    starts = row.starts or shock.starts
    n, j = world.shape
    links: Mask | None = None
    nodes: Mask | None = None
    moved: Array | None = None
    sectors = np.ones(j, bool) if isinstance(row, TransferFreeze) else _sectors(row, shock, world, problems, notes)
    if isinstance(row, LinkMeasure):
        sellers, buyers = _two_sides(row, row.exporters, row.importers, starts.year, world, problems, notes)
        links = sectors[:, None, None] & buyers[None, :, None] & sellers[None, None, :]
        links[:, np.arange(n), np.arange(n)] = False
        if not problems and not links.any():
            problems.append(f"{row.name} bears on no link between different regions of {world.name}")
    elif isinstance(row, TransferFreeze):
        losers, holders = _two_sides(row, row.regions, row.held_by, starts.year, world, problems, notes)
        nodes = losers[:, None] & sectors[None, :]
        moved = _by_value_added(holders, world) - _by_value_added(losers, world)
    else:
        there = _regions(row.name, row.regions, starts.year, world, problems, notes)
        nodes = (~there if row.regions == (REST,) else there)[:, None] & sectors[None, :]
    first = (starts - shock.starts).days
    last = None if row.ends is None else (row.ends - shock.starts).days
    rates = _rates_again(row, links, world, problems) if isinstance(row, Tariff) and links is not None else None
    terms = tuple(str(getattr(row, name, "")) for name in ("basis", "use", "rent", "to"))
    return Step(row.name, row.measure, links, nodes, moved, _amount(row), starts, row.ends, first, last, rates, terms)


def _rates_again(row: Tariff, links: Mask, world: World, problems: list[str]) -> Array | None:
    """Return the rates that a reversed tariff goes back to; what cannot be reversed goes to `problems`."""
    from technostate.world.tariff_dates import schedule_of
    from technostate.world.tariffs import date_of, tariffs_at

    if row.to is None:
        return None
    to, base = schedule_of(row.to), date_of(world)
    if base is not None and to >= base:
        problems.append(f"{row.name}: nothing is reversed: tariffs start from {base} and go back to {to}")
        return None
    try:
        rates = np.nan_to_num(tariffs_at(world, to))
    except DataError as error:
        problems.append(f"{row.name}: {error}; {error.hint}")
        return None
    known = np.zeros_like(rates) if world.tariff is None else np.nan_to_num(world.tariff)
    # Means that were taken twice differ by rounding.
    rates = np.where(np.abs(rates - known) < LEAST, known, rates)
    if np.array_equal(rates[links], known[links]):
        problems.append(f"{row.name}: nothing is reversed: the rates of {to} are those that it starts from")
    return rates


def _two_sides(
    row: Measure,
    one: tuple[str, ...],
    other: tuple[str, ...],
    year: int,
    world: World,
    problems: list[str],
    notes: list[str],
) -> tuple[Mask, Mask]:
    """Return the regions of two sides; 'rest' is every region that the other side does not name."""
    left, right = (_regions(row.name, side, year, world, problems, notes) for side in (one, other))
    return (~right if one == (REST,) else left), (~left if other == (REST,) else right)


def _by_value_added(chosen: Mask, world: World) -> Array:
    """Return regions' shares (N,) of the value added of those chosen; zeros where none is."""
    added = np.where(chosen, world.value_added.reshape(world.shape).sum(axis=1), 0.0)
    share: Array = added / added.sum() if added.any() else added
    return share


def _regions(
    label: str, names: tuple[str, ...], year: int, world: World, problems: list[str], notes: list[str]
) -> Mask:
    chosen = np.zeros(len(world.regions), bool)
    for name in names:
        if name == REST:
            continue
        if name in world.regions:
            chosen[world.regions.index(name)] = True
            continue
        there = [state for state in members(name, year) if state in world.regions]
        absent = [state for state in members(name, year) if state not in world.regions]
        for state in there:
            chosen[world.regions.index(state)] = True
        if name in group_keys() and there:
            if absent:
                notes.append(f"{label}: {', '.join(absent)} of {name} are not shown apart in {world.name}")
            continue
        close = nearest(name, world.regions)
        problems.append(
            f"{label}: {world.name} does not show {name}" + (f" (nearest: {', '.join(close)})" if close else "")
        )
    return chosen


def _sectors(row: Measure, shock: Shock, world: World, problems: list[str], notes: list[str]) -> Mask:
    chosen = np.zeros(len(world.sectors), bool)
    for name in getattr(row, "sectors", ()):
        if name == ALL:
            chosen[:] = True
            continue
        table = sector_codes(name, shock.sector_lists)
        # Of several classifications the one that fits this world best is meant.
        codes = max(table.values(), key=lambda codes: sum(code in world.sectors for code in codes), default=())
        there = [code for code in codes if code in world.sectors]
        for code in there:
            chosen |= _with_products(code, world)
        if not there:
            problems.append(f"{row.name}: {missing_sector(name, world.name, world.sectors)}")
        elif len(there) < len(codes):
            lost = ", ".join(code for code in codes if code not in there)
            notes.append(f"{row.name}: {lost} of {name} are not shown apart in {world.name}")
    return chosen


def _with_products(code: str, world: World) -> Mask:
    """Return where a sector and the products carved out of it stand (J,)."""

    def within(sector: str) -> bool:
        return sector == code or (sector in world.products and within(world.products[sector].parent))

    return np.array([within(sector) for sector in world.sectors])


#: Kind of measure → the field that says how much.
AMOUNTS = MappingProxyType(
    {
        "export_ban": "leak",
        "import_ban": "leak",
        "tariff": "rate",
        "trade_cost": "increase",
        "capacity_loss": "loss",
        "demand_loss": "loss",
        "transfer_freeze": "amount_musd_per_year",
        "stockpile": "days",
        "technology_cutoff": "share",
    }
)


def _amount(row: Measure) -> Range:
    found: Range | None = getattr(row, AMOUNTS[row.measure])
    # What is reversed goes the whole way back.
    return Range(low=1.0, central=1.0, high=1.0) if found is None else found
