"""Five dated, sourced sentences that a reader may quote, chosen by the same rules for every state.

Rules stand in a fixed order of preference; each gives a sentence, or says why it cannot. The first five sentences
are the findings. A sentence states figures, years and a source, and no cause.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from technostate import notation
from technostate.evidence import Figure, value_of
from technostate.report.finding import CannotSayError, Finding, Said, Unsaid
from technostate.report.saying import (
    bare,
    dollars,
    from_to,
    labelled,
    moved,
    percent,
    sentence,
)
from technostate.report.subjects import Subjects
from technostate.view.dependence import Dependence, Path
from technostate.view.standing import Goal, Indicator, Standing
from technostate.view.standing.goal_blocks import as_stated
from technostate.view.wheels import Wheels
from technostate.write.cells import scale_of
from technostate.write.inline import Shown
from technostate.write.names import of, the

#: How many findings a report opens with.
WANTED = 5
_NET = "foreign_input_reliance_net"


@dataclass(frozen=True)
class Ground:
    """What rules draw on: the parts of the assessment made so far."""

    who: Subjects
    wheels: Wheels
    standing: Standing
    exposure: Dependence

    def reliance(self, buyer: str, supplier: str | None) -> Path:
        """Return the reliance of a buyer on a supplier (None: all); raises `CannotSayError` without joined figures."""
        path = self.exposure.reliance(buyer, supplier)
        if path is None or not path.joined:
            on = f" on {the(supplier)}" if supplier else ""
            raise CannotSayError(f"no input–output table tells the reliance of {the(buyer)}{on} for 1995–2011")
        return path

    def indicator(self, key: str) -> Indicator:
        """Return an indicator; raises `CannotSayError` if the dictionary lacks it."""
        for row in self.standing.indicators:
            if row.id == key:
                return row
        raise CannotSayError(f"the dictionary has no indicator {key}")


Rule = Callable[[Ground], Said]


def findings(ground: Ground) -> tuple[tuple[Finding, ...], tuple[Unsaid, ...]]:
    """Return at most five findings; where there are fewer, why each rule that was tried could not speak.

    Parameters
    ----------
    ground : Ground
        The parts of the assessment.
    """
    found: list[Finding] = []
    missing: list[Unsaid] = []
    for key, rule in RULES.items():
        if len(found) == WANTED:
            break
        try:
            found.append(rule(ground).finding(key))
        except CannotSayError as reason:
            missing.append(Unsaid(key, str(reason)))
    return tuple(found), tuple(missing) if len(found) < WANTED else ()


def two_wheels(ground: Ground) -> Said:
    """Say how real GDP per head and the share of military spending moved between the first and the last year."""
    state, against = ground.who.pair
    way = ground.wheels.way(state)
    if way is None or len(way.years) < 2:
        raise CannotSayError(f"no two years have both military spending and GDP per head for {the(state)}")
    first, last = way.years[0], way.years[-1]
    (before, poorer), (now, richer) = way.at(first), way.at(last)
    said = sentence(
        f"in {last} {of(state)} real GDP per head was ", bare(richer, 0, dollars(richer.unit)), ", ",
        moved(value_of(richer) / value_of(poorer), first), "; military spending was ", bare(now, 1, "% of GDP"),
        ", after ", bare(before, 1, "%"), f" in {first}",
    )  # fmt: skip
    figures = labelled("military spending", now, before) + labelled("GDP per head", richer, poorer)
    other = ground.wheels.way(against)
    if other is not None and last in other.years:
        burden, income = other.at(last)
        said += sentence(f"; for {the(against)} the figures of {last} are ", bare(income, 0, "dollars"), " and ",
                         bare(burden, 1, "%"))  # fmt: skip
        figures += labelled("military spending", burden) + labelled("GDP per head", income)
    return Said((*said, "."), now, figures)


def peak_reliance(ground: Ground) -> Said:
    """Say in which year foreign input reliance was highest, and where it stood at both ends of the tables."""
    state = ground.who.state
    path = ground.reliance(state, None)
    peak, first, last = path.highest, path.first, path.last
    assert peak is not None and first is not None and last is not None, "the path has figures"
    said = sentence(
        f"looking through supply chains, {of(state)} reliance on foreign inputs was highest in {peak.year} (",
        percent(peak), f" of all inputs) of the years {first.year}–{last.year}; it was ",
    )  # fmt: skip
    ends = [end for end in (first, last) if end != peak]
    for at, end in enumerate(ends):
        said += (*(" and ",) * at, percent(end), f" in {end.year}")
    net = ground.exposure.definition(state, _NET)
    top = net.highest if net is not None else None
    if top is not None and top.year != peak.year:
        said += (f"; with the buyer’s own output taken out the highest year is {top.year}",)
    figures = labelled("foreign input reliance", *sorted({first, peak, last}, key=lambda it: it.year or 0))
    apart = _apart(path)
    if apart is not None:
        said += (". A table of another classification gives ", percent(apart), f" for {apart.year}")
        figures += labelled("foreign input reliance", apart)
    return Said((*said, "."), peak, figures)


def mutual_reliance(ground: Ground) -> Said:
    """Say how far each side came to rely on the other's inputs."""
    state, against = ground.who.pair
    there, back = ground.reliance(against, state), ground.reliance(state, against)
    assert there.first and there.last and back.first and back.last, "both paths have figures"
    start = value_of(there.first)
    factor = value_of(there.last) / start if start > 0 else float("nan")
    how = f", {notation.plain(factor, 1)} times as much" if factor >= 1.5 else ""
    said = sentence(
        f"the share made in {the(state)} in all inputs of {the(against)}, looking through supply chains, ",
        from_to(there.first, there.last), f"{how}; the share made in {the(against)} in {of(state)} inputs ",
        from_to(back.first, back.last),
    )  # fmt: skip
    figures = labelled(f"inputs from {state}", there.first, there.last)
    figures += labelled(f"inputs from {against}", back.first, back.last)
    now, then = _apart(there), _apart(back)
    if now is not None and then is not None:
        said += sentence(". A table of another classification gives ", percent(now), " and ", percent(then),
                         f" for {now.year}")  # fmt: skip
        figures += labelled(f"inputs from {state}", now) + labelled(f"inputs from {against}", then)
    return Said((*said, "."), there.last, figures)


