"""Every named shock in its first year at sixteen regions: what its median, its range and its shares say holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from shock_cases import shock
from year_before import fine_before

from technostate.shocks.impact import Impact, Stage, impact
from technostate.shocks.impact.stage import stage_of
from technostate.shocks.impact.year import to_year
from technostate.shocks.specification import Shock, compose, load, names
from technostate.shocks.specification.measures import Delay

DRAWS, FEW = 128, 16

#: Goods under way longer have no meaning in a year.
IN_A_YEAR = [name for name in names() if not any(isinstance(row, Delay) for row in load(name).measures)]


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


@pytest.fixture(scope="module")
def all_named(stage: Stage) -> Mapping[str, Impact]:
    """Those of worlds of their own with fewer draws, for they have half as many sectors again."""
    found = {}
    for name in IN_A_YEAR:
        own = load(name).world
        found[name] = impact(load(name), "year", stage_of(own) if own else stage, draws=FEW if own else DRAWS)
    return found


def test_every_case_of_every_named_shock_has_an_answer(all_named: Mapping[str, Impact]) -> None:
    assert len(all_named) == len(IN_A_YEAR) >= 26
    for name, found in all_named.items():
        assert found.failed == () and len(found.cases) == (FEW if load(name).world else DRAWS)
        assert np.isfinite(found.income_cases).all()
        assert (np.abs(found.income_cases) < 60).all()


def test_no_centre_lies_outside_the_middle_half_of_its_cases(all_named: Mapping[str, Impact]) -> None:
    outside = []
    for name, found in all_named.items():
        if load(name).world is not None:
            continue
        low, high = np.quantile(found.income_cases, (0.25, 0.75), axis=0)
        centre = found.real_income.central
        seen = np.maximum(np.abs(centre), np.abs(found.real_income.median)) > 0.05
        for at in np.flatnonzero(seen & ~((low <= centre) & (centre <= high))):
            outside.append(f"{name}, {found.regions[at]}: {centre[at]:.3f} not in {low[at]:.3f} to {high[at]:.3f}")
    assert outside == []


def test_shares_of_losers_and_winners_are_parts_of_the_cases(all_named: Mapping[str, Impact]) -> None:
    for found in all_named.values():
        income = found.real_income
        assert (income.loss + income.gain <= 1 + 1e-12).all()
        assert income.loss == pytest.approx((found.income_cases <= -0.005).mean(0))
        for at, region in enumerate(found.regions):
            assert (region in found.unsettled) == (0.1 < income.loss[at] < 0.9)


#: Region → least share of cases with a loss.
LOSERS = {
    "us-china-decoupling": {"CHN": 0.95, "USA": 0.98},
    "russia-2022": {"RUS": 0.98, "EU": 0.85},
    "energy-embargo": {"RUS": 0.98, "EU": 0.98},
    "taiwan-strait-disruption": {"TWN": 0.98},
    "west-east-decoupling": {"CHN": 0.95, "RUS": 0.98, "EU": 0.9, "USA": 0.98},
    "reserve-freeze": {"RUS": 0.98},
    "us-china-tariffs-2018": {"CHN": 0.98},
}


@pytest.mark.parametrize(("name", "losers"), LOSERS.items(), ids=LOSERS)
def test_targets_and_those_who_cut_themselves_off_lose_in_nearly_all_cases(
    name: str, losers: dict[str, float], all_named: Mapping[str, Impact]
) -> None:
    found = all_named[name]
    for region, least in losers.items():
        assert found.region(region).loss >= least
        assert found.region(region).side == "lose"


def test_what_the_controls_of_2022_take_away_is_too_small_to_settle_within_a_year(
    all_named: Mapping[str, Impact],
) -> None:
    china = all_named["chips-2022"].region("CHN")
    assert abs(china.median) < 0.02 and china.side == "open" and china.gain < 0.1


#: Median, p10 and p90 where every draw has substitutes, per cent: the prototype of the specification, 128 draws.
PROTOTYPE = {
    "us-china-decoupling": {"CHN": (-1.1, -1.7, -0.6), "USA": (-0.7, -1.1, -0.4), "MEX": (1.1, 0.8, 1.7)},
    "russia-2022": {"RUS": (-1.4, -2.3, -0.8), "EU": (-0.07, -0.15, -0.01)},
    "energy-embargo": {"RUS": (-1.7, -2.8, -1.0), "EU": (-0.22, -0.42, -0.09)},
    "taiwan-strait-disruption": {"TWN": (-14.5, -21.6, -7.2)},
    "west-east-decoupling": {"CHN": (-3.8, -6.1, -1.7), "RUS": (-5.5, -7.9, -3.8), "EU": (-1.0, -2.1, -0.3)},
}


@pytest.mark.parametrize("name", PROTOTYPE)
def test_with_substitutes_in_every_draw_ranges_are_those_of_the_specification(name: str, shared: Path) -> None:
    # The prototype had tariffs between pairs.
    old = Stage(fine_before(shared))
    found = to_year(old.resolve(load(name), DRAWS), old.year, draws=DRAWS, doubt=0.0)
    for region, expected in PROTOTYPE[name].items():
        change = found.region(region)
        for value, other in zip((change.median, change.p10, change.p90), expected, strict=True):
            # The specification allows 12 per cent; China between West and East stands at -4.3 where it had -3.8.
            assert value == pytest.approx(other, abs=max(0.4, 0.125 * abs(other)))


def test_the_strait_enriches_nobody_but_who_makes_the_same(all_named: Mapping[str, Impact]) -> None:
    found = all_named["taiwan-strait-disruption"]
    gains = {region: found.region(region).median for region in found.regions if found.region(region).median > 0.005}
    # Korea sells its own electronics dearer, by less than a tenth of a per cent of its income.
    assert set(gains) <= {"KOR"} and max(gains.values(), default=0.0) < 0.1


@pytest.mark.parametrize("loss", [0.2, 0.5, 0.8])
def test_a_loss_of_capacity_enriches_nobody_who_has_it(loss: float, stage: Stage) -> None:
    row = {"measure": "capacity_loss", "name": "loss", "regions": ["TWN"], "sectors": ["C26"], "loss": loss}
    found = impact(shock(row), "year", stage, draws=64)
    taiwan = found.region("TWN")
    assert taiwan.median < -10 * loss and taiwan.side == "lose"
    assert found.gdp.median[found.regions.index("TWN")] < -10 * loss
    # Who makes the same may sell dearer; the world together has less.
    assert found.together(found.regions).median < 0


def test_a_worse_loss_of_capacity_is_a_worse_loss(stage: Stage) -> None:
    row = {"measure": "capacity_loss", "name": "loss", "regions": ["TWN"], "sectors": ["C26"]}
    medians = [
        impact(shock(row | {"loss": loss}), "year", stage, draws=16).region("TWN").median for loss in (0.2, 0.5, 0.8)
    ]
    assert 0 > medians[0] > medians[1] > medians[2]


RUSSIAN = ("russia-2022", "energy-embargo", "reserve-freeze")


def lasting(name: str) -> Shock:
    """Return a named shock from the first of January 2023 on: all of them at once, and as long."""
    found = load(name)
    rows = [row.model_dump() | {"starts": None, "ends": None} for row in found.measures]
    return Shock(name=name, title=found.title, starts="2023-01-01", measures=rows, sector_lists=found.sector_lists)


def test_three_measures_together_cost_their_target_more_than_the_worst_alone(stage: Stage) -> None:
    alone = [impact(lasting(name), "year", stage, draws=32).region("RUS") for name in RUSSIAN]
    all_three = compose([lasting(name) for name in RUSSIAN], name="three", title="Three")
    together = impact(all_three, "year", stage, draws=32).region("RUS")
    assert together.central < min(change.central for change in alone) - 1
    assert together.median < min(change.median for change in alone) - 1
    # Less than one more than their sum: each bears on what the others have left.
    assert together.central > 1.3 * sum(change.central for change in alone)
    assert together.loss == 1.0


@pytest.mark.parametrize(
    ("one", "two", "target"),
    [
        ("us-china-decoupling", "chips-2022", "CHN"),
        ("chips-2022", "zte-2018", "CHN"),
        ("russia-2022", "energy-embargo", "RUS"),
        ("energy-embargo", "reserve-freeze", "RUS"),
        ("russia-2022", "reserve-freeze", "RUS"),
    ],
)
def test_another_measure_never_makes_a_pure_target_better_off(one: str, two: str, target: str) -> None:
    first, second = lasting(one), lasting(two)
    rows = [row.model_dump() | {"name": f"{at}"} for at, row in enumerate((*first.measures, *second.measures))]
    lists = first.sector_lists | second.sector_lists
    # Bans on the same trade must leave the same.
    rows = [row | {"leak": 0.15} if "leak" in row else row for row in rows]
    parts = [rows[: len(first.measures)], rows[len(first.measures) :], rows]
    found = [
        impact(
            Shock(name="trial", title="Trial", starts="2023-01-01", measures=part, sector_lists=lists),
            "year", stage_of(load(one).world or load(two).world or "icio-2022"), draws=0,
        ).region(target).central
        for part in parts
    ]  # fmt: skip
    assert found[2] < min(found[:2]) + 0.01


#: Whose ranges must not depend on the seed.
SEEDED = {
    "us-china-decoupling": ("CHN", "USA"),
    "russia-2022": ("RUS",),
    "west-east-decoupling": ("CHN", "RUS", "EU"),
    "taiwan-strait-disruption": ("TWN",),
}


@pytest.fixture(scope="module")
def moves(stage: Stage, request: pytest.FixtureRequest) -> Mapping[str, Mapping[str, float]]:
    """Region → median, p10, p90 → its standard deviation over seeds, as a part of the range; ten seeds with --soak."""
    soak = request.config.getoption("--soak")
    found = {}
    for name in SEEDED if soak else ("us-china-decoupling",):
        rows = [impact(load(name), "year", stage, draws=DRAWS, seed=seed) for seed in range(10 if soak else 3)]
        for region in SEEDED[name]:
            changes = [row.region(region) for row in rows]
            width = np.mean([change.p90 - change.p10 for change in changes])
            parts = {key: [getattr(change, key) for change in changes] for key in ("median", "p10", "p90")}
            found[f"{name}, {region}"] = {key: float(np.std(values, ddof=1) / width) for key, values in parts.items()}
    return found


def test_a_median_does_not_depend_on_the_seed(moves: Mapping[str, Mapping[str, float]]) -> None:
    assert all(row["median"] < 0.1 for row in moves.values()), moves


def test_the_ends_of_a_range_hardly_depend_on_the_seed(moves: Mapping[str, Mapping[str, float]]) -> None:
    """Of ten seeds, the largest p10 less the smallest is 6 to 23 per cent of the range: three standard deviations."""
    assert all(row[key] < 0.1 for row in moves.values() for key in ("p10", "p90")), moves
