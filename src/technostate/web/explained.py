"""What a figure says of itself on demand: place, year and age, what it is, its unit, kind, source and range."""

from __future__ import annotations

import datetime as dt

from technostate import units
from technostate.evidence.figure import Figure
from technostate.write.cells import Words
from technostate.write.names import name
from technostate.write.sources import leaves, named

#: Years up to which a figure has an age; one of 1870 is history.
_AGES = 60
#: A fraction is written as a percentage everywhere.
_SHARE = "1"


def explained(shown: Words) -> str:
    """Return what is said of a figure: where and when, a colon, then what figures of one measure have in common."""
    figure = shown.figure
    if figure is None:
        return ""
    age = dt.date.today().year - figure.year if figure.year else 0
    old = f"({age} year{'s' * (age != 1)} old)" if 0 < age < _AGES else ""
    where = " ".join(filter(None, (name(figure.region) if figure.region else "", str(figure.year or ""), old)))
    return f"{where or 'This figure'}: {common(figure)}"


def common(figure: Figure) -> str:
    """Return what figures of one measure have in common: definition, unit, kind, source, and what the range is over."""
    unit = "per cent" if figure.unit == _SHARE else units.unit(figure.unit).title
    published = list(dict.fromkeys(named(leaf) for leaf in leaves(figure.origin)))
    more = f" and {len(published) - 1} more" if len(published) > 1 else ""
    if figure.origin.inputs:
        what, source = f"{figure.origin.title}; ", f"{figure.kind} from {published[0]}{more}"
    else:
        what, source = "", f"{figure.kind}; {published[0]}{more}"
    over = f"; range: {figure.range.over}" if figure.range and figure.range.over else ""
    return f"{what}{unit}; {source}{over}"
