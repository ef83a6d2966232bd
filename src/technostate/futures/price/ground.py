"""Where the price is asked: the world at sixteen regions, whose state, against whom, which goods are strategic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from technostate import states
from technostate.errors import DataError, LabelError, ScenarioError
from technostate.evidence import catalogue
from technostate.evidence.origin import Origin
from technostate.futures.price.suppositions import STARTS, suppositions
from technostate.futures.price.terms import Terms
from technostate.shocks.impact.stage import Stage, stage_of
from technostate.shocks.specification import Shock
from technostate.shocks.specification.labels import CODES, NAMED_LISTS, members, sector_codes
from technostate.shocks.specification.regions import SIXTEEN, sixteen

if TYPE_CHECKING:
    from technostate.shocks.year import YearEconomy

Array = NDArray[np.float64]

MILITARY = "sipri/milex/share-of-gdp"


@dataclass(frozen=True, eq=False)
class Ground:
    """A pair of states on a world.

    Parameters
    ----------
    state, against : str
        Codes.
    year : YearEconomy
        Where levers and shocks start: the world as it is, or as a path has made it.
    own, other : tuple of int
        Positions of their regions.
    strategic, goods : tuple of int
        Positions of sectors.
    shocks : mapping of str to Shock
        Key → supposition.
    burden : float
        Military spending, share of GDP.
    civil : float
        Civil absorption (final expenditure less military spending), in the world's unit.
    notes : tuple of str
        What stands in for what is missing.
    """

    state: str
    against: str
    stage: Stage
    year: YearEconomy
    own: tuple[int, ...]
    other: tuple[int, ...]
    strategic: tuple[int, ...]
    goods: tuple[int, ...]
    shocks: Mapping[str, Shock]
    burden: float
    civil: float
    origins: tuple[Origin, ...]
    notes: tuple[str, ...]

    @property
    def everyone(self) -> tuple[int, ...]:
        """Positions of all regions but the state's."""
        return tuple(at for at in range(len(self.stage.world.regions)) if at not in self.own)

    @property
    def income(self) -> Array:
        """Final expenditure of the state's regions."""
        found: Array = self.year.base.base_income[list(self.own)]
        return found


def ground(state: str, against: str, terms: Terms) -> Ground:
    """Return the ground on which a state's levers are priced.

    Raises
    ------
    ScenarioError
        If the two share a state, or are not shown apart in the world.
    LabelError
        If the state has no list of strategic sectors and none is given, or a sector is not in the world.
    DataError
        If its military spending is not known.
    """
    year = int(STARTS[:4])
    if both := sorted(set(members(state, year)) & set(members(against, year))):
        raise ScenarioError(
            f"{', '.join(both)} cannot insure against itself",
            hint="name two states: technostate price CHN --against USA",
        )
    fine = stage_of(terms.world).given.regions
    apart = tuple(code for code in (state, against) if _hidden(code, fine))
    stage = stage_of(terms.world, apart=apart)
    regions = stage.world.regions
    own, other = (tuple(regions.index(name) for name in stage.regions_of((code,), year)) for code in (state, against))
    classification = "icio" if set(stage.world.sectors) <= set(CODES["icio"]) else "wiod"
    known = [code for code in NAMED_LISTS["goods"][classification] if code in stage.world.sectors]
    strategic = _strategic(state, terms.sectors, classification, known)
    energy = [c for name in ("crude-energy", "refined-energy") for c in NAMED_LISTS[name][classification] if c in known]
    base = stage.year.base
    burden, origin, note = _burden(state, fine, stage)
    spent = float(base.base_income[list(own)].sum())
    civil = spent - burden * float(base.value_added[list(own)].sum())
    return Ground(
        state, against, stage, stage.year, own, other,
        tuple(stage.world.sectors.index(code) for code in strategic),
        tuple(stage.world.sectors.index(code) for code in known),
        suppositions(state, against, strategic, tuple(dict.fromkeys(energy)), fine),
        burden, civil, (*stage.origins("decade"), origin), note,
    )  # fmt: skip


def _hidden(code: str, shown: Sequence[str]) -> bool:
    """Return whether a state is only part of one of the sixteen regions."""
    return code not in SIXTEEN and code in shown and sixteen(shown)[code] != code


def _strategic(state: str, given: Sequence[str], classification: str, goods: Sequence[str]) -> tuple[str, ...]:
    """Return the strategic goods, in the order of the world: those that are given, else those of the state's file."""
    if given:
        asked = {code for name in given for code in sector_codes(name, {}).get(classification, ())}
        where = f"none of {', '.join(given)}"
    elif state in states.codes():
        asked = set(states.load(state).sectors("strategic", "icio" if classification == "icio" else "wiod"))
        where = f"none of the strategic sectors in the file of {state}"
    else:
        raise LabelError(
            f"{state} has no file, so that nobody has said which goods are strategic for it",
            hint="name them: --sectors electronics,machinery",
        )
    found = tuple(code for code in goods if code in asked)
    if not found:
        raise LabelError(
            f"{where} is a sector of goods of this world",
            hint=f"name some of {', '.join(goods[:6])} …, or a list: --sectors electronics",
        )
    return found


def _burden(state: str, fine: Sequence[str], stage: Stage) -> tuple[float, Origin, tuple[str, ...]]:
    """Return military spending as a share of GDP in the world's year, of a union weighted by value added."""
    series, year = catalogue.load(MILITARY), stage.world.year
    names = [name for name in members(state, year) if name in fine]
    added = stage.fine.value_added.reshape(len(stage.fine.regions), -1).sum(1)
    weight, total, missing = 0.0, 0.0, []
    for name in names:
        newest = series.latest(name, until=year) or series.latest(name)
        if newest is None:
            missing.append(name)
            continue
        size = float(added[list(stage.fine.regions).index(name)])
        weight, total = weight + size, total + size * newest.value / 100.0
    if not weight:
        raise DataError(
            f"the military spending of {state} is not known, so that its civil absorption is not either",
            hint=f"technostate data show {MILITARY}",
        )
    note = (f"military spending of {', '.join(missing)} is not known: that of the others stands in",) if missing else ()
    return total / weight, series.origin, note
