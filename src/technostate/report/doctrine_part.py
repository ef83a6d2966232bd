"""What the two states say, from counts of their official texts: salience, security beside development, first uses."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from technostate.report.subjects import Subjects, sentence_name

if TYPE_CHECKING:
    from technostate.doctrine.views import CountedCollection
    from technostate.strategies.salience import Priority, Salience

Record = dict[str, Any]

#: Paths begin here: what was said before belongs to other times, and the Chinese reports have long gaps.
SINCE = 1979
#: Hits in the years of the base below which an index is noise and is not shown.
FEWEST_HITS = 50
#: Formulations a strategy in the table of uses, chosen by hits in the documents of the latest years.
TELLING, LATEST = 2, 10
#: Rising and falling formulations shown.
CHANGES = 6


def doctrine(who: Subjects) -> Record:
    """Return what each of the two states says, as plain JSON types.

    Parameters
    ----------
    who : Subjects

    Returns
    -------
    dict
        ``collections``, ``salience``, ``priority``, ``uses`` and ``changes``, each a list of records by state, and
        ``missing``: a sentence for each state that has no embedded texts.
    """
    from technostate.strategies.salience import collections_of

    known = {code: names[0] for code in who.pair if (names := collections_of(code))}
    record: Record = {"collections": [], "salience": [], "priority": [], "uses": [], "changes": []}
    for code, name in known.items():
        texts = _texts(name)
        record["collections"].append(_collection(code, texts))
        record["priority"] += _priorities(code, name)
        record["uses"].append(_uses(code, texts))
        record["changes"].append(_changes(code, texts))
    record["salience"] = _salience(known)
    record["missing"] = [
        f"{sentence_name(code)}: no collection of official texts is embedded." for code in who.pair if code not in known
    ]
    return record


def _texts(name: str) -> CountedCollection:
    from technostate.doctrine.views import shipped

    return shipped(name)


def _collection(code: str, texts: CountedCollection) -> Record:
    """Return what a collection is and what it lacks."""
    years = sorted(member.year for member in texts.members if member.year is not None)
    odd = [f"{member.year}: {member.note}" for member in texts.members if member.note and (member.year or 0) >= SINCE]
    return {
        "region": code,
        "collection": texts.name,
        "title": texts.origin.title,
        "documents": len(texts.members),
        "first": str(years[0]),
        "last": str(years[-1]),
        "without": [str(year) for year in texts.silent_years if year >= SINCE],
        "odd": odd,
        "measured_in": texts.unit,
        "unit": "count",
        "kind": "derived",
        "origin": texts.origin.as_dict(),
    }


def _salience(known: dict[str, str]) -> list[Record]:
    """Return salience of the five strategies: rates, and the index by which two languages may be compared."""
    from technostate.strategies import STRATEGIES, strategy
    from technostate.strategies.salience import salience

    rows = []
    for key in STRATEGIES:
        found = {code: salience(key, code, name) for code, name in known.items()}
        paths = {code: {year: rate for year, rate in one.path.items() if year >= SINCE} for code, one in found.items()}
        common = set.intersection(*(set(path) for path in paths.values())) if paths else set()
        rows += [_index(strategy(key).title, one, paths[code], common) for code, one in found.items()]
    return rows


def _index(title: str, found: Salience, path: dict[int, float], common: set[int]) -> Record:
    hits = sum(row.count for row in found.rows if row.year in common)
    mean = sum(path[year] for year in common) / len(common) if hits >= FEWEST_HITS else 0.0
    leading = next(iter(found.shares), None)
    return {
        "region": found.state,
        "strategy": found.strategy,
        "title": title,
        "collection": found.collection,
        "unit": found.unit,
        "measured_in": found.measured_in,
        "kind": found.kind,
        "values": {str(year): rate for year, rate in sorted(path.items())},
        "index": {
            "unit": "index",
            "hits": hits,
            "base": f"100 = mean of the {len(common)} years from {SINCE} that all collections shown have",
            "values": {str(year): 100 * rate / mean for year, rate in sorted(path.items())} if mean else {},
        },
        "formulations": len(found.formulations),
        "leading": None if leading is None else {"formulation": leading, "unit": "1", "share": found.shares[leading]},
        "origin": found.origin.as_dict(),
    }


def _priorities(code: str, name: str) -> list[Record]:
    """Return security beside development, with every use and with the strategic sense where senses are told apart."""
    from technostate.errors import NotModelledError
    from technostate.strategies.salience import priority

    found: list[Priority] = [priority(code, name)]
    with suppress(NotModelledError):  # senses are told apart in Chinese only; the section says so
        found.append(priority(code, name, reading="strategic"))
    return [
        {
            "region": code,
            "collection": name,
            "reading": one.reading,
            "unit": one.unit,
            "kind": one.kind,
            "values": {str(year): value for year, value in sorted(one.values.items()) if year >= SINCE},
            "note": one.note,
            "origin": one.origin.as_dict(),
        }
        for one in found
    ]


def _uses(code: str, texts: CountedCollection) -> Record:
    """Return first and last use of the formulations that each strategy's latest documents use most."""
    from technostate.doctrine.views import uses
    from technostate.strategies import STRATEGIES

    newest = max(member.year or 0 for member in texts.members)
    late = [at for at, member in enumerate(texts.members) if (member.year or 0) > newest - LATEST]
    recent = texts.counts[:, late].sum(axis=1)
    chosen: list[int] = []
    for key in STRATEGIES:
        own = [at for at, item in enumerate(texts.formulations) if item.strategy == key and recent[at]]
        chosen += sorted(own, key=lambda at: -int(recent[at]))[:TELLING]
    rows = []
    if chosen:
        for place, use in zip(chosen, uses(texts, [texts.formulations[at].id for at in chosen]).rows, strict=True):
            item = texts.formulations[place]
            rows.append(
                {
                    "formulation": item.id,
                    "words": item.variants(texts.language)[0],
                    "english": item.en[0] if texts.language == "zh" and item.en else "",
                    "strategy": item.strategy,
                    "hits": use.hits,
                    "documents": use.documents,
                    "first": use.first,
                    "first_year": str(use.first_year),
                    "last": use.last,
                    "last_year": str(use.last_year),
                }
            )
    return {
        "region": code,
        "collection": texts.name,
        "unit": "count",
        "kind": "derived",
        "origin": texts.origin.as_dict(),
        "rows": rows,
    }


def _changes(code: str, texts: CountedCollection) -> Record:
    """Return the formulations whose rate rose or fell most between the two latest documents."""
    from technostate.doctrine.views import contrast

    before, latest = (member.id for member in texts.members[-2:])
    found = contrast(texts, before, latest)
    items = {item.id: item for item in texts.formulations}

    def shown(sign: int) -> list[Record]:
        rows = [row for row in found.rows if sign * row.log2_ratio > 0][:CHANGES]
        return [
            {
                "formulation": row.formulation,
                "words": items[row.formulation].variants(texts.language)[0],
                "change": row.change,
                "count": {"unit": "count", "before": row.count_first, "latest": row.count_second},
                "before": row.per_10000_first,
                "latest": row.per_10000_second,
            }
            for row in rows
        ]

    clear = sum(row.change in {"rising", "falling"} or row.p_adjusted < 0.05 for row in found.rows)
    return {
        "region": code,
        "collection": texts.name,
        "before": before,
        "latest": latest,
        "unit": "per 10,000",
        "kind": "derived",
        "origin": texts.origin.as_dict(),
        "compared": found.tests,
        "distinguishable": clear,
        "rising": shown(1),
        "falling": shown(-1),
    }
