"""The eight mechanisms of the two wheels, one figure each, and the page that explains them.

python -m benchmarks mechanisms          writes docs/dynamics.md, its figures and benchmarks/results/mechanisms.json
python -m benchmarks mechanisms --check  says what differs from what is kept, writes nothing
"""

from benchmarks.mechanisms.script import main

__all__ = ["main"]
