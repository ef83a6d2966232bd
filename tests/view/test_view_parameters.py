"""The view of the parameters of the dynamics."""

from __future__ import annotations

from technostate.dynamics import parameters
from technostate.view.parameters import parameters as view

from .doors import agree


def test_every_door_says_the_same_of_the_parameters() -> None:
    shown = view()
    assert agree(shown) >= 20
    assert len(shown.data) == len(shown.rows) == len(parameters())
    first = next(row for row in shown.rows if row["parameter"] == "beta")
    assert (first["low"], first["high"], first["identified"]) == (0.1, 0.7, False)
    assert f"No data in hand decide {sum(not row.identified for row in parameters().values())} of them" in shown.text()
