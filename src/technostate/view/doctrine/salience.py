"""How much of two states' official language each strategy takes, and security beside development, since 1979."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from technostate.doctrine.views import figures
from technostate.errors import NotModelledError
from technostate.evidence import Figure, Range, value_of
from technostate.notation import Scale
from technostate.strategies import STRATEGIES, strategy
from technostate.strategies.salience import Priority, Salience, priority, salience
from technostate.view.doctrine.words import WHOLE, concept
from technostate.write import Absent, Chart, Cite, Column, Fold, Name, Prose, Table
from technostate.write.blocks import Block, Side
from technostate.write.forms import Line, Lines
from technostate.write.inline import Text
from technostate.write.names import first, name

#: Paths begin here: what was said before belongs to other times, and the Chinese reports have long gaps.
SINCE = 1979
#: Hits in the years of the base below which an index is noise and is not shown.
FEWEST_HITS = 50
#: Years with a ratio below which no path is drawn.
FEWEST_YEARS = 10
#: What the range of a ratio is over.
RATIO = "exact 95 % interval of the ratio, given all uses of both"
READINGS = {"all": "every use", "strategic": "strategic sense"}


@dataclass(frozen=True)
class Salient:
    """A strategy in the official language of a state.

    Parameters
    ----------
    measured_in : str
        What the rates are per.
    rates, hits_by_year : tuple of Figure
        Of each year; rates have exact 95 % intervals.
    context : Figure
        Hits since the first year of formulations that only go along with the strategy; no rate has them.
    hits : Figure
        In the years of the base.
    base : str
        What is 100.
    index : tuple of Figure
        Empty where hits are few.
    formulations : Figure
        How many the strategy's core has in the language.
    leading : str
        The formulation with most hits; empty without any.
    share : Figure or None
        Its share of the strategy's hits in the whole collection.
    """

    region: str
    strategy: str
    title: str
    collection: str
    measured_in: str
    rates: tuple[Figure, ...]
    hits_by_year: tuple[Figure, ...]
    context: Figure
    hits: Figure
    base: str
    index: tuple[Figure, ...]
    formulations: Figure
    leading: str
    share: Figure | None


@dataclass(frozen=True)
class Beside:
    """Uses of security for one use of development in a state's official language, by year.

    Parameters
    ----------
    reading : {"all", "strategic"}
    hits : mapping of int to tuple of Figure
        Year of a value → uses of security, and of development.
    """

    region: str
    collection: str
    reading: str
    values: tuple[Figure, ...]
    hits: Mapping[int, tuple[Figure, Figure]]
    note: str


def salient(known: Mapping[str, str]) -> tuple[Salient, ...]:
    """Return salience of the five strategies: rates, and the index by which two languages may be compared.

    Parameters
    ----------
    known : mapping of str to str
        State → its collection.
    """
    found = []
    for key in STRATEGIES:
        own = {code: salience(key, code, collection) for code, collection in known.items()}
        years = [{row.year for row in one.rows if row.year >= SINCE} for one in own.values()]
        common = set.intersection(*years) if years else set()
        found += [_salient(code, strategy(key).title, one, common) for code, one in own.items()]
    return tuple(found)


def _salient(code: str, title: str, one: Salience, common: set[int]) -> Salient:
    counted: dict[int, tuple[int, int]] = {}
    for row in one.rows:
        if row.year >= SINCE:
            hits, extent = counted.get(row.year, (0, 0))
            counted[row.year] = hits + row.count, extent + row.extent
    rates = tuple(
        rate
        for year, (hits, extent) in sorted(counted.items())
        if (rate := figures.rate(hits, extent, one.origin, year)) is not None
    )
    hits = sum(counted[year][0] for year in common)
    base = [value_of(rate) for rate in rates if rate.year in common]
    mean = sum(base) / len(base) if hits >= FEWEST_HITS else 0.0
    index = tuple(
        Figure(100 * value_of(rate) / mean, "index", "derived", one.origin, code, rate.year) for rate in rates if mean
    )
    leading = next(iter(one.shares), "")
    return Salient(
        code, one.strategy, title, one.collection, one.measured_in, rates,
        tuple(figures.count(counted[rate.year][0], one.origin, rate.year) for rate in rates if rate.year is not None),
        figures.count(sum(row.context for row in one.rows if row.year >= SINCE), one.origin),
        figures.count(hits, one.origin),
        f"100 = mean of the {len(common)} years from {SINCE} that all collections shown have", index,
        figures.count(len(one.formulations), one.origin), leading,
        figures.number(one.shares[leading], "1", one.origin) if leading else None,
    )  # fmt: skip


def beside(code: str, collection: str) -> tuple[Beside, ...]:
    """Return security beside development, with every use, and with the strategic sense where senses are told apart.

    Parameters
    ----------
    code : str
        The state.
    """
    found: list[Priority] = [priority(code, collection)]
    with suppress(NotModelledError):  # senses are told apart in Chinese only; the chart says so
        found.append(priority(code, collection, reading="strategic"))
    return tuple(
        Beside(
            code, collection, one.reading,
            tuple(
                Figure(value, one.unit, one.kind, one.origin, code, year, range=Range(*one.interval(year), over=RATIO))
                for year, value in sorted(one.values.items())
                if year >= SINCE
            ),
            {
                year: (figures.count(security, one.origin, year), figures.count(development, one.origin, year))
                for year, (security, development) in one.hits.items()
                if year >= SINCE and year in one.values
            },
            one.note,
        )
        for one in found
    )  # fmt: skip


def salience_blocks(rows: Sequence[Salient]) -> tuple[Block, ...]:
    """Return a small chart a strategy, each state as an index of its own mean, and the table of levels behind them."""
    charts = []
    for key in dict.fromkeys(row.strategy for row in rows):
        own = [row for row in rows if row.strategy == key]
        few = "".join(f"; {name(row.region)} not shown, {row.hits.value} hits only" for row in own if not row.index)
        lines = tuple(Line(Name(row.region), _by_year(row.index), region=row.region) for row in own if row.index)
        if lines:
            charts.append(Chart(f"Salience of {own[0].title}", Lines(lines), f"{own[0].base}{few}", told=True))
    shown = Scale(1.0, 1, "")
    columns = (
        Column("Strategy"), Column("State"), Column("Unit", words=True), Column(f"Highest since {SINCE}", shown),
        Column("Latest", shown), Column("Context hits", WHOLE),
        Column("Largest formulation, share of all hits", Scale(100.0, 0, "%"), words=True),
    )  # fmt: skip
    table = tuple(
        (
            (row.title, Cite((row.rates[-1].origin,))), Name(row.region), row.measured_in,
            _counted(row, max(row.rates, key=value_of)), _counted(row, row.rates[-1]), row.context,
            Absent("–") if row.share is None else (f"{concept(row.leading)} ", row.share),
        )
        for row in rows
    )  # fmt: skip
    levels = Table("Salience of the five strategies", columns, table)
    told = Prose(
        "Salience is the core of each strategy. Context, which only goes along with it (for fusion: defence industry "
        "and research, mobilisation, militia, ties between forces and people), is counted apart.", note=True,
    )  # fmt: skip
    return Side(tuple(charts)), told, Fold("Rates, and how much of them one formulation is", (levels,))


def _counted(row: Salient, rate: Figure) -> Text:
    """Return a rate with its interval, year and hits."""
    hits = next(found.value for found in row.hits_by_year if found.year == rate.year)
    return rate, f" ({rate.year}, {hits} {'hit' if hits == 1 else 'hits'})"


def _ratio(row: Beside, figure: Figure) -> Text:
    """Return a ratio with its interval, year and the uses of both."""
    assert figure.year is not None, "ratios are of years"
    security, development = (found.value for found in row.hits[figure.year])
    return figure, f" ({figure.year}, {security:.0f} and {development:.0f} uses)"


def beside_blocks(rows: Sequence[Beside]) -> tuple[Block, ...]:
    """Return security beside development: a chart a state, the table of first, highest and last, and the caveat."""
    blocks: list[Block] = []
    for code in dict.fromkeys(row.region for row in rows):
        own = [row for row in rows if row.region == code]
        if len(own[0].values) < FEWEST_YEARS:
            blocks.append(Prose(
                f"{first(code)}: its messages since {SINCE} name development and economic growth too seldom for a "
                f"path; in {len(own[0].values)} years only are there five uses or more.", note=True,
            ))  # fmt: skip
            continue
        # The state's own colour is that of the reading closest to strategic security.
        lines = tuple(
            Line(READINGS[row.reading], _by_year(row.values), region=code if row is own[-1] else "") for row in own
        )
        told = "" if len(own) > 1 else ", senses not told apart"
        caption = f"{first(code)}: uses of security for 100 uses of development"
        blocks.append(Chart(caption, Lines(lines), f"{own[0].collection}{told}", told=True))
    shown = Scale(100.0, 1, "")
    columns = Column(""), Column("First", shown), Column("Highest", shown), Column("Last", shown)
    table = tuple(
        (
            (Name(row.region), f", {READINGS[row.reading]}", Cite((row.values[0].origin,))),
            *(_ratio(row, v) for v in (row.values[0], max(row.values, key=value_of), row.values[-1])),
        )
        for row in rows
        if row.values
    )
    note = (Prose(rows[0].note, note=True),) if rows else ()
    return Side(tuple(blocks)), Table("Uses of security for 100 of development", columns, table), *note


def _by_year(found: Sequence[Figure]) -> dict[int, Figure]:
    return {figure.year: figure for figure in found if figure.year is not None}
