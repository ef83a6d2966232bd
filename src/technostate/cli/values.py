"""Values of options that are read more strictly than the words of a shell are by default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter, Token


def _whole(kind: object, tokens: Sequence[Token]) -> int:
    """Return the whole number that was written; 1.5 is refused, not rounded."""
    try:
        return int(tokens[0].value)
    except ValueError:
        raise ValueError(f"{tokens[0].value!r} is no whole number") from None


#: A whole number written as digits.
Whole = Annotated[int, Parameter(converter=_whole)]
