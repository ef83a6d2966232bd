"""A whole shock in short words, and its page of YAML: what `technostate shock FILE` runs to the same numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from technostate.errors import ScenarioError
from technostate.shocks.written.line import Line, day, line, scalar
from technostate.shocks.written.shipped import shipped, shipped_lines, shipped_text

#: Measures that a form has.
MOST = 8
#: What the lab shows where nothing is said.
EXAMPLE = "us-china-decoupling"
#: Title and first day of a shock that says none.
TITLE, STARTS = "A shock from the lab", "2027-01-01"
#: World that products are cut out of where nothing else is said.
WORLD = "icio-2022"


@dataclass(frozen=True)
class Written:
    """A shock as a form writes it; nothing is checked but its form.

    Parameters
    ----------
    start : str
        Shipped shock that it is built on: it has that shock's world, closure, lists and blind spot. Without measures
        of its own it has the shock's, as they are.
    keep : bool
        Whether own measures come beside those of `start`, rather than in their place.
    starts : str
        First day; that of `start` where nothing is said.
    world, tariffs : str
        A shipped world, and the date of the tariffs to start from; those of `start` where nothing is said.
    products : tuple of str
        Shipped products, or sets of them, that are cut out of the world.
    """

    title: str = ""
    starts: str = ""
    start: str = ""
    keep: bool = False
    lines: tuple[Line, ...] = ()
    world: str = ""
    products: tuple[str, ...] = ()
    tariffs: str = ""

    @property
    def base(self) -> str:
        """The shipped shock it is built on; the example where nothing at all is said."""
        return self.start or ("" if self.lines else EXAMPLE)

    @property
    def kept(self) -> bool:
        """Whether the measures of the shock it is built on are its own."""
        return bool(self.base) and (self.keep or not self.lines)

    @property
    def unchanged(self) -> bool:
        """Whether it is a shipped shock as it is."""
        said = (self.title, self.starts, self.world, self.tariffs, *self.products, *self.lines)
        return bool(self.base) and not any(said)

    @property
    def name(self) -> str:
        """Its name, which is also that of its file."""
        return (self.base if self.unchanged else f"{self.base}-changed") if self.base else "lab"

    @property
    def rows(self) -> tuple[Line, ...]:
        """Its measures, those that are kept first."""
        return (*(shipped_lines(self.base) if self.kept else ()), *self.lines)

    def named(self) -> str:
        """Return its title."""
        if self.title or not self.base:
            return self.title or TITLE
        title = str(shipped(self.base)["title"])
        return f"{title}, changed"[:200] if self.lines else title

    def yaml(self) -> str:
        """Return its page.

        Raises
        ------
        ScenarioError
            If it is built on no shipped shock, or has more measures than a form.

        Examples
        --------
        >>> print(Written(starts="2027-03-01", lines=(line("stockpile regions:EU sectors:C19 days:30,60,90"),)).yaml())
        name: lab
        title: "A shock from the lab"
        starts: 2027-03-01
        measures:
          - measure: stockpile
            name: stockpile-1
            regions: [EU]
            sectors: [C19]
            days: {low: 30, central: 60, high: 90}
        <BLANKLINE>
        """
        if self.unchanged:
            return shipped_text(self.base)
        if len(self.lines) > MOST:
            raise ScenarioError(
                f"there are {len(self.lines)} measures; the lab has {MOST}", hint="write a file of YAML"
            )
        rows = [f"name: {self.name}", f"title: {json.dumps(self.named(), ensure_ascii=False)}"]
        if self.base:
            rows.append(f"based_on: {self.base}")
            if not self.kept:
                without = [str(row["name"]) for row in shipped(self.base)["measures"]]
                rows.append(f"without: [{', '.join(map(scalar, without))}]")
        if self.starts or not self.base:
            rows.append(f"starts: {day(self.starts or STARTS)}")
        if world := self._world():
            rows.append(f"world: {scalar(world)}")
        if self.tariffs:
            rows.append(f"base: {{tariffs: {day(self.tariffs)}}}")
        if self.lines:
            # Those that are kept count before those that are added.
            first = 1 + (len(shipped_lines(self.base)) if self.kept else 0)
            rows += ["measures:", *(row.yaml(at) for at, row in enumerate(self.lines, first))]
        return "\n".join(rows) + "\n"

    def _world(self) -> str:
        """Return the world with what is cut out of it; empty where that of the shock it is built on is meant."""
        if not self.products:
            return self.world
        own = str(shipped(self.base).get("world") or "") if self.base else ""
        return "+".join([self.world or own.partition("+")[0] or WORLD, *self.products])


def written(values: Mapping[str, str]) -> Written:
    """Return the shock of an address's values: title, starts, start, keep, world, products, tariffs, m1 and on.

    Raises
    ------
    ScenarioError
        If a measure has not the form of a line.
    """
    lines = [line(values[key], f"measure {at}") for at in range(1, MOST + 1) if values.get(key := f"m{at}", "").strip()]
    products = tuple(part for part in values.get("products", "").split(",") if part)
    text = {key: values.get(key, "") for key in ("title", "starts", "start", "world", "tariffs")}
    return Written(**text, keep=bool(values.get("keep")), lines=tuple(lines), products=products)
