"""What a shock does: who loses and who gains after weeks, a year and a decade, each figure with its range."""

from technostate.view.shock.ask import shock
from technostate.view.shock.catalogue import checked, listing
from technostate.view.shock.compare import compare
from technostate.view.shock.lab import lab

__all__ = ["checked", "compare", "lab", "listing", "shock"]
