"""Measures that a rule may ask: each a schema of what it is asked and a function from a case to a reading.

A measure knows no statement and no threshold. Those of the ledger and those of a user's own claims are the same.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from technostate.claims.measures.measure import Measure

#: Measure → module of this package whose `MEASURE` it is; imported when asked for.
_MODULES = {
    "bans": "bans",
    "change": "change",
    "codings": "codings",
    "duties": "duties",
    "fields": "fields",
    "first_use": "first_use",
    "level": "level",
    "odds": "odds",
    "presence": "presence",
    "pressure": "pressure",
    "purchases": "purchases",
    "word_rank": "word_rank",
    "words": "words",
    "words_ratio": "words_ratio",
}

NAMES: tuple[str, ...] = tuple(sorted(_MODULES))


def measure(name: str) -> Measure[Any]:
    """Return a measure.

    Raises
    ------
    LabelError
        If there is none of this name, with the nearest names.

    Examples
    --------
    >>> measure("change").name
    'change'
    """
    from technostate.errors import unknown_label

    if name not in _MODULES:
        raise unknown_label("measure", name, NAMES)
    found: Measure[Any] = import_module(f"{__name__}.{_MODULES[name]}").MEASURE
    return found


__all__ = ["NAMES", "Measure", "measure"]
