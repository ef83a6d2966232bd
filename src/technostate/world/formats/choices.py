"""What somebody says of a file that they read, where the file does not say it itself: its year and its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from technostate.errors import DataError

#: A node's sales may differ from its output by this share of it (or a millionth of the world's output).
IMBALANCE = 0.005
#: Figures of USD million that lie outside are no sums of money: their squares and reciprocals are no numbers.
SMALLEST, LARGEST = 1e-100, 1e100
#: Spellings of USD million that need no factor.
_MUSD = {
    "mill usd", "m.usd", "musd", "usd million", "million usd", "mio usd", "m usd", "mn usd", "million us$",
    "usd million, current prices",
}  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What somebody who reads a file says of it: its year, how far it may be out of balance, what its unit is worth."""

    year: int | None = None
    imbalance: float = IMBALANCE
    to_musd: float | None = None

    def __post_init__(self) -> None:
        if self.to_musd is not None and not (self.to_musd > 0 and SMALLEST < self.to_musd < LARGEST):
            raise DataError(
                f"one unit of the table cannot be worth USD {self.to_musd} million", hint="give a number above zero"
            )
        if self.year is not None and not 0 < self.year < 10_000:
            raise DataError(f"{self.year} is no year", hint="give four digits, for example 2011")

    def factor(self, where: str, units: Sequence[str]) -> float:
        """Return what figures are multiplied with; raises `DataError` if they are not in USD million and it is unsaid.

        Parameters
        ----------
        units : sequence of str
            What the file says.
        """
        if self.to_musd is not None:
            return float(self.to_musd)
        if len(units) == 1 and units[0].strip().casefold() in _MUSD:
            return 1.0
        raise DataError(
            f"{where} is in {', '.join(units[:3]) or 'no stated unit'}, not in USD million",
            hint="say what one of its units is worth in USD million: --to-musd NUMBER (in Python to_musd=)",
        )

    def refuse_factor(self, where: str) -> None:
        """Raise `DataError` if a unit was given for a file that can only be in USD million."""
        if self.to_musd not in (None, 1):
            raise DataError(f"{where} is in USD million", hint="leave --to-musd (in Python to_musd=) out")

    def year_of(self, name: str) -> int:
        """Return the year that a name states, or the one that was given where the name states none.

        Raises
        ------
        DataError
            If there is none, or another than the one that was given.
        """
        found = years_in(name)
        if self.year is None and len(found) == 1:
            return found[0]
        if self.year is None:
            several = f" ({', '.join(map(str, found))} stand in the name)" if found else ""
            raise DataError(
                f"the year of {name} is not stated{several}",
                hint="give --year YYYY (in Python year=), or put it into the file's name",
            )
        if found and self.year not in found:
            self.check_year(name, found[0])
        return self.year

    def check_year(self, where: str, stated: int) -> None:
        """Raise `DataError` if a file states another year than the one that was asked for."""
        if self.year is not None and self.year != stated:
            raise DataError(
                f"{where} is of {stated}, not of {self.year}", hint=f"leave the year out, or ask for {stated}"
            )


def years_in(name: str) -> list[int]:
    """Return the four-digit years in a name, each once, in order.

    Examples
    --------
    >>> years_in("2011-2012_SML.zip"), years_in("icio-edition"), years_in("t20115")
    ([2011, 2012], [], [])
    """
    found = re.findall(r"(?<![0-9])(1[89][0-9]{2}|20[0-9]{2}|21[0-9]{2})(?![0-9])", name)
    return [int(year) for year in dict.fromkeys(found)]
