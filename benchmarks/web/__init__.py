"""The observatory beside Streamlit and Panel with the same figures: first view, first chart, memory, 50 clients.

python -m benchmarks web              fills a folder of answers, measures by turns, writes benchmarks/results/web.md
python -m benchmarks web --quick      a few seconds a part; prints, writes nothing
python -m benchmarks web --ours       without the others
"""

from benchmarks.web.script import main

__all__ = ["main"]
