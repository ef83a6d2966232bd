"""Rates of monthly counts: per million Han characters, as the producer of published monthly counts gives them."""

from __future__ import annotations

from technostate.doctrine.monthly.labels import error
from technostate.doctrine.monthly.stored import ORIGIN, Items
from technostate.doctrine.views.figures import EXACT
from technostate.doctrine.views.rates import interval
from technostate.evidence.figure import Figure, Range

UNIT = "hits per million Han characters"
MILLION = "per million characters"
#: Rates of `technostate.doctrine.views` are per this many characters.
_THEIRS = 10_000
#: Year from which the site posted the longest readouts.
COMPOSED = 2016

COMPOSITION = (
    "Before about 2016 the site did not post the longest readouts, so that the composition of items changes: read a "
    "step at 2015/2016 with the reports beside it."
)
CLUSTERED = "The exact intervals take hits as independent; one long item holds many, so that true ones are wider."


def per_million(hits: int, characters: int, year: int | None = None) -> Figure | None:
    """Return hits per million Han characters with the exact 95 % interval; None where there is no text.

    Parameters
    ----------
    characters : int
        Han characters.

    Examples
    --------
    >>> found = per_million(50, 228_438)
    >>> round(found.value, 1), round(found.low, 1), round(found.high, 1)
    (218.9, 162.5, 288.6)
    """
    if characters <= 0:
        return None
    low, high = (bound * 1e6 / _THEIRS for bound in interval(hits, characters))
    return Figure(1e6 * hits / characters, MILLION, "derived", ORIGIN, year=year, range=Range(low, high, over=EXACT))


def told(items: Items, first: str) -> tuple[str, ...]:
    """Return what a reader must know of a choice of items and of months from the first on."""
    notes = [CLUSTERED]
    if items != "all":
        notes.append(_rule(items))
    if int(first[:4]) < COMPOSED:
        notes.insert(0, COMPOSITION)
    return tuple(notes)


def _rule(items: Items) -> str:
    """Return how far the items chosen are what they are called."""
    score = error().of[items]
    parts = [
        f"{100 * found.value:.0f} % ({100 * found.low:.0f} to {100 * found.high:.0f}) {words}"
        for found, words in (
            (score.precision, "of those told so are so"),
            (score.recall, "of those that are so are told"),
        )
        if found is not None
    ]
    return f"Items told {items} by rules: on items coded by reading, {', and '.join(parts)} (docs/monthly.md)."
