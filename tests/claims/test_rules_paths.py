"""Rules on simulated paths give each verdict, from paths made up for it; whose restrictions are lifted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from made_up_evidence import Given, verdict_on
from pydantic import ValidationError

from technostate.claims.measures import odds, pressure
from technostate.claims.measures.paths import assumptions
from technostate.claims.verdict import Verdict
from technostate.futures import scenarios
from technostate.futures.ensemble import Ensemble, Question

RUNS = 100
REGIONS = ("CHN", "USA", "IND", "MEX", "GBR", "CAN", "RUS", "JPN", "KOR")
YEARS = tuple(range(2022, 2051))


def _first(share: float) -> np.ndarray:
    """True in this share of the draws."""
    return np.arange(RUNS) < round(share * RUNS)


def _made(question: Question, level: Callable[[str, str], tuple[np.ndarray, np.ndarray]]) -> Ensemble:
    """Paths that go in a straight line of logs from a base to an end, (outcome, region) → both (R,)."""
    years = tuple(year for year in YEARS if question.last is None or year <= question.last)
    part = np.linspace(0.0, 1.0, len(years))[:, None]
    figures = np.empty((len(question.outcomes), RUNS, len(years), len(REGIONS)))
    for o, outcome in enumerate(question.outcomes):
        for n, region in enumerate(REGIONS):
            start, end = level(outcome, region)
            figures[o, :, :, n] = np.exp(np.log(start) + part * (np.log(end) - np.log(start))).T
    cases = np.stack([np.linspace(0.0, 1.0, RUNS), np.random.default_rng(1).random(RUNS)], axis=1)
    return Ensemble(("one", "two"), ("One", "Two"), cases, REGIONS, years, question.outcomes, figures)


def _pressed(slowed: Mapping[str, float], above: Mapping[str, float], *, failed: int = 0) -> Given:
    """Paths of which a share is slowed today and by blocs, and a share stays above the comparator's."""

    def paths(question: Question) -> Ensemble:
        def level(_: str, region: str) -> tuple[np.ndarray, np.ndarray]:
            start = np.ones(RUNS)
            if region != "CHN":
                return start, np.full(RUNS, 1.2)
            under = np.where(_first(above[question.scenario]), 1.5, 1.1)
            free = np.where(_first(slowed[question.scenario]), 1.05, 0.95) * under
            return start, free if question.lifted else under

        found = _made(question, level)
        found.figures[:, :failed] = np.nan
        return found

    return Given(paths=paths)


def _both(today: float, blocs: float) -> dict[str, float]:
    return {"de-risking": today, "decoupling": blocs}


@pytest.mark.parametrize(
    ("slowed", "above", "said"),
    [
        (_both(1.0, 1.0), _both(1.0, 0.9), "supported"),
        (_both(0.9, 0.9), _both(0.9, 0.9), "supported"),
        (_both(1.0, 1.0), _both(1.0, 0.8), "mixed"),
        (_both(0.8, 1.0), _both(1.0, 1.0), "mixed"),
        (_both(0.1, 1.0), _both(1.0, 1.0), "contradicted"),
        (_both(1.0, 1.0), _both(0.1, 0.1), "contradicted"),
    ],
)
def test_pressure_that_slows_and_does_not_stop(
    slowed: Mapping[str, float], above: Mapping[str, float], said: str
) -> None:
    verdict = verdict_on("CO-1", _pressed(slowed, above))
    assert verdict.verdict == said, verdict.why
    assert verdict.grade == "weak"  # what a model says is never more
    assert any("paths of a model" in reason for reason in verdict.reasons)
    assert set(verdict.placebo.values()) == {"contradicted"}
    by_key = {it.key: it for it in verdict.conditions}
    assert by_key["slowed"].value == slowed["de-risking"] and by_key["above_in_blocs"].value == above["decoupling"]
    assert by_key["change"].range is not None and by_key["change"].kind == "modelled"


