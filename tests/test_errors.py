"""Errors name what is wrong and what to do, and the command line turns each into one message and exit code 2."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys

import pytest

from technostate import errors
from technostate.cli.app import run
from technostate.errors import LabelError, TechnostateError, nearest, unknown_label, visible

TREE = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, Exception) and not issubclass(kind, Warning)
]


def test_one_tree() -> None:
    assert all(issubclass(error, TechnostateError) for error in TREE)
    assert len(TREE) == 9


def test_a_solver_that_fails_exits_1_and_bad_input_exits_2() -> None:
    codes = {error.__name__: error.exit_code for error in TREE}
    assert codes["ConvergenceError"] == codes["RunError"] == 1
    assert codes["LabelError"] == codes["DataError"] == codes["BalanceError"] == 2


def test_unknown_label_names_the_nearest_and_the_known() -> None:
    error = unknown_label("region", "CHM", ["CHN", "USA"], where="wiod-2004")
    assert isinstance(error, LabelError)
    assert "CHM" in str(error) and "wiod-2004" in str(error) and "CHN" in error.hint


def test_of_names_equally_alike_the_one_that_begins_the_same_comes_first() -> None:
    known = ["CMR", "KHM", "CHL", "CHN", "USA"]
    assert nearest("CHM", known, n=2) == ("CHN", "CHL")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_utf_8_whatever_the_locale_says(encoding: str) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "technostate", "states", "show", "CHN"],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
    )
    assert "中华人民共和国" in found.stdout.decode("utf-8")


def test_nothing_near_gives_no_guess() -> None:
    assert nearest("zzzz", ["CHN", "USA"]) == ()


@pytest.mark.parametrize(
    "words",
    [
        ["asess"],
        ["assess"],
        ["assess", "CHN", "--agianst", "USA"],
        ["exposure", "CHN", "--world"],
        ["data", "shwo"],
    ],
)
def test_a_misspelt_command_line_is_one_message_and_exit_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    err = capsys.readouterr().err
    assert err.startswith("technostate: ") and "hint: " in err and "Traceback" not in err


def test_a_message_shows_what_a_terminal_would_obey() -> None:
    error = TechnostateError("label '\x1b[31mA\x9bB\u202eC\udcff'\n  - next", hint="\x07 bell\ttab")
    assert error.full() == "label '\\x1b[31mA\\x9bB\\u202eC\\udcff'\n  - next\nhint: \\x07 bell\ttab"
    assert visible("国家 naïve 🙂") == "国家 naïve 🙂"
    assert visible("a\r\nb\tc", keep="") == "a\\r\\nb\\tc"
