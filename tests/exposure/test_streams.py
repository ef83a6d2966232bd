"""Streams of foreign inputs: every stage adds up to the published reliance, supplier by supplier, sector by sector."""

from __future__ import annotations

import numpy as np
import pytest

from technostate.exposure import foreign_input_reliance, suppliers
from technostate.exposure.streams import streams
from technostate.world import load


@pytest.mark.parametrize(("key", "state"), [("icio-2022", "CHN"), ("icio-2022", "EU"), ("wiod-2004", "DEU")])
def test_every_stage_adds_up_to_the_published_reliance(key: str, state: str) -> None:
    world = load(key)
    found = streams(world, state)
    published = foreign_input_reliance(world, found.party.members)
    assert found.reliance == pytest.approx(published, abs=1e-12)
    assert found.into.sum() == pytest.approx(published, abs=1e-12)
    # A sector that sells nothing has no use: its inputs are the only ones that stop there.
    sold = np.isfinite(found.uses).all(axis=1)
    assert np.allclose(found.uses[sold].sum(axis=1), found.into.sum(axis=0)[sold], rtol=0, atol=1e-12)
    assert found.uses[sold].sum() + found.into[:, ~sold].sum() == pytest.approx(published, abs=1e-9)


def test_each_supplier_has_its_published_share() -> None:
    world = load("icio-2022")
    found = streams(world, "CHN")
    by_supplier = dict(zip(found.suppliers, found.into.sum(axis=1), strict=True))
    listed = suppliers(world, "CHN")
    for row in listed.rows:
        assert by_supplier[row.region] == pytest.approx(row.share, abs=1e-12)
    assert by_supplier["ROW"] == pytest.approx(listed.rest_of_world, abs=1e-12)
    assert round(100 * by_supplier["USA"], 2) == 0.74
