"""This machine's peak on one thread: floating-point rate (dgemm) and bandwidth (triad) by size of what is moved.

python -m benchmarks peak          prints; other benchmarks set their rates beside these
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import numba
import numpy as np

from benchmarks.measure import Row, least, machine, table

#: Megabytes that a triad moves: within the second-level cache of a core, the third level, and far beyond both.
SIZES = (1, 6, 1500)


@numba.njit(fastmath=True, error_model="numpy")
def triad(a: np.ndarray, b: np.ndarray, c: np.ndarray, factor: float, passes: int) -> None:
    """a = b + factor · c, over and over (McCalpin's STREAM)."""
    for _ in range(passes):
        for i in range(a.size):
            a[i] = b[i] + factor * c[i]


def gigaflops(size: int = 2000, repeats: int = 8) -> float:
    """10⁹ operations a second of a product of two square matrices in float64."""
    a = np.random.default_rng(0).random((size, size))
    out = np.empty_like(a)
    _, ms = least(lambda: np.matmul(a, a, out=out), repeats)
    return 2 * size**3 / ms / 1e6


def bandwidth(megabytes: float, repeats: int = 8) -> float:
    """10⁹ bytes a second of a triad over three arrays of that size together: 24 bytes an element, as STREAM counts."""
    count = int(megabytes * 1e6 / 24)
    a, b, c = np.zeros(count), np.ones(count), np.ones(count)
    passes = max(1, int(5e7 / count))
    _, ms = least(lambda: triad(a, b, c, 3.0, passes), repeats)
    return 24 * count * passes / ms / 1e6


def rates() -> Iterator[Row]:
    yield "matrix product 2000³ (dgemm)", gigaflops(), "GFLOP/s"
    for megabytes in SIZES:
        yield f"triad over {megabytes:,} MB", bandwidth(megabytes), "GB/s"


def main(words: list[str]) -> int:
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args(words)
    print(machine())
    table("Peak of this machine, one thread", ("", "rate", "unit"), rates())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
