"""What a million euro is in USD million in a year: said by the user, or the yearly mean of the Penn World Table."""

from __future__ import annotations

from collections.abc import Mapping

from technostate.errors import DataError
from technostate.evidence.own.kinds import Asked

EURO: Mapping[str, str] = {"to-musd": "what EUR 1 million of the year is in USD million; unless said, the rate of PWT"}
#: National currency per USD; Germany's is the euro, in years before 1999 converted at the fixed rate.
_SERIES, _STATE = "pwt/10.01/xr", "DEU"


def musd_per_euro(year: int, asked: Asked) -> tuple[float, str]:
    """Return the factor and a sentence on where it comes from.

    Raises
    ------
    DataError
        If the option is no positive number, or is needed: the table of rates ends before the year.

    Examples
    --------
    >>> factor, said = musd_per_euro(2015, Asked())
    >>> round(factor, 4), said
    (1.1091, 'EUR 1 is USD 1.1091 (mean of 2015, pwt/10.01/xr of DEU)')
    """
    if given := asked.options.get("to-musd", ""):
        try:
            factor = float(given)
        except ValueError:
            factor = 0.0
        if not 0.01 < factor < 100:
            raise DataError(f"to-musd is {given!r}, no rate of the euro", hint="--option to-musd=1.08")
        return factor, f"EUR 1 is USD {factor:g} (said by the user)"
    from technostate.evidence import catalogue

    rates = catalogue.load(_SERIES).values[_STATE]
    if year not in rates:
        raise DataError(
            f"the table of {year} is in euro, and the rates known here are of {min(rates)} to {max(rates)}",
            hint="say what EUR 1 was in USD: --option to-musd=NUMBER",
        )
    return 1 / rates[year], f"EUR 1 is USD {1 / rates[year]:.4f} (mean of {year}, {_SERIES} of {_STATE})"
