"""Questions to texts that the reader has imported, in words: which collection, what is looked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from technostate.doctrine import views
from technostate.doctrine.search import Filter
from technostate.doctrine.views import CountedCollection
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence.own import current
from technostate.evidence.readers.official_texts import ORIGINS
from technostate.evidence.store import Store
from technostate.view.doctrine import kwic as in_context
from technostate.view.doctrine import search as passages
from technostate.view.doctrine.contrast import contrast
from technostate.view.doctrine.trend import trend
from technostate.view.doctrine.words import command
from technostate.write import Code, Items, View

#: Passages of a page of answers, and hits of a page of words in context.
PAGE, HITS = 20, 100


@dataclass(frozen=True)
class NoTexts:
    """That nothing was imported, or nothing of this name: which collections there are."""

    collection: str
    imported: tuple[str, ...]


def counted(
    terms: str | tuple[str, ...] = (), collection: str = "gwr", sense: str | None = None, language: str = ""
) -> View[Any]:
    """Return how often formulations stand in the documents of a collection, shipped or imported.

    Parameters
    ----------
    terms : str or sequence of str
        Terms, each counted alone, or ids of formulations.
    collection : str
        Embedded counts, or texts that were imported.
    sense : str, optional
        Of 安全: strategic, safety or other.
    language : str
        zh or en, where imported texts have both.
    """
    asked = (terms,) if isinstance(terms, str) else tuple(terms)
    if not asked:
        raise DataError("no formulation is named", hint="for example terms=国家安全")
    found = trend(_texts(collection, asked, sense, language), asked)
    return replace(found, command=command("trend", *asked, collection=collection, sense=sense, language=language))


def differences(first: str = "", second: str = "", collection: str = "gwr", language: str = "") -> View[Any]:
    """Return how the rates of all formulations differ between two documents or periods of a collection.

    Parameters
    ----------
    first, second : str
        A document's id, a year, or a period such as ``2003-2012``; by default the two latest documents.
    collection : str
        Embedded counts, or texts that were imported.
    language : str
        zh or en, where imported texts have both.
    """
    texts = _texts(collection, (), None, language)
    if not (first and second):
        if len(texts.members) < 2:
            raise DataError(f"{collection} has fewer than two documents", hint="name another collection")
        before, latest = (member.id for member in texts.members[-2:])
        first, second = first or before, second or latest
    found = contrast(texts, first, second)
    return replace(found, command=command("diff", first, second, collection=collection, language=language))


def search(
    words: str = "", collection: str = "", since: str = "", until: str = "", start: int = 0, context: int = 1
) -> View[Any]:
    """Return the passages of imported texts that answer a query; without texts, how to import them.

    Parameters
    ----------
    words : str
        Terms, "phrases", beginnings*, AND, OR, NOT and parentheses.
    collection : str
        Only of this one; all by default.
    since, until : str
        Dates: a year, month or day.
    start : int
        Passages before the first that is shown.
    context : int
        Neighbouring passages shown.
    """
    store = current.opened()
    if store is None or not _names(store):
        return _none("Search in imported texts", collection, store)
    if collection and collection not in _names(store):
        raise unknown_label("imported collection", collection, _names(store))
    if not words:
        return _none("Search in imported texts", collection, store)
    where = Filter(collection=collection, since=since, until=until)
    return passages.search(store, words, where, start=start, limit=PAGE, context=context)


def kwic(
    term: str = "",
    collection: str = "",
    language: str = "",
    width: int | None = None,
    citations: str = "chicago",
    start: int = 0,
) -> View[Any]:
    """Return every hit of a term in an imported collection with the text around it; without texts, how to import them.

    Parameters
    ----------
    term : str
        A formulation's id or variant, or any other term.
    collection : str
        The only one by default.
    language : str
        zh or en, where the collection has both.
    width : int, optional
        Characters on each side.
    citations : str
        Style of the citation of each paragraph; empty for none.
    start : int
        Hits before the first that is shown.
    """
    store = current.opened()
    names = () if store is None else _names(store)
    collection = collection or (names[0] if len(names) == 1 else "")
    if store is None or not names or not (term and collection):
        return _none("Words in their context", collection, store)
    if collection not in names:
        raise unknown_label("imported collection", collection, names)
    texts = views.imported(store, collection, language=language, terms=(term,))
    return in_context.kwic(store, texts, term, width=width, citations=citations, start=start, most=HITS)


def _texts(collection: str, terms: tuple[str, ...], sense: str | None, language: str) -> CountedCollection:
    if collection in ORIGINS:
        texts = views.shipped(collection, sense=sense)
        if language not in ("", texts.language):
            raise LabelError(f"{collection} is counted in {texts.language}, not in {language}", hint="name no language")
        return texts
    store = current.opened()
    if store is None or collection not in _names(store):
        raise unknown_label("collection", collection, (*ORIGINS, *(_names(store) if store else ())))
    return views.imported(store, collection, language=language, terms=terms, sense=sense)


def _names(store: Store) -> tuple[str, ...]:
    """Return the names of imported collections."""
    from technostate.doctrine.documents import documents

    return tuple(sorted({item.document.collection for item in documents(store)}))


def _none(title: str, collection: str, store: Store | None) -> View[NoTexts]:
    """Return what is here and how to import what is not."""
    names = () if store is None else _names(store)
    if names:
        said = ("Nothing is looked for yet. Imported collections: ", ", ".join(names), ".")
        return View(title, NoTexts(collection, names), (Items((said,)),), (), command("documents"))
    said_none = (
        "The package ships counts, not texts. Import a folder with ",
        Code("technostate doctrine import FOLDER --collection NAME --store FILE"),
        " and serve with ", Code("technostate serve --store FILE"), " to see every hit with its paragraph.",
    )  # fmt: skip
    blocks = (Items((said_none,), title="No texts here", warn=True),)
    return View(title, NoTexts(collection, names), blocks, (), command("import", "FOLDER", collection="NAME"))
