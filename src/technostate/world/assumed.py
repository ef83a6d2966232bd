"""A number that no table has: its range, its unit, how well it is known and from whom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from technostate.errors import DataError

#: How well a number is known: counted by a statistical office or a firm; estimated from data; read or taken over from
#: publications; set by us.
Status = Literal["measured", "estimated", "literature", "assumed"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True)
class Assumed:
    """A number with its range; one of no width where low and high are the central value.

    Parameters
    ----------
    low, central, high : float
        In `unit`; low ≤ central ≤ high.
    unit : str
        ``"share"``, ``"musd"``, ``"ratio"``, ``"odds"``, ``"days"``, ``"elasticity"``.
    status : {"measured", "estimated", "literature", "assumed"}
        How well it is known.
    source : str
        Key of the sources of what it belongs to; empty for an assumption without one.

    Raises
    ------
    DataError
        If the three are not finite and in order, or the status is unknown.

    Examples
    --------
    >>> Assumed.at(0.5, "share", "assumed").low
    0.5
    """

    low: float
    central: float
    high: float
    unit: str
    status: Status
    source: str = ""

    def __post_init__(self) -> None:
        if (
            not all(map(math.isfinite, (self.low, self.central, self.high)))
            or not self.low <= self.central <= self.high
        ):
            raise DataError(
                f"the range {self.low:g}, {self.central:g}, {self.high:g} is not in order",
                hint="low, central and high are finite numbers, the lowest first",
            )
        if self.status not in STATUSES:
            raise DataError(f"unknown status {self.status!r}", hint=f"it is one of {', '.join(STATUSES)}")

    @classmethod
    def at(cls, value: float, unit: str, status: Status, source: str = "") -> Assumed:
        """Return a number whose range has no width."""
        return cls(value, value, value, unit, status, source)


@dataclass(frozen=True)
class Source:
    """Who said it, where, and on what terms.

    Parameters
    ----------
    terms : str
        The words of the issuer's terms, or that a fact alone is cited.
    checked : str
        How it was read: at its issuer, or through whom.
    """

    title: str
    issuer: str = "not stated"
    date: str = "not stated"
    url: str = ""
    terms: str = "not stated"
    checked: str = "not stated"
