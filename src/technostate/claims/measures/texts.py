"""What measures on words read: counted collections of a state, and how often words stand in each of their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from pydantic import Field, field_validator

from technostate.claims.case import Case
from technostate.claims.measures.measure import Asked
from technostate.claims.text_counts import hits_of, inside, passages
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import named
from technostate.doctrine import formulations as lexicon
from technostate.doctrine.embedded import STATES
from technostate.doctrine.text import Language, compact, counted, han_count, simplified
from technostate.doctrine.views.collection import CountedCollection, Member
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence import Origin
from technostate.evidence.printable import shown
from technostate.evidence.regions import is_known

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The state evening news by the month, a text a month.
NEWS = "xwlb"
#: Collection → the state whose texts it holds.
OWNERS: dict[str, str] = {**STATES, NEWS: "CHN"}
#: A state's principal yearly text: what ``report`` stands for.
REPORTS = {"CHN": "gwr", "USA": "sotu", "IND": "budget"}
REPORT = "report"
#: Collection → what a sentence calls it.
CALLED = {
    "gwr": "government work reports", "congress": "congress reports", "laws": "laws", "speeches": "speeches",
    "readouts": "readouts", NEWS: "evening news", "sotu": "annual messages", "nss": "security strategies",
    "budget": "budget speeches",
}  # fmt: skip
#: Before the state and the name of a collection that the user imported.
STORE = "store:"


class Words(Asked):
    """Formulations in collections of counted texts.

    Parameters
    ----------
    formulations : tuple of str
        Ids of the lexicon, counted together; a hit inside a longer one counts once. In collections of the user's store
        any other word or expression may be named as well.
    without : tuple of str
        Formulations inside whose hits no hit counts.
    beside : tuple of str
        Only hits in a paragraph that has a hit of one of these count.
    collections : tuple of str
        Embedded ones, ``xwlb`` (the evening news of China, a text a month), ``report`` for the state's principal yearly
        text, or ``store:CHN:name`` for texts of China that the user imported as ``name``. Of those named only the ones
        that hold the state's own texts are read, so that one rule can be asked of several states.
    """

    formulations: tuple[str, ...] = Field(min_length=1, max_length=100)
    without: tuple[str, ...] = Field(default=(), max_length=100)
    beside: tuple[str, ...] = Field(default=(), max_length=100)
    collections: tuple[str, ...] = Field(default=(REPORT,), min_length=1, max_length=20)

    @field_validator("collections")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name.startswith(STORE):
                state, _, own = name.removeprefix(STORE).partition(":")
                if not is_known(state) or not own or own != own.strip():
                    raise ValueError(
                        f"{name!r} names no state and collection; write for example store:CHN:white-papers"
                    )
            elif name not in (REPORT, *OWNERS):
                error = _as_value_error(unknown_label("collection", name, (REPORT, *OWNERS)))
                raise ValueError(f"{error}; one of your own store is named as store:CHN:{name}")
        if len(set(names)) < len(names):
            raise ValueError("a collection stands twice")
        return names

    def words(self) -> tuple[str, ...]:
        """Return all words that are named, wherever."""
        return (*self.formulations, *self.without, *self.beside)


def check_words(ask: Words, *over: str) -> None:
    """Raise `ValueError` for a word that is no formulation, unless all collections are the user's, or is named twice.

    Parameters
    ----------
    over : str
        Formulations that others are measured against.
    """
    known = tuple(item.id for item in lexicon.default())
    own = all(name.startswith(STORE) for name in ask.collections)
    for word in (*ask.words(), *over):
        if word in known:
            continue
        with suppress(LabelError):
            raise ValueError(f"{shown(word)} is a term of {lexicon.find(word).id}; name that")
        if not own:
            raise _as_value_error(unknown_label("formulation", word, known))
        _check_own(word)
    named = (*ask.formulations, *ask.without, *over)
    if twice := sorted({word for word in named if named.count(word) > 1}):
        raise ValueError(f"{', '.join(twice)} is named twice")


def _check_own(word: str) -> None:
    """Raise `ValueError` for a word that is not written as words of the user's texts are counted."""
    if not 0 < len(word) <= lexicon.LONGEST:
        raise ValueError(f"a word has 1 to {lexicon.LONGEST} letters, not {len(word):,}")
    form = compact(word) if han_count(word) else counted(word, "en")
    # Without the extra that folds traditional characters no text of one's own can have been imported either.
    with suppress(DataError):
        form = simplified(form) if han_count(word) else form
    if word != form:
        said = f"write {shown(form)}" if form else "name a word"
        raise ValueError(f"{shown(word)} is not written as it is counted; {said}")


def _as_value_error(error: LabelError) -> ValueError:
    return ValueError(f"{error}; {error.hint}")


