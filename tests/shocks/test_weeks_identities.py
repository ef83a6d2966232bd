"""What must hold for tied firms whatever the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weeks_cases import ODD, SEVERAL, TANGLE, needed, sixteen, uneven
from weeks_economies import chain, halved, made_up, pymrio_test_table

from technostate.shocks.weeks import (
    CapacityLoss,
    CapacityShares,
    DemandLoss,
    Event,
    FlowEconomy,
    LinkBan,
    LinkShares,
    Parameters,
    Practice,
    StockDays,
    Stockpile,
    first_shortage,
    recovery_time,
    simulate,
    simulate_many,
)
from technostate.shocks.weeks.ties.reference import reference, worst
from technostate.shocks.weeks.ties.terms import rule_of

SEEDS = st.integers(0, 10**6)


@given(seed=SEEDS, n=st.integers(3, 6), j=st.integers(3, 6), parameters=st.sampled_from(SEVERAL[::2]))
@settings(max_examples=10, deadline=None)
def test_without_events_everything_stays_at_the_base(seed: int, n: int, j: int, parameters: Parameters) -> None:
    economy = made_up(seed, n, j)
    path = simulate(economy, [], days=100, parameters=parameters, practice=uneven(economy, seed))
    np.testing.assert_allclose(path.output, np.broadcast_to(economy.output, path.output.shape), rtol=1e-11)
    np.testing.assert_allclose(path.final_met, path.final_wanted, rtol=1e-11)
    np.testing.assert_allclose(path.stocks, np.broadcast_to(path.stocks[0], path.stocks.shape), rtol=1e-11)
    np.testing.assert_allclose(path.trade, economy.trade, rtol=1e-11)
    assert not path.final_lost.any() and not path.final_waiting.any()
    assert np.isinf(first_shortage(path)).all() and (recovery_time(path) == 0).all()


def test_an_embedded_world_stays_at_its_base() -> None:
    path = simulate(sixteen(), [], days=30)
    np.testing.assert_allclose(path.output[-1], sixteen().output, rtol=1e-11)
    assert path.notes == () and path.kind == "modelled"


@given(seed=SEEDS, parameters=st.sampled_from(SEVERAL))
@settings(max_examples=10, deadline=None)
def test_what_is_made_is_delivered_used_stored_or_consumed(seed: int, parameters: Parameters) -> None:
    economy = made_up(seed)
    practice = uneven(economy, seed)
    events = [event for event in TANGLE if not hasattr(event, "exporters") or isinstance(event, LinkBan)]
    path = simulate(economy, events, days=120, parameters=parameters, practice=practice)
    twin = reference(economy, TANGLE, 120, rule_of(parameters, practice, economy.sectors))
    assert twin.gap < 1e-12
    np.testing.assert_allclose(path.trade.sum(0), path.output.mean(0).sum(1), rtol=1e-11)
    # What goes into stocks came from somewhere; what leaves them is used. Where somebody lacks an input he uses less of
    # it than his output needs, and what is rated as not needed is not used instead.
    stored = 365.0 * np.diff(path.stocks.sum((1, 2)))
    used = path.output.sum((1, 2))[1:] - stored - path.final_met.sum((1, 2))[1:]
    most = (path.output * (economy.inputs / economy.output).sum(0)).sum((1, 2))[1:]
    assert (used <= most * (1 + 1e-10)).all() and (used > 0).all()


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_final_demand_is_met_lost_or_waits(seed: int) -> None:
    economy = made_up(seed)
    path = simulate(economy, TANGLE, days=120, practice=uneven(economy, seed))
    wanted, met, lost = (getattr(path, f"final_{name}") for name in ("wanted", "met", "lost"))
    np.testing.assert_allclose(
        np.cumsum(wanted - met - lost, axis=0), path.final_waiting, rtol=1e-8, atol=1e-9 * economy.final_use.max()
    )
    assert (path.final_waiting >= 0).all() and (lost >= 0).all() and path.final_waiting.max() > 0


@given(order=st.permutations(TANGLE))
@settings(max_examples=10, deadline=None)
def test_the_order_of_events_is_irrelevant(order: list[Event]) -> None:
    first, second = (simulate(made_up(), events, days=60, parameters=ODD) for events in (TANGLE, order))
    np.testing.assert_allclose(first.output, second.output, rtol=1e-12)


def widened(events: tuple[Event, ...], name: str, sides: tuple[str, ...]) -> list[Event]:
    """Events on `name` that bear on its second half too."""
    found = []
    for event in events:
        for side in sides:
            if name in getattr(event, side, ()):
                event = replace(event, **{side: (*getattr(event, side), name + "'")})
        found.append(event)
    return found


@given(seed=SEEDS, region=st.sampled_from("ABCD"), parameters=st.sampled_from(SEVERAL))
@settings(max_examples=10, deadline=None)
def test_halves_of_a_region_change_nothing(seed: int, region: str, parameters: Parameters) -> None:
    economy = made_up(seed)
    practice = uneven(economy, seed)
    whole = simulate(economy, TANGLE, days=90, parameters=parameters, practice=practice)
    events = widened(TANGLE, region, ("regions", "exporters", "importers"))
    split = simulate(halved(economy, region=region), events, days=90, parameters=parameters, practice=practice)
    at = economy.regions.index(region)
    for name in ("output", "final_met", "final_lost", "stocks"):
        joined = getattr(split, name)[:, :4].copy()
        joined[:, at] += getattr(split, name)[:, 4]
        np.testing.assert_allclose(joined, getattr(whole, name), rtol=1e-9, atol=1e-11 * economy.output.max())


@given(seed=SEEDS, sector=st.sampled_from(("S0", "S1", "S2")))
@settings(max_examples=10, deadline=None)
def test_halves_of_a_sector_change_nothing(seed: int, sector: str) -> None:
    economy, half = made_up(seed), sector + "'"
    practice, at = uneven(economy, seed), [*range(3), made_up().sectors.index(sector)]
    wide = Practice(
        (*economy.sectors, half), *(getattr(practice, key)[at] for key in ("days", "stocked")),
        practice.critical[np.ix_(at, at)], *(getattr(practice, key)[at] for key in ("postponed", "slack", "most")),
    )  # fmt: skip
    whole = simulate(economy, TANGLE, days=90, practice=practice)
    split = simulate(halved(economy, sector=sector), widened(TANGLE, sector, ("sectors",)), days=90, practice=wide)
    output = split.output[:, :, :3].copy()
    output[:, :, at[3]] += split.output[:, :, 3]
    np.testing.assert_allclose(output, whole.output, rtol=1e-9, atol=1e-11 * economy.output.max())


@given(seed=SEEDS, order=st.permutations(range(4)), scale=st.floats(1e-6, 1e6))
@settings(max_examples=10, deadline=None)
def test_the_order_of_regions_and_the_unit_of_money_are_irrelevant(seed: int, order: list[int], scale: float) -> None:
    economy = made_up(seed)
    n, j = economy.shape
    flows = scale * economy.intermediate.reshape(n, j, n, j)[np.ix_(order, range(j), order, range(j))]
    final = scale * economy.final.reshape(n, j, n)[np.ix_(order, range(j), order)]
    other = FlowEconomy(
        flows.reshape(n * j, n * j), final.reshape(n * j, n), None, [economy.regions[k] for k in order], economy.sectors
    )
    here, there = (simulate(e, TANGLE, days=60, parameters=ODD) for e in (economy, other))
    for name in ("output", "stocks", "final_met", "final_waiting"):
        atol = 1e-11 * economy.output.max()
        np.testing.assert_allclose(getattr(there, name) / scale, getattr(here, name)[:, order], rtol=1e-9, atol=atol)


def lost(economy: FlowEconomy, sets: list[list[Event]], parameters: list[Parameters] | None = None) -> np.ndarray:
    paths = simulate_many(economy, sets, parameters=parameters, practice=uneven(economy))
    return np.array([1 - path.output.sum() / (365 * economy.output.sum()) for path in paths])


def test_a_larger_or_longer_shock_costs_more_without_a_jump() -> None:
    economy = pymrio_test_table()
    one, at = economy.regions[0], economy.sectors[2]
    sizes = np.linspace(0.02, 0.98, 49).tolist()
    cases = {
        "loss": [[CapacityLoss((one,), (at,), x, 5, 60, 60)] for x in sizes],
        "ban": [[LinkBan(economy.regions[1:2], economy.regions[2:], (), 5, 120, 1 - x)] for x in sizes],
        "days": [[CapacityLoss((one,), (at,), 0.6, 5, int(5 + 200 * x), 30)] for x in sizes],
    }
    for events in cases.values():
        steps = np.diff(lost(economy, events))
        assert (steps > 0).all()
        # No step is far larger than its neighbours.
        assert np.abs(np.diff(steps)).max() < 0.25 * steps.max() + 1e-4


def test_more_stock_costs_less_without_a_cliff() -> None:
    economy = pymrio_test_table()
    events: list[Event] = [CapacityLoss(economy.regions[:1], economy.sectors[2:3], 0.5, 5, 60, 60)]
    days = np.arange(5.0, 121.0)
    found = lost(economy, [events] * len(days), [Parameters(inventory_days=k) for k in days.tolist()])
    assert (np.diff(found) <= 1e-12).all()
    assert np.abs(np.diff(found)).max() < 1e-3


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("spread", 1.5, 4.0), ("ties", 1.0, 16.0), ("priority", 1.5, 5.0), ("slack", 0.0, 0.1),
        ("overproduction", 1.0, 1.4), ("overproduction_days", 30.0, 400.0), ("rerouting_days", 30.0, 400.0),
        ("rerouting_limit", 0.0, 1.0), ("qualifying_days", 10.0, 200.0), ("restocking_days", 10.0, 90.0),
        ("backlog_days", 20.0, 200.0), ("postponed", 0.0, 1.0), ("stock_factor", 0.3, 2.0),
    ],
)  # fmt: skip
def test_results_are_continuous_in_every_parameter(name: str, low: float, high: float) -> None:
    economy = made_up()
    values = np.linspace(low, high, 81)
    paths = simulate_many(
        economy, [TANGLE] * len(values), days=120, parameters=[Parameters(**{name: float(x)}) for x in values],
        practice=uneven(economy),
    )  # fmt: skip
    total = np.array([path.output.sum() for path in paths]) / (120 * economy.output.sum())
    steps = np.abs(np.diff(total))
    # Two steps differ by more than one: nothing jumps.
    assert steps.max() < 0.75 * np.abs(total[2:] - total[:-2]).max() + 1e-5
    assert steps.max() < 0.02


def test_a_ban_that_lets_almost_all_through_hardly_matters_to_who_seeks_elsewhere() -> None:
    economy, lost = made_up(), CapacityLoss(("A",), (), 0.4, 2, 40, 20)
    leaks = [*np.linspace(0.0, 0.98, 50).tolist(), *np.linspace(0.981, 0.999, 19).tolist(), 1.0 - 1e-9]
    bans = [LinkBan(("B", "C"), ("D",), (), 2, 80, leak) for leak in leaks]
    sets: list[list[Event]] = [[lost, ban] for ban in bans]
    paths = simulate_many(economy, [*sets, [lost]], days=120, practice=uneven(economy))
    output = np.array([path.output for path in paths]) / economy.output
    np.testing.assert_allclose(output[-2], output[-1], atol=1e-6)
    total = output.mean((1, 2, 3))
    assert (np.diff(total) > -1e-4).all() and np.diff(total[50:]).max() < 1e-3


@given(seed=SEEDS, ties=st.floats(1.0, 20.0))
@settings(max_examples=30, deadline=None)
def test_the_worst_of_several_draws_lies_between_the_mean_and_the_worst_of_all(seed: int, ties: float) -> None:
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.ones(5), (2, 3, 4)).transpose(0, 1, 3, 2)
    missing = rng.uniform(0, 1, (2, 3, 5)) * (rng.uniform(0, 1, (2, 3, 5)) > 0.4)
    found = worst(missing, share, ties)
    mean = np.einsum("niou,nio->niu", share, missing)
    assert (found >= mean - 1e-12).all() and (found <= missing.max(2)[:, :, None] + 1e-12).all()
    np.testing.assert_allclose(worst(missing, share, 1.0), mean, atol=1e-12)
    # The same lack of all origins is the lack of the product, whatever the ties: no loop of firms amplifies it.
    same = np.broadcast_to(missing[:, :, :1], missing.shape)
    np.testing.assert_allclose(worst(same, share, ties), np.einsum("niou,nio->niu", share, same), atol=1e-12)


def parts_of_two_makers() -> FlowEconomy:
    """B and C make parts; A buys 30 of B and 20 of C for its goods, D 50 of C alone."""
    flows, final = np.zeros((8, 8)), np.zeros((8, 4))
    flows[2, 1], flows[4, 1], flows[4, 7] = 30.0, 20.0, 50.0
    final[1, 0], final[7, 3], final[2, 1], final[4, 2] = 100.0, 100.0, 10.0, 10.0
    return FlowEconomy(flows, final, None, ("A", "B", "C", "D"), ("parts", "goods"))


@pytest.mark.parametrize("spare", [0.0, 0.1, 0.3])
def test_rerouting_takes_spare_capacity_and_leaves_regular_customers_what_they_ordered(spare: float) -> None:
    economy = parts_of_two_makers()
    turning = Parameters(slack=spare, overproduction=1.0, rerouting_days=1.0)
    ban = LinkBan(("B",), ("A",), (), 0, 200)
    path = simulate(economy, [ban], days=100, parameters=turning, practice=needed(economy, 20.0))
    made = path.output[:, 2, 0]
    # A cannot be filled even so: C makes all that it can, and D notices nothing.
    assert made.max() <= 80.0 * (1 + spare) * (1 + 1e-12)
    np.testing.assert_allclose(path.output[:, 3, 1], 100.0, rtol=1e-12)
    assert not path.final_lost[:, 3].any()
    if spare:
        # Ninety-nine in a hundred of it, once A has turned; C's own final demand goes first.
        assert made[20:].min() > 80.0 * (1 + 0.99 * spare) or path.output[20:, 0, 1].min() > 99.0
    else:
        np.testing.assert_allclose(made, np.minimum(made, 80.0), rtol=1e-12)


def test_a_stockpile_alone_changes_no_output_and_delays_a_shortage() -> None:
    economy, pile = made_up(), Stockpile(("A",), (), 10.0)
    np.testing.assert_allclose(simulate(economy, [pile]).output[-1], economy.output, rtol=1e-11)
    ban = LinkBan(("B", "C", "D"), ("A",))
    without, with_ = (first_shortage(simulate(economy, events))[0] for events in ([ban], [ban, pile]))
    assert np.isfinite(without).all() and (with_ > without).all()


def test_a_region_cut_off_entirely_has_a_clear_answer() -> None:
    economy, others = made_up(), ("B", "C", "D")
    path = simulate(economy, [LinkBan(("A",), others), LinkBan(others, ("A",))])
    for field in (path.output, path.final_met, path.stocks, path.final_lost):
        assert np.isfinite(field).all() and (field >= 0).all()
    assert path.trade[0, 1:].sum() == 0 and path.trade[1:, 0].sum() == 0
    alone = simulate(chain(), [LinkBan(("A",), ("B",))], practice=needed(chain(), 20.0))
    assert alone.output[-1, 1, 1] < 1e-3 * chain().output[1, 1]


def test_events_by_array_equal_events_by_name() -> None:
    economy = made_up()
    n, j = economy.shape
    share, left, days = np.ones((j, n, n)), np.ones((n, j)), np.zeros((n, j))
    share[1:, 2, 0], left[2, 1:], days[0, 1:] = 0.1, 0.4, 4.0
    arrays = [LinkShares(share, 3, 40), CapacityShares(left, 3, 20, 10), StockDays(days)]
    named = [
        LinkBan(("A",), ("C",), ("S1", "S2"), 3, 40, 0.1), CapacityLoss(("C",), ("S1", "S2"), 0.6, 3, 20, 10),
        Stockpile(("A",), ("S1", "S2"), 4.0),
    ]  # fmt: skip
    one, other = (simulate(economy, events, days=80) for events in (arrays, named))
    np.testing.assert_allclose(one.output, other.output, rtol=1e-12)
    np.testing.assert_allclose(one.stocks, other.stocks, rtol=1e-12)


def test_lost_demand_is_not_counted_as_unmet() -> None:
    economy = made_up()
    path = simulate(economy, [DemandLoss(("D",), ("S0",), 0.25, 2, 10)], days=20)
    assert path.final_wanted[5, 3, 0] == pytest.approx(0.75 * economy.final_use[3, 0])
    np.testing.assert_allclose(path.final_met[:12], path.final_wanted[:12], rtol=1e-12)
    assert not path.final_lost[:12].any()
