"""A store that is read but has no collection of the name asked leaves a rule open, as no store does."""

from __future__ import annotations

from pathlib import Path

import pytest

from technostate.claims.case import Embedded
from technostate.claims.verdict import NotTestableError
from technostate.evidence.own import current
from technostate.evidence.store import Store


def test_a_store_without_the_collection_leaves_the_rule_open(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    Store(path).close()
    before = current.named()
    current.use(path)
    try:
        with pytest.raises(NotTestableError, match="the store read has no collection white-papers"):
            Embedded().own_texts("white-papers", ("美国",))
    finally:
        current.use(before)
