"""An answer for tests of the page around it: a chart, a long table, a list of events, a heavy fold, sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from technostate.evidence.figure import Figure, Range
from technostate.evidence.origin import Origin
from technostate.web.answer import bundled
from technostate.web.asked import Asked, read
from technostate.web.bundle import Bundle
from technostate.web.questions import question
from technostate.write import View
from technostate.write.blocks import Chart, Fold, Items, Prose, Section
from technostate.write.forms import Bar, Bars, Line, Lines
from technostate.write.inline import Cite, Name
from technostate.write.tables import Column, Table

ORIGINS = [
    Origin("Example", f"Table {at}", f"Example (2020). Table {at}.", "2020", "CC BY 4.0", f"https://example.org/{at}")
    for at in range(60)
]


@dataclass(frozen=True)
class Said:
    figures: tuple[Figure, ...]


def figure(value: float, at: int = 0, year: int = 2022) -> Figure:
    return Figure(value, "%", "derived", ORIGINS[at], "JPN", year, Range(value - 1, value + 1, "10 cases"))


def view() -> View[Said]:
    """Return an answer with one of everything that the page treats apart."""
    bars = Chart(
        "Bars <of> states", Bars((Bar("China", figure(9.4), "CHN"), Bar("Brazil", figure(1.0, 1), "BRA")), "Of")
    )
    days = {at: figure(at, 2) for at in range(400)}
    lines = Chart("Lines of days", Lines((Line("All", days, region="CHN"),), across="day"))
    rows = tuple((f"row {at}", figure(at + 0.25, 3)) for at in range(99))
    events = tuple((f"{1930 + at}-01-02: event {at}", Cite((ORIGINS[at],))) for at in range(60))
    blocks = (
        Section("One", (Prose((Name("JPN"), " and ", Name("BRA"), ": ", figure(2.5))), bars, lines), "one"),
        Section("Two", (Table("Long", (Column("Of"), Column("Share")), rows), Items(events)), "two"),
        Section("Three", (Fold("A fold", tuple(Prose("word " * 40) for _ in range(9))), Prose("End.")), "three"),
    )
    return View("What <is> said", Said((figure(2.5),)), blocks, ({"figure": figure(2.5)},), "technostate two")


@cache
def asked() -> Asked:
    return read(question("exposure"), {"state": "CHN", "sector": "C26"})


@cache
def bundle() -> Bundle:
    return bundled(asked(), view())
