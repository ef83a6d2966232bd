"""What is wrong with claims that somebody wrote, in words that name the claim, the condition and the field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from pydantic import BaseModel, ValidationError

from technostate.claims.claim import Claim
from technostate.claims.condition import Condition
from technostate.claims.measures import measure
from technostate.errors import LabelError, nearest
from technostate.evidence.printable import shown

#: What to write instead, by pydantic's name of the fault.
_REMEDIES = {
    "missing": "is missing",
    "string_type": "write text in quotes",
    "float_type": "write a number without quotes",
    "float_parsing": "write a number without quotes",
    "int_type": "write a whole number without quotes",
    "int_parsing": "write a whole number without quotes",
    "tuple_type": 'write a list, for example ["a", "b"]',
    "model_type": "write a table",
    "dict_type": "write a table",
    "finite_number": "write a finite number",
}

#: What is written in a field that has a pattern.
_FORMS = {
    "date": "write a date, for example 2026-03 or 2026-03-14",
    "id": "write up to 20 letters, digits, - and _",
    "stated": "write a month, for example 2014-04",
    "url": "write an address that begins with https:// and has no blank",
}


def validated(model: type[BaseModel], given: object, label: str, problems: list[str]) -> Any:
    """Return a record, or None and say what its schema finds wrong.

    Parameters
    ----------
    label : str
        What the record is called in a problem.
    problems : list of str
        Gets a sentence a problem.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False)
        wrong = {detail["loc"][:-1] for detail in found if detail["loc"]} | {
            detail["loc"][:-2] for detail in found if len(detail["loc"]) > 1
        }
        # A list of which an entry is wrong is told to be too short as well: it is not.
        problems += (
            f"{label}: {_said(model, detail)}"
            for detail in found
            if not (detail["type"] == "too_short" and detail["loc"] in wrong)
        )
        return None


def conditions(row: object) -> Iterator[Condition]:
    """Give the sound conditions of a claim that is not sound itself, so that all that is wrong can be said at once."""
    rows = row.get("condition") if isinstance(row, Mapping) else None
    for one in rows if isinstance(rows, list) else ():
        with suppress(ValidationError):
            yield Condition.model_validate(one)


def asked(conditions: Iterable[Condition], label: str) -> Iterator[str]:
    """Say which conditions name a measure that there is not, or ask it what it does not know."""
    for condition in conditions:
        where = f"{label}, condition {condition.key!r}"
        try:
            found = measure(condition.measure)
        except LabelError as error:
            yield f"{where}: {error}{f' ({error.hint})' if error.hint else ''}"
            continue
        problems: list[str] = []
        ask = validated(found.asks, dict(condition.ask), f"{where}: {condition.measure}", problems)
        yield from problems
        yield from (f"{where}: {said}" for said in _indicators(getattr(ask, "series", ())))


def _indicators(series: str | Mapping[str, str] | Sequence[str]) -> Iterator[str]:
    """Say which ids are indicators, and what those are made of: a measure reads series."""
    from technostate.strategies import indicators

    made = {it.id: it.measure for it in indicators()}
    named = [series] if isinstance(series, str) else series.values() if isinstance(series, Mapping) else series
    for key in named:
        if key in made:
            of = written if isinstance(written := made[key], str) else f"what technostate indicators show {key} says"
            yield f"{key} is an indicator, and a measure reads series; it is made of {of}"


def placebo(claim: Claim, label: str) -> Iterator[str]:
    """Say which placebo states there are not."""
    from technostate.strategies.comparison import code_of

    named = () if claim.placebo is None else (*claim.placebo.states, *filter(None, [claim.placebo.against]))
    for code in named:
        try:
            code_of(code)
        except LabelError as error:
            yield f"{label}: placebo: {error}{f' ({error.hint})' if error.hint else ''}"
    twice = {code for code in named if named.count(code) > 1}
    if twice and claim.placebo is not None and len(set(claim.placebo.states)) < len(claim.placebo.states):
        yield f"{label}: placebo names {', '.join(sorted(twice))} twice"


def _said(model: type[BaseModel], detail: Mapping[str, Any]) -> str:
    """Return one error of a schema as a reader of the file would say it."""
    place = [str(part + 1) if isinstance(part, int) else str(part) for part in detail["loc"]]
    where, kind = ".".join(place), detail["type"]
    if kind == "extra_forbidden":
        close = nearest(place[-1], _fields(model, detail["loc"]))
        return f"unknown field {where!r}" + (f"; did you mean {' or '.join(close)}?" if close else "")
    if kind == "missing":
        return f"{where} is missing"
    if kind in ("string_too_short", "too_short"):
        return f"{where} is empty or too short"
    if kind == "value_error":
        return f"{where}: {detail['ctx']['error']}" if where else str(detail["ctx"]["error"])
    if kind == "string_pattern_mismatch":
        return f"{where} is {shown(detail['input'])}; {_FORMS.get(place[-1], 'write lower-case letters, digits and _')}"
    remedy = _REMEDIES.get(kind) or detail["msg"][0].lower() + detail["msg"][1:]
    return f"{where} is {shown(detail['input'])}; {remedy}"


def _fields(model: type[BaseModel], place: Sequence[int | str]) -> tuple[str, ...]:
    """Return the fields that exist where the unknown one was written."""
    inner: dict[str, type[BaseModel]] = {"condition": Condition}
    for part in place[:-1]:
        model = inner.get(str(part), model)
        field = model.model_fields.get(str(part))
        for kind in getattr(field.annotation, "__args__", (field.annotation,)) if field else ():
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                model = kind
    return tuple(model.model_fields)
