"""The eight mechanisms of the two wheels, an equation or a few each; `dynamics.kernel` runs them year by year."""

from technostate.dynamics.mechanisms.budgets import adjust, close, prefer, set_aside, spend
from technostate.dynamics.mechanisms.capital import accumulate
from technostate.dynamics.mechanisms.forces import arm, effective, technology
from technostate.dynamics.mechanisms.ideas import arrivals, insight, learn
from technostate.dynamics.mechanisms.priority import rank
from technostate.dynamics.mechanisms.research import efforts, permeability
from technostate.dynamics.mechanisms.restrictions import restrict
from technostate.dynamics.mechanisms.threat import perceive, shortfalls, summed

__all__ = [
    "accumulate",
    "adjust",
    "arm",
    "arrivals",
    "close",
    "effective",
    "efforts",
    "insight",
    "learn",
    "perceive",
    "permeability",
    "prefer",
    "rank",
    "restrict",
    "set_aside",
    "shortfalls",
    "spend",
    "summed",
    "technology",
]
