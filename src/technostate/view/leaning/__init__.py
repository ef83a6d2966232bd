"""On whom the economies of a table lean more, of two: a map, a matrix of states, and the years."""

from technostate.view.leaning.ask import exposure_map
from technostate.view.leaning.data import LeanMap

__all__ = ["LeanMap", "exposure_map"]