def stated_goal(ground: Ground) -> Said:
    """Say how far the state is from a goal of its innovation strategy.

    The goal is the one on the indicator that stands first in the dictionary; of several, the newest that its year has
    caught up with, else the nearest.
    """
    state, against = ground.who.pair
    goal = _goal_of(ground, state)
    assert goal.value is not None and goal.target is not None and goal.indicator is not None, "it was chosen so"
    record = ground.indicator(goal.judged_by or goal.indicator)
    scale = scale_of((goal.value, goal.target))
    assert scale is not None, "target and figure have one unit"
    bound = {"at_least": "at least ", "at_most": "at most "}.get(goal.direction, "about ")
    said = sentence(
        f"{of(state)} goal for {goal.target_year}, stated in {goal.stated[:4]}, is “{goal.title}” ({bound}",
        as_stated(goal.target, scale), f"); “{record.title}” was ", Shown(goal.value, scale), f" in {goal.value.year}",
    )  # fmt: skip
    figures = labelled("goal", goal.target) + labelled(record.title, goal.value)
    other = record.in_year(against, goal.value.year) or record.newest(against)
    if other is not None and goal.measure == "level":
        said += sentence(", ", Shown(other, scale), f" for {the(against)}")
        said += (f" in {other.year}",) if other.year != goal.value.year else ()
        figures += labelled(record.title, other)
    return Said((*said, "."), goal.value, figures, (goal.origin,))


def external_demand(ground: Ground) -> Said:
    """Say which share of GDP foreign final demand sustains, in the newest table, and in the older ones."""
    state, against = ground.who.pair
    path = ground.exposure.circulation(state)
    newest = path.newest if path is not None else None
    if path is None or newest is None:
        raise CannotSayError(f"no input–output table has {the(state)}")
    said = sentence(f"in {newest.year} foreign final demand sustained ", percent(newest), f" of {of(state)} GDP")
    figures = labelled("external circulation", newest)
    there = ground.exposure.circulation(against)
    beside = there.newest if there is not None else None
    if beside is not None and beside.year == newest.year:
        said += sentence(", ", percent(beside), f" of {of(against)}")
        figures += labelled("external circulation", beside)
    top, first, last = path.highest, path.first, path.last
    if path.apart and top is not None and first is not None and last is not None:
        said += sentence(f"; in an older classification the share was highest in {top.year} (", percent(top),
                         f") of the years {first.year}–{last.year}")  # fmt: skip
        figures += labelled("external circulation", top)
    return Said((*said, "."), newest, figures)


