"""What no engine may return: a region that loses all it has, or more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError


def require_spending_left(real_income: NDArray[np.float64], regions: Sequence[str], where: str) -> None:
    """Raise if real income falls by all of it or more anywhere, or is not a number; names the regions.

    A region that must pay out a surplus held in level can owe more than it earns: the equations still have a
    solution, the figure has no meaning.

    Parameters
    ----------
    real_income : array (N,)
        Changes, fractions.
    where : str
        The economy or the horizon, for the message.

    Raises
    ------
    ScenarioError
        If any is at or below −1.

    Examples
    --------
    >>> require_spending_left(np.array([-0.5, 0.1]), ("AAA", "BBB"), "a trial")
    """
    gone = np.flatnonzero(~(real_income > -1.0))
    if gone.size:
        worst = gone[np.argsort(real_income[gone], kind="stable")]
        named = ", ".join(f"{regions[n]} {real_income[n]:+.1%}" for n in worst[:6])
        more = f" and {gone.size - 6} more" * (gone.size > 6)
        raise ScenarioError(
            f"{where}: nothing is left to spend in {named}{more}: what the region must lend or pay is more than it "
            "earns after the change",
            hint="let deficits follow what regions earn (deficit='share' or 'lend') or take them out "
            "(deficit='remove'), or make the change smaller",
        )
