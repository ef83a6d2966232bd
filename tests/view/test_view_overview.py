"""A state at a glance: counts of goals and claims at their boundaries, and what is said of a state without a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from technostate.errors import DataError
from technostate.view.observatory import overview as module
from technostate.view.observatory.overview_blocks import claims_heading, goals_heading, tally
from technostate.view.observatory.record import RECORD, Verdict
from technostate.view.standing import standing
from technostate.view.standing.goals import Goal
from technostate.write import View

from .doors import agree


@pytest.fixture(scope="module")
def goal() -> Goal:
    return next(goal for part in standing("CHN", "USA", year=2026).data.strategies for goal in part.goals)


def test_goals_are_counted(goal: Goal) -> None:
    def goals(*states: str) -> list[Goal]:
        return [replace(goal, status=status) for status in states]

    some = goals("reached", "not reached by the year", "above the stated figure", "open", "superseded")
    assert tally(some) == (1, 2, 1, 1)
    assert goals_heading(some, "CHN") == "5 dated goals of China: 1 met, 2 not by their year, 1 open"
    most = goals("reached", "not measurable", "no figure")
    assert goals_heading(most, "USA") == (
        "Of 3 dated goals of the United States, 2 have no public figure to judge them by"
    )
    assert goals_heading(goals("reached", "no figure"), "CHN") == (
        "2 dated goals of China: 1 met, 0 not by their year, 0 open"
    ), "half is not most"


def test_claims_are_counted() -> None:
    claims = [Verdict("NS-1", "a", word, "weak") for word in ("supported", "mixed", "mixed")]
    assert claims_heading(claims, "CHN") == "Claims about China: 1 supported, 2 mixed"


@pytest.fixture(scope="module")
def brazil() -> View[module.Overview]:
    """A state without a file, with the engine of shocks left out."""

    def no_shock(state: str, against: str) -> None:
        raise DataError("the engine was left out")

    patch = pytest.MonkeyPatch()
    patch.setattr(module, "shock", no_shock)
    try:
        return module.overview("BRA", "USA", year=2026)
    finally:
        patch.undo()


def test_a_state_without_a_file_says_what_it_can_and_what_is_missing(brazil: View[module.Overview]) -> None:
    data = brazil.data
    assert [row.id for row in data.figures] == list(RECORD)
    assert data.figures[3].newest("BRA") is not None and data.suppliers and data.dependents
    assert not [goal for goal in data.goals if goal.region == "BRA"]
    missing = " ".join(data.missing)
    assert "Brazil has no file" in missing or "no file" in missing
    assert "A break in trade: the engine was left out." in data.missing
    assert "Official language" in missing
    assert "13.2" in brazil.text(), "reliance of Brazil on foreign inputs, per cent"


def test_every_door_says_the_same_of_it(brazil: View[module.Overview]) -> None:
    assert agree(brazil) > 20