@dataclass(frozen=True, eq=False)
class Counted:
    """A collection as measures read it.

    Parameters
    ----------
    name : str
        Of the collection.
    members : tuple of Member
        Its texts, oldest first.
    hits : callable
        (formulations, without, beside) → hits in each text.
    every : callable
        beside → formulation → hits in each text, of all that have a variant in the language.
    """

    name: str
    language: Language
    members: tuple[Member, ...]
    origin: Origin
    hits: Callable[[Sequence[str], Sequence[str], Sequence[str]], NDArray[np.int64]]
    every: Callable[[Sequence[str]], dict[str, NDArray[np.int64]]]

    @property
    def extents(self) -> NDArray[np.float64]:
        """Characters or words of each text."""
        return np.array([item.extent for item in self.members], dtype=np.float64)

    @property
    def called(self) -> str:
        """What a sentence calls the collection; one of the user's own by its name."""
        return CALLED.get(self.name, self.name)

    def within(self, first: int, last: int) -> NDArray[np.bool_]:
        """Return which texts are of these years."""
        return np.array([item.year is not None and first <= item.year <= last for item in self.members], dtype=bool)


def called(texts: Iterable[Counted]) -> str:
    """Return what a sentence calls some collections."""
    return ", ".join(one.called for one in texts)


def read_texts(ask: Words, case: Case, over: Sequence[str] = ()) -> tuple[Counted, ...]:
    """Return the collections of the state that are asked.

    Parameters
    ----------
    over : sequence of str
        Words beside those of `ask` that are counted too.

    Raises
    ------
    NotTestableError
        If none of them holds texts of the state, the user's store has none of its name, or a formulation of each
        kind has no variant in the language.
    """
    found = []
    for name in dict.fromkeys(_names(ask.collections, case.state)):
        if name == NEWS:
            found.append(_news(case))
        elif name.startswith(STORE):
            found.append(_placed(case.evidence.own_texts(name.split(":", 2)[2], (*ask.words(), *over))))
        else:
            found.append(_placed(case.evidence.texts(name)))
    return tuple(found)


def newest(texts: Sequence[Counted], until: int = 9999) -> int:
    """Return the newest year of some collections that is not after another year."""
    years = [it.year for one in texts for it in one.members if it.year is not None and it.year <= until]
    if not years:
        raise NotTestableError("no text has a year")
    return max(years)


def _names(asked: Sequence[str], state: str) -> list[str]:
    found = []
    for name in asked:
        owner = name.removeprefix(STORE).partition(":")[0] if name.startswith(STORE) else OWNERS.get(name)
        if name == REPORT and state in REPORTS:
            found.append(REPORTS[state])
        elif owner == state:
            found.append(name)
    if not found:
        names = ", ".join(CALLED.get(name, name) for name in asked)
        raise NotTestableError(f"none of the collections {names} holds texts of {named(state)}")
    return found


def _placed(texts: CountedCollection) -> Counted:
    size = len(texts.members)

    known = {item.id for item in texts.formulations if item.variants(texts.language)}

    def spoken(ids: Sequence[str]) -> list[str]:
        found = [name for name in ids if name in known]
        if not found:
            raise NotTestableError(
                f"none of {', '.join(ids)} has a variant in the language of the {CALLED.get(texts.name, texts.name)}"
            )
        return found

    def hits(ids: Sequence[str], without: Sequence[str], beside: Sequence[str]) -> NDArray[np.int64]:
        mine = spoken(ids)
        found = hits_of(texts, [*mine, *(name for name in without if name in known)])
        places = [texts.find(name) for name in mine]
        found = found[np.isin(texts.formulation[found], places)]
        if beside:
            found = inside(texts, found, passages(texts, hits_of(texts, spoken(beside))))
        return np.bincount(texts.document[found], minlength=size)

    def every(beside: Sequence[str]) -> dict[str, NDArray[np.int64]]:
        counts = texts.counts
        if beside:
            where = passages(texts, hits_of(texts, spoken(beside)))
            kept = inside(texts, np.arange(len(texts.document)), where)
            flat = texts.formulation[kept] * size + texts.document[kept]
            counts = np.bincount(flat, minlength=counts.size).reshape(counts.shape)
        return {
            item.id: counts[at] for at, item in enumerate(texts.formulations) if item.variants(texts.language)
        }  # fmt: skip

    return Counted(texts.name, texts.language, texts.members, texts.origin, hits, every)


def _news(case: Case) -> Counted:
    from technostate.doctrine.monthly.stored import find

    table = case.evidence.months()
    members = tuple(
        Member(f"{NEWS}-{month}", f"evening news, {month}", int(month[:4]), month, int(size), 0)
        for month, size in zip(table.months, table.characters, strict=True)
    )

    def by_month(name: str) -> NDArray[np.int64]:
        return table.counts.get(find(name), np.zeros(len(members), dtype=np.int64))

    def hits(ids: Sequence[str], without: Sequence[str], beside: Sequence[str]) -> NDArray[np.int64]:
        if without or beside:
            raise NotTestableError("the evening news are counts by the month: they know no paragraphs")
        items = [lexicon.find(name) for name in ids if lexicon.find(name).zh]
        for one in items:
            for other in items:
                if one is not other and any(short in long for short in one.zh for long in other.zh):
                    raise DataError(
                        f"{one.id} stands inside {other.id}, and the evening news are counted a formulation at a time",
                        hint=f"name {one.id} alone",
                    )
        if not items:
            raise NotTestableError(f"none of the formulations {', '.join(ids)} has a Chinese variant")
        return cast("NDArray[np.int64]", sum(by_month(one.id) for one in items))

    def every(_: Sequence[str]) -> dict[str, NDArray[np.int64]]:
        return {item.id: by_month(item.id) for item in lexicon.default() if item.zh}

    return Counted(NEWS, "zh", members, table.origin, hits, every)
