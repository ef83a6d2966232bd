"""Rules on series: change the data and the verdict changes; a gap decides nothing; a placebo can fail a rule."""

from __future__ import annotations

import math

import pytest
from made_up_evidence import ROWS, Given, flat, series, steps, verdict_on

from technostate.claims.condition import Condition
from technostate.evidence import Series

PPP, VOTES = "technostate/military/spending-at-gdp-ppp", "unga/ideal-points/final-passage"


def _environment(rivals: float, other: float, votes: float) -> Given:
    """Rivals, spending of the comparator and its votes as given from 2010, before it 2, 200 and 1."""
    return Given(
        series("cow/rivalries/strategic", {"CHN": steps((2.0, 2004, 2009), (rivals, 2010, 2013))}, "count"),
        series(
            PPP, {"CHN": flat(100.0, 2004, 2013), "USA": steps((200.0, 2004, 2009), (other, 2010, 2013))}, "ppp2021"
        ),
        series(VOTES, {"CHN": flat(-1.0, 2004, 2013), "USA": steps((1.0, 2004, 2009), (votes, 2010, 2013))}, "index"),
    )


@pytest.mark.parametrize(
    ("rivals", "other", "votes", "outcome"),
    [
        (2.0, 150.0, 1.0, "supported"),
        (2.49, 219.0, 1.19, "supported"),  # just below each bar
        (2.5, 219.0, 1.19, "mixed"),  # half a rival more is worse
        (3.0, 221.0, 1.19, "contradicted"),
        (3.0, 250.0, 1.5, "contradicted"),
    ],
)
def test_how_many_measures_of_the_environment_became_worse(
    rivals: float, other: float, votes: float, outcome: str
) -> None:
    verdict = verdict_on("NS-4", _environment(rivals, other, votes))
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, pytest.approx(other / 200), 2013)


def test_the_environment_needs_all_three_measures() -> None:
    given = Given(series("cow/rivalries/strategic", {"CHN": flat(2.0, 2004, 2013)}, "count"))
    verdict = verdict_on("NS-4", given)
    assert verdict.verdict == "not testable here"
    assert "Data are missing" in verdict.why


def _instruments(terror: float, expression: float, society: float, states: tuple[str, ...] = ("CHN",)) -> Given:
    def index(key: str, own: float) -> Series:
        others = {f"X{n:02}": {2023: n / 20} for n in range(1, 21)}
        return series(f"vdem/demspaces/{key}", {**others, **{code: {2023: own} for code in states}}, "index")

    coded = {code: {2023: terror} for code in states}
    return Given(
        *(
            series(f"pts/classes/{key}", coded, "level")
            for key in ("state-department", "amnesty", "human-rights-watch")
        ),
        index("v2x_freexp_altinf", expression),
        index("v2xcs_ccsi", society),
    )


@pytest.mark.parametrize(
    ("terror", "expression", "society", "outcome"),
    [
        (3.0, 0.22, 0.22, "supported"),  # four of twenty below: the lowest fifth
        (3.0, 0.27, 0.22, "mixed"),
        (2.0, 0.22, 0.22, "mixed"),
        (2.0, 0.9, 0.9, "contradicted"),
    ],
)
def test_repression_and_information(terror: float, expression: float, society: float, outcome: str) -> None:
    assert verdict_on("NS-5", _instruments(terror, expression, society)).verdict == outcome


def test_a_level_that_placebo_states_share_fails_its_placebo() -> None:
    verdict = verdict_on("NS-5", _instruments(3.0, 0.01, 0.01, ("CHN", "USA", "JPN", "IND")))
    assert (verdict.verdict, verdict.grade) == ("not testable here", "failed its placebo")
    assert verdict.placebo["USA"] == "supported"
    assert "would say supported" in verdict.why


def _step(research: dict[int, float], paid: float, bought: float, abroad: float) -> Given:
    """Research, and signs of reliance that stand at 1 in 2010–2012 and as given later."""

    def sign(key: str, later: float, unit: str = "usd") -> Series:
        return series(key, {"CHN": steps((1.0, 2010, 2014), (later, 2015, 2020))}, unit)

    years = {**flat(2.4, 2010, 2019), **research}
    return Given(
        series("worldbank/wdi/GB.XPD.RSDV.GD.ZS", {"CHN": years}, "% of GDP"),
        sign("worldbank/wdi/BM.GSR.ROYL.CD", paid),
        series("worldbank/wdi/NY.GDP.MKTP.CD", {"CHN": flat(1e6, 2010, 2020)}, "usd"),
        sign("ncses/sei/kti-imports", bought),
        series("ncses/sei/value-added-kti", {"CHN": flat(10.0, 2010, 2020)}, "musd"),
        sign("worldbank/wdi/IP.PAT.NRES", abroad, "count"),
        series("worldbank/wdi/IP.PAT.RESD", {"CHN": flat(1e6, 2010, 2020)}, "count"),
    )


