"""Past events: their data say where each figure stands, readings read what they say, wrong ones are refused."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from technostate.cli.app import run
from technostate.errors import DataError, ScenarioError
from technostate.shocks.backtests import Measure, PastEvent, Reading, events, find, parse
from technostate.shocks.backtests.paths import paths_of, put_in
from technostate.shocks.backtests.reading import changes, course, over_days, regions_of, sectors_of, weights
from technostate.shocks.backtests.run import MOST_DRAWS, backtest
from technostate.shocks.impact import impact
from technostate.shocks.impact.batch import Base
from technostate.shocks.impact.events import events_of
from technostate.shocks.impact.stage import Stage
from technostate.shocks.specification import Shock
from technostate.shocks.weeks import Parameters, simulate
from technostate.world import load as load_world

#: Events that the page is to have.
ASKED = {
    "tohoku-2011", "thai-floods-2011", "chips-2021", "suez-2021", "gas-2022", "russia-2022", "tariffs-2018",
    "rare-earths-2010", "magnets-2025", "gallium-2024", "japan-korea-2019", "covid-hubei-2020",
}  # fmt: skip
MEASURES = [(event, row) for event in events() for row in event.measures]


def loss(**fields: object) -> Shock:
    """Japan's vehicles lose two fifths of their capacity for ten days."""
    row = {"measure": "capacity_loss", "name": "loss", "regions": ["JPN"], "sectors": ["vehicles"], "loss": 0.4,
           "starts": "2027-01-03", "ends": "2027-01-13"}  # fmt: skip
    return Shock(**({"name": "trial", "title": "Trial", "starts": "2027-01-01", "measures": [row]} | fields))


@cache
def stage() -> Stage:
    return Stage(load_world("wiod-2011"))


def test_the_events_that_were_asked_for_are_there() -> None:
    assert {event.id for event in events()} == ASKED
    assert all(event.measures for event in events())


@pytest.mark.parametrize(("event", "row"), MEASURES, ids=[f"{event.id}/{row.id}" for event, row in MEASURES])
def test_every_figure_says_where_it_stands_and_how_that_was_checked(event: PastEvent, row: Measure) -> None:
    assert row.source.title and row.source.issuer and row.source.checked
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", row.source.date)
    assert row.source.url.startswith("http")
    assert row.told.endswith(".")
    assert row.low <= row.observed <= row.high
    # A bound is on a loss that was not seen; nothing is calibrated on what is put in.
    assert row.kind != "bound" or row.high == 0.0
    assert not (row.calibrated and row.put_in == "mostly")


def test_figures_are_those_that_were_read() -> None:
    found = {(event.id, row.id): (row.low, row.high) for event, row in MEASURES}
    assert found["tohoku-2011", "japan-gdp"] == (-0.47, -0.47)
    assert found["tohoku-2011", "us-vehicles"] == (-8.9, -8.9)
    assert found["thai-floods-2011", "thailand-industry"] == (-35.8, -35.8)
    assert found["tariffs-2018", "us-imports-from-china"] == (-16.2, -16.2)
    assert found["russia-2022", "russia-gdp"] == (-2.1, -2.1)
    assert found["covid-hubei-2020", "korea-vehicles"] == (-27.8, -27.8)
    # Terbium at the lower ends of 930–1,000 and 2,000–4,000 and in their middle; dysprosium lies between.
    low, middle = found["magnets-2025", "price-in-germany"]
    assert (low, middle) == pytest.approx((100 * (2000 / 930 - 1), 100 * (6000 / 1930 - 1)), abs=0.5)
    assert low < 100 * (700 / 250 - 1) < 100 * (1700 / 560 - 1) < middle


def test_only_what_was_calibrated_on_says_so() -> None:
    named = {(event.id, row.id): row.calibrated for event, row in MEASURES if row.calibrated}
    assert named == {
        ("tohoku-2011", "japan-gdp"): ("priority",),
        ("tohoku-2011", "us-vehicles"): ("ties", "priority"),
        ("tohoku-2011", "us-manufactures"): ("ties", "priority"),
        ("magnets-2025", "germany-vehicles"): ("stops and days of magnets",),
    }


def test_cars_not_built_are_a_share_of_all_that_would_have_been() -> None:
    """9.5 to 10.2 million of 80.2 million that were built and those that were not."""
    row = next(row for event, row in MEASURES if (event.id, row.id) == ("chips-2021", "world-vehicles"))
    assert (row.high, row.low) == pytest.approx((-100 * 9.5 / 89.7, -100 * 10.2 / 90.4), abs=0.06)


