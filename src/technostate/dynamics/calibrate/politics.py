"""What states are to each other: distance by votes, and rivals by what each has done to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from technostate import states
from technostate.dynamics.calibrate.members import Members, spelt
from technostate.evidence import catalogue

Array = NDArray[np.float64]

VOTES = "unga/ideal-points/all"
#: Years of votes that are averaged.
SESSIONS = 5
#: Those whose foreign affairs another conducts, by law, and who have no vote.
REPRESENTED = {"HKG": "CHN", "MAC": "CHN"}
#: Acts of pressure between two states, at least one each way, from which they are rivals.
ACTS = 3


def ideal_points(members: Members, year: int) -> Array:
    """Return the ideal point (C,) of countries: mean over five years of votes up to a year.

    One without a vote has that of the state that conducts its foreign affairs, else the median of the partners that
    its own file names, else the median of all; a note says so.
    """
    series = catalogue.load(VOTES)
    last = min(year, series.years[-1])
    means = {}
    for country in series.regions:
        seen = [value for at, value in series.path(country).items() if last - SESSIONS < at <= last]
        if seen:
            means[country] = float(np.mean(seen))
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


def named_rivals(members: Members, weights: Array) -> NDArray[np.bool_]:
    """Return whether regions are rivals (N, N): countries that make at least half of each are rivals of the other's."""
    pairs = rivalries()
    table = np.array([[float((a, b) in pairs) for b in members.countries] for a in members.countries])
    inside = members.belongs * weights
    share = inside / inside.sum(1, keepdims=True)
    between = share @ table @ share.T
    named: NDArray[np.bool_] = between >= 0.5
    np.fill_diagonal(named, False)
    quiet = [label for label, row in zip(members.labels, named, strict=True) if not row.any()]
    members.notes.append(f"No rival by the states' files, so that nothing is feared: {spelt(quiet)}.")
    return named


def fears(named: NDArray[np.bool_], strength: Array) -> Array:
    """Return the weight (N, N) of m in what n fears: its military spending where named, over the largest row's sum."""
    weight = named * strength
    top = weight.sum(1).max()
    return weight / top if top > 0 else weight
