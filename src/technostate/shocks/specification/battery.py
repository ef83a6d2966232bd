"""The standard battery: four suppositions, the same for every state, against which resilience is measured."""

from __future__ import annotations

from typing import Any

from technostate.errors import ScenarioError
from technostate.shocks.specification.labels import REST, members, region_problem
from technostate.shocks.specification.shock import Shock

#: Day from which every shock of the battery is in force.
STARTS = "2027-01-01"
#: Shares of trade that go on under a ban by one state, and where suppliers in general hold back.
LEAK = {"low": 0.1, "central": 0.25, "high": 0.5}
IN_PART = {"low": 0.4, "central": 0.6, "high": 0.8}
#: Points added to tariffs.
RATE = {"low": 0.1, "central": 0.25, "high": 0.6}


def battery(state: str, *, against: str) -> tuple[Shock, ...]:
    """Return the standard battery of shocks on a state, with another as the counterpart.

    Export controls on electronics and machinery by the counterpart; an end of most trade in goods between the two; all
    suppliers holding back part of their energy; tariffs of each on the other. They are suppositions, not forecasts,
    and the same for every pair: what hits `state` in `battery(state, against=other)` hits `other`
    in `battery(other, against=state)`.

    Parameters
    ----------
    state, against : str
        A state or a group of states (``EU``).

    Raises
    ------
    ScenarioError
        If one is unknown, or the two share a state.

    Examples
    --------
    >>> [shock.name for shock in battery("CHN", against="USA")]
    ['controls-by-usa-on-chn', 'decoupling-of-chn-and-usa', 'energy-withheld-from-chn', 'tariffs-between-chn-and-usa']
    """
    problems = [problem for name in (state, against) if (problem := region_problem(name))]
    if REST in (state, against):
        problems.append("'rest' names nobody here")
    year = int(STARTS[:4])
    if not problems and (both := sorted(set(members(state, year)) & set(members(against, year)))):
        problems.append(f"{', '.join(both)} cannot be on both sides")
    if problems:
        raise ScenarioError(
            f"no battery for {state!r} against {against!r}: " + "; ".join(problems),
            hint="name two states, or groups of states that share none: CHN and USA, say",
        )
    return _controls(state, against), _decoupling(state, against), _energy(state), _tariffs(state, against)


def _controls(state: str, against: str) -> Shock:
    row = {"measure": "export_ban", "exporters": [against], "importers": [state], "leak": LEAK}
    return _shock(
        f"controls-by-{_slug(against)}-on-{_slug(state)}",
        f"Export controls on electronics and machinery by {against} on {state}",
        [
            {**row, "name": "electronics-withheld", "sectors": ["electronics"]},
            {**row, "name": "machinery-withheld", "sectors": ["machinery"]},
        ],
        "That 10 to 50 per cent of the trade in electronics and machinery goes on is a supposition.",
        ["knowledge, licences and persons", "goods of others made with controlled technology", "answers of the target"],
    )


def _decoupling(state: str, against: str) -> Shock:
    row = {"measure": "export_ban", "sectors": ["goods"], "leak": LEAK}
    return _shock(
        f"decoupling-of-{_slug(state)}-and-{_slug(against)}",
        f"{state} and {against} stop most trade in goods with each other",
        [
            {**row, "name": f"goods-of-{_slug(against)}", "exporters": [against], "importers": [state]},
            {**row, "name": f"goods-of-{_slug(state)}", "exporters": [state], "importers": [against]},
        ],
        "That 10 to 50 per cent of the trade in goods goes on, in both directions, is a supposition.",
        ["services, investment, finance and knowledge", "what others would do, and goods routed through them"],
    )


def _energy(state: str) -> Shock:
    row = {"measure": "export_ban", "exporters": [REST], "importers": [state], "leak": IN_PART}
    return _shock(
        f"energy-withheld-from-{_slug(state)}",
        f"All suppliers hold back part of their energy from {state}",
        [
            {**row, "name": "crude-energy-withheld", "sectors": ["crude-energy"]},
            {**row, "name": "refined-energy-withheld", "sectors": ["refined-energy"]},
        ],
        "That 40 to 80 per cent of the imports of crude energy and refined products go on is a supposition.",
        ["strategic reserves, which the world's table does not show", "electricity", "pipelines that bind for years"],
    )


def _tariffs(state: str, against: str) -> Shock:
    row = {"measure": "tariff", "sectors": ["goods"], "rate": RATE, "basis": "added"}
    return _shock(
        f"tariffs-between-{_slug(state)}-and-{_slug(against)}",
        f"{state} and {against} add tariffs on each other's goods",
        [
            {**row, "name": f"duties-of-{_slug(against)}", "exporters": [state], "importers": [against]},
            {**row, "name": f"duties-of-{_slug(state)}", "exporters": [against], "importers": [state]},
        ],
        "That 10 to 60 points are added to the tariffs on all goods, in both directions, is a supposition.",
        ["exclusions of products", "services", "what others would do, and goods routed through them"],
    )


def _shock(name: str, title: str, measures: list[dict[str, Any]], assumptions: str, leaves_out: list[str]) -> Shock:
    return Shock(
        name=name,
        title=title,
        starts=STARTS,
        event="None; a supposition of the standard battery, the same for every state.",
        assumptions=assumptions,
        leaves_out=tuple(leaves_out),
        measures=measures,
    )


def _slug(name: str) -> str:
    return name.lower().replace("_", "-")
