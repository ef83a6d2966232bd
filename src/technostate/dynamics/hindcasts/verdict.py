"""The verdict, computed: a rule of one line and the model, each given the same, against what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from technostate.dynamics.hindcasts.asked import CENTRAL, HIGH, LOW, hindcast
from technostate.dynamics.hindcasts.pictures import MEASURES, errors, picture
from technostate.dynamics.hindcasts.tables import COEFFICIENTS, economy, wiod

Given = Literal["forecast", "real", "nominal"]
Winner = Literal["rule", "model", "open"]

#: What both are given → the rule and the model that have it. One pair each, chosen before any was compared.
PAIRS: Mapping[Given, tuple[str, str]] = MappingProxyType(
    {
        "forecast": ("gravity-mean", "model-mean"),
        "real": ("gravity-real", "model-real"),
        "nominal": ("gravity-nominal", "model-nominal"),
    }
)
#: Trade elasticities over which a verdict has to hold.
ELASTICITIES = (CENTRAL, LOW, HIGH)


@dataclass(frozen=True)
class Duel:
    """A rule and the model on one measure of a span, errors in the measure's unit.

    Parameters
    ----------
    given : {"forecast", "real", "nominal"}
        What both know: a forecast of growth, growth of real GDP, or shares of GDP at current prices.
    rule, model : float
        At the central elasticity.
    low, high : float
        The model's least and largest error over `ELASTICITIES`.
    """

    span: str
    given: Given
    measure: str
    rule: float
    model: float
    low: float
    high: float

    @property
    def winner(self) -> Winner:
        """Who is nearer at every elasticity; ``open`` where that depends on it.

        Examples
        --------
        >>> Duel("1995-2011", "nominal", "partners", 13.8, 16.4, 16.4, 16.5).winner
        'rule'
        >>> Duel("2003-2011", "nominal", "partners", 11.9, 11.0, 10.5, 12.3).winner
        'open'
        """
        if self.low > self.rule:
            return "rule"
        return "model" if self.high < self.rule else "open"


def duels(span: str) -> tuple[Duel, ...]:
    """Return the duels of a span, of measures that are not given themselves; raises `LabelError` without the span."""
    found = [hindcast(span, elasticity).errors for elasticity in ELASTICITIES]
    made = []
    for given, (rule, model) in PAIRS.items():
        for measure in MEASURES:
            if given == "nominal" and measure in ("gdp", "growth"):
                continue
            ours = [by[model][measure] for by in found]
            made.append(Duel(span, given, measure, found[0][rule][measure], ours[0], min(ours), max(ours)))
    return tuple(made)


@dataclass(frozen=True)
class Tally:
    """In how many spans who was nearer on a measure, given the same.

    Parameters
    ----------
    rule, model, open : tuple of str
        Spans.
    """

    given: Given
    measure: str
    rule: tuple[str, ...]
    model: tuple[str, ...]
    open: tuple[str, ...]


def tallies(rows: tuple[Duel, ...]) -> tuple[Tally, ...]:
    """Return who was nearer in which spans, by what was given and by measure.

    Parameters
    ----------
    rows : tuple of Duel
        Of one span or several.
    """
    keys = dict.fromkeys((row.given, row.measure) for row in rows)

    def won(given: Given, measure: str, winner: Winner) -> tuple[str, ...]:
        return tuple(row.span for row in rows if (row.given, row.measure, row.winner) == (given, measure, winner))

    return tuple(
        Tally(given, measure, *(won(given, measure, winner) for winner in ("rule", "model", "open")))
        for given, measure in keys
    )


@lru_cache(maxsize=1)
def same_year() -> Mapping[str, float]:
    """Return how far the two tables of 2011 are apart, by measure: what no method can be expected to beat.

    Examples
    --------
    >>> round(same_year()["partners"], 1)
    9.5
    """
    one = wiod(COEFFICIENTS, "common", CENTRAL)
    return MappingProxyType(errors(picture(one), picture(economy(COEFFICIENTS, "panel", CENTRAL))))
