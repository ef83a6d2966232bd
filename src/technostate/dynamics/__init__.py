"""The two wheels: how security and development of states move each other, year by year, to 2050."""

from technostate.dynamics.calibrate import calibrated
from technostate.dynamics.coefficients import MECHANISMS
from technostate.dynamics.levers import BY_PAIR, BY_REGION, LEVERS, Lever, Policy
from technostate.dynamics.parameters import Parameter, Values, parameters
from technostate.dynamics.path import OUTCOMES, Baseline, Outcome, Path
from technostate.dynamics.setting import Setting
from technostate.dynamics.solve import baseline, path

__all__ = [
    "BY_PAIR",
    "BY_REGION",
    "LEVERS",
    "MECHANISMS",
    "OUTCOMES",
    "Baseline",
    "Lever",
    "Outcome",
    "Parameter",
    "Path",
    "Policy",
    "Setting",
    "Values",
    "baseline",
    "calibrated",
    "parameters",
    "path",
]
