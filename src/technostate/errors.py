"""One error tree: every mistake a user can make ends in a `TechnostateError` with a hint."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

# What a terminal obeys or cannot show: control characters, marks that turn the direction of writing, halves of pairs.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str, *, keep: str = "\n\t") -> str:
    r"""Return a text that can be printed as it is: what a terminal would obey is written as an escape.

    Parameters
    ----------
    text : str
        Of a file, a label, an option: not our own words.
    keep : str
        Control characters that may stay; none of them in a line or a cell (``keep=""``).

    Examples
    --------
    >>> print(visible("red \x1b[31m text"))
    red \x1b[31m text
    >>> print(visible("two\nlines", keep=""))
    two\nlines
    """
    return _OBEYED.sub(lambda found: found[0] if found[0] in keep else _escaped(found[0]), text)


def visible_json(text: str) -> str:
    r"""Return JSON in which what a terminal would obey is written as JSON's own escape, so that nothing is lost.

    Examples
    --------
    >>> print(visible_json('["\x9b31m"]'))
    ["\u009b31m"]
    """
    return _OBEYED.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


class TechnostateError(Exception):
    """What is wrong and where (the message), and what to do about it (`hint`).

    Parameters
    ----------
    message : str
        What is wrong and where.
    hint : str
        What the user can do; may be empty.

    Examples
    --------
    >>> error = LabelError("unknown region 'CHM'", hint="did you mean CHN?")
    >>> print(error.full())
    unknown region 'CHM'
    hint: did you mean CHN?
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def full(self) -> str:
        """Return message and hint as the command line prints them."""
        return visible(f"{self}\nhint: {self.hint}" if self.hint else str(self))


class DataError(TechnostateError):
    """A file or a figure is missing, malformed or not what it says it is."""


class LabelError(TechnostateError):
    """A region, sector, series or other name is unknown, or two label sets disagree."""


class BalanceError(TechnostateError):
    """A table breaks an accounting identity."""


class ScenarioError(TechnostateError):
    """A shock, lever or scenario is contradictory or has no meaning where it was used."""


class ConvergenceError(TechnostateError):
    """A solver did not reach its tolerance; nothing it computed is returned."""

    exit_code = 1


class StoreError(TechnostateError):
    """The user's store cannot be read or written."""

    exit_code = 1


class RunError(TechnostateError):
    """Long work ended before its end: what is done is kept, and the same command goes on from there."""

    exit_code = 1


class NotModelledError(TechnostateError):
    """The question is meaningful, and no model for it is in this version."""


class Notice(UserWarning):
    """Something was done in another way than usual, with the same result: once, and never an error."""


def with_problems(head: str, problems: Sequence[str], *, most: int | None = None) -> str:
    """Return a message that says how many problems there are, each on a line of its own.

    Parameters
    ----------
    head : str
        What has them, with its verb.
    most : int, optional
        How many are listed; the number of the others is said.

    Examples
    --------
    >>> print(with_problems("the file has", ["no row", "no column"], most=1))
    the file has 2 problems:
      - no row
      - and 1 more
    """
    shown = [*problems[:most], *([f"and {len(problems) - most} more"] if most and len(problems) > most else [])]
    count = f"{len(problems)} problem{'s' * (len(problems) > 1)}"
    return f"{head} {count}:" + "".join(f"\n  - {problem}" for problem in shown)


def nearest(name: str, known: Iterable[str], *, n: int = 3) -> tuple[str, ...]:
    """Return at most `n` known names that look like `name`, best first, case ignored.

    Examples
    --------
    >>> nearest("chm", ["CHN", "CHE", "USA"])
    ('CHN', 'CHE')
    """
    by_fold = {candidate.casefold(): candidate for candidate in known}
    wanted = name.casefold()
    found = difflib.get_close_matches(wanted, by_fold, n=4 * n, cutoff=0.5)
    # Many codes are equally alike; of these, one that begins in the same way is the likelier.
    found.sort(key=lambda key: (-difflib.SequenceMatcher(None, key, wanted).ratio(), -_shared_start(key, wanted)))
    return tuple(by_fold[key] for key in found[:n])


def _shared_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def unknown_label(what: str, name: str, known: Sequence[str], *, where: str = "") -> LabelError:
    """Return the error for a name that is not in `known`, with the nearest names as its hint.

    Parameters
    ----------
    what : str
        What the name should be, for example ``"region"``.
    name : str
        The name that was given.
    known : sequence of str
        The names that exist.
    where : str
        Where it was looked for, for example ``"wiod-2004"``.

    Examples
    --------
    >>> error = unknown_label("region", "CHM", ["CHN", "USA"], where="wiod-2004")
    >>> str(error), error.hint
    ("unknown region 'CHM' in wiod-2004", 'did you mean CHN? 2 regions exist: CHN, USA')
    """
    close = nearest(str(name), known)
    plural = what[:-1] + "ies" if what.endswith("y") else what if what.endswith("s") else what + "s"
    listing = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    hint = f"did you mean {' or '.join(close)}? " if close else ""
    place = f" in {where}" if where else ""
    return LabelError(f"unknown {what} {name!r}{place}", hint=f"{hint}{len(known)} {plural} exist: {listing}")
