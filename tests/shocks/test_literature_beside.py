"""Ours beside published figures: the same thing of the same regions, and the rule by which they lie inside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from made_impacts import CENTRAL, INCOME, made

from technostate.cli.app import run
from technostate.errors import LabelError, ScenarioError
from technostate.shocks.impact import Change, Impact, Stage, impact
from technostate.shocks.impact.draws import Draw
from technostate.shocks.impact.packed import from_bytes, to_bytes
from technostate.shocks.kept import Parts
from technostate.shocks.literature import published_cases
from technostate.shocks.literature.beside import Beside, answers, apart_of, place_of, questions
from technostate.shocks.literature.doubt import HARD, SHARES, moved, subjects
from technostate.shocks.runs import Runs
from technostate.shocks.specification import load
from technostate.shocks.specification.regions import sixteen
from technostate.world import load as load_world

CASES = {case.id: case for case in published_cases()}
OURS = Change(-1.0, -1.5, -0.5, -2.0, -0.3, -1.1, 1.0, 0.0)


@pytest.mark.parametrize(
    ("published", "rows", "place"),
    [
        ((-1.0, -1.0), [], "inside"),
        ((-1.5, -1.5), [], "inside"),
        ((-9.0, -1.4), [], "inside"),
        ((-2.0, -2.0), [], "ours smaller"),
        ((-2.0, -2.0), [-2.5], "scenario"),
        ((-2.6, -2.6), [-2.5], "ours smaller"),
        ((0.4, 0.4), [0.5], "scenario"),
        ((-0.2, -0.2), [], "ours larger"),
        ((0.2, 0.2), [], "other sign"),
        ((0.004, 0.004), [], "ours larger"),
    ],
)
def test_a_published_figure_lies_inside_with_a_row_or_outside(
    published: tuple[float, float], rows: list[float], place: str
) -> None:
    assert place_of(published, OURS, rows) == place


def test_what_is_printed_stands_for_all_that_rounds_to_it_and_more_than_has_no_end() -> None:
    def ends(name: str) -> tuple[float, float]:
        return Beside(CASES[name], "", (), "gdp", None, None, {}, {}, None).published

    assert ends("bloomberg-2024/blockade/year/TWN/first-year") == pytest.approx((-12.25, -12.15))
    assert ends("budget-lab-2026-11/current-law/decade/USA/long-run") == pytest.approx((-0.1555, -0.1545))
    assert ends("embargo-2022/embargo/year/RUS/short-to-medium-term") == pytest.approx((-100.0, -13.95))


def test_regions_together_are_weighted_by_their_base_income_whatever_is_looked_at() -> None:
    """USA 20, CHN 10 of the made-up impact: two thirds and one third."""
    found = made()
    both = INCOME[:, :2] @ np.array([2.0, 1.0]) / 3.0
    assert found.together(("USA", "CHN")).median == pytest.approx(np.median(both))
    gdp = found.together(("USA", "CHN"), "gdp")
    assert gdp.low == pytest.approx(both.min() / 2)
    assert gdp.central == pytest.approx((2 * CENTRAL[0] + CENTRAL[1]) / 6)
    assert found.rows_of(("CHN",)) == pytest.approx({"no substitutes": -5.0, "low long-run elasticity": -7.5})
    assert found.rows_of(("CHN",), "gdp") == {}
    with pytest.raises(LabelError):
        found.together(("DEU",), "gdp")


def test_gdp_by_case_and_by_row_outlives_packing() -> None:
    found = impact(load("zte-2018"), "year", draws=2)
    again = from_bytes(to_bytes(found))
    np.testing.assert_array_equal(again.gdp_cases, found.gdp_cases)
    assert found.gdp_cases.shape == (2, 16)
    assert again.rows_of(("CHN",), "gdp") == found.rows_of(("CHN",), "gdp") != {}
    at = found.regions.index("CHN")
    assert np.quantile(found.gdp_cases[:, at], 0.1) == pytest.approx(found.gdp.p10[at])


def test_every_case_with_a_shock_is_asked_once_with_its_regions_apart() -> None:
    regions = load_world("icio-2022").regions
    asked = questions(published_cases(), regions)
    ids = [case.id for item in asked for case in item.cases]
    assert sorted(ids) == sorted(name for name, case in CASES.items() if case.shock is not None)
    apart = {case.id: item.apart for item in asked for case in item.cases}
    assert apart[HARD] == ("BLR", "CHE", "DEU", "HKG", "ISL", "NOR")
    assert apart["felbermayr-2022/west-russia/decade/west/long-run"] == ("CHE", "ISL", "NOR")
    assert apart["bloomberg-2024/blockade/year/TWN/first-year"] == ()
    assert {"DEU", "SAU"} < set(apart["imf-weo-2026/short-war/year/SAU/2026"])
    single = apart["embargo-2022/embargo/year/west/short-to-medium-term"]
    assert {"SVK", "USA", "NOR"} <= set(single) and "BRA" not in single
    # The same measures under two names are one question.
    both = [item for item in asked if any("felbermayr-2021/both" in case.id for case in item.cases)]
    assert len(both) == 1 and any("felbermayr-2022/eu-china" in case.id for case in both[0].cases)
    label = sixteen(regions, apart[HARD])
    assert label["DEU"] == "DEU" and label["FRA"] == "EU without DEU"


def test_states_apart_give_nearly_what_all_regions_give() -> None:
    """Doubled costs between the West and Russia: a cost on part of a region is not the same on the whole of it."""
    shock = CASES["felbermayr-2022/west-russia/decade/RUS/long-run"].shock
    assert shock is not None
    world = load_world("icio-2022")
    apart = apart_of(shock, ("RUS",), world.regions)
    assert apart == ("CHE", "ISL", "NOR")
    full = impact(shock, "decade", Stage(world, "full"), draws=0).region("RUS").central
    near, coarse = (impact(shock, "decade", Stage(world, apart=some), draws=0).region("RUS").central
                    for some in (apart, ()))  # fmt: skip
    assert near == pytest.approx(full, abs=0.05)
    assert abs(coarse - full) > 0.1


#: Case → median, p10, p90 and central of 16 draws, seed 0, and where the published figure lies.
HELD = {
    HARD: (-2.90, -5.29, -1.39, -2.24, "inside"),
    "bachmann-2022/energy-stop/year/DEU/short-run": (-0.07, -0.17, -0.02, -0.08, "ours smaller"),
    "bloomberg-2024/blockade/year/TWN/first-year": (-11.6, -16.9, -6.8, -10.88, "inside"),
    "bloomberg-2024/blockade/year/CHN/first-year": (0.0, -0.01, 0.0, 0.0, "ours smaller"),
    "fajgelbaum-2020/tariffs-2018/year/USA/short-run": (0.0, -0.01, 0.02, 0.01, "ours smaller"),
    "felbermayr-2022/eu-china/decade/EU/long-run": (-0.86, -1.15, -0.6, -0.86, "inside"),
    "felbermayr-2022/west-russia/decade/RUS/long-run": (-3.77, -3.9, -3.1, -3.77, "ours smaller"),
    "ignatenko-2025/liberation-day/decade/WLD/long-term": (-0.36, -0.39, -0.34, -0.36, "scenario"),
}


@pytest.fixture(scope="module")
def found() -> dict[str, Beside]:
    chosen = [CASES[name] for name in HELD]
    runs = Runs(draws=16)
    rows = [row for item in questions(chosen, runs.stage.fine.regions) for row in answers(item, runs)]
    return {row.case.id: row for row in rows}


@pytest.mark.parametrize("name", HELD)
def test_ours_stays_where_it_is(name: str, found: dict[str, Beside]) -> None:
    change = found[name].change
    assert change is not None
    *held, central, place = HELD[name]
    for got, value in zip((change.median, change.p10, change.p90), held, strict=True):
        assert got == pytest.approx(value, abs=max(0.4, 0.12 * abs(float(value))))
    assert change.central == pytest.approx(central, abs=0.01)
    assert found[name].place == place
    ours = found[name].impact
    assert ours is not None and ours.failed == ()


def test_the_first_year_of_a_hard_decoupling_lies_inside_only_with_draws_without_substitutes() -> None:
    """Baqaee and others (2024): Germany −4; with substitutes in all draws the worst is milder."""
    assert 0.2 in SHARES and SHARES[0] == 0.0
    none, usual = next(iter(moved(Runs(draws=32), (0.0, 0.2)))).impacts
    assert none.region("DEU").low > -4.0
    change = usual.region("DEU")
    assert change.p10 < -4.0 < change.p90
    assert usual.failed == () and none.failed == ()
    assert any("1% to 5% of each flow arrives" in note for note in usual.notes)


def test_a_total_ban_has_an_answer_in_every_draw_without_substitutes() -> None:
    """Services have an elasticity of one or less in half of the draws: without what leaks none would be finite."""
    hard = impact(subjects()[0][0], "year", Stage(load_world("icio-2022"), apart=("DEU",)), draws=16, doubt=1.0)
    assert hard.failed == ()
    row = next(row for row in hard.variants if row.key == "no substitutes")
    at = hard.regions.index("DEU")
    assert row.real_income is not None and row.real_income[at] == pytest.approx(-9.30, abs=0.02)
    assert hard.region("DEU").median < -4.0


def test_least_arrives_only_where_nothing_replaces_what_is_banned() -> None:
    levels = Stage(load_world("icio-2022")).resolve(subjects()[0][0]).in_year("central")
    place = [0.5] * 13
    assert Draw.at("with", place, doubt=0.0).delivered(levels).min() == 0.0
    without = Draw.at("without", place, doubt=1.0)
    np.testing.assert_array_equal(without.delivered(levels), np.maximum(levels.delivered, 0.02))
    assert [Draw.at("", [end] * 13, doubt=1.0).least for end in (0.0, 1.0)] == pytest.approx([0.01, 0.05])


def test_the_share_of_draws_without_substitutes_is_asked_for_at_every_door() -> None:
    def losses(share: float | None) -> Impact:
        return impact(load("zte-2018"), "decade", draws=8, doubt=share)

    assert not any("nothing replaces" in note and "in 8 of 8" in note for note in losses(None).notes)
    assert any("in 8 of 8 draws nothing replaces" in note for note in losses(1.0).notes)
    assert "in 0 of 8 draws nothing replaces what bans take away" in losses(0.0).notes
    all_of_it = Runs(draws=8, doubt=1.0).compared(load("zte-2018"), ("decade",)).impacts["decade"]
    np.testing.assert_array_equal(all_of_it.income_cases, losses(1.0).income_cases)
    for wrong in (-0.1, 1.1, float("nan"), True, "0.2"):
        with pytest.raises(ScenarioError, match="doubt is"):
            impact(load("zte-2018"), "decade", draws=0, doubt=wrong)  # type: ignore[arg-type]


def test_the_command_line_asks_for_the_share(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["shock", "zte-2018", "--horizon", "decade", "--draws", "4", "--json"]
    assert run([*asked, "--doubt", "1"]) == 0
    assert "in 4 of 4 draws nothing replaces" in capsys.readouterr().out
    assert run([*asked, "--doubt", "1.5"]) != 0
    assert "doubt is 1.5" in capsys.readouterr().err


def test_the_share_moves_nothing_where_nothing_is_banned() -> None:
    strait = load("taiwan-strait-disruption")
    one, other = (impact(strait, "year", draws=8, doubt=share) for share in (0.0, 1.0))
    np.testing.assert_array_equal(one.income_cases, other.income_cases)
    np.testing.assert_array_equal(one.values, other.values)


def test_kept_parts_tell_shares_apart(tmp_path: Path) -> None:
    shock = load("zte-2018")
    parts = Parts(tmp_path)
    for share in (None, 0.0, 1.0, 0.0):
        Runs(draws=2, doubt=share, parts=parts).compared(shock, ("decade",))
    assert parts.found == 1 and len([*tmp_path.iterdir()]) == 3
