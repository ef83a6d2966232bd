"""What a shock does: one record of figures with ranges for the three horizons, and each engine's way to it."""

from technostate.shocks.impact.record import Case, Comparison, Impact, Spread, Timing

__all__ = ["Case", "Comparison", "Impact", "Spread", "Timing"]
