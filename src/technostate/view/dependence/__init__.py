"""Who depends on whom between a state and its comparator: by year, partner and sector; a section of the report."""

from technostate.view.dependence.ask import dependence
from technostate.view.dependence.data import Dependence, Path

__all__ = ["Dependence", "Path", "dependence"]
