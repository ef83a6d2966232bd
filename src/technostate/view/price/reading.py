"""How the price of security is read: a title that its verdicts allow, and one row in words with its own figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from technostate.evidence import Figure
from technostate.futures.price import LEVERS
from technostate.view.price.record import Cell, Price
from technostate.write import Prose
from technostate.write.forms import ODDS
from technostate.write.inline import Shown
from technostate.write.names import first, the

#: Events between the two states; that all suppliers hold back energy is none.
BETWEEN = ("stop", "coalition", "cut")


def headline(data: Price, state: str, other: str) -> str:
    """Return what a chart of break-even odds shows, where it holds under every choice against each event between two.

    Parameters
    ----------
    state, other : str
        Codes.
    """
    if _always(data, state, "stockpile before aimed"):
        return (
            f"{first(state)}: a stock of imports from {the(other)} is cheaper insurance than a wedge on them, "
            "under every choice"
        )
    if _always(data, state, "aimed before self_reliance"):
        return (
            f"{first(state)}: a wedge on {the(other)} alone is cheaper insurance than self-reliance, under every choice"
        )
    return f"Break-even probability a year of {the(state)}, by lever and event"


def _always(data: Price, state: str, question: str) -> bool:
    answers = [row.answer for row in data.judged if (row.state, row.question) == (state, question)
               and row.shock in BETWEEN]  # fmt: skip
    return bool(answers) and all(answer == "always" for answer in answers)


def row_in_words(
    cells: Iterable[Cell], data: Price, lever_words: Callable[[str], str], event: Callable[[str], str]
) -> Prose | None:
    """Return the row with the lowest median odds in words; None where no lever pays in the median.

    Parameters
    ----------
    lever_words : callable
        Name of a lever with its target → the lever in words.
    event : callable
        Key of a shock → the event, as the rest of a sentence that begins with "if".
    """
    known: list[tuple[float, Cell, Figure]] = []
    for cell in cells:
        if cell.break_even is not None and cell.break_even.value is not None and cell.break_even.value > 0.0:
            known.append((cell.break_even.value, cell, cell.break_even))
    if not known:
        return None
    odds, cell, figure = min(known, key=lambda row: row[0])
    if odds >= 1.0 or cell.premium is None or cell.cover is None:
        return None
    lever = next(item for item in LEVERS if item.name == cell.lever and _aims(item.target, cell, data))
    return Prose(
        (
            f"How to read it. {lever_words(lever.name + ' ' + lever.target)} costs ", cell.premium,
            f" of civil absorption every year. If {event(cell.shock)}, it saves ", cell.cover,
            " of it in that year. Case by case one over the other is ", Shown(figure, ODDS),
            f" a year in the median, about once {_years(odds)}. Whoever takes the event for likelier gains by the "
            "lever; whoever takes it for rarer pays for nothing.",
        )
    )  # fmt: skip


def _aims(target: str, cell: Cell, data: Price) -> bool:
    meant = {"comparator": data.against if cell.state == data.state else data.state, "everyone": "everyone"}
    return meant.get(target, cell.state) == cell.target


def _years(odds: float) -> str:
    """Return how rare odds a year are.

    Examples
    --------
    >>> _years(0.11), _years(0.7), _years(0.99)
    ('in 9 years', 'in 1.4 years', 'a year')
    """
    years = 1.0 / odds
    if years < 1.05:
        return "a year"
    return f"in {years:.0f} years" if years >= 3.0 else f"in {years:.1f} years"
