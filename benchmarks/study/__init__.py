"""What the five strategies buy: runs of named scenarios for two states, and the page that reads them.

python -m benchmarks study --runs-in DIR     1,024 draws; writes docs/study-five-strategies.md, its figures, results
python -m benchmarks study --page            the page again, from the results kept
"""

from benchmarks.study.script import main

__all__ = ["main"]
