"""What a shock is: an event with its sources, and measures; composable, comparable, mirrored where that makes sense."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, field_validator

from technostate.errors import ScenarioError, nearest, with_problems
from technostate.shocks.specification.closure import Closure
from technostate.shocks.specification.contradictions import contradictions
from technostate.shocks.specification.fields import (
    Day,
    Record,
    Slug,
    TariffDate,
    Words,
    WorldName,
    code_text,
    text_of_date,
)
from technostate.shocks.specification.labels import CODES, sector_problem
from technostate.shocks.specification.measures import Measure, measure_of
from technostate.shocks.specification.problems import problems_of

#: More measures than this is a mistake or an attack, not a shock.
MOST_MEASURES = 200
#: The world of a shock that names none.
WORLD = "icio-2022"
#: Letters of a blind spot, which is said before all figures.
MOST_BLIND = 400


def _codes(value: object) -> object:
    """Return a list of codes, those as text that YAML has read as numbers."""
    return tuple(map(code_text, value)) if isinstance(value, list | tuple) else value


DateText = Annotated[str, BeforeValidator(text_of_date)]
Codes = Annotated[tuple[str, ...], BeforeValidator(_codes)]


class Reference(Record):
    """A source of a shock: title, issuer, date, address, and how it was checked."""

    title: Words = Field(min_length=1)
    issuer: Words = Field(min_length=1)
    date: DateText = Field(pattern=r"^\d{4}(-\d\d){0,2}$")
    url: Words = ""
    checked: Words = Field(min_length=1)


class ShockBase(Record):
    """What a shock starts from: the tariffs of a date (2017, 2026-09), or ``world`` for the world's own table."""

    tariffs: TariffDate = Field(examples=["2017", "2026-09", "world"])


class Shock(Record):
    """A shock: what happened or is supposed to happen, and the measures that describe it.

    Parameters
    ----------
    name : str
        Lower-case words joined by hyphens.
    starts : date
        Day from which measures without a date of their own are in force.
    event : str
        The real event, or that there is none.
    assumptions : str
        Which numbers are ours and why.
    blind_spot : str
        What the models cannot see in this shock although it decides the answer; said first.
    leaves_out : tuple of str
        What the description does not contain.
    sector_lists : mapping
        Own lists of sectors: name → classification (``icio``, ``wiod``) → codes.
    closure : Closure
        What the decade assumes on labour, revenue and deficits; the usual closure by default.
    mirrored : bool
        Whether this is the mirror of the shock of that name.
    built_on : tuple of str
        Names of the shocks whose measures it has in part or changed; `event`, `assumptions` and `sources` are its own.
    base : ShockBase or None
        What it starts from at the horizons of a year and a decade; the world's usual tariffs where nothing is said. A
        shock that is built on this one starts from the same.
    world : str or None
        The shipped world that it runs on where the user names none, as ``icio-2022+products`` for one with products
        carved out of it; `WORLD` where nothing is said. A shock that is built on this one runs on the same.

    Raises
    ------
    ScenarioError
        Listing everything that is wrong.

    Examples
    --------
    >>> ban = {"measure": "export_ban", "name": "chips", "exporters": ["USA"], "importers": ["CHN"],
    ...        "sectors": ["electronics"], "leak": 0.1}
    >>> shock = Shock(name="trial", title="A trial", starts="2027-01-01", measures=[ban])
    >>> shock.measures[0].leak.central, shock.measures[0].exporters
    (0.1, ('USA',))
    """

    name: Slug
    title: Words = Field(min_length=1, max_length=200)
    starts: Day
    event: Words = ""
    assumptions: Words = ""
    blind_spot: Words = Field(default="", max_length=MOST_BLIND)
    leaves_out: tuple[Words, ...] = ()
    sources: tuple[Reference, ...] = ()
    sector_lists: dict[str, dict[str, Codes]] = Field(default_factory=dict)
    measures: tuple[Measure, ...] = Field(min_length=1, max_length=MOST_MEASURES)
    closure: Closure = Field(default_factory=Closure)
    mirrored: bool = False
    built_on: tuple[Slug, ...] = ()
    base: ShockBase | None = None
    world: WorldName | None = Field(default=None, examples=["icio-2022+products", "wiod-2011"])

    def __init__(self, /, **data: Any) -> None:
        problems: list[str] = []
        given = data.get("measures")
        made: list[Measure] = []
        if isinstance(given, list | tuple):
            if len(given) > MOST_MEASURES:
                problems.append(f"measures: {len(given)} are given; at most {MOST_MEASURES} make a shock")
            made = _measures(given[:MOST_MEASURES], problems)
            if made or problems:
                data["measures"] = tuple(made)
        try:
            if problems and not made:
                # Check the rest of the fields all the same; the measures are reported already.
                data.pop("measures")
            super().__init__(**data)
        except ValidationError as error:
            lines = problems_of(error)
            problems += [line for line in lines if not (problems and line == "measures is missing")]
        lists = data.get("sector_lists")
        problems += _sector_problems(made, lists if isinstance(lists, dict) else {})
        if not problems:
            problems += contradictions(self.measures, self.starts, self.sector_lists)
        if problems:
            label = data.get("name") if isinstance(data.get("name"), str) else "the shock"
            raise ScenarioError(
                with_problems(f"{label} has", problems),
                hint="docs/shocks.md describes the fields; technostate shock --list shows shocks that are right",
            )

    @field_validator("sector_lists")
    @classmethod
    def _lists(cls, value: dict[str, dict[str, tuple[str, ...]]]) -> dict[str, dict[str, tuple[str, ...]]]:
        wrong = [
            f"{name}: {code!r} is no {key} code"
            for name, table in value.items()
            for key, codes in table.items()
            for code in codes
            if key in CODES and code not in CODES[key]
        ]
        wrong += [f"{name} names no code" for name, table in value.items() if not any(table.values())]
        wrong += [
            f"{name!r} is a sector or a shipped list of sectors already; call yours otherwise"
            for name in value
            if not sector_problem(name, {})
        ]
        if wrong:
            raise ValueError("; ".join(wrong))
        return value

    def measure(self, name: str) -> Measure:
        """Return a measure by its name; raises `ScenarioError` with the nearest names."""
        for measure in self.measures:
            if measure.name == name:
                return measure
        known = [measure.name for measure in self.measures]
        close = nearest(name, known) or known
        raise ScenarioError(
            f"{self.name} has no measure {name!r} (did you mean {' or '.join(close)}?)",
            hint="technostate shock NAME --check lists the measures of a shock",
        )

    def override(self, changes: Mapping[str, Mapping[str, object]]) -> Shock:
        """Return the shock with fields of named measures replaced; everything is checked anew (`derive`).

        Parameters
        ----------
        changes : mapping
            Name of a measure → field → new value.

        Raises
        ------
        ScenarioError
            If no measure has a name, or the result is not a shock.
        """
        for name in changes:
            self.measure(name)
        return derive(self, measures=[row.model_dump() | dict(changes.get(row.name, {})) for row in self.measures])

    def without(self, *names: str) -> Shock:
        """Return the shock without some measures (`derive`).

        Raises
        ------
        ScenarioError
            If there is no such measure, or none is left.
        """
        for name in names:
            self.measure(name)
        if len({row.name for row in self.measures} - set(names)) == 0:
            raise ScenarioError(f"{self.name} has no measure left without {', '.join(names)}", hint="leave one in")
        return derive(self, measures=[row for row in self.measures if row.name not in names])

    def lasting(self) -> Shock:
        """Return the shock with every measure lasting, whatever its end (`derive`); itself where none ends."""
        if all(row.ends is None for row in self.measures):
            return self
        return derive(self, measures=[row.model_dump() | {"ends": None} for row in self.measures])

    def as_dict(self) -> dict[str, Any]:
        """Return the shock as plain JSON types; `Shock(**shock.as_dict())` is the same shock."""
        return self.model_dump(mode="json")