def test_what_the_shock_alone_takes_is_its_loss_on_its_days() -> None:
    resolved = stage().resolve(loss())
    left = put_in(resolved, 20)
    japan, cars = resolved.regions.index("JPN"), resolved.sectors.index("c15")
    assert left[:, japan, cars].tolist() == pytest.approx([1.0] * 2 + [0.6] * 10 + [1.0] * 8)
    left[:, japan, cars] = 1.0
    assert (left == 1.0).all()


def test_readings_weigh_nodes_by_what_they_are_of() -> None:
    economy = stage().weeks
    whole = Reading("weeks", "output", ("WLD",), ("vehicles", "c14"), over=(0, 10))
    sectors = sectors_of(whole.sectors, stage().world)
    assert sectors == ("c14", "c15")
    weight = weights(whole, economy, regions_of(whole, stage(), 2027), sectors)
    chosen = [economy.sectors.index(code) for code in sectors]
    np.testing.assert_array_equal(weight[:, chosen], economy.output[:, chosen])
    assert weight.sum() == pytest.approx(economy.output[:, chosen].sum())
    added = weights(replace(whole, of="value_added"), economy, ("JPN",), economy.sectors)
    at = economy.regions.index("JPN")
    np.testing.assert_allclose(added[at], economy.output[at] - economy.inputs[:, at].sum(0))
    assert added.sum() == pytest.approx(added[at].sum())
    half = np.ones((3, *weight.shape))
    half[1] = 0.5
    assert changes(half, weight).tolist() == pytest.approx([0.0, -0.5, 0.0])


def test_the_central_path_is_that_of_the_weeks_and_a_seed_gives_the_same_draws() -> None:
    """Japan's value added over all days is the GDP of the horizon of weeks."""
    resolved, economy = stage().resolve(loss(), 2), stage().weeks
    reading = Reading("weeks", "value_added", ("JPN",), over=(0, 30))
    weight = weights(reading, economy, ("JPN",), economy.sectors)
    first, again = (
        {
            name: 100 * over_days(reading, course(reading, path, weight))
            for name, path in paths_of(resolved, economy, 30, 2)
        }
        for _ in range(2)
    )
    assert first == again and list(first) == ["usual", "third", "twice", "draw 1", "draw 2"]
    found = impact(loss(), "weeks", stage(), days=30, draws=2)
    at = found.regions.index("JPN")
    assert first["usual"] == pytest.approx(found.gdp.central[at], rel=1e-6)
    drawn = sorted([first["draw 1"], first["draw 2"]])
    assert drawn == pytest.approx([found.gdp.low[at], found.gdp.high[at]], rel=1e-6)
    events_there = events_of(resolved, "central", Base(economy.final.sum(0), economy.output), 30)
    for name, factor in (("third", 1 / 3), ("twice", 2.0)):
        path = simulate(economy, events_there, days=30, parameters=Parameters(stock_factor=factor))
        assert first[name] == pytest.approx(100 * over_days(reading, course(reading, path, weight)), rel=1e-6)


def test_a_year_is_read_as_the_impact_has_it() -> None:
    event = find(["tariffs-2018"])[0]
    found = {row.measure.id: row for row in backtest(event, 2)}
    year = impact(event.shock, "year", event.world, draws=2)
    buyer, seller = (year.regions.index(name) for name in ("USA", "CHN"))
    assert found["us-imports-from-china"].change == year.trade.at(buyer, seller)
    assert found["us-income"].change.median == pytest.approx(year.region("USA").median)
    assert found["us-income"].shock_alone is None


def test_the_error_is_nothing_inside_the_range_that_happened() -> None:
    event = find(["tariffs-2018"])[0]
    row = backtest(event, 2)[0]

    def error(low: float, high: float) -> float:
        return replace(row, measure=replace(row.measure, low=low, high=high)).error

    median = row.change.median
    assert error(median - 1, median + 1) == 0.0
    assert error(median + 1, median + 2) == pytest.approx(-1.0)
    assert error(median - 2, median - 1) == pytest.approx(1.0)


ONE = """
[[event]]
id = "one"
title = "One"
shock = "zte-2018"
days = 30
[event.sources]
paper = {title = "A paper", issuer = "Somebody", date = "2019", url = "https://example.org", checked = "abstract read"}
[[event.measure]]
id = "output"
what = "Output of China"
horizon = "weeks"
of = "output"
regions = ["CHN"]
over = [0, 30]
observed = -1.0
kind = "outcome"
source = "paper"
put_in = "none"
told = "Read as it is."
"""


