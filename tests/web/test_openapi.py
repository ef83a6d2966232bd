"""The description of the API is made from the table of questions, and what it says is so."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from technostate.web.openapi import description
from technostate.web.parameter import Parameter
from technostate.web.questions import QUESTIONS
from technostate.web.route import found

from .served import client

SAID = description()
OPERATIONS = [(path, method, said) for path, methods in SAID["paths"].items() for method, said in methods.items()]


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for key, value in node.items() for text in ([value] if key == "$ref" else references(value))]
    return [text for value in node for text in references(value)] if isinstance(node, list) else []


def test_every_question_has_its_twins() -> None:
    for row in QUESTIONS:
        path = "/home" if row.path == "/" else row.path
        said = SAID["paths"][f"{path}.json"]["get"]
        assert [item["name"] for item in said["parameters"]] == [item.name for item in row.parameters]
        assert set(SAID["paths"]) >= {f"{path}{suffix}" for suffix in (".csv", ".svg", ".vl.json")}


def test_names_are_one_each_and_references_lead_somewhere() -> None:
    names = [said["operationId"] for _, _, said in OPERATIONS]
    assert len(names) == len(set(names))
    for reference in references(SAID):
        at: Any = SAID
        for part in reference.removeprefix("#/").split("/"):
            at = at[part]
    for path, _, said in OPERATIONS:
        inside = [item["name"] for item in said.get("parameters", []) if item["in"] == "path"]
        assert inside == re.findall(r"{(\w+)}", path)
        assert all(item["required"] for item in said.get("parameters", []) if item["in"] == "path")


def test_values_that_the_description_allows_are_taken() -> None:
    for row in QUESTIONS:
        for item in row.parameters:
            path = "/home" if row.path == "/" else row.path
            parameters = SAID["paths"][f"{path}.json"]["get"]["parameters"]
            said = next(one for one in parameters if one["name"] == item.name)
            schema = said["schema"].get("items", said["schema"])
            for value in [*schema.get("enum", []), *schema.get("examples", []),
                          *(schema[name] for name in ("minimum", "maximum", "default") if name in schema)]:  # fmt: skip
                assert isinstance(item.canonical(str(value)), str)


def test_bounds_are_in_the_schema() -> None:
    from technostate.web.openapi import schema

    assert schema(Parameter("x", "number", "X", least=0.01, most=1)) == {
        "type": "number",
        "minimum": 0.01,
        "maximum": 1.0,
    }
    assert schema(Parameter("x", "state", "X", many=True))["type"] == "array"
    assert schema(Parameter("x", "choice", "X", "a", ("a", "b"))) == {
        "type": "string",
        "enum": ["a", "b"],
        "default": "a",
    }


def test_it_is_served_and_schemathesis_reads_it(tmp_path: Path) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    with client(tmp_path) as web:
        served = web.get("/api/openapi.json")
        assert served.status_code == 200 and served.headers["content-type"] == "application/json"
    read = schemathesis.openapi.from_dict(json.loads(served.text))
    operations = [operation.ok() for operation in read.get_all_operations()]
    assert len(operations) == len(OPERATIONS) > 80
    assert found("/exposure/CHN.json")[1] == ".json"
