"""A yearly number's newest figure, that of a year or the mean of a window, alone or beside others'."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field, model_validator

from technostate.claims.case import Case
from technostate.claims.measures.measure import Measure, Window
from technostate.claims.measures.quantity import Quantity, Yearly, origins_of, yearly
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import Figure, NotTestableError
from technostate.claims.windows import headed, named, span
from technostate.notation import plain
from technostate.strategies.measures import NOT_STATES


class Ask(Quantity):
    """A figure of a yearly number.

    Parameters
    ----------
    year : int, optional
        The newest by default.
    window : Window, optional
        The mean of these years, with figures in at least half of them, instead of one year.
    give : {"level", "over comparator", "less comparator", "share below"}
        The state's figure alone; divided by the comparator's of its newest or the same year, or less it; or the share
        of all other states of the series whose figure of that year is lower (one that is equal counts half).
    """

    year: int | None = Field(default=None, ge=1500, le=2150)
    window: Window | None = None
    give: Literal["level", "over comparator", "less comparator", "share below"] = "level"

    @model_validator(mode="after")
    def _one_time(self) -> Ask:
        if self.year is not None and self.window is not None:
            raise ValueError("a level has a year or a window, not both")
        if self.give == "share below" and (self.number or self.window):
            raise ValueError("a share of states below is taken of one series in one year")
        return self


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return a figure of a state, alone or beside others'."""
    numbers = [yearly(ask, case)]
    if ask.give in ("over comparator", "less comparator"):
        numbers.append(yearly(ask, replace(case, state=case.against, against=case.state)))
    seen = [_at(ask, number) for number in numbers]
    first, (value, years) = numbers[0], seen[0]
    unit, kind = first.unit, "derived" if first.number or ask.window or len(seen) > 1 else first.parts[0][0].kind
    said = f"{headed(first.title, first.unit)}: " + ", ".join(
        f"{named(it.region)} {plain(found, ask.digits)} in {span(*when)}"
        for it, (found, when) in zip(numbers, seen, strict=True)
    )
    figures = tuple(
        Figure(it.title, it.region, found, it.unit, span(*when), kind, it.source)
        for it, (found, when) in zip(numbers, seen, strict=True)
    )
    steps = tuple(step for it, (found, when) in zip(numbers, seen, strict=True) for step in it.steps(when, found))
    if ask.give == "over comparator":
        if seen[1][0] <= 0:
            raise NotTestableError(f"{first.title} is not above zero for {named(case.against)}, so there is no ratio")
        value, unit = value / seen[1][0], "ratio"
    elif ask.give == "less comparator":
        value = value - seen[1][0]
    elif ask.give == "share below":
        value, unit, kind = _below(first, years[0]), "1", "derived"
        said += f", with {plain(100 * value, 0)} % of other states below"
        steps += (Step(f"share of other states below in {years[0]}", value, unit, first.source),)
    return Reading(
        value, unit, said, first.newest(years[1]), figures, origins_of(*numbers), steps, kind=kind, proxy=ask.proxy
    )


def _at(ask: Ask, number: Yearly) -> tuple[float, tuple[int, int]]:
    if ask.window is not None:
        first, last = ask.window.years(max(number.path))
        return number.mean((first, last)), (first, last)
    year = max(number.path) if ask.year is None else ask.year
    if year not in number.path:
        raise NotTestableError(f"{number.title} ({number.source}) has no figure for {named(number.region)} in {year}")
    return number.path[year], (year, year)


def _below(number: Yearly, year: int) -> float:
    series, state = number.parts[0]
    others = [value for region, value in series.cross_section(year).items() if region not in {state, *NOT_STATES}]
    if not others:
        raise NotTestableError(f"{series.title} ({series.id}) has no other state in {year}")
    own = number.path[year]
    return (sum(it < own for it in others) + 0.5 * sum(it == own for it in others)) / len(others)


MEASURE = Measure("level", "a figure of a yearly number, alone, beside the comparator's or among all states", Ask, read)
