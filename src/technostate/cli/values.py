"""Values of options that are read more strictly than the words of a shell are by default."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from cyclopts import Parameter, Token

_DIGITS = 1_000


def _whole(kind: object, tokens: Sequence[Token]) -> int:
    """Return the whole number that was written; 1.5 is refused, not rounded, and 1_0 is not ten."""
    value = tokens[0].value.strip()
    if len(value) > _DIGITS:
        raise ValueError(f"{value[:20]!r}… has {len(value):,} characters and is too large a number")
    if not re.fullmatch(r"[+-]?\d+", value):
        raise ValueError(f"{value!r} is no whole number")
    return int(value)


#: A whole number written as digits.
Whole = Annotated[int, Parameter(converter=_whole)]
