"""The outside environment and instruments at home: change the data and the verdict changes."""

from __future__ import annotations

import pytest
from made_up_evidence import Given, flat, series, steps, verdict_on


def _environment(rivals: float, other: float, votes: float) -> Given:
    """Three measures, each 2 (or its base) in 2004–2008 and as given in 2010–2013."""
    return Given(
        series("cow/rivalries/strategic", {"CHN": steps((2.0, 2004, 2009), (rivals, 2010, 2013))}, "count"),
        series(
            "sipri/milex/current-usd",
            {"CHN": flat(100.0, 2004, 2013), "USA": steps((200.0, 2004, 2009), (other, 2010, 2013))},
            "usd",
        ),
        series(
            "unga/ideal-points/final-passage",
            {"CHN": flat(-1.0, 2004, 2013), "USA": steps((1.0, 2004, 2009), (votes, 2010, 2013))},
            "index",
        ),
    )


@pytest.mark.parametrize(
    ("rivals", "other", "votes", "outcome", "count"),
    [
        (2.0, 150.0, 1.1, "supported", 0),
        (3.0, 150.0, 1.0, "mixed", 1),
        (3.0, 250.0, 1.0, "contradicted", 2),
        (3.0, 250.0, 1.5, "contradicted", 3),
    ],
)
def test_how_many_measures_became_worse(rivals: float, other: float, votes: float, outcome: str, count: int) -> None:
    verdict = verdict_on("NS-4", _environment(rivals, other, votes))
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, count, 2013)
    assert "not tested" in verdict.why


def test_a_first_rivalry_makes_the_environment_worse() -> None:
    rivals = series("cow/rivalries/strategic", {"CHN": steps((0.0, 2004, 2009), (1.0, 2010, 2013))}, "count")
    votes = series(
        "unga/ideal-points/final-passage", {"CHN": flat(-1.0, 2004, 2013), "USA": flat(1.0, 2004, 2013)}, "index"
    )
    verdict = verdict_on("NS-4", Given(rivals, votes))
    assert (verdict.verdict, verdict.value) == ("mixed", 1)
    assert "Without data" in verdict.why


def test_one_measure_alone_decides_nothing() -> None:
    given = Given(series("cow/rivalries/strategic", {"CHN": flat(2.0, 2004, 2013)}, "count"))
    assert verdict_on("NS-4", given).verdict == "not testable here"


def _instruments(state: float, amnesty: float, expression: float, society: float) -> Given:
    def index(key: str, own: float) -> object:
        others = {f"X{n}": {2023: n / 10} for n in range(1, 11)}  # ten others: 0.1, 0.2 … 1.0
        return series(f"vdem/demspaces/{key}", {"CHN": {2023: own}, **others}, "index")

    return Given(
        series("pts/classes/state-department", {"CHN": {2022: 1.0, 2023: state}}, "level"),
        series("pts/classes/amnesty", {"CHN": {2023: amnesty}}, "level"),
        series("pts/classes/human-rights-watch", {"USA": {2023: 1.0}}, "level"),
        index("v2x_freexp_altinf", expression),
        index("v2xcs_ccsi", society),
    )


@pytest.mark.parametrize(
    ("state", "amnesty", "expression", "society", "outcome", "met"),
    [
        (3.0, 3.0, 0.15, 0.25, "supported", 3),
        (3.0, 2.0, 0.15, 0.25, "mixed", 2),
        (3.0, 3.0, 0.35, 0.95, "mixed", 1),
        (1.0, 1.0, 0.95, 0.95, "contradicted", 0),
    ],
)
def test_levels_and_fifths(
    state: float, amnesty: float, expression: float, society: float, outcome: str, met: int
) -> None:
    verdict = verdict_on("NS-5", _instruments(state, amnesty, expression, society))
    assert (verdict.verdict, verdict.value) == (outcome, met)


def test_levels_are_reported_as_coded_and_no_score_is_formed() -> None:
    verdict = verdict_on("NS-5", _instruments(3.0, 2.0, 0.15, 0.25))
    coded = {figure.label: figure.value for figure in verdict.figures if figure.unit == "level"}
    assert coded == {
        "Political Terror Scale, class, State Department": 3.0,
        "Political Terror Scale, class, Amnesty": 2.0,
    }
    assert verdict.unit == "count"


def test_a_single_coding_is_not_enough() -> None:
    given = Given(
        series("pts/classes/state-department", {"CHN": {2023: 3.0}}, "level"),
        series("pts/classes/amnesty", {"CHN": {2020: 3.0}}, "level"),
        series("pts/classes/human-rights-watch", {}, "level"),
    )
    assert verdict_on("NS-5", given).verdict == "not testable here"
