"""Arms imports, competition and fusion: change the data and the verdict changes."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from made_up_evidence import Given, flat, series, steps, verdict_on, world

from technostate.evidence.encode import plain

ARMS = "sipri/arms/imports", "sipri/arms/exports"


def _arms(imports: float, exports: float = 100.0, state: str = "CHN") -> Given:
    bought = steps((1000.0, 2008, 2012), (imports, 2013, 2024))
    sold = steps((100.0, 2008, 2012), (exports, 2013, 2024))
    return Given(series(ARMS[0], {state: bought}, "tiv"), series(ARMS[1], {state: sold}, "tiv"))


@pytest.mark.parametrize(
    ("imports", "exports", "outcome"),
    [
        (700.0, 100.0, "supported"),
        (700.0, 50.0, "mixed"),  # imports fell, but exports fell more: the share of imports rose
        (800.0, 100.0, "mixed"),  # −20 %: inside the margin
        (1300.0, 100.0, "contradicted"),
    ],
)
def test_reliance_on_foreign_arms(imports: float, exports: float, outcome: str) -> None:
    verdict = verdict_on("MI-2", _arms(imports, exports))
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(imports / 10 - 100, abs=1e-9)
    assert (verdict.year, verdict.kind, verdict.unit) == (2024, "derived", "% change")


def test_a_rise_from_no_arms_imports_at_all_has_no_percentage() -> None:
    bought = series(ARMS[0], {"CHN": steps((0.0, 2008, 2012), (5.0, 2013, 2024))}, "tiv")
    sold = series(ARMS[1], {"CHN": flat(100.0, 2008, 2024)}, "tiv")
    verdict = verdict_on("MI-2", Given(bought, sold))
    assert (verdict.verdict, verdict.value) == ("contradicted", None)
    assert "from nothing" in verdict.why
    json.dumps(plain(verdict), allow_nan=False)


def test_a_fall_without_known_exports_is_not_decided() -> None:
    imports = series(ARMS[0], {"CHN": steps((1000.0, 2008, 2012), (100.0, 2013, 2024))}, "tiv")
    assert verdict_on("MI-2", Given(imports)).verdict == "not testable here"


def test_a_state_without_figures_decides_nothing() -> None:
    verdict = verdict_on("MI-2", Given(series(ARMS[0], {"USA": {2020: 1.0}}, "tiv")))
    assert verdict.verdict == "not testable here"


def test_a_series_that_ends_too_early_decides_nothing() -> None:
    verdict = verdict_on("MI-2", Given(series(ARMS[0], {"CHN": flat(1.0, 2000, 2015)}, "tiv")))
    assert verdict.verdict == "not testable here"
    assert "2015" in verdict.why


def _spending(own: float, other: float) -> dict[str, dict[int, float]]:
    """Expenditure that grows 2 % a year to 2014 and at the given log rates afterwards; the state has a fifth."""
    years = range(2009, 2021)
    return {
        "CHN": {y: 200.0 * math.exp(0.02 * (min(y, 2014) - 2009) + own * max(0, y - 2014)) for y in years},
        "USA": {y: 1000.0 * math.exp(0.02 * (min(y, 2014) - 2009) + other * max(0, y - 2014)) for y in years},
    }


def _rivals(own: float, other: float, after: float) -> Given:
    votes = {"CHN": flat(-1.0, 2005, 2019), "USA": steps((2.0, 2005, 2014), (after - 1.0, 2015, 2019))}
    return Given(
        series("sipri/milex/current-usd", _spending(own, other), "musd"),
        series("unga/ideal-points/final-passage", votes, "index"),
    )


@pytest.mark.parametrize(
    ("own", "other", "after", "outcome", "count"),
    [
        (0.10, 0.05, 4.0, "supported", 3),
        (0.10, 0.05, 3.0, "supported", 2),
        (0.01, 0.01, 4.0, "mixed", 1),
        (0.01, 0.05, 3.0, "contradicted", 0),
    ],
)
def test_competition_needs_two_signs(own: float, other: float, after: float, outcome: str, count: int) -> None:
    verdict = verdict_on("MI-4", _rivals(own, other, after))
    assert (verdict.verdict, verdict.value) == (outcome, count)


def test_competition_reads_the_same_from_both_sides() -> None:
    given = _rivals(0.10, 0.05, 4.0)
    here, there = verdict_on("MI-4", given), verdict_on("MI-4", given, "USA", "CHN")
    assert (here.verdict, here.value) == (there.verdict, there.value)


def test_competition_with_one_sign_only_is_not_decided() -> None:
    given = Given(
        series("unga/ideal-points/final-passage", {"CHN": flat(-1.0, 2005, 2019), "USA": flat(2.0, 2005, 2019)})
    )
    assert verdict_on("MI-4", given).verdict == "not testable here"


def _industries(early: float, late: float) -> list[object]:
    """Value added whose growth in the two groups correlates `early` before 2011 and `late` from then on."""
    years = list(range(2003, 2019))
    civil_shock = np.tile([1.0, -1.0, 1.0, -1.0], 4)
    other_shock = np.tile([1.0, 1.0, -1.0, -1.0], 4)  # uncorrelated with the first over each half
    share = np.where(np.array(years) < 2011, early, late)
    defence_shock = share * civil_shock + np.sqrt(1 - share**2) * other_shock
    paths = {}
    for label, shock in (("civil", civil_shock), ("defence", defence_shock)):
        path, level = {2002: 100.0}, 100.0
        for year, step in zip(years, shock, strict=True):
            level *= math.exp(0.05 + 0.02 * float(step))
            path[year] = level
        paths[label] = path
    gdp = {year: 1000.0 * math.exp(0.05 * (year - 2002)) for year in range(2002, 2019)}
    found = [series("worldbank/wdi/NY.GDP.MKTP.CD", {"CHN": gdp}, "usd")]
    for key in ("aerospace", "weapons"):
        found.append(series(f"ncses/sei/value-added-{key}", {"CHN": paths["defence"]}, "musd"))
    for key in ("computers-electronics-optics", "electrical-equipment", "machinery"):
        found.append(series(f"ncses/sei/value-added-{key}", {"CHN": paths["civil"]}, "musd"))
    return found


def _administration(own: float, other: float) -> object:
    """A world where administration and defence buy these shares of its output from home electronics."""
    regions, sectors = ("CHN", "USA"), ("c13", "c14", "c31")
    inputs, demand = np.zeros((6, 6)), np.zeros((6, 2))
    for at, share in enumerate((own, other)):
        inputs[3 * at + 1, 3 * at + 2] = 100.0 * share
        demand[3 * at : 3 * at + 3, at] = (50.0, 50.0, 100.0)
    return world("wiod-2011", regions, sectors, demand, inputs)


@pytest.mark.parametrize(
    ("early", "late", "own", "outcome"),
    [
        (0.0, 0.8, 0.02, "supported"),
        (0.0, 0.8, 0.10, "mixed"),  # together, but not separate to begin with
        (0.0, 0.1, 0.02, "mixed"),  # separate, and stays so
        (0.8, 0.0, 0.10, "contradicted"),
    ],
)
def test_civil_and_defence_economies(early: float, late: float, own: float, outcome: str) -> None:
    given = Given(*_industries(early, late), worlds={"wiod-2011": _administration(own, 0.05)})
    verdict = verdict_on("MC-2", given)
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(late - early, abs=1e-9)
    inputs = [f.value for f in verdict.figures if "high-technology" in f.label]
    assert inputs == [pytest.approx(own, abs=1e-12), pytest.approx(0.05, abs=1e-12)]


def test_fusion_without_industries_or_sector_is_not_decided() -> None:
    given = Given(*_industries(0.0, 0.8))
    assert verdict_on("MC-2", given).verdict == "not testable here"
    assert verdict_on("MC-2", given, "JPN").verdict == "not testable here"


def test_an_administration_without_recorded_inputs_is_a_gap_and_not_zero() -> None:
    given = Given(*_industries(0.0, 0.8), worlds={"wiod-2011": _administration(0.0, 0.05)})
    verdict = verdict_on("MC-2", given)
    assert verdict.verdict == "not testable here"
    assert "no inputs" in verdict.why
