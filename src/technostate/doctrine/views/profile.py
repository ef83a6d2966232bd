"""Profile: how the hits of each document divide over security domains or strategies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from technostate.doctrine.formulation import DOMAINS, STRATEGIES
from technostate.doctrine.views import figures
from technostate.doctrine.views.collection import CountedCollection
from technostate.doctrine.views.record import Answer, terms_of
from technostate.errors import unknown_label
from technostate.evidence.figure import Figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

By = Literal["domain", "strategy"]
CATEGORIES: dict[str, tuple[str, ...]] = {"domain": DOMAINS, "strategy": STRATEGIES}


@dataclass(frozen=True)
class ProfileRow:
    """One category in one document or period.

    Parameters
    ----------
    document : str
        A document's id or a period.
    year : int or None
        Of a document; None for a period.
    hits : Figure
        Nested ones once.
    share : Figure or None
        Of the hits that have a category; None where there is none.
    rate : Figure or None
        Per 10,000 characters or words.
    """

    document: str
    year: int | None
    category: str
    hits: Figure
    share: Figure | None
    rate: Figure | None


@dataclass(frozen=True)
class Profile(Answer):
    """Shares by category.

    Parameters
    ----------
    outside : dict of str to int
        Hits of each document or period without a category; they are in no share.
    """

    by: By
    outside: dict[str, int]


def outermost(texts: CountedCollection) -> NDArray[np.bool_]:
    """Return which hits do not lie inside a longer hit of another formulation, shape (H,).

    Examples
    --------
    >>> from technostate.doctrine.views.collection import shipped
    >>> texts = shipped("gwr")
    >>> kept = outermost(texts)
    >>> 0 < int(kept.sum()) < len(kept)
    True
    """
    end = texts.offset + texts.length
    order = np.lexsort((-end, texts.offset, texts.paragraph, texts.document))
    passage = (np.diff(texts.document[order], prepend=-1) != 0) | (np.diff(texts.paragraph[order], prepend=-1) != 0)
    # Offsets of each passage are lifted over all ends before it, so that one running maximum serves all passages.
    lift = np.cumsum(passage) * (int(end.max(initial=0)) + 1)
    tails = end[order] + lift
    reached = np.maximum.accumulate(np.concatenate([[-1], tails]))[: len(tails)]
    kept = np.empty(len(order), dtype=bool)
    kept[order] = tails > reached
    return kept


def profile(texts: CountedCollection, by: By = "domain", periods: tuple[str, ...] = ()) -> Profile:
    """Return the share of each security domain or strategy in the hits of each document or period.

    Parameters
    ----------
    periods : tuple of str
        Documents, years or periods such as ``2003-2012``; every document by default.

    Raises
    ------
    LabelError
        If a period has no document, or there is no such category.

    Examples
    --------
    >>> from technostate.doctrine.views.collection import shipped
    >>> rows = profile(shipped("gwr"), "strategy", ("2014-2025",)).rows
    >>> round(sum(row.share.value for row in rows), 9)
    1.0
    """
    if by not in CATEGORIES:
        raise unknown_label("category", by, tuple(CATEGORIES))
    names = [name for name in CATEGORIES[by] if name != "none"]
    labels = [str(getattr(item, by)) for item in texts.formulations]
    category = np.array([names.index(label) if label in names else len(names) for label in labels])
    kept = outermost(texts)
    counts = np.zeros((len(names) + 1, len(texts.members)), dtype=np.int64)
    np.add.at(counts, (category[texts.formulation[kept]], texts.document[kept]), 1)
    groups = {name: texts.select(name) for name in periods} or {
        item.id: np.array([at]) for at, item in enumerate(texts.members)
    }
    years = {item.id: item.year for item in texts.members}
    rows: list[ProfileRow] = []
    outside: dict[str, int] = {}
    for name, members in groups.items():
        found = counts[:, members].sum(axis=1)
        inside, extent = int(found[:-1].sum()), int(texts.extents[members].sum())
        outside[name] = int(found[-1])
        for label, count in zip(names, found[:-1].tolist(), strict=True):
            year = years.get(name)
            share = figures.number(count / inside, "1", texts.origin, year) if inside else None
            rate = figures.rate(count, extent, texts.origin, year)
            rows.append(ProfileRow(name, year, label, figures.count(count, texts.origin, year), share, rate))
    notes = (
        "A hit inside a longer hit of another formulation is not counted again.",
        f"Shares are of the hits whose formulation has a {by}; the others are in `outside`.",
        "The lexicon decides what can be counted: shares compare years, not the weight of domains in the text.",
        *texts.notes,
    )
    categorised = (item for item, label in zip(texts.formulations, labels, strict=True) if label in names)
    counted = {name: terms for name, terms in terms_of(categorised, texts.language).items() if terms}
    return Profile(texts.name, texts.unit, texts.origin, notes, tuple(rows), counted, by, outside)
