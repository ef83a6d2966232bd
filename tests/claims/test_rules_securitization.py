"""Pressure, the engine of growth, reliance and fields of need: change the data and the verdict changes."""

from __future__ import annotations

import numpy as np
import pytest
from made_up_evidence import ORIGIN, Given, flat, series, steps, trade_panel, verdict_on, world

from technostate.claims.securitization import import_share
from technostate.claims.verdict import NotTestableError
from technostate.world import TradePanel

RULES = "federal-register/export-controls/naming-china"


@pytest.mark.parametrize(
    ("later", "outcome"), [(25.0, "supported"), (15.0, "mixed"), (10.0, "contradicted"), (4.0, "contradicted")]
)
def test_pressure_where_the_count_begins_early_enough(later: float, outcome: str) -> None:
    given = Given(series(RULES, {"USA": steps((10.0, 2010, 2017), (later, 2018, 2023))}, "count"))
    verdict = verdict_on("ES-1", given)
    assert (verdict.verdict, verdict.value, verdict.year) == (outcome, later, 2020)


def test_a_count_that_begins_in_2020_cannot_show_a_rise_from_2018() -> None:
    verdict = verdict_on("ES-1", Given(series(RULES, {"USA": {2020: 5.0, 2022: 30.0}}, "count")))
    assert verdict.verdict == "not testable here"
    assert "2020 5, 2022 30" in verdict.why
    assert (verdict.value, verdict.year) == (30.0, 2022)


def _economy(name: str, domestic: float, exported: float) -> object:
    """Two countries without intermediate trade: GDP is what is sold at home and abroad."""
    return world(name, ("CHN", "USA"), ("c1",), np.array([[domestic, exported], [0.0, 100.0]]))


def _engine(late: float, exports: float) -> Given:
    """GDP grows by 100 in each window; domestic demand adds 60 in the first and `late` in the second."""
    worlds = {
        "wiod-2001": _economy("wiod-2001", 80.0, 20.0),
        "wiod-2007": _economy("wiod-2007", 140.0, 60.0),
        "wiod-2011": _economy("wiod-2011", 140.0 + late, 60.0 + 100.0 - late),
    }
    path = steps((30.0, 2004, 2008), (exports, 2015, 2019))
    return Given(series("gapminder/sg/exports_percent_of_gdp", {"CHN": path}, "% of GDP"), worlds=worlds)


@pytest.mark.parametrize(
    ("late", "exports", "outcome"),
    [(80.0, 20.0, "supported"), (80.0, 29.0, "mixed"), (55.0, 20.0, "mixed"), (40.0, 29.0, "contradicted")],
)
def test_engine_of_growth(late: float, exports: float, outcome: str) -> None:
    verdict = verdict_on("ES-2", _engine(late, exports))
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(late, abs=1e-9)
    assert verdict.year == 2011


def test_growth_that_did_not_happen_has_no_engine() -> None:
    given = _engine(80.0, 20.0)
    given._worlds["wiod-2011"] = _economy("wiod-2011", 100.0, 50.0)
    assert verdict_on("ES-2", given).verdict == "not testable here"


def _shares(start: float, before: float, test: float, sectors: tuple[str, ...]) -> dict[str, dict[int, float]]:
    path = steps((start, 2011, 2013), (start, 2014, 2016), (before, 2017, 2019), (test, 2020, 2022))
    return dict.fromkeys(sectors, path)


GOODS = ("A01", "A03", "B05", "B06", "C10T12", "C19", "C26", "C27", "C28")


@pytest.mark.parametrize(
    ("goods", "chain", "outcome"),
    [
        ((20.0, 18.0, 16.0), (30.0, 28.0, 20.0), "supported"),
        ((20.0, 18.0, 16.0), (30.0, 28.0, 29.0), "mixed"),
        ((20.0, 16.0, 17.5), (30.0, 28.0, 31.0), "contradicted"),
    ],
)
def test_reliance_on_imports(goods: tuple[float, ...], chain: tuple[float, ...], outcome: str) -> None:
    shares = {**_shares(*goods, GOODS[:6]), **_shares(*chain, GOODS[6:])}
    shares["SVC"] = flat(90.0, 2011, 2022)  # services are no goods: they must not count
    verdict = verdict_on("ES-3", Given(panel=trade_panel({"CHN": shares})))
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx((6 * goods[2] + 3 * chain[2]) / 9, abs=1e-9)
    assert verdict.year == 2022


