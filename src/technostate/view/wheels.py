"""The two wheels: military spending against real GDP per head, each state's way over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate.evidence import Figure
from technostate.notation import years_text
from technostate.strategies import wheels as source
from technostate.view.course import Course
from technostate.write import Cite, Items, Name, Prose, View
from technostate.write.blocks import Block, Chart
from technostate.write.cells import scale_of
from technostate.write.forms import Trail, Trails
from technostate.write.names import first, the

CAPTION = "Military spending and real GDP per head, each state’s path over the years"
LEAD = (
    "One question runs through the five strategies: how much development is paid for how much security. As long as "
    "nothing better is argued for, military spending stands for the one and real GDP per head for the other. Spending "
    "is an input, not security, and internal security is not in it."
)


@dataclass(frozen=True)
class Way:
    """One state's two wheels over the years that have both figures.

    Parameters
    ----------
    security : Course
        Military spending.
    development : Course
        Real GDP per head.
    """

    region: str
    security: Course
    development: Course

    @property
    def years(self) -> tuple[int, ...]:
        """Years with both figures, in order."""
        return tuple(sorted(self.security.values))

    def at(self, year: int) -> tuple[Figure, Figure]:
        """Return security and development of a year."""
        return self.security.figures[year], self.development.figures[year]


@dataclass(frozen=True)
class Wheels:
    """The two wheels of some states.

    Parameters
    ----------
    ways : tuple of Way
        In the order asked for; a state without both figures in a year is left out.
    missing : tuple of str
        A sentence for each of these.
    """

    ways: tuple[Way, ...]
    missing: tuple[str, ...]

    def way(self, region: str) -> Way | None:
        """Return the way of a state, None where no year has both figures."""
        return next((way for way in self.ways if way.region == region), None)


def wheels(codes: Sequence[str]) -> View[Wheels]:
    """Return military spending against real GDP per head of some states, year by year.

    Parameters
    ----------
    codes : sequence of str
        Codes of states or groups; whoever asks first is named in the title.

    Examples
    --------
    >>> way = wheels(["CHN"]).data.ways[0]
    >>> security, development = way.at(2019)
    >>> security.unit, development.unit
    ('% of GDP', 'ppp2021 per head')
    """
    ways, missing = [], []
    for found in source.paths(codes):
        if not found.path:
            missing.append(f"{first(found.region)}: no year has both figures.")
            continue
        security, development = found.origins
        ways.append(
            Way(
                found.region,
                Course(found.region, found.security_unit, found.security_kind, security,
                       {turn.year: turn.security for turn in found.path}),
                Course(found.region, found.development_unit, found.development_kind, development,
                       {turn.year: turn.development for turn in found.path}),
            )
        )  # fmt: skip
    data = Wheels(tuple(ways), tuple(missing))
    rows = tuple(
        {"measure": measure, "figure": figure}
        for way in data.ways
        for measure, course in (("military spending", way.security), ("real GDP per head", way.development))
        for figure in course.figures.values()
    )
    title = f"Two wheels: {', '.join(map(the, codes))}"
    return View(title, data, _blocks(data), rows, f"technostate assess {' --against '.join(codes[:2])}")


def _blocks(data: Wheels) -> tuple[Block, ...]:
    missing = (Items(data.missing, "What is missing", warn=True),) if data.missing else ()
    if not data.ways:
        return *missing, Prose(LEAD)
    trails = tuple(
        Trail(Name(way.region), {year: way.at(year)[::-1] for year in way.years}, way.region) for way in data.ways
    )
    one = data.ways[0]
    scale = scale_of(one.development.figures.values())
    words = scale.words if scale is not None else ""
    other = tuple(way.region for way in data.ways if way.development.kind != one.development.kind)
    computed = f"; {' and '.join(map(the, other))} from members, Penn World Table" if other else ""
    sub = (
        f"{years_text(year for way in data.ways for year in way.years)}; up: military spending, % of GDP "
        f"({one.security.kind}); right: GDP per head, {words}, log scale ({one.development.kind}{computed})"
    )
    form = Trails(trails, "Real GDP per head", "Military spending, % of GDP")
    cited = Cite(tuple(dict.fromkeys(it.origin for way in data.ways for it in (way.security, way.development))))
    return *missing, Prose((LEAD, cited)), Chart(CAPTION, form, sub)
