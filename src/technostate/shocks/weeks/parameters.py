"""Parameters of the weeks engine, each with unit, range and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from technostate.errors import ScenarioError, nearest, with_problems

HALLEGATTE = (
    "Hallegatte (2013), Modeling the role of inventories and heterogeneity in the assessment of the economic costs of "
    "natural disasters, Risk Analysis 34(1), 152–167"
)
BOARIO = "default of BoARIO 0.7.2 (Juhel 2024, Journal of Open Source Software 9(99), 6547)"


class ParameterNote(NamedTuple):
    """What a parameter is: unit, the values accepted, the span worth varying over (our choice) and the source."""

    name: str
    unit: str
    lowest: float
    highest: float
    span: tuple[float, float]
    source: str


#: One note a field of `Parameters`.
NOTES = (
    ParameterNote("inventory_days", "days of use", 1.0, np.inf, (15.0, 120.0), f"{HALLEGATTE}; {BOARIO}"),
    ParameterNote("psi", "1", 0.0, 1.0, (0.5, 1.0), f"{HALLEGATTE}: heuristic of production adjustment; {BOARIO}"),
    ParameterNote("restocking_days", "days", 1.0, np.inf, (15.0, 90.0), f"{HALLEGATTE}: τ of inventories; {BOARIO}"),
    ParameterNote("overproduction", "1", 1.0, np.inf, (1.0, 1.35), f"Hallegatte (2008), An adaptive regional "
                  f"input-output model, Risk Analysis 28(3), 779–799: α max; {BOARIO}"),
    ParameterNote("overproduction_days", "days", 1.0, np.inf, (90.0, 730.0), f"Hallegatte (2008): τ of α; {BOARIO}"),
    ParameterNote("rerouting_days", "days", 1.0, np.inf, (30.0, np.inf), "our assumption; Boehm, Flaaen and "
                  "Pandalai-Nayar (2019), Review of Economics and Statistics 101(1), 60–75, find next to no "
                  "substitution between suppliers in the months after the 2011 earthquake in Japan"),
    ParameterNote("rerouting_limit", "1", 0.0, 1.0, (0.0, 1.0), "our assumption: the share of lost orders that "
                  "other suppliers can take in the end"),
)  # fmt: skip


@dataclass(frozen=True)
class Parameters:
    """How firms hold stocks, adjust production and turn to other suppliers; see `NOTES` for ranges and sources.

    Parameters
    ----------
    inventory_days : float or mapping of sector to float
        Days of use of each input that firms mean to hold; sectors missing from a mapping have 90. Infinite: the
        input is not stored and never limits production.
    psi : float
        Share of the intended stock below which it limits production, ψ.
    restocking_days : float
        Days over which a gap in stocks is ordered.
    overproduction : float
        Most that capacity can be raised, as a ratio to the base.
    overproduction_days : float
        Days over which capacity rises to that under total scarcity, and over which it comes back.
    rerouting_days : float
        Days over which buyers cut off from a supplier turn to others they already buy from; infinite: they do not.
    rerouting_limit : float
        Share of the orders cut off that can be rerouted in the end.

    Raises
    ------
    ScenarioError
        If a value lies outside its range; lists all that do.

    Examples
    --------
    >>> Parameters(psi=0.9).psi
    0.9
    """

    inventory_days: float | Mapping[str, float] = 90.0
    psi: float = 0.8
    restocking_days: float = 60.0
    overproduction: float = 1.25
    overproduction_days: float = 365.0
    rerouting_days: float = 180.0
    rerouting_limit: float = 1.0

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise ScenarioError(
                with_problems("the parameters have", problems),
                hint="technostate.shocks.weeks.NOTES lists unit and range of every parameter",
            )

    def _problems(self) -> Iterator[str]:
        notes = {note.name: note for note in NOTES}
        for item in fields(self):
            note, value = notes[item.name], getattr(self, item.name)
            named = value.items() if isinstance(value, Mapping) else [("", value)]
            for sector, number in named:
                where = f"{item.name} of {sector}" if sector else item.name
                if isinstance(number, bool) or not isinstance(number, int | float | np.number):
                    yield f"{where} is {number!r}, not a number"
                elif not note.lowest <= number <= note.highest:
                    yield f"{where} is {number:g}; it must lie in {note.lowest:g} … {note.highest:g} ({note.unit})"
                elif item.name == "inventory_days" and isinstance(self.psi, int | float) and not number * self.psi >= 1:
                    yield f"{where} × psi is {number * self.psi:g}; below 1 a day's use can exceed the stock"

    def days_of(self, sectors: tuple[str, ...]) -> list[float]:
        """Return the days of stock by sector; raises `ScenarioError` if a mapping names sectors that do not exist."""
        if not isinstance(self.inventory_days, Mapping):
            return [float(self.inventory_days)] * len(sectors)
        unknown = [name for name in self.inventory_days if name not in sectors]
        if unknown:
            close = ", ".join(near for name in unknown for near in nearest(name, sectors, n=1))
            raise ScenarioError(
                f"inventory_days names unknown sectors: {', '.join(map(repr, unknown))}",
                hint=f"did you mean {close}?" if close else f"sectors: {', '.join(sectors[:12])}",
            )
        return [float(self.inventory_days.get(name, 90.0)) for name in sectors]
