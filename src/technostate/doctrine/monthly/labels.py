"""Items coded by reading as domestic, foreign or both: how far two codings agree, and the rules with them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from technostate.doctrine.monthly.classify import About
from technostate.doctrine.senses import ClassScore, Share, alpha, scores, share

_LABELS = Path(__file__).with_name("labels.csv")
Half = Literal["tune", "score"]


@dataclass(frozen=True)
class Label:
    """One item and its labels.

    Parameters
    ----------
    date : str
        ISO 8601.
    item : int
        Its number on that day.
    weight : float
        Items of its year for which it stands: 20 were drawn from each.
    half : {"tune", "score"}
        Whether the rules were tuned on it or scored.
    first, second : {"domestic", "foreign", "both"}
        The two codings.
    settled : {"domestic", "foreign", "both"}
        Where they differ, what a third reading of the codebook gave.
    told : {"domestic", "foreign", "both"}
        By the rules.
    """

    date: str
    item: int
    weight: float
    half: Half
    first: About
    second: About
    settled: About
    told: About


@dataclass(frozen=True)
class Error:
    """How far rules agree with the settled labels.

    Parameters
    ----------
    accuracy : Share
        Share of items told right.
    of : dict of str to ClassScore
        Precision and recall of each label.
    """

    accuracy: Share
    of: dict[str, ClassScore]


@cache
def labels() -> tuple[Label, ...]:
    """Return the coded items, oldest first.

    Examples
    --------
    >>> len(labels()), len({item.date[:4] for item in labels()})
    (300, 15)
    """
    with _LABELS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Label(**{**row, "item": int(row["item"]), "weight": float(row["weight"])})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        )


def agreement() -> float:
    """Return Krippendorff's α of the two codings.

    Examples
    --------
    >>> round(agreement(), 2)
    0.99
    """
    return alpha([(item.first, item.second) for item in labels()])


@cache
def error(half: Half = "score") -> Error:
    """Return how far the rules agree with the settled labels, weighted to all items.

    Parameters
    ----------
    half : {"tune", "score"}
        Which half of the items.

    Examples
    --------
    >>> found = error()
    >>> round(found.accuracy.value, 2), round(found.of["domestic"].precision.value, 2)
    (0.95, 0.94)
    """
    chosen = [item for item in labels() if item.half == half]
    truth, weights = [item.settled for item in chosen], [item.weight for item in chosen]
    found = [item.told for item in chosen]
    right = [one == other for one, other in zip(truth, found, strict=True)]
    return Error(share(right, weights), scores(truth, found, weights))
