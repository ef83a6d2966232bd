"""What two states say, as typed results: collections, uses and changes beside salience and priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.doctrine.embedded import Bounds
from technostate.doctrine.views.contrast import ContrastRow
from technostate.evidence import Figure
from technostate.view.doctrine.salience import Beside, Salient


@dataclass(frozen=True)
class Texts:
    """A collection of a state's official texts, and what it lacks since 1979.

    Parameters
    ----------
    without : tuple of str
        Years without a document.
    odd : tuple of str
        Years whose document is unlike the others, and why.
    """

    region: str
    collection: str
    title: str
    measured_in: str
    documents: Figure
    start_year: int
    end_year: int
    without: tuple[str, ...]
    odd: tuple[str, ...]


@dataclass(frozen=True)
class Used:
    """A term of a strategy, counted by itself, with its first and last use in a collection.

    Parameters
    ----------
    formulation : str
        What counts it: the formulation whose only term it is, or the term itself.
    first_year : str
        A bound (``by 1992``) where the years before have no document.
    anywhere : Bounds or None
        Over all embedded collections of the state.
    """

    formulation: str
    term: str
    strategy: str
    hits: Figure
    documents: Figure
    first: str
    first_year: str
    last: str
    last_year: str
    anywhere: Bounds | None


@dataclass(frozen=True)
class UsedBy:
    """The terms that a state's latest documents use most, two a strategy, of two formulations."""

    region: str
    collection: str
    rows: tuple[Used, ...]


@dataclass(frozen=True)
class Changes:
    """The formulations whose rate rose or fell most between two documents, or two periods, of a state.

    Parameters
    ----------
    before, latest : str
        Documents by id, or periods such as ``2016-2020``.
    compared, distinguishable : Figure
        Formulations that either side has; of these, those that differ beyond chance.
    rising, falling : tuple of ContrastRow
        The clearest first.
    counted : mapping of str to tuple of str
        Formulation → its terms.
    """

    region: str
    collection: str
    before: str
    latest: str
    compared: Figure
    distinguishable: Figure
    rising: tuple[ContrastRow, ...]
    falling: tuple[ContrastRow, ...]
    counted: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Sayings:
    """What two states say.

    Parameters
    ----------
    changes, periods : tuple of Changes
        Between the two latest documents; between the latest years and as many before them.
    missing : tuple of str
        A sentence for each state that has no embedded texts.
    """

    collections: tuple[Texts, ...]
    salience: tuple[Salient, ...]
    priority: tuple[Beside, ...]
    uses: tuple[UsedBy, ...]
    changes: tuple[Changes, ...]
    periods: tuple[Changes, ...]
    missing: tuple[str, ...]
