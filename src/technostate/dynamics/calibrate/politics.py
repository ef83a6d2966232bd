"""What states are to each other: distance by votes, and rivals by what each has done to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from technostate import states
from technostate.dynamics.calibrate.members import Members, spelt
from technostate.evidence import catalogue

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

VOTES = "unga/ideal-points/all"
#: Years of votes that are averaged.
SESSIONS = 5
#: Those whose foreign affairs another conducts, by law, and who have no vote.
REPRESENTED = {"HKG": "CHN", "MAC": "CHN"}
#: Acts of pressure between two states, at least one each way, from which they are rivals.
ACTS = 3
#: Part of the widest gap of two ideal points from which two countries are far from each other.
FAR = 0.5


def ideal_points(members: Members, year: int) -> Array:
    """Return the ideal point (C,) of countries: mean over five years of votes up to a year.

    One without a vote has that of the state that conducts its foreign affairs, else the median of the partners that
    its own file names, else the median of all; a note says so.
    """
    means = _mean_points(year)
    found = np.array([means.get(country, np.nan) for country in members.countries])
    for c in np.flatnonzero(~np.isfinite(found)):
        country = members.countries[c]
        partners = [means[state] for state in _partners(country) if state in means]
        if REPRESENTED.get(country) in means:
            found[c] = means[REPRESENTED[country]]
        elif partners:
            found[c] = float(np.median(partners))
            members.notes.append(
                f"{country} has no vote; the median of the {len(partners)} partners in its file stands in."
            )
    return np.where(np.isfinite(found), found, float(np.median(list(means.values()))))


@lru_cache(maxsize=4)
def _means_at(stamp: int, year: int) -> dict[str, float]:
    series = catalogue.load(VOTES)
    last = min(year, series.years[-1])
    means = {}
    for country in series.regions:
        seen = [value for at, value in series.path(country).items() if last - SESSIONS < at <= last]
        if seen:
            means[country] = float(np.mean(seen))
    return means


def _mean_points(year: int) -> dict[str, float]:
    """Return country → mean ideal point over five years of votes up to a year."""
    return _means_at(catalogue.state(), year)


def _partners(country: str) -> tuple[str, ...]:
    if country not in states.codes():
        return ()
    return tuple(sorted({state for row in states.load(country).partners for state in _expanded(row.region)}))


@cache
def _expanded(label: str) -> tuple[str, ...]:
    return states.group(label) if label in states.groups() else (label,)


def distances(members: Members, points: Array, weights: Array) -> Array:
    """Return political distance (N, N): gap of ideal points over the widest gap of any two countries."""
    mean = members.averaged(points, weights)
    gap: Array = np.abs(mean[:, None] - mean) / (points.max() - points.min())
    return gap


@cache
def rivalries() -> frozenset[tuple[str, str]]:
    """Return pairs of countries that are rivals, both ways round, by the states' files.

    Each has put pressure on the other, together at least three acts; and no file holds one of them for a treaty ally,
    coalition partner or (by name) security partner of the other.
    """
    acts: Counter[tuple[str, str]] = Counter()
    for code in states.codes():
        for event in states.load(code).chronology:
            if event.kind == "pressure":
                targets = {state for target in event.targets for state in _expanded(target)}
                acts.update((actor, target) for actor in _expanded(event.actor) for target in targets)
    tied = set(_ties())
    return frozenset(
        (one, other)
        for one, other in acts
        if one != other
        and acts[other, one]
        and acts[one, other] + acts[other, one] >= ACTS
        and (one, other) not in tied
    )


def _ties() -> Iterator[tuple[str, str]]:
    for code in states.codes():
        for row in states.load(code).partners:
            by_name = row.region not in states.groups() or row.region == "EU"
            close = row.relation in ("treaty_ally", "coalition") or (row.relation == "security_partner" and by_name)
            if close and row.until is None:
                for one in _expanded(code):
                    for other in _expanded(row.region):
                        yield one, other
                        yield other, one


def by_files(members: Members) -> Flags:
    """Return whether countries are rivals (C, C) by the states' files, see `rivalries`."""
    return _table(members, rivalries())


def by_distance(members: Members, points: Array, year: int) -> Flags:
    """Return whether countries are rivals (C, C) by votes up to a year, whatever they have done to each other.

    Ideal points lie at least half of the widest gap apart, both vote, and no file names one as a close partner of the
    other: treaty ally, coalition partner or, by name, security partner.
    """
    voting = np.isin(members.countries, list(_mean_points(year)))
    far = np.abs(points[:, None] - points) >= FAR * (points.max() - points.min())
    rivals: Flags = far & voting & voting[:, None] & ~_table(members, frozenset(_ties()))
    return rivals


def _table(members: Members, pairs: frozenset[tuple[str, str]]) -> Flags:
    return np.array([[(a, b) in pairs for b in members.countries] for a in members.countries])


def named_rivals(members: Members, weights: Array, rivals: Flags, by: str) -> Flags:
    """Return whether regions are rivals (N, N): countries that make at least half of each are rivals of the other's.

    Parameters
    ----------
    weights : array (C,)
    rivals : array of bool (C, C)
        Of countries: `by_files` or `by_distance`.
    by : str
        What tells them, for the note on regions without a rival.
    """
    inside = members.belongs * weights
    share = inside / inside.sum(1, keepdims=True)
    between = share @ rivals.astype(np.float64) @ share.T
    named: Flags = between >= 0.5
    np.fill_diagonal(named, False)
    quiet = [label for label, row in zip(members.labels, named, strict=True) if not row.any()]
    if quiet:
        members.notes.append(f"No rival by {by}, so that nothing is feared: {spelt(quiet)}.")
    return named


def fears(named: Flags, strength: Array) -> Array:
    """Return the weight (N, N) of m in what n fears: its military spending where named, over the largest row's sum."""
    weight = named * strength
    top = weight.sum(1).max()
    return weight / top if top > 0 else weight
