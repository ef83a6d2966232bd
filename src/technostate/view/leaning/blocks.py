"""The blocks that say on whom economies lean more: a tile map, a matrix, the years; titles are made by rules."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from technostate.evidence import Figure, value_of
from technostate.notation import years_text
from technostate.view.leaning.data import Buyer, LeanMap, YearOf
from technostate.view.shock.words import goods
from technostate.write import Chart, Cite, Items, Name, Prose
from technostate.write.blocks import Block, Section
from technostate.write.forms import Line, Lines, Matrix, Tiles
from technostate.write.names import first, name, the

#: Points below which a difference is small, for the count that is said beside the title.
SMALL = 0.1
#: What begins the name of the older tables, whose years lines may join.
JOINED = "wiod"


def heading(data: LeanMap) -> str:
    """Return how many economies take more from the one of the two from which most do; where as many do, that.

    A title says a count, so that it holds for every economy drawn.
    """
    return said(data.now, data.state, data.against, _inputs(data))


def said(now: YearOf, state: str, against: str, inputs: str = "their inputs") -> str:
    """Return the title for counts.

    Parameters
    ----------
    inputs : str
        Which inputs.
    """
    if now.first == now.second:
        if not now.first:
            return f"No economy takes more of {inputs} from {the(state)} or from {the(against)}: all take alike"
        return (
            f"As many economies take more of {inputs} from {the(state)} as from {the(against)}: "
            f"{now.first} of {now.total} each"
        )
    many, more, less = now.first, state, against
    if now.second > now.first:
        many, more, less = now.second, against, state
    if now.total == 1:
        whom = "The other economy takes"
    elif many == now.total:
        whom = f"All {now.total} economies take"
    else:
        whom = f"{many} of {now.total} economies take"
    return f"{whom} more of {inputs} from {the(more)} than from {the(less)}"


def _inputs(data: LeanMap) -> str:
    if data.sector is None:
        return "their inputs"
    title = goods(data.sector_title or data.sector)
    return f"their inputs for {title[:1].lower()}{title[1:]}"


def blocks(data: LeanMap, way: str) -> tuple[Block, ...]:
    """Return what is said.

    Parameters
    ----------
    way : str
        How inputs are looked at, in words.
    """
    found: list[Block] = []
    if data.missing:
        found.append(Items(data.missing, "What is missing", warn=True))
    found += [_map(data, way), *_matrix(data, way), *_years(data, way)]
    found += [Prose(note, note=True) for note in data.notes]
    origins = tuple(dict.fromkeys(figure.origin for figure in _figures(data)))
    found.append(
        Prose(
            ("Derived from input–output tables; names of territories follow their producers. Source", Cite(origins)),
            note=True,
        )
    )
    return tuple(found)


def _figures(data: LeanMap) -> list[Figure]:
    return [*(row.difference for row in data.leans), *(row.abroad for row in data.matrix)]


def _map(data: LeanMap, way: str) -> Chart:
    one, other = the(data.state), the(data.against)
    small = sum(abs(value_of(row.difference)) < SMALL for row in data.leans)
    close = f"; the difference is below {SMALL:g} points in {small}" if small else ""
    of = "" if data.sector is None else f" of {goods(data.sector_title or data.sector)}"
    sub = (
        f"Share made in {one} less share made in {other} in all inputs{of}, percentage points, {way}, "
        f"{data.year}{close}"
    )
    note = (
        f"One tile an economy that {data.world} shows apart; all others together, the rest of the world, are left out. "
        "A tile says no size."
    )
    return Chart(
        heading(data), Tiles(tuple(row.difference for row in data.leans), (data.state, data.against)), sub, note
    )


def _matrix(data: LeanMap, way: str) -> tuple[Section, ...]:
    if len(data.matrix) < 2:
        return ()
    codes = [row.region for row in data.matrix]
    cells = {
        (at, to): row.suppliers[code]
        for at, row in enumerate(data.matrix)
        for to, code in enumerate(codes)
        if code in row.suppliers
    }
    cells |= {(at, len(codes)): row.abroad for at, row in enumerate(data.matrix)}
    names = tuple(map(Name, codes))
    form = Matrix(names, (*names, "abroad"), cells, "Buyer", totals=1)
    sub = (
        f"Rows: whose inputs; columns: made where; share of all inputs, {way}, {data.year}. The last column is all "
        "abroad, other suppliers included"
    )
    note = "States that have a file, and the two that are compared; a union is one state, trade inside it is at home."
    return (Section("Who depends on whom", (Chart(largest(data.matrix), form, sub, note),), "matrix"),)


def largest(rows: tuple[Buyer, ...]) -> str:
    """Return who is the largest supplier of how many buyers shown, where one leads; else how to read the matrix."""
    tops = Counter[str]()
    for row in rows:
        known = sorted(row.suppliers.items(), key=lambda item: -value_of(item[1]))
        if len(known) > 1 and value_of(known[0][1]) > value_of(known[1][1]):
            tops[known[0][0]] += 1
    ranked = tops.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) and ranked[0][1] > 1:
        code, many = ranked[0]
        others = sum(code in row.suppliers for row in rows)
        whole = f"all {others}" if many == others else f"{many} of the {others}"
        return f"{first(code)} is the largest supplier shown of {whole} other states"
    return "Read a row for whom a state leans on, a column for who leans on it"


def _years(data: LeanMap, way: str) -> tuple[Section, ...]:
    if len(data.years) < 2:
        return ()
    joined = {row.year: row.share for row in data.years if row.world.startswith(JOINED)}
    apart = {row.year: row.share for row in data.years if not row.world.startswith(JOINED)}
    sub = f"Share of the economies of each year’s table that take more of their inputs from {the(data.state)}, {way}"
    counts = [f"{row.first} of {row.total}" for row in data.years]
    note = f"{data.years[0].year}: {counts[0]}; {data.years[-1].year}: {counts[-1]} economies."
    if joined and apart:
        note += (
            f" ◆ {years_text(apart)}: another classification and other economies (OECD ICIO), not comparable with the "
            f"line (WIOD); there is no table between {max(joined)} and {min(apart)}."
        )
    line = Line(Name(data.state), joined, apart, data.state)
    return (Section("Over the years", (Chart(turned(data), Lines((line,)), sub, note),), "years"),)


def turned(data: LeanMap) -> str:
    """Return since when more economies lean on the other of the two, where that changed once in one classification."""
    rows = [row for row in data.years if row.world.startswith(JOINED)]
    one, other = name(data.state), the(data.against)
    signs = [(row.first > row.second) - (row.first < row.second) for row in rows]
    changes = [at for at, (before, after) in enumerate(pairwise(signs), 1) if before != after]
    if rows and not changes and signs[0]:
        leader = data.state if signs[0] > 0 else data.against
        less = data.against if signs[0] > 0 else data.state
        years = f"{rows[0].year}–{rows[-1].year}"
        return f"In every year {years} more economies leaned on {the(leader)} than on {the(less)}"
    if len(changes) == 1 and signs[-1]:
        leader = data.state if signs[-1] > 0 else data.against
        less = data.against if signs[-1] > 0 else data.state
        start, last = rows[changes[0]].year, rows[-1].year
        when = f"From {start} to {last}" if start != last else f"In {start}"
        return f"{when} more economies leaned on {the(leader)} than on {the(less)}, before not"
    return f"Economies that take more of their inputs from {one} than from {other}"
