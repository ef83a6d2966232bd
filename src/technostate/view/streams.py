"""Streams of a state's foreign inputs, drawn: from whom, into which sectors, for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from technostate.evidence import Figure, Origin, derived_from, value_of
from technostate.exposure.selection import REST
from technostate.exposure.streams import USES, Streams
from technostate.exposure.streams import streams as room
from technostate.view.shock.words import goods, listed
from technostate.world import World
from technostate.write import Chart, Name
from technostate.write.forms import Sankey, Stop, Stream
from technostate.write.names import of, the

#: Suppliers and sectors that have a stop of their own; the others share one.
SUPPLIERS, SECTORS = 8, 8
#: Suppliers that a title names at most.
NAMED = 3
#: Sectors that a title counts at most.
FEW = 6
_OTHERS, _NONE = "others", "none"


@dataclass(frozen=True)
class Passing:
    """One stream, a share of all inputs of the state.

    Parameters
    ----------
    stage : {"supplier to sector", "sector to use"}
    start, end : str
        Codes of regions and sectors, words for uses; ``others`` for those without a stop of their own.
    """

    stage: str
    start: str
    end: str
    figure: Figure


@dataclass(frozen=True)
class Inflow:
    """Foreign inputs of a state from supplier through sector to use.

    Parameters
    ----------
    reliance : Figure
        All of them: foreign input reliance, looking through supply chains.
    suppliers : tuple of Figure
        Of each economy abroad that the table shows apart, largest first.
    passing : tuple of Passing
        The streams that are drawn.
    titles : mapping of str to str
        Of the sectors.
    """

    region: str
    reliance: Figure
    suppliers: tuple[Figure, ...]
    passing: tuple[Passing, ...]
    titles: dict[str, str]


def inflow(world: World, state: str) -> Inflow:
    """Return the streams of a state's foreign inputs in a world.

    Parameters
    ----------
    state : str
        As `technostate.exposure.party` reads names.
    """
    found = room(world, state)
    title = f"Foreign inputs by supplier, buyer’s sector and use, looking through supply chains, {world.year}"
    origin = derived_from(title, world.origin)
    by_supplier, by_sector = found.into.sum(axis=1), found.into.sum(axis=0)
    order = [at for at in np.argsort(-by_supplier, kind="stable") if found.suppliers[at] != REST]
    own = [at for at in np.argsort(-by_sector, kind="stable") if by_sector[at] > 0][:SECTORS]

    def figure(value: float, region: str = state) -> Figure:
        return Figure(float(value), "1", "derived", origin, region, world.year)

    chosen = [int(at) for at in order[:SUPPLIERS]], [int(at) for at in own]
    passing = _passing(found, *chosen, figure_origin=(origin, world.year))
    suppliers = tuple(figure(by_supplier[at], found.suppliers[at]) for at in order)
    titles = {code: world.sector_titles.get(code, code) for code in world.sectors}
    return Inflow(state, figure(found.reliance), suppliers, passing, titles)


def _passing(
    found: Streams, suppliers: Sequence[int], sectors: Sequence[int], *, figure_origin: tuple[Origin, int]
) -> tuple[Passing, ...]:
    origin, year = figure_origin
    rows = [(found.suppliers[at], [at]) for at in suppliers]
    rest = [at for at, code in enumerate(found.suppliers) if code == REST]
    others = [at for at in range(len(found.suppliers)) if at not in suppliers and at not in rest]
    rows += [(REST, rest)] * bool(rest) + [(_OTHERS, others)] * bool(others)
    columns = [(found.sectors[at], [at]) for at in sectors]
    more = [at for at in range(len(found.sectors)) if at not in sectors]
    columns += [(_OTHERS, more)] * bool(more)
    made: list[Passing] = []

    def add(stage: str, start: str, end: str, value: float) -> None:
        if value > 0:
            made.append(Passing(stage, start, end, Figure(value, "1", "derived", origin, found.party.name, year)))

    for code, at in rows:
        for sector, to in columns:
            add("supplier to sector", code, sector, float(found.into[np.ix_(at, to)].sum()))
    for sector, to in columns:
        for number, use in enumerate(USES):
            add("sector to use", sector, use, float(np.nansum(found.uses[to, number])))
        unsold = [at for at in to if not np.isfinite(found.uses[at]).all()]
        add("sector to use", sector, _NONE, float(found.into[:, unsold].sum()))
    return tuple(made)


def chart(data: Inflow) -> Chart:
    """Return the drawing, its title by `heading`."""
    stops: dict[str, Stop] = {}
    for item in data.passing:
        if item.stage == "supplier to sector":
            label = "All others" if item.start == _OTHERS else Name(item.start)
            stops.setdefault(f"s {item.start}", Stop(f"s {item.start}", label, 0, item.start))
    for item in data.passing:
        if item.stage == "supplier to sector":
            label = "Other sectors" if item.end == _OTHERS else goods(data.titles[item.end])
            stops.setdefault(f"j {item.end}", Stop(f"j {item.end}", label, 1))
    for use in (*USES, _NONE):
        if any(item.end == use for item in data.passing if item.stage == "sector to use"):
            label = "no sale recorded" if use == _NONE else use[:1].upper() + use[1:]
            stops[f"u {use}"] = Stop(f"u {use}", label, 2)
    streams = tuple(
        Stream(f"s {item.start}", f"j {item.end}", item.figure)
        if item.stage == "supplier to sector"
        else Stream(f"j {item.start}", f"u {item.end}", item.figure)
        for item in data.passing
    )
    state = the(data.region)
    sub = (
        f"Inputs of {state} made abroad, per cent of all its inputs, looking through supply chains, "
        f"{data.reliance.year}: from whom, into which of its sectors, and for whom these sectors make"
    )
    note = (
        "Each use of a sector’s output is taken to hold the same inputs. What was made at several stages abroad counts "
        "at each of them, as in the measure itself."
    )
    form = Sankey(("Made in", "Bought by", "For"), tuple(stops.values()), streams)
    return Chart(heading(data), form, sub, note)


def heading(data: Inflow) -> str:
    """Return which few suppliers make more than half of what comes from abroad, or how few sectors buy that.

    Where they are many, what is shown.
    """
    whole = value_of(data.reliance)
    count, names = _few([(figure.region, value_of(figure)) for figure in data.suppliers], whole, NAMED)
    if count:
        said = listed([the(code) for code in names])
        makes = "makes" if count == 1 else "make"
        return f"{said[:1].upper()}{said[1:]} {makes} more than half of what {the(data.region)} takes from abroad"
    bought: dict[str, float] = {}
    for item in data.passing:
        if item.stage == "supplier to sector" and item.end != _OTHERS:
            bought[item.end] = bought.get(item.end, 0.0) + value_of(item.figure)
    count, _ = _few(sorted(bought.items(), key=lambda pair: -pair[1]), whole, FEW)
    if count > 1:
        return f"{count} of {len(data.titles)} sectors buy more than half of {of(data.region)} foreign inputs"
    return f"{of(data.region, start=True)} foreign inputs: from whom, into which sectors, for whom"


def _few(rows: Sequence[tuple[str, float]], whole: float, most: int) -> tuple[int, tuple[str, ...]]:
    """Return how many of the first rows exceed half of the whole together, and which; 0 where it takes more than most.

    Examples
    --------
    >>> _few([("a", 0.3), ("b", 0.2), ("c", 0.1)], 1.0, 2), _few([("a", 0.3), ("b", 0.21)], 1.0, 2)
    ((0, ()), (2, ('a', 'b')))
    """
    made = 0.0
    for count, (_, value) in enumerate(rows[:most], 1):
        made += value
        if 2 * made > whole:
            return count, tuple(key for key, _ in rows[:count])
    return 0, ()
