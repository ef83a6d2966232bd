"""The price of security as a part of the report: both states side by side in one chart and one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from technostate.errors import TechnostateError
from technostate.evidence import Figure
from technostate.futures.price import LEVERS, Lever
from technostate.shocks.kept import kept_in
from technostate.shocks.progress import Show, silent
from technostate.view.price.ask import USUAL, price
from technostate.view.price.blocks import LEAD, LIMITS, sentences
from technostate.view.price.record import Cell, Price
from technostate.view.shell import command
from technostate.write import Chart, Cite, Code, Column, Fold, Items, Name, Prose, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import ODDS, Ranges, Span, Zone
from technostate.write.inline import Absent, Inline, Text, pieces
from technostate.write.names import first
from technostate.write.tables import Group
from technostate.write.terms import explained

#: The event that is drawn; all of them stand in the table.
DRAWN = "stop"
#: The question whose answer heads the chart.
STOCK = "stockpile before aimed"
#: Levers as both states have them, by name and target.
_LEVERS: Mapping[tuple[str, str], str] = {
    ("aimed", "comparator"): "Wedge of {wedge:g} % on strategic imports from the other",
    ("self_reliance", "everyone"): "Wedge of {wedge:g} % on strategic imports from everyone",
    ("all_goods", "everyone"): "Wedge of {wedge:g} % on all goods from everyone",
    ("stockpile", "comparator"): "Stock, {days:g} days of strategic imports from the other",
    ("stockpile", "everyone"): "Stock, {days:g} days of strategic imports from everyone",
}
_EVENTS = {
    "stop": "if the other stops its strategic exports",
    "coalition": "if the other and its coalition stop theirs",
    "cut": "if all trade in goods between the two ends",
    "energy": "if all suppliers hold back part of their energy",
}


@dataclass(frozen=True)
class Insurance:
    """The price of security of a pair of states, or why there is none.

    Parameters
    ----------
    price : Price or None
        Without its rows choice by choice.
    why : str
        Empty where there is an answer.
    """

    price: Price | None
    why: str = ""


def insurance(
    state: str, against: str, *, draws: int = USUAL.draws, parts: Path | None = None, progress: Show = silent
) -> View[Insurance]:
    """Return the price of security of two states beside each other, or why they have none.

    Parameters
    ----------
    state, against : str
        Codes.
    draws : int
        Cases of the range.
    parts : Path, optional
        Folder of finished parts, the user's cache by default.
    progress : callable
        Called with a few words and the fraction of the work that is done.
    """
    again = command("price", state, against=against)
    title = "The price of security"
    kept = kept_in(parts)
    try:
        with TemporaryDirectory() if kept is None else nullcontext(kept.folder) as folder:
            found = price(state, against, draws=draws, parts=Path(folder), progress=progress)
    except TechnostateError as error:
        why = f"No price of security: {error}."
        blocks = Prose(LEAD), Items((why,), "What is missing", warn=True)
        return View(title, Insurance(None, str(error)), blocks, (), again)
    # Rows choice by choice are the price's own answer; beside a report they would be much of its JSON.
    data = replace(found.data, rows=())
    return View(title, Insurance(data), section_blocks(data), found.rows, found.command)


def section_blocks(data: Price) -> tuple[Block, ...]:
    """Return the blocks of a pair: the chart first, then what survives every choice, and all events in a table."""
    said = tuple((Name(state), ": ", *pieces(text)) for state in data.shocks for text in _said(data, state))
    found: list[Block] = [
        Prose(LEAD),
        explained("break_even", "wedge", "rent"),
        chart(data),
        Items(said, "What survives every choice, and what does not"),
    ]
    found.append(_table(data))
    if spending := tuple(_spending(data)):
        found.append(Items(spending))
    missing = [*data.notes]
    if data.failed:
        missing.append(f"{data.failed} equilibria were not found; those cases are left out where they belong")
    limits: tuple[Block, ...] = (Items(LIMITS),)
    if missing:
        limits = (Items(tuple(missing), "What is missing", warn=True), *limits)
    found.append(Fold("What these figures leave out", limits, printed=True))
    words = "Premium, cover, every form of the wedge and every rule on rents: "
    again = command("price", data.state, against=data.against)
    found.append(Prose((words, Code(again), ". Source", Cite((data.origin,))), note=True))
    return tuple(found)


def heading(data: Price) -> str:
    """Return what the chart shows: what survives every choice for both states, where something does."""
    found = [item.answer for item in data.judged if item.question == STOCK and item.shock != "energy"]
    if found and all(answer == "always" for answer in found):
        return (
            "At the sizes shown a stock of what the other side sells is cheaper than a wedge on it, under every choice"
        )
    return "At which odds a year a lever pays, if the other side stops its strategic exports"


def _other(data: Price, state: str) -> str:
    return data.against if state == data.state else data.state


def _said(data: Price, state: str) -> Iterator[Text]:
    """Yield on stocks, on aiming under the drawn event, and on paying: what other events change is `price`'s."""
    other = _other(data, state)
    found = list(sentences(data, state, other))
    yield found[0]
    aimed = [key for key in data.shocks[state] if key != "energy"].index(DRAWN)
    yield found[1 + aimed]
    yield found[-1]


