"""A state field by field: its figures over the comparator's, or over the largest of the others, before and after."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import median
from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from technostate.claims.case import Case
from technostate.claims.condition import State
from technostate.claims.measures.measure import Asked, Measure, Window, one_after_the_other
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import figures_of, named, span, window_mean
from technostate.errors import LabelError
from technostate.evidence import Series
from technostate.evidence.printable import shown
from technostate.evidence.regions import EU27_2020
from technostate.notation import plain
from technostate.strategies.measures import NOT_STATES


class Ask(Asked):
    """Series of one kind, one a field.

    Parameters
    ----------
    fields : str
        How the ids of the fields begin.
    label : str
        What is counted, in words.
    leave_out : tuple of str
        Ids that begin so and are no field: totals.
    beside : {"comparator", "largest"}
        What a field's figure is divided by: the comparator's, or the largest of all other states'.
    home : str
        State whose own office or statistics count, so that it has an advantage: it is not among the others, and the
        measure is not asked of it.
    base, test : Window
        The earlier and the later window.
    give : {"median change", "share level"}
        Ratio of the medians over fields, later over earlier window; or the share of fields in which the state is level
        with the other or ahead in the later window.
    fewest : int
        So many fields need figures.
    """

    fields: str = Field(min_length=3, max_length=120)
    label: str = Field(min_length=3, max_length=200)
    leave_out: tuple[str, ...] = Field(default=(), max_length=100)
    beside: Literal["comparator", "largest"] = "comparator"
    home: State | Literal[""] = ""
    base: Window
    test: Window
    give: Literal["median change", "share level"]
    fewest: int = Field(default=5, ge=1)

    @model_validator(mode="after")
    def _windows(self) -> Ask:
        one_after_the_other(self.base, self.test)
        return self


class Standing(NamedTuple):
    """A field's ratio in the earlier and the later window, and beside whom in the later."""

    field: str
    old: float
    new: float
    beside: str


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return how a state's fields moved or stand beside others'."""
    if ask.home and ask.home in (case.state, case.against if ask.beside == "comparator" else ""):
        raise NotTestableError(f"{ask.label}: {named(ask.home)} has the advantage of home, so it is not compared")
    ids = case.evidence.ids(ask.fields)
    if not ids:
        raise LabelError(f"no series begins with {shown(ask.fields)}", hint="technostate data list")
    series = [case.evidence.series(key) for key in ids if key not in ask.leave_out]
    newest = max((max(path) for one in series for path in one.values.values() if path), default=ask.test.first)
    base, test = ask.base.years(newest), ask.test.years(newest)
    rows = [row for one in series if (row := _standing(ask, case, one, base, test)) is not None]
    if len(rows) < ask.fewest:
        raise NotTestableError(
            f"{ask.label}: {len(rows)} fields have figures for {named(case.state)} and the other side"
        )
    old, new = median(row.old for row in rows), median(row.new for row in rows)
    ahead = sum(row.new >= 1.0 for row in rows)
    if ask.give == "median change" and old <= 0:
        raise NotTestableError(f"{ask.label}: the median over fields is zero in {span(*base)}, so it has no ratio")
    value = ahead / len(rows) if ask.give == "share level" else new / old
    other = named(case.against) if ask.beside == "comparator" else "the largest other"
    said = (
        f"{len(rows)} fields, {ask.label}, {named(case.state)} over {other}: median {plain(old, 2)} in "
        f"{span(*base)}, {plain(new, 2)} in {span(*test)}; level or ahead in "
        f"{sum(row.old >= 1.0 for row in rows)}, then in {ahead}"
    )
    figures = figures_of(
        f"median ratio over fields, {ask.label}", case.state, "ratio", ask.fields, ((old, base), (new, test))
    )
    steps = tuple(
        Step(
            f"{named(case.state)} over {named(row.beside)} in {span(*test)} (in {span(*base)}: {plain(row.old, 2)})",
            row.new, "ratio", f"{ask.fields}{row.field}",
        )
        for row in rows
    )  # fmt: skip
    unit, still = ("1", 0.0) if ask.give == "share level" else ("ratio", 1.0)
    origins = tuple(dict.fromkeys(one.origin for one in series))
    return Reading(value, unit, said, min(test[1], newest), figures, origins, steps, proxy=ask.proxy, still=still)


def _standing(ask: Ask, case: Case, one: Series, base: tuple[int, int], test: tuple[int, int]) -> Standing | None:
    ratios, beside = [], ""
    for window in (base, test):
        means = _means(one, window)
        own = means.pop(case.state, None)
        if ask.beside == "comparator":
            rest = {case.against: means[case.against]} if case.against in means else {}
        else:
            hidden = {ask.home, *NOT_STATES, *(EU27_2020 if case.state == "EU" else ())}
            rest = {code: value for code, value in means.items() if code not in hidden}
        if own is None or not rest or max(rest.values()) <= 0:
            return None
        beside = max(rest, key=lambda code: rest[code])
        ratios.append(own / rest[beside])
    if not all(map(math.isfinite, ratios)):
        return None
    return Standing(one.id.removeprefix(ask.fields), ratios[0], ratios[1], beside)


def _means(one: Series, window: tuple[int, int]) -> dict[str, float]:
    found: Mapping[str, float | None] = {code: window_mean(path, *window) for code, path in one.values.items()}
    return {code: mean for code, mean in found.items() if mean is not None}


MEASURE = Measure("fields", "how a state's fields moved, or in how many it is level with others or ahead", Ask, read)
