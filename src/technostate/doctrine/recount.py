"""Counting a formulation in one passage by plain comparison: what `counting.Scanner` must agree with."""

from __future__ import annotations

from technostate.doctrine.formulation import Formulation
from technostate.doctrine.text import Language


def is_acronym(variant: str) -> bool:
    """Return whether an English variant is written in one case only, as AI and R&D are.

    Examples
    --------
    >>> is_acronym("AI"), is_acronym("CHIPS Act")
    (True, False)
    """
    return variant.upper() == variant and variant.lower() != variant


def recount(passage: str, formulation: Formulation, language: Language) -> list[tuple[int, int]]:
    """Return (offset, length) of each hit in one passage by plain comparison: slow, and without any extra package.

    Parameters
    ----------
    passage : str
        Counted text.

    Examples
    --------
    >>> recount("加强军队，科技强军", Formulation("strong_army", zh=("强军",), blocked_left=("加",)), "zh")
    [(7, 2)]
    """
    found = [
        (offset, len(variant))
        for variant in formulation.variants(language)
        for offset in range(len(passage) - len(variant) + 1)
        if _stands(passage, offset, variant, formulation, language)
    ]
    kept: list[tuple[int, int]] = []
    for offset, length in sorted(set(found), key=lambda hit: (-hit[1], hit[0])):
        if all(offset + length <= other or other + size <= offset for other, size in kept):
            kept.append((offset, length))
    return sorted(kept)


def _stands(passage: str, offset: int, variant: str, formulation: Formulation, language: Language) -> bool:
    end = offset + len(variant)
    any_case = language == "en"
    same = passage[offset:end] == variant
    if any_case and not is_acronym(variant):
        same = _lower(passage[offset:end]) == _lower(variant)
    if not same:
        return False
    before, after = passage[offset - 1 : offset] if offset else "", passage[end : end + 1]
    for edge, neighbour in ((variant[0], before), (variant[-1], after)):
        letter = neighbour.isalnum() and (any_case or neighbour.isascii())
        if edge.isascii() and edge.isalnum() and letter:
            return False
    left, right = blockers(formulation)
    if any_case:
        passage, left, right = _lower(passage), tuple(map(_lower, left)), tuple(map(_lower, right))
    return not (passage.endswith(left, 0, offset) or passage.startswith(right, end))


def _lower(text: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def blockers(formulation: Formulation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what must not touch a hit at its left, and at its right."""
    return formulation.blocked_left, formulation.blocked_right
