"""A store with one small year of trade; no test leaves one named for the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import baci_files as files
import pytest

from technostate.evidence.own import current
from technostate.evidence.own.kinds import Asked
from technostate.evidence.store import Store
from technostate.exposure.products.baci import read


@pytest.fixture(autouse=True)
def _usual_store() -> Iterator[None]:
    current.use(None)
    yield
    current.use(None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of the store."""
    with Store(tmp_path / "own.sqlite") as store:
        read(files.table(tmp_path), Asked()).write(store)
    return tmp_path / "own.sqlite"
