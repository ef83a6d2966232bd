"""The compiled solver: prices, expenditure and wages of the decade's equilibrium as one accelerated fixed point.

`technostate.shocks.decade.reference` states the same equations in plain NumPy; the tests hold the two together.

Unknowns are log wages (N), log prices (N, T) and expenditure relative to value added (N, T) of the T sectors that
trade; sectors that never cross a border are linear and were eliminated (`technostate.shocks.decade.condensed`).
Each sweep evaluates all three residuals at once, multiplies each by an approximate inverse (home linkages for prices
and expenditure, a one-sector world for wages) and combines the last sweeps by Anderson's (1965) extrapolation.
"""

from __future__ import annotations

from technostate.shocks.decade.kernel.equations import residuals
from technostate.shocks.decade.kernel.links import wedges
from technostate.shocks.decade.kernel.sweeps import solve

__all__ = ["residuals", "solve", "wedges"]
