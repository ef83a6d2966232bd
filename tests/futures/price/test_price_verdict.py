"""What survives every choice, and which choice turns it: known answers, at their boundary."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from made_price import priced

from technostate.futures.price.kept import from_bytes, to_bytes
from technostate.futures.price.verdict import ELASTICITIES, RENT, WEDGE, cells, cheaper, pays, turning_waste, verdict

CHOICES = {WEDGE: ("duty", "mixed", "waste"), RENT: ("importer", "exporter", "lost"), ELASTICITIES: ("low", "high")}
AIMED, GENERAL, STOCK = ("aimed", "comparator"), ("self_reliance", "everyone"), ("stockpile", "comparator")


def test_an_answer_that_is_the_same_in_every_cell_survives() -> None:
    assert verdict(np.ones((3, 3, 2), bool), CHOICES).answer == "always"
    assert verdict(np.zeros((3, 3, 2), bool), CHOICES).answer == "never"


@pytest.mark.parametrize(("axis", "name"), list(enumerate(CHOICES)))
def test_the_choice_that_alone_turns_an_answer_is_named_with_its_values(axis: int, name: str) -> None:
    cube = np.zeros((3, 3, 2), bool)
    np.moveaxis(cube, axis, 0)[0] = True
    found = verdict(cube, CHOICES)
    assert found.answer == "depends"
    (turning,) = found.turning
    assert (turning.name, turning.yes, turning.no) == (name, CHOICES[name][:1], CHOICES[name][1:])


def test_one_cell_that_differs_ends_a_survivor() -> None:
    for place in itertools.product(range(3), range(3), range(2)):
        cube = np.ones((3, 3, 2), bool)
        cube[place] = False
        assert verdict(cube, CHOICES).answer == "depends"


def test_two_choices_that_turn_as_much_are_both_named() -> None:
    found = verdict(np.array([[True, False], [False, True]]), {"one": ("a", "b"), "two": ("c", "d")})
    assert [choice.name for choice in found.turning] == ["one", "two"]
    assert found.turning[0].open == ("a", "b")


def test_breaking_even_once_a_year_is_not_below_it() -> None:
    assert pays(priced(aimed=(0.999, 0.999, 0.999)), *AIMED, "stop").answer == "always"
    assert pays(priced(aimed=(1.001, 1.001, 1.001)), *AIMED, "stop").answer == "never"
    found = pays(priced(aimed=(0.5, 0.999, 1.001)), *AIMED, "stop")
    assert found.turning[0].name == WEDGE
    assert (found.turning[0].yes, found.turning[0].no) == (("duty", "mixed"), ("waste",))


def test_aiming_turns_with_the_form_of_the_wedge_at_the_share_of_waste_where_the_medians_cross() -> None:
    made = priced(aimed=(0.2, 0.2, 0.2), general=(0.1, 0.3, 0.9))
    found = cheaper(made, AIMED, GENERAL, "stop")
    assert (found.answer, found.turning[0].name, found.turning[0].no) == ("depends", WEDGE, ("duty",))
    # The gap goes from .1 to −.1 between a duty and half of each.
    assert turning_waste(made, AIMED, GENERAL, "stop") == pytest.approx(0.25, abs=1e-9)


def test_where_the_medians_do_not_cross_no_share_of_waste_is_named() -> None:
    made = priced(aimed=(0.01, 0.02, 0.03), general=(0.1, 0.3, 0.9))
    assert cheaper(made, AIMED, GENERAL, "cut").answer == "always"
    assert turning_waste(made, AIMED, GENERAL, "cut") is None


def test_a_stock_stands_beside_each_form_of_a_wedge() -> None:
    assert cheaper(priced(aimed=(0.2, 0.3, 0.4)), STOCK, AIMED, "stop").answer == "always"
    found = cheaper(priced(aimed=(0.05, 0.3, 0.4)), STOCK, AIMED, "stop")
    assert (found.turning[0].name, found.turning[0].no) == (WEDGE, ("duty",))


def test_levers_that_never_pay_are_no_cheaper_than_each_other() -> None:
    made = priced()
    rows = tuple(replace(row, loss=made.bare.copy()) for row in made.rows)
    assert cheaper(replace(made, rows=rows), AIMED, GENERAL, "stop").answer == "never"


def test_a_cell_without_any_case_makes_the_answer_unknown() -> None:
    made = priced()
    loss = made.rows[0].loss.copy()
    loss[0, 0] = np.nan
    broken = replace(made, rows=(replace(made.rows[0], loss=loss), *made.rows[1:]))
    assert pays(broken, *AIMED, "stop").answer == "unknown"
    assert cheaper(broken, AIMED, GENERAL, "stop").answer == "unknown"
    assert pays(broken, *AIMED, "cut").answer == "always"


def test_cells_have_an_axis_a_choice() -> None:
    found, choices = cells(priced(), *AIMED, "stop")
    assert found.shape == (3, 3, 2)
    assert list(choices) == [WEDGE, RENT, ELASTICITIES]
    assert found[:, 0, 0] == pytest.approx([0.1, 0.2, 0.3])


def test_a_priced_pair_comes_back_from_its_bytes_as_it_was() -> None:
    made = priced()
    again = from_bytes(to_bytes(made))
    assert (again.shocks, again.origins, again.military) == (made.shocks, made.origins, made.military)
    for one, other in zip(again.rows, made.rows, strict=True):
        assert (one.lever, one.target, one.form) == (other.lever, other.target, other.form)
        assert (one.loss == other.loss).all()
        assert (one.premium == other.premium).all()
    for damage in (b"", b"nothing", to_bytes(made)[:-40]):
        with pytest.raises(ValueError, match="no price"):
            from_bytes(damage)
