"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="fuzz for ten minutes instead of seconds")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of raw data and oracles that lies beside the repository; skips where it is absent."""
    folder = Path(os.environ.get("TECHNOSTATE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("needs the raw data in ../shared (or TECHNOSTATE_SHARED), which is not here")
    return folder
