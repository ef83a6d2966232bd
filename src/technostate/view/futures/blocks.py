"""The blocks that say what an ensemble says: first what a share of paths is not, then odds, fans, what decides."""

from __future__ import annotations

from collections.abc import Sequence

from technostate import notation
from technostate.dynamics import OUTCOMES
from technostate.evidence import Figure
from technostate.evidence.figure import value_of
from technostate.notation import lowered
from technostate.view.futures.record import Bound, Fan, Odds, Shown, Variance, Where
from technostate.view.price.blocks import priced_blocks
from technostate.write import Chart, Column, Fold, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.forms import Line, Lines, Ranges, Span
from technostate.write.inline import Inline, Mark, Text
from technostate.write.inline import Shown as Scaled
from technostate.write.names import first
from technostate.write.tables import Group, Row

#: Outcomes that are drawn; the table of the others' last year is folded.
DRAWN = ("income_a_head", "civil", "cost", "gdp_market", "technology", "burden")
#: Years that a table has, beside the last.
YEARS = (2025, 2030, 2035, 2040, 2045)
#: A goal that less than this share of paths meets, or misses, has no sentence.
EXTREME = 0.01

NOT_ODDS = (
    "A share of paths is no probability of the event: it says in how much of the assumed ranges a goal is met, every "
    "range as likely as it is written. The interval beside it says how well so many draws measure that share, nothing "
    "of whether ranges or model are right."
)
SURFACE = (
    "Total: share of the variance that an input causes alone and together with others; first: alone. From a polynomial "
    "surface through the paths; what it does not foretell may belong to any input."
)
BOXES = (
    "Boxes are looked for by peeling in the first half of the paths and measured on the second. They describe the "
    "assumed ranges; a limit is no threshold of the world."
)


def shown_blocks(data: Shown) -> tuple[Block, ...]:
    """Return everything that is said of an ensemble."""
    blocks: list[Block] = [Items(tuple(_warnings(data)), warn=True)]
    if data.odds:
        blocks.append(Section("How often goals are met", odds_blocks(data.odds), "odds"))
    blocks.append(Section("How paths spread", fan_blocks(data.fans), "fans"))
    if data.indices or data.few:
        blocks.append(Section("What decides", index_blocks(data.indices, data.few), "indices"))
    for price in data.prices:
        blocks.append(Section(f"The price of security in {price.year}", priced_blocks(price), f"price-{price.year}"))
    return tuple(blocks)


def _warnings(data: Shown) -> list[Text]:
    found: list[Text] = [NOT_ODDS]
    for why, count in data.failed.items():
        found.append(
            f"{count:,} of {data.paths + sum(data.failed.values()):,} draws have no path and no part in any figure: "
            f"{why}."
        )
    for name, why in data.missing.items():
        found.append(
            f"{OUTCOMES[name].title} and goals about it are left out: in some years of some paths it has no figure, "
            f"as {why}."
        )
    known = {row.dimension: row.title for part in data.indices for row in part.inputs if not row.identified}
    if known:
        found.append(f"No data decide what matters here: {'; '.join(known.values())}.")
    return found


def odds_blocks(odds: Sequence[Odds]) -> tuple[Block, ...]:
    """Return a sentence a goal that some paths meet and some miss, a chart and a table of all definitions."""
    by_title: dict[str, list[Odds]] = {}
    for row in odds:
        by_title.setdefault(row.title, []).append(row)
    spans: list[Span | Group] = []
    table: list[Row] = []
    for title, each in by_title.items():
        spans += [Group(title), *(Span(row.definition, row.share, row.region) for row in each)]
        table += [Group(title), *((row.definition, row.share, plain(row.reached), plain(row.goal)) for row in each)]
    columns = Column("Definition", words=True), Column("Share of paths"), Column("What is reached"), Column("Goal")
    chart = Chart("Shares of paths that meet a goal, by definition", Ranges(tuple(spans)), "95 % interval", told=True)
    open_ = tuple(sentence(row) for each in by_title.values() for row in each if EXTREME < _share(row) < 1 - EXTREME)
    blocks: list[Block] = [Items(open_)] if open_ else []
    if some := len(odds) - len(open_):
        words = f"{some} of {len(odds)} definitions are" if some > 1 else f"One of {len(odds)} definitions is"
        blocks.append(Prose(f"{words} met in next to no path or missed in next to none; the table has them."))
    blocks += [chart, Table("Goals by definition; modelled", columns, tuple(table), by="cell")]
    if any(row.where is not None for row in odds):
        blocks.append(Prose(BOXES, note=True))
    return tuple(blocks)


def _share(row: Odds) -> float:
    return value_of(row.share)


