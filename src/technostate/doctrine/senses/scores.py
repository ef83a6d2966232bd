"""Precision and recall of a classifier by class, each with its Wilson interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from technostate.errors import DataError

#: Standard normal quantile of a two-sided interval of 95 %.
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """A share with its interval.

    Parameters
    ----------
    value : float
        The share, between 0 and 1.
    low, high : float
        Ends of the Wilson interval.
    n : int
        Cases it rests on.
    """

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class ClassScore:
    """Precision and recall of one class; None where no case was predicted, or none exists."""

    precision: Share | None
    recall: Share | None


def share(hits: Sequence[bool], weights: Sequence[float] | None = None, *, z: float = Z95) -> Share:
    """Return the share of true cases with its Wilson score interval.

    Weighted cases enter the interval with Kish's effective number, (Σ w)² / Σ w², in place of their number.

    Parameters
    ----------
    hits : sequence of bool
        The cases.
    weights : sequence of float or None
        Sampling weights, all above 0; equal by default.
    z : float
        Normal quantile of the interval.

    Raises
    ------
    DataError
        If there is no case, or the weights do not fit.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209–212.
    Kish, L. (1965). Survey Sampling. Wiley, section 8.2.

    Examples
    --------
    >>> found = share([True] * 81 + [False] * 182)
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.308, 0.2553, 0.3662)
    """
    w = [1.0] * len(hits) if weights is None else list(weights)
    if not hits or len(w) != len(hits) or min(w) <= 0:
        raise DataError(
            f"{len(hits)} cases with {len(w)} weights give no share",
            hint="give at least one case, and one weight above 0 for each",
        )
    total = math.fsum(w)
    n = total**2 / math.fsum(x * x for x in w)
    p = math.fsum(x for x, hit in zip(w, hits, strict=True) if hit) / total
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Share(p, max(0.0, middle - reach), min(1.0, middle + reach), len(hits))


def scores(
    truth: Sequence[str], predicted: Sequence[str], weights: Sequence[float] | None = None
) -> dict[str, ClassScore]:
    """Return precision and recall of every class that occurs.

    Parameters
    ----------
    truth : sequence of str
        Adjudicated labels.
    predicted : sequence of str
        Labels of the classifier, in the same order.
    weights : sequence of float or None
        Sampling weights; equal by default.

    Raises
    ------
    DataError
        If the sequences differ in length or are empty.

    Examples
    --------
    >>> table = scores(["a", "a", "b"], ["a", "b", "b"])
    >>> table["a"].precision.value, table["a"].recall.value
    (1.0, 0.5)
    """
    w = [1.0] * len(truth) if weights is None else list(weights)
    if not truth or not len(truth) == len(predicted) == len(w):
        raise DataError(
            f"{len(truth)} true labels, {len(predicted)} predicted and {len(w)} weights do not pair",
            hint="give one of each for every case",
        )
    cases = list(zip(truth, predicted, w, strict=True))
    table = {}
    for name in sorted({*truth, *predicted}):
        called = [(t == name, x) for t, p, x in cases if p == name]
        real = [(p == name, x) for t, p, x in cases if t == name]
        table[name] = ClassScore(_of(called), _of(real))
    return table


def _of(cases: list[tuple[bool, float]]) -> Share | None:
    return share([hit for hit, _ in cases], [x for _, x in cases]) if cases else None
