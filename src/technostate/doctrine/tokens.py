"""How text is folded for search, and the tokens of the index: pairs of characters, and words.

The index only narrows down: every hit that a token does not prove is verified on the passage itself (`search`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import add

from technostate.doctrine.text import compact, simplified, spaced

# Scripts written without spaces between words: Han with its radicals, iteration and number signs, and kana.
_WIDE = (
    "\u2e80-\u2fd5\uff66-\uff9f\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002fa1f\U00030000-\U000323af"
)
_HAS_WIDE = re.compile(f"[{_WIDE}]")
_WORD = re.compile(rf"[^\W_{_WIDE}]+")
_ASCII_PAIR = re.compile(r"[0-9a-z]{2}")
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": " ", "‑": " ", "-": " "})
#: Longer words are indexed by their beginning.
LONGEST_WORD = 64


def is_wide(text: str) -> bool:
    """Whether the text has a character of a script that is written without spaces.

    Examples
    --------
    >>> is_wide("5G网络"), is_wide("5G network")
    (True, False)
    """
    return not text.isascii() and _HAS_WIDE.search(text) is not None


def lowered(text: str) -> str:
    """Return the text in lower case, each character by itself where the whole would change its length.

    Examples
    --------
    >>> len(lowered("İI"))
    2
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def fold_unspaced(text: str) -> str:
    """Return text as substrings are looked for in it: plain characters, no white space, simplified, lower case.

    Examples
    --------
    >>> fold_unspaced("國家 安全AI")
    '国家安全ai'
    """
    return lowered(simplified(compact(text)))


def fold_spaced(text: str) -> str:
    """Return text as words are looked for in it: plain characters, single spaces also for hyphens, lower case.

    Examples
    --------
    >>> fold_spaced("America’s  dual-use exports")
    "america's dual use exports"
    """
    # Of ASCII text split() does the same in a tenth of the time.
    whole = " ".join(text.split()) if text.isascii() else spaced(text)
    return lowered(whole.translate(_SAME))


def fold_words(text: str) -> str:
    r"""Return the spaced folding with wide characters as NUL, so that 发展AI技术 has the word AI.

    Examples
    --------
    >>> fold_words("发展AI")
    '\x00\x00ai'
    """
    folded = fold_spaced(text)
    return folded if folded.isascii() else _HAS_WIDE.sub("\0", folded)


def fold_all(texts: Sequence[str]) -> list[str | None]:
    """Return for each text its unspaced folding where it has wide characters and is not the text itself, else None.

    Parameters
    ----------
    texts : sequence of str
        Paragraphs of one document; they are simplified in one call, which is many times faster than one by one.
    """
    wide = [at for at, text in enumerate(texts) if is_wide(text)]
    folded: list[str | None] = [None] * len(texts)
    if not wide:
        return folded
    joined = lowered(simplified("\n".join(compact(texts[at]) for at in wide)))
    for at, text in zip(wide, joined.split("\n"), strict=True):
        if text != texts[at]:
            folded[at] = text
    return folded


def pairs(folded: str) -> set[str]:
    """Return the pairs of neighbouring letters or digits of which one at least is not ASCII.

    Examples
    --------
    >>> sorted(pairs("5g网络、ai"))
    ['g网', '网络']
    """
    found = set(filter(str.isalnum, map(add, folded, folded[1:])))
    # Only neighbours of the ASCII range can make an ASCII pair; most passages have none.
    return {pair for pair in found if not pair.isascii()} if _ASCII_PAIR.search(folded) else found


def words(text: str) -> list[str]:
    """Return the words of a text of either folding, wide characters left out.

    Examples
    --------
    >>> words("america's 5g网络")
    ['america', 's', '5g']
    """
    return [word[:LONGEST_WORD] for word in _WORD.findall(text)]


def tokens(text: str, folded: str | None) -> str:
    """Return what the index keeps of a passage: each token once, separated by spaces.

    Parameters
    ----------
    text : str
        The passage.
    folded : str or None
        Its entry of `fold_all`.
    """
    # Of what is not ASCII, characters that print nothing must go first: a soft hyphen does not end a word.
    found = set(words(lowered(text if text.isascii() else spaced(text))))
    if folded is not None or is_wide(text):
        found |= pairs(text if folded is None else folded)
    return " ".join(found)
