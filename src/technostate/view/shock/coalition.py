"""How a loss changes as a coalition grows: targets, those who act, and the world, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from technostate.evidence import Figure
from technostate.shocks.impact.coalition import CoalitionCurve
from technostate.shocks.impact.record import Impact
from technostate.shocks.impact.spread import Change
from technostate.shocks.specification.horizons import EVERY
from technostate.shocks.specification.horizons import Horizon as Key
from technostate.view.shock.words import MEASURES, after, listed, shortened, upper
from technostate.write import Chart, Items, Prose
from technostate.write.blocks import Block, Side
from technostate.write.forms import Line, Lines
from technostate.write.names import name

#: Members of a step that a sentence names; of more it says how many.
MOST_NAMED = 6


@dataclass(frozen=True)
class Step:
    """One size of the coalition, with who acts."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Party:
    """Targets, actors or the world, with the change at every step; None where a step has no answer.

    Parameters
    ----------
    steps : tuple of Figure or None
        Medians with p10 to p90.
    losses : tuple of Figure or None
        Cases of a hundred with a loss; None too where only the central case was run.
    """

    role: str
    name: str
    region: str
    steps: tuple[Figure | None, ...]
    losses: tuple[Figure | None, ...]


@dataclass(frozen=True)
class Curve:
    """The changes at one horizon; `over` is empty where only the central case was run."""

    horizon: Key
    after: str
    measure: str
    over: str
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Coalition:
    """How losses change as the coalition grows.

    Parameters
    ----------
    note : str
        Who acts at each step, in one sentence.
    refused : tuple of str
        Steps without an answer, and why.
    """

    note: str
    steps: tuple[Step, ...]
    horizons: tuple[Curve, ...]
    refused: tuple[str, ...]


def coalition_data(curve: CoalitionCurve) -> Coalition:
    """Return a coalition's curve with its numbers as figures."""
    there = [key for key in EVERY if any(key in item.impacts for item in curve.comparisons.values())]
    refused = tuple(
        f"{upper(horizon)}, {step}: {shortened(why, 200)}"
        for step, item in curve.comparisons.items()
        for horizon, why in item.refused.items()
    )
    steps = tuple(Step(step, tuple(curve.members[step])) for step in curve.steps)
    return Coalition(_note(curve), steps, tuple(_curve(curve, key) for key in there), refused)


def _curve(curve: CoalitionCurve, horizon: Key) -> Curve:
    impacts = [item.impacts.get(horizon) for item in curve.comparisons.values()]
    first = next(impact for impact in impacts if impact is not None)
    parties = {
        "targets": (curve.targets, curve.target_regions),
        "actors": (curve.actors, curve.actor_regions),
        "world": (("World",), ()),
    }
    changes = [curve.changes(horizon, step) for step in curve.steps]
    made = []
    for role, (names, regions) in parties.items():
        region = regions[0] if len(regions) == 1 else ""
        both = [
            (None, None) if change is None or impact is None else _said(impact, getattr(change, role), region)
            for change, impact in zip(changes, impacts, strict=True)
        ]
        steps, losses = (tuple(part) for part in zip(*both, strict=True))
        made.append(Party(role, listed([name(item) for item in names]), region, steps, losses))
    return Curve(horizon, after(first), MEASURES[horizon], first.over, tuple(made))


def _said(impact: Impact, change: Change, region: str) -> tuple[Figure, Figure | None]:
    loss = Figure(100.0 * change.loss, "%", impact.kind, impact.origin, region) if impact.over else None
    return impact.as_figure(change, region), loss


def _note(curve: CoalitionCurve) -> str:
    parts = [f"{step}: {_members(curve.members[step])}" for step in curve.steps]
    against = listed([name(item) for item in curve.targets])
    return f"The same measures against {against} by more and more states; {'; '.join(parts)}."


def _members(codes: Sequence[str]) -> str:
    if tuple(codes) == ("rest",):
        return "all others"
    names = [name(code) for code in codes]
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"


def coalition_blocks(found: Coalition) -> tuple[Block, ...]:
    """Return one chart a horizon of how losses change as the coalition grows."""
    charts = []
    steps = tuple(step.name for step in found.steps)
    for item in found.horizons:
        lines = tuple(
            Line(
                party.name,
                {at: shown for at, shown in enumerate(party.steps) if shown is not None},
                region=party.region,
            )
            for party in item.parties
        )
        caption = f"{upper(item.after)}: the loss as the coalition grows"
        shown = f"median, {item.over}" if item.over else "central case"
        sub = f"Change of {item.measure.split(',')[0]}, %: {shown}; modelled"
        charts.append(Chart(caption, Lines(lines, "step", steps), sub))
    blocks: list[Block] = [Prose(found.note), Side(tuple(charts))]
    if found.refused:
        blocks.append(Items(found.refused, "Steps without an answer", warn=True))
    return tuple(blocks)


def coalition_rows(found: Coalition, curve: CoalitionCurve) -> Iterator[tuple[Figure, Change, dict[str, str]]]:
    """Yield every figure of the curve with its whole spread and the keys of its row."""
    for item in found.horizons:
        for party in item.parties:
            for step, shown in zip(found.steps, party.steps, strict=True):
                change = curve.changes(item.horizon, step.name)
                if shown is not None and change is not None:
                    named = {"measure": f"coalition, {party.role}", "region": party.region or party.name}
                    yield shown, getattr(change, party.role), {"horizon": item.horizon, **named, "step": step.name}
