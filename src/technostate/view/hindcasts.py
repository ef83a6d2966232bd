"""Past spans asked again: what the model would have said of the last year, beside rules of one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from technostate.dynamics.hindcasts import MEASURES, METHODS, SPANS, Hindcast, duels, hindcast, same_year, tallies
from technostate.dynamics.hindcasts.verdict import ELASTICITIES, PAIRS, Given, Tally
from technostate.errors import ScenarioError, unknown_label
from technostate.notation import Scale
from technostate.shocks.progress import Show, silent
from technostate.view.hindcasts_data import Hindcasts, figures_of, same_year_figures
from technostate.view.shell import command
from technostate.view.shock.words import listed
from technostate.write import Absent, Chart, Cite, Column, Items, Prose, Section, Shown, Strong, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Ranges, Span
from technostate.write.frame import Row
from technostate.write.inline import Inline, Text
from technostate.write.tables import Group

#: What both sides of a comparison know, in words.
GIVEN: Mapping[Given, str] = MappingProxyType(
    {"real": "growth of real GDP", "nominal": "GDP at current prices", "forecast": "a forecast of growth"}
)
#: Kinds of methods, as headings.
KNOWN = {
    "ex ante": "Ex ante: nothing after the first year is known",
    "conditional": "Conditional: what regions produced in the last year is known",
    "in sample": "In sample: trade of the last year is known too, no test",
}
#: Measures that stand in the tables; JSON and files have all.
MAIN = ("gdp", "partners", "home", "openness", "reliance")
RULE = (
    "Errors are distances from what happened; smaller is better. Ex ante and conditional answers are different tests "
    "and are never compared. Gravity lets every seller's part in a buyer's imports grow as its GDP does and leaves "
    "home shares, openness and reliance where they were. The model finds productivity, equal in all sectors of a "
    "region, that gives the growth it is told, with factors by the Penn World Table; ideas, politics and restrictions "
    "are not in it. Towards the mean: three tenths of a region's own growth a head of the past decade and seven tenths "
    "of all regions'. Ranges are over trade elasticities of 3, 5 and 8 in all sectors. The three tenths, and halves of "
    "trends, were chosen by people who knew these years."
)
DUELS = (
    "One rule (gravity) and one model for each kind of knowledge, both told the same. A side is nearer where it is so "
    "at every elasticity; else the span is open. Measures that are given are left out."
)


def hindcasts(*spans: str, progress: Show | None = None) -> View[Hindcasts]:
    """Return past spans asked again.

    Parameters
    ----------
    *spans : str
        ``1995-2003``, ``1995-2011``, ``2003-2011``, ``2011-2022``; all by default.
    progress : callable, optional
        Called with a few words and the fraction of the work that is done.

    Raises
    ------
    LabelError
        If a span is unknown, with the nearest names.
    ScenarioError
        If a span is named twice.

    Examples
    --------
    >>> view = hindcasts("2003-2011")
    >>> round(view.data.errors["2003-2011"]["model-costs"]["reliance"].value, 2)
    1.31
    """
    chosen = _chosen(spans)
    show, found = progress or silent, {}
    steps = [(span, elasticity) for span in chosen for elasticity in ELASTICITIES]
    for at, (span, elasticity) in enumerate(steps):
        show(span, at / len(steps))
        found[span, elasticity] = hindcast(span, elasticity)
    central = [found[span, ELASTICITIES[0]] for span in chosen]
    counted = tallies(tuple(row for span in chosen for row in duels(span)))
    errors = {span: figures_of([found[span, elasticity] for elasticity in ELASTICITIES]) for span in chosen}
    data = Hindcasts(errors, counted, same_year_figures(same_year()))
    blocks: tuple[Block, ...] = (
        Items(tuple(_verdicts(data)), "The verdict", warn=True),
        _nearer(data),
        Prose(RULE, note=True),
        _chart(data),
        *(_section(row, data) for row in central),
        Prose(tuple(_same(data)), note=True),
    )
    lead = "What the static core of the model says of years that are known, set up on an earlier one."
    return View("Past spans asked again", data, blocks, tuple(_rows(data)),
                command("futures", "hindcast", *spans), lead)  # fmt: skip


def _chosen(spans: Sequence[str]) -> tuple[str, ...]:
    for span in spans:
        if span not in SPANS:
            raise unknown_label("span", span, tuple(SPANS))
    if twice := sorted({span for span in spans if spans.count(span) > 1}):
        raise ScenarioError(f"{listed(twice)} is named twice", hint="name each span once")
    return tuple(spans) or tuple(SPANS)


def _verdicts(data: Hindcasts) -> Iterator[Text]:
    by = {(row.given, row.measure): row for row in data.tallies}
    real, nominal = by["real", "partners"], by["nominal", "partners"]
    rule, model = (sum(len(getattr(row, who)) for row in (real, nominal)) for who in ("rule", "model"))
    if rule > model:
        said = "Given GDP, a one-line formula is better for partners."
    elif model > rule:
        said = "Given GDP, the model is better for partners than a one-line formula."
    else:
        said = "Given GDP, neither the model nor a one-line formula is better for partners."
    yield Strong(said), f" {_counted(real)} {_counted(nominal)}"
    longest = max(data.errors, key=lambda span: SPANS[span].last - SPANS[span].first)
    pair = [data.errors[longest][method]["partners"] for method in PAIRS["nominal"]]
    yield (
        f"From {SPANS[longest].first} to {SPANS[longest].last}, given GDP at current prices, the formula puts ",
        Shown(pair[0], _scale("partners")), " of imports with the wrong partner and the model ",
        Shown(pair[1], _scale("partners")), ".",
    )  # fmt: skip
    for measure in ("openness", "reliance"):
        yield (
            Strong(f"{MEASURES[measure].title}."),
            f" {_counted(by['nominal', measure], 'saying that nothing changes')}",
        )
    yield from _costs(data)


def _counted(row: Tally, rule: str = "the formula") -> str:
    """Return who is nearer how often, in a sentence."""
    spans = len(row.rule) + len(row.model) + len(row.open)
    turns = f"; {len(row.open)} turn{'s' * (len(row.open) == 1)} on the trade elasticity" * bool(row.open)
    return (
        f"Given {GIVEN[row.given]}, {rule} is nearer in {len(row.rule)} of {spans} span{'s' * (spans > 1)}, the model "
        f"in {len(row.model)}{turns}."
    )


def _nearer(data: Hindcasts) -> Table:
    lines: list[tuple[Text, ...] | Group] = []
    for given, words in GIVEN.items():
        lines.append(Group(f"Told {words}"))
        lines += [
            (MEASURES[row.measure].title, *(listed(spans) or "none" for spans in (row.rule, row.model, row.open)))
            for row in data.tallies
            if row.given == given and row.measure in MAIN
        ]
    columns = Column("Measure"), *(Column(title, words=True) for title in ("Rule nearer", "Model nearer", "Open"))
    return Table("Who is nearer", columns, tuple(lines), note=DUELS)


def _costs(data: Hindcasts) -> Iterator[Text]:
    for span, found in data.errors.items():
        if SPANS[span].trend is None:
            continue
        first, last = SPANS[span].trend or (0, 0)
        plain, half, full = (
            Shown(found[name]["reliance"], _scale("reliance"))
            for name in ("model-nominal", "model-half-costs", "model-costs")
        )
        yield (
            Strong("Trends of trade costs"), f" by sector, estimated from {first} to {last}: the model's error of "
            f"look-through reliance in {span} is ", plain, " without them, ", half, " with half of them and ", full,
            " with all.",
        )  # fmt: skip


def _scale(measure: str) -> Scale:
    return Scale(1.0, 2, "%" if MEASURES[measure].unit == "%" else "points")


#: What conditional answers are told.
_PRODUCED: tuple[Given, ...] = ("real", "nominal")


def _chart(data: Hindcasts) -> Chart:
    rows: list[Span | Group] = []
    for span, found in data.errors.items():
        rows.append(Group(span.replace("-", " to ")))
        for given in _PRODUCED:
            rows += [Span(METHODS[method].title, found[method]["partners"]) for method in PAIRS[given]]
    return Chart(
        "Whose partners are nearer", Ranges(tuple(rows)), "Part of imports put with the wrong partner, per cent",
        "Conditional on GDP; ranges over trade elasticities of 3 to 8", told=True,
    )  # fmt: skip


def _section(central: Hindcast, data: Hindcasts) -> Section:
    span = central.span
    found = data.errors[span.name]
    lines: list[tuple[Text, ...] | Group] = []
    for known, methods in groupby(found, key=lambda method: METHODS[method].known):
        lines.append(Group(KNOWN[known]))
        lines += [_line(method, data, span.name) for method in methods]
    columns = (
        Column("Method", words=True),
        *(Column(row.title, scale=_scale(measure)) for measure, row in MEASURES.items() if measure in MAIN),
    )
    tables = "WIOD, 41 regions by 15 sectors" if span.tables == "wiod" else (
        "the trade panel on the 16 sectors that it has in common with WIOD, 41 regions, input coefficients of WIOD 2011"
    )  # fmt: skip
    about: tuple[Inline, ...] = (
        f"On {tables}",
        Cite(central.origins),
        ".",
        *(f" {_sentence(n)}" for n in central.notes),
    )
    return Section(f"{span.first} to {span.last}", (Table("", columns, tuple(lines)), Prose(about, note=True)))


def _sentence(note: str) -> str:
    return f"{note[0].upper()}{note[1:]}."


def _line(method: str, data: Hindcasts, span: str) -> tuple[Text, ...]:
    found = data.errors[span][method]
    cells = tuple(found[measure] if measure in found else Absent("given") for measure in MAIN)
    return (METHODS[method].title, *cells)


def _same(data: Hindcasts) -> Iterator[Inline]:
    yield "Two tables of one year, WIOD's and the trade panel's of 2011, put "
    yield Shown(data.same_year["partners"], _scale("partners"))
    yield " of imports with different partners and "
    yield Shown(data.same_year["gdp"], _scale("gdp"))
    yield " of GDP with different regions: so much of an error may be the statistics'. "
    yield "No figure here is compared across the two."


def _rows(data: Hindcasts) -> Iterator[Row]:
    for span, found in data.errors.items():
        for method, by in found.items():
            known, made_by = METHODS[method].known, METHODS[method].by
            for measure, figure in by.items():
                yield {
                    "span": span, "method": method, "known": known, "by": made_by, "measure": measure, "figure": figure,
                }  # fmt: skip
    for measure, figure in data.same_year.items():
        yield {
            "span": "2011", "method": "the other table of the year", "known": "same year", "by": "statistics",
            "measure": measure, "figure": figure,
        }  # fmt: skip