@pytest.mark.parametrize(
    ("research", "paid", "bought", "abroad", "outcome"),
    [
        (2.5, 0.8, 0.8, 0.8, "supported"),
        (2.4, 0.8, 0.8, 0.8, "mixed"),
        (2.4, 0.95, 0.95, 0.95, "contradicted"),
        (2.6, 0.8, 0.95, 0.8, "mixed"),
    ],
)
def test_the_first_step(research: float, paid: float, bought: float, abroad: float, outcome: str) -> None:
    verdict = verdict_on("IN-1", _step({2020: research}, paid, bought, abroad))
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, research, 2020)


def test_a_missing_year_of_research_is_not_put_on_a_line() -> None:
    verdict = verdict_on("IN-1", _step({2021: 3.0}, 0.8, 0.8, 0.8))
    assert (verdict.verdict, verdict.value) == ("not testable here", None)


def test_the_target_is_chinas_own() -> None:
    verdict = verdict_on("IN-1", _step({2020: 2.6}, 0.8, 0.8, 0.8), "JPN", "USA")
    assert verdict.verdict == "not testable here"
    assert "about China" in verdict.why


@pytest.mark.parametrize(
    ("performed", "funded", "outcome"),
    [(77.0, 78.0, "supported"), (60.0, 45.0, "mixed"), (40.0, 45.0, "contradicted"), (50.0, 51.0, "mixed")],
)
def test_business_in_research(performed: float, funded: float, outcome: str) -> None:
    given = Given(
        series("ncses/sei/gerd-performed-by-business", {"CHN": {2021: performed}}, "%"),
        series("ncses/sei/gerd-funded-by-business", {"CHN": {2021: funded}}, "%"),
    )
    verdict = verdict_on("IN-3", given)
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, performed, 2021)


def _frontier(science: tuple[float, float], technology: tuple[float, float]) -> Given:
    """Six fields a group; science beside the comparator's 1, patents beside Japan's 1 and a home state's 9."""
    found = []
    for prefix, (first, last) in (("top1", science), ("uspto", technology)):
        for n in range(6):
            own = steps((first, 2010, 2014), (last, 2015, 2020))
            home = flat(1.0 if prefix == "top1" else 9.0, 2010, 2020)
            found.append(
                series(f"ncses/sei/{prefix}-field-{n}", {"CHN": own, "USA": home, "JPN": flat(1.0, 2010, 2020)})
            )
    return Given(*found)


@pytest.mark.parametrize(
    ("science", "technology", "outcome"),
    [
        ((0.5, 1.0), (0.5, 1.0), "supported"),
        ((0.5, 0.9), (0.5, 1.2), "mixed"),  # not arrived in science
        ((1.2, 1.2), (1.2, 1.2), "mixed"),  # ahead, and not moving
        ((0.9, 0.9), (0.9, 0.99), "contradicted"),
    ],
)
def test_position_against_the_frontier(
    science: tuple[float, float], technology: tuple[float, float], outcome: str
) -> None:
    assert verdict_on("IN-4", _frontier(science, technology)).verdict == outcome


def test_the_office_of_the_home_state_is_not_asked_of_it() -> None:
    verdict = verdict_on("IN-4", _frontier((0.5, 1.0), (0.5, 1.0)), "USA", "CHN")
    assert verdict.verdict == "not testable here"
    assert "advantage of home" in verdict.why


def _arms(imports: float, exports: float = 100.0, spending: float = 200.0, states: tuple[str, ...] = ("CHN",)) -> Given:
    def path(old: float, new: float) -> dict[str, dict[int, float]]:
        return dict.fromkeys(states, steps((old, 2008, 2012), (new, 2013, 2024)))

    return Given(
        series("sipri/arms/imports", path(1000.0, imports), "tiv"),
        series("sipri/arms/exports", path(100.0, exports), "tiv"),
        series("sipri/milex/constant-usd", path(100.0, spending), "musd constant"),
    )


@pytest.mark.parametrize(
    ("imports", "exports", "spending", "outcome"),
    [
        (700.0, 100.0, 200.0, "supported"),
        (700.0, 50.0, 200.0, "mixed"),  # imports fell, but exports fell more: the share of imports rose
        (700.0, 100.0, 80.0, "mixed"),  # expenditure fell nearly as much
        (750.0, 100.0, 200.0, "mixed"),  # a quarter is not more than a quarter
        (1300.0, 100.0, 200.0, "contradicted"),
    ],
)
def test_reliance_on_foreign_arms(imports: float, exports: float, spending: float, outcome: str) -> None:
    verdict = verdict_on("MI-2", _arms(imports, exports, spending))
    assert (verdict.verdict, verdict.year, verdict.unit) == (outcome, 2021, "ratio")
    assert verdict.value == pytest.approx(imports / 1000)


