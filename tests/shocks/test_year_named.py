"""Named shocks in the first year: how one is written does not matter, and more of it is not better for its target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from year_before import change, world_of_2022

from technostate.shocks.impact import equilibria
from technostate.shocks.impact.draws import Draw, Rents
from technostate.shocks.specification import Shock, load
from technostate.shocks.specification.division import Division
from technostate.shocks.specification.levels import Levels
from technostate.shocks.specification.regions import sixteen
from technostate.shocks.specification.resolve import coarsen, resolve
from technostate.shocks.year import Elasticities, Result, Rules, counterfactual
from technostate.shocks.year.linear import Linear
from technostate.shocks.year.newton import Effort, improve
from technostate.shocks.year.scenario import prepare
from technostate.shocks.year.system import System
from technostate.world import load as load_world

CENTRAL = Draw.central()
RULES = Rules(1 / 3, 1 / 3, substitutes=3.0, ceiling=True, pay_floor=0.97, labour=0.6, anchor="region")
NAMED = (
    "energy-embargo", "japan-korea-2019", "reserve-freeze", "russia-2022", "russia-food-2014",
    "taiwan-strait-disruption", "us-china-decoupling", "us-china-tariffs-2018", "west-east-decoupling", "zte-2018",
)  # fmt: skip


@cache
def division() -> Division:
    fine = load_world("icio-2022")
    return Division(fine, sixteen(fine.regions))


def in_year(shock: Shock) -> Levels:
    fine = load_world("icio-2022")
    return coarsen(resolve(shock, fine), fine, division()).in_year("central")


@cache
def named(name: str) -> Levels:
    return in_year(load(name))


def solved(levels: Levels, draw: Draw = CENTRAL) -> Result:
    economy = world_of_2022()
    return equilibria.solve(economy, levels, draw, economy.base.trade_elasticity, tolerance=1e-9)


def region(name: str) -> int:
    return world_of_2022().base.region_index(name)


# How it is written.


def written(*measures: Mapping[str, object]) -> Shock:
    return Shock(name="trial", title="A trial", starts="2027-01-01", measures=[*measures])


def ban(kind: str, name: str, exporter: str, importer: str, leak: float = 0.1) -> dict[str, object]:
    return {
        "measure": kind, "name": name, "exporters": [exporter], "importers": [importer], "sectors": ["goods"],
        "leak": leak,
    }  # fmt: skip


WAYS = {
    "an export ban and an import ban": [
        ban("export_ban", "one", "USA", "CHN"), ban("import_ban", "two", "CHN", "USA")
    ],
    "other names": [ban("export_ban", "zeta", "USA", "CHN"), ban("import_ban", "alpha", "CHN", "USA")],
    "another order": [ban("import_ban", "two", "CHN", "USA"), ban("export_ban", "one", "USA", "CHN")],
    "two export bans": [ban("export_ban", "one", "USA", "CHN"), ban("export_ban", "two", "CHN", "USA")],
    "two import bans": [ban("import_ban", "one", "USA", "CHN"), ban("import_ban", "two", "CHN", "USA")],
    "bans of both sides on each": [
        ban(f"{side}_ban", f"{side}-{at}", *pair)
        for at, pair in enumerate((("USA", "CHN"), ("CHN", "USA")))
        for side in ("export", "import")
    ],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_at_thirds_it_does_not_matter_who_is_said_to_ban(way: str) -> None:
    """Names, order and side make a difference of exactly nothing where either side gets a third of the rent."""
    first, other = (solved(in_year(written(*WAYS[one]))) for one in ("an export ban and an import ban", way))
    assert (other.real_income == first.real_income).all()
    assert (other.trade == first.trade).all()
    assert first.real_income[region("CHN")] < -0.005


@pytest.mark.parametrize("end", ["2027-02-13", "2027-07-03"])
def test_a_second_side_that_joins_for_a_part_of_the_year_makes_no_difference_at_thirds(end: str) -> None:
    """The same trade is banned from its other side for some of the days: nothing more is missing."""
    plain = WAYS["an export ban and an import ban"]
    joined = written(*plain, ban("import_ban", "three", "USA", "CHN") | {"ends": end})
    first, other = solved(in_year(written(*plain))), solved(in_year(joined))
    assert other.real_income == pytest.approx(first.real_income, abs=1e-14)
    assert (other.delivered[first.wedges > 1] == first.delivered[first.wedges > 1]).all()


def test_who_is_said_to_ban_gets_the_rent_that_goes_to_who_rations() -> None:
    """Off the centre a ban's side matters: the rent of two export bans goes to the seller, of two import bans not."""
    found = {
        (way, rents.rations): solved(in_year(written(*WAYS[way])), replace(CENTRAL, rents=rents)).real_income
        for way in ("two export bans", "two import bans")
        for rents in (Rents(1.0, 0.0), Rents(0.0, 1.0))
    }
    # The other side of an export ban is the importer, who rations by an import ban.
    assert (found["two export bans", 1.0] == found["two import bans", 0.0]).all()
    assert (found["two export bans", 0.0] == found["two import bans", 1.0]).all()
    # China sells more to the United States than it buys there: it fares better where sellers get the rent.
    china = region("CHN")
    assert found["two export bans", 1.0][china] > found["two import bans", 1.0][china] + 0.003