def newest_reliance(ground: Ground) -> Said:
    """Say how far a state that only the newest table tells apart relies on foreign inputs, and on the comparator's."""
    state, against = ground.who.pair
    path = ground.exposure.reliance(state)
    value = _apart(path) if path is not None else None
    if path is None or value is None:
        raise CannotSayError(f"no input–output table has {the(state)}")
    if path.joined:
        raise CannotSayError("said already, with the older tables")
    said = sentence(f"in {value.year} ", percent(value), f" of all inputs of {the(state)}, looking through supply "
                    "chains, were foreign")  # fmt: skip
    figures = labelled("foreign input reliance", value)
    pair = ground.exposure.reliance(state, against)
    part = _apart(pair) if pair is not None else None
    if part is not None:
        said += sentence(", ", percent(part), f" from {the(against)}")
        figures += labelled(f"inputs from {against}", part)
    return Said((*said, "."), value, figures)


def newest_pair(indicator_id: str, what: str) -> Rule:
    """Return the rule that sets the newest figures of an indicator beside each other.

    Parameters
    ----------
    indicator_id : str
        Of the dictionary.
    what : str
        What the figure is, as the subject of "was".
    """

    def rule(ground: Ground) -> Said:
        state, against = ground.who.pair
        record = ground.indicator(indicator_id)
        value, other = record.newest(state), record.newest(against)
        if value is None:
            raise CannotSayError(f"{record.title}: no figure for {the(state)}")
        scale = scale_of([it for it in (value, other) if it is not None])
        assert scale is not None, "an indicator has one unit"
        said_of = scale.words.startswith("%") or scale.words.split()[:1] in _COUNTING
        plain = scale._replace(words=scale.words.removesuffix(" of world") if said_of else "")
        said = sentence(f"{what} was ", Shown(value, plain), f" for {the(state)} in {value.year}")
        figures = labelled(record.title, value)
        if other is not None:
            said += sentence(" and ", Shown(other, plain), f" for {the(against)} in {other.year}")
            figures += labelled(record.title, other)
        course = record.course(state).figures
        if len(course) > 1:
            early = course[min(course)]
            said += sentence(f"; the oldest figure of {the(state)} is ", Shown(early, plain),
                             f" ({early.year})")  # fmt: skip
            figures += labelled(record.title, early)
        return Said((*said, "."), value, figures)

    return rule


_COUNTING = [["thousand"], ["million"], ["billion"], ["trillion"]]

#: Rules in order of preference: the first five that can speak make the findings.
RULES: dict[str, Rule] = {
    "two_wheels": two_wheels,
    "peak_reliance": peak_reliance,
    "mutual_reliance": mutual_reliance,
    "stated_goal": stated_goal,
    "external_demand": external_demand,
    "newest_reliance": newest_reliance,
    "rd_share_of_gdp": newest_pair("rd_share_of_gdp", "Spending on research and development"),
    "military_spending_world_share": newest_pair(
        "military_spending_world_share", "The share of world military spending"
    ),
    "articles_world_share": newest_pair("articles_world_share", "The share of the world’s scientific articles"),
    "un_ideal_point": newest_pair("un_ideal_point", "The ideal point in votes of the UN General Assembly"),
    "gdp_per_head": newest_pair("gdp_per_head", "Real GDP per head, in international dollars of 2021,"),
    "military_spending_gdp": newest_pair("military_spending_gdp", "Military spending in per cent of GDP"),
}


def _goal_of(ground: Ground, state: str) -> Goal:
    """Return the goal for innovation that is said; see `stated_goal`."""
    goals = [
        goal
        for part in ground.standing.strategies
        if part.key == "innovation"
        for goal in part.goals
        if goal.region == state and goal.value is not None and goal.target is not None
    ]
    if not goals:
        raise CannotSayError(f"no goal of {the(state)} for innovation has both a target and a figure")
    order = [row.id for row in ground.standing.indicators]
    first = min(order.index(goal.indicator or "") for goal in goals)
    goals = [goal for goal in goals if order.index(goal.indicator or "") == first]
    judged = [goal for goal in goals if goal.value and (goal.value.year or 0) >= goal.target_year]
    if judged:
        return max(judged, key=lambda goal: (goal.measure == "level", goal.target_year, goal.stated))
    return min(goals, key=lambda goal: (goal.measure != "level", goal.target_year))


def _apart(path: Path) -> Figure | None:
    """Return the newest figure of another classification, None without one."""
    return path.apart[max(path.apart)] if path.apart else None
