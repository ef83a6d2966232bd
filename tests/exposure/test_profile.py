"""A profile holds all that is said of a state: figures, partners, sectors and chokepoints, with unit, kind, origin."""

from __future__ import annotations

import dataclasses
import inspect
import math
from typing import get_args

import pytest

from technostate.errors import DataError, LabelError
from technostate.evidence import Origin
from technostate.exposure import (
    MEASURES,
    Answer,
    Chokepoint,
    foreign_input_reliance_by_sector,
    measure,
    profile,
)
from technostate.exposure.chokepoints import UNITS
from technostate.exposure.register import CALLS, FUNCTIONS, Need
from technostate.units import UNITS as PRINTED
from technostate.world import load


def test_every_figure_has_a_unit_a_kind_and_an_origin() -> None:
    found = profile(load("icio-2022"), "CHN")
    assert [figure.measure for figure in found.figures] == [name for name, entry in MEASURES.items() if entry.main]
    tables = [found.suppliers, found.dependents, found.chokepoints]
    for one in (*found.figures, *tables):
        assert one is not None
        assert one.kind == "derived" and isinstance(one.origin, Origin) and "OECD" in one.origin.citation
    assert found.suppliers is not None and found.suppliers.unit in PRINTED
    assert {figure.unit for figure in found.figures} | set(UNITS.values()) <= set(PRINTED)
    floats = {f.name for f in dataclasses.fields(Chokepoint) if f.type == "float"}
    assert set(UNITS) == floats


def test_chinas_profile_of_2022() -> None:
    found = profile(load("icio-2022"), "CHN")
    values = {figure.measure: figure.value for figure in found.figures}
    assert values["foreign_input_reliance"] == pytest.approx(0.0936, abs=5e-5)
    assert values["foreign_input_reliance_face_value"] == pytest.approx(0.0768, abs=5e-5)
    assert values["external_circulation"] == pytest.approx(0.1564, abs=5e-5)
    assert found.suppliers is not None and found.suppliers.home == pytest.approx(1 - 0.0936, abs=5e-5)
    assert found.suppliers.rest_of_world == pytest.approx(0.0100, abs=5e-5)
    assert found.chokepoints is not None
    ore = found.chokepoints.rows[0]
    assert (ore.sector, ore.supplier) == ("B07", "AUS") and ore.title == "Mining of metal ores"
    assert (ore.index, ore.supplier_share) == (pytest.approx(0.0878, abs=5e-5), pytest.approx(0.39, abs=5e-3))
    oil = next(row for row in found.chokepoints.rows if row.sector == "B06")
    assert (oil.index, oil.index_row_as_one) == (pytest.approx(0.0269, abs=5e-5), pytest.approx(0.1077, abs=5e-5))
    assert oil.rest_of_world == pytest.approx(0.39, abs=5e-3)
    assert found.chokepoints.commission == sum(row.commission for row in found.chokepoints.rows)
    assert all(math.isfinite(row.index) for row in found.chokepoints.rows)
    shown = [row.sector for row in found.chokepoints.rows]
    assert sorted([*shown, *found.chokepoints.left_out]) == sorted(load("icio-2022").sectors)


def test_a_partner_and_a_sector_narrow_the_question() -> None:
    world = load("icio-2022")
    pair = profile(world, "CHN", supplier="USA")
    assert pair.supplier == "USA" and pair.suppliers is None and pair.chokepoints is None
    assert {figure.supplier for figure in pair.figures} == {"USA"}
    assert all(MEASURES[figure.measure].partner != "no" for figure in pair.figures)
    both_ways = foreign_input_reliance_by_sector(world, "USA", supplier="CHN")
    for at, row in enumerate(pair.sectors):
        assert row.of_partner == pytest.approx(both_ways[at], rel=1e-12)
    chips = profile(world, "CHN", sector="C26")
    assert chips.sector_title == "Manufacture of computer, electronic and optical products"
    assert chips.suppliers is not None and chips.chokepoints is None and chips.sectors == ()
    assert {figure.sector for figure in chips.figures} == {"C26"}


def test_one_measure_alone() -> None:
    world = load("wiod-2004")
    found = profile(world, "EU", supplier="CHN", measure="market_loss")
    assert found.figures == (measure("market_loss", world, "EU", supplier="CHN"),)
    assert found.suppliers is None and found.chokepoints is None and found.sectors == ()
    assert any("taken as one state" in note for note in found.notes)


def test_a_sector_without_inputs_says_which_figures_are_missing() -> None:
    """What has no value is named with its reason; where nothing has one, the question is refused."""
    world = load("wiod-2011")
    found = profile(world, "IND", sector="c31")
    assert "no inputs" in {one.measure: one.why for one in found.absent}["foreign_input_reliance_face_value"]
    assert {one.measure for one in found.absent} & {figure.measure for figure in found.figures} == set()
    with pytest.raises(DataError, match="CHN c19 has no output"):
        profile(world, "CHN", sector="c19")
    with pytest.raises(LabelError, match="unknown measure"):
        profile(world, "CHN", measure="reliance")


def test_a_profile_is_plain_and_cannot_be_changed() -> None:
    found = profile(load("wiod-2004"), "CHN")
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.year = 2005  # type: ignore[misc]
    for row in found.figures:
        assert isinstance(row, Answer) and type(row.value) is float


@pytest.mark.parametrize("name", MEASURES)
def test_a_row_of_the_register_names_a_function_that_takes_its_arguments(name: str) -> None:
    entry, call = MEASURES[name], CALLS[name]
    takes = inspect.signature(FUNCTIONS[call.function]).parameters
    assert set(call.options) <= set(takes)
    assert entry.unit in PRINTED and entry.partner in get_args(Need) and entry.sector in get_args(Need)
    assert (entry.partner == "no") == (entry.partner_is == "")
    if entry.partner != "no":
        assert takes[call.argument].kind is inspect.Parameter.KEYWORD_ONLY
    if entry.sector != "no":
        assert "sector" in takes


def test_every_function_of_the_register_is_used() -> None:
    assert {call.function for call in CALLS.values()} == set(FUNCTIONS)
