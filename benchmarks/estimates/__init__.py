"""What data say about the parameters of the dynamics: estimates with errors, and nulls, from the series that ship.

python -m benchmarks estimates          all; writes benchmarks/results/estimates.{md,json}, read by docs/estimates.md
python -m benchmarks estimates --check  says what differs from the results kept, writes nothing
python -m benchmarks estimates NAME …   some sections; prints, writes nothing
"""

from benchmarks.estimates.script import main

__all__ = ["main"]
