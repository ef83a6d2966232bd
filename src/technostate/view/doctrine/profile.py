"""How the hits of each document or period divide over security domains or strategies."""

from __future__ import annotations

from technostate.doctrine import views
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.profile import By, Profile
from technostate.evidence import value_of
from technostate.notation import Scale
from technostate.view.doctrine.words import WHOLE, bare, command, concept, ending, known, measured, paths, topics
from technostate.write import Chart, Column, Prose, Table, View
from technostate.write.forms import Matrix

_SHARE = Scale(100.0, 1, "%")


def profile(texts: CountedCollection, by: By = "domain", periods: tuple[str, ...] = ()) -> View[Profile]:
    """Return the share of each security domain or strategy in the hits of each document or period.

    Parameters
    ----------
    periods : tuple of str
        Documents, years or periods such as ``2003-2012``; every document by default.
    """
    data = views.profile(texts, by, periods)
    columns = (
        Column("Document or period"), Column(by.capitalize()), Column("Hits", WHOLE), Column("Share", _SHARE),
        Column("Rate", bare(row.rate for row in data.rows)),
    )  # fmt: skip
    table = tuple(
        (row.document, concept(row.category), row.hits, known(row.share), known(row.rate)) for row in data.rows
    )
    outside = sum(data.outside.values())
    lead = Prose(f"Shares of the hits that have a {by}; {outside} hits have none. Rates are {data.unit}.")
    rows = tuple(
        found
        for row in data.rows
        for found in measured(
            {"collection": data.collection, "document": row.document, "category": row.category},
            hits=row.hits, share=row.share, rate=row.rate,
        )
    )  # fmt: skip
    title = f"{'Domains' if by == 'domain' else 'Strategies'} in {texts.name}"
    typed = command("profile", *periods, by=by, collection=texts.name)
    blocks = (lead, _chart(data, title), Table("", columns, table), topics((by,)), *ending(data))
    return View(title, data, blocks, rows, typed)


def _chart(data: Profile, title: str) -> Chart:
    """Return the shares, the categories with most hits first; one without any hit is left out."""
    weight: dict[str, float] = {}
    for row in data.rows:
        weight[row.category] = weight.get(row.category, 0.0) + value_of(row.hits)
    names = [name for name in sorted(weight, key=lambda name: (-weight[name], name)) if weight[name]]
    documents = list(data.outside)
    cells = {
        (names.index(row.category), documents.index(row.document)): row.share
        for row in data.rows
        if row.share is not None and row.category in names
    }
    form = Matrix(tuple(map(concept, names)), tuple(documents), cells, data.by.capitalize())
    years = [row.year for row in data.rows if row.category == names[0]] if names else []
    alone = None not in years and len(set(years)) == len(years)
    points = [
        {row.year: row.share for row in data.rows if row.category == name and row.share is not None and row.year}
        for name in names
    ]
    labels = tuple(map(concept, names))
    return paths(
        title, f"share of the hits that have a {data.by}", labels, points if alone else [{}] * len(names), form
    )
