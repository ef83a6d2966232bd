"""The one sentence that answers, by rules in a fixed order: each holds at its boundary or gives way to the next."""

from __future__ import annotations

from collections.abc import Iterator

from technostate.evidence import Figure, value_of
from technostate.report.brief_record import Answered, Mutual
from technostate.report.finding import Labelled
from technostate.report.saying import percent
from technostate.view.price.record import Cell, Price
from technostate.view.price.section import DRAWN, STOCK
from technostate.write import Cite
from technostate.write.cells import plain_piece
from technostate.write.inline import Inline, Text
from technostate.write.names import of, the

#: How many times the smaller share the larger one must be before a sentence calls it larger.
UNEQUAL = 1.5
#: Odds above this are beyond every year, and no sentence says that a lever pays there.
EVERY_YEAR = 1.0


def answered(state: str, against: str, price: Price | None, mutual: Mutual) -> Answered:
    """Return the sentence that answers, of the first rule that its figures carry.

    Parameters
    ----------
    state, against : str
        Codes.
    price : Price or None
        None where there is none.
    """
    for found in (_stock(state, against, price), _unequal(state, against, mutual), _shares(state, against, mutual)):
        if found is not None:
            return found
    text = f"Public figures give neither a price of security nor a mutual dependence for {_pair(state, against)}"
    return Answered("nothing", f"{text}.", ())


def lead(answer: Answered, price: Price | None, mutual: Mutual, state: str, against: str) -> Text:
    """Return what stands under the answer: its words, and the dependence where the answer says it not.

    Parameters
    ----------
    price : Price or None
        Whose sizes are said.
    state, against : str
        Codes.
    """
    read = "A share of cases or of paths is no probability."
    if answer.rule == "stock" and price is not None:
        read = (
            f"A wedge makes imports {100 * price.wedge:g} % dearer; a stock holds {price.days:g} days of them. {read}"
        )
    if answer.rule != "stock" or mutual.there is None or mutual.back is None:
        return read
    return (
        "Looking through supply chains, ", percent(mutual.there), f" of {of(state)} inputs are made in {the(against)} "
        "and ", percent(mutual.back), f" of {of(against)} in {the(state)} ({mutual.year})",
        Cite((mutual.there.origin,)), f". {read}",
    )  # fmt: skip


def odds(value: float) -> str:
    """Return a probability a year as odds.

    Examples
    --------
    >>> odds(0.0485), odds(0.302), odds(0.8), odds(0.0)
    ('1 in 21', '1 in 3', 'nearly every year', 'none')
    """
    if value <= 0.0005:
        return "none"
    return f"1 in {1 / value:.0f}" if value <= 2 / 3 else "nearly every year"


def _stock(state: str, against: str, price: Price | None) -> Answered | None:
    """Say at which odds a stock pays, where it is cheaper than a wedge under every choice, for both."""
    if price is None or not _always(price, STOCK):
        return None
    cells = list(_stocks(price))
    if len(cells) < 2:
        return None
    figures = tuple(Labelled(f"break-even of a stock, {cell.state}", it) for cell in cells if (it := cell.break_even))
    lows = [it.figure.low for it in figures if it.figure.low is not None]
    highs = [it.figure.high for it in figures if it.figure.high is not None]
    said = f"For {_pair(state, against)}, stocks of what the other sells are cheaper security than a wedge on it"
    if not lows or not highs or max(highs) > EVERY_YEAR:
        return Answered("stock", f"{said}, whatever is assumed.", figures)
    ends = odds(min(lows)), odds(max(highs))
    if "none" in ends or ends[1] == "nearly every year":
        return Answered("stock", f"{said}, whatever is assumed.", figures)
    span = f"{ends[0]} to {ends[1]}" if ends[0] != ends[1] else ends[0]
    return Answered("stock", f"{said}: they pay if a stop is likelier than {span} a year.", figures)


def _always(price: Price, question: str) -> bool:
    found = [item.answer for item in price.judged if item.question == question and item.shock == DRAWN]
    return len(found) == len(price.shocks) and all(answer == "always" for answer in found)


def _stocks(price: Price) -> Iterator[Cell]:
    """Yield the stock of what the other sells of each state, against the event that is drawn."""
    for cell in price.cells:
        if cell.lever == "stockpile" and cell.target != "everyone" and cell.shock == DRAWN and cell.break_even:
            yield cell


def _unequal(state: str, against: str, mutual: Mutual) -> Answered | None:
    """Say who relies more on the other, where one share is at least half as large again."""
    if mutual.there is None or mutual.back is None:
        return None
    one, other = value_of(mutual.there), value_of(mutual.back)
    low, high = sorted((one, other))
    if low <= 0 or high / low < UNEQUAL:
        return None
    more, less = (state, against) if one > other else (against, state)
    larger, smaller = (mutual.there, mutual.back) if one > other else (mutual.back, mutual.there)
    said = (
        f"{of(more, start=True)} inputs come from {the(less)} more than the reverse: ", percent(larger), " against ",
        percent(smaller), ", counted through all supply chains.",
    )  # fmt: skip
    return Answered("unequal", _plain(said), _both(state, against, mutual))


def _shares(state: str, against: str, mutual: Mutual) -> Answered | None:
    if mutual.there is None or mutual.back is None:
        return None
    said = (
        "Counted through all supply chains, ", percent(mutual.there), f" of {of(state)} inputs come from "
        f"{the(against)} and ", percent(mutual.back), f" of {of(against)} from {the(state)}.",
    )  # fmt: skip
    return Answered("shares", _plain(said), _both(state, against, mutual))


def _both(state: str, against: str, mutual: Mutual) -> tuple[Labelled, ...]:
    found: list[tuple[str, Figure | None]] = [
        (f"inputs of {state} from {against}", mutual.there),
        (f"inputs of {against} from {state}", mutual.back),
    ]
    return tuple(Labelled(label, figure) for label, figure in found if figure is not None)


def _pair(state: str, against: str) -> str:
    return f"{the(state)} and {the(against)}"


def _plain(said: tuple[Inline, ...]) -> str:
    return "".join(map(plain_piece, said))
