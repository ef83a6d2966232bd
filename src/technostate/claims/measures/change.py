"""A yearly number before and after: ratio or difference of the means of two windows of years."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from technostate.claims.case import Case
from technostate.claims.measures.measure import Measure, Window, one_after_the_other
from technostate.claims.measures.quantity import Quantity, origins_of, yearly
from technostate.claims.reading import Holds, Reading
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import figures_of, headed, relative_change, span
from technostate.notation import plain


class Ask(Quantity):
    """Two windows of a yearly number.

    Parameters
    ----------
    base, test : Window
        The earlier and the later window, without a year in common; each needs figures in at least half of its years.
    give : {"ratio", "difference"}
        Later over earlier mean, or later less earlier in the number's unit.
    """

    base: Window
    test: Window
    give: Literal["ratio", "difference"] = "ratio"

    @model_validator(mode="after")
    def _windows(self) -> Ask:
        one_after_the_other(self.base, self.test)
        return self


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return the change of a yearly number between two windows of years."""
    number = yearly(ask, case)
    base, test = (one.years(max(number.path, default=one.first)) for one in (ask.base, ask.test))
    old, new = number.mean(base), number.mean(test)
    if ask.give == "ratio" and min(old, new) < 0:
        raise NotTestableError(f"{number.title} is below zero in {span(*base)} or {span(*test)}, so it has no ratio")
    # From zero a rise is infinite, and no change is a ratio of one.
    value = 1.0 + relative_change(new, old) if ask.give == "ratio" else new - old
    unit, still = ("ratio", 1.0) if ask.give == "ratio" else (number.unit, 0.0)
    digits = max(2, ask.digits) if ask.give == "ratio" else ask.digits
    means = f"{plain(old, ask.digits)} in {span(*base)}, {plain(new, ask.digits)} in {span(*test)}"
    said = f"{headed(number.title, number.unit)}: {means} ({ask.give} {plain(value, digits)})"
    both = ((old, base), (new, test))
    figures = figures_of(number.title, number.region, number.unit, number.source, both)
    steps = number.steps(base, old) + number.steps(test, new)
    newest = number.newest(test[1])
    return Reading(value, unit, said, newest, figures, origins_of(number), steps, proxy=ask.proxy, still=still)


MEASURE = Measure("change", "ratio or difference of the means of two windows of a yearly number", Ask, read)
