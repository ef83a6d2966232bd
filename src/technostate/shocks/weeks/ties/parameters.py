"""Parameters of the weeks engine, each with unit, range, span, status and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from technostate.shocks.weeks.notes import HALLEGATTE, ParameterNote, check

TOHOKU = "set so that the losses of 2011 in Japan and in American car making are met (docs/weeks.md, Backtests)"
BOEHM = (
    "Boehm, Flaaen and Pandalai-Nayar (2019), Review of Economics and Statistics 101(1), 60–75, find next to no "
    "substitution between suppliers in the months after the 2011 earthquake in Japan"
)

#: Taken where a mapping by sector leaves a sector out.
SLACK, OVERPRODUCTION = 0.03, 1.25

#: One note a field of `Parameters`.
NOTES = (
    ParameterNote("inventory_days", "days of use", 1.0, 3650.0, (5.0, 120.0), "None: by product, see `Practice`",
                  "assumed", "logs"),
    ParameterNote("stock_factor", "1", 0.01, 100.0, (1 / 3, 2.0), "our assumption: how far all days of stock by "
                  "product may be off; surveys count finished goods and work in progress too", "assumed", "logs"),
    ParameterNote("spread", "1", 1.0, 50.0, (1.5, 4.0), "our assumption", "assumed", "logs"),
    ParameterNote("ties", "sources a firm", 1.0, 31.0, (4.0, 16.0), TOHOKU, "assumed", "logs"),
    ParameterNote("priority", "1", 1.0, 100.0, (2.0, 4.0), TOHOKU, "assumed", "logs"),
    ParameterNote("slack", "share of base output", 0.0, 0.3, (0.0, 0.08), "our assumption; Federal Reserve G.17: "
                  "American factories used 76.9 % of capacity in April 2011, 80.4 % on average", "assumed"),
    ParameterNote("overproduction", "1", 1.0, 10.0, (1.05, 1.35), "Hallegatte (2008), An adaptive regional "
                  "input-output model, Risk Analysis 28(3), 779–799: α max"),
    ParameterNote("overproduction_days", "days", 1.0, 36500.0, (45.0, 365.0), "our assumption; Hallegatte (2008) has "
                  "a year", "assumed", "rates"),
    ParameterNote("rerouting_days", "days", 1.0, np.inf, (60.0, np.inf), f"our assumption; {BOEHM}", "assumed",
                  "rates"),
    ParameterNote("rerouting_limit", "1", 0.0, 1.0, (0.0, 1.0), "our assumption: the share of orders not filled that "
                  "is sought elsewhere in the end", "assumed"),
    ParameterNote("qualifying_days", "days", 1.0, np.inf, (15.0, 90.0), f"our assumption; {BOEHM}", "assumed",
                  "rates"),
    ParameterNote("restocking_days", "days", 1.0, 36500.0, (15.0, 60.0), f"our assumption; {HALLEGATTE} has τ of "
                  "inventories", "assumed", "rates"),
    ParameterNote("backlog_days", "days", 1.0, 36500.0, (30.0, 180.0), "our assumption", "assumed", "rates"),
    ParameterNote("postponed", "share of unmet final demand", 0.0, 1.0, (0.0, 1.0), "None: by product, see `Practice`",
                  "assumed"),
)  # fmt: skip


@dataclass(frozen=True)
class Parameters:
    """How firms hold stocks, share what is short, depend on single sources and turn to others; see `NOTES`.

    What differs by product, and which inputs are needed, is in `Practice`.

    Parameters
    ----------
    inventory_days : float or mapping of sector to float, optional
        Days of use held of each product that is stocked; sectors missing from a mapping, and all by default, hold
        their own of `Practice`, times `stock_factor`. At least `spread`.
    stock_factor : float
        Times the days of `Practice`, for products that are stocked.
    spread : float
        Power m: where a share d of the usual stock is gone, d**m of the firms are out of it.
    ties : float
        Sources of a product that a firm needs, each drawn with the shares of the origins; it stops with the worst.
        Between whole numbers the mean of the two.
    priority : float
        How many times harder a shortage falls on final users than on firms.
    slack : float or mapping of sector to float
        Capacity over base output that is there at once, less one.
    overproduction : float or mapping of sector to float
        Most that capacity rises to, as a ratio to the base.
    overproduction_days : float
        Days over which capacity moves towards what is ordered.
    rerouting_days : float
        Days over which buyers turn to other origins with what does not come; infinite: they do not.
    rerouting_limit : float
        Share of what does not come that is sought elsewhere in the end.
    qualifying_days : float
        Days after which a firm that stands still for want of one source has another, on average; infinite: never.
    restocking_days : float
        Days over which a gap in stocks is ordered.
    backlog_days : float
        Days over which final demand that waits is to be served.
    postponed : float or mapping of sector to float, optional
        Share of unmet final demand that waits; by default that of `Practice`.

    Raises
    ------
    ScenarioError
        If a value lies outside its range; lists all that do.

    Examples
    --------
    >>> Parameters(ties=4).ties
    4
    """

    inventory_days: float | Mapping[str, float] | None = None
    stock_factor: float = 1.0
    spread: float = 2.0
    ties: float = 8.0
    priority: float = 2.5
    slack: float | Mapping[str, float] = SLACK
    overproduction: float | Mapping[str, float] = OVERPRODUCTION
    overproduction_days: float = 90.0
    rerouting_days: float = 120.0
    rerouting_limit: float = 1.0
    qualifying_days: float = 30.0
    restocking_days: float = 30.0
    backlog_days: float = 60.0
    postponed: float | Mapping[str, float] | None = None

    def __post_init__(self) -> None:
        days = self.inventory_days
        named: list[tuple[str, object]] = [*days.items()] if isinstance(days, Mapping) else [("", days)]
        thin = [
            f"inventory_days{f' of {sector}' if sector else ''} is {number:g}, less than spread ({self.spread:g}): "
            "a day's use could exceed the stock"
            for sector, number in named
            if isinstance(number, int | float) and isinstance(self.spread, int | float) and number < self.spread
        ]
        check(self, NOTES, "NOTES", thin)
