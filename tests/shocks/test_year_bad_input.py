"""Scenarios without meaning end in one clear error that lists all that is wrong and says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from decade_economies import made_up
from year_economies import small

from technostate.errors import ConvergenceError, DataError, ScenarioError, TechnostateError
from technostate.shocks.decade import TradeEconomy, settled
from technostate.shocks.decade.shares import FIELDS
from technostate.shocks.year import Ban, Elasticities, Rules, YearEconomy, by_rent, counterfactual, two_inputs

N, J = 4, 3


def edited(shape: tuple[int, ...], where: tuple[int, ...], value: float, base: float = 1.0) -> np.ndarray:
    array = np.full(shape, base)
    array[where] = value
    return array


def run(sigma: float = 1.5, **change: object) -> object:
    return by_rent(small().with_elasticities(Elasticities(origins=sigma)), **change)  # type: ignore[arg-type]


def around(*cut: str) -> list[Ban]:
    """Total bans, both ways, on all that trades between some regions and the others."""
    rest = tuple(region for region in "ABCD" if region not in cut)
    return [Ban(cut, rest, ("S0", "S1"), 0.0), Ban(rest, cut, ("S0", "S1"), 0.0)]


def alone() -> YearEconomy:
    """Only region A sells S0 to anybody."""
    base = made_up()
    share = base.import_share.copy()
    share[0] = edited((N, N), (slice(None), 0), 1.0, 0.0)  # type: ignore[arg-type]
    fields = {name: getattr(base, name) for name in FIELDS} | {"import_share": share, "deficit": np.zeros(N)}
    lone = TradeEconomy(**fields, regions=base.regions, sectors=base.sectors, name="lone")
    return YearEconomy(settled(lone), Elasticities(origins=1.5))


CASES: dict[str, tuple[Callable[[], object], str]] = {
    "unknown region": (lambda: run(bans=[Ban("AA", "B", "S0", 0.5)]), "unknown exporter 'AA' in made-up, nearest A"),
    "unknown importer": (lambda: run(bans=[Ban("A", "Z", "S0", 0.5)]), "unknown importer 'Z'"),
    "unknown sector": (lambda: run(bans=[Ban("A", "B", "S9", 0.5)]), "unknown sector 'S9' in made-up, nearest S"),
    "no sector": (lambda: run(bans=[Ban("A", "B", (), 0.5)]), "ban 1: it names no sector"),
    "no exporter": (lambda: run(bans=[Ban((), "B", "S0", 0.5)]), "it names no exporter"),
    "a ban on oneself": (lambda: run(bans=[Ban(("A", "B"), "A", "S0", 0.5)]), "A is exporter and importer at once"),
    "negative leak": (lambda: run(bans=[Ban("A", "B", "S0", -0.1)]), "leak is -0.1"),
    "leak above one": (lambda: run(bans=[Ban("A", "B", "S0", 1.5)]), "leak is 1.5"),
    "leak that is NaN": (lambda: run(bans=[Ban("A", "B", "S0", float("nan"))]), "leak is nan"),
    "leak as text": (lambda: run(bans=[Ban("A", "B", "S0", "5%")]), "leak is '5%'"),  # type: ignore[arg-type]
    "total ban at one": (lambda: run(1.0, bans=[Ban("A", "B", "S0", 0.0)]), "total ban on S0 at an elasticity of 1 "),
    "total ban below one": (lambda: run(0.76, bans=[Ban("A", "B", "S0", 0)]), "has no finite answer"),
    "a ban without substitutes": (lambda: run(0.0, bans=[Ban("A", "B", "S0", 0.5)]), "a ban on S0 at an elasticity"),
    "bans that disagree": (
        lambda: run(bans=[Ban("A", "B", "S0", 0.5), Ban("A", ("B", "C"), "S0", 0.2)]),
        "ban 2: it fixes links at 0.2 that an earlier ban fixes at 0.5",
    ),
    "no supplier left": (
        lambda: by_rent(alone(), bans=[Ban("A", "B", "S0", 0.0)]),
        "B is left without any supplier of S0",
    ),
    "tariff below -100 %": (lambda: run(tariff=edited((J, N, N), (0, 1, 2), -1.5, 0.0)), "tariff of B on S0 from C"),
    "tariff on oneself": (lambda: run(tariff=np.full((J, N, N), 0.1)), "no tariff on its own sales"),
    "tariff of another shape": (lambda: run(tariff=np.ones((N, N))), r"tariff has shape \(4, 4\)"),
    "NaN costs": (lambda: run(trade_cost=edited((J, N, N), (0, 0, 1), np.nan)), "trade_cost has 1 values that are not"),
    "infinite costs": (lambda: run(trade_cost=edited((J, N, N), (0, 0, 1), np.inf)), "trade_cost has 1 values"),
    "no cost": (lambda: run(trade_cost=edited((J, N, N), (0, 0, 1), 0.0)), "trade_cost of A for S0 from B is 0"),
    "no productivity": (lambda: run(productivity=edited((N, J), (3, 1), 0.0)), "productivity of S1 in D is 0"),
    "no capacity": (lambda: run(capacity=edited((N, J), (3, 1), -1.0)), "capacity of S1 in D is -1"),
    "no demand": (lambda: run(demand=edited((N, J), (3, 1), 0.0)), "demand of S1 in D is 0"),
    "capacity as text": (lambda: run(capacity=[["x"] * J] * N), "capacity is not an array of numbers"),
    "a world deficit": (lambda: run(deficit=np.ones(N)), "the world cannot run one"),
    "an unknown rule on deficits": (lambda: run(deficit="halve"), "deficit is 'halve'; it can be 'hold', 'lend' or"),
    "a region cut off with its deficit": (
        lambda: run(bans=around("A")),
        r"A would trade with nobody and cannot keep a",
    ),
    "two cut off together": (lambda: run(bans=around("A", "B"), deficit="lend"), "A, B would trade with nobody"),
    "a floor of zero": (lambda: Rules(pay_floor=0.0), "pay_floor is 0; it is a ratio"),
    "a floor above the base": (lambda: Rules(pay_floor=1.1), "pay_floor is 1.1"),
    "a floor that is NaN": (lambda: Rules(pay_floor=float("nan")), "pay_floor is nan"),
    "a floor as text": (lambda: Rules(pay_floor="97%"), "pay_floor is '97%'; it is a ratio"),  # type: ignore[arg-type]
    "a share of rent above one": (lambda: Rules(to_exporter=1.2), "to_exporter has values outside 0 to 1"),
    "a share of rent below zero": (
        lambda: Rules(used_up=np.full((J, N, N), -0.1)),
        "used_up has values outside 0 to 1",
    ),
    "a share of rent that is NaN": (lambda: Rules(used_up=np.nan), "used_up has values outside 0 to 1"),
    "a share of rent as text": (
        lambda: Rules(to_exporter="half"),  # type: ignore[arg-type]
        "to_exporter is 'half'; it is a share of the rent, or an array of shares",
    ),
    "more than the whole rent": (lambda: Rules(to_exporter=0.6, used_up=0.5), "more than the whole rent"),
    "more than the whole rent of one link": (
        lambda: Rules(edited((J, N, N), (0, 1, 2), 0.8, 0.5), 0.4),
        "more than the whole rent",
    ),
    "shares of rent of two shapes": (
        lambda: Rules(np.zeros((J, N, N)), np.zeros((2, 2))),
        r"to_exporter has shape \(3, 4, 4\) and used_up \(2, 2\)",
    ),
    "shares of rent of another economy": (
        lambda: counterfactual(small(), rules=Rules(to_exporter=np.zeros((2, 2, 2)))),
        r"to_exporter has shape \(2, 2, 2\)",
    ),
    "substitutes that cost nothing more": (lambda: Rules(substitutes=1.0), "substitutes is 1; it is a multiple"),
    "substitutes that are NaN": (lambda: Rules(substitutes=np.nan), "substitutes is nan"),
    "substitutes as text": (lambda: Rules(substitutes="none"), "substitutes is 'none'"),  # type: ignore[arg-type]
    "a ceiling that is neither": (lambda: Rules(ceiling="soft"), "ceiling is 'soft'"),  # type: ignore[arg-type]
    "mobility above one": (lambda: Rules(mobility=1.5), "mobility is 1.5; it lies from 0"),
    "mobility as text": (lambda: Rules(mobility="free"), "mobility is 'free'"),  # type: ignore[arg-type]
    "no labour": (lambda: Rules(labour=0.0), "labour is 0; it is a share"),
    "more than all labour": (lambda: Rules(labour=60), "labour is 60"),
    "an unknown anchor": (lambda: Rules(anchor="dollar"), "anchor is 'dollar'; it can be"),  # type: ignore[arg-type]
    "rules by name": (lambda: counterfactual(small(), rules="importer"), "rules is 'importer'"),  # type: ignore[arg-type]
    "rules by name, each rent": (lambda: run(rules="importer"), "rules is 'importer'"),
    "held without lending": (lambda: run(held=0.5), "held is 0.5; it goes with deficit='lend'"),
    "held above one": (lambda: run(deficit="lend", held=1.1), "held is 1.1; it is a part, from 0 to 1"),
    "held that is NaN": (lambda: run(deficit="lend", held=float("nan")), "held is nan"),
    "held as text": (lambda: run(deficit="lend", held="half"), "held is 'half'"),
    "a transfer of another length": (lambda: run(transfer=np.zeros(3)), r"transfer has shape \(3,\)"),
    "a transfer that is NaN": (lambda: run(transfer=np.full(N, np.nan)), "transfer has 4 values that are not finite"),
    "a transfer from nobody": (lambda: run(transfer=np.ones(N)), "what one region gets another gives"),
    "delivered above one": (lambda: run(delivered=np.full((J, N, N), 1.1)), "delivered of S0 from A to A is 1.1"),
    "a ban without any elasticity, with substitutes": (
        lambda: run(0.0, bans=[Ban("A", "B", "S0", 0.5)], rules=Rules(substitutes=3.0)),
        "a ban on S0 at an elasticity of 0",
    ),
    "a start that is none": (lambda: counterfactual(small(), start=np.zeros(3)), "start is a ndarray"),  # type: ignore[arg-type]
    "no rule on rents": (lambda: run(rents=()), r"rents is \(\)"),
    "tolerance of zero": (lambda: run(tolerance=0.0), "tolerance is 0"),
    "negative elasticity": (lambda: Elasticities(inputs=-0.1), "inputs is -0.1"),
    "elasticity that is NaN": (lambda: Elasticities(final=float("nan")), "final is nan"),
    "elasticity as text": (lambda: Elasticities(origins="low"), "origins is not a number"),  # type: ignore[arg-type]
    "elasticity by sector where one is asked": (
        lambda: Elasticities(inputs=np.ones(3)),  # type: ignore[arg-type]
        r"inputs has shape \(3,\)",
    ),
    "too few elasticities": (
        lambda: small().with_elasticities(Elasticities(origins=np.ones(2))),
        "2 elasticities across origins for 3 sectors",
    ),
    "a share above one": (lambda: two_inputs(1.2, 0.5, 0.9), "share 1.2"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_scenarios(case: str) -> None:
    make, message = CASES[case]
    with pytest.raises(ScenarioError, match=message) as raised:
        make()
    assert raised.value.hint


def test_all_problems_are_listed_at_once() -> None:
    with pytest.raises(ScenarioError) as raised:
        run(0.76, bans=[Ban("Q", "B", "S0", 0.0)], capacity=np.zeros((N, J)), deficit=np.ones(N))
    assert "4 problems" in str(raised.value)


def test_a_total_ban_at_low_elasticity_says_what_to_do() -> None:
    with pytest.raises(ScenarioError) as raised:
        run(0.76, bans=[Ban("A", "B", "S0", 0.0)])
    assert "leave some leak" in str(raised.value)


def test_economies_that_cannot_be_the_base() -> None:
    base = made_up()
    fields = {name: getattr(base, name) for name in FIELDS}
    off = TradeEconomy(**fields | {"value_added": base.value_added * np.array([1.001, 1, 1, 1])}, name="off")
    with pytest.raises(DataError, match="not in equilibrium") as raised:
        YearEconomy(off)
    assert "settled" in raised.value.hint


def test_a_ban_on_the_only_supplier_rations_its_buyer() -> None:
    economy = alone()
    results = by_rent(economy, bans=[Ban("A", "B", "S0", 0.7)])
    for result in results.values():
        assert result.delivered[0, 1, 0] == pytest.approx(0.7, rel=1e-8)
        quantity = result.expenditure[1, 0] / (1.0 + result.prices[1, 0])
        assert quantity / economy.base.base_expenditure[1, 0] == pytest.approx(0.7, rel=1e-8)


def test_no_equilibrium_raises_and_says_what_was_tried() -> None:
    """A region that lends loses all it could spend: its buyers' rents are its partner's."""
    with pytest.raises(ConvergenceError) as raised:
        by_rent(small(), bans=[Ban(("A", "B"), ("C", "D"), ("S0", "S1"), 0.05)])
    text = str(raised.value)
    assert "at once: residual" in text
    assert re.search(r"followed from the base to \d+% of the change", text)
    assert "leak" in raised.value.hint
    assert isinstance(raised.value, TechnostateError)


def test_a_region_cut_off_without_a_deficit_has_an_answer() -> None:
    """Autarky in place: finite, worse for it than any trickle, and no trade with the rest."""
    made = YearEconomy(made_up(gaps=False), Elasticities(origins=1.5))
    trickle = [Ban(ban.exporters, ban.importers, ban.sectors, 0.05) for ban in around("A")]
    some = by_rent(made, bans=trickle)
    for rule, result in by_rent(made, bans=around("A")).items():
        assert np.isfinite(result.real_income).all()
        assert result.real_income[0] < some[rule].real_income[0] < 0
        assert result.trade[:2, 0, 1:].sum() == result.trade[:2, 1:, 0].sum() == 0


def test_all_that_is_wrong_with_rules_is_listed_at_once() -> None:
    with pytest.raises(ScenarioError) as raised:
        Rules(to_exporter=2.0, substitutes=0.5, mobility=-1.0, pay_floor=2.0, labour=2.0, anchor="gold")  # type: ignore[arg-type]
    assert "7 problems" in str(raised.value)
    assert "docs/year.md" in raised.value.hint


def test_a_total_ban_at_low_elasticity_has_an_answer_with_substitutes() -> None:
    """What is refused without them is finite with them."""
    economy = small(0.76)
    found = counterfactual(
        economy, bans=[Ban("A", "B", "S0", 0.0)], deficit="lend", rules=Rules(substitutes=3.0, ceiling=True)
    )
    assert found.delivered[0, 1, 0] == 0.0
    assert 1.0 < found.wedges[0, 1, 0] < 10.0
