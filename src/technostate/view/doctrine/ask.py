"""The question most asked of texts, in one call: how often a state says something, document by document."""

from __future__ import annotations

from pathlib import Path

from technostate.doctrine import views
from technostate.doctrine.views.trend import Trend
from technostate.errors import DataError
from technostate.evidence.readers.official_texts import ORIGINS
from technostate.view.doctrine.trend import trend
from technostate.write import View


def doctrine(
    *terms: str,
    collection: str = "gwr",
    sense: str | None = None,
    store: str | Path | None = None,
    language: str = "",
) -> View[Trend]:
    """Return how often formulations stand in each document of a collection, with exact intervals.

    Other questions to texts are functions of `technostate.view.doctrine` and commands of ``technostate doctrine``.

    Parameters
    ----------
    terms : str
        Terms, each counted alone, or ids of formulations, all whose terms are counted; in imported texts any term.
    collection : str
        Embedded counts (gwr, congress, laws, speeches, readouts, sotu, nss, budget), or texts that were imported.
    sense : str, optional
        Of 安全: strategic, safety or other.
    store : str or Path, optional
        The store's file; the user's own for imported texts by default.
    language : str
        zh or en, where imported texts have both.

    Raises
    ------
    LabelError
        If a term or collection is unknown.
    DataError
        If no term is given.

    Examples
    --------
    >>> view = doctrine("双循环")
    >>> sum(row.hits.value for row in view.data.rows if row.hits.value) > 0
    True
    """
    if not terms:
        raise DataError("no formulation is named", hint='technostate.doctrine("双循环")')
    if store is None and collection in ORIGINS:
        return trend(views.shipped(collection, sense=sense), terms)
    from technostate.evidence.store import Store

    with Store(None if store is None else Path(store), create=False) as opened:
        return trend(views.imported(opened, collection, language=language, terms=terms, sense=sense), terms)
