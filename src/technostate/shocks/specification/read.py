"""Shocks from YAML: safe, small, without aliases; built on others with named overrides; the shipped library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from technostate.errors import ScenarioError, nearest, with_problems
from technostate.shocks.specification.compose import compose, moved
from technostate.shocks.specification.labels import sector_problem
from technostate.shocks.specification.plain_yaml import LARGEST, plain
from technostate.shocks.specification.shock import Shock, changed, derive

_BASED = ("based_on", "overrides", "without")
_EVENT = "Not stated; built on {of}, whose event is another. No start is stated either: its days are those of {of}."


def names() -> tuple[str, ...]:
    """Return the names of the shipped shocks, sorted."""
    folder = resources.files("technostate.shocks").joinpath("library")
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


@cache
def load(name: str) -> Shock:
    """Return a shipped shock.

    Raises
    ------
    ScenarioError
        If there is none of that name, with the nearest names.

    Examples
    --------
    >>> load("chips-2022").starts.isoformat()
    '2022-10-13'
    """
    if name not in names():
        close = nearest(name, names())
        raise ScenarioError(
            f"unknown shock {name!r}",
            hint=f"did you mean {' or '.join(close)}? " * bool(close)
            + f"shocks are {', '.join(names())}, or the path of a YAML file",
        )
    text = resources.files("technostate.shocks").joinpath("library", f"{name}.yaml").read_text("utf-8")
    shock = parse(text, where=f"{name}.yaml")
    if shock.name != name:
        raise ScenarioError(f"{name}.yaml describes {shock.name!r}", hint="reinstall technostate")
    return shock


def read(path: str | Path, *, products: Iterable[str] = ()) -> Shock:
    """Return the shock of a YAML file.

    Parameters
    ----------
    products : iterable of str
        Names of the products of the user's own files, which measures may name.

    Raises
    ------
    ScenarioError
        If the file cannot be read or does not describe a shock; lists all mistakes.
    """
    file = Path(path)
    try:
        if file.exists() and not file.is_file():
            raise ScenarioError(f"{file} is no file: a folder, a device or a pipe", hint="give the path of a YAML file")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise ScenarioError(f"{file} cannot be read: {error.strerror}", hint="give the path of a YAML file") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{file.name} is not UTF-8 text", hint="save the file as UTF-8") from None
    except ValueError as error:
        raise ScenarioError(f"{str(path)!r} is no path: {error}", hint="give the path of a YAML file") from None
    if len(content) > LARGEST:
        raise ScenarioError(f"{file.name} is larger than {LARGEST:,} bytes", hint="a shock is a page of text")
    return parse(text, where=file.name, products=products)


def parse(text: str, *, where: str = "the text", products: Iterable[str] = ()) -> Shock:
    """Return the shock that a YAML text describes.

    `based_on` (a shipped shock or a list of them) starts from others; `without` leaves named measures out,
    `overrides` replaces fields of named measures, `measures` adds new ones. A `starts` of its own moves the days of all
    measures that it takes over; without one it says that its days are those of the others.

    Parameters
    ----------
    where : str
        Name of the text, for messages.
    products : iterable of str
        Names of the products of the user's own files, which measures may name: each becomes a list of the shock's own,
        unless that has one of the name, so that the shock says by itself what it means.

    Raises
    ------
    ScenarioError
        If the text is too large, not plain YAML, or does not describe a shock; lists all mistakes.

    Examples
    --------
    >>> tighter = parse('''
    ... name: tighter
    ... title: The controls of 2022 with fewer leaks
    ... based_on: zte-2018
    ... overrides: {parts: {leak: 0.0}}
    ... ''')
    >>> tighter.measure("parts").leak.high
    0.0
    >>> banned = parse('''
    ... name: bolts-banned
    ... title: A ban on a product of one's own
    ... starts: 2027-01-01
    ... measures: [{measure: export_ban, name: ban, exporters: [CHN], importers: [USA], sectors: [bolts], leak: 0}]
    ... ''', products=["bolts"])
    >>> banned.sector_lists
    {'bolts': {'products': ('bolts',)}}
    """
    data = plain(text, where)
    if not isinstance(data, dict):
        raise ScenarioError(f"{where} is not a mapping of fields", hint="begin with name:, title:, starts:, measures:")
    strange = [repr(key) for key in data if not isinstance(key, str)]
    if strange:
        raise ScenarioError(f"{where}: {', '.join(strange)} is no name of a field", hint="names of fields are words")
    _name(products, data)
    if "based_on" in data:
        return _built(data, where)
    alone = [key for key in _BASED if key in data]
    if alone:
        raise ScenarioError(f"{where}: {' and '.join(alone)} without based_on", hint="name the shock to start from")
    return Shock(**data)


def _name(products: Iterable[str], data: dict[str, Any]) -> None:
    """Give a shock a list for each product of the user's own; shipped ones are known by name."""
    own = {name: {"products": [name]} for name in products if sector_problem(name, {})}
    lists = data.get("sector_lists", {})
    if own and isinstance(lists, dict):
        data["sector_lists"] = own | lists


def _moved(base: Shock, starts: object) -> Shock:
    """Return a shock on the day that is stated; one that is no day is found when the shock is made."""
    try:
        day = dt.date.fromisoformat(starts) if isinstance(starts, str) else starts
    except ValueError:
        return base
    return moved(base, day) if type(day) is dt.date else base


def _joined(names: list[str]) -> str:
    """Return one name for several shocks, for messages; a name of a shock has at most 60 letters."""
    return "-and-".join(names)[:60].rstrip("-")


def _built(data: dict[str, Any], where: str) -> Shock:
    """Return a shock that starts from others."""
    base = data.pop("based_on")
    changes, dropped = data.pop("overrides", {}), data.pop("without", [])
    problems = []
    parts = [base] if isinstance(base, str) else base
    if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
        problems.append("based_on is the name of a shipped shock or a list of names")
    if not isinstance(changes, dict) or not all(
        isinstance(name, str) and isinstance(fields, dict) for name, fields in changes.items()
    ):
        problems.append("overrides is a mapping: measure → field → value")
    if not isinstance(dropped, list) or not all(isinstance(name, str) for name in dropped):
        problems.append("without is a list of names of measures")
    problems += [f"{key} is missing" for key in ("name", "title") if not isinstance(data.get(key), str)]
    added, lists = data.pop("measures", []), data.pop("sector_lists", {})
    if not isinstance(added, list):
        problems.append("measures is a list")
    if not isinstance(lists, dict):
        problems.append("sector_lists is a mapping: name of the list → classification → codes")
    if problems:
        raise ScenarioError(
            with_problems(f"{where} has", problems), hint="see docs/shocks.md on building on other shocks"
        )
    start = compose([load(part) for part in parts], name=_joined(parts), title="Base")
    if "starts" in data:
        start = _moved(start, data["starts"])
    else:
        data.setdefault("event", _EVENT.format(of=" and ".join(parts)))
    if dropped and len(set(dropped)) == len(start.measures) and added:
        rows: list[Any] = []
    else:
        start = start.without(*dropped) if dropped else start
        if changes:
            # What is replaced may name lists of the new shock.
            start = changed(start, sector_lists=start.sector_lists | lists).override(changes)
        rows = list(start.measures)
    given = {"measures": [*rows, *added], "sector_lists": start.sector_lists | lists} | data
    return derive(start, *parts, **given)
