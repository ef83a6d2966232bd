"""Words before and after: hits of formulations in two windows of a state's own texts, with an exact test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import model_validator

from technostate.claims.case import Case
from technostate.claims.measures import strata
from technostate.claims.measures.measure import Measure, Window, one_after_the_other
from technostate.claims.measures.texts import Counted, Words, check_words, newest, read_texts
from technostate.claims.reading import FEWEST_HITS, Holds, Reading, Step, Test
from technostate.claims.verdict import Figure, NotTestableError
from technostate.claims.windows import figures_of, span
from technostate.doctrine.embedded import UNITS
from technostate.notation import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Years = tuple[int, int]


class Ask(Words):
    """Formulations in two windows of dated texts.

    Parameters
    ----------
    base, test : Window
        The earlier and the later window of years; collections without a text in both are left out.
    """

    base: Window
    test: Window

    @model_validator(mode="after")
    def _sound(self) -> Ask:
        check_words(self)
        one_after_the_other(self.base, self.test)
        return self


@dataclass(frozen=True, eq=False)
class Split:
    """A collection that has texts in both windows, and which are in which."""

    texts: Counted
    base: NDArray[np.bool_]
    test: NDArray[np.bool_]

    def sums(self, values: NDArray[np.int64]) -> tuple[int, int]:
        """Return the sum of the earlier and that of the later texts."""
        return int(values[self.base].sum()), int(values[self.test].sum())

    @property
    def room(self) -> tuple[float, float]:
        """Characters or words of either window."""
        extents = self.texts.extents
        return float(extents[self.base].sum()), float(extents[self.test].sum())

    def row(self, values: NDArray[np.int64]) -> tuple[int, float, int, float]:
        """Return earlier hits and room, later hits and room."""
        return self.sums(values)[0], self.room[0], self.sums(values)[1], self.room[1]


def split(texts: Sequence[Counted], base: Window, test: Window) -> tuple[tuple[Split, ...], Years, Years]:
    """Return the collections that have texts in both windows, and the windows; raises `NotTestableError` with none."""
    last = newest(texts)
    early, late = base.years(last), test.years(last)
    every = tuple(Split(one, one.within(*early), one.within(*late)) for one in texts)
    found = tuple(one for one in every if all(one.room))
    if not found:
        names = ", ".join(one.called for one in texts)
        raise NotTestableError(f"no collection of {names} has texts in {span(*early)} and in {span(*late)}")
    return found, early, late


def read(ask: Ask, case: Case, holds: Holds) -> Reading:
    """Return the ratio of the rates of some formulations, later over earlier window, within collections and pooled."""
    parts, base, test = split(read_texts(ask, case), ask.base, ask.test)
    found = [one.texts.hits(ask.formulations, ask.without, ask.beside) for one in parts]
    rows = [one.row(values) for one, values in zip(parts, found, strict=True)]
    ratio, hits = strata.rate_ratio(rows), sum(row[0] + row[2] for row in rows)
    what = ", ".join(ask.formulations)
    steps: list[Step] = []
    figures: list[Figure] = []
    said: list[str] = []
    for one, (old, room, new, other) in zip(parts, rows, strict=True):
        name, unit = one.texts.name, UNITS[one.texts.language].removeprefix("hits ")
        for count, size, window in ((old, room, base), (new, other, test)):
            label = f"hits of {what} in {span(*window)}, of {plain(size, 0)} {unit.partition('10,000 ')[2]}"
            steps.append(Step(label, float(count), "count", name))
        rates = 1e4 * old / room, 1e4 * new / other
        figures += figures_of(f"use of {what}", case.state, "per 10,000", name, zip(rates, (base, test), strict=True))
        said.append(f"{one.texts.called} {old} and {new} hits, {plain(rates[0], 2)} and {plain(rates[1], 2)} {unit}")
    test_of, interval = None, ""
    if hits:
        p, low, high = strata.exact([strata.rates(*row) for row in rows])
        chosen = [one.base | one.test for one in parts]
        dealt = strata.dealt(
            [
                (values[kept].astype(float), one.texts.extents[kept], one.test[kept])
                for one, values, kept in zip(parts, found, chosen, strict=True)
            ]
        )
        test_of, interval = Test(p, low, high, dealt), f", 95 % {_bound(low)} to {_bound(high)}"
    return Reading(
        ratio, "ratio", f"{span(*base)} and {span(*test)}: {'; '.join(said)}; ratio {_bound(ratio)}{interval}",
        newest([one.texts for one in parts], test[1]),
        tuple(figures), tuple(one.texts.origin for one in parts), tuple(steps), hits, test_of,
        controls(parts, ask, holds), proxy=ask.proxy, still=1.0,
    )  # fmt: skip


def _bound(value: float) -> str:
    return "undefined" if math.isnan(value) else "infinite" if math.isinf(value) else plain(value, 2)


def controls(parts: Sequence[Split], ask: Ask, holds: Holds) -> dict[str, bool]:
    """Return other formulations of these texts that have enough hits, and whether the condition holds for them."""
    tables = [one.texts.every(ask.beside) for one in parts]
    found: dict[str, bool] = {}
    for name in set.intersection(*(set(table) for table in tables)) - set(ask.words()):
        rows = [one.row(table[name]) for one, table in zip(parts, tables, strict=True)]
        if sum(row[0] + row[2] for row in rows) >= FEWEST_HITS:
            found[name] = bool(holds(strata.rate_ratio(rows)))
    return found


MEASURE = Measure("words", "ratio of the rates of formulations in two windows of a state's texts", Ask, read)
