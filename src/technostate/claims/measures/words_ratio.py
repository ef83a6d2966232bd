"""Some words over others: hits of formulations for one hit of others, in a window or against an earlier one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field, model_validator

from technostate.claims.case import Case
from technostate.claims.measures import strata
from technostate.claims.measures.measure import Measure, Window, one_after_the_other
from technostate.claims.measures.texts import Counted, Words, check_words, newest, read_texts
from technostate.claims.measures.words import split
from technostate.claims.reading import Holds, Reading, Step, Test
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import figures_of, span
from technostate.notation import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Ask(Words):
    """Formulations over others.

    Parameters
    ----------
    over : tuple of str
        The others; no formulation stands in both lists, and a hit inside a longer hit of either list counts once.
    test : Window
        Years of the texts.
    base : Window, optional
        With it the number is the ratio in `test` over that in these earlier years, else the ratio in `test`.
    """

    over: tuple[str, ...] = Field(min_length=1, max_length=100)
    test: Window
    base: Window | None = None

    @model_validator(mode="after")
    def _sound(self) -> Ask:
        check_words(self, *self.over)
        if self.base is not None:
            one_after_the_other(self.base, self.test)
        return self


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return hits of some formulations over hits of others in a window, or that ratio over the one before."""
    texts = read_texts(ask, case, ask.over)
    if ask.base is None:
        return _level(ask, case, ask.test.years(newest(texts)))
    parts, base, test = split(texts, ask.base, ask.test)
    pairs = [_hits(ask, one.texts) for one in parts]
    rows = [
        (a, b, c, d)
        for one, (first, second) in zip(parts, pairs, strict=True)
        for (a, c), (b, d) in [(one.sums(first), one.sums(second))]
    ]
    value, hits = strata.odds_ratio(rows), min(sum(row[at] + row[at + 2] for row in rows) for at in (0, 1))
    _some(hits, ask)
    p, low, high = strata.exact([strata.odds(*row) for row in rows])
    chosen = [one.base | one.test for one in parts]
    dealt = strata.dealt(
        [
            (first[kept].astype(float), (first + second)[kept].astype(float), one.test[kept])
            for one, (first, second), kept in zip(parts, pairs, chosen, strict=True)
        ]
    )
    said = [
        f"{one.texts.called} {a} over {b} and {c} over {d}" for one, (a, b, c, d) in zip(parts, rows, strict=True)
    ]  # fmt: skip
    steps = tuple(
        Step(f"hits of {which} in {span(*window)}", float(row[at]), "count", one.texts.name)
        for one, row in zip(parts, rows, strict=True)
        for at, which, window in ((0, "these", base), (1, "the others", base), (2, "these", test), (3, "others", test))
    )
    figures = tuple(
        figure
        for one, (a, b, c, d) in zip(parts, rows, strict=True)
        for figure in figures_of(
            "these formulations over the others", case.state, "ratio", one.texts.name,
            [(top / bottom, window) for top, bottom, window in ((a, b, base), (c, d, test)) if bottom],
        )
    )  # fmt: skip
    return Reading(
        value, "ratio", f"hits in {span(*base)} and {span(*test)}: {'; '.join(said)}; {_told(value, low, high)}",
        newest([one.texts for one in parts], test[1]), figures, tuple(one.texts.origin for one in parts), steps, hits,
        Test(p, low, high, dealt), proxy=ask.proxy, still=1.0,
    )  # fmt: skip


def _hits(ask: Ask, texts: Counted) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return hits of either list in each text; a hit inside a longer one of the other list is the longer one's."""
    return (
        texts.hits(ask.formulations, (*ask.over, *ask.without), ask.beside),
        texts.hits(ask.over, (*ask.formulations, *ask.without), ask.beside),
    )


def _level(ask: Ask, case: Case, window: tuple[int, int]) -> Reading:
    texts = [one for one in read_texts(ask, case, ask.over) if one.within(*window).any()]
    if not texts:
        raise NotTestableError(f"no text in {span(*window)}")
    pairs = [[values[one.within(*window)] for values in _hits(ask, one)] for one in texts]
    sums = [(int(first.sum()), int(second.sum())) for first, second in pairs]
    top, bottom = (sum(pair[at] for pair in sums) for at in (0, 1))
    _some(top + bottom, ask)
    p, low, high = strata.exact([strata.rates(bottom, 1.0, top, 1.0)])
    apart = np.concatenate([first - second for first, second in pairs]).astype(float)
    # Each text as likely to lean either way as it leans.
    signs = np.random.default_rng(1).choice([-1.0, 1.0], size=(strata.DEALS, len(apart)))
    flipped = float(np.mean(np.abs(signs @ apart) >= abs(apart.sum()) - 1e-9))
    value = top / bottom if bottom else math.inf
    names = [one.name for one in texts]
    said = "; ".join(f"{one.called} {a} over {b}" for one, (a, b) in zip(texts, sums, strict=True))
    steps = tuple(
        Step(f"hits of {which} in {span(*window)}", float(count), "count", name)
        for name, pair in zip(names, sums, strict=True)
        for count, which in zip(pair, ("these", "the others"), strict=True)
    )
    figures = figures_of(
        "these formulations over the others", case.state, "ratio", ", ".join(names), [(value, window)] if bottom else []
    )
    return Reading(
        value, "ratio", f"hits in {span(*window)}: {said}; {_told(value, low, high)}", newest(texts, window[1]),
        figures,
        tuple(one.origin for one in texts), steps, top + bottom, Test(p, low, high, flipped), proxy=ask.proxy,
    )  # fmt: skip


def _some(hits: int, ask: Ask) -> None:
    if not hits:
        raise NotTestableError(f"no hit of {', '.join(ask.formulations[:3])}… or of what they are measured against")


def _told(value: float, low: float, high: float) -> str:
    shown = ["infinite" if math.isinf(it) else plain(it, 2) for it in (value, low, high)]
    return f"ratio {shown[0]}, 95 % {shown[1]} to {shown[2]}"


MEASURE = Measure("words_ratio", "hits of formulations over hits of others, alone or against an earlier window",
                  Ask, read)  # fmt: skip