# How much of it.


def cut(share: float) -> np.ndarray:
    """A share of the cut between the United States and China that leaves nothing of trade in goods."""
    left: np.ndarray = 1.0 - share * (named("us-china-decoupling").delivered < 1)
    return left


def decoupled(share: float, elasticities: Elasticities | None = None) -> np.ndarray:
    economy = world_of_2022()
    if elasticities is not None:
        economy = economy.with_elasticities(elasticities)
    found = counterfactual(economy, delivered=cut(share), deficit="lend", rules=RULES, tolerance=1e-10)
    return found.real_income


def test_a_deeper_cut_is_never_better_for_its_targets() -> None:
    shares = (0.0, 0.001, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0)
    rows = np.array([decoupled(share) for share in shares])
    for target in ("CHN", "USA"):
        assert (np.diff(rows[:, region(target)]) < 0).all(), target
    income = world_of_2022().base.base_income
    assert (np.diff(rows @ income) < 0).all()


def test_the_last_of_a_trade_and_the_first_of_a_cut_are_nearly_nothing() -> None:
    """A ban that lets nearly all through is nearly none, and one that lets next to nothing through is nearly total."""
    assert np.abs(decoupled(0.0)).max() < 1e-10
    for part, most in ((1e-3, 1e-4), (1e-5, 1e-6), (1e-7, 1e-8)):
        assert np.abs(decoupled(part)).max() < most
    total = decoupled(1.0)
    assert np.abs(total).max() > 0.01
    for part, most in ((1e-3, 2e-3), (1e-5, 2e-5), (1e-7, 2e-7), (1e-12, 1e-9)):
        assert np.abs(decoupled(1.0 - part) - total).max() < most


@pytest.mark.parametrize("sigma", [0.5, 0.76, 1.0])
def test_a_total_ban_is_finite_at_low_elasticities_where_substitutes_exist(sigma: float) -> None:
    economy = world_of_2022().with_elasticities(Elasticities(origins=sigma))
    found = counterfactual(economy, delivered=cut(1.0), deficit="lend", rules=RULES)
    assert np.isfinite(found.real_income).all()
    assert -0.2 < found.real_income[region("CHN")] < 0.0
    banned = (cut(1.0) < 1) & (economy.base.base_trade > 0)
    assert (found.delivered[banned] == 0).all()
    # The dearest substitute that is bought costs a few times the free origins' goods.
    assert 1.0 < found.wedges[banned].max() < 20.0


