"""Months in words, and what changes of a monthly rate may be said to be in a title."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

from technostate.doctrine.monthly.breaks import MonthlyBreak
from technostate.evidence import value_of

#: A rate below this part of the other is all but none.
ALL_BUT = 1 / 20


def spelled(month: str) -> str:
    """Return a month in words.

    Examples
    --------
    >>> spelled("2018-03")
    'March 2018'
    """
    return f"{calendar.month_name[int(month[5:7])]} {month[:4]}"


def reading(changes: Sequence[MonthlyBreak] | None) -> str:
    """Return what a title may say of changes: only those claimed, the first and the last where there are many.

    Examples
    --------
    >>> reading(())
    'no change claimed'
    """
    claimed = [row for row in changes or () if row.claimed]
    if not claimed:
        return "no change claimed"
    first, last = _way(claimed[0]), _way(claimed[-1])
    if len(claimed) == 1:
        return first
    return f"{first}, {last}" if len(claimed) == 2 else f"{first}, then {len(claimed) - 1} changes, {last}"


def _way(row: MonthlyBreak) -> str:
    before, after, month = value_of(row.rate_before), value_of(row.rate_after), spelled(row.after)
    if before < ALL_BUT * after:
        return f"enters in {month}"
    if after < ALL_BUT * before:
        return f"all but gone from {month}"
    return f"{'up' if after > before else 'down'} in {month}"
