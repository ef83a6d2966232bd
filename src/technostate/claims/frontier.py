"""The rule on the technological frontier (IN-4): how a state's fields stand beside the comparator's, and move."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

from technostate.claims.case import Case
from technostate.claims.change import figures_of
from technostate.claims.claim import Claim
from technostate.claims.verdict import Finding, NotTestableError, three_way
from technostate.claims.windows import Window, common_years, named, relative_change
from technostate.evidence import Series
from technostate.notation import plain


class Standing(NamedTuple):
    """A field's ratio of state to comparator in the first and last window, and the last year."""

    field: str
    first: float
    last: float
    start: int
    year: int


def standings(series: Iterable[Series], window: int, *, state: str, against: str) -> tuple[Standing, ...]:
    """Return each field's standing: means of the first and last `window` common years, state over comparator.

    Fields without two separate windows of common years, or where the comparator has nothing, are left out.

    Parameters
    ----------
    series : iterable of Series
        One a field.
    window : int
        Years in a window.
    """
    found = []
    for one in series:
        own, other = one.values.get(state, {}), one.values.get(against, {})
        years = common_years(own, other)
        if len(years) < 2 * window:
            continue
        ratios = []
        for chosen in (years[:window], years[-window:]):
            below = math.fsum(other[year] for year in chosen)
            ratios.append(math.fsum(own[year] for year in chosen) / below if below > 0 else math.nan)
        if all(math.isfinite(ratio) for ratio in ratios):
            found.append(Standing(one.id.rpartition("/")[2], ratios[0], ratios[1], years[0], years[-1]))
    return tuple(found)


def at_the_frontier(claim: Claim, case: Case) -> Finding:
    """Decide IN-4: movement of the median field and the share of fields at or above the comparator.

    Parameters
    ----------
    claim : Claim
        Thresholds ``change``, ``share``, ``window``, ``fields_needed``.

    Raises
    ------
    NotTestableError
        If one of the two groups of fields has too few.
    """
    window, change = claim.year("window"), claim.threshold("change")
    groups: dict[str, tuple[Standing, ...]] = {}
    origins = []
    for label, prefix, total in (
        ("citation impact", "ncses/sei/top1-", "ncses/sei/top1-all"),
        ("patent families", "ncses/sei/patent-families-", ""),
    ):
        fields = [case.evidence.series(key) for key in case.evidence.ids(prefix) if key != total]
        groups[label] = standings(fields, window, state=case.state, against=case.against)
        if len(groups[label]) < claim.threshold("fields_needed"):
            raise NotTestableError(
                f"{label}: {len(groups[label])} fields have data for both {case.state} and {case.against}"
            )
        origins += [one.origin for one in fields]
    medians = {label: (median(s.first for s in rows), median(s.last for s in rows)) for label, rows in groups.items()}
    pooled = [row for rows in groups.values() for row in rows]
    ahead = sum(row.last >= 1.0 for row in pooled) / len(pooled)
    rose = all(relative_change(new, old) > change for old, new in medians.values())
    fell = all(relative_change(new, old) < -change for old, new in medians.values())
    why = (
        f"{named(case.state)} is at or above {named(case.against)} in {sum(row.last >= 1.0 for row in pooled)} of "
        f"{len(pooled)} fields in the last window, {sum(row.first >= 1.0 for row in pooled)} in the first. "
    ) + " ".join(_movement(label, groups[label], *medians[label]) for label in groups)
    figures = tuple(
        figure
        for label, pair in medians.items()
        for figure in figures_of(
            f"median ratio, {label}", case.state, "ratio", "ncses/sei",
            zip(pair, _windows(groups[label], window), strict=True),
        )
    )  # fmt: skip
    outcome = three_way(rose and ahead > claim.threshold("share"), fell)
    return Finding(outcome, why, ahead, max(row.year for row in pooled), figures, tuple(origins))


def _windows(rows: tuple[Standing, ...], window: int) -> tuple[Window, Window]:
    start, end = min(row.start for row in rows), max(row.year for row in rows)
    return (start, start + window - 1), (end - window + 1, end)


def _movement(label: str, rows: tuple[Standing, ...], old: float, new: float) -> str:
    lead = sum(row.last >= 1.0 for row in rows)
    start, end = min(row.start for row in rows), max(row.year for row in rows)
    return (
        f"{label[0].upper()}{label[1:]}: median ratio {plain(old, 2)} from {start}, {plain(new, 2)} to {end}; "
        f"{lead} of {len(rows)} fields at or above."
    )
