"""Named scenarios and those of one's own files: `load`, `names`, `parse`, and `made` for what a run has kept."""

from technostate.futures.scenarios.fields import shipped_milestones
from technostate.futures.scenarios.reading import load, made, names, parse

__all__ = ["load", "made", "names", "parse", "shipped_milestones"]
