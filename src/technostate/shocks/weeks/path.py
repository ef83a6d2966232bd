"""What a simulation returns, day by day, and the two dates asked of it first: shortage and recovery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError

if TYPE_CHECKING:
    from technostate.shocks.weeks.ario.parameters import ArioParameters
    from technostate.shocks.weeks.economy import Array, FlowEconomy
    from technostate.shocks.weeks.events import Event
    from technostate.shocks.weeks.ties.parameters import Parameters
    from technostate.shocks.weeks.ties.practice import Practice

Shortage = Literal["inputs", "final"]


@dataclass(frozen=True, eq=False)
class Path:
    """T days of N regions and J sectors. All figures are modelled.

    Parameters
    ----------
    economy : FlowEconomy
        The base.
    output : array (T, N, J)
        By producer, annual rate in `unit`.
    final_met, final_wanted : array (T, N, J)
        Final demand of region n for product j, delivered and wanted, annual rate in `unit`; wanted is less than the
        base where demand was lost.
    final_lost : array (T, N, J)
        Final demand of the day that will not be met any more, annual rate in `unit`: the loss. With postponed demand
        it is less than wanted less met.
    final_waiting : array (T, N, J)
        Final demand that still waits at the end of the day, days × annual rate in `unit`; zero with "ario".
    stocks : array (T, N, J)
        Stocks of product j held by users in region n at the end of the day, `unit`; NaN where it is not stored.
    cover : array (T, N, J)
        Stock of product j over the stock that the day's plans need, of the worst origin ("ties") or of the worst user
        ("ario"): below 1 some firms lack the product; infinite where nobody needs or stores it.
    practice : Practice, optional
        What firms do by product; none with "ario".
    trade : array (N importer, N exporter)
        Deliveries of all products, for intermediate and final use, averaged over the days: annual rate in `unit`. The
        diagonal is sales at home. Constant sales that no region is named for (`FlowEconomy.other`) are left out.
        Without events it is the base's flows.
    """

    economy: FlowEconomy
    events: tuple[Event, ...]
    parameters: Parameters | ArioParameters
    practice: Practice | None
    output: NDArray[Any]
    final_met: NDArray[Any]
    final_wanted: NDArray[Any]
    final_lost: NDArray[Any]
    final_waiting: NDArray[Any]
    stocks: NDArray[Any]
    cover: NDArray[Any]
    trade: NDArray[Any]
    kind: Literal["modelled"] = "modelled"

    @property
    def unit(self) -> str:
        """Unit of all money figures: the economy's."""
        return self.economy.unit

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed of firms that nothing is known of."""
        return () if self.practice is None else self.practice.notes

    @property
    def days(self) -> int:
        """Number of days T."""
        return len(self.output)

    def output_change(self) -> Array:
        """Total output of each region over its base, less one (T, N); NaN where a region has no output."""
        base = self.economy.output.sum(1)
        total = self.output.sum(2, dtype=np.float64)
        change: Array = np.divide(total, base, out=np.full(total.shape, np.nan), where=base > 0) - 1.0
        return change


def first_shortage(path: Path, of: Shortage = "inputs", *, tolerance: float = 1e-3) -> Array:
    """Return the day of the first shortage of each product in each region (N, J); infinite where there is none.

    Parameters
    ----------
    of : {"inputs", "final"}
        A shortage of inputs: stocks of the product limit some user in the region. Of final demand: less is delivered
        to the region's final users than they want.
    tolerance : float
        Shortfalls up to this share do not count.

    Raises
    ------
    ScenarioError
        If `of` is unknown or `tolerance` is not at least 0 and below 1.
    """
    _check_tolerance(tolerance)
    if of not in get_args(Shortage):
        raise ScenarioError(f"there is no shortage of {of!r}", hint="of is 'inputs' or 'final'")
    if of == "inputs":
        short = path.cover < 1.0 - tolerance
    else:
        short = path.final_met < (1.0 - tolerance) * path.final_wanted
    first: Array = np.where(short.any(0), short.argmax(0).astype(np.float64), np.inf)
    return first


def recovery_time(path: Path, *, tolerance: float = 0.01) -> Array:
    """Return the days each node's output is away from its base (N, J): from first leaving to returning for good.

    Zero where output never leaves the band of ± `tolerance` around the base, infinite where it is outside on the
    last day, NaN where the base has no output.

    Parameters
    ----------
    tolerance : float
        Half the width of the band, as a share of base output.

    Raises
    ------
    ScenarioError
        If `tolerance` is not at least 0 and below 1.
    """
    _check_tolerance(tolerance)
    base = path.economy.output
    away = np.abs(path.output - base) > tolerance * base
    first, last = away.argmax(0), path.days - 1 - away[::-1].argmax(0)
    span = np.where(away[-1], np.inf, last - first + 1.0)
    span = np.where(away.any(0), span, 0.0)
    result: Array = np.where(base > 0, span, np.nan)
    return result


def _check_tolerance(tolerance: float) -> None:
    if not 0 <= tolerance < 1:
        raise ScenarioError(f"tolerance is {tolerance!r}; a share from 0 and below 1 is needed")
