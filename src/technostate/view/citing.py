"""Cite what is behind an answer, an indicator, a series or a world."""

from __future__ import annotations

from typing import Any

from technostate.errors import DataError
from technostate.evidence.origin import Origin
from technostate.view.load import load
from technostate.write import View
from technostate.write.cite import cite as written


def cite(what: View[Any] | Origin | str, style: str = "text") -> str:
    """Return one citation for each published source behind something.

    Parameters
    ----------
    what : View, Origin or str
        An answer, an origin, or the name of an indicator, series or world.
    style : str
        ``text``, ``bibtex``, ``ris`` or ``csl-json``.

    Raises
    ------
    LabelError
        If the name or the style is unknown.
    DataError
        If nothing published is behind it.

    Examples
    --------
    >>> cite("worldbank/wdi/MS.MIL.XPND.GD.ZS")[:25]
    'World Bank (2021). World '
    """
    if isinstance(what, View):
        return what.cite(style)
    if isinstance(what, Origin):
        return written([what], style)
    found = load(what)
    origin = getattr(found, "origin", None)
    if isinstance(origin, Origin):
        return written([origin], style)
    sources = getattr(found, "sources", ())
    origins = [source.origin() for source in sources if hasattr(source, "origin")]
    if not origins:
        raise DataError(f"{what} has no published source to cite", hint="cite the answer: ts.shock(...).cite('bibtex')")
    return written(origins, style)
