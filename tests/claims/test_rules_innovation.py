"""The first step, funding, the frontier and risks at home: change the data and the verdict changes."""

from __future__ import annotations

import math

import pytest
from made_up_evidence import Given, flat, series, steps, verdict_on

from technostate.evidence import Series


def _step(before: float, after: float, paid: float, received: float) -> Given:
    return Given(
        series("worldbank/wdi/GB.XPD.RSDV.GD.ZS", {"CHN": {2018: before}}, "% of GDP"),
        series("ncses/sei/gerd-to-gdp", {"CHN": {2010: 1.7, 2021: after}}, "%"),
        series("worldbank/wdi/BM.GSR.ROYL.CD", {"CHN": steps((10.0, 2010, 2012), (paid, 2020, 2020))}, "usd"),
        series("worldbank/wdi/BX.GSR.ROYL.CD", {"CHN": steps((1.0, 2010, 2012), (received, 2020, 2020))}, "usd"),
        series("worldbank/wdi/NY.GDP.MKTP.CD", {"CHN": flat(1000.0, 2010, 2020)}, "usd"),
    )


@pytest.mark.parametrize(
    ("after", "paid", "received", "outcome"),
    [
        (2.8, 8.0, 1.0, "supported"),
        (2.8, 20.0, 4.0, "mixed"),  # target met, payments up, balance better
        (2.4, 8.0, 1.0, "mixed"),  # target missed, reliance fell
        (2.4, 20.0, 1.0, "contradicted"),
    ],
)
def test_first_step(after: float, paid: float, received: float, outcome: str) -> None:
    verdict = verdict_on("IN-1", _step(2.2, after, paid, received))
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(2.2 + (after - 2.2) * 2 / 3, abs=1e-12)  # 2020 lies two thirds of the way
    assert "straight line" in verdict.why


def test_an_observed_year_is_not_interpolated() -> None:
    given = _step(2.2, 2.4, 8.0, 1.0)
    observed = series("worldbank/wdi/GB.XPD.RSDV.GD.ZS", {"CHN": {2018: 2.2, 2020: 2.51}}, "% of GDP")
    verdict = verdict_on("IN-1", Given(*given._series.values(), observed))
    assert verdict.value == 2.51
    assert verdict.verdict == "supported"


def test_the_target_is_chinas_own() -> None:
    verdict = verdict_on("IN-1", _step(2.2, 2.8, 8.0, 1.0), "JPN", "USA")
    assert verdict.verdict == "not testable here"
    assert "CHN" in verdict.why


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
    assert (verdict.verdict, verdict.value, verdict.year, verdict.kind) == (outcome, performed, 2021, "measured")


def test_a_share_given_as_a_fraction_is_read_as_one() -> None:
    given = Given(
        series("ncses/sei/gerd-performed-by-business", {"CHN": {2021: 0.77}}, "1"),
        series("ncses/sei/gerd-funded-by-business", {"CHN": {2021: 0.78}}, "1"),
    )
    assert verdict_on("IN-3", given).value == pytest.approx(77.0)


def _fields(first: float, last: float, ahead: int) -> list[Series]:
    """Six fields a group at `first` of the comparator, later at `last`, of which `ahead` reach 1.2."""
    found = []
    for prefix in ("top1", "patent-families"):
        for n in range(6):
            end = 1.2 if n < ahead else last
            own = steps((first, 2003, 2006), ((first + end) / 2, 2007, 2014), (end, 2015, 2020))
            found.append(series(f"ncses/sei/{prefix}-field-{n}", {"CHN": own, "USA": flat(1.0, 2003, 2020)}))
    # The total of all fields is no field.
    found.append(series("ncses/sei/top1-all", {"CHN": flat(9.0, 2003, 2020), "USA": flat(1.0, 2003, 2020)}))
    return found


@pytest.mark.parametrize(
    ("first", "last", "ahead", "outcome"),
    [
        (0.4, 0.9, 4, "supported"),
        (0.4, 0.9, 3, "mixed"),  # half of the fields is not more than half
        (0.9, 0.9, 0, "mixed"),  # no movement
        (0.9, 0.5, 0, "contradicted"),
    ],
)
def test_position_against_the_frontier(first: float, last: float, ahead: int, outcome: str) -> None:
    verdict = verdict_on("IN-4", Given(*_fields(first, last, ahead)))
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(ahead / 6, abs=1e-12)
    assert verdict.year == 2020


def test_fields_without_a_comparator_are_left_out_and_too_few_decide_nothing() -> None:
    few = [one for one in _fields(0.4, 0.9, 4) if not one.id.endswith(("0", "1"))]
    assert verdict_on("IN-4", Given(*few)).verdict == "not testable here"


def _year_of_risk(own: float, venture: float) -> Given:
    growth = {"CHN": steps((7.0, 2015, 2019), (own, 2022, 2022)), "USA": steps((2.0, 2015, 2019), (2.0, 2022, 2022))}
    funds = {"CHN": {2020: 100.0, 2022: 100.0 * math.exp(venture)}, "USA": {2020: 200.0, 2022: 200.0}}
    return Given(
        series("worldbank/wdi/NY.GDP.MKTP.KD.ZG", growth, "% a year"),
        series("ncses/sei/venture-capital", funds, "musd"),
    )


@pytest.mark.parametrize(
    ("own", "venture", "outcome"),
    [(3.0, -0.5, "supported"), (3.0, 0.0, "mixed"), (6.5, -0.5, "mixed"), (6.5, -0.2, "contradicted")],
)
def test_risk_at_home(own: float, venture: float, outcome: str) -> None:
    verdict = verdict_on("CO-2", _year_of_risk(own, venture))
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(own - 7.0, abs=1e-12)
    assert (verdict.unit, verdict.year) == ("pp", 2022)


def test_risk_without_the_comparators_figures_is_not_decided() -> None:
    assert verdict_on("CO-2", _year_of_risk(3.0, -0.5), "CHN", "JPN").verdict == "not testable here"
