"""Two states are told apart by words, nobody is its own partner, and the rest of the world is many economies."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from exposure_worlds import random_world, world_of
from hypothesis import given
from hypothesis import strategies as st

import technostate.exposure as room
from technostate.errors import DataError, LabelError
from technostate.exposure import (
    MEASURES,
    bilateral_dependence,
    chokepoints,
    concentration,
    dependents,
    extract_link,
    extract_pair,
    foreign_input_reliance,
    foreign_input_reliance_by_sector,
    herfindahl,
    import_profile,
    measure,
    profile,
    reliance_by_sector,
    supplier_concentration,
    supplier_concentration_by_sector,
    suppliers,
)
from technostate.world import World, load

SEEDS = st.integers(0, 10_000)
#: Names of parameters that are the state asked about, and of those that are another one: these have to be named.
SUBJECTS = {"buyer", "seller", "state", "region", "names", "name"}
PARTNERS = {"supplier", "partner", "market", "importer", "exporter", "user", "maker", "against"}


def public_functions(*rooms: str) -> Iterator[tuple[str, Callable[..., object]]]:
    """Every function and method without an underscore that a module of the rooms defines."""
    for place in rooms:
        package = importlib.import_module(f"technostate.{place}")
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            own = [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__]
            for one in own:
                for member in [one, *(vars(one).values() if inspect.isclass(one) else ())]:
                    if inspect.isfunction(member) and not member.__name__.startswith("_"):
                        yield f"{place}.{found.name}.{member.__qualname__}", member


def by_place(function: Callable[..., object]) -> list[inspect.Parameter]:
    return [p for p in inspect.signature(function).parameters.values() if p.kind is not p.KEYWORD_ONLY]


@pytest.mark.parametrize(("name", "function"), list(public_functions("exposure", "claims", "strategies")))
def test_no_partner_is_given_by_place(name: str, function: Callable[..., object]) -> None:
    given = {p.name for p in by_place(function)}
    assert not given & PARTNERS, name
    assert len(given & {"state", "buyer", "seller", "region"}) <= 1, name


@pytest.mark.parametrize(("name", "function"), list(public_functions("exposure")))
def test_no_function_takes_two_codes_by_place(name: str, function: Callable[..., object]) -> None:
    states = [p.name for p in by_place(function) if "Codes" in str(p.annotation) and "sector" not in p.name]
    assert len(states) <= 1, name
    assert set(states) <= SUBJECTS, name


def test_the_two_functions_that_disagreed_on_the_order_give_one_answer() -> None:
    """Swapped by place, 9.13 % came out in place of 2.92 %: by place there is no answer now."""
    world = load("icio-2022")
    asked = {"supplier": "TWN", "sector": "C26"}
    assert foreign_input_reliance(world, "CHN", **asked) == pytest.approx(0.0292, abs=5e-5)  # type: ignore[arg-type]
    assert foreign_input_reliance(world, "TWN", supplier="CHN", sector="C26") == pytest.approx(0.0913, abs=5e-5)
    with pytest.raises(TypeError):
        foreign_input_reliance(world, "CHN", "TWN")  # type: ignore[misc]
    with pytest.raises(TypeError):
        extract_link(world, "TWN", "CHN")  # type: ignore[misc]


@pytest.mark.parametrize("name", [name for name, entry in MEASURES.items() if entry.partner != "no"])
@pytest.mark.parametrize(
    ("state", "partner", "words"),
    [
        ("CHN", "CHN", "CHN and CHN share CHN"),
        ("DEU", "EU", "EU and DEU share DEU"),
        ("EU", "DEU", "DEU and EU share DEU"),
        ("JPN+KOR", "KOR+JPN", r"KOR\+JPN and JPN\+KOR share KOR, JPN"),
    ],
)
def test_nobody_is_its_own_partner(name: str, state: str, partner: str, words: str) -> None:
    """Case 40, every measure: home shares came out as reliance on abroad (90.64 % for China)."""
    with pytest.raises(LabelError, match=words) as caught:
        measure(name, load("wiod-2004"), state, supplier=partner)
    assert "without common members" in caught.value.hint


def test_functions_on_codes_refuse_it_too() -> None:
    world = random_world(1)
    same = "R00 and R00 share R00"
    with pytest.raises(LabelError, match=same):
        bilateral_dependence(world, "R00", partner="R00")
    with pytest.raises(LabelError, match=same):
        foreign_input_reliance_by_sector(world, "R00", supplier="R00")
    with pytest.raises(LabelError, match=same):
        extract_pair(world, "R00", partner="R00")
    with pytest.raises(LabelError, match=same):
        reliance_by_sector(world, "R00", partner="R00")
    with pytest.raises(LabelError, match=same):
        profile(world, "R00", supplier="R00")


def with_rest(seed: int) -> World:
    """A random world whose last region is ROW."""
    world = random_world(seed, n=4, j=2)
    return world_of(world.intermediate, world.final_demand, ("AAA", "BBB", "CCC", "ROW"), world.sectors)


@given(seed=SEEDS, parts=st.integers(2, 6))
def test_the_index_over_all_economies_lies_between_rest_as_many_and_as_one(seed: int, parts: int) -> None:
    flows = np.random.default_rng(seed).uniform(0.1, 1.0, 5)
    named = np.array([True] * 4 + [False])
    many, one = herfindahl(flows, named), herfindahl(flows)
    pieces = np.random.default_rng(seed).dirichlet(np.ones(parts)) * flows[-1]
    truth = herfindahl(np.append(flows[:-1], pieces))
    assert many <= truth <= one
    shares = flows / flows.sum()
    assert one - many == pytest.approx(shares[-1] ** 2, abs=1e-15)


@given(seed=SEEDS, direct=st.booleans())
def test_rest_of_the_world_is_in_the_sum_and_in_no_square(seed: int, direct: bool) -> None:
    world, look = with_rest(seed), "face_value" if direct else "look_through"
    found = concentration(world, "AAA", measure=look)  # type: ignore[arg-type]
    assert found.suppliers == 2
    assert found.row_as_one - found.row_as_many == pytest.approx(found.rest_of_world**2, abs=1e-14)
    assert supplier_concentration(world, "AAA", measure=look) == found.row_as_many  # type: ignore[arg-type]
    assert supplier_concentration(world, "AAA", measure=look, row="one") == found.row_as_one  # type: ignore[arg-type]
    by_sector = [supplier_concentration(world, "AAA", sector) for sector in world.sectors]
    np.testing.assert_allclose(supplier_concentration_by_sector(world, "AAA"), by_sector, rtol=1e-12)


def test_concentration_of_chinas_suppliers_in_2022() -> None:
    """ROW, 1.00 % of all inputs, is the largest foreign origin; as one supplier it is a quarter of the index."""
    found = concentration(load("icio-2022"), "CHN")
    assert found.row_as_one == pytest.approx(0.0462, abs=5e-5)
    assert found.row_as_many == pytest.approx(0.03475, abs=5e-6)
    assert measure("supplier_concentration", load("icio-2022"), "CHN").value == found.row_as_many
    assert measure("supplier_concentration_row_as_one", load("icio-2022"), "CHN").value == found.row_as_one


def test_a_buyer_whom_only_the_rest_of_the_world_supplies_has_no_known_index() -> None:
    flows = np.array([[0.0, 0.0], [80.0, 0.0]])
    world = world_of(flows, np.array([[100.0, 1.0], [1.0, 50.0]]), ("AAA", "ROW"), ("s",))
    assert supplier_concentration(world, "AAA", row="one") == 1.0
    with pytest.raises(DataError, match="shown apart"):
        supplier_concentration(world, "AAA")
    assert np.isnan(import_profile(world, "AAA").concentration[0])
    (row,) = chokepoints(world, "AAA", row="one")
    assert row.supplier == "" and not row.commission and not row.merics
    (row,) = chokepoints(world, "AAA")
    assert row.supplier == "" and row.rest_of_world == 1.0 and np.isnan(row.index) and row.index_row_as_one > 0
    with pytest.raises(LabelError, match="unknown reading of ROW"):
        supplier_concentration(world, "AAA", row="two")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["wiod-2004", "icio-2022"])
def test_the_rest_of_the_world_is_no_supplier(name: str) -> None:
    world = load(name)
    for state in ("CHN", "USA", "EU"):
        found = suppliers(world, state)
        assert "ROW" not in {row.region for row in found.rows}
        assert found.rest_of_world is not None and found.rest_of_world > 0
        total = found.home + found.rest_of_world + sum(row.share for row in found.rows)
        assert total == pytest.approx(1.0, abs=1e-12)
        assert [row.place for row in found.rows] == list(range(1, len(found.rows) + 1))
        assert "ROW" not in {row.supplier for row in chokepoints(world, room.party(world, state).members)}
        assert "ROW" not in {row.region for row in dependents(world, state).rows}
    assert suppliers(world, "CHN", "c14" if name == "wiod-2004" else "C26").rows[0].region in ("KOR", "JPN", "TWN")


def test_suppliers_are_the_shares_that_reliance_gives_one_by_one() -> None:
    world = load("icio-2022")
    found = suppliers(world, "CHN")
    for row in found.rows[:5]:
        assert row.share == pytest.approx(foreign_input_reliance(world, "CHN", supplier=row.region), rel=1e-12)
    assert [row.region for row in found.rows[:4]] == ["USA", "KOR", "JPN", "AUS"]
    assert found.rows[0].share == pytest.approx(0.0074, abs=5e-5)
    served = dependents(world, "CHN")
    for row in served.rows[:5]:
        assert row.share == pytest.approx(foreign_input_reliance(world, row.region, supplier="CHN"), rel=1e-12)
    assert served.home == found.home
