"""Commands as a reader types them: words that a shell takes as they are, quoted where it would not."""

from __future__ import annotations

import re
import shlex

from technostate.evidence.own import current


def quoted(word: str) -> str:
    """Return a word as a shell takes it; letters of any script need no quotes.

    Examples
    --------
    >>> quoted("军民融合"), quoted("export controls")
    ('军民融合', "'export controls'")
    """
    return word if re.fullmatch(r"[\w%+,./:=@-]+", word) else shlex.quote(word)


def command(*words: str, **options: object) -> str:
    """Return what to type: words, then the options that were given; empty text, None and False are none.

    The store that was named is named again, so that the same figures come back.

    Parameters
    ----------
    words : str
        After ``technostate``.
    options : object
        Name → value; True stands for an option without a value.

    Examples
    --------
    >>> command("reproduce", "cp2015", data="my files", year=None, full=True, draws=0)
    "technostate reproduce cp2015 --data 'my files' --full --draws 0"
    """
    typed = ["technostate", *map(quoted, words)]
    for name, value in options.items():
        if value is None or value is False or value == "":
            continue
        typed.append(f"--{name.strip('_').replace('_', '-')}")
        if value is not True:
            typed.append(quoted(str(value)))
    if "store" not in options and (store := current.named()) is not None:
        typed += ["--store", quoted(str(store))]
    return " ".join(typed)
