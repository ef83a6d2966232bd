"""Published figures with ours beside them: the same thing of the same regions, and whether ours contains theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from technostate.errors import ScenarioError
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.sign import HARDLY
from technostate.shocks.impact.spread import Change
from technostate.shocks.impact.stage import Stage
from technostate.shocks.literature.record import WORLD, PublishedCase
from technostate.shocks.progress import Pace
from technostate.shocks.runs import Runs
from technostate.shocks.specification import Shock
from technostate.shocks.specification.labels import REST, members
from technostate.shocks.specification.measures import ExportBan, ImportBan, TradeCost
from technostate.shocks.specification.regions import sixteen

Of = Literal["gdp", "real_income"]
#: Where a published figure lies: in p10 to p90, in that widened to the rows of scenarios, or how it lies outside.
Place = Literal["inside", "scenario", "ours smaller", "ours larger", "other sign", "no answer"]

#: Rows beside the range to which it is widened.
WIDENS = ("no substitutes", "low long-run elasticity")


@dataclass(frozen=True)
class Beside:
    """One published figure beside ours.

    Parameters
    ----------
    case : PublishedCase
        Where it holds for single states (`each`), the end of the range that `end` says.
    end : {"", "most", "least"}
        Of single states: the one that loses most, or least, here.
    regions : tuple of str
        Of the world here, together; empty where there is no answer.
    of : {"gdp", "real_income"}
        What ours is of: GDP where they print GDP, real income else.
    change : Change or None
        Ours; None without an answer.
    income : Change or None
        Of real income, where `of` is GDP: what many models call GDP is deflated by what is consumed.
    rows : mapping of str to float
        Key of a row beside the range (`Variant`) → the same thing, per cent.
    income_rows : mapping of str to float
        The rows of real income, where `of` is GDP.
    impact : Impact or None
        Of our nearest shock.
    why : str
        Why there is no answer.
    """

    case: PublishedCase
    end: Literal["", "most", "least"]
    regions: tuple[str, ...]
    of: Of
    change: Change | None
    income: Change | None
    rows: Mapping[str, float]
    income_rows: Mapping[str, float]
    impact: Impact | None
    why: str = ""

    @property
    def published(self) -> tuple[float, float]:
        """Both ends of what was printed: all that rounds to them, and no bound beyond "more than"."""
        low, high = self.case.low - _half(self.case.low), self.case.high + _half(self.case.high)
        return (-100.0, high) if self.case.word == "more than" else (low, high)

    @property
    def place(self) -> Place:
        """Where the published figure lies; the rule is that of `place_of`."""
        if self.change is None:
            return "no answer"
        return place_of(self.published, self.change, _widening(self.rows))

    @property
    def income_place(self) -> Place | None:
        """Where the published GDP would lie if it were real income; None where it is not of GDP."""
        return None if self.income is None else place_of(self.published, self.income, _widening(self.income_rows))


def _widening(rows: Mapping[str, float]) -> list[float]:
    return [rows[key] for key in WIDENS if key in rows]


def place_of(published: tuple[float, float], ours: Change, rows: Sequence[float] = ()) -> Place:
    """Return where a published figure lies against ours.

    It is inside where it and p10 to p90 overlap, and inside with the scenarios where it overlaps the range widened to
    their rows. Outside, ours has the other sign where p10 and p90 both have, by 0.005 per cent at least; else medians
    are compared in size.

    Parameters
    ----------
    published : tuple of float
        Low and high end, per cent.
    rows : sequence of float
        Of the scenarios, per cent.

    Examples
    --------
    >>> ours = Change(-1.0, -1.5, -0.5, -2.0, -0.3, -1.1, 1.0, 0.0)
    >>> [place_of((end, end), ours, [-4.0]) for end in (-1.4, -3.0, -5.0, 0.2)]
    ['inside', 'scenario', 'ours smaller', 'other sign']
    """
    low, high = published
    if low <= ours.p90 and ours.p10 <= high:
        return "inside"
    if low <= max(ours.p90, *rows, -100.0) and min(ours.p10, *rows, 100.0) <= high:
        return "scenario"
    middle = (low + high) / 2.0
    if (middle >= HARDLY and ours.p90 <= -HARDLY) or (middle <= -HARDLY and ours.p10 >= HARDLY):
        return "other sign"
    return "ours smaller" if abs(ours.median) < abs(middle) else "ours larger"


@dataclass(frozen=True)
class Question:
    """A shock at a horizon with all figures that are asked of it, and the regions these need apart."""

    shock: Shock
    horizon: Literal["year", "decade"]
    cases: tuple[PublishedCase, ...]
    apart: tuple[str, ...]


def questions(cases: Iterable[PublishedCase], regions: Sequence[str]) -> tuple[Question, ...]:
    """Return the shocks that answer published figures, each once at a horizon.

    The division is the sixteen regions with those apart that a figure needs: each state it names, and of a group each
    state whose region of the sixteen is not wholly in the group; and the same of the sides of bans and of trade costs,
    which do not bear on a part of a region as on the whole. Tariffs do, nearly.

    Parameters
    ----------
    cases : iterable of PublishedCase
        Those without a shock are passed over.
    regions : sequence of str
        Of the world.
    """
    found: dict[str, list[PublishedCase]] = {}
    for case in cases:
        if case.shock is not None:
            what = case.shock.as_dict() | {"name": "", "title": "", "event": "", "assumptions": ""}
            found.setdefault(json.dumps([what, case.horizon], sort_keys=True, default=str), []).append(case)
    made = []
    for rows in found.values():
        shock = rows[0].shock
        assert shock is not None
        needed = [apart_of(shock, row.regions, regions, each=row.each, without=row.without) for row in rows]
        apart = tuple(sorted({name for names in needed for name in names}))
        made.append(Question(shock, rows[0].horizon, tuple(rows), apart))
    return tuple(made)


def answers(question: Question, runs: Runs, pace: Pace | None = None) -> tuple[Beside, ...]:
    """Return the figures of a question beside ours, in their order.

    Parameters
    ----------
    runs : Runs
        World, draws and seed; its division is set by the question.
    pace : Pace, optional
        With one piece.
    """
    here = replace(runs, apart=question.apart)
    found = here.compared(question.shock, (question.horizon,), pace=pace)
    impact = found.impacts.get(question.horizon)
    if impact is None:
        why = found.refused[question.horizon]
        return tuple(Beside(case, "", (), _of(case), None, None, {}, {}, None, why) for case in question.cases)
    return tuple(row for case in question.cases for row in _beside(case, impact, here.stage))


def _beside(case: PublishedCase, impact: Impact, stage: Stage) -> tuple[Beside, ...]:
    of = _of(case)
    chosen = _regions(case, impact, stage)

    def one(shown: PublishedCase, end: Literal["", "most", "least"], regions: tuple[str, ...]) -> Beside:
        change = impact.together(regions, of)
        income = impact.together(regions) if of == "gdp" else None
        rows, also = impact.rows_of(regions, of), impact.rows_of(regions) if of == "gdp" else {}
        return Beside(shown, end, regions, of, change, income, rows, also, impact)

    if not case.each:
        return (one(case, "", chosen),)
    order = sorted(chosen, key=lambda name: impact.together((name,), of).median)
    return (
        one(replace(case, high=case.low), "most", (order[0],)),
        one(replace(case, low=case.high), "least", (order[-1],)),
    )


def _of(case: PublishedCase) -> Of:
    return "gdp" if case.of == "GDP" else "real_income"


def _regions(case: PublishedCase, impact: Impact, stage: Stage) -> tuple[str, ...]:
    """Return the regions of the world here that a figure is of."""
    year = impact.shock.starts.year
    found = impact.regions if WORLD in case.regions else stage.regions_of(case.regions, year)
    out = stage.regions_of(case.without, year) if case.without else ()
    if left := tuple(name for name in found if name not in out):
        return left
    raise ScenarioError(f"{case.id} is of no region", hint="leave fewer regions out")


def apart_of(
    shock: Shock, names: Sequence[str], regions: Sequence[str], *, each: bool = False, without: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the regions of a world that figures of a shock need by themselves beside the sixteen.

    Parameters
    ----------
    names : sequence of str
        States and groups that the figures are of; ``WLD`` needs none.
    regions : sequence of str
        Of the world.
    each : bool
        Whether the figures are of single states.
    without : sequence of str
        States and groups among these that they are not of.
    """
    label = sixteen(regions)

    def states(given: Sequence[str]) -> set[str]:
        named = {state for name in given if name not in (WORLD, REST) for state in members(name, shock.starts.year)}
        return (named | set(given)) & set(regions)

    def partly(wanted: set[str]) -> set[str]:
        cut = {label[state] for state in wanted} & {label[state] for state in set(regions) - wanted}
        return {state for state in wanted if label[state] in cut}

    hard = [row for row in shock.measures if isinstance(row, ExportBan | ImportBan | TradeCost)]
    sides = [side for row in hard for side in (row.exporters, row.importers)]
    wanted = states(names)
    asked = wanted if each else partly(wanted)
    return tuple(sorted(asked.union(*(partly(states(given)) for given in (without, *sides)))))


def places(printed: float) -> int:
    """Return the decimal places of a printed figure.

    Examples
    --------
    >>> places(-0.04), places(5.0)
    (2, 0)
    """
    return len(f"{printed:.10f}".rstrip("0").partition(".")[2])


def _half(printed: float) -> float:
    """Return half of the last place of a printed figure; one place at least is taken as printed."""
    return 0.5 * 10.0 ** -max(1, places(printed))
