"""What a shock does: one record of figures with ranges for the three horizons, and each engine's way to it."""

from technostate.shocks.impact.batch import Progress
from technostate.shocks.impact.coalition import CoalitionCurve, coalition_curve
from technostate.shocks.impact.compare import compare_horizons, impact
from technostate.shocks.impact.record import Case, Comparison, Impact, Spread, Timing
from technostate.shocks.impact.stage import Stage

__all__ = [
    "Case",
    "CoalitionCurve",
    "Comparison",
    "Impact",
    "Progress",
    "Spread",
    "Stage",
    "Timing",
    "coalition_curve",
    "compare_horizons",
    "impact",
]
