"""What a shock does: one record of figures with ranges for the three horizons, and each engine's way to it."""

from technostate.shocks.impact.batch import Progress
from technostate.shocks.impact.check import Checked, check
from technostate.shocks.impact.coalition import CoalitionCurve, coalition_curve
from technostate.shocks.impact.compare import compare_horizons, impact
from technostate.shocks.impact.course import Days, Years
from technostate.shocks.impact.long_table import tidy
from technostate.shocks.impact.record import Comparison, Impact, Variant
from technostate.shocks.impact.sign import side
from technostate.shocks.impact.spread import Change, Spread
from technostate.shocks.impact.stage import Stage
from technostate.shocks.impact.stocks import Stocks

__all__ = [
    "Change",
    "Checked",
    "CoalitionCurve",
    "Comparison",
    "Days",
    "Impact",
    "Progress",
    "Spread",
    "Stage",
    "Stocks",
    "Variant",
    "Years",
    "check",
    "coalition_curve",
    "compare_horizons",
    "impact",
    "side",
    "tidy",
]
