"""The first page: how much development a state gives up for how much security, and what is known of it now."""

from __future__ import annotations

from dataclasses import dataclass

from technostate import states
from technostate.shocks.progress import Show, silent
from technostate.strategies.comparison import largest_first
from technostate.view.dependence.who import who
from technostate.view.observatory.facts import Fact, facts
from technostate.view.observatory.turning import turning
from technostate.view.price.section import Insurance, insurance
from technostate.view.shell import command
from technostate.view.wheels import Wheels, wheels
from technostate.write import Chart, Code, Items, Prose, View
from technostate.write.blocks import Block, Section
from technostate.write.names import first, the

QUESTION = "How much development does a state give up for how much security?"
LEAD = (
    "technostate sets states side by side: whom they depend on, what a shock would cost them, what they say, and which "
    "claims about them hold. Every number has a kind, an age and a source."
)


@dataclass(frozen=True)
class Home:
    """The first page about a state beside another.

    Parameters
    ----------
    price : Insurance
        What levers of the two against each other cost, cover, and at which odds they pay.
    facts : tuple of Fact
        Written by rules.
    wheels : Wheels
        Of every state that has a file.
    missing : tuple of str
        What could not be said, and why.
    """

    state: str
    against: str
    price: Insurance
    facts: tuple[Fact, ...]
    wheels: Wheels
    missing: tuple[str, ...]


def home(state: str = "CHN", against: str = "USA", *, progress: Show = silent) -> View[Home]:
    """Return the first page: the price of security of two states, a few facts, the two wheels of every state.

    Parameters
    ----------
    state, against : str
        Codes or names.
    progress : callable
        Called with a few words and the fraction of the work that is done.
    """
    pair = who(state, against, ())
    one, other = pair.state, pair.against
    turned = wheels(largest_first(states.codes()))
    priced = insurance(one, other, progress=progress)
    found, missing = facts(one, other, progress)
    gaps = (*((f"{priced.data.why}.",) if priced.data.why else ()), *missing, *turned.data.missing)
    data = Home(one, other, priced.data, found, turned.data, gaps)
    rows = (
        *({"section": "price", **row} for row in priced.rows),
        *({"section": "facts", "fact": fact.key, "figure": figure} for fact in found for figure in fact.figures),
        *({"section": "wheels", **row} for row in turned.rows),
    )
    again = command("states", "home", one, against=other)
    return View(QUESTION, data, _blocks(data, priced, turned), rows, again, LEAD)


def _blocks(data: Home, priced: View[Insurance], turned: View[Wheels]) -> tuple[Block, ...]:
    one, other = data.state, data.against
    blocks: list[Block] = [*[block for block in priced.blocks if isinstance(block, Chart)][:1]]
    brief = (
        f"{first(one)} beside {the(other)} on two pages, to print and to forward: ",
        Code(f"technostate assess {one} --against {other} --out brief.html"), ".",
    )  # fmt: skip
    blocks.append(Items((*(fact.line for fact in data.facts), brief), "Known now"))
    blocks.append(Section("Two wheels", turning(data.wheels, turned), "wheels"))
    if data.missing:
        blocks.append(Items(data.missing, "What is missing", warn=True))
    blocks.append(
        Prose("A share of cases is no probability, and how likely the events are is not said here.", note=True)
    )
    return tuple(blocks)