def test_one_event_is_read() -> None:
    (event,) = parse(ONE)
    assert (event.world, event.days, event.measures[0].reading.over) == ("icio-2022", 30, (0, 30))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "one"\n', "", "id is missing"),
        ('shock = "zte-2018"', 'shock = "zte-2019"', "unknown shock 'zte-2019'"),
        ("days = 30", "days = 0", "days is 0"),
        ("days = 30", "days = 30\ncolour = 3", "unknown key 'colour'"),
        ('checked = "abstract read"', 'checked = " "', "does not say how it was checked"),
        ('issuer = "Somebody", ', "", "must have the texts"),
        ('source = "paper"', 'source = "papre"', "source 'papre' is none of paper"),
        ('horizon = "weeks"', 'horizon = "decade"', "horizon 'decade' is not one of weeks, year"),
        ('of = "output"', 'of = "price"', "cannot be read at the horizon weeks"),
        ('kind = "outcome"', 'kind = "guess"', "kind 'guess'"),
        ('put_in = "none"', 'put_in = "some"', "put_in 'some'"),
        ("over = [0, 30]\n", "", "give one of over and worst"),
        ("over = [0, 30]", "over = [0, 30]\nworst = 3", "give one of over and worst"),
        ("over = [0, 30]", "over = [3, 3]", "two days in order"),
        ("over = [0, 30]", "over = [0, 31]", "from -365 to 30"),
        ("over = [0, 30]", "over = [-9, 0]", "the last after the start"),
        ("over = [0, 30]", "worst = 0", "worst is 0"),
        ("observed = -1.0", "observed = [1.0, -1.0]", "observed is"),
        ("observed = -1.0", 'observed = "little"', "observed is"),
        ("observed = -1.0", "observed = nan", "observed is"),
        ('regions = ["CHN"]', "regions = []", "regions names none"),
        ('told = "Read as it is."', 'told = ""', "told is empty"),
        ('horizon = "weeks"\nof = "output"', 'horizon = "year"\nof = "price"', "price is of one region and 1 sector"),
        ('horizon = "weeks"\nof = "output"', 'horizon = "year"\nof = "imports"', "imports need one"),
    ],
)
def test_what_is_wrong_with_an_event_is_said(old: str, new: str, said: str) -> None:
    assert old in ONE
    with pytest.raises(DataError, match=re.escape(said)) as caught:
        parse(ONE.replace(old, new))
    assert caught.value.hint


def test_all_mistakes_are_said_at_once() -> None:
    with pytest.raises(DataError) as caught:
        parse(ONE.replace('kind = "outcome"', 'kind = "guess"').replace("observed = -1.0", "observed = true"))
    assert "2 problems" in str(caught.value)
    for text, said in (("", "no table"), ("[", "Invalid initial character"), (ONE + ONE, "stands 2 times")):
        with pytest.raises(DataError, match=re.escape(said)):
            parse(text)


@pytest.mark.parametrize(
    ("typed", "said", "hint"),
    [
        (["tohoku"], "unknown past event 'tohoku'", "did you mean tohoku-2011"),
        (["chips-2020"], "unknown past event 'chips-2020'", "chips-2021"),
        (["zte-2018"], "unknown past event 'zte-2018'", "12 past events exist"),
        (["suez-2021", "suez-2021"], "asked for twice", "each event once"),
        ([""], "an event has no name", "--list"),
        (["suez-2021", "--draws", "0"], "draws is 0", "leave it out for 16"),
        (["suez-2021", "--draws", "1"], "draws is 1", "leave it out"),
        (["suez-2021", "--draws", "-4"], "draws is -4", "leave it out"),
        (["suez-2021", "--draws", "1000000"], f"needs 2 to {MOST_DRAWS}", "takes more"),
        (["suez-2021", "--draws", "2.5"], "no whole number", ""),
        (["suez-2021", "--draws", "many"], "no whole number", ""),
        (["suez-2021", "--seed", "-1"], "seed is -1", "leave it out"),
        (["suez-2021", "--list"], "--list lists all events", "leave out"),
        (["--draw", "4"], "no option --draw", "--help"),
    ],
)
def test_wrong_words_of_the_command_end_in_one_message(
    capsys: pytest.CaptureFixture[str], typed: list[str], said: str, hint: str
) -> None:
    assert run(["backtest", *typed]) == 2
    out = capsys.readouterr()
    assert out.out == "" and "Traceback" not in out.err
    assert said in out.err and hint in out.err


def test_python_is_told_the_same() -> None:
    with pytest.raises(ScenarioError, match="draws is True"):
        backtest(find(["tariffs-2018"])[0], True)
