"""The two wheels: how security and development of states move each other, year by year, to 2050."""

from technostate.dynamics.calibrate import calibrated
from technostate.dynamics.levers import LEVERS, Lever, Policy
from technostate.dynamics.parameters import Parameter, Values, parameters
from technostate.dynamics.path import OUTCOMES, Baseline, Outcome, Path
from technostate.dynamics.setting import Setting

__all__ = [
    "LEVERS",
    "OUTCOMES",
    "Baseline",
    "Lever",
    "Outcome",
    "Parameter",
    "Path",
    "Policy",
    "Setting",
    "Values",
    "calibrated",
    "parameters",
]
