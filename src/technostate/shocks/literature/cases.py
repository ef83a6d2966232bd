"""Cases of the literature from TOML: one record a published figure, each checked, with the shock that comes nearest.

A figure is a change in per cent of a base without the event. What a study asked is never exactly what a shock here
asks: `differs` says in what, and a question that no shock can put is kept with the reason.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast, get_args

from technostate.errors import DataError, ScenarioError, with_problems
from technostate.evidence import plain_toml
from technostate.shocks.literature.record import WORLD, Horizon, Kind, Measure, PublishedCase, Word
from technostate.shocks.specification import Shock, load
from technostate.shocks.specification import parse as parse_shock
from technostate.shocks.specification.labels import region_problem

_STUDY = {"id", "citation", "url", "checked", "kind"}
_QUESTION = {"id", "asked", "differs", "named", "shock", "not_expressible"}
_VALUE = {"horizon", "when", "regions", "without", "each", "low", "high", "of", "place", "word"}
_OPTIONAL = {"url", "word", "without", "each", "differs", "named", "shock", "not_expressible"}


@cache
def published_cases() -> tuple[PublishedCase, ...]:
    """Return the published figures that ship, in the order of the file: studies, then questions, then figures.

    Examples
    --------
    >>> case = next(case for case in published_cases() if case.regions == ("DEU",) and case.of == "GNE")
    >>> case.low, case.horizon, case.shock.name
    (-5.0, 'year', 'east-west-cut')
    """
    return parse(files(__package__).joinpath("cases.toml").read_text("utf-8"), where="cases.toml")


def parse(text: str, *, where: str = "the text") -> tuple[PublishedCase, ...]:
    """Return the published figures of a TOML text.

    Tables ``study`` have tables ``question``, and these a list ``values``; the fields are those of `PublishedCase`. A
    question has exactly one of ``named`` (a shipped shock), ``shock`` (a shock's text) and ``not_expressible`` (why
    there is none).

    Parameters
    ----------
    where : str
        Name of the text, for messages.

    Raises
    ------
    DataError
        Naming every mistake at once.
    """
    tables = plain_toml.tables(text, where)
    problems = [f"unknown key {key!r}" for key in tables if key != "study"]
    studies = _tables(tables, "study", where, problems)
    found = tuple(case for study in studies for case in _of_study(study, problems))
    ids = [case.id for case in found]
    problems += [f"{name} stands {ids.count(name)} times" for name in sorted(set(ids)) if ids.count(name) > 1]
    if problems:
        raise DataError(
            with_problems(f"{where} has", problems),
            hint="technostate.shocks.literature.PublishedCase describes the fields",
        )
    return found


def _of_study(study: Mapping[str, Any], problems: list[str]) -> Iterator[PublishedCase]:
    label = f"study {study.get('id', 'without id')}"
    own = {key: value for key, value in study.items() if key != "question"}
    right = _texts(own, _STUDY, label, problems) and _one_of(own, "kind", Kind, label, problems)
    for question in _tables(study, "question", label, problems):
        asks = f"{label}, question {question.get('id', 'without id')}"
        put = {key: value for key, value in question.items() if key != "values"}
        understood = _texts(put, _QUESTION, asks, problems)
        shock = _shock(put, asks, problems) if understood else None
        for value in _tables(question, "values", asks, problems):
            if _right(value, asks, problems) and right and understood:
                yield _case(own, put, value, shock)


def _case(
    study: Mapping[str, Any], question: Mapping[str, Any], value: Mapping[str, Any], shock: Shock | None
) -> PublishedCase:
    regions = tuple(value["regions"])
    parts = (study["id"], question["id"], value["horizon"], "+".join(regions), value["when"])
    return PublishedCase(
        id="/".join(re.sub(r"[^A-Za-z0-9+]+", "-", part) for part in parts),
        citation=study["citation"],
        url=study.get("url", ""),
        kind=cast(Kind, study["kind"]),
        asked=question["asked"],
        horizon=cast(Horizon, value["horizon"]),
        when=value["when"],
        regions=regions,
        without=tuple(value.get("without", ())),
        each=value.get("each", False),
        low=float(value["low"]),
        high=float(value["high"]),
        word=cast(Word, value.get("word", "")),
        of=cast(Measure, value["of"]),
        place=value["place"],
        checked=study["checked"],
        differs=question.get("differs", ""),
        shock=shock,
        not_expressible=question.get("not_expressible", ""),
    )


def _shock(question: Mapping[str, Any], label: str, problems: list[str]) -> Shock | None:
    """Return the shock of a question; exactly one of a name, a text and a reason must be there."""
    given = [key for key in ("named", "shock", "not_expressible") if question.get(key)]
    if len(given) != 1:
        problems.append(
            f"{label}: {' and '.join(given) or 'none of them'}; give one of named, shock and not_expressible"
        )
        return None
    if given != ["not_expressible"] and not question.get("differs"):
        problems.append(f"{label}: differs is missing; say in what the shock is not the question")
    try:
        if "named" in given:
            return load(question["named"])
        return parse_shock(question["shock"], where=label) if "shock" in given else None
    except ScenarioError as error:
        problems.append(f"{label}: {error}")
        return None


def _tables(given: Mapping[str, Any], key: str, label: str, problems: list[str]) -> list[Mapping[str, Any]]:
    """Return a list of tables; what is none is a problem."""
    rows = given.get(key)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        problems.append(f"{label}: {key} must be a list of tables")
        return []
    return rows


def _texts(given: Mapping[str, Any], known: set[str], label: str, problems: list[str]) -> bool:
    """Whether all fields are known texts and none that is needed is missing."""
    wrong = [f"{label}: unknown key {key!r}" for key in given.keys() - known]
    wrong += [f"{label}: {key} is missing" for key in sorted(known - given.keys() - _OPTIONAL)]
    wrong += [
        f"{label}: {key} must be a text"
        for key in known & given.keys()
        if not isinstance(given[key], str) or not given[key].strip()
    ]
    problems += sorted(wrong)
    return not wrong


def _one_of(given: Mapping[str, Any], key: str, words: Any, label: str, problems: list[str]) -> bool:
    if given.get(key, "") in get_args(words):
        return True
    known = ", ".join(word for word in get_args(words) if word)
    problems.append(f"{label}: {key} {given.get(key)!r} is not one of {known}")
    return False


def _right(value: Mapping[str, Any], label: str, problems: list[str]) -> bool:
    """Whether one figure has what a figure needs: a place, regions, two ends in order."""
    before = len(problems)
    problems += [f"{label}: unknown key {key!r}" for key in sorted(value.keys() - _VALUE)]
    problems += [f"{label}: {key} is missing" for key in sorted(_VALUE - value.keys() - _OPTIONAL)]
    if len(problems) > before:
        return False
    _texts({key: value[key] for key in ("when", "place")}, {"when", "place"}, label, problems)
    for key, words in (("horizon", Horizon), ("of", Measure), ("word", Word)):
        _one_of(value, key, words, label, problems)
    ends = [value["low"], value["high"]]
    if not all(isinstance(end, int | float) and not isinstance(end, bool) and math.isfinite(end) for end in ends):
        problems.append(f"{label}: low and high must be numbers, in per cent")
    elif not -100 <= ends[0] <= ends[1] <= 100:
        problems.append(f"{label}: {ends[0]:g} to {ends[1]:g} is not in order between -100 and 100 per cent")
    if not isinstance(value.get("each", False), bool):
        problems.append(f"{label}: each must be true or false")
    for key in ("regions", "without"):
        names = value.get(key, [WORLD])
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            problems.append(f'{label}: {key} must be a list of codes, ["DEU"]')
        else:
            problems += [f"{label}: {said}" for name in names if name != WORLD and (said := region_problem(name))]
    return len(problems) == before
