"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

# Tables are as wide as they are unless a test says how wide its terminal is.
os.environ.pop("COLUMNS", None)
# Nobody's own data are read: the store that is named does not exist.
os.environ["TECHNOSTATE_STORE"] = str(Path(__file__).parent / "no-store.sqlite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="fuzz for ten minutes instead of seconds")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what shares a fixture in one process: a file's tests, and all of the report's, which share assessments."""
    here = Path(__file__).parent
    for item in items:
        inside = item.path.is_relative_to(here) and item.path.relative_to(here).parts[0] == "report"
        item.add_marker(pytest.mark.xdist_group("report" if inside else str(item.path)))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of raw data and oracles that lies beside the repository; skips where it is absent."""
    folder = Path(os.environ.get("TECHNOSTATE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("needs the raw data in ../shared (or TECHNOSTATE_SHARED), which is not here")
    return folder


@pytest.fixture(scope="session")
def raw_sets(shared: Path) -> Iterator[Path]:
    """One folder with all raw data sets: those beside the repository and the few that it holds itself."""
    from technostate.evidence.build import gathered

    with gathered([shared / "data", Path(__file__).resolve().parents[1] / "raw"]) as folder:
        yield folder


@pytest.fixture(autouse=True)
def _usual_store() -> Iterator[None]:
    """Each test names its store; none is left named for the next."""
    from technostate.evidence.own import current

    current.use(None)
    yield
    current.use(None)
