"""Units and price bases: every unit string the product may print, in one table.

A figure's `unit` is one of the symbols below and nothing else; "1" is a fraction, "%" a percentage.
"""

from __future__ import annotations

from dataclasses import dataclass

from technostate.errors import unknown_label


@dataclass(frozen=True)
class Unit:
    """A unit: its symbol in data, how to say it, what it measures and at which prices.

    Parameters
    ----------
    symbol : str
        What data files and JSON carry.
    title : str
        How a chart's axis says it.
    quantity : str
        ``"ratio"``, ``"money"``, ``"count"``, ``"energy"``, ``"index"``, …
    prices : str
        ``"current"``, ``"constant 2017 PPP"``, …; empty where prices do not enter.
    """

    symbol: str
    title: str
    quantity: str
    prices: str = ""

    @property
    def signed(self) -> bool:
        """Whether a figure in this unit is a change, which is written with its sign."""
        return self.quantity == "change"


_TABLE = (
    Unit("1", "fraction", "ratio"),
    Unit("%", "per cent", "ratio"),
    Unit("% of GDP", "per cent of GDP", "ratio"),
    Unit("% a year", "per cent a year", "growth"),
    Unit("pp", "percentage points", "ratio"),
    Unit("% change", "per cent", "change"),
    Unit("pp change", "percentage points", "change"),
    Unit("doublings", "doublings", "change"),
    Unit("musd change", "million US dollars a year", "change", "current"),
    Unit("rank", "place", "rank"),
    Unit("rank change", "places", "change"),
    Unit("ratio", "ratio", "ratio"),
    Unit("musd", "million US dollars, current prices", "money", "current"),
    Unit("usd", "US dollars, current prices", "money", "current"),
    Unit("usd per head", "US dollars per head, current prices", "money", "current"),
    Unit("ppp2017", "2017 international dollars, million", "money", "constant 2017 PPP"),
    Unit("ppp2017 per head", "2017 international dollars per head", "money", "constant 2017 PPP"),
    Unit("ppp2021 per head", "2021 international dollars per head", "money", "constant 2021 PPP"),
    Unit("ppp per head", "international dollars per head", "money", "constant PPP"),
    Unit("ppp2021", "2021 international dollars, million", "money", "constant 2021 PPP"),
    Unit("ppp2015", "2015 international dollars, million", "money", "constant 2015 PPP"),
    Unit("musd constant", "million US dollars, prices of one year", "money", "constant"),
    Unit("usd2015", "2015 US dollars", "money", "constant 2015"),
    Unit("usd2015 per head", "2015 US dollars per head", "money", "constant 2015"),
    Unit("lcu per usd", "national currency units a US dollar", "ratio", "current"),
    Unit("hours a year", "hours a year", "time"),
    Unit("mppp", "million international dollars, current PPP", "money", "current PPP"),
    Unit("persons", "persons", "count"),
    Unit("thousand persons", "thousand persons", "count"),
    Unit("million persons", "million persons", "count"),
    Unit("per million", "per million people", "ratio"),
    Unit("per 100", "per 100 people", "ratio"),
    Unit("per 1000", "per thousand", "ratio"),
    Unit("count", "number", "count"),
    Unit("tiv", "SIPRI trend-indicator values, million", "index", "constant 1990"),
    Unit("days", "days", "time"),
    Unit("months", "months", "time"),
    Unit("years", "years", "time"),
    Unit("level", "level on an ordered scale", "index"),
    Unit("index", "index", "index"),
    Unit("correlation", "correlation", "index"),
    Unit("log points", "log points", "index"),
    Unit("log points a year", "log points a year", "growth"),
    Unit("stages", "production stages", "index"),
    Unit("share of world", "share of the world total", "ratio"),
    Unit("thousand tonnes", "thousand tonnes", "mass"),
    Unit("coal-ton equivalents, thousand", "thousand coal-ton equivalents", "energy"),
    Unit("kWh per head", "kilowatt-hours per head", "energy"),
    Unit("kgoe per head", "kilograms of oil equivalent per head", "energy"),
    Unit("kgoe per 1000 usd2015", "kilograms of oil equivalent per 1,000 US dollars of 2015", "ratio", "constant 2015"),
    Unit("toe", "tonnes of oil equivalent", "energy"),
    Unit("MWe", "megawatts of electric capacity", "capacity"),
    Unit("PFlop/s", "quadrillion floating-point operations a second", "capacity"),
    Unit("H100 equivalents", "computing power in accelerators of the type H100", "capacity"),
    Unit("TWh", "terawatt-hours", "energy"),
    Unit("tonnes", "tonnes", "mass"),
    Unit("per 10,000", "per 10,000 characters or words", "ratio"),
    Unit("per million characters", "per million Han characters", "ratio"),
)

UNITS: dict[str, Unit] = {unit.symbol: unit for unit in _TABLE}


def unit(symbol: str) -> Unit:
    """Return the unit with this symbol.

    Raises
    ------
    LabelError
        If no such unit exists, with the nearest ones.

    Examples
    --------
    >>> unit("% of GDP").title
    'per cent of GDP'
    """
    try:
        return UNITS[symbol]
    except KeyError:
        raise unknown_label("unit", symbol, tuple(UNITS)) from None
