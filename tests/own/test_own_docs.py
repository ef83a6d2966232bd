"""The page on own data has every kind that can be imported, and the command that does it."""

from __future__ import annotations

import re
from pathlib import Path

from technostate.view import own

PAGE = Path(__file__).resolve().parents[2] / "docs" / "own-data.md"


def table() -> str:
    rows = [f"| {row.producer}: {row.title} | `{row.file}` | `technostate data import {row.kind} FILE` | {row.makes} |"
            for row in own.listing().data]  # fmt: skip
    return "\n".join(["| producer | file | command | becomes |", "|---|---|---|---|", *rows]) + "\n"


def test_the_page_lists_every_kind_with_its_command() -> None:
    found = re.search(r"^\| producer \| file .*?(?=^$)", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found and found[0] == table(), f"the table of docs/own-data.md is:\n{table()}"


def test_every_kind_says_whose_file_it_is_and_on_what_terms() -> None:
    for row in own.listing().data:
        assert row.producer and row.title and row.file and row.terms
        assert row.kind == "tidy" or row.url.startswith("https://") or row.url.startswith("http://")
        assert "\n" not in row.terms + row.file + row.title and "|" not in row.title + row.file
