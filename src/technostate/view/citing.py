"""Cite what is behind an answer, an indicator, a series or a world."""

from __future__ import annotations

from typing import Any

from technostate.errors import DataError
from technostate.evidence.origin import Origin
from technostate.shocks.specification import Shock
from technostate.states import State
from technostate.view.load import load
from technostate.write import View
from technostate.write.cite import cite as written


def cite(what: View[Any] | Origin | str, style: str = "text") -> str:
    """Return one citation for each published source behind something.

    Parameters
    ----------
    what : View, Origin or str
        An answer, an origin, or the name of an indicator, a series, a world or a state that has a file.
    style : str
        ``text``, ``bibtex``, ``ris`` or ``csl-json``.

    Raises
    ------
    LabelError
        If the name or the style is unknown.
    DataError
        If it names a shock: its answer cites the table it was computed on.

    Examples
    --------
    >>> cite("worldbank/wdi/GB.XPD.RSDV.GD.ZS")[:25]
    'World Bank (2026). World '
    """
    if isinstance(what, View):
        return what.cite(style)
    if isinstance(what, Origin):
        return written([what], style)
    found = load(what)
    if isinstance(found, State):
        origins = [source.origin() for source in found.sources]
    else:
        # What a shock does is cited with the table it was computed on.
        origins = [] if isinstance(found, Shock) else [found.origin]
    if not origins:
        raise DataError(f"{what} has no figures to cite", hint="cite the answer: ts.shock(...).cite('bibtex')")
    return written(origins, style)
