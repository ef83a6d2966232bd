"""What a run of a shock on a world will say and refuse, found before anything runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from technostate.errors import ScenarioError
from technostate.shocks.impact import equilibria
from technostate.shocks.impact.batch import Base
from technostate.shocks.impact.decade import require_tenth
from technostate.shocks.impact.draws import Draw
from technostate.shocks.impact.events import events_of
from technostate.shocks.impact.path import YEARS
from technostate.shocks.impact.stage import Regions, Stage, Tariffs, stage_for
from technostate.shocks.impact.weeks import require_days
from technostate.shocks.specification.horizons import EVERY, Horizon, Meaning, horizons, require
from technostate.shocks.specification.resolve import Resolved
from technostate.shocks.specification.shock import Shock

if TYPE_CHECKING:
    from technostate.world import World


@dataclass(frozen=True, eq=False)
class Checked:
    """A shock that fits a world.

    Parameters
    ----------
    world : str
        Name of the world at its division.
    meanings : mapping of horizon to mapping of str to Meaning
        Horizon → name of the measure → what it means there.
    refused : mapping of horizon to str
        Why a horizon will have no answer; whether an equilibrium is found only the run can tell.
    notes : tuple of str
        What is taken how.
    """

    shock: Shock
    world: str
    meanings: Mapping[Horizon, Mapping[str, Meaning]]
    refused: Mapping[Horizon, str]
    notes: tuple[str, ...]


def check(
    shock: Shock,
    world: str | World | Stage | None = None,
    *,
    regions: Regions = "16",
    tariffs: Tariffs | None = None,
    days: int = 91,
) -> Checked:
    """Return what each measure means at each horizon on a world, and which horizons will have no answer.

    Parameters
    ----------
    tariffs : str, Path or None
        Where year and decade start from (`technostate.shocks.impact.Stage`).
    days : int
        Days that would be simulated at the horizon of weeks.

    Raises
    ------
    ScenarioError
        If the shock does not fit the world: what a run would raise.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> tuple(check(load("us-china-tariffs-2018")).refused)
    ('weeks',)
    """
    require_days(days)
    stage = stage_for(shock, world, regions, tariffs)
    resolved = stage.resolve(shock)
    refused: dict[Horizon, str] = {}
    for horizon in EVERY:
        try:
            _require(resolved, stage, horizon, days)
        except ScenarioError as error:
            refused[horizon] = str(error)
    return Checked(shock, resolved.world, horizons(shock), refused, (*resolved.notes, stage.base_note(shock)))


def _require(resolved: Resolved, stage: Stage, horizon: Horizon, days: int) -> None:
    """Raise what a run at a horizon would raise before it has solved anything."""
    require(resolved.shock, horizon)
    if horizon == "weeks":
        economy = stage.weeks
        events_of(resolved, "central", Base(economy.final.sum(0), economy.output), days)
        return
    theta = next(iter(stage.long_run.values()))
    if horizon == "decade":
        require_tenth(resolved, stage.year, theta, stage.world)
        return
    for year in YEARS if horizon == "path" else YEARS[:1]:
        equilibria.require(stage.year, resolved.in_year("central", year), Draw.central(), theta, year)
