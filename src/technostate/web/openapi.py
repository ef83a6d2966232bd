"""OpenAPI 3.1 of the twins of pages and of jobs, made from the table of questions."""

from __future__ import annotations

import json
import math
from typing import Any

from technostate import __version__
from technostate.web.parameter import Parameter
from technostate.web.question import Question
from technostate.web.questions import QUESTIONS, ROOMS

#: Twins: suffix → media type, and what it holds.
TWINS = {
    ".json": ("application/json", "the answer's figures, each with unit, kind and origin"),
    ".csv": ("text/csv", "the answer's rows, one a figure; with chart=N those of a chart"),
    ".svg": ("image/svg+xml", "a chart of the answer as it is drawn"),
    ".vl.json": ("application/json", "a chart of the answer as a Vega-Lite specification"),
    ".bib": ("application/x-bibtex", "the sources of the answer"),
}
_ERRORS = {
    "404": "There is no such answer, it is not kept in this format, or it takes minutes and was not asked for yet",
    "414": "The address is too long",
    "422": "What is asked is not possible; the message says why",
    "429": "Too much is asked at once",
    "503": "The work was lost or did not end; ask again",
}
_CHART = {
    "name": "chart", "in": "query", "description": "Which chart of the answer, from 1",
    "schema": {"type": "integer", "minimum": 1, "maximum": 999},
}  # fmt: skip


def description() -> dict[str, Any]:
    """Return the description in plain JSON types."""
    paths: dict[str, Any] = {}
    for row in QUESTIONS:
        for suffix in TWINS:
            paths[(row.path if row.path != "/" else "/home") + suffix] = {"get": _twin(row, suffix)}
    paths |= _jobs()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "technostate", "version": __version__,
            "description": "Every page of the observatory as data. Figures carry unit, kind and origin.",
        },
        "tags": [{"name": key, "description": words} for key, words in ROOMS.items()]
        + [{"name": "jobs", "description": "Work that takes minutes"}],
        "paths": paths,
        "components": {"schemas": {"Error": _ERROR, "Job": _JOB, "Answer": {"type": ["object", "array"]}}},
    }  # fmt: skip


def as_json() -> bytes:
    """Return the description as JSON."""
    return json.dumps(description(), ensure_ascii=False, indent=1).encode()


def _twin(row: Question, suffix: str) -> dict[str, Any]:
    kind, words = TWINS[suffix]
    schema: dict[str, Any] = {"$ref": "#/components/schemas/Answer"} if kind == "application/json" else _TEXT
    parameters = [parameter(item, row) for item in row.parameters]
    if suffix in (".csv", ".svg", ".vl.json"):
        parameters.append(_CHART)
    return {
        "operationId": f"{row.key}{suffix.replace('.', '_')}", "summary": row.title,
        "description": f"{row.words} Answers with {words}.", "tags": [row.room], "parameters": parameters,
        "responses": {
            "200": {"description": f"It is {words}", "content": {kind: {"schema": schema}}},
            "202": _job("It is being made; ask again after the seconds of Retry-After"),
            **{status: _refusal(said) for status, said in _ERRORS.items()},
        },
    }  # fmt: skip


def parameter(item: Parameter, row: Question) -> dict[str, Any]:
    """Return a parameter of a question as OpenAPI describes it."""
    path = item.name in row.required
    found: dict[str, Any] = {
        "name": item.name, "in": "path" if path else "query", "required": path, "description": item.title,
        "schema": schema(item),
    }  # fmt: skip
    if item.many:
        found |= {"style": "simple" if path else "form", "explode": False}
    example = item.default or ("CHN" if item.kind == "state" else "")
    if example and not item.many:
        found["example"] = item.value(example) if item.kind in ("whole", "number") else example
    return found


