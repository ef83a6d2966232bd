"""How often a formulation stands in yearly texts, drawn as counts with their exact ranges, and what that can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.trend import trend
from technostate.evidence import Figure, value_of
from technostate.strategies.salience import ISSUERS
from technostate.view.doctrine.words import concept, local
from technostate.write import Chart
from technostate.write.forms import Line, Lines, Multiples

#: Hits of a middling year below which counts stand as dots with their ranges, and no line joins them.
FEW = 10
#: Years in a row, to the last, from which "since" may be said.
RUN = 3


@dataclass(frozen=True)
class Yearly:
    """A formulation in a state's yearly texts.

    Parameters
    ----------
    rates, hits : tuple of Figure
        Of each year that has a text; rates have exact 95 % intervals.
    """

    region: str
    collection: str
    title: str
    term: str
    gloss: str
    unit: str
    rates: tuple[Figure, ...]
    hits: tuple[Figure, ...]


def reading(rates: Sequence[Figure]) -> str:
    """Return what rates of years, with their ranges, can show.

    Examples
    --------
    >>> reading(())
    'no text'
    """
    if not rates:
        return "no text"
    lows = [0.0 if rate.low is None else rate.low for rate in rates]
    highs = [value_of(rate) if rate.high is None else rate.high for rate in rates]
    if max(lows) <= min(highs):
        return "too few hits to tell one year from another"
    ordered = sorted(rates, key=lambda rate: rate.year or 0)
    run = 0
    for rate in reversed(ordered):
        if not value_of(rate):
            break
        run += 1
    if run == len(ordered):
        return "a hit in every year that has a text"
    if run >= RUN:
        return f"a hit in every year since {ordered[-run].year}"
    return f"highest in {max(ordered, key=value_of).year}"


def can_join(hits: Sequence[float]) -> bool:
    """Return whether a line may join the years of a count: whether a middling year has hits enough."""
    return bool(hits) and median(hits) >= FEW


def of_state(region: str, texts: CountedCollection, formulation: str, since: int) -> Yearly:
    """Return a formulation in a state's collection, year by year.

    Parameters
    ----------
    formulation : str
        Its id.
    since : int
        First year.
    """
    found = trend(texts, [formulation])
    (terms,) = found.counted.values()
    together = {row.year: row for row in found.together}
    rates: dict[int, Figure] = {}
    hits: dict[int, Figure] = {}
    for row in found.rows:
        if row.year is None or row.year < since or row.rate is None:
            continue
        both = together.get(row.year)
        rates[row.year], hits[row.year] = (both.rate, both.hits) if both is not None else (row.rate, row.hits)
    return Yearly(
        region, texts.name, texts.origin.title, terms[0] if len(terms) == 1 else concept(formulation),
        concept(formulation), found.unit, tuple(rates[year] for year in sorted(rates)),
        tuple(hits[year] for year in sorted(hits)),
    )  # fmt: skip


def chart(item: Yearly) -> Chart:
    """Return the chart of a formulation in a state's yearly texts, on an axis of its own."""
    points = {rate.year: rate for rate in item.rates if rate.year is not None}
    said = item.term if item.gloss == item.term else f"{item.term} ({item.gloss})"
    line = Line("", points, region=item.region)
    form = Lines((line,), joined=can_join([value_of(count) for count in item.hits]))
    sub = f"{item.unit}, exact 95 % intervals, {min(points)} to {max(points)}; {item.title}" if points else item.title
    return Chart(f"{said}: {reading(item.rates)}", form, sub)


def panels(labels: Sequence[str], points: Sequence[Mapping[int, Figure]], region: str = "") -> Multiples:
    """Return several formulations of one collection as small charts of counts on one scale.

    Parameters
    ----------
    region : str
        Whose texts they are.
    """
    both = zip(labels, points, strict=True)
    return Multiples(
        tuple(
            (
                (local(label), f": {reading(list(found.values()))}"),
                Lines((Line("", found, region=region),), joined=False),
            )
            for label, found in both
        )
    )


def speaker(collection: str) -> str:
    """Return the state whose texts a shipped collection has; empty for others.

    Examples
    --------
    >>> speaker("gwr"), speaker("sotu"), speaker("mine")
    ('CHN', 'USA', '')
    """
    return ISSUERS.get(collection, "")