def test_what_two_conditions_read_alike_is_said_and_shown_once() -> None:
    verdict = verdict_on("MI-2", _arms(700.0))
    assert verdict.why.count("1000 in 2008–2012, 700 in 2017–2021") == 1
    assert len(set(verdict.figures)) == len(verdict.figures) == 6


def test_reliance_that_fell_for_those_who_still_rely_says_nothing() -> None:
    verdict = verdict_on("MI-2", _arms(500.0, states=("CHN", "IND", "SAU", "POL")))
    assert (verdict.verdict, verdict.grade) == ("not testable here", "failed its placebo")


def test_a_fall_without_known_exports_is_not_decided() -> None:
    imports = series("sipri/arms/imports", {"CHN": steps((1000.0, 2008, 2012), (100.0, 2013, 2024))}, "tiv")
    assert verdict_on("MI-2", Given(imports)).verdict == "not testable here"


def _rivals(share: float, own: float, other: float, after: float) -> Given:
    """Growth of 2 % a year to 2014 and at the given log rates later; the state begins at this share of the other."""
    years = range(2009, 2022)

    def spent(start: float, later: float) -> dict[int, float]:
        return {y: start * math.exp(0.02 * (min(y, 2014) - 2009) + later * max(0, y - 2014)) for y in years}

    votes = {"CHN": flat(-1.0, 2005, 2021), "USA": steps((2.0, 2005, 2014), (after - 1.0, 2015, 2021))}
    return Given(
        series(PPP, {"CHN": spent(1000.0 * share, own), "USA": spent(1000.0, other)}, "ppp2021"),
        series(VOTES, votes, "index"),
    )


@pytest.mark.parametrize(
    ("share", "own", "other", "after", "outcome"),
    [
        (0.4, 0.10, 0.05, 4.0, "supported"),
        (0.1, 0.10, 0.05, 4.0, "mixed"),  # far below a third
        (0.4, 0.10, 0.05, 3.0, "mixed"),  # no wider in votes
        (0.4, 0.10, 0.01, 4.0, "mixed"),  # the other side slows down
        (0.4, 0.01, 0.05, 3.0, "contradicted"),
    ],
)
def test_competition_needs_all_its_signs(share: float, own: float, other: float, after: float, outcome: str) -> None:
    given = _rivals(share, own, other, after)
    here, there = verdict_on("MI-4", given), verdict_on("MI-4", given, "USA", "CHN")
    assert here.verdict == there.verdict == outcome
    assert here.value == pytest.approx(there.value)


def test_a_pair_of_the_placebo_is_asked_of_that_pair() -> None:
    placebo = ROWS["MI-4"].placebo
    assert placebo is not None
    assert placebo.beside["FRA"] == "DEU"
    paths = {"FRA": flat(1.0, 2009, 2021), "DEU": flat(1.0, 2009, 2021)}
    verdict = verdict_on(
        "MI-4", Given(series(PPP, paths), series(VOTES, {"FRA": flat(1.0, 2009, 2021), "DEU": flat(2.0, 2009, 2021)}))
    )
    assert verdict.placebo["FRA"] == "contradicted"
    assert verdict.placebo["GBR"] == "not testable here"


def _year_of_risk(own: float, venture: float) -> Given:
    growth = {"CHN": steps((7.0, 2015, 2019), (own, 2022, 2022)), "USA": steps((2.0, 2015, 2019), (2.0, 2022, 2022))}
    funds = {"CHN": {2020: 100.0, 2022: 100.0 * venture}, "USA": {2020: 200.0, 2022: 200.0}}
    return Given(
        series("technostate/macro/gdp-growth", growth, "% a year"), series("ncses/sei/venture-capital", funds, "musd")
    )


@pytest.mark.parametrize(
    ("own", "venture", "outcome"),
    [(6.0, 0.77, "supported"), (3.0, 0.78, "mixed"), (6.5, 0.5, "mixed"), (6.5, 0.9, "contradicted")],
)
def test_risk_at_home(own: float, venture: float, outcome: str) -> None:
    verdict = verdict_on("CO-2", _year_of_risk(own, venture))
    assert (verdict.verdict, verdict.unit, verdict.year) == (outcome, "pp", 2022)
    assert verdict.value == pytest.approx(own - 7.0, abs=1e-12)


def test_risk_without_the_comparators_figures_is_not_decided() -> None:
    assert verdict_on("CO-2", _year_of_risk(3.0, 0.5), "CHN", "JPN").verdict == "not testable here"


@pytest.mark.parametrize("key", ["IN-5", "IN-7", "MI-1", "MC-2"])
def test_an_open_row_gives_its_reason(key: str) -> None:
    verdict = verdict_on(key, Given())
    assert (verdict.verdict, verdict.grade, verdict.value) == ("not testable here", None, None)
    assert verdict.why == ROWS[key].reason


def test_every_threshold_says_where_it_comes_from() -> None:
    rows: list[Condition] = [condition for claim in ROWS.values() for condition in claim.condition]
    assert all(len(condition.why) > 15 for condition in rows)
