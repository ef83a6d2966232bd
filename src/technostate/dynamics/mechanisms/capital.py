"""Capital: what is invested out of income, less what security spending and research take from investment."""

from __future__ import annotations

import numpy as np

from technostate.kernels import compiled
from technostate.shocks.decade.kernel.powers import Floats

#: Investment over GDP, the mean of the world in Penn World Table 10.01: what is crowded out is a part of it.
INVESTMENT_SHARE = 0.25


@compiled()
def accumulate(income: Floats, taken: Floats, depreciation: Floats, investment: Floats, capital: Floats) -> None:
    """Move capital (N,), a ratio to the base year, a year on, in place: K' = (1 − δ) K + (I/K)₀ Ŷ (1 − taken / .25).

    Parameters
    ----------
    income : array (N,)
        Log real income over the base year's.
    taken : array (N,)
        What security and research take from investment, share of GDP; more of it lowers capital.

    References
    ----------
    Feenstra, R., R. Inklaar and M. Timmer (2015). The next generation of the Penn World Table. American Economic
    Review 105(10), 3150–3182.
    """
    for n in range(capital.size):
        left = max(1.0 - taken[n] / INVESTMENT_SHARE, 0.0)
        capital[n] = (1.0 - depreciation[n]) * capital[n] + investment[n] * np.exp(income[n]) * left
