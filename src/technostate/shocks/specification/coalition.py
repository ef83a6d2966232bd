"""The same measures by more and more states: a shock for each step of a coalition against one target."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from technostate.errors import ScenarioError, with_problems
from technostate.shocks.specification.labels import REST, region_problem, states_named
from technostate.shocks.specification.measures import Delay, ExportBan, LinkMeasure, Measure, TechnologyCutoff
from technostate.shocks.specification.shock import Shock, derive

#: Relations in a state's file that make partners of a step, in the order in which steps take them.
RELATIONS: Mapping[str, tuple[str, ...]] = {
    "with allies": ("treaty_ally", "coalition"),
    "with security partners": ("treaty_ally", "coalition", "security_partner"),
}
#: Measures in which exporters act; in all others importers do.
_BY_EXPORTERS = ExportBan | TechnologyCutoff | Delay
ALONE, ALL_OTHERS = "alone", "with all"


class Sides(NamedTuple):
    """Who acts, and against whom: names of states and groups as the shock has them."""

    actors: tuple[str, ...]
    targets: tuple[str, ...]


def sides(shock: Shock) -> Sides:
    """Return who acts in a shock's first two-sided measure, and whom all measures of that direction are against.

    Exporters act in an export ban, a delay and a cut-off of technology; importers in an import ban, a tariff and a
    trade cost.

    Raises
    ------
    ScenarioError
        If no measure has two sides, or the target is all others.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> sides(load("us-china-decoupling"))
    Sides(actors=('USA',), targets=('CHN',))
    """
    links = [row for row in shock.measures if isinstance(row, LinkMeasure)]
    if not links:
        raise ScenarioError(
            f"{shock.name} has no measure with two sides, so that no coalition can join it",
            hint="bans, tariffs, trade costs and cut-offs of technology have two sides",
        )
    actors = _acting(links[0])
    if REST in actors:
        raise ScenarioError(
            f"{shock.name} is by all others already, so that nobody is left to join it",
            hint="name who acts in every measure, and start from another shock",
        )
    against = [row for row in links if not set(_facing(row)) & set(actors)]
    targets = tuple(dict.fromkeys(name for row in against for name in _facing(row)))
    if REST in targets or not targets:
        raise ScenarioError(
            f"{shock.name} is against all others, so that nobody is left to join it",
            hint="name the target of every measure, and start from another shock",
        )
    return Sides(actors, targets)


def coalitions(
    shock: Shock, steps: Mapping[str, Sequence[str]] | None = None, *, shown: Collection[str] | None = None
) -> dict[str, Shock]:
    """Return step → the shock with its acting side replaced by the members of the step; targets never act.

    Every measure against the targets gets the members of the step, whoever has it in the given shock; what the targets
    themselves do stays as it is. A step of all others is every region but the targets.

    Parameters
    ----------
    steps : mapping of str to sequence of str, optional
        Name of the step → states, groups, or ``rest`` alone; `steps_of` by default.
    shown : collection of str, optional
        Regions of the world it is for: states that are not among them are left out of the default steps.

    Raises
    ------
    ScenarioError
        If the shock has no acting side, a step names nobody or somebody unknown, or its measures contradict each other
        when all are by the same states.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> found = coalitions(load("chips-2022"), {"alone": ["USA"], "with two": ["USA", "JPN", "NLD"]})
    >>> found["with two"].measures[0].exporters
    ('USA', 'JPN', 'NLD')
    """
    acting = sides(shock)
    chosen = steps_of(shock, shown) if steps is None else {name: tuple(names) for name, names in steps.items()}
    problems = [] if chosen else ["no step is given"]
    for step, names in chosen.items():
        found = [region_problem(name) for name in names]
        problems += [f"{step}: {problem}" for problem in found if problem]
        if not names or (REST in names and len(names) > 1):
            problems.append(f"{step}: name states and groups, or 'rest' alone")
        both = sorted(states_named(names, shock.starts.year) & states_named(acting.targets, shock.starts.year))
        if both and not problems:
            problems.append(f"{step}: {', '.join(both)} is among the targets")
    if problems:
        raise ScenarioError(
            with_problems(f"the coalition of {shock.name} has", problems),
            hint="steps is a mapping: name of the step → states or groups",
        )
    return {step: _by(shock, step, tuple(names), acting.targets) for step, names in chosen.items()}


def acting_on(shock: Shock, targets: Sequence[str]) -> tuple[str, ...]:
    """Return who acts in the first measure against any of the targets; nobody where there is none.

    Parameters
    ----------
    targets : sequence of str
        Names as the shock has them.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> acting_on(load("us-china-tariffs-2018"), ("USA",))
    ('CHN',)
    """
    links = (row for row in shock.measures if isinstance(row, LinkMeasure))
    return next((_acting(row) for row in links if set(_facing(row)) & set(targets)), ())


def steps_of(shock: Shock, shown: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return the default steps: alone; with allies; with security partners; with all others.

    Allies are those whom the file of the acting state names as treaty allies and coalitions in force when the shock
    starts, security partners those it names as such, by one rule for every state. A step that adds nobody is left
    out: a state without a file, or whose file names no ally that the world shows, has two steps only.

    Parameters
    ----------
    shown : collection of str, optional
        Regions of the world it is for.

    Examples
    --------
    >>> from technostate.shocks.specification import load, mirror
    >>> steps = steps_of(load("zte-2018"))
    >>> tuple(steps), "JPN" in steps["with allies"]
    (('alone', 'with allies', 'with security partners', 'with all'), True)
    """
    actors, targets = sides(shock)
    year = shock.starts.year
    before = states_named(actors, year)
    steps = {ALONE: actors}
    for step, relations in RELATIONS.items():
        partners = _partners(actors, relations, year) - states_named(targets, year)
        joined = sorted(state for state in partners - before if shown is None or state in shown)
        if joined:
            steps[step] = (*steps[ALONE], *sorted({*joined, *before} - states_named(actors, year)))
            before |= set(joined)
    return {**steps, ALL_OTHERS: (REST,)}


def _partners(actors: tuple[str, ...], relations: tuple[str, ...], year: int) -> set[str]:
    from technostate.states import codes, load

    found: set[str] = set()
    for code in actors:
        if code not in codes():
            continue
        for partner in load(code).partners:
            ended = partner.until is not None and partner.until.year <= year
            if partner.relation in relations and partner.since.year <= year and not ended:
                found |= states_named((partner.region,), year)
    return found


def _acting(row: LinkMeasure) -> tuple[str, ...]:
    return row.exporters if isinstance(row, _BY_EXPORTERS) else row.importers


def _facing(row: LinkMeasure) -> tuple[str, ...]:
    return row.importers if isinstance(row, _BY_EXPORTERS) else row.exporters


def _by(shock: Shock, step: str, names: tuple[str, ...], targets: tuple[str, ...]) -> Shock:
    rows = [_with_members(row, names, targets) for row in shock.measures]
    slug = "-".join(step.lower().split())
    return derive(
        shock,
        name=f"{shock.name[: 59 - len(slug)]}-{slug}".replace("--", "-"),
        title=f"{shock.title[: 197 - len(step)]}: {step}",
        measures=rows,
    )


def _with_members(row: Measure, names: tuple[str, ...], targets: tuple[str, ...]) -> dict[str, object]:
    fields: dict[str, object] = row.model_dump()
    if isinstance(row, LinkMeasure) and set(_facing(row)) & set(targets):
        fields["exporters" if isinstance(row, _BY_EXPORTERS) else "importers"] = names
    return fields
