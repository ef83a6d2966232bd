"""Measured speed and memory, beside named peers: `python -m benchmarks NAME`."""

import os

# Before NumPy loads anywhere: kernels, peers and the machine's peak are measured on one thread unless said.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