@pytest.mark.parametrize(
    ("shock", "sigma", "rules"),
    [
        ("us-china-decoupling", None, RULES),
        ("us-china-decoupling", 0.76, RULES),
        ("west-east-decoupling", None, RULES),
        ("energy-embargo", 0.76, replace(RULES, substitutes=1.5, pay_floor=None)),
    ],
)
def test_wherever_the_search_starts_it_ends_at_one_point(shock: str, sigma: float | None, rules: Rules) -> None:
    """No theorem says so: five starts a half off in logs, and the base."""
    economy = world_of_2022()
    if sigma is not None:
        economy = economy.with_elasticities(Elasticities(origins=sigma))
    given = change(shock, "first_year")
    system = System(economy, prepare(economy, rules=rules, **given))
    base = counterfactual(economy, rules=rules, tolerance=1e-11, **given)
    rng = np.random.default_rng(11)
    for _ in range(5):
        start = 0.5 * rng.standard_normal(3 * system.n * system.j)
        z, size, _near = improve(system, start, 1e-11, 100, Effort())
        assert size < 1e-11
        state = system.state(z)
        assert state.income == pytest.approx(base._state.income, rel=1e-9)
        assert state.index == pytest.approx(base._state.index, abs=1e-9)


# One on top of another.


def sides(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Who takes a measure of the shock, and whom one is aimed at, as labels of the sixteen regions."""
    takes, hit = set(), set()
    for row in load(name).measures:
        kind = row.measure
        if kind in ("export_ban", "import_ban", "tariff", "trade_cost"):
            ends = (row.importers, row.exporters)  # type: ignore[union-attr]
            actor, other = ends[::-1] if kind == "export_ban" else ends
        elif kind == "transfer_freeze":
            actor, other = row.held_by, row.regions  # type: ignore[union-attr]
        else:
            actor, other = (), row.regions  # type: ignore[union-attr]
        takes.update(actor)
        hit.update(other)
    labels = sixteen(load_world("icio-2022").regions)
    return frozenset(labels.get(one, one) for one in takes), frozenset(labels.get(one, one) for one in hit)


def union(one: Levels, other: Levels) -> Levels:
    """Both at once: the stricter ban, losses and costs on top of each other."""
    found = {}
    for field in fields(Levels):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if field.name == "delivered":
            found[field.name] = np.minimum(a, b)
        elif field.name in ("trade_cost", "capacity", "demand", "knowledge"):
            found[field.name] = a * b
        else:
            found[field.name] = a + b
    return Levels(**found)


PAIRS = [
    (one, other, sorted(target))
    for one, other in combinations(NAMED, 2)
    if (target := (sides(one)[1] & sides(other)[1]) - sides(one)[0] - sides(other)[0])
]


@pytest.mark.parametrize(("one", "other", "targets"), PAIRS, ids=lambda value: value if isinstance(value, str) else "")
def test_another_measure_against_the_same_target_is_no_relief(one: str, other: str, targets: list[str]) -> None:
    """Of a region that takes none itself; by a hundredth of a per cent at most."""
    both = solved(union(named(one), named(other))).real_income
    alone = np.minimum(solved(named(one)).real_income, solved(named(other)).real_income)
    for target in targets:
        assert both[region(target)] <= alone[region(target)] + 1e-4, target


def test_some_pairs_have_a_common_target() -> None:
    assert len(PAIRS) >= 6
    assert ("energy-embargo", "russia-2022", ["RUS"]) in PAIRS


# The derivative, at the size of a world.


@pytest.mark.parametrize("mobility", [0.0, 0.4])
def test_the_derivative_holds_at_the_size_of_a_world(mobility: float) -> None:
    """Along five directions near the equilibrium, with slack bans, idle labour, and substitutes of either anchor."""
    economy = world_of_2022()
    rules, given = replace(RULES, mobility=mobility), change("west-east-decoupling", "first_year")
    system = System(economy, prepare(economy, rules=rules, **given))
    found = counterfactual(economy, rules=rules, **given)
    rng = np.random.default_rng(3)
    z = found._vector + 1e-3 * rng.standard_normal(found._vector.size)
    state = system.state(z)
    assert 0 < state.banned.held.sum() < state.banned.held.size
    assert (state.short < 0).any() and state.banned.anchored.any()
    linear = Linear(system, state)
    for _ in range(5):
        direction = rng.standard_normal(z.size)

        def residual(length: float, direction: np.ndarray = direction) -> np.ndarray:
            at = z + length * direction
            return system.residual(at, system.state(at))

        step = 1e-6
        differences = (residual(step) - residual(-step)) / (2 * step)
        product = linear.product(direction)
        assert np.abs(product - differences).max() < 1e-8 * np.abs(product).max()
