"""What says explored paths: how many remain, fans beside drift, how often goals are met, what moves the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from technostate.evidence import Figure
from technostate.evidence.figure import value_of
from technostate.notation import lowered
from technostate.view.futures.blocks import BOXES, EXTREME, NOT_ODDS, sentence, unworded
from technostate.view.futures.conditions import FEW, LEAST
from technostate.view.futures.explorer_data import Beside, Explored
from technostate.view.futures.record import Fan
from technostate.write import Chart, Column, Fold, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block
from technostate.write.forms import Bar, Bars, Line, Lines, Multiples, Ranges, Span
from technostate.write.inline import Absent, Inline, Mark, Text
from technostate.write.names import first, the
from technostate.write.tables import Group, Row

#: Years that tables have.
YEARS = (2025, 2030, 2035, 2040, 2045, 2050)
#: From this share of draws on a title says that an outcome lies above drift, or below.
MOSTLY = 0.95
_BANDS = "median and p10 to p90; the grey line is drift, where no state moves a lever, in the same draws"


def blocks(data: Explored) -> tuple[Block, ...]:
    """Return the blocks of explored paths."""
    found: list[Block] = [Prose(lead(data)), Items(tuple(_warnings(data)), warn=True)]
    if data.fans:
        found += _fans(data)
    if data.goals:
        found.append(Section("How often goals are met", tuple(_goals(data)), "goals"))
    if data.fans:
        found.append(Section("What moves it", tuple(_moved(data)), "moves"))
    return tuple(found)


def named(definition: str) -> str:
    """Return a definition as it stands behind a colon or in brackets: to its first stop that explains.

    Examples
    --------
    >>> named("Twice that of 2020, as the official goal has it: 1.79 times that of 2022")
    'twice that of 2020, as the official goal has it'
    """
    return lowered(definition.partition(": ")[0])


def lead(data: Explored) -> str:
    """Return which paths these are and how many remain."""
    many = f"{data.paths:,} paths of {data.scenario} ({data.title})"
    if not data.conditions:
        return f"{many}, every assumption drawn from its range."
    words = " and ".join(item.words for item in data.conditions)
    return f"{data.remaining:,} of {many}: only those in which {words}."


def _warnings(data: Explored) -> Iterator[Text]:
    if data.remaining < LEAST:
        yield (
            f"{_counted(data.remaining)}: too few to say ranges, or how often goals are met. "
            f"At least {LEAST} are needed; leave a condition out."
        )
        if len(data.conditions) > 1:
            each = "; ".join(f"{item.leaves:,} where {item.words}" for item in data.conditions)
            yield f"Alone, the conditions leave {each}."
    elif data.remaining < FEW:
        yield f"Only {data.remaining} paths remain: every figure of them is rough."
    if data.draws > data.paths:
        yield f"{data.draws - data.paths} of {data.draws:,} draws have no path and are in no figure."
    yield from data.missing
    yield NOT_ODDS


def _counted(count: int) -> str:
    return "No path remains" if not count else "One path remains" if count == 1 else f"{count} paths remain"


def headline(data: Explored) -> str:
    """Return what the chart shows: above drift, below it, or either way; the measure where nothing is beside."""
    last = max(data.fans[0].years)
    what = f"{first(data.subject)}: {lowered(data.outcome_title)}"
    if data.above is None or data.below is None:
        return f"{what} to {last}, no lever moved" if data.scenario == "drift" else f"{what} to {last}"
    above, below = value_of(data.above), value_of(data.below)
    if above >= MOSTLY:
        return f"{what} in {last} is higher than in drift, in {_nearly(above)}"
    if below >= MOSTLY:
        return f"{what} in {last} is lower than in drift, in {_nearly(below)}"
    if above == below == 0.0:
        return f"{what} is that of drift"
    return f"{what} in {last} is higher than in drift in some draws and lower in others"


def _nearly(share: float) -> str:
    return "every draw" if share == 1.0 else "nearly every draw"


def _fans(data: Explored) -> Iterator[Block]:
    still = {fan.region: fan for fan in data.still}
    panels = []
    for fan in data.fans:
        own: Inline | str = Name(fan.region) if not still else data.scenario
        lines = [Line(own, fan.years, region=fan.region)]
        if fan.region in still:
            lines.append(Line("drift", still[fan.region].years))
        panels.append((first(fan.region), Lines(tuple(lines), from_zero=False)))
    form = panels[0][1] if len(panels) == 1 else Multiples(tuple(panels))
    bands = _BANDS if still else "median and p10 to p90"
    yield Chart(headline(data), form, f"{data.meaning}; {bands}; modelled", told=True)
    yield _table(data)
    if data.above is not None and data.below is not None:
        yield Prose(
            ("In ", data.above, f" of the draws {the(data.subject)} ends above drift, in ", data.below, " below it.")
        )


def _table(data: Explored) -> Table:
    every = [("", data.fans), ("all paths", data.whole), ("drift", data.still)]
    years = [year for year in YEARS if year in data.fans[0].years]
    scale = unworded([fan.years[year] for _, fans in every for fan in fans for year in years])
    rows: list[Row] = []
    for region in dict.fromkeys(fan.region for fan in data.fans):
        rows.append(Group(first(region)))
        for head, fans in every:
            rows += [_row(data, head, fan, years) for fan in fans if fan.region == region]
    columns = Column("", words=True), *(Column(str(year), scale) for year in years)
    return Table(f"{data.outcome_title}, median (p10 to p90); modelled", columns, tuple(rows))


def _row(data: Explored, head: str, fan: Fan, years: Sequence[int]) -> tuple[Text, ...]:
    mine = "paths that remain" if data.conditions else data.scenario
    return (head or mine, *(fan.years[year] for year in years))


def _goals(data: Explored) -> Iterator[Block]:
    live = [row for row in data.goals if any(EXTREME < value_of(one) < 1 - EXTREME for one in _shares(row))]
    settled = [row for row in data.goals if row not in live]
    spans: list[Span | Group] = []
    for title in dict.fromkeys(row.odds.title for row in live):
        spans.append(Group(title))
        spans += [Span(r.odds.definition, r.odds.share, r.odds.region) for r in live if r.odds.title == title]
    if spans:
        said = tuple(sentence(row.odds) for row in live if row.odds.where is not None)
        yield Chart("Shares of paths that meet a goal, by definition", Ranges(tuple(spans)),
                    "95 % interval of the draws; no probability", told=True)  # fmt: skip
        yield _odds(data, live, "Goals by definition")
        if said:
            yield Items(said, "Where the rarer side lies")
            yield Prose(BOXES, note=True)
        else:
            yield Prose("No box with few limits says more than chance with so many draws.", note=True)
    if settled:
        words = f"Goals met in next to every path or in next to none ({len(settled)} definitions)"
        yield Fold(words, (_odds(data, settled, "Share of paths that meet a goal"),), printed=True)


def _shares(row: Beside) -> list[Figure]:
    return [one for one in (row.odds.share, row.whole, row.still) if one is not None]


def _odds(data: Explored, goals: Sequence[Beside], caption: str) -> Table:
    rows: list[Row] = []
    for title in dict.fromkeys(row.odds.title for row in goals):
        rows.append(Group(title))
        for row in goals:
            if row.odds.title == title:
                more = [one for one, shown in ((row.whole, data.conditions), (row.still, data.still)) if shown]
                rows.append((row.odds.definition, row.odds.share, *(one or Absent() for one in more)))
    heads = ["Paths that remain", "All paths"] if data.conditions else [data.scenario]
    heads += ["drift, same draws"] if data.still else []
    columns = Column("Goal and definition", words=True), *map(Column, heads)
    return Table(f"{caption}; share of paths (95 % interval); modelled", columns, tuple(rows))


def _moved(data: Explored) -> Iterator[Block]:
    last = max(data.fans[0].years)
    if not data.moved:
        yield Prose(f"No assumption clearly moves {lowered(data.outcome_title)} of {the(data.subject)} in {last}.")
        return
    scale = unworded([row.correlation for row in data.moved])
    top = data.moved[0]
    bars = tuple(Bar(_begun(row.title), row.correlation, data.subject) for row in data.moved)
    yield Chart(
        f"{first(data.subject)}: {lowered(data.outcome_title)} in {last} goes most with {top.title}",
        Bars(bars, "Assumption"), "Rank correlation over the paths shown; −1 to 1; modelled", told=True,
    )  # fmt: skip
    rows = tuple(
        (_begun(row.title), row.correlation, "" if row.identified else Mark("no data decide it", "none"))
        for row in data.moved
    )
    columns = Column("Assumption", words=True), Column("Rank correlation", scale), Column("")
    yield Table("What the last year goes with", columns, rows)
    yield Prose("Assumptions whose correlation is within three standard errors of none are left out.", note=True)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
