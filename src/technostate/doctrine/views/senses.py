"""The hits of 安全 in one sense, as a collection that every view can be asked of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from technostate.doctrine import embedded, formulations, sensed
from technostate.doctrine.views.collection import CountedCollection, shipped


def of_sense(name: str, sense: str) -> CountedCollection:
    """Return an embedded Chinese collection with the hits of bare 安全 in one sense, and no other formulation.

    Parameters
    ----------
    name : str
        ``"gwr"`` or ``"congress"``.
    sense : str
        ``"strategic"``, ``"safety"`` or ``"other"``.

    Raises
    ------
    LabelError
        If the collection is unknown or not Chinese, or there is no such sense.

    Examples
    --------
    >>> reports = of_sense("gwr", "strategic")
    >>> {item.year: int(n) for item, n in zip(reports.members, reports.counts[0])}[2024]
    21
    """
    whole = shipped(name)
    item = formulations.find(sensed.FORMULATION)
    sensed.check(item, whole.language, sense)
    places = {member.id: at for at, member in enumerate(whole.members)}
    hits = embedded.hits(item.id, name, sense=sense)
    columns = np.array(
        [(0, places[hit.document], hit.paragraph, hit.offset, hit.length) for hit in hits], dtype=np.int64
    ).reshape(-1, 5)
    formulation, document, paragraph, offset, length = columns.T
    note = f"安全 in the sense {sense}, told by the rules {sensed.rules()}: docs/codebook.md has their errors"
    return replace(
        whole, formulations=(item,), formulation=formulation, document=document, paragraph=paragraph, offset=offset,
        length=length, notes=(*whole.notes, note),
    )  # fmt: skip