def schema(item: Parameter) -> dict[str, Any]:
    """Return the JSON schema of a parameter's values.

    Examples
    --------
    >>> schema(Parameter("days", "whole", "Days", "30", least=1, most=365))
    {'type': 'integer', 'minimum': 1, 'maximum': 365, 'default': 30}
    """
    one: dict[str, Any]
    match item.kind:
        case "whole" | "number":
            one = {"type": "integer" if item.kind == "whole" else "number"}
            cast = int if item.kind == "whole" else float
            bounds = (("minimum", item.least), ("maximum", item.most))
            one |= {name: cast(value) for name, value in bounds if math.isfinite(value)}
        case "choice":
            one = {"type": "string", "enum": list(item.choices)}
        case "flag":
            one = {"type": "string", "enum": ["yes", "no"]}
        case "state":
            one = {"type": "string", "minLength": 2, "maxLength": item.longest, "examples": ["CHN", "USA", "EU"]}
        case _:
            one = {"type": "string", "minLength": 1, "maxLength": item.longest}
    if item.many:
        return {"type": "array", "items": one}
    if item.default:
        one["default"] = item.value(item.default) if item.kind in ("whole", "number") else item.default
    return one


def _refusal(words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}


def _job(words: str) -> dict[str, Any]:
    said = {"type": "object", "required": ["job"], "properties": {"job": {"$ref": "#/components/schemas/Job"}}}
    return {"description": words, "content": {"application/json": {"schema": said}}}


def _jobs() -> dict[str, Any]:
    """Return the addresses of jobs."""
    name = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"}}
    keys = [row.key for row in QUESTIONS]
    values = {"type": ["string", "number", "boolean", "array"], "items": {"type": "string"}}
    body = {
        "type": "object", "required": ["question"], "additionalProperties": False,
        "properties": {
            "question": {"type": "string", "enum": keys},
            "values": {"type": "object", "additionalProperties": values},
        },
    }  # fmt: skip
    many = {"type": "object", "properties": {"jobs": {"type": "array", "items": {"$ref": "#/components/schemas/Job"}}}}
    ready = {"type": "object", "properties": {"job": {"type": "null"}, "answer": {"type": "string"}}}
    errors = {status: _refusal(_ERRORS[status]) for status in ("422", "429")}
    unreadable = {"400": _refusal("The request cannot be read"), "413": _refusal("The body is too large"),
                  "415": _refusal("The body is no JSON")}  # fmt: skip
    none = {"404": _refusal("There is no such job")}
    return {
        "/api/jobs": {
            "get": {
                "operationId": "jobs", "summary": "The newest jobs", "tags": ["jobs"],
                "responses": {"200": {"description": "Jobs", "content": {"application/json": {"schema": many}}}},
            },
            "post": {
                "operationId": "begin_job", "summary": "Have an answer made", "tags": ["jobs"],
                "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
                "responses": {
                    "200": {"description": "It is there", "content": {"application/json": {"schema": ready}}},
                    "202": _job("It is being made"), "404": _refusal("There is no such question"),
                    **errors, **unreadable,
                },
            },
        },
        "/api/jobs/{id}": {
            "get": {"operationId": "job", "summary": "How far a job is", "tags": ["jobs"], "parameters": [name],
                    "responses": {"200": _job("The job"), **none}},
        },
        "/api/jobs/{id}/cancel": {
            "post": {"operationId": "cancel_job", "summary": "Cancel a job", "tags": ["jobs"], "parameters": [name],
                     "responses": {"200": _job("The job"), **none, "403": _refusal("Somebody else asked for it")}},
        },
    }  # fmt: skip


_TEXT = {"type": "string"}
_ERROR = {
    "type": "object", "required": ["error"],
    "properties": {"error": {
        "type": "object", "required": ["status", "message", "hint"],
        "properties": {"status": {"type": "integer"}, "message": {"type": "string"}, "hint": {"type": "string"}},
    }},
}  # fmt: skip
_JOB = {
    "type": "object", "required": ["id", "question", "values", "state", "answer", "address"],
    "properties": {
        "id": {"type": "string"}, "question": {"type": "string"},
        "values": {"type": "object", "additionalProperties": {"type": "string"}},
        "state": {"type": "string", "enum": ["waiting", "running", "done", "failed", "cancelled"]},
        "words": {"type": "string"}, "done": {"type": ["number", "null"]},
        "seconds_left": {"type": ["number", "null"]}, "attempts": {"type": "integer"},
        "asked": {"type": "string"}, "begun": {"type": ["string", "null"]}, "ended": {"type": ["string", "null"]},
        "error": {"type": ["object", "null"], "properties": {"message": _TEXT, "hint": _TEXT}},
        "answer": {"type": ["string", "null"], "description": "Address of the answer"}, "address": _TEXT,
    },
}  # fmt: skip
