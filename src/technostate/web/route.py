"""From an address to what is asked, and the format that its end names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import unquote

from technostate.errors import LabelError
from technostate.web.asked import Asked, read
from technostate.web.question import Question
from technostate.web.questions import QUESTIONS

#: Ends of addresses: twins of an answer and files of its charts. The longest that fits is meant.
SUFFIXES = (".vl.json", ".csl.json", ".json", ".csv", ".svg", ".png", ".yaml", ".txt", ".bib", ".ris")


class NoPageError(LabelError):
    """There is no page at an address."""


def found(path: str, query: Iterable[tuple[str, str]] = ()) -> tuple[Asked, str]:
    """Return what is asked at an address, and the suffix of the format (empty for the page).

    Parameters
    ----------
    path : str
        As it is sent, percent-encoded.

    Raises
    ------
    NoPageError
        If no question has this address.
    LabelError
        If what is said is not possible.
    """
    suffix = next((end for end in SUFFIXES if path.endswith(end)), "")
    bare = path.removesuffix(suffix) or "/"
    bare = "/" if suffix and bare == "/home" else bare
    for question, pattern in _patterns():
        match = pattern.fullmatch(bare)
        if match is not None:
            said = [(name, unquote(text)) for name, text in match.groupdict().items()]
            named = [(name, text) for name, text in query if name not in match.groupdict()]
            return read(question, [*said, *named]), suffix
    raise NoPageError(f"there is no page {unquote(bare)[:80]!r}", hint="the home page lists what there is")


@cache
def _patterns() -> tuple[tuple[Question, re.Pattern[str]], ...]:
    return tuple((row, re.compile(_pattern(row))) for row in QUESTIONS)


def _pattern(question: Question) -> str:
    parts = re.split(r"{(\w+)}", question.path)
    return "".join(_part(question, part) if at % 2 else re.escape(part) for at, part in enumerate(parts))


def _part(question: Question, name: str) -> str:
    """Return the pattern of a parameter in a path: one part, or several where it may have slashes and ends the path."""
    more = "(?:/[^/]+)*" if question.parameter(name).slashes and question.path.endswith(f"{{{name}}}") else ""
    return f"(?P<{name}>[^/]+{more})"
