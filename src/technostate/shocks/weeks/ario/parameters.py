"""Parameters of the weeks engine, each with unit, range and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from technostate.shocks.weeks.notes import HALLEGATTE, ParameterNote, check, require_known

BOARIO = "default of BoARIO 0.7.2 (Juhel 2024, Journal of Open Source Software 9(99), 6547)"

#: Origins of orders: the base's, or the base's weighted by what is left of capacity at each ("alternative suppliers").
Orders = Literal["noalt", "alt"]

#: One note a field of `ArioParameters`.
ARIO_NOTES = (
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
class ArioParameters:
    """How firms hold stocks, adjust production and turn to other suppliers; see `ARIO_NOTES` for ranges and sources.

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
    orders : {"noalt", "alt"}
        Origins in the base's proportions, or those weighted by what is left of capacity at each, as BoARIO's
        ``order_type``; with "alt" no bans and no rerouting.

    Raises
    ------
    ScenarioError
        If a value lies outside its range; lists all that do.

    Examples
    --------
    >>> ArioParameters(psi=0.9).psi
    0.9
    """

    inventory_days: float | Mapping[str, float] = 90.0
    psi: float = 0.8
    restocking_days: float = 60.0
    overproduction: float = 1.25
    overproduction_days: float = 365.0
    rerouting_days: float = 180.0
    rerouting_limit: float = 1.0
    orders: Orders = "noalt"

    def __post_init__(self) -> None:
        more = list(self._thin())
        if self.orders not in get_args(Orders):
            more.append(f"orders is {self.orders!r}; 'noalt' or 'alt' is needed")
        check(self, ARIO_NOTES, "ARIO_NOTES", more)

    def _thin(self) -> Iterator[str]:
        days = self.inventory_days
        for sector, number in days.items() if isinstance(days, Mapping) else [("", days)]:
            where = f"inventory_days of {sector}" if sector else "inventory_days"
            if all(isinstance(value, int | float) for value in (number, self.psi)) and not number * self.psi >= 1:
                yield f"{where} × psi is {number * self.psi:g}; below 1 a day's use can exceed the stock"

    def days_of(self, sectors: tuple[str, ...]) -> list[float]:
        """Return the days of stock by sector; raises `ScenarioError` if a mapping names sectors that do not exist."""
        if not isinstance(self.inventory_days, Mapping):
            return [float(self.inventory_days)] * len(sectors)
        require_known("inventory_days", self.inventory_days, sectors)
        return [float(self.inventory_days.get(name, 90.0)) for name in sectors]
