"""Bans of the year given as an array of shares are the bans given by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from year_economies import small

from technostate.errors import ScenarioError
from technostate.shocks.year import Ban, Elasticities, by_rent


def shares(value: float, at: tuple[int, int, int] = (1, 0, 2)) -> np.ndarray[Any, np.dtype[np.float64]]:
    n, j = small().base.shape
    array = np.ones((j, n, n))
    array[at] = value
    return array


def test_shares_and_named_bans_are_one_thing() -> None:
    economy = small()
    base = economy.base
    named = by_rent(economy, bans=[Ban(base.regions[2], base.regions[0], base.sectors[1], 0.4)])
    given = by_rent(economy, delivered=shares(0.4))
    for rule, result in named.items():
        assert (given[rule].real_income == result.real_income).all()
        assert given[rule].delivered[1, 0, 2] == pytest.approx(0.4, rel=1e-10)


def test_shares_of_one_are_no_ban() -> None:
    found = by_rent(small(), delivered=shares(1.0))
    assert np.abs(found["exporter"].real_income).max() < 1e-12
    assert (found["importer"].wedges == 1).all()


@pytest.mark.parametrize(
    ("array", "origins", "says"),
    [
        (shares(1.2), 1.5, "it is from 0 to 1"),
        (shares(-0.1), 1.5, "it is from 0 to 1"),
        (shares(0.5, (0, 1, 1)), 1.5, "on the diagonal"),
        (shares(0.0), 0.8, "a total ban on .* has no finite answer"),
        (shares(0.5), 0.0, "a ban on .* has no finite answer"),
        (np.ones((2, 2)), 1.5, "has shape"),
        (shares(np.nan), 1.5, "not finite"),
    ],
)
def test_wrong_shares_are_refused(array: Any, origins: float, says: str) -> None:
    with pytest.raises(ScenarioError, match=says):
        by_rent(small().with_elasticities(Elasticities(origins=origins)), delivered=array)


def test_a_named_ban_that_differs_from_the_shares_is_refused() -> None:
    base = small().base
    ban = Ban(base.regions[2], base.regions[0], base.sectors[1], 0.2)
    with pytest.raises(ScenarioError, match="that an earlier ban fixes"):
        by_rent(small(), bans=[ban], delivered=shares(0.4))


def test_rules_are_answered_one_by_one_as_together() -> None:
    together = by_rent(small(), delivered=shares(0.4))
    for rule in ("importer", "exporter", "lost"):
        alone = by_rent(small(), delivered=shares(0.4), rents=(rule,))
        assert tuple(alone) == (rule,)
        assert alone[rule].real_income == pytest.approx(together[rule].real_income, abs=1e-9)
        free = by_rent(small(), rents=(rule,))
        assert tuple(free) == (rule,)


@pytest.mark.parametrize("rules", [(), ("nobody",)])
def test_an_unknown_rule_is_refused(rules: Any) -> None:
    with pytest.raises(ScenarioError, match="rents is"):
        by_rent(small(), delivered=shares(0.4), rents=rules)


@pytest.mark.parametrize("rule", ["hold", "lend"])
def test_a_transfer_comes_on_top_of_either_rule_on_deficits(rule: Any) -> None:
    economy = small()
    moved = np.array([0.02, -0.02, 0.0, 0.0]) * economy.base.value_added.min()
    found = by_rent(economy, deficit=rule, transfer=moved)["importer"]
    assert found.deficit.sum() == pytest.approx(0, abs=1e-9)
    assert found.real_income[0] > 0 > found.real_income[1]
    if rule == "hold":
        same = by_rent(economy, deficit=economy.base.deficit + moved)["importer"]
        assert found.real_income == pytest.approx(same.real_income, abs=1e-10)
    with pytest.raises(ScenarioError, match="what one region gets another gives"):
        by_rent(economy, transfer=np.abs(moved))
