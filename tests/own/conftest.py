"""Each test names its store; none is left named for the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from technostate.evidence.own import current


@pytest.fixture(autouse=True)
def _usual_store() -> Iterator[None]:
    current.use(None)
    yield
    current.use(None)