def test_look_through_reliance_stands_beside_and_decides_nothing() -> None:
    regions, sectors = ("CHN", "USA"), ("c1",)
    inputs, demand = np.array([[0.0, 0.0], [50.0, 0.0]]), np.array([[100.0, 0.0], [0.0, 100.0]])
    worlds = {"wiod-2011": world("wiod-2011", regions, sectors, demand, inputs)}
    shares = {"CHN": _shares(20.0, 18.0, 16.0, GOODS)}
    with_world = verdict_on("ES-3", Given(panel=trade_panel(shares), worlds=worlds))
    without = verdict_on("ES-3", Given(panel=trade_panel(shares)))
    assert with_world.verdict == without.verdict == "supported"
    beside = [figure for figure in with_world.figures if figure.source == "wiod worlds"]
    assert [(figure.years, figure.value) for figure in beside] == [("2011", pytest.approx(100 * 50 / 150, abs=1e-9))]


def test_look_through_reliance_comes_from_the_series_where_it_has_the_state() -> None:
    ready = series("technostate/exposure/foreign-input-reliance-wiod", {"CHN": {2004: 0.16, 2011: 0.13}})
    panel = trade_panel({"CHN": _shares(20.0, 18.0, 16.0, GOODS)})
    verdict = verdict_on("ES-3", Given(ready, panel=panel))
    assert "16.0 % in 2004 (highest), 13.0 % in 2011" in verdict.why


@pytest.mark.parametrize(
    ("food", "energy", "outcome"),
    [
        ((10.0, 12.0), (10.0, 12.0), "supported"),  # both grew
        ((10.0, 10.2), (30.0, 29.0), "mixed"),  # food did not; energy is above the comparator's
        ((10.0, 9.0), (20.0, 19.0), "contradicted"),
    ],
)
def test_fields_of_need(food: tuple[float, float], energy: tuple[float, float], outcome: str) -> None:
    own = {
        **_shares(*food, 5.0, ("A01", "A03", "C10T12")),
        **_shares(*energy, 5.0, ("B05", "B06", "C19")),
    }
    other = _shares(25.0, 25.0, 25.0, GOODS)
    verdict = verdict_on("ES-5", Given(panel=trade_panel({"CHN": own, "USA": other})))
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(energy[1], abs=1e-9)
    assert "Finance is not tested" in verdict.why


def test_a_state_outside_the_panel_is_not_testable() -> None:
    given = Given(panel=trade_panel({}))
    for key in ("ES-3", "ES-5"):
        verdict = verdict_on(key, given, "MMR", "USA")
        assert verdict.verdict == "not testable here"
        assert "MMR" in verdict.why


def test_trade_inside_a_group_is_home_trade() -> None:
    flow = np.full((12, 1, 3, 3), 10.0)  # everyone buys 10 from each of Germany, France and the United States
    years, regions = tuple(range(2011, 2023)), ("DEU", "FRA", "USA")
    panel = TradePanel(years, ("C26",), regions, flow, np.full(flow.shape[:-1], np.nan), ORIGIN, ORIGIN)
    assert import_share(panel, "DEU", ("C26",), 2011, 2022) == pytest.approx(200 / 3, abs=1e-12)
    assert import_share(panel, "EU", ("C26",), 2011, 2022) == pytest.approx(100 / 3, abs=1e-12)


def test_a_window_is_the_mean_of_its_years_and_dear_years_weigh_no_more() -> None:
    flow = np.ones((3, 1, 2, 2))
    flow[1, 0, 0] = [90.0, 10.0]
    none = np.full(flow.shape[:-1], np.nan)
    panel = TradePanel((2011, 2012, 2013), ("C26",), ("CHN", "USA"), flow, none, ORIGIN, ORIGIN)
    expected = 100 * (0.5 + 0.1 + 0.5) / 3
    assert import_share(panel, "CHN", ("C26",), 2011, 2013) == pytest.approx(expected, abs=1e-12)


def test_a_window_outside_the_panel_is_not_testable() -> None:
    with pytest.raises(NotTestableError, match="2010"):
        import_share(trade_panel({}), "CHN", ("C26",), 2010, 2022)