def test_a_rule_that_slows_everybody_says_nothing() -> None:
    def paths(question: Question) -> Ensemble:
        def level(_: str, region: str) -> tuple[np.ndarray, np.ndarray]:
            end = 1.2 if region == "USA" else 1.6 if question.lifted else 1.5
            return np.ones(RUNS), np.full(RUNS, end)

        return _made(question, level)

    verdict = verdict_on("CO-1", Given(paths=paths))
    assert verdict.verdict == "not testable here" and verdict.grade == "failed its placebo"


def test_the_size_of_the_slowing_and_what_it_goes_with_are_said() -> None:
    verdict = verdict_on("CO-1", _pressed(_both(1.0, 1.0), _both(1.0, 1.0), failed=3))
    assert verdict.value == pytest.approx(-100 * np.log(1.05) / 13) and verdict.unit == "pp"
    assert "97 of 97 paths" in verdict.why and "3 draws have no path" in verdict.why
    half = verdict_on("CO-1", _pressed(_both(0.5, 0.5), _both(1.0, 1.0)))
    assert "it goes most with one (rank correlation +0.87))" in half.why
    assert "50 of 100 paths are slowed in income and technology" in half.why


def test_a_bystander_is_said_to_be_one_and_a_state_in_a_group_is_not_guessed() -> None:
    evidence = _pressed(_both(1.0, 1.0), _both(1.0, 1.0))
    assert "a bystander: the restrictions lifted are those on China" in verdict_on("CO-1", evidence, "IND").why
    german = verdict_on("CO-1", evidence, "DEU")
    assert german.verdict == "not testable here" and "do not show Germany by itself" in german.why


def test_every_restriction_on_a_state_is_lifted_and_no_other() -> None:
    found = scenarios.load("de-risking")
    places = pressure.lifted(found, "CHN")
    moves = [found.moves[at] for at in places]
    assert {(move.lever, move.against) for move in moves} == {("aimed", "CHN"), ("restriction", "CHN")}
    assert {move.region for move in moves} == {"USA", "EU", "JPN", "KOR", "GBR", "TWN"}
    assert {found.moves[at].region for at in pressure.lifted(found, "USA")} == {"CHN"}
    assert pressure.lifted(found, "IND") == () == pressure.lifted(scenarios.load("drift"), "CHN")
    blocs = scenarios.load("decoupling")  # a barrier is mutual
    assert {blocs.moves[at].against for at in pressure.lifted(blocs, "USA")} == {"CHN", "RUS"}


def _goals(by_2035: Mapping[str, float], by_2050: Mapping[str, float], *, indian: float = 0.0) -> Given:
    """Paths in which the state meets each outcome's goals in a share of draws; the others never do."""
    high = {"income_a_head": 9.0, "gdp_market": 1.5, "technology": 1.0, "forces": 99.0}
    low = {"income_a_head": 1.1, "gdp_market": 0.6, "technology": 0.4, "forces": 1.1}
    base = {"income_a_head": 1.0, "gdp_market": 0.6, "technology": 0.4, "forces": 1.0}

    def paths(question: Question) -> Ensemble:
        def level(outcome: str, region: str) -> tuple[np.ndarray, np.ndarray]:
            if outcome not in high:
                ahead = 1.3 if region == "CHN" else 1.0 if region == "USA" else 0.2
                return np.full(RUNS, ahead), np.full(RUNS, ahead)
            if region == "USA":
                one = 0.97 if outcome == "technology" else 1.0
                return np.full(RUNS, one), np.full(RUNS, one)
            start = np.full(RUNS, base[outcome])
            return start, start

        found = _made(question, level)
        for o, outcome in enumerate(question.outcomes):
            for region in ("CHN", "IND") if outcome in high else ():
                for after, shares in ((2035, by_2035), (2049, by_2050)):
                    share = shares[outcome] if region == "CHN" else indian
                    place = YEARS.index(after)
                    values = np.where(_first(share), high[outcome], low[outcome])[:, None]
                    found.figures[o, :, place:, REGIONS.index(region)] = values
        return found

    return Given(paths=paths)


