"""Asking on whom economies lean more, of two: the table of a year, the measure, the buyers' sector."""

from __future__ import annotations

from collections.abc import Sequence

from technostate import exposure as room
from technostate import states
from technostate import world as worlds
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence import Figure, Origin, derived_from
from technostate.exposure.members import group_members
from technostate.strategies.comparison import largest_first
from technostate.view.dependence.who import shown
from technostate.view.exposure import typed
from technostate.view.leaning.blocks import blocks
from technostate.view.leaning.data import Buyer, LeanMap, Leans, YearOf, tidy
from technostate.view.leaning.years import WAYS, counted, years_of
from technostate.view.sectors import sector_of
from technostate.view.shell import command
from technostate.view.shock.words import listed
from technostate.world import World
from technostate.write import View
from technostate.write.names import first, name, the

LEAD = (
    "Whose inputs are made where. Looking through supply chains counts what was made at every stage: a Vietnamese part "
    "with a Chinese chip in it counts for both; face value counts direct purchases alone."
)
#: States in the matrix.
MOST = 14


def exposure_map(
    state: str = "CHN",
    against: str = "USA",
    *,
    measure: str = "look_through",
    year: int | str | None = None,
    sector: str | None = None,
) -> View[LeanMap]:
    """Return on which of two states the other economies lean more for their inputs, and who depends on whom.

    Parameters
    ----------
    state, against : str
        Two suppliers: codes, names, or keys of groups, without a common member.
    measure : {"look_through", "face_value", "net"}
        Through whole supply chains, direct purchases only, or looking through with the buyer's own unit left out.
    year : int, optional
        Of an embedded table; the newest by default. Each year is its own table, and no line joins two classifications.
    sector : str, optional
        The buyers' sector: a code of the year's table, or a named list of one (``electronics``).

    Raises
    ------
    LabelError
        If a name, the year or the sector is unknown, or the two have a member in common.

    Examples
    --------
    >>> found = exposure_map("CHN", "USA").data
    >>> found.year, found.now.first, found.now.total
    (2022, 66, 78)
    """
    if measure not in WAYS:
        raise unknown_label("measure", measure, tuple(WAYS))
    one, other = typed(state), typed(against)
    table = _table(year)
    code = None if sector is None else sector_of(table, sector)
    now, leans, without = _leans(table, one, other, measure, code)
    buyers, absent = _matrix(table, (one, other), measure, code)
    parties = [room.party(table, who_) for who_ in (one, other)]
    missing = [f"{first(gone)} has no output in this sector, so it takes from nobody." for gone in without]
    if absent:
        missing.append(f"The table does not show {listed([name(gone) for gone in absent])} apart.")
    data = LeanMap(
        one, other, measure, table.name, table.year, code,
        None if code is None else table.sector_titles.get(code, code), now, leans, buyers,
        years_of(one, other, measure, code), tuple(party.note for party in parties if party.note), tuple(missing),
    )  # fmt: skip
    again = command("exposure", map=f"{one},{other}", year=table.year, sector=code,
                    measure=None if measure == "look_through" else measure)  # fmt: skip
    title = f"On whom economies lean: {the(one)} or {the(other)}"
    return View(title, data, blocks(data, WAYS[measure].words), tuple(tidy(data)), again, LEAD)


def _table(year: int | str | None) -> World:
    """Return the embedded table of a year."""
    known = {int(key[-4:]): key for key in worlds.names()}
    if not known:
        raise DataError("no input–output table is embedded", hint="technostate data build --from FOLDER")
    wanted = max(known) if year is None else int(year)
    if wanted not in known:
        years = f"{', '.join(map(str, sorted(known)))}"
        raise LabelError(f"no embedded table is of {wanted}", hint=f"there are tables of {years}")
    return worlds.load(known[wanted])


def _origin(title: str, table: World, measure: str) -> Origin:
    return derived_from(f"{title}, {WAYS[measure].words}, {table.year}", table.origin)


def _leans(
    table: World, one: str, other: str, measure: str, sector: str | None
) -> tuple[YearOf, tuple[Leans, ...], tuple[str, ...]]:
    way = WAYS[measure]
    found = room.leaning(table, one, other, sector=sector, variant=way.variant, measure=way.look)
    origin = _origin(f"Shares made in {name(one)} and in {name(other)} in all inputs", table, measure)

    def figure(value: float, region: str, unit: str = "1") -> Figure:
        return Figure(value, unit, "derived", origin, region, table.year)

    rows = tuple(
        Leans(row.region, figure(row.first, row.region), figure(row.second, row.region),
              figure(100.0 * row.difference, row.region, "pp change"))
        for row in sorted(found.rows, key=lambda row: -row.difference)
    )  # fmt: skip
    return counted(table.name, found.count, origin), rows, found.without


def _matrix(
    table: World, pair: Sequence[str], measure: str, sector: str | None
) -> tuple[tuple[Buyer, ...], tuple[str, ...]]:
    """Return the matrix of the two and the states that have a file, and those of them that the table does not show."""
    names, absent = subjects(table, pair)
    way = WAYS[measure]
    found = room.among(table, names, sector=sector, variant=way.variant, measure=way.look)
    origin = _origin("Shares of states in each other’s inputs", table, measure)

    def figure(value: float, region: str) -> Figure:
        return Figure(float(value), "1", "derived", origin, region, table.year)

    rows = tuple(
        Buyer(
            code,
            {other: figure(found.shares[at, to], code) for to, other in enumerate(names)
             if found.shares[at, to] == found.shares[at, to]},
            figure(found.abroad[at], code),
        )
        for at, code in enumerate(names)
        if found.abroad[at] == found.abroad[at]
    )  # fmt: skip
    return rows, absent


def subjects(table: World, pair: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the two and the states that have a file and a place in a table, largest first, and those without a place.

    A state that belongs to a union with a file is inside it, unless it is one of the two.

    Examples
    --------
    >>> names, absent = subjects(worlds.load("wiod-2011"), ("CHN", "USA"))
    >>> names[:3], "DEU" in names, absent
    (('CHN', 'USA', 'EU'), False, ('ISR', 'VNM'))
    """
    unions = [code for code in states.codes() if group_members(code)]
    inside = {member for code in unions for member in group_members(code)}
    others = [code for code in states.codes() if code not in pair and code not in inside]
    seen = [code for code in others if shown(table.regions, code)]
    ordered = (*(code for code in seen if code in unions), *largest_first(c for c in seen if c not in unions))
    return (*pair, *ordered)[:MOST], tuple(sorted(set(others) - set(seen)))
