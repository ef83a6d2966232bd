"""Every hit of a formulation with the text around it."""

from __future__ import annotations

from technostate.doctrine import views
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.kwic import Kwic
from technostate.evidence.store import Store
from technostate.view.doctrine.words import command, ending, local, short, term
from technostate.write import Column, Prose, Table, View
from technostate.write.inline import pieces


def kwic(
    store: Store,
    texts: CountedCollection,
    name: str,
    *,
    width: int | None = None,
    citations: str = "",
    start: int = 0,
    most: int | None = None,
) -> View[Kwic]:
    """Return every hit of a formulation with the text on both sides, in the order of the texts.

    Parameters
    ----------
    texts : CountedCollection
        Of this store.
    name : str
        A formulation's id or variant, or any term that was counted.
    width : int, optional
        Characters on each side, 0 to 500; 20 in Chinese and 50 in English by default.
    citations : str
        Style of the citation of each paragraph: bibtex, csl-json, ris, gb7714 or chicago; none by default.
    start, most : int
        The hits that are written, all by default; files of data have all.
    """
    source = views.passage_citations(store, texts, citations) if citations else None
    data = views.kwic(texts, views.counted_passages(store, texts), name, width=width, cite=source)
    columns = (
        Column("Document"), Column("Date"), Column("Paragraph"), Column("Before", words=True), Column("Hit"),
        Column("After", words=True),
        *((Column("Citation", words=True),) if citations else ()),
    )  # fmt: skip
    table = tuple(
        (line.document, line.date, str(line.paragraph), local(line.left), local(line.hit), local(line.right),
         *((line.citation,) if citations else ()))
        for line in data.rows[start : None if most is None else start + most]
    )  # fmt: skip
    shown = f", {start + 1} to {start + len(table)} are shown" if len(table) < len(data.rows) and table else ""
    lead = Prose((f"{len(data.rows):,} hits in {len(data.paragraphs)} documents{shown}; counted: ",
                  *pieces(term(data.counted, data.formulation)), "."))  # fmt: skip
    rows = tuple({"collection": data.collection, **vars(line), "origin": data.origin.short()} for line in data.rows)
    typed = command("kwic", name, collection=texts.name, width=width, citations=citations)
    title = f"{short(data.counted, data.formulation)} in {texts.name}"
    return View(title, data, (lead, Table("", columns, table), *ending(data)), rows, typed)