def changed(shock: Shock, /, **fields: object) -> Shock:
    """Return a shock with some fields replaced; everything is checked anew.

    Raises
    ------
    ScenarioError
        If the result is not a shock.
    """
    return Shock(**({name: getattr(shock, name) for name in Shock.model_fields} | fields))


def derive(base: Shock, /, *names: str, **fields: object) -> Shock:
    """Return a shock built on another with some fields changed; it does not claim the other's event and sources.

    What is not given of ``event``, ``assumptions`` and ``sources`` says that the shock is built on another, which
    ``built_on`` names, so that its texts can be looked up. What the other leaves out is left out here too.

    Parameters
    ----------
    *names : str
        Of the shocks it is built on; by default those the other is built on, or the other.
    **fields
        Of the new shock.

    Raises
    ------
    ScenarioError
        If the result is not a shock.
    """
    names = names or base.built_on or (base.name,)
    of = " and ".join(names)
    texts = {
        "event": f"Not stated; built on {of}, whose event is another.",
        "assumptions": f"Where measures are those of {of}, what is assumed there; changes are suppositions.",
        "sources": (),
    }
    return changed(base, **(texts | fields | {"built_on": names}))


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of a shock's file."""
    return Shock.model_json_schema(mode="validation")


def _measures(given: Iterable[object], problems: list[str]) -> list[Measure]:
    """Return the measures that can be made; all that is wrong with the others goes to `problems`."""
    made: list[Measure] = []
    for number, item in enumerate(given, 1):
        if isinstance(item, Measure):
            made.append(item)
            continue
        try:
            made.append(measure_of(item, f"measure {number}"))
        except ScenarioError as error:
            head, *lines = str(error).splitlines()
            label = (
                f"measure {number} ({item['name']})"
                if isinstance(item, dict) and "name" in item
                else f"measure {number}"
            )
            problems += [f"{label}: {line.removeprefix('  - ')}" for line in lines] or [f"{head}; {error.hint}"]
    names = [measure.name for measure in made]
    problems += [f"{name!r} names {names.count(name)} measures" for name in sorted(set(names)) if names.count(name) > 1]
    return made


def _sector_problems(measures: Iterable[Measure], own: Mapping[str, object]) -> list[str]:
    return [
        f"{measure.name}: {problem}"
        for measure in measures
        for name in getattr(measure, "sectors", ())
        if (problem := sector_problem(name, own))
    ]
