"""TOML that ships or is given as text: its tables, or one error that says where it is none."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from technostate.errors import DataError
from technostate.evidence.printable import reason

#: Parts of a dotted key; the time that one takes grows with their square, so that one of thousands takes hours.
MOST_PARTS = 20

# What is no key: texts of several lines, texts, comments.
_TEXTS = re.compile(r"""\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""", re.DOTALL)
_DOTTED = re.compile(rf"(?<![\w-])(?:[\w-]+[ \t]*\.[ \t]*){{{MOST_PARTS}}}[\w-]")


def loads(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text that somebody wrote, however it was meant to keep the reader busy.

    Raises
    ------
    ValueError
        If it is no TOML, or has a key of more than `MOST_PARTS` parts.
    RecursionError
        If lists or tables lie too deep in one another.

    Examples
    --------
    >>> loads("a.b = 1")
    {'a': {'b': 1}}
    >>> loads("a" + ".a" * 30 + " = 1")
    Traceback (most recent call last):
    ...
    ValueError: nested too deeply, a key of more than 20 parts (at line 1)
    """
    bare = _TEXTS.sub(lambda found: "x" + "\n" * found[0].count("\n"), text)
    if found := _DOTTED.search(bare):
        line = bare.count("\n", 0, found.start()) + 1
        raise ValueError(f"nested too deeply, a key of more than {MOST_PARTS} parts (at line {line})")
    return tomllib.loads(text)


def tables(text: str, where: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Parameters
    ----------
    where : str
        Name of the text, for the message.

    Raises
    ------
    DataError
        If it is no TOML.

    Examples
    --------
    >>> tables("a.b = 1", "the text")
    {'a': {'b': 1}}
    """
    try:
        return loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{where}: {error}", hint="the file must be TOML") from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or lists in lists without an end.
        raise DataError(f"{where}: {reason(error)}", hint="the file must be TOML that somebody wrote") from None
