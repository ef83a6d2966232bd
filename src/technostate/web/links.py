"""Addresses inside the observatory: a part for the states that a reader looks at, a state's page, an origin's page."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from technostate.errors import LabelError
from technostate.evidence import regions
from technostate.web.asked import Asked, read
from technostate.web.parameter import Parameter
from technostate.web.question import Question
from technostate.web.questions import QUESTIONS
from technostate.write.names import name

#: Beside what is asked: what a page around an answer is told by its address.
Beside = Mapping[str, str]
#: Nothing said beside.
NOTHING: Beside = {}
#: The two states that a reader looks at, in the address of any page.
LOOKED_AT = ("state", "against")

_FOLDER = "TECHNOSTATE_STATES"
_STATE = Parameter("state", "state", "State")


def looked_at(asked: Asked | None, beside: Beside = NOTHING) -> dict[str, str]:
    """Return the states that a reader has named, by ``state`` and ``against``: asked, or said beside.

    Examples
    --------
    >>> looked_at(None, {"state": "Japan", "against": "Atlantis"})
    {'state': 'JPN'}
    """
    found = {}
    for key in LOOKED_AT:
        said = (dict(asked.values).get(key) if asked else None) or _code(beside.get(key, ""))
        if said:
            found[key] = said
    return found


def _code(text: str) -> str:
    try:
        return _STATE.canonical(text)
    except LabelError:
        return ""


def entrance(row: Question, states: Beside = NOTHING) -> str | None:
    """Return the address of a question for the states that a reader looks at.

    Parameters
    ----------
    row : Question
        What it must be told besides states must have a default.
    states : mapping
        As `looked_at` returns them.

    Returns
    -------
    str or None
        None where the question must be told something else.
    """
    known = {item.name: item for item in row.parameters}
    said = {key: code for key, code in states.items() if key in known}
    if any(key not in said and not known[key].default for key in row.required):
        return None
    if said.get("against") and said["against"] == (said.get("state") or known["state"].default):
        said.pop("against")
    asked = read(row, said)
    more = {key: code for key, code in states.items() if key not in known and code != _default(key)}
    return asked.address + (("&" if asked.query else "?") + urlencode(more) if more else "")


@cache
def _default(key: str) -> str:
    return next((item.default for row in QUESTIONS for item in row.parameters if item.name == key), "")


def overview() -> Question:
    """Return the question that a reader who names two states is led to."""
    found = [row for row in QUESTIONS if row.first and "state" in row.required]
    return next((row for row in found if row.room == "state"), found[0])


@cache
def with_file() -> tuple[str, ...]:
    """Return the codes of states that have a file, by their names.

    The files are only counted here: reading them takes what the process that serves does without.
    """
    folders = [Path(__file__).resolve().parent.parent / "states", *map(Path, filter(None, [os.environ.get(_FOLDER)]))]
    codes = {path.stem.upper() for folder in folders for path in folder.glob("*.toml") if path.name != "groups.toml"}
    return tuple(sorted(filter(regions.is_known, codes), key=name))


def page_of_state(code: str) -> str | None:
    """Return the address of a state's page; None where the state has no file.

    Examples
    --------
    >>> page_of_state("BRA") is None, page_of_state("JPN").endswith("/JPN")
    (True, True)
    """
    return entrance(overview(), {"state": code}) if code in with_file() else None


def page_of_origin(key: str) -> str | None:
    """Return the address of a source's page by its key in reference managers; None where there is no such page."""
    row = next((row for row in QUESTIONS if row.key == "origin"), None)
    return row.path.replace(f"{{{row.required[0]}}}", key) if row and row.required else None
