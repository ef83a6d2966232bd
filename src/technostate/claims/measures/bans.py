"""What bans on trade between a coalition and a state would cost either side, by the engines of `technostate.shocks`."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from technostate.claims.case import Case, members
from technostate.claims.measures.measure import Asked, Measure
from technostate.claims.reading import Holds, Reading, Step
from technostate.claims.verdict import Figure, NotTestableError, testable
from technostate.claims.windows import named
from technostate.evidence.figure import Range
from technostate.notation import plain

if TYPE_CHECKING:
    from technostate.shocks.specification import Shock


class Left(BaseModel):
    """The share of trade that goes on under a ban: a range with its centre, fractions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: float = Field(ge=0, le=1)
    central: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _ordered(self) -> Left:
        if not self.low <= self.central <= self.high:
            raise ValueError(f"low {self.low}, central {self.central}, high {self.high} are not in order")
        return self


class Ask(Asked):
    """Bans, and whose loss is read.

    Parameters
    ----------
    coalition : str
        Key of a group of states; the state itself is left out of it.
    sectors : tuple of str
        As shocks name them.
    exports_left, imports_left : Left
        What goes on of the coalition's exports to the state, and of its imports from it.
    horizon : {"year", "decade"}
        When the loss is read.
    whom : {"state", "coalition"}
        Whose real income; the coalition's members are taken together, without those that lie in a larger region.
    give : {"median", "p10", "p90"}
        Of the cases drawn from everything that is not known. A loss is negative, so p90 is the smallest of nine in ten.
    """

    coalition: str
    sectors: tuple[str, ...] = Field(default=("goods",), min_length=1, max_length=60)
    exports_left: Left
    imports_left: Left
    horizon: Literal["year", "decade"] = "year"
    whom: Literal["state", "coalition"] = "state"
    give: Literal["median", "p10", "p90"] = "median"


def read(ask: Ask, case: Case, _: Holds) -> Reading:
    """Return the change of real income of the state or the coalition under mutual bans, in per cent."""
    from technostate import states
    from technostate.shocks.impact.record import Impact
    from technostate.shocks.kept import Parts, user_parts
    from technostate.shocks.runs import Runs
    from technostate.shocks.specification.labels import states_named
    from technostate.world import load

    shown = load("icio-2022").regions
    own = set(members(case.state, shown))
    # Who is too small to stand in the world by itself is in its rest, which no measure can name.
    allies = tuple(code for code in states.group(ask.coalition) if code not in own and code in shown)
    if own & set(states.group(ask.coalition)):
        raise NotTestableError(f"{named(case.state)} is of the coalition {ask.coalition}, which does not ban itself")
    if not allies:
        raise NotTestableError(f"the coalition {ask.coalition} has no member that the world shows")
    shock = _shock(ask, case, allies, tuple(own))
    runs = Runs(world="icio-2022", apart=(case.state,) if len(own) == 1 else (), parts=Parts(user_parts()))
    with testable(shock.title):
        found = runs.answer(shock, ask.horizon)
    if not isinstance(found, Impact):
        raise NotTestableError(found)
    sought = own if ask.whom == "state" else set(allies)
    regions = [name for name in found.regions if sought.issuperset(states_named(name.split("+"), 2027))]
    if not regions:
        raise NotTestableError(f"the world at its division does not show {named(case.state)} by itself")
    change = found.together(regions)
    value = float(getattr(change, ask.give))
    whose = _whose(ask, case, sought.difference(*(states_named(name.split("+"), 2027) for name in regions)))
    said = (
        f"real income of {whose}, {ask.horizon}: {plain(change.median, 2)} % (p10 {plain(change.p10, 2)}, "
        f"p90 {plain(change.p90, 2)})"
    )
    figures = tuple(
        Figure(f"real income under bans, {name}", case.state if ask.whom == "state" else ask.coalition,
               float(getattr(change, name)), "% change", "2022", "modelled", shock.name)
        for name in ("median", "p10", "p90")
    )  # fmt: skip
    steps = tuple(
        Step(f"{name} of the cases, {', '.join(regions)}", float(getattr(change, name)), "% change", shock.name)
        for name in ("median", "p10", "p90")
    )
    return Reading(
        value, "% change", said, 2022, figures, (found.origin,), steps, kind="modelled",
        proxy=ask.proxy or "a model of trade in goods, without finance, confidence or firms that leave",
        range=Range(change.p10, change.p90, found.over, change.side == "open") if ask.give == "median" else None,
    )  # fmt: skip


def _shock(ask: Ask, case: Case, allies: tuple[str, ...], own: tuple[str, ...]) -> Shock:
    """Return the bans of either direction as one shock."""
    from technostate.shocks.specification import Shock

    bans = [
        ("export_ban", "exports", allies, own, ask.exports_left),
        ("import_ban", "imports", own, allies, ask.imports_left),
    ]
    return Shock(
        name=f"bans-on-{case.state.lower()}", starts="2027-01-01", event="None; a supposition.",
        title=f"Bans on trade between {ask.coalition} and {named(case.state)}",
        assumptions="The shares of trade that go on are those that the rule names.",
        measures=[
            {"measure": kind, "name": name, "exporters": list(sellers), "importers": list(buyers),
             "sectors": list(ask.sectors), "leak": left.model_dump()}
            for kind, name, sellers, buyers, left in bans
        ],
    )  # fmt: skip


def _whose(ask: Ask, case: Case, lost: Set[str]) -> str:
    """Return whose income is read, and which members of the coalition it leaves out."""
    whose = named(case.state) if ask.whom == "state" else f"the coalition ({ask.coalition})"
    without = f" without {', '.join(map(named, sorted(lost)))}, which the world does not show apart" if lost else ""
    return whose + without


MEASURE = Measure("bans", "loss of real income under bans on trade between a coalition and the state", Ask, read)
