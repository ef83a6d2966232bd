"""A delay: what its file may say, what it is on the axes of a world, and which events of the weeks it becomes."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from shock_cases import BAN, shock

from technostate.errors import ScenarioError
from technostate.shocks.impact import impact
from technostate.shocks.impact.batch import Base
from technostate.shocks.impact.events import delays, events_of
from technostate.shocks.impact.stage import Stage, stage_of
from technostate.shocks.specification import Delay, horizons, mirror, require, steps_of
from technostate.shocks.specification.resolve import Late
from technostate.shocks.weeks import DelayShares, LinkShares
from technostate.view.shock.words import measure_words, parameter

LATE: dict[str, Any] = {
    "measure": "delay", "name": "canal", "exporters": ["CHN"], "importers": ["EU"], "sectors": ["C26"], "days": 6,
}  # fmt: skip


@pytest.fixture(scope="module")
def stage() -> Stage:
    return stage_of("icio-2022")


def events(stage: Stage, *measures: dict[str, Any], case: str = "central") -> list[DelayShares]:
    resolved = stage.resolve(shock(*measures))
    base = Base(stage.weeks.final.sum(0), stage.weeks.output)
    return [row for row in events_of(resolved, case, base, 91) if isinstance(row, DelayShares)]


def on_time(rows: list[DelayShares]) -> np.ndarray[Any, Any]:
    """What no event of one span makes late, each bearing on what those before it leave."""
    left = 1.0 - np.zeros_like(rows[0].share)
    for row in rows:
        left *= 1.0 - row.share
    return left


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"days": 0}, "the delay is 0; it lies from 1 to 365"),
        ({"days": 0.5}, "the delay is 0.5; it lies from 1 to 365"),
        ({"days": 366}, "the delay is 366; it lies from 1 to 365"),
        ({"days": -3}, "the delay is -3"),
        ({"days": {"low": 10, "central": 5, "high": 20}}, "the range 10, 5, 20 is not in order"),
        ({"days": {"low": 1, "central": 5, "high": 400}}, "the delay is 1 to 400"),
        ({"days": "a week"}, "'a week' is not a number"),
        ({"days": None}, "days: a number is needed, or low, central and high"),
        ({"days": math.nan}, "it is not a finite number"),
        ({"days": math.inf}, "it is not a finite number"),
        ({"days": True}, "True is not a number"),
        ({"share": 0}, "the share is 0; it lies above 0 to 1"),
        ({"share": -0.2}, "the share is -0.2; it lies above 0 to 1"),
        ({"share": 70}, "70 is 7,000 per cent: is 0.7 meant?"),
        ({"share": {"low": 0.1, "central": 0.5, "high": 0.7}}, "is not one number"),
        ({"share": "0.7"}, "'0.7' is not one number"),
        ({"share": math.nan}, "the share is nan"),
        ({"leak": 0.5}, "leak is no field of it"),
        ({"regions": ["CHN"]}, "regions is no field of it"),
        ({"use": "inputs"}, "use is no field of it"),
        ({"importers": ["CHN"]}, "CHN is on both sides"),
        ({"exporters": ["rest"], "importers": ["rest"]}, "'rest' on both sides names nobody"),
        ({"sectors": ["C99"]}, "unknown sector or list of sectors 'C99'"),
        ({"sectors": []}, "sectors: the list is empty"),
        ({"ends": "2017-12-01"}, "ends on 2017-12-01"),
        ({"starts": "2017-12-01"}, "before the shock itself"),
    ],
)
def test_what_no_delay_can_be_is_said(fields: dict[str, Any], says: str, stage: Stage) -> None:
    with pytest.raises(ScenarioError) as caught:
        stage.resolve(shock(LATE | fields))
    assert says in str(caught.value)
    assert caught.value.hint


def test_all_that_is_wrong_with_a_delay_is_said_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        shock({**LATE, "days": 0, "share": 2, "sectors": ["C99"]})
    assert all(part in str(caught.value) for part in ("days", "share"))


def test_two_delays_of_the_same_trade_contradict_each_other_and_two_of_other_trade_do_not() -> None:
    with pytest.raises(ScenarioError, match="two delays of the same trade"):
        shock(LATE, LATE | {"name": "cape", "days": 12})
    assert len(shock(LATE, LATE | {"name": "cape", "sectors": ["C27"]}).measures) == 2
    assert len(shock(LATE, BAN | {"exporters": ["CHN"], "importers": ["EU"], "name": "ban"}).measures) == 2


@pytest.mark.parametrize("horizon", ["year", "path", "decade"])
def test_only_weeks_have_goods_in_transit(horizon: Any) -> None:
    canal = shock(LATE)
    assert horizons(canal)["weeks"]["canal"].modelled
    with pytest.raises(ScenarioError, match="an equilibrium has no transit"):
        require(canal, horizon)


def test_a_whole_number_of_days_is_one_event_with_its_dates(stage: Stage) -> None:
    (only,) = events(stage, LATE | {"starts": "2018-01-11", "ends": "2018-01-17", "share": 0.7})
    assert (only.days, only.start, only.duration) == (6, 10, 6.0)
    at = stage.world.sectors.index("C26"), stage.world.regions.index("EU"), stage.world.regions.index("CHN")
    assert only.share[at] == pytest.approx(0.7)
    assert np.count_nonzero(only.share) == 1


def test_days_between_two_whole_numbers_are_their_mean_and_arrive_continuously(stage: Stage) -> None:
    at = stage.world.sectors.index("C26"), stage.world.regions.index("EU"), stage.world.regions.index("CHN")
    for days, share in itertools.product((6.0, 6.25, 6.999), (1.0, 0.7)):
        found = events(stage, LATE | {"days": days, "share": share})
        left, mean = 1.0, 0.0
        for row in found:
            mean += left * row.share[at] * row.days
            left *= 1.0 - row.share[at]
        assert left == pytest.approx(1.0 - share, abs=1e-12)
        assert mean == pytest.approx(share * days)


def test_a_member_of_a_group_delays_its_part_of_the_groups_trade(stage: Stage) -> None:
    everybody, one = (events(stage, LATE | {"importers": [name]})[0].share.sum() for name in ("EU", "DEU"))
    assert everybody == pytest.approx(1.0)
    flow = np.maximum(stage.division._flow, 0.0)
    sector, seller = stage.fine.sectors.index("C26"), stage.fine.regions.index("CHN")
    union = [at for at, name in enumerate(stage.fine.regions) if stage._label[name] == "EU"]
    bought = flow[sector, union, seller]
    part = flow[sector, stage.fine.regions.index("DEU"), seller] / bought.sum()
    assert one == pytest.approx(part)


def test_delays_of_several_members_add_up_on_their_groups_link(stage: Stage) -> None:
    rows = [LATE | {"name": name.lower(), "importers": [name], "days": days} for name, days in (("DEU", 4), ("FRA", 9))]
    together = events(stage, *rows)
    alone = [events(stage, row)[0].share for row in rows]
    assert [row.days for row in together] == [4, 9]
    np.testing.assert_allclose(1.0 - on_time(together), alone[0] + alone[1], atol=1e-12)


def test_the_order_and_the_names_of_delays_change_no_event(stage: Stage) -> None:
    one, two = LATE | {"name": "a"}, LATE | {"name": "b", "exporters": ["JPN"], "days": 9.5}
    first = events(stage, one, two)
    second = events(stage, two | {"name": "a"}, one | {"name": "b"})
    assert [row.days for row in first] == [row.days for row in second]
    for left, right in zip(first, second, strict=True):
        np.testing.assert_array_equal(left.share, right.share)


def test_a_share_of_one_at_two_lengths_leaves_nothing_for_a_third() -> None:
    whole = np.array([[[0.0, 1.0], [0.0, 0.0]]])
    rows = list(delays([Late(3.0, whole), Late(5.0, whole)], 0, math.inf))
    assert [float(row.share[0, 0, 1]) for row in rows] == [1.0, 0.0]


def test_a_ban_and_a_delay_stand_beside_each_other(stage: Stage) -> None:
    resolved = stage.resolve(shock(LATE, BAN | {"exporters": ["CHN"], "importers": ["EU"], "name": "ban"}))
    found = events_of(resolved, "central", Base(stage.weeks.final.sum(0), stage.weeks.output), 91)
    assert [type(row) for row in found] == [LinkShares, DelayShares]


def test_ends_of_the_range_are_the_mild_and_the_severe_case(stage: Stage) -> None:
    resolved = stage.resolve(shock(LATE | {"days": {"low": 4, "central": 6, "high": 10}}))
    assert [resolved.amounts[case] for case in ("mild", "central", "severe")] == [(4.0,), (6.0,), (10.0,)]
    assert resolved.ranged_names == ("canal, days late",)


def test_a_delay_is_said_in_words_that_are_not_those_of_a_stock() -> None:
    canal = shock(LATE | {"days": {"low": 4, "central": 6, "high": 10}, "share": 0.7})
    told = measure_words(canal.measures[0], canal.starts)
    assert told["how_much"] == "6 (4 to 10) days later, 70 % of what is shipped"
    assert parameter("canal, days late") == "days late (canal)"


def test_a_delay_has_a_mirror_and_its_exporters_act() -> None:
    canal = shock(LATE | {"exporters": ["USA"], "importers": ["CHN"]})
    row = mirror(canal).measures[0]
    assert isinstance(row, Delay)
    assert (row.exporters, row.importers) == (("CHN",), ("USA",))
    assert steps_of(canal)["alone"] == ("USA",)


def test_goods_that_come_later_are_missed_the_more_the_later_and_are_not_lost(stage: Stage) -> None:
    row = LATE | {"exporters": ["rest"], "sectors": ["goods"], "ends": "2018-01-31"}
    lost = [impact(shock(row | {"days": days}), "weeks", stage, draws=0).region("EU").central for days in (5, 20, 60)]
    assert 0 >= lost[0] > lost[1] > lost[2]
    ban = BAN | {"name": "ban", "exporters": ["rest"], "importers": ["EU"], "sectors": ["goods"], "leak": 0.0}
    stopped = impact(shock(ban | {"ends": "2018-01-31"}), "weeks", stage, draws=0).region("EU").central
    assert stopped < lost[1]
