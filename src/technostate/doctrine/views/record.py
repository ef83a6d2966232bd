"""What every view returns: rows that hold figures, the terms that were counted, and what a reader must know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from technostate.doctrine.formulation import Formulation
from technostate.doctrine.text import Language
from technostate.evidence.origin import Origin


@dataclass(frozen=True)
class Answer:
    """The rows of a view and what belongs to them.

    Parameters
    ----------
    collection : str
        Where was counted.
    unit : str
        What is counted, in words; each figure has its own unit.
    notes : tuple of str
        What a reader must know to quote a row.
    counted : mapping of str to tuple of str
        Formulation → the terms that are counted as it.
    """

    collection: str
    unit: str
    origin: Origin
    notes: tuple[str, ...]
    rows: Sequence[Any]
    counted: Mapping[str, tuple[str, ...]]


def terms_of(items: Iterable[Formulation], language: Language) -> dict[str, tuple[str, ...]]:
    """Return the terms that are counted as each formulation.

    Examples
    --------
    >>> terms_of([Formulation("strong_army", zh=("强军",))], "zh")
    {'strong_army': ('强军',)}
    """
    return {item.id: item.variants(language) for item in items}
