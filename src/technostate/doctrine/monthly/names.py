"""What is counted by the month: each Chinese term of the lexicon alone, each concept of several, and more words."""

from __future__ import annotations

from collections.abc import Iterable

from technostate.doctrine import formulations
from technostate.doctrine.formulation import Formulation


def counted_names(words: Iterable[str] = ()) -> tuple[Formulation, ...]:
    """Return what is counted, each as a formulation whose id is the name it is asked by.

    Parameters
    ----------
    words : iterable of str
        Words beside the lexicon, counted as they are written; those that are terms of it count as such.

    Returns
    -------
    tuple of Formulation
        Terms by themselves, with the blockers of their formulation; then formulations with several Chinese terms, whose
        terms that overlap count once; then words.

    Examples
    --------
    >>> names = {item.id: item.zh for item in counted_names(["稳定"])}
    >>> names["强军"], names["稳定"]
    (('强军',), ('稳定',))
    """
    alone = [term.alone for term in formulations.terms("zh")]
    concepts = [item for item in formulations.default() if len(item.zh) > 1]
    known = {item.id for item in (*alone, *concepts)}
    more = [Formulation(word, zh=(word,)) for word in sorted(set(words) - known)]
    return (*alone, *concepts, *more)
