"""How far coders agree beyond chance: Krippendorff's alpha for names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from technostate.errors import DataError


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float:
    r"""Return Krippendorff's α for nominal labels, any number of coders, missing labels allowed.

    .. math:: α = 1 - (n - 1) \frac{\sum_u \frac{1}{m_u - 1} \sum_{c ≠ k} n_{uc} n_{uk}}{\sum_{c ≠ k} n_c n_k}

    with :math:`n_{uc}` how often unit :math:`u` was called :math:`c`, :math:`m_u` its labels, and :math:`n` all labels
    of units that at least two coders labelled.

    Parameters
    ----------
    units : iterable of sequences
        The labels each unit got, one a coder; None where a coder gave none.

    Returns
    -------
    float
        1 for perfect agreement, 0 for that of chance, below 0 for less.

    Raises
    ------
    DataError
        If no unit has two labels, or all labels are the same, so that α is not defined.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania, sections B and C.

    Examples
    --------
    >>> round(alpha(zip("aabbdcccedda", "babbbccceddd")), 3)
    0.692
    """
    pairable = []
    for unit in units:
        labels = Counter(label for label in unit if label is not None)
        if labels.total() > 1:
            pairable.append(labels)
    totals: Counter[Hashable] = sum(pairable, Counter())
    n = totals.total()
    expected = n * n - sum(count * count for count in totals.values())
    if not expected:
        raise DataError(
            "alpha is not defined: " + ("all labels are the same" if n else "no unit has two labels"),
            hint="agreement needs at least two labels that occur",
        )
    observed = sum(
        (labels.total() ** 2 - sum(count * count for count in labels.values())) / (labels.total() - 1)
        for labels in pairable
    )
    return 1 - (n - 1) * observed / expected
