"""First and last use over all embedded collections of a state: bounds, since not every text is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from technostate.doctrine import formulations
from technostate.doctrine.embedded.files import documents, every_document
from technostate.doctrine.embedded.places import hits_of
from technostate.doctrine.text import Language
from technostate.errors import LabelError
from technostate.evidence.readers.official_texts import ORIGINS

if TYPE_CHECKING:
    from technostate.doctrine.embedded.records import CountedDocument

#: Collection → the state that issued its documents; the first of a state has a document for most years.
STATES: dict[str, str] = {
    "gwr": "CHN", "congress": "CHN", "sotu": "USA", "nss": "USA", "laws": "CHN", "speeches": "CHN", "readouts": "CHN",
    "budget": "IND",
}  # fmt: skip


@dataclass(frozen=True)
class Bounds:
    """The earliest and the latest document that has a term, or any term of a formulation.

    Parameters
    ----------
    first, last : str
        Documents.
    first_date, last_date : str
        ISO 8601, as exact as they are known: the first official use is no later than the one, the last no earlier than
        the other.
    collections : tuple of str
        Those searched.
    """

    first: str
    first_date: str
    last: str
    last_date: str
    collections: tuple[str, ...]


def state_of(collection: str) -> str:
    """Return the state that issued an embedded collection; empty for any other name."""
    return STATES.get(collection, "")


def bounds(term: str, language: Language, state: str = "") -> Bounds | None:
    """Return the bounds of the use of a formulation or a term over all embedded collections in a language.

    Parameters
    ----------
    term : str
        As `formulations.named` reads it.
    state : str, optional
        Only the collections of this state.

    Returns
    -------
    Bounds or None
        None if it has no hit, or was not looked for.

    Examples
    --------
    >>> found = bounds("一带一路", "zh")
    >>> found.first_date, found.first.partition("-")[0]
    ('2014-06-05', 'speech')
    """
    searched = tuple(
        name for name in ORIGINS if documents(name)[0].language == language and state in ("", state_of(name))
    )
    try:
        item = formulations.named(term, language)
    except LabelError:
        return None
    every = every_document()
    places = hits_of(item, language)["document"].to_list()
    mine = [place for place in places if every[place].collection in searched]
    if not mine:
        return None
    found = sorted((every[place] for place in set(mine)), key=_when)
    one, other = found[0], found[-1]
    return Bounds(one.id, one.date, other.id, other.date, searched)


def _when(item: CountedDocument) -> tuple[str, str]:
    # Of documents of one year, those whose day is not known come first.
    return item.date, item.id
