"""One encoder turns typed results into JSON types, field by field."""

from __future__ import annotations

import datetime as dt
import enum
import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pytest

from technostate import states
from technostate.evidence import Origin
from technostate.evidence.encode import NOTHING, plain

SOURCE = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0", accessed=dt.date(2024, 5, 17))


class Sign(enum.Enum):
    LOSS = "loss"


class Window(NamedTuple):
    first: int
    last: int


@dataclass(frozen=True)
class Result:
    region: str
    value: float | None
    origin: Origin
    by_year: dict[int, float]
    windows: tuple[Window, ...]


def test_a_result_is_encoded_field_by_field_and_is_json() -> None:
    found = plain(Result("CHN", 0.5, SOURCE, MappingProxyType({2020: np.float64(2.0)}), (Window(2017, 2019),)))
    assert json.loads(json.dumps(found, allow_nan=False)) == found == {
        "region": "CHN",
        "value": 0.5,
        "origin": {
            "producer": "Example", "title": "Table", "citation": "Example (2020).", "vintage": "2020",
            "licence": "CC BY 4.0", "url": "", "accessed": "2024-05-17", "note": "", "obtained": "",
            "inputs": [], "imported": "",
            "document": None, "paragraph": None, "offset": None,
        },
        "by_year": {"2020": 2.0},
        "windows": [{"first": 2017, "last": 2019}],
    }  # fmt: skip
    assert list(found) == ["region", "value", "origin", "by_year", "windows"]


def test_what_a_caller_says_of_a_value_comes_first_wherever_it_stands() -> None:
    def own(value: object) -> object:
        return value.producer if isinstance(value, Origin) else NOTHING

    assert plain({"one": SOURCE, "more": [(SOURCE, 1)]}, own) == {"one": "Example", "more": [["Example", 1]]}


def test_a_model_is_encoded_field_by_field() -> None:
    goal = states.load("CHN").goals[0]
    assert (plain(goal)["key"], plain(goal)["year"]) == (goal.key, goal.year)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.array([[1.0, np.nan]]), [[1.0, None]]),
        (Sign.LOSS, "loss"),
        (dt.datetime(2024, 1, 2, 3, 4), "2024-01-02T03:04:00"),
        ({"b", "a"}, ["a", "b"]),
        (PurePosixPath("a/b.csv"), "a/b.csv"),
        (True, True),
        ([1.0, float("inf")], [1.0, None]),
    ],
)
def test_single_values(value: object, expected: object) -> None:
    found = plain(value)
    assert found == expected and type(found) is type(expected)


def test_what_has_no_json_type_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="complex"):
        plain({"z": 1j})
