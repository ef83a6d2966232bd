"""Salience: how much of a state's official language a strategy takes, and security beside development in it.

Both are counted in the embedded collections, by the unit of docs/doctrine.md. A rate per 10,000 Han characters and one
per 10,000 words are not comparable in level: compare paths, or indices of each collection's own mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from technostate.doctrine import embedded
from technostate.doctrine.views.rates import interval, ratio_interval
from technostate.errors import NotModelledError
from technostate.evidence.origin import Origin, derived_from
from technostate.strategies.comparison import code_of
from technostate.strategies.dictionary import StrategyKey

if TYPE_CHECKING:
    from technostate.doctrine.views import CountedCollection

#: Collection → the state that issued its documents; the first of a state has a document for most years.
ISSUERS: dict[str, str] = embedded.STATES
#: What `Salience.unit` and `Priority.unit` of rates are (`technostate.units`); `measured_in` says per 10,000 of what.
UNIT = "per 10,000"
#: Words for security and for development, a language: formulations of the lexicon.
SECURITY = ("security",)
DEVELOPMENT = {"zh": ("development",), "en": ("development", "economic_growth")}
#: Uses of development in a year below which a ratio to them is noise and is not given.
FEWEST = 5
Reading = Literal["all", "strategic"]


@dataclass(frozen=True)
class SalienceRow:
    """A strategy in one document.

    Parameters
    ----------
    count : int
        Hits of the core; one inside a longer hit of any formulation is not counted again.
    context : int
        Hits of formulations that only go along with the strategy, which no rate or share has.
    extent : int
        Han characters or words.
    leading : str
        The formulation with most of the hits; empty without a hit.
    leading_share : float or None
        Its share of the hits; None without a hit.
    note : str
        Why the document is unlike the others; mostly empty.
    """

    document: str
    year: int
    count: int
    context: int
    extent: int
    per_10000: float
    leading: str
    leading_share: float | None
    note: str

    @property
    def interval(self) -> tuple[float, float]:
        """Exact 95 % interval of `per_10000`, hits taken as a Poisson count."""
        return interval(self.count, self.extent)


@dataclass(frozen=True)
class Salience:
    """How much of a collection a strategy takes, document by document.

    Parameters
    ----------
    unit : str
        ``"per 10,000"``.
    measured_in : str
        Of what.
    formulations, context : tuple of str
        Those of the strategy that have a variant in the collection's language: the core, which is counted, and those
        that only go along with it.
    shares : dict of str to float
        Formulation → its share of the strategy's hits in the whole collection, largest first; without those of no hit.
    rows : tuple of SalienceRow
        Oldest first.
    """

    strategy: StrategyKey
    state: str
    collection: str
    unit: str
    measured_in: str
    kind: Literal["derived"]
    origin: Origin
    formulations: tuple[str, ...]
    context: tuple[str, ...]
    shares: dict[str, float]
    rows: tuple[SalienceRow, ...]

    @property
    def path(self) -> dict[int, float]:
        """Year → hits per 10,000 over all documents of the year."""
        found: dict[int, tuple[int, int]] = {}
        for row in self.rows:
            count, extent = found.get(row.year, (0, 0))
            found[row.year] = count + row.count, extent + row.extent
        return {year: 1e4 * count / extent for year, (count, extent) in found.items()}


@dataclass(frozen=True)
class Priority:
    """Security beside development in a collection, by year: the observed counterpart of priority in the dynamics.

    Parameters
    ----------
    reading : {"all", "strategic"}
        Whether every use of the word for security counts, or only its strategic sense.
    unit : str
        ``"ratio"``: uses of the words for security for one use of those for development.
    security, development : dict of int to float
        Year → uses per 10,000 characters or words.
    hits : dict of int to tuple of int
        Year → uses of the words for security, and of those for development.
    values : dict of int to float
        Year → the first over the second; without years that use development fewer than `FEWEST` times.
    """

    state: str
    collection: str
    reading: Reading
    unit: str
    kind: Literal["derived"]
    origin: Origin
    security: dict[int, float]
    development: dict[int, float]
    hits: dict[int, tuple[int, int]]
    values: dict[int, float]
    note: str

    def interval(self, year: int) -> tuple[float, float]:
        """Return the exact 95 % interval of the ratio of a year in `values`, given all uses of both (Clopper–Pearson).

        References
        ----------
        Clopper, C. J., Pearson, E. S. (1934). The use of confidence or fiducial limits. Biometrika 26, 404–413.
        """
        return ratio_interval(*self.hits[year])


def collections_of(state: str) -> tuple[str, ...]:
    """Return the embedded collections that a state issued; empty for most states.

    Examples
    --------
    >>> collections_of("CHN"), collections_of("JPN")
    (('gwr', 'congress', 'laws', 'speeches', 'readouts'), ())
    """
    code = code_of(state)
    return tuple(name for name, issuer in ISSUERS.items() if issuer == code)


def salience(strategy: StrategyKey, state: str, collection: str | None = None) -> Salience:
    """Return how much of a state's official language a strategy takes.

    Parameters
    ----------
    collection : str, optional
        One of `collections_of`; the first by default.

    Raises
    ------
    NotModelledError
        If no collection of the state is embedded, or not this one.

    Examples
    --------
    >>> found = salience("fusion", "CHN")
    >>> found.collection, found.rows[-1].year, max(found.shares, key=found.shares.get) in found.formulations
    ('gwr', 2025, True)
    """
    code, name = code_of(state), _collection(state, collection)
    texts = _texts(name)
    every = [at for at, item in enumerate(texts.formulations) if item.strategy == strategy]
    places = [at for at in every if not texts.formulations[at].context]
    beside = [at for at in every if texts.formulations[at].context]
    counts, apart = _counts(name)[places], _counts(name)[beside].sum(axis=0)
    ids = [texts.formulations[at].id for at in places]
    rows = []
    for at, member in enumerate(texts.members):
        total = int(counts[:, at].sum())
        top = int(counts[:, at].argmax())
        rows.append(
            SalienceRow(
                member.id, int(member.date[:4]), total, int(apart[at]), member.extent, 1e4 * total / member.extent,
                ids[top] if total else "", float(counts[top, at]) / total if total else None, member.note,
            )
        )  # fmt: skip
    sums = counts.sum(axis=1)
    order = sorted((at for at in range(len(ids)) if sums[at]), key=lambda at: (-sums[at], ids[at]))
    origin = derived_from(f"Salience of {strategy} in {name}", texts.origin)
    return Salience(
        strategy, code, name, UNIT, texts.unit, "derived", origin,
        _spoken(texts, places), _spoken(texts, beside),
        {ids[at]: float(sums[at] / sums.sum()) for at in order}, tuple(rows),
    )  # fmt: skip


def _spoken(texts: CountedCollection, places: list[int]) -> tuple[str, ...]:
    """Return the ids of formulations that have a variant in the language."""
    return tuple(texts.formulations[at].id for at in places if texts.formulations[at].variants(texts.language))


def priority(state: str, collection: str | None = None, *, reading: Reading = "all") -> Priority:
    """Return uses of security for one use of development, by year, in a state's official language.

    Parameters
    ----------
    collection : str, optional
        One of `collections_of`; the first by default.
    reading : {"all", "strategic"}
        ``"strategic"`` leaves out uses of 安全 for safety and other things (docs/codebook.md); Chinese only.

    Raises
    ------
    NotModelledError
        If no collection of the state is embedded, or senses were asked for in English.

    Examples
    --------
    >>> every, strategic = priority("CHN"), priority("CHN", reading="strategic")
    >>> every.values[2006] > strategic.values[2006]
    True
    """
    code, name = code_of(state), _collection(state, collection)
    language = embedded.documents(name)[0].language
    if reading == "strategic" and language != "zh":
        raise NotModelledError(
            f"senses of security are not told apart in {name}",
            hint='ask for reading="all": every use but Social Security',
        )
    security = _counted(name, SECURITY, None if reading == "all" else reading)
    development = _counted(name, DEVELOPMENT[language], None)
    enough = [year for year, (count, _) in development.items() if count >= FEWEST]
    origin = derived_from(f"Security beside development in {name}", _texts(name).origin)
    return Priority(
        code, name, reading, "ratio", "derived", origin,
        _rates(security), _rates(development),
        {year: (security[year][0], development[year][0]) for year in development},
        {year: security[year][0] / development[year][0] for year in enough},
        "Development is also the everyday word for economic activity, so that the level understates security’s rank.",
    )  # fmt: skip


def _collection(state: str, wanted: str | None) -> str:
    own = collections_of(state)
    if not own or wanted not in (None, *own):
        named = "official texts" if wanted is None else f"collection {wanted!r}"
        raise NotModelledError(
            f"no {named} of {code_of(state)} are counted: there is no collection of them",
            hint=f"collections: {', '.join(f'{name} ({issuer})' for name, issuer in ISSUERS.items())}; "
            "others can be imported: technostate doctrine import",
        )
    return wanted or own[0]


@lru_cache(maxsize=len(ISSUERS))
def _texts(name: str) -> CountedCollection:
    from technostate.doctrine.views import shipped

    return shipped(name)


@lru_cache(maxsize=len(ISSUERS))
def _counts(name: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return hits that do not lie inside a longer one, shape (formulations, documents)."""
    from technostate.doctrine.views.profile import outermost

    texts = _texts(name)
    kept = outermost(texts)
    counts = np.zeros((len(texts.formulations), len(texts.members)), dtype=np.int64)
    np.add.at(counts, (texts.formulation[kept], texts.document[kept]), 1)
    return counts


def _counted(name: str, formulations: tuple[str, ...], sense: str | None) -> dict[int, tuple[int, int]]:
    """Return year → hits of some formulations, and characters or words, of all documents of the year."""
    found: dict[int, tuple[int, int]] = {}
    for at, formulation in enumerate(formulations):
        for item in embedded.counts(formulation, name, sense=sense):
            count, extent = found.get(item.document.year, (0, 0))
            found[item.document.year] = count + item.count, extent + (item.document.extent if at == 0 else 0)
    return found


def _rates(counted: dict[int, tuple[int, int]]) -> dict[int, float]:
    return {year: 1e4 * count / extent for year, (count, extent) in counted.items()}