def sentence(row: Odds) -> Text:
    """Return how often a goal is met and where it is not.

    The same words whichever way it goes: the rarer side has the box.
    """
    said: list[Inline] = [f"{row.title} in ", row.share, f" of the paths ({lowered(row.definition)})"]
    if row.where is not None:
        said += ["; ", *box(row.where)]
    return (*said, ".")


def box(where: Where) -> tuple[Inline, ...]:
    """Return where a goal is missed or met, as part of a sentence."""
    said: list[Inline] = [f"it is {where.side} in ", where.density, " of those where "]
    for at, bound in enumerate(where.bounds):
        said += [*([" and "] if at else []), *limits(bound)]
    return (*said, ", which hold ", where.coverage, f" of all that {'miss' if where.side == 'missed' else 'meet'} it")


def limits(bound: Bound) -> tuple[Inline, ...]:
    """Return what a box demands of one thing that was drawn."""
    if bound.choices:
        return (f"{lowered(bound.title)} is {' or '.join(bound.choices)}",)
    if bound.low is not None and bound.high is not None:
        return (f"{bound.title} lies between ", plain(bound.low), " and ", plain(bound.high))
    end = bound.low if bound.low is not None else bound.high
    assert end is not None, "a bound has a limit"
    return (f"{bound.title} lies {'above' if bound.low is not None else 'below'} ", plain(end))


def plain(figure: Figure) -> Inline:
    """Return a figure without a word for a unit that has none."""
    return Scaled(figure, unworded([figure])) if figure.unit == "ratio" else figure


def unworded(figures: Sequence[Figure]) -> notation.Scale:
    """Return a scale of figures without a word after it where they are ratios."""
    found = scale_of(figures)
    assert found is not None, "figures of one unit have a scale"
    return found._replace(words="") if figures[0].unit == "ratio" else found


def fan_blocks(fans: Sequence[Fan]) -> tuple[Block, ...]:
    """Return a chart and a table an outcome, and the last year of the others."""
    blocks: list[Block] = []
    for outcome in DRAWN:
        each = [row for row in fans if row.outcome == outcome]
        if not each:
            continue
        lines = tuple(Line(Name(row.region), row.years, region=row.region) for row in each)
        title, sub = each[0].title, f"{each[0].meaning}; median and p10 to p90; modelled"
        blocks.append(Chart(title, Lines(lines, from_zero=False), sub, told=True))
        blocks.append(_years(each))
    rest = [row for row in fans if row.outcome not in DRAWN]
    if rest:
        rows: tuple[tuple[Text, ...], ...] = tuple(
            (row.title, Name(row.region), plain(row.years[max(row.years)])) for row in rest
        )
        caption = f"Other outcomes in {max(rest[0].years)}, median (p10 to p90); modelled"
        columns = Column("Outcome"), Column("Region"), Column("")
        blocks.append(Fold("Other outcomes", (Table(caption, columns, rows, by="cell"),), printed=True))
    return tuple(blocks)


def _years(fans: Sequence[Fan]) -> Table:
    known = fans[0].years
    at = [year for year in known if year in YEARS or year == max(known)]
    scale = unworded([row.years[year] for row in fans for year in at])
    columns = Column("Year"), *(Column(Name(row.region), scale) for row in fans)
    rows: list[Row] = [(str(year), *(row.years[year] for row in fans)) for year in at]
    return Table(f"{fans[0].title}, median (p10 to p90); modelled", columns, tuple(rows))


def index_blocks(indices: Sequence[Variance], few: str) -> tuple[Block, ...]:
    """Return a table an outcome of what its variance comes from; or why there is none, or why ranges are wide."""
    blocks: list[Block] = [Prose(few)] if few else []
    if not indices:
        return tuple(blocks)
    for part in indices:
        caption: tuple[Inline, ...] = (
            Name(part.region),
            f": {part.of}. The surface foretells ",
            part.explained,
            " of its variance",
        )
        rows: tuple[tuple[Text, ...], ...] = tuple(
            (
                _begun(row.title),
                row.total,
                row.first,
                "" if row.identified else Mark("no data decide it", "none"),
            )
            for row in part.inputs
        )
        columns = Column("Input", words=True), Column("Total"), Column("First"), Column("")
        if rows:
            spans = tuple(Span(_begun(row.title), row.total, part.region) for row in part.inputs)
            title = f"{first(part.region)}: what decides {part.of}"
            blocks.append(Chart(title, Ranges(spans), "Total share of variance", told=True))
            blocks.append(Fold(f"{title}, alone and together", (Table(caption, columns, rows),), printed=True))
        else:
            blocks.append(Prose((*caption, "; no input has a share worth showing.")))
    return (*blocks, Prose(SURFACE, note=True))


def _begun(words: str) -> str:
    """Return words as a line begins with them."""
    return words[:1].upper() + words[1:]
