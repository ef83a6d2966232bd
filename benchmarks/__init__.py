"""Measured speed and memory, beside named peers: `python -m benchmarks NAME`."""
