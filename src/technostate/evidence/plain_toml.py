"""TOML that ships or is given as text: its tables, or one error that says where it is none."""

from __future__ import annotations

import tomllib
from typing import Any

from technostate.errors import DataError
from technostate.evidence.printable import reason


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
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{where}: {error}", hint="the file must be TOML") from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or lists in lists without an end.
        raise DataError(f"{where}: {reason(error)}", hint="the file must be TOML that somebody wrote") from None
