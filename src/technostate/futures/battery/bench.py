"""What every snapshot of a battery shares, and the snapshots themselves as rows: pure, draw by draw."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from technostate.dynamics.calibrate import sectors
from technostate.errors import ConvergenceError, ScenarioError
from technostate.futures.battery.asked import Asked
from technostate.futures.battery.snapshots import require_alike, snapshot
from technostate.futures.model import Dynamics
from technostate.futures.price.cases import Drawn, drawn, forms_of, losses_of, military_of, premium_of
from technostate.futures.price.ground import Ground, ground
from technostate.futures.price.losses import RENTS
from technostate.futures.scenario import Scenario

#: Lever of the rows that have a loss without any.
BARE = "none"
#: Snapshots that a worker prices at a time, and that a kill can lose.
CHUNK = 4
#: Strength at which Parquet is packed.
LEVEL = 3


@dataclass(frozen=True, eq=False)
class Side:
    """A state whose levers are priced, and the cases drawn for it."""

    here: Ground
    cases: Drawn


@dataclass(frozen=True, eq=False)
class Bench:
    """A battery made ready.

    Parameters
    ----------
    group_of : mapping of str to str
        Sector in which security is priced → sector of the paths.
    """

    asked: Asked
    model: Dynamics
    sides: tuple[Side, ...]
    group_of: Mapping[str, str]

    @classmethod
    def of(cls, scenario: Scenario, asked: Asked) -> Bench:
        """Return the bench of a scenario.

        Raises
        ------
        ScenarioError
            If the paths do not reach the year, stand on another world, or do not show the states apart.
        """
        if asked.year not in scenario.years[1:]:
            raise ScenarioError(
                f"the paths of {scenario.name} have no year {asked.year} after their base",
                hint=f"--at {scenario.years[1]} to {scenario.years[-1]}",
            )
        if asked.terms.world != scenario.world:
            raise ScenarioError(
                f"the paths of {scenario.name} start from {scenario.world}, and the price is asked on "
                f"{asked.terms.world}",
                hint=f"--world {scenario.world}",
            )
        model = Dynamics(scenario)
        sides = []
        for pair in asked.pairs:
            here = ground(*pair, asked.terms)
            require_alike(here, model.regions, scenario.name)
            sides.append(Side(here, drawn(here, asked.terms)))
        own = {code: code for code in sides[0].here.stage.given.sectors}
        coarse = sectors.groups(sides[0].here.stage.given)
        return cls(asked, model, tuple(sides), own if scenario.sectors == "full" else coarse)

    def rows(self, seed: int, draw: int, case: int) -> list[dict[str, Any]]:
        """Return the rows of a snapshot of both sides; one that says why where there is none.

        Parameters
        ----------
        seed : int
            Of the run.
        draw : int
            Its number in the run.
        case : int
            Of elasticities and amounts.
        """
        (point,) = self.model.points(seed, range(draw, draw + 1))
        found: list[dict[str, Any]] = []
        setting, there, path = self.model.whole(point, {})
        for side in self.sides:
            label = {"draw": draw, "state": side.here.state}
            try:
                here = snapshot(side.here, setting, path, there.values, there.policy, self.asked.year, self.group_of)
                found += [label | row for row in self._priced(side, here, case)]
            except ConvergenceError as error:
                found.append(label | {"failed": str(error)})
        return found

    def _priced(self, side: Side, here: Ground, case: int) -> list[dict[str, Any]]:
        forms = forms_of(here, self.asked.terms, [side.cases.sets[case]])
        bare, losses = losses_of(here, forms, side.cases, case)
        if np.isnan(bare).all():
            raise ConvergenceError("no event has an equilibrium", hint="a smaller wedge")
        common = {"elastic": float(side.cases.elastic[case]), "military": military_of(here)}
        levers = [(BARE, "", "", 0.0, bare)] + [
            (form.lever.name, form.lever.target, form.form, premium_of(here, form, side.cases, case), loss)
            for form, loss in zip(forms, losses, strict=True)
        ]
        return [
            common
            | {"lever": lever, "target": target, "form": form, "shock": shock, "rent": rent, "premium": premium}
            | {"loss": float(loss[at, rule]) if np.isfinite(loss[at, rule]) else None}
            for lever, target, form, premium, loss in levers
            for at, shock in enumerate(side.here.shocks)
            for rule, rent in enumerate(RENTS)
        ]


def schema() -> dict[str, Any]:
    """Return the columns of a battery's table."""
    import polars as pl

    words = ("state", "failed", "lever", "target", "form", "shock", "rent")
    numbers = ("premium", "loss", "elastic", "military")
    return (
        {"battery": pl.String, "draw": pl.Int32} | dict.fromkeys(words, pl.String) | dict.fromkeys(numbers, pl.Float64)
    )


def content(bench: Bench, key: str, seed: int, chunk: Sequence[tuple[int, int]]) -> bytes:
    """Return the Parquet of a chunk of snapshots, each a draw and a case; a pure function of its arguments."""
    import polars as pl

    rows = [{"battery": key} | row for draw, case in chunk for row in bench.rows(seed, draw, case)]
    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=schema()).write_parquet(buffer, compression_level=LEVEL)
    return buffer.getvalue()
