"""Windows of years and changes between them, as the rules read them."""

from __future__ import annotations

import math

import pytest

from technostate.claims.windows import log_changes, relative_change, window_mean


def test_a_window_needs_data_in_half_of_its_years() -> None:
    assert window_mean({2001: 1.0, 2002: 3.0}, 2001, 2004) == 2.0
    assert window_mean({2001: 1.0}, 2001, 2003) is None
    assert window_mean({}, 2001, 2001) is None


def test_log_changes_skip_gaps_and_zeros() -> None:
    changes = log_changes({2000: 1.0, 2001: math.e, 2003: 5.0, 2004: 0.0, 2005: 2.0})
    assert changes == {2001: pytest.approx(1.0, abs=1e-15)}


def test_a_rise_from_nothing_has_no_finite_rate() -> None:
    assert relative_change(1.0, 0.0) == math.inf
    assert relative_change(0.0, 0.0) == 0.0
