"""The parameters of the dynamics: meaning, range, source, and which of them no data decide."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from technostate.dynamics.parameters import Parameter
from technostate.dynamics.parameters import parameters as table
from technostate.evidence import Figure, Origin
from technostate.evidence.figure import Range
from technostate.notation import Scale
from technostate.view.shell import command
from technostate.write import Code, Column, Items, Prose, Section, Shown, Table, View
from technostate.write.blocks import Block
from technostate.write.inline import Text
from technostate.write.tables import Row

#: Mechanism → what its section is called, in the order of a year.
MECHANISMS = {
    "ideas": "Ideas",
    "research": "Research",
    "capital": "Capital",
    "forces": "Forces",
    "threat": "Threat",
    "priority": "Priority of security",
    "budgets": "Budgets and wedges",
    "restrictions": "Restrictions by others",
    "baseline": "Growth",
}
#: How draws lie in a range, in words.
FORMS = {"even": "even", "logs": "even in logs", "normal": "normal, cut off at two standard deviations"}
ORIGIN = Origin(
    producer="technostate",
    title="Parameters of the dynamics",
    citation="technostate, parameters of the dynamics (dynamics/parameters.toml).",
    vintage="2026",
    licence="Apache-2.0",
    note="each row names its own source",
)


@dataclass(frozen=True)
class Drawn:
    """A parameter: its row of the table, and its centre with its range as a figure."""

    row: Parameter
    figure: Figure


def parameters() -> View[tuple[Drawn, ...]]:
    """Return the table of parameters, by mechanism; those that nothing identifies are said first.

    Examples
    --------
    >>> view = parameters()
    >>> view.data[0].row.name, view.data[0].figure.value
    ('beta', 0.4)
    """
    data = tuple(map(_drawn, table().values()))
    open_ones = [drawn.row for drawn in data if not drawn.row.identified]
    lead = Prose(
        f"{len(data)} numbers that the paths to 2050 depend on, with the range within which each is drawn. Results are "
        "shown over the ranges, never at the centres alone."
    )
    names: list[str | Code] = []
    for row in open_ones:
        names += [", ", Code(row.name)] if names else [Code(row.name)]
    warned: Text = (f"No data in hand decide {len(open_ones)} of them: ", *names, ".")
    blocks: tuple[Block, ...] = (Items((warned,), warn=True), lead, *_sections(data))
    return View("Parameters of the dynamics", data, blocks, tuple(map(_row, data)), command("futures", "parameters"))


def _drawn(row: Parameter) -> Drawn:
    form = FORMS[row.form]
    over = "range of the draws" if form == "even" else f"range of the draws, {form}"
    figure = Figure(row.central, "ratio", "modelled", ORIGIN, range=Range(row.low, row.high, over))
    return Drawn(row, figure)


def _sections(data: tuple[Drawn, ...]) -> tuple[Section, ...]:
    order = list(MECHANISMS)
    ordered = sorted(data, key=lambda drawn: order.index(drawn.row.mechanism))
    columns = (
        Column("Parameter"), Column("Meaning", words=True), Column("Centre and range"), Column("Unit"),
        Column("Draws"), Column("Status"), Column("Source", words=True),
    )  # fmt: skip
    made = []
    for mechanism, members in groupby(ordered, key=lambda drawn: drawn.row.mechanism):
        lines: tuple[Row, ...] = tuple(map(_line, members))
        made.append(Section(MECHANISMS[mechanism], (Table("", columns, lines, by="cell"),), mechanism))
    return tuple(made)


def _line(drawn: Drawn) -> Row:
    row = drawn.row
    status = row.status if row.identified else f"{row.status}, not identified"
    name: Text = (Code(row.name), f" {row.symbol}")
    return name, row.meaning, Shown(drawn.figure, _scale(row)), row.unit, FORMS[row.form], status, row.source


def _scale(row: Parameter) -> Scale:
    """Return the scale that writes a range as scenarios take it: with as many decimals as the table has."""
    ends = (row.low, row.central, row.high)
    decimals = next(places for places in range(1, 8) if all(abs(round(end, places) - end) < 1e-12 for end in ends))
    return Scale(1.0, decimals, "", signed=row.low < 0)


def _row(drawn: Drawn) -> dict[str, object]:
    row = drawn.row
    return {
        "parameter": row.name, "mechanism": row.mechanism, "symbol": row.symbol, "meaning": row.meaning,
        "figure": drawn.figure, "low": row.low, "high": row.high, "parameter_unit": row.unit, "draws": FORMS[row.form],
        "status": row.status, "identified": row.identified, "source": row.source,
    }  # fmt: skip
