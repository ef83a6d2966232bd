"""How the loss changes as the coalition grows: the same shock by one state, by its allies too, by all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from technostate.shocks.impact.batch import Progress
from technostate.shocks.impact.compare import compare_horizons
from technostate.shocks.impact.draws import Doubt
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.impact.spread import Change
from technostate.shocks.impact.stage import Regions, Stage, Tariffs, stage_for
from technostate.shocks.specification.coalition import acting_on, coalitions, sides
from technostate.shocks.specification.horizons import HORIZONS, Horizon
from technostate.shocks.specification.shock import Shock

if TYPE_CHECKING:
    from technostate.world import World


class Parties(NamedTuple):
    """Change of real income of those whom a shock is against, of those who act, and of the world."""

    targets: Change
    actors: Change
    world: Change


@dataclass(frozen=True, eq=False)
class CoalitionCurve:
    """One shock by growing coalitions, on one world.

    Parameters
    ----------
    shock : Shock
        The one that was given.
    actors, targets : tuple of str
        Names in the shock.
    actor_regions, target_regions : tuple of str
        The regions of the world, at its division, that they are.
    members : mapping of step to tuple of str
        Who acts in each step, ``rest`` for all but the targets.
    comparisons : mapping of step to Comparison
        In the order in which the coalition grows.
    """

    shock: Shock
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    actor_regions: tuple[str, ...]
    target_regions: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    comparisons: Mapping[str, Comparison]

    @property
    def steps(self) -> tuple[str, ...]:
        """Names of the steps."""
        return tuple(self.comparisons)

    def changes(self, horizon: Horizon, step: str) -> Parties | None:
        """Return the change of real income of targets, actors and world; None where it was refused."""
        impact = self.comparisons[step].impacts.get(horizon)
        return None if impact is None else self._changes(impact)

    def _changes(self, impact: Impact) -> Parties:
        sides = self.target_regions, self.actor_regions, impact.regions
        return Parties(*(impact.together(regions) for regions in sides))


def coalition_curve(
    shock: Shock,
    world: str | World | Stage | None = None,
    *,
    steps: Mapping[str, Sequence[str]] | None = None,
    horizons: Sequence[Horizon] = HORIZONS,
    regions: Regions = "16",
    tariffs: Tariffs | None = None,
    draws: int | None = 0,
    seed: int = 0,
    days: int = 91,
    doubt: Doubt = None,
    progress: Progress | None = None,
) -> CoalitionCurve:
    """Return what a shock does as more states join those who act, against the same targets.

    Parameters
    ----------
    steps : mapping of str to sequence of str, optional
        Name of the step → states, groups or ``rest``;
        `technostate.shocks.specification.coalition.steps_of` by default.
    horizons, regions, tariffs, draws, seed, days, doubt, progress
        As in `compare_horizons`; no draws by default.

    Raises
    ------
    ScenarioError
        If the shock has no acting side, or actors or targets are not shown apart at this division of the world.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> curve = coalition_curve(load("chips-2022"), horizons=("decade",))
    >>> losses = [curve.changes("decade", step).targets.central for step in curve.steps]
    >>> curve.steps[0], all(more < less for less, more in zip(losses, losses[1:]))
    ('alone', True)
    """
    stage = stage_for(shock, world, regions, tariffs)

    def run(part: Shock, step: str) -> Comparison:
        named = _named(progress, step)
        return compare_horizons(
            part, stage, horizons=horizons, draws=draws, seed=seed, days=days, doubt=doubt, progress=named
        )

    return curve_by(shock, stage, run, steps)


def curve_by(
    shock: Shock,
    stage: Stage,
    run: Callable[[Shock, str], Comparison],
    steps: Mapping[str, Sequence[str]] | None = None,
) -> CoalitionCurve:
    """Return the curve of a shock whose steps are run by the caller's own function.

    Parameters
    ----------
    run : callable
        (the step's shock, name of the step) → its `Comparison` on the stage.
    steps : mapping of str to sequence of str, optional
        As in `coalition_curve`.

    Raises
    ------
    ScenarioError
        As `coalition_curve` does.
    """
    actors, targets = sides(shock)
    known = [stage.regions_of(side, shock.starts.year) for side in (actors, targets)]
    found = coalitions(shock, steps, shown=stage.fine.regions)
    comparisons = {step: run(part, step) for step, part in found.items()}
    members = {step: acting_on(part, targets) for step, part in found.items()}
    return CoalitionCurve(shock, actors, targets, known[0], known[1], members, comparisons)


def _named(progress: Progress | None, step: str) -> Progress | None:
    if progress is None:
        return None
    return lambda done, total, what: progress(done, total, f"{step}: {what}")
