"""What must hold of the labels of a table that somebody brought: text that can be printed and told apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from technostate.evidence.printable import is_printable, shown

#: Between the name of a stored world, or of stored tariffs, and one of its vintages.
EDITION = "@"
#: Longer labels are no labels.
LONGEST = 500


def label_problems(what: str, labels: Sequence[str]) -> list[str]:
    """Return what is wrong with labels that no reader could tell apart, find or print; the first five.

    Parameters
    ----------
    what : str
        ``"region"`` or ``"sector"``.

    Examples
    --------
    >>> label_problems("region", ["CHN", "USA", "CHN "])
    ["region labels 'CHN' and 'CHN ' differ only by a space"]
    >>> label_problems("sector", ["agr", "Agr"])
    ["sector labels 'agr' and 'Agr' differ only by case"]
    """
    problems, twins = [], set()
    first: dict[str, str] = {}
    for label in labels:
        other = first.setdefault(_core(label), label)
        if other != label:
            problems.append(
                f"{what} labels {shown(other)} and {shown(label)} differ only by {_difference(other, label)}"
            )
            twins |= {other, label}
    for label in labels:
        if len(label) > LONGEST:
            problems.append(f"a {what} label has {len(label):,} letters ({label[:30]!r} …), more than {LONGEST}")
        elif not is_printable(label):
            problems.append(f"{what} label {label!r} has characters that cannot be printed")
        elif any(len(_scripts(word)) > 1 for word in label.split()):
            problems.append(f"{what} label {label!r} mixes letters of {' and '.join(sorted(_scripts(label)))}")
        elif label != label.strip() and label not in twins and label.strip():
            problems.append(f"{what} label {label!r} begins or ends with a space")
    return problems[:5] + ([f"{len(problems) - 5} more labels are wrong"] if len(problems) > 5 else [])


def _core(label: str) -> str:
    """Return a label without case, spaces and what has no width."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    return "".join(letter for letter in folded if not letter.isspace() and unicodedata.category(letter) != "Cf")


def _scripts(word: str) -> set[str]:
    """Return which of three scripts that look alike a word has letters of."""
    names = {unicodedata.name(letter, "").split(" ")[0].capitalize() for letter in word if letter.isalpha()}
    return names & {"Latin", "Cyrillic", "Greek"}


def _difference(one: str, other: str) -> str:
    if "".join(one.split()) == "".join(other.split()):
        return "a space"
    if "".join(one.split()).casefold() == "".join(other.split()).casefold():
        return "case" if one.split() == other.split() or one.casefold() == other.casefold() else "a space and case"
    return "the form of a character"