def _alike(share: float, **other: float) -> dict[str, float]:
    return dict.fromkeys(("income_a_head", "gdp_market", "technology", "forces"), share) | other


@pytest.mark.parametrize(
    ("by_2035", "by_2050", "said"),
    [
        (_alike(0.6), _alike(0.5), "supported"),
        (_alike(0.51), _alike(0.1, forces=0.9), "supported"),
        (_alike(0.6, forces=0.5), _alike(0.5), "mixed"),
        (_alike(0.6), _alike(0.5, technology=0.05), "mixed"),
        (_alike(0.6), _alike(0.5, technology=0.95), "mixed"),
        (_alike(0.5), _alike(0.5), "contradicted"),
        (_alike(0.6), _alike(0.09), "contradicted"),
        (_alike(0.6), _alike(0.91), "contradicted"),
    ],
)
def test_goals_within_reach_and_open(by_2035: Mapping[str, float], by_2050: Mapping[str, float], said: str) -> None:
    verdict = verdict_on("CO-3", _goals(by_2035, by_2050))
    assert verdict.verdict == said, verdict.why
    assert verdict.grade == "weak" and verdict.value == min(by_2035.values())
    assert "met in 2022 already and left out: GDP at purchasing power parity" in verdict.why
    assert "supported" not in verdict.placebo.values()


def test_each_definition_is_a_figure_with_its_interval() -> None:
    verdict = verdict_on("CO-3", _goals(_alike(0.6), _alike(0.5)))
    labels = [figure.label for figure in verdict.figures]
    assert len([label for label in labels if label.endswith("lower end")]) == 6 + 4
    assert all(figure.kind == "modelled" and 0 <= figure.value <= 1 for figure in verdict.figures)


def test_goals_are_about_china_alone() -> None:
    verdict: Verdict = verdict_on("CO-3", _goals(_alike(0.6), _alike(0.5)), "IND")
    assert verdict.verdict == "not testable here" and "China" in verdict.why


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scenario": "drft"}, "drift"),
        ({"runs": 8}, "32"),
        ({"runs": 10**6}, "1024"),
        ({"seed": -1}, "0"),
        ({"outcomes": ("burden",)}, "no growth"),
        ({"outcomes": ()}, "at least 1"),
        ({"until": 2060}, "2050"),
        ({"give": "p50"}, "slowed"),
        ({"otherwise": "CHM"}, "CHN"),
        ({"whom": "state"}, "Extra"),
    ],
)
def test_a_question_that_cannot_be_asked_says_what_can(change: Mapping[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        pressure.Ask.model_validate({"scenario": "de-risking", **change})


@pytest.mark.parametrize(
    "change", [{"milestones": ()}, {"milestones": ("chn-moon-2030",)}, {"give": "mean"}, {"scenario": "nowhere"}]
)
def test_odds_of_unknown_goals_are_refused(change: Mapping[str, object]) -> None:
    usual = {"scenario": "drift", "milestones": ("chn-gdp-2050-market",), "give": "lowest"}
    assert odds.Ask.model_validate(usual).runs == 256
    with pytest.raises(ValidationError):
        odds.Ask.model_validate({**usual, **change})


def test_assumptions_are_those_that_are_clear() -> None:
    drawn = np.random.default_rng(2).random((200, 4))
    titles = ("One", "Two", "GDP", "Four")
    found = assumptions(drawn, titles, 2 * drawn[:, 2] - drawn[:, 0])
    assert [word.partition(" ")[0] for word in found] == ["GDP", "one"] and "−" in found[1]
    assert assumptions(drawn, titles, np.random.default_rng(3).random(200)) == ()
    assert assumptions(drawn, titles, np.ones(200)) == ()
