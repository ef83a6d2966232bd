"""Pressure, engine of growth, reliance, fields of need, a package of bans: change the data, and the verdict changes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from made_up_evidence import ORIGIN, ROWS, Given, flat, series, steps, trade_panel, verdict_on
from pydantic import ValidationError

from technostate.claims import Case, Embedded, assess
from technostate.claims.measures import measure
from technostate.claims.measures.purchases import import_share
from technostate.claims.verdict import NotTestableError
from technostate.errors import LabelError
from technostate.world import TradePanel

AGAINST = "gsdb/v3/against"


def _pressed(after: float) -> Given:
    """Sanctions: two a year to 2017, then `after`; duties are the embedded ones on goods bought of everybody alike."""
    path = steps((2.0, 2013, 2017), (after, 2018, 2022))
    given = Given(series(AGAINST, {"CHN": path, "JPN": flat(2.0, 2013, 2022)}, "count"))
    given._panel = Embedded().panel()
    return given


@pytest.mark.parametrize(("after", "outcome"), [(4.0, "supported"), (3.99, "mixed"), (2.0, "mixed")])
def test_pressure_needs_both_kinds_to_double(after: float, outcome: str) -> None:
    verdict = verdict_on("ES-1", _pressed(after))
    assert verdict.verdict == outcome
    assert verdict.value is not None and 3 < verdict.value < 7  # 2.7 to about 16 % by the published steps, 2017 weights
    assert verdict.placebo["JPN"] == "contradicted"


def test_pressure_on_a_state_without_duties_and_sanctions_is_contradicted_and_from_zero_it_is_a_rise() -> None:
    given = _pressed(2.0)
    given._series[AGAINST] = series(AGAINST, {"JPN": flat(0.0, 2013, 2022)}, "count")
    assert verdict_on("ES-1", given, "JPN", "CHN").verdict == "contradicted"
    given._series[AGAINST] = series(AGAINST, {"JPN": steps((0.0, 2013, 2017), (1.0, 2018, 2022))}, "count")
    verdict = verdict_on("ES-1", given, "JPN", "CHN")
    assert verdict.verdict == "mixed"
    assert (
        next(it for it in verdict.conditions if it.key == "sanctions_doubled").value is None
    )  # infinite, not a number


def test_pressure_on_who_charges_the_duties_is_not_testable() -> None:
    verdict = verdict_on("ES-1", _pressed(4.0), "USA", "CHN")
    assert verdict.verdict == "not testable here" and "the United States charges no duties on itself" in verdict.why


def _sold(abroad: Mapping[int, float]) -> TradePanel:
    """China sells 100 at home and `abroad` to the United States each year, the others little."""
    years, regions = tuple(range(2011, 2023)), ("CHN", "USA", "ROW")
    sectors = ("B05", "B06", "B07", "B08", "B09", "C19", "C26", "SVC")
    flow = np.full((12, len(sectors), 3, 3), 1.0)
    for t, year in enumerate(years):
        flow[t, :, 0, 0] = 100.0
        flow[t, :, 1, 0] = abroad.get(year, 20.0) - 1.0
        flow[t, :6, 1, 0] = 1e6 / (year - 2000)  # energy and ores, whose prices fall, are left out
    return TradePanel(years, sectors, regions, flow, np.full(flow.shape[:-1], np.nan), ORIGIN, ORIGIN)


@pytest.mark.parametrize(
    ("abroad", "exports", "outcome"),
    [(15.0, 20.0, "supported"), (15.0, 29.0, "mixed"), (20.0, 20.0, "mixed"), (20.0, 29.0, "contradicted")],
)
def test_engine_of_growth(abroad: float, exports: float, outcome: str) -> None:
    path = steps((30.0, 2004, 2008), (exports, 2015, 2019))
    given = Given(
        series("gapminder/sg/exports_percent_of_gdp", {"CHN": path}, "% of GDP"),
        panel=_sold(dict.fromkeys((2017, 2018, 2019), abroad)),
    )
    verdict = verdict_on("ES-2", given)
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(20.0 / abroad)
    assert set(verdict.placebo.values()) == {"not testable here"}  # no placebo state is in this panel
    assert verdict.grade == "weak" and any("placebo" in reason for reason in verdict.reasons)


def _reliance(test: float, machines: float) -> Given:
    goods = ("A01", "A03", "C10T12")
    own = {sector: steps((10.0, 2011, 2019), (test, 2020, 2022)) for sector in goods}
    own |= {sector: steps((10.0, 2011, 2019), (machines, 2020, 2022)) for sector in ("C26", "C27", "C28")}
    own |= {sector: steps((10.0, 2011, 2019), (90.0, 2020, 2022)) for sector in ("B05", "B06", "C19")}
    return Given(panel=trade_panel({"CHN": own}))


@pytest.mark.parametrize(
    ("test", "machines", "outcome"),
    [(8.0, 8.0, "supported"), (8.0, 10.0, "mixed"), (12.0, 12.0, "contradicted"), (10.0, 10.0, "mixed")],
)
def test_reliance_leaves_energy_out(test: float, machines: float, outcome: str) -> None:
    assert verdict_on("ES-3", _reliance(test, machines)).verdict == outcome


def _need(oil: float, food: float) -> Given:
    shares = {s: steps((10.0, 2011, 2013), (10.0, 2014, 2016), (food, 2017, 2022)) for s in ("A01", "A03", "C10T12")}
    return Given(
        series("gapminder/sg/oil_production_total", {"CHN": steps((50.0, 2004, 2008), (oil, 2015, 2019))}, "toe"),
        series("gapminder/sg/oil_consumption_total", {"CHN": flat(100.0, 2004, 2019)}, "toe"),
        panel=trade_panel({"CHN": shares}),
    )


@pytest.mark.parametrize(
    ("oil", "food", "outcome"),
    [(45.0, 11.01, "supported"), (40.0, 10.0, "mixed"), (46.0, 11.01, "mixed"), (50.0, 10.0, "contradicted")],
)
def test_fields_of_need(oil: float, food: float, outcome: str) -> None:
    verdict = verdict_on("ES-5", _need(oil, food))
    assert verdict.verdict == outcome
    assert verdict.value == pytest.approx(oil / 50.0)


def test_a_package_costs_both_sides_and_the_smaller_side_more() -> None:
    ask = {
        "coalition": "west",
        "exports_left": {"low": 0.4, "central": 0.51, "high": 0.6},
        "imports_left": {"low": 0.3, "central": 0.42, "high": 0.55},
    }
    bans = measure("bans")
    read = {
        (whom, give): bans.read(bans.asks.model_validate({**ask, "whom": whom, "give": give}), _case(), bool)
        for whom in ("state", "coalition") for give in ("p10", "median", "p90")
    }  # fmt: skip
    for whom in ("state", "coalition"):
        low, middle, high = (read[whom, give].value for give in ("p10", "median", "p90"))
        assert low < middle < high < 0
        assert read[whom, "median"].kind == "modelled" and read[whom, "median"].proxy
    assert read["state", "median"].value < read["coalition", "median"].value


def _case() -> Case:
    return Case("CHN", "USA", Embedded())


@pytest.mark.parametrize(
    ("name", "ask", "said"),
    [
        ("bans", {"coalition": "west", "exports_left": {"low": 0.5, "central": 0.4, "high": 0.6},
                  "imports_left": {"low": 0, "central": 0, "high": 0}}, "not in order"),
        ("bans", {"coalition": "west", "exports_left": {"low": 0, "central": 0, "high": 1.5},
                  "imports_left": {"low": 0, "central": 0, "high": 0}}, "less than or equal to 1"),
        ("purchases", {"base": {"first": 2011, "last": 2019}, "test": {"first": 2018}}, "before the test window"),
        ("duties", {"by": "IND", "base": [2017], "test": [2020]}, "'USA' or 'CHN'"),
        ("duties", {"by": "USA", "base": [], "test": [2020]}, "at least 1"),
        ("duties", {"by": "USA", "base": [2016], "test": [2020]}, "greater than or equal to 2017"),
        ("duties", {"by": "USA", "base": [2020], "test": [2019]}, "have not ended before"),
        ("duties", {"by": "USA", "base": [2017, 2017], "test": [2019]}, "a year stands twice"),
        ("purchases", {"base": {"first": 2011, "last": 2012}, "test": {"first": 2019}, "supplier": "CHN"},
         "import share has no supplier"),
        ("purchases", {"base": {"first": 2011, "last": 2012}, "test": {"first": 2019}, "supplier": "CHM",
                       "give": "supplier's share"}, "did you mean CHE or CHL or CHN|CHM"),
    ],
)  # fmt: skip
def test_what_a_measure_cannot_be_asked_is_said(name: str, ask: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        measure(name).asks.model_validate(ask)


def test_a_name_that_there_is_not_is_an_error_and_no_lack_of_data() -> None:
    case = _case()
    for name, ask, said in (
        ("bans", {"coalition": "nobody", "exports_left": {"low": 0, "central": 0, "high": 0},
                  "imports_left": {"low": 0, "central": 0, "high": 0}}, "nobody"),
        ("purchases", {"sectors": ["C99"], "base": {"first": 2011, "last": 2012}, "test": {"first": 2013}}, "C99"),
    ):  # fmt: skip
        asked = measure(name)
        with pytest.raises(LabelError, match=said):
            asked.read(asked.asks.model_validate(ask), case, bool)


def test_what_data_lack_is_not_testable() -> None:
    case = _case()
    for name, ask, said in (
        ("duties", {"by": "CHN", "base": [2017], "test": [2020]}, "no duties on itself"),
    ):  # fmt: skip
        asked = measure(name)
        with pytest.raises(NotTestableError, match=said):
            asked.read(asked.asks.model_validate(ask), case, bool)


def test_import_share_needs_use_in_every_year() -> None:
    panel = trade_panel({})
    assert import_share(panel, ("CHN",), ("C26",), 2011, 2013) == pytest.approx(0.10)
    with pytest.raises(NotTestableError, match="2010"):
        import_share(panel, ("CHN",), ("C26",), 2010, 2013)


@pytest.mark.parametrize("key", ["ES-1", "ES-2", "ES-3", "ES-5", "ES-6"])
def test_every_row_names_placebo_states_and_where_its_numbers_come_from(key: str) -> None:
    row = ROWS[key]
    assert row.placebo is not None and len(row.placebo.states) >= 4
    assert row.window and row.revised and all(condition.why for condition in row.condition)


def test_the_union_is_one_partner_of_its_members() -> None:
    union = verdict_on("ES-1", _pressed(2.0), "EU", "CHN")
    member = verdict_on("ES-1", _pressed(2.0), "DEU", "CHN")
    tariffs = [next(it for it in one.conditions if it.key == "duties_doubled").value for one in (union, member)]
    assert None not in tariffs and tariffs[0] != tariffs[1] and all(1 < it < 2 for it in tariffs if it)
    assert "no figure for the European Union" in union.why  # of sanctions, which this evidence has none of on the Union


def test_a_loss_says_whom_it_leaves_out_and_that_a_model_gave_it() -> None:
    left = {"low": 0.5, "central": 0.5, "high": 0.5}
    bans = measure("bans")
    asked = {"coalition": "west", "exports_left": left, "imports_left": left, "whom": "coalition"}
    reading = bans.read(bans.asks.model_validate(asked), _case(), bool)
    assert "without Switzerland, Iceland, Norway" in reading.said
    assert {figure.years for figure in reading.figures} == {"2022"}
    verdict = verdict_on("ES-6", Given())
    assert verdict.kind == "modelled" and {it.kind for it in verdict.conditions} == {"modelled"}


def test_the_modelled_headline_is_a_median_inside_its_range() -> None:
    (found,) = assess("CHN", against="USA", ids=("ES-6",))
    assert found.value is not None and found.range is not None and found.kind == "modelled"
    assert found.range.low < found.value < found.range.high
    mildest = next(it for it in found.conditions if it.key == "state_always")
    assert mildest.value == pytest.approx(found.range.high) and mildest.range is None
