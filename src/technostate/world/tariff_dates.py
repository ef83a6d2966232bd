"""The dates for which tariffs are embedded, and which of them a date that somebody names stands for."""

from __future__ import annotations

import re

from technostate.errors import DataError

#: Schedule → the day from which it is the newest one. A year is the mean of that year (2024: what was collected in
#: it); a day is what was in force on that day.
BEGINS = {
    **{str(year): f"{year}-01-01" for year in range(2017, 2026)},
    "2025-12-31": "2025-12-31",
    "2026-04-06": "2026-04-06",
}
DATES = tuple(BEGINS)
#: The year whose duties of the United States are embedded as they were collected.
COLLECTED = "2024"
#: The last schedule that has rates of China.
CHINA_LAST = "2025-12-31"
#: The name of the table that the world itself has.
OWN = "world"
#: Dates after this are not known to be covered by the newest schedule.
_LAST = "2026-12-31"
_HINT = (
    f"dates are {', '.join(DATES)}, or {OWN} for the world's own table; any month or day between takes the newest one"
)


def schedule_of(date: str) -> str:
    """Return the schedule that a date stands for: its own, or the newest one that is not later.

    Parameters
    ----------
    date : str
        A year, a month (2026-09) or a day (2026-09-21).

    Raises
    ------
    DataError
        If it is no date, or there is no schedule for it.

    Examples
    --------
    >>> schedule_of("2020"), schedule_of("2025"), schedule_of("2026-09")
    ('2020', '2025', '2026-04-06')
    """
    text = date.strip()
    if text in BEGINS:
        return text
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text):
        raise DataError(f"{text[:40]!r} is no date of tariffs", hint=_HINT)
    day = {4: f"{text}-12-31", 7: f"{text}-31"}.get(len(text), text)
    earlier = [name for name, begins in BEGINS.items() if begins <= day]
    if not earlier or day > _LAST:
        raise DataError(f"no tariffs are known for {text}", hint=_HINT)
    return earlier[-1]
