"""All shock benchmarks: the machine's peak, then decade, year and weeks, each in a process of its own.

python -m benchmarks shocks          all; each part writes its own results
python -m benchmarks shocks --quick  fewer repeats and sizes; prints, writes nothing
"""

from __future__ import annotations

import argparse
import subprocess
import sys

PARTS = ("peak", "shocks_decade", "shocks_year", "shocks_weeks")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repeats and sizes; writes nothing")
    options = ["--quick"] if parser.parse_args(words).quick else []
    # One process each: the memory of one part is not counted in the next.
    done = [
        subprocess.run([sys.executable, "-m", "benchmarks", part, *(options if part != "peak" else [])], check=False)
        for part in PARTS
    ]
    return max(part.returncode for part in done)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
