"""What a shock does: who loses and who gains after weeks, a year and a decade, each figure with its range."""

from technostate.view.shock.ask import shock
from technostate.view.shock.catalogue import checked, listing

__all__ = ["checked", "listing", "shock"]
