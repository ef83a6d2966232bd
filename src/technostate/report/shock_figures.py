"""Figures of a shock as cells: how many places, with which sign, and what a range says of its sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from technostate import notation
from technostate.shocks.impact.sign import unsettled


def decimals_for(rows: Iterable[Mapping[str, Any]]) -> int:
    """Return the places that one table of per cent figures is written with: fewer for larger figures.

    Both signs of a range that is not settled are to be seen with two places: its ends are not closer to zero than half
    of the second.

    Parameters
    ----------
    rows : iterable of mapping
        With ``central``.

    Examples
    --------
    >>> [decimals_for([{"central": size}]) for size in (-12.3, 0.4, 0.01)]
    [1, 2, 3]
    """
    largest = max((abs(row["central"]) for row in rows if row["central"] is not None), default=1.0)
    return 1 if largest >= 10 else 2 if largest >= 0.1 else 3


def change_decimals(change: Mapping[str, Any]) -> int:
    """Return the places that one figure of the battery is written with: three where two would show zeros.

    Parameters
    ----------
    change : mapping
        With ``low`` and ``high``.

    Examples
    --------
    >>> change_decimals({"low": -0.4, "high": 0.01}), change_decimals({"low": -0.02, "high": 0.0})
    (2, 3)
    """
    return 2 if max(abs(change["low"]), abs(change["high"])) >= 0.095 else 3


def output_decimals(row: Mapping[str, Any]) -> int:
    """Return the places that one sector's change of output (per cent) is written with: more where one shows zero.

    Parameters
    ----------
    row : mapping
        With ``low``, ``central``, ``high``.
    """
    return next((places for places in (1, 2) if abs(row["central"]) >= 0.5 * 10.0**-places), 3)


def interval(row: Mapping[str, Any], decimals: int = 2) -> str:
    """Return a figure with its range, ``–`` where there is none; alone where the range has no width.

    Parameters
    ----------
    row : mapping
        With ``low``, ``central``, ``high``.
    decimals : int

    Examples
    --------
    >>> interval({"low": -0.657, "central": -0.388, "high": -0.324})
    '−0.39 (−0.66 to −0.32)'
    """
    if row["low"] is None:
        return "–"
    if row["low"] == row["high"]:
        return signed(row["central"], decimals)
    return f"{signed(row['central'], decimals)} ({ends(row, decimals)})"


def ends(row: Mapping[str, Any], decimals: int = 2) -> str:
    """Return both ends of a range, as ``low to high``.

    Parameters
    ----------
    row : mapping
        With ``low`` and ``high``.
    decimals : int
    """
    return f"{signed(row['low'], decimals)} to {signed(row['high'], decimals)}"


def signed(value: float | None, decimals: int = 2) -> str:
    """Return a change with its sign; one that is written as zero has none.

    Parameters
    ----------
    value : float or None
    decimals : int

    Examples
    --------
    >>> signed(0.001, 2), signed(0.25, 2), signed(None, 2)
    ('0.00', '+0.25', '–')
    """
    if value is None:
        return "–"
    shown = notation.plain(value, decimals, sign=True)
    return shown if any(digit in "123456789" for digit in shown) else shown.lstrip("+−")


def days(row: Mapping[str, Any], simulated: int) -> str:
    """Return a length or date in days with its range; what lies beyond the days simulated is said so.

    Parameters
    ----------
    row : mapping
        With ``low``, ``central``, ``high``; None is never within the days simulated.
    simulated : int

    Examples
    --------
    >>> days({"low": 12.0, "central": 30.0, "high": None}, 91)
    '30 (12 to beyond 91)'
    >>> days({"low": None, "central": None, "high": None}, 91)
    'beyond 91'
    """
    low, central, high = (
        f"beyond {simulated}" if row[name] is None else notation.plain(row[name], 0)
        for name in ("low", "central", "high")
    )
    return central if low == central == high else f"{central} ({low} to {high})"


def amount(row: Mapping[str, Any]) -> str:
    """Return a change in USD billion a year with its range.

    Parameters
    ----------
    row : mapping
        With ``low``, ``central``, ``high`` in USD million.
    """
    billion = {name: None if row[name] is None else row[name] / 1000 for name in ("low", "central", "high")}
    return interval(billion, 1)


def is_open(row: Mapping[str, Any]) -> bool:
    """Return whether a region loses in some cases and gains in others, by more than it hardly changes.

    Parameters
    ----------
    row : mapping
        With ``low`` and ``high``, per cent.
    """
    return unsettled(row["low"], row["high"])
