"""From embedded data to a `Setting`: what the dynamics starts from, with a note on everything that had to be filled."""

from technostate.dynamics.calibrate.calibrated import calibrated

__all__ = ["calibrated"]
