"""What must hold for the weeks engine whatever the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weeks_economies import TANGLE, TIGHT, ario, chain, halved, made_up

from technostate.shocks.weeks import (
    ArioParameters,
    CapacityLoss,
    DemandLoss,
    Event,
    FlowEconomy,
    LinkBan,
    Stockpile,
    first_shortage,
    recovery_time,
)
from technostate.world import load


@given(seed=st.integers(0, 10**6), n=st.integers(3, 6), j=st.integers(3, 6))
@settings(max_examples=10, deadline=None)
def test_without_events_everything_stays_at_the_base(seed: int, n: int, j: int) -> None:
    economy = made_up(seed, n, j)
    path = ario(economy, [], days=100)
    np.testing.assert_allclose(path.output, np.broadcast_to(economy.output, path.output.shape), rtol=1e-12)
    np.testing.assert_allclose(path.final_met, path.final_wanted, rtol=1e-12)
    np.testing.assert_allclose(path.stocks, np.broadcast_to(path.stocks[0], path.stocks.shape), rtol=1e-12)
    assert np.isinf(first_shortage(path)).all()
    assert np.isinf(first_shortage(path, "final")).all()
    assert (recovery_time(path) == 0).all()
    assert path.kind == "modelled"
    assert path.unit == "musd"


def test_an_embedded_world_stays_at_its_base() -> None:
    world = load("icio-2022")
    economy = FlowEconomy.from_world(world)
    path = ario(world, [], days=3)
    np.testing.assert_allclose(path.output[-1], economy.output, rtol=1e-11)


@given(order=st.permutations(TANGLE))
@settings(max_examples=15, deadline=None)
def test_the_order_of_events_is_irrelevant(order: list[Event]) -> None:
    economy = made_up()
    first, second = (ario(economy, events, days=60, parameters=TIGHT) for events in (TANGLE, order))
    np.testing.assert_allclose(first.output, second.output, rtol=1e-12)


@given(seed=st.integers(0, 10**6), region=st.sampled_from("ABCD"))
@settings(max_examples=10, deadline=None)
def test_halves_of_a_region_change_nothing(seed: int, region: str) -> None:
    economy = made_up(seed)
    whole = ario(economy, TANGLE, days=90, parameters=TIGHT)
    events: list[Event] = []
    for event in TANGLE:
        for side in ("regions", "exporters", "importers"):
            names = getattr(event, side, ())
            if region in names:
                event = replace(event, **{side: (*names, region + "'")})
        events.append(event)
    split = ario(halved(economy, region=region), events, days=90, parameters=TIGHT)
    at = economy.regions.index(region)
    output = split.output[:, :4].copy()
    output[:, at] += split.output[:, 4]
    np.testing.assert_allclose(output, whole.output, rtol=1e-9, atol=1e-12 * economy.output.max())
    trade = split.trade[:4, :4].copy()
    trade[at] += split.trade[4, :4]
    trade[:, at] += split.trade[:4, 4]
    trade[at, at] += split.trade[4, 4]
    np.testing.assert_allclose(trade, whole.trade, rtol=1e-9)


@given(seed=st.integers(0, 10**6), sector=st.sampled_from(("S0", "S1", "S2")))
@settings(max_examples=10, deadline=None)
def test_halves_of_a_sector_change_nothing(seed: int, sector: str) -> None:
    economy, half = made_up(seed), sector + "'"
    events = [replace(event, sectors=(*event.sectors, half) if sector in event.sectors else event.sectors)
              for event in TANGLE]  # fmt: skip
    assert isinstance(TIGHT.inventory_days, dict)
    parameters = replace(TIGHT, inventory_days={**TIGHT.inventory_days, half: TIGHT.inventory_days[sector]})
    whole = ario(economy, TANGLE, days=90, parameters=TIGHT)
    split = ario(halved(economy, sector=sector), events, days=90, parameters=parameters)
    output = split.output[:, :, :3].copy()
    output[:, :, economy.sectors.index(sector)] += split.output[:, :, 3]
    np.testing.assert_allclose(output, whole.output, rtol=1e-9, atol=1e-12 * economy.output.max())
    np.testing.assert_allclose(split.trade, whole.trade, rtol=1e-9)


def test_a_ban_of_a_link_without_flow_changes_nothing() -> None:
    economy = made_up()
    base = ario(economy, TANGLE[:1], days=60)
    banned = ario(economy, [*TANGLE[:1], LinkBan(("B",), ("C",), ("S2",), 5)], days=60)
    np.testing.assert_allclose(banned.output, base.output, rtol=1e-13)


@given(seed=st.integers(0, 10**6), scale=st.floats(1e-6, 1e6))
@settings(max_examples=10, deadline=None)
def test_the_unit_of_money_is_irrelevant(seed: int, scale: float) -> None:
    economy = made_up(seed)
    other = FlowEconomy(scale * economy.intermediate, scale * economy.final, None, economy.regions, economy.sectors)
    small, large = (ario(e, TANGLE, days=60, parameters=TIGHT) for e in (economy, other))
    for name in ("output", "stocks", "final_met", "trade"):
        np.testing.assert_allclose(getattr(large, name) / scale, getattr(small, name), rtol=1e-9)


def test_what_is_made_is_used_stored_or_consumed() -> None:
    economy = made_up()
    path = ario(economy, TANGLE, days=120)
    used = (economy.inputs / economy.output).sum(0)
    stored = 365.0 * np.diff(path.stocks.sum((1, 2)))
    goes = path.final_met.sum((1, 2)) + (path.output * used).sum((1, 2))
    np.testing.assert_allclose(path.output.sum((1, 2))[1:], goes[1:] + stored, rtol=1e-10)


def test_a_stockpile_alone_changes_no_output_and_delays_a_shortage() -> None:
    economy, pile = made_up(), Stockpile(("A",), (), 10.0)
    np.testing.assert_allclose(ario(economy, [pile]).output[-1], economy.output, rtol=1e-12)
    ban = LinkBan(("B", "C", "D"), ("A",))
    without, with_ = (first_shortage(ario(economy, events))[0] for events in ([ban], [ban, pile]))
    assert np.isfinite(without).all()
    assert (with_ > without).all()


def test_a_region_cut_off_entirely_has_a_clear_answer() -> None:
    economy = made_up()
    others = ("B", "C", "D")
    path = ario(economy, [LinkBan(("A",), others), LinkBan(others, ("A",))])
    for field in (path.output, path.final_met, path.stocks):
        assert np.isfinite(field).all()
        assert (field >= 0).all()
    assert np.isinf(recovery_time(path)[0]).all()
    alone = ario(chain(), [LinkBan(("A",), ("B",)), LinkBan(("B",), ("A",))])
    # From day 18 on stocks are below 0.8 × 90 days and production takes 1/72 of what is left every day.
    assert alone.output[364, 1, 1] == pytest.approx(100.0 * (71 / 72) ** (364 - 18), rel=1e-9)


def test_rerouting_helps_the_region_cut_off() -> None:
    economy, ban = made_up(), LinkBan(("B", "C"), ("A",), (), 0, 200)
    lost = [
        ario(economy, [ban], parameters=ArioParameters(inventory_days=20.0, rerouting_days=pace)).output_change()[
            :200, 0
        ]
        for pace in (np.inf, 120.0, 30.0)
    ]
    assert lost[0].mean() < lost[1].mean() < lost[2].mean() < 0


def test_rerouting_never_returns_to_a_supplier_behind_a_ban() -> None:
    flows, final = [[0.0, 1.0], [0.0, 0.0]], [[2.0, 0.0], [0.0, 3.0]]
    economy = FlowEconomy(flows, final, regions=("A", "B"), sectors=("s",))
    ban = LinkBan(("A",), ("B",), leak=0.2)
    # B buys from A only: it waits, whatever the pace of rerouting.
    paces = [ArioParameters(rerouting_days=days) for days in (np.inf, 180.0, 1.0)]
    arrived = [ario(economy, [ban], parameters=parameters).trade[1, 0] for parameters in paces]
    np.testing.assert_allclose(arrived, arrived[0], rtol=1e-12)
    # Final users keep no stocks and order what they did: exactly the leak arrives by the ban, the rest from C.
    wide = FlowEconomy(
        np.zeros((3, 3)), [[2.0, 4.0, 0.0], [0.0, 1.0, 0.0], [0.0, 4.0, 100.0]], [50.0, 0.0, 50.0],
        regions=("A", "B", "C"), sectors=("s",),
    )  # fmt: skip
    path = ario(wide, [ban], days=200, parameters=ArioParameters(rerouting_days=1.0, overproduction=1.0))
    assert path.trade[1, 0] == pytest.approx(0.2 * 4.0, rel=1e-12)


def test_lost_demand_is_not_counted_as_unmet() -> None:
    economy = made_up()
    path = ario(economy, [DemandLoss(("D",), ("S0",), 0.25, 2, 10)], days=20)
    assert path.final_wanted[5, 3, 0] == pytest.approx(0.75 * economy.final_use[3, 0])
    assert path.final_wanted[12, 3, 0] == pytest.approx(economy.final_use[3, 0])
    np.testing.assert_allclose(path.final_met[:12], path.final_wanted[:12], rtol=1e-12)


def test_recovery_is_counted_from_leaving_the_band_to_returning() -> None:
    path = ario(chain(), [CapacityLoss(("B",), ("goods",), 0.5, 10, 5, 10)])
    # Full loss on days 10 to 14, then 45 %, …, 5 % on day 23 and none on day 24.
    assert recovery_time(path)[1, 1] == 14
