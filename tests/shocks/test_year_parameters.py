"""The parameters of the year: ranges with their sources, classes of goods, and the table that docs/year.md prints."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from technostate.shocks.year import Elasticities, across_origins, parameters
from technostate.shocks.year.parameters import CLASSES, UNKNOWN, unknown
from technostate.world import load

PAGE = Path(__file__).resolve().parents[2] / "docs" / "year.md"


@pytest.mark.parametrize("name", parameters())
def test_a_parameter_has_a_range_a_status_and_a_source(name: str) -> None:
    row = parameters()[name]
    assert row.low <= row.central <= row.high
    assert row.low >= 0 and row.unit and row.meaning and row.source
    assert row.status in ("estimated", "literature", "assumed")
    assert [row.at(place) for place in (0.0, 0.5, 1.0)] == pytest.approx([row.low, row.central, row.high], rel=1e-12)
    places = np.array([row.at(place) for place in np.linspace(0.0, 1.0, 41)])
    assert (np.diff(places) >= 0).all()
    if row.logs and row.high > row.low:
        # Even in logs on either side of the centre.
        assert places[10] == pytest.approx(np.sqrt(row.low * row.central), rel=1e-12)
        assert places[30] == pytest.approx(np.sqrt(row.central * row.high), rel=1e-12)


@pytest.mark.parametrize("name", ["icio-2022", "wiod-2011"])
def test_every_sector_of_the_worlds_has_a_class(name: str) -> None:
    sectors = load(name).sectors
    assert unknown(sectors) == ()
    found = across_origins(sectors)
    assert set(found) <= {parameters()[kind].central for kind in CLASSES}
    assert found.min() == parameters()["services"].central and found.max() == parameters()["homogeneous"].central


def test_a_sector_without_a_class_is_taken_as_differentiated_and_said_so() -> None:
    assert unknown(("A01", "ODD")) == ("ODD",)
    assert across_origins(("ODD",)).tolist() == [parameters()[UNKNOWN].central]


def test_the_two_places_move_their_own_classes() -> None:
    sectors = ("C26", "SVC", "A01", "C20", "C19")
    low = [parameters()[kind].low for kind in ("differentiated", "services", "homogeneous", "reference", "energy")]
    central = across_origins(sectors).tolist()
    assert across_origins(sectors, differentiated=0.0).tolist() == pytest.approx([*low[:2], *central[2:]])
    assert across_origins(sectors, other=0.0).tolist() == pytest.approx([*central[:2], *low[2:]])


def test_central_elasticities_are_those_of_the_table() -> None:
    central = Elasticities()
    for nest in ("value_added", "inputs", "final"):
        assert getattr(central, nest) == parameters()[nest].central
    assert central.origins == parameters()["differentiated"].central


def table() -> list[str]:
    """The parameters as lines of Markdown."""
    lines = ["| | what | central | range | unit | status | source |", "|---|---|---|---|---|---|---|"]
    for row in parameters().values():
        bounds = f"{row.low:.3g}" if row.low == row.high else f"{row.low:.3g}–{row.high:.3g}"
        cells = (row.symbol, row.meaning, f"{row.central:.3g}", bounds, row.unit, row.status, row.source)
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def test_the_page_prints_the_table() -> None:
    """Where it does not, the lines below are what it must hold."""
    page = PAGE.read_text("utf-8").splitlines()
    missing = [line for line in table() if line not in page]
    assert not missing, "\n".join(table())
