"""The p values of two rates and their adjustment, beside SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from technostate.doctrine.views.rates import adjusted, equal_rates_p


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 400), st.floats(10.0, 1e6), st.floats(10.0, 1e6))
def test_equal_rates_is_the_exact_binomial_test(first: int, second: int, extent: float, other: float) -> None:
    from scipy.stats import binomtest

    if first + second:
        expected = float(binomtest(first, first + second, extent / (extent + other)).pvalue)
        assert equal_rates_p(first, extent, second, other) == pytest.approx(expected, rel=1e-6, abs=1e-12)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=60))
def test_adjustment_is_benjamini_and_hochbergs(p: list[float]) -> None:
    from scipy.stats import false_discovery_control

    assert adjusted(np.array(p)) == pytest.approx(false_discovery_control(p), rel=1e-12)
