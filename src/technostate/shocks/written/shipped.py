"""The shipped shocks as they are written, and the page of a shock that somebody pastes, read back into short words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from technostate.errors import ScenarioError, nearest
from technostate.evidence.plain_yaml import Manner, plain
from technostate.shocks.written.line import PARTS, Line, line, number

#: What a page of the lab can hold beside its measures.
_HELD = frozenset({"name", "title", "starts", "based_on", "without", "world", "base", "measures"})
_MANNER = Manner(
    ScenarioError, "a shock of the lab is a page of text", "a shock is four levels deep", "write it out",
    "see docs/shocks.md",
)  # fmt: skip


@cache
def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped shocks, sorted."""
    folder = resources.files("technostate.shocks").joinpath("library")
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


def shipped_text(name: str) -> str:
    """Return the page of a shipped shock.

    Raises
    ------
    ScenarioError
        If there is none of that name.
    """
    if name not in shipped_names():
        close = nearest(name[:60], shipped_names())
        hint = f"did you mean {' or '.join(close)}?" if close else "the page of named shocks lists them"
        raise ScenarioError(f"unknown shock {name[:60]!r}", hint=hint)
    return resources.files("technostate.shocks").joinpath("library", f"{name}.yaml").read_text("utf-8")


@cache
def shipped(name: str) -> Mapping[str, Any]:
    """Return a shipped shock's file as plain data.

    Raises
    ------
    ScenarioError
        If there is none of that name.
    """
    found = plain(shipped_text(name), f"{name}.yaml", _MANNER)
    if not isinstance(found, dict):
        raise ScenarioError(f"{name}.yaml is no shock", hint="reinstall technostate")
    return found


@cache
def shipped_lines(name: str) -> tuple[Line, ...]:
    """Return the measures of a shipped shock as lines."""
    return tuple(line_of(row, f"measure {at}") for at, row in enumerate(shipped(name)["measures"], 1))


def line_of(row: object, where: str) -> Line:
    """Return a measure of a file as a line; what is no plain measure raises `ScenarioError`."""
    if not isinstance(row, dict) or not isinstance(row.get("measure"), str):
        raise ScenarioError(f"{where} has no kind", hint="write measure: export_ban, and so on")
    tokens = [f"{name}:{_said(value, f'{where}: {name}')}" for name, value in row.items() if name != "measure"]
    return line(" ".join([row["measure"], *tokens]), where)


def _said(value: object, where: str) -> str:
    """Return a value of a file in short words."""
    if isinstance(value, list):
        return ",".join(_said(part, where) for part in value)
    if isinstance(value, dict):
        if set(value) - set(PARTS):
            raise ScenarioError(f"{where} is no range", hint="write low, central and high")
        return ",".join(_said(value[part], where) if part in value else "" for part in PARTS)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    text = number(f"{value!r}") if isinstance(value, int | float) else str(value)
    if any(letter.isspace() for letter in text):
        raise ScenarioError(f"{where}: {text[:60]!r} has spaces", hint="names are codes and words without spaces")
    return text


def opened(text: str) -> dict[str, str]:
    """Return what a page of YAML says as the values of the lab: title, starts, start, keep, world, tariffs, m1 and on.

    Raises
    ------
    ScenarioError
        If it is not plain YAML, or has what the lab cannot hold.

    Examples
    --------
    >>> opened("{title: A, starts: 2027-01-01, measures: [{measure: stockpile, regions: [EU], days: 30}]}")["m1"]
    'stockpile regions:EU days:30'
    """
    data = plain(text, "the text", _MANNER)
    if not isinstance(data, dict):
        raise ScenarioError("the text is not a mapping of fields", hint="begin with name:, title:, starts:, measures:")
    more = sorted(str(key) for key in data if key not in _HELD)
    if more:
        raise ScenarioError(f"the lab cannot hold {', '.join(more)[:200]}", hint="technostate shock FILE runs it")
    rows = data.get("measures") or []
    if not isinstance(rows, list):
        raise ScenarioError("measures is no list", hint="begin each measure with - measure:")
    found = {f"m{at}": line_of(row, f"measure {at}").text for at, row in enumerate(rows, 1)}
    found |= {key: _said_once(data[key]) for key in ("title", "starts", "world") if key in data}
    if isinstance(base := data.get("base"), dict):
        found["tariffs"] = _said_once(base.get("tariffs", ""))
    if "based_on" in data:
        found |= _based(data["based_on"], data.get("without", []), bool(rows))
    return found


def _said_once(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _based(base: object, without: object, more: bool) -> dict[str, str]:
    """Return what the lab calls a shock that is built on another: its measures are kept, or all replaced."""
    if not isinstance(base, str):
        raise ScenarioError("the lab builds on one shock", hint="technostate shock FILE runs one that builds on more")
    names = {row.get("name") for row in shipped(base)["measures"]}
    if without and (not isinstance(without, list) or set(map(str, without)) != names):
        raise ScenarioError("the lab keeps all measures of a shock or none", hint="technostate shock FILE runs it")
    return {"start": base, "keep": "yes" if more and not without else ""}
