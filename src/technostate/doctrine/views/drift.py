"""Bilingual drift: which formulations of a Chinese text its English translation does not render by a known variant.

A unit is a pair of aligned sentences. A formulation is dropped in a unit that has a Chinese variant and no English one.
That is a statement about the lexicon's variants: a free translation counts as dropped, so the units are listed for
reading.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from technostate.doctrine import documents as stored
from technostate.doctrine.counting import Scanner
from technostate.doctrine.formulation import Formulation
from technostate.doctrine.text import counted
from technostate.doctrine.views import figures
from technostate.doctrine.views.record import Answer
from technostate.doctrine.views.stored import listed
from technostate.errors import DataError
from technostate.evidence.figure import Figure, Range
from technostate.evidence.origin import Origin

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from technostate.evidence.store import Store


@dataclass(frozen=True)
class Unit:
    """Two aligned sentences.

    Parameters
    ----------
    document : str
        Number of the Chinese document in the store.
    number : int
        Of the unit in its file, from 1.
    zh, en : str
        Counted text.
    """

    document: str
    year: int | None
    number: int
    zh: str
    en: str


@dataclass(frozen=True)
class DriftRow:
    """A formulation in the units of a year, or of all years.

    Parameters
    ----------
    year : int or None
        None: all years.
    units : Figure
        Units with a Chinese variant.
    kept : Figure
        Of these, with an English variant.
    dropped : Figure
        Of these, without.
    near : Figure
        Of those dropped, with an English variant in the unit before or after: perhaps an alignment that slipped.
    share : Figure
        Dropped over units, with its 95 % score interval (Wilson).
    where : tuple of str
        Units that dropped it, as document:unit.
    """

    formulation: str
    year: int | None
    units: Figure
    kept: Figure
    dropped: Figure
    near: Figure
    share: Figure
    where: tuple[str, ...]


@dataclass(frozen=True)
class Drift(Answer):
    """Formulations that a translation drops, the most units first.

    Parameters
    ----------
    aligned : int
        Units that have both sides.
    least : int
        Units that a formulation must be in to be listed.
    """

    aligned: int
    least: int


def drift(
    units: Sequence[Unit], lexicon: Sequence[Formulation], origin: Origin, *, name: str = "", least: int = 5
) -> Drift:
    """Return how often the English of a unit lacks a formulation that its Chinese has, by formulation and year.

    Parameters
    ----------
    units : sequence of Unit
        In the order of their documents.
    lexicon : sequence of Formulation
        Those without variants in both languages are left out.
    name : str
        Of the collection.
    least : int
        List formulations in this many units or more.

    Raises
    ------
    DataError
        If there is no unit.
    """
    if not units:
        raise DataError("there is no aligned unit", hint="import a TMX file: technostate doctrine import FILE.tmx")
    both = [item for item in lexicon if item.zh and item.en]
    zh, en = _present(units, both, "zh"), _present(units, both, "en")
    near = np.zeros_like(en)
    follows = np.array([one.document == other.document for one, other in pairwise(units)], bool)
    near[:, 1:] |= en[:, :-1] & follows
    near[:, :-1] |= en[:, 1:] & follows
    years = np.array([unit.year if unit.year is not None else 0 for unit in units])
    every = np.ones(len(units), bool)
    rows: list[DriftRow] = []
    ranked = sorted(range(len(both)), key=lambda place: (-int((zh[place] & ~en[place]).sum()), both[place].id))
    for place in ranked:
        if int(zh[place].sum()) < least:
            continue
        spans = [(None, every), *((int(year), years == year) for year in np.unique(years) if year)]
        for year, inside in spans:
            said = zh[place] & inside
            if said.any():
                dropped = said & ~en[place]
                rows.append(_row(both[place].id, year, units, (said, dropped, dropped & near[place]), origin))
    left = len(lexicon) - len(both)
    notes = (
        "Dropped means that the aligned English has no variant of the lexicon; a free translation counts as dropped.",
        f"{left} formulations without variants in both languages are left out." if left else "",
        f"Formulations in fewer than {least} units are not listed.",
    )
    shown = {row.formulation for row in rows}
    # A row speaks of both sides: what was looked for in the Chinese, and in its English.
    counted = {item.id: (*item.zh, *item.en) for item in both if item.id in shown}
    return Drift(
        name, "aligned units", origin, tuple(filter(None, notes)), tuple(rows), counted, aligned=len(units), least=least
    )


def _row(
    name: str, year: int | None, units: Sequence[Unit], found: tuple[NDArray[np.bool_], ...], origin: Origin
) -> DriftRow:
    """Return a row from where a formulation is said, dropped, and dropped beside a unit that has it."""
    total, lost, near = (int(places.sum()) for places in found)
    share = Figure(lost / total, "1", "derived", origin, year=year, range=Range(*wilson(lost, total), figures.SCORE))
    where = tuple(f"{units[at].document}:{units[at].number}" for at in np.flatnonzero(found[1]).tolist())
    said, kept, dropped, close = (figures.count(n, origin, year) for n in (total, total - lost, lost, near))
    return DriftRow(name, year, said, kept, dropped, close, share, where)


def _present(units: Iterable[Unit], lexicon: Sequence[Formulation], side: str) -> NDArray[np.bool_]:
    """Return whether each formulation stands in each unit, shape (formulations, units)."""
    texts = [getattr(unit, side) for unit in units]
    hits = Scanner(lexicon, "zh" if side == "zh" else "en").scan(texts)
    found = np.zeros((len(lexicon), len(texts)), dtype=bool)
    found[hits.formulation, hits.passage] = True
    return found


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share.

    Parameters
    ----------
    count, total : int
        Above 0 in all.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209–212.

    Examples
    --------
    >>> [round(bound, 3) for bound in wilson(0, 10)]
    [0.0, 0.278]
    """
    z = 1.959963984540054
    share, slack = count / total, z * z / total
    middle = (share + slack / 2) / (1 + slack)
    half = z / (1 + slack) * math.sqrt(share * (1 - share) / total + slack / (4 * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def aligned_units(store: Store, collection: str) -> tuple[Unit, ...]:
    """Return the aligned units of every translation memory of a collection.

    Raises
    ------
    LabelError
        If the store has no such collection.
    DataError
        If it has no file with Chinese and English sides.
    """
    chinese = listed(store, collection, "zh")
    english = {item.document.sha256: item.id for item in stored.documents(store, collection=collection)
               if item.document.language == "en"}  # fmt: skip
    units = []
    for item in chinese:
        if item.document.sha256 in english:
            for number, zh, en in stored.aligned(store, item.id, english[item.document.sha256]):
                units.append(Unit(str(item.id), item.document.date.year, number, counted(zh, "zh"), counted(en, "en")))
    if not units:
        raise DataError(
            f"{collection} has no aligned text", hint="import a TMX file: technostate doctrine import FILE.tmx"
        )
    return tuple(units)
