"""Wedges: the price rises by the whole wedge whatever its form, and only on the links that are meant."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.futures.price import FORMS, LEVERS
from technostate.futures.price.levers import wedge


@given(size=st.floats(0.01, 5), waste=st.floats(0, 1))
def test_a_wedge_raises_the_price_as_much_as_duty_as_it_does_as_waste(size: float, waste: float) -> None:
    tariff = np.full((2, 3, 3), 0.05)
    rate, cost = wedge(tariff, [0], [1, 2], [1], size, waste)
    raised = (1 + rate) * cost / (1 + tariff)
    assert raised[1, 0, 1:] == pytest.approx(1 + size, rel=1e-12)
    raised[1, 0, 1:] = 1
    assert (raised == 1).all()


def test_a_duty_wastes_nothing_and_waste_is_no_duty() -> None:
    tariff = np.zeros((1, 2, 2))
    assert (wedge(tariff, [0], [1], [0], 0.3, FORMS["duty"])[1] == 1).all()
    assert (wedge(tariff, [0], [1], [0], 0.3, FORMS["waste"])[0] == 0).all()


def test_a_state_puts_no_wedge_on_its_own_goods_and_its_tariffs_stay_as_they_were() -> None:
    tariff = np.random.default_rng(0).uniform(size=(3, 4, 4))
    before = tariff.copy()
    rate, cost = wedge(tariff, [1, 2], [0, 1, 2, 3], [0, 2], 0.3, 0.5)
    own = np.arange(4)
    assert (rate[:, own, own] == tariff[:, own, own]).all()
    assert (cost[:, own, own] == 1).all()
    assert (tariff == before).all()


def test_every_lever_without_a_cover_says_why() -> None:
    for lever in LEVERS:
        assert bool(lever.why) == (lever.kind == "spending")
