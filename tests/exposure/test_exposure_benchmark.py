"""`python -m benchmarks exposure` runs on a small table and checks what it times."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def benchmark(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "benchmarks", *words], cwd=ROOT, capture_output=True, text=True)


def test_it_is_listed() -> None:
    assert "exposure" in benchmark("--list").stdout
    unknown = benchmark("exposur")
    assert unknown.returncode == 2 and "exposure" in unknown.stderr


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="peak memory is read from Linux's /proc")
def test_it_measures_ourselves_and_pymrio_and_is_exact() -> None:
    done = benchmark("exposure", "--sizes", "100", "--repeats", "1", "--threads", "1")
    assert done.returncode == 0, done.stderr
    assert "| technostate | L, factors given | ms |" in done.stdout and "| pymrio | L | ms |" in done.stdout
    errors = [float(text) for text in re.findall(r"\b\de-\d\d\b", done.stdout)]
    assert len(errors) == 2 and max(errors) < 1e-12
