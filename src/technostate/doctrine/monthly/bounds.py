"""First and last use over all embedded collections of a state, the months of the evening news included."""

from __future__ import annotations

from dataclasses import replace

from technostate.doctrine import embedded, formulations
from technostate.doctrine.embedded import Bounds
from technostate.doctrine.monthly.stored import NAME, Items, series
from technostate.doctrine.text import Language
from technostate.errors import LabelError

#: The state whose evening news is counted.
STATE = "CHN"
#: All items, and those that are about other states alone.
SHARES: tuple[Items, Items] = ("all", "foreign")


def bounds(term: str, language: Language, state: str) -> Bounds | None:
    """Return the bounds of `embedded.bounds`, closer where the evening news of a month has the term earlier or later.

    Parameters
    ----------
    term : str
        As `formulations.named` reads it.
    state : str
        Only the collections of this state; items about other states alone are left out of its evening news.

    Returns
    -------
    Bounds or None
        A month stands as ``xwlb-2014-02``. None if no document has a hit, or the term was not looked for.

    Examples
    --------
    >>> found = bounds("一带一路", "zh", "CHN")
    >>> found.first, found.first_date
    ('xwlb-2014-02', '2014-02')
    """
    found = embedded.bounds(term, language, state)
    if found is None or (state, language) != (STATE, "zh"):
        return found
    try:
        every, abroad = (series(term.removeprefix(formulations.TERM), items) for items in SHARES)
    except LabelError:
        return found
    found = replace(found, collections=(*found.collections, NAME))
    said = every.count > abroad.count
    months = [month for month, hit in zip(every.months, said, strict=True) if hit]
    # Of documents whose day or month is not known, only the year is compared.
    if months and months[0][: len(found.first_date)] < found.first_date[:7]:
        found = replace(found, first=f"{NAME}-{months[0]}", first_date=months[0])
    if months and months[-1][: len(found.last_date)] > found.last_date[:7]:
        found = replace(found, last=f"{NAME}-{months[-1]}", last_date=months[-1])
    return found
