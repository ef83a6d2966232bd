"""What a question may be told: typed parameters, read from text that anybody can send."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from technostate.errors import LabelError, nearest
from technostate.evidence import regions

#: ``state``: one code or name; ``choice``: one of `choices`; ``word``: free text; the others are what they are called.
Kind = Literal["state", "choice", "whole", "number", "flag", "word"]

#: Characters of free text.
LONGEST = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Parameter:
    """One thing that a question may be told.

    Parameters
    ----------
    name : str
        In the address, and of the view's argument.
    title : str
        Over the control.
    default : str
        Where nothing is said; empty for nothing.
    choices : tuple of str
        Of a ``choice``; suggestions of a ``word``.
    names : tuple of str
        What a reader sees of the choices; the choices themselves by default.
    many : bool
        Several, with commas between; the view gets a tuple.
    least, most : float
        Of a number.
    longest : int
        Characters of free text.
    slashes : bool
        Whether it may have slashes, as the last one of a path: names of series do.
    apart : bool
        Whether a page has a control of its own for it, so that the usual form only carries it.
    """

    name: str
    kind: Kind
    title: str
    default: str = ""
    choices: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    many: bool = False
    least: float = -math.inf
    most: float = math.inf
    longest: int = LONGEST
    slashes: bool = False
    apart: bool = False

    def canonical(self, text: str) -> str:
        """Return a value as it stands in an address: codes for names, empty for nothing.

        Raises
        ------
        LabelError
            If it is none of what may be said, with the nearest.
        """
        text = text.strip()
        if _CONTROL.search(text):
            raise LabelError(f"{self.name} has control characters", hint="leave them out")
        if len(text) > self.longest:
            raise LabelError(f"{self.name} has {len(text):,} characters", hint=f"at most {self.longest}")
        if not text:
            return ""
        if self.many:
            return ",".join(dict.fromkeys(self._one(part.strip()) for part in text.split(",") if part.strip()))
        return self._one(text)

    def _one(self, text: str) -> str:
        if self.kind == "state":
            return _state(text)
        if self.kind == "choice":
            return self._chosen(text)
        if self.kind in ("whole", "number"):
            return self._counted(text)
        if self.kind == "flag":
            if text.casefold() not in _FLAGS:
                raise LabelError(f"{self.name} is yes or no, not {text!r}", hint=f"{self.name}=yes, or leave it out")
            return _FLAGS[text.casefold()]
        return text

    def _chosen(self, text: str) -> str:
        for choice in self.choices:
            if choice.casefold() == text.casefold():
                return choice
        close = nearest(text, self.choices)
        hint = f"did you mean {close[0]}? " if close else ""
        raise LabelError(f"{self.name}: {text!r} is no choice", hint=f"{hint}one of {', '.join(self.choices)}")

    def _counted(self, text: str) -> str:
        pattern = r"[+-]?\d{1,15}" if self.kind == "whole" else r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})"
        if not re.fullmatch(pattern, text):
            raise LabelError(f"{self.name}: {text!r} is no {'whole ' * (self.kind == 'whole')}number", hint="as 12")
        value = float(text)
        if not self.least <= value <= self.most:
            raise LabelError(f"{self.name} is {text}", hint=f"between {self.least:g} and {self.most:g}")
        return f"{int(text)}" if self.kind == "whole" else f"{value:.12g}"

    def value(self, text: str) -> Any:
        """Return what the view gets for a canonical value."""
        if self.many:
            return tuple(self._typed(part) for part in text.split(",") if part)
        return self._typed(text)

    def _typed(self, text: str) -> Any:
        match self.kind:
            case "whole":
                return int(text)
            case "number":
                return float(text)
            case "flag":
                return text == "yes"
            case _:
                return text


_FLAGS = {"yes": "yes", "on": "yes", "true": "yes", "1": "yes", "no": "", "off": "", "false": "", "0": ""}


# Anybody can write a state in endless ways: only so many are remembered.
@lru_cache(4096)
def _state(text: str) -> str:
    """Return the code of one state or union, or of several joined by +."""
    parts = [regions.typed(part.strip(), (), groups=regions.groups()) for part in text.split("+")]
    if not all(isinstance(part, str) for part in parts):
        raise LabelError(f"{text} is several states", hint="name one")
    return "+".join(map(str, parts))
