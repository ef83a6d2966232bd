"""Formulations by month, as typed results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.doctrine.monthly.breaks import MonthlyBreak
from technostate.doctrine.monthly.stored import Items
from technostate.evidence import Figure


@dataclass(frozen=True)
class Path:
    """A formulation by month.

    Parameters
    ----------
    gloss : str
        In English.
    rates, pooled : mapping of str to Figure
        Month → hits per million characters in it, and in the twelve months that end with it.
    changes : tuple of MonthlyBreak, or None
        None where they cannot be looked for.
    """

    term: str
    gloss: str
    terms: tuple[str, ...]
    hits: Figure
    rates: Mapping[str, Figure]
    pooled: Mapping[str, Figure]
    changes: tuple[MonthlyBreak, ...] | None
    why_no_changes: str


@dataclass(frozen=True)
class Marked:
    """A dated event of the state's file, as a marker."""

    month: str
    date: str
    title: str


@dataclass(frozen=True)
class Months:
    """Formulations by month, and dated events to read them by."""

    collection: str
    unit: str
    items: Items
    months: tuple[str, ...]
    paths: tuple[Path, ...]
    events: tuple[Marked, ...]
    notes: tuple[str, ...]