def _words(lever: Lever, data: Price) -> str:
    return _LEVERS[lever.name, lever.target].format(wedge=100 * data.wedge, days=data.days)


def _cells(data: Price) -> dict[tuple[str, str, str, str], Cell]:
    """Return state, lever, target (comparator or everyone), event → cell."""
    return {
        (cell.state, cell.lever, "everyone" if cell.target == "everyone" else "comparator", cell.shock): cell
        for cell in data.cells
        if cell.shock
    }


def chart(data: Price) -> Chart:
    """Return the chart of a pair: levers against one event, both states side by side."""
    cells = _cells(data)
    rows: list[Span | Group] = []
    never: list[str] = []
    for lever in LEVERS:
        if (lever.name, lever.target) not in _LEVERS:
            continue
        rows.append(Group(_words(lever, data)))
        for state in data.shocks:
            cell = cells.get((state, lever.name, lever.target, DRAWN))
            if cell is None or cell.break_even is None:
                never.append(f"{first(state)}: {_words(lever, data)}")
            else:
                rows.append(Span(Name(state), cell.break_even, state))
    note = "Left is cheaper; in the tinted zone a lever costs more than it saves even if the event came every year"
    if never:
        note += f". Not drawn, as it never pays: {'; '.join(never)}"
    sub = (
        "Break-even probability a year if the other side stops its strategic exports; median and p10 to p90 over forms "
        "of the wedge, rules on rents and draws; logarithmic; modelled"
    )
    return Chart(heading(data), Ranges(tuple(rows), "", log=True, zone=Zone(1.0, "never pays")), sub, note, told=True)


def _table(data: Price) -> Table:
    cells = _cells(data)
    rows: list[tuple[Text, ...] | Group] = []
    for lever in LEVERS:
        if (lever.name, lever.target) not in _LEVERS:
            continue
        rows.append(Group(_words(lever, data)))
        for key, words in _EVENTS.items():
            each = [cells.get((state, lever.name, lever.target, key)) for state in data.shocks]
            if any(each):
                rows.append((words, *(_known(cell) for cell in each)))
    columns = Column("Lever and event", words=True), *(Column(Name(state), ODDS) for state in data.shocks)
    caption = (
        "Break-even probability a year: a lever pays where the event is likelier; median (p10 to p90) over all "
        "choices; above 1 it costs more than it saves even if the event came every year, beyond it never pays; "
        "modelled"
    )
    return Table(caption, columns, tuple(rows))


def _known(cell: Cell | None) -> Text:
    if cell is None:
        return Absent("no such event")
    figure: Figure | None = cell.break_even
    return Absent("never pays") if figure is None else figure


def _spending(data: Price) -> Iterator[Text]:
    """Yield what one per cent of GDP more for forces costs each state; what it covers is not priced."""
    known = [(cell.state, cell.premium) for cell in data.cells if cell.lever == "military" and cell.premium is not None]
    if known:
        said: list[Inline] = []
        for state, premium in known:
            said += [", " if said else "", Name(state), " ", premium]
        why = next(lever.why for lever in LEVERS if lever.name == "military")
        yield (
            "Premium of military spending of one per cent of GDP more, of civil absorption a year: ",
            *said,
            f"; {why}.",
        )
