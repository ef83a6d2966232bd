"""Text that a terminal may print: no control characters, no halves of characters, nothing that turns the line round."""

from __future__ import annotations

import unicodedata

#: Marks that change the direction of what follows: what is read is then not what is written.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_printable(text: str, allowed: str = "") -> bool:
    r"""Return whether a text can be printed as it is.

    Parameters
    ----------
    allowed : str
        Control characters that may stand in it.

    Examples
    --------
    >>> is_printable("数据 é"), is_printable("\x1b[31m"), is_printable("a\nb", "\n"), is_printable("a\u202eb")
    (True, False, True, False)
    """
    return text.isprintable() or not any(_is_unsafe(letter) for letter in text if letter not in allowed)


def printable(text: str) -> str:
    r"""Return a text with what cannot be printed written as an escape.

    Examples
    --------
    >>> print(printable("table\x1b.csv"))
    table\x1b.csv
    """
    escaped = text.encode("utf-8", "backslashreplace").decode()
    return "".join(ascii(letter)[1:-1] if _is_unsafe(letter) else letter for letter in escaped)


def _is_unsafe(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in _TURNING


def shown(value: object, most: int = 60) -> str:
    """Return a value as a message shows it: in quotes if it is text, escaped, and no longer than a reader reads.

    Examples
    --------
    >>> shown("CHN "), len(shown("x" * 1000))
    ("'CHN '", 62)
    """
    return shortened(repr(value), most)


def reason(error: BaseException, most: int = 200) -> str:
    r"""Return the first line of what an error says, as it can be printed.

    Examples
    --------
    >>> reason(ValueError("no \x1b[1m table\nin 3 lines")), reason(ValueError())
    ('no \\x1b[1m table', 'no reason is given')
    """
    return printable((str(error).splitlines() or ["no reason is given"])[0][:most])


def shortened(text: str, most: int = 300) -> str:
    """Return the beginning of a text that is too long for a message.

    Examples
    --------
    >>> shortened("short"), shortened("long" * 100, 6)
    ('short', 'longlo …')
    """
    return text if len(text) <= most else f"{text[:most]} …"
