"""How two lines of one paragraph are joined, and whether a hyphen at a line's end belongs to the word."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_CUT = re.compile(r"([^\W\d_](?:[^\W\d_]|-)*)[-\u2010\u00ad]$")
_REST = re.compile(r"[^\W\d_]+")
#: Where a word is cut at the end of a line.
_BREAK = re.compile(r"([-\u2010\u00ad])[ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_LAST = re.compile(r"[^\W\d_](?:[^\W\d_]|-)*$")
_LOOK = 60
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


class Joints:
    """Joins lines as one document spells its words.

    A hyphen stays if the text elsewhere has the word with it, or if both parts are words and the whole is none; it goes
    where the whole is a word of the text or of the list, and where a part is no word. A hyphen before a capital or a
    digit stays.

    Parameters
    ----------
    text : str
        The whole document, whose own spelling decides first.

    Examples
    --------
    >>> joints = Joints("")
    >>> joints.joined("rivalry over export con-", "trols"), joints.joined("military-", "civil fusion")
    ('rivalry over export controls', 'military-civil fusion')
    >>> joints.joined("总体国家", "安全观")
    '总体国家安全观'
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._own: frozenset[str] | None = None

    def joined(self, one: str, other: str) -> str:
        """Return two lines as one: Chinese lines touch, other lines are joined by a space, cut words are whole."""
        if not one or not other:
            return one or other
        cut, rest = _CUT.search(one[-_LOOK:]), _REST.match(other[:_LOOK])
        if cut and rest:
            return one[:-1] + self._sign(cut[1], one[-1], rest[0]) + other
        if one[-1] == "-" and one[-2:-1].isalnum() and other[0].isalnum():
            return one + other
        touching = not (one[-1].isascii() or other[0].isascii())
        return one + other if touching else f"{one} {other}"

    def whole_words(self, text: str) -> str:
        """Return a text with the words made whole that its line ends cut; other line ends stay."""
        return _BREAK.sub(self._at_break, text)

    def _at_break(self, found: re.Match[str]) -> str:
        one, other = self._parts(found)
        return self._sign(one, found[1], other) if one and other else found[0]

    @staticmethod
    def _parts(found: re.Match[str]) -> tuple[str, str]:
        """Return the two parts of a word at a line's end, looked for nearby, so that no text takes for ever."""
        text, start, end = found.string, found.start(), found.end()
        before, after = _LAST.search(text[max(0, start - _LOOK) : start]), _REST.match(text[end : end + _LOOK])
        return (before[0] if before else "", after[0] if after else "")

    def _sign(self, one: str, sign: str, other: str) -> str:
        """Return the hyphen, or nothing where it only marks the cut."""
        if sign == "\u00ad":
            return ""
        if not other[0].islower():
            return "-"
        last, first, plain = one.rpartition("-")[2].lower(), other.lower(), (one + other).lower()
        own = self._words()
        if f"{one}-{other}".lower() in own:
            return "-"
        if plain in own or last + first in own or last + first in _known():
            return ""
        return "-" if all(part in own or part in _known() for part in (last, first)) else ""

    def _words(self) -> frozenset[str]:
        """Words of the text that no line's end cuts."""
        if self._own is None:
            whole, at = [], 0
            for found in _BREAK.finditer(self._text):
                one, other = self._parts(found)
                whole.append(self._text[at : max(at, found.start() - len(one))])
                at = found.end() + len(other)
            words = (word[0] for text in (*whole, self._text[at:]) for word in _WORD.finditer(text.lower()))
            self._own = frozenset(word for word in words if len(word) > 3)
        return self._own


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Words found 12 times or more in the addresses of US presidents and the translated work reports of China."""
    return frozenset(files(__package__).joinpath("words_en.txt").read_text("ascii").split())
