"""Rules on military strengthening: reliance on foreign arms (MI-2) and competition with the comparator (MI-4)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from technostate.claims.case import Case
from technostate.claims.claim import Claim
from technostate.claims.national_security import distance
from technostate.claims.verdict import Figure, Finding, NotTestableError, three_way
from technostate.claims.windows import (
    common_years,
    log_changes,
    mean_of,
    named,
    number,
    path_of,
    relative_change,
    span,
    window_mean,
)
from technostate.evidence import Series

_ARMS = {
    "imports": ("gapminder/sg/arms_imports_sipri_tiv", "worldbank/wdi/MS.MIL.MPRT.KD"),
    "exports": ("gapminder/sg/arms_exports_sipri_tiv", "worldbank/wdi/MS.MIL.XPRT.KD"),
}


def arms_imports(claim: Claim, case: Case) -> Finding:
    """Decide MI-2: change of arms imports, and of imports in all arms trade, latest five years against the base.

    Parameters
    ----------
    claim : Claim
        Thresholds ``change`` (%), ``base_from``, ``base_to``, ``window`` (years).

    Raises
    ------
    NotTestableError
        If a window has data in fewer than half of its years.
    """
    base, window = (claim.year("base_from"), claim.year("base_to")), claim.year("window")
    imports = _first_with(case, _ARMS["imports"])
    last = max(path_of(imports, case.state))
    test = last - window + 1, last
    if test[0] <= base[1]:
        raise NotTestableError(f"{imports.id} ends in {last} for {case.state}, too early for a window after {base[1]}")
    before, now = mean_of(imports, case.state, *base), mean_of(imports, case.state, *test)
    change = 100.0 * relative_change(now, before)
    limit = claim.threshold("change")
    sources = [imports]
    try:
        exports = _first_with(case, _ARMS["exports"])
        shares = [_share(imports, exports, case.state, *years) for years in (base, test)]
        sources.append(exports)
    except NotTestableError:
        if change <= limit:
            raise
        shares = []
    moved = "from nothing" if math.isinf(change) else f"{number(change, 0, sign=True)} %"
    why = (
        f"Arms imports of {named(case.state)}: {number(before, 0)} million trend-indicator values a year "
        f"in {span(*base)}, "
        f"{number(now, 0)} in {span(*test)} ({moved})"
    )
    if shares:
        why += f"; imports were {number(shares[0])} % of imports and exports together, then {number(shares[1])} %"
    figures = [
        Figure("arms imports a year", case.state, value, imports.unit, span(*years), "derived", imports.id)
        for value, years in ((before, base), (now, test))
    ]
    figures += [
        Figure("imports in arms trade", case.state, value, "%", span(*years), "derived", imports.id)
        for value, years in zip(shares, (base, test), strict=False)
    ]
    fell = change < -limit and bool(shares) and shares[1] <= shares[0]
    origins = tuple(series.origin for series in sources)
    headline = change if math.isfinite(change) else None  # a rise from nothing has no percentage
    return Finding(three_way(fell, change > limit), f"{why}.", headline, last, tuple(figures), origins)


def _first_with(case: Case, ids: tuple[str, ...]) -> Series:
    lacking = []
    for series_id in ids:
        try:
            series = case.evidence.series(series_id)
            path_of(series, case.state)
        except NotTestableError as error:
            lacking.append(str(error))
        else:
            return series
    raise NotTestableError("; ".join(lacking))


def _share(imports: Series, exports: Series, region: str, first: int, last: int) -> float:
    """Return imports in per cent of imports plus exports, of the window's means."""
    bought, sold = mean_of(imports, region, first, last), mean_of(exports, region, first, last)
    if bought + sold <= 0:
        raise NotTestableError(f"{region} neither imported nor exported arms in {span(first, last)}")
    return 100.0 * bought / (bought + sold)


class Sign(NamedTuple):
    """One observable side of a rivalry: label, before, after, unit, whether it intensified, its series."""

    label: str
    before: float
    after: float
    unit: str
    intensified: bool
    series: Series
    last: int


def competition(claim: Claim, case: Case) -> Finding:
    """Decide MI-4: how many of three signs of military-strategic competition intensified.

    Parameters
    ----------
    claim : Claim
        Thresholds ``change``, ``base_from``, ``base_to``, ``test_from``, ``measures_needed``, ``supported``.

    Raises
    ------
    NotTestableError
        If fewer signs than needed have data.
    """
    signs: list[Sign] = []
    lacking: list[str] = []
    for measure in (_votes, _parity, _both_arming):
        try:
            signs.append(measure(claim, case))
        except NotTestableError as error:
            lacking.append(str(error))
    if len(signs) < claim.threshold("measures_needed"):
        raise NotTestableError("; ".join(lacking))
    count = sum(sign.intensified for sign in signs)
    base, start = span(claim.year("base_from"), claim.year("base_to")), claim.year("test_from")
    why = (
        f"{count} of {len(signs)} signs intensified between {named(case.state)} and {named(case.against)}. "
        + "; ".join(
            f"{sign.label} {number(sign.before, 3)} in {base}, {number(sign.after, 3)} in {span(start, sign.last)} "
            f"({'intensified' if sign.intensified else 'did not'})"
            for sign in signs
        )
    )
    why += "." + (f" Without data: {'; '.join(lacking)}." if lacking else "") + _rivalry(case)
    figures = tuple(
        Figure(sign.label, case.state, value, sign.unit, years, "derived", sign.series.id)
        for sign in signs
        for value, years in ((sign.before, base), (sign.after, span(start, sign.last)))
    )
    outcome = three_way(count >= claim.threshold("supported"), count == 0)
    origins = tuple(sign.series.origin for sign in signs)
    return Finding(outcome, why, float(count), max(sign.last for sign in signs), figures, origins)


def _votes(claim: Claim, case: Case) -> Sign:
    series = case.evidence.series("unga/ideal-points/all")
    before, after, last = _before_after(claim, distance(series, case.state, case.against), series)
    wider = relative_change(after, before) > claim.threshold("change")
    return Sign("distance of ideal points", before, after, "index", wider, series, last)


def _parity(claim: Claim, case: Case) -> Sign:
    series, own, other = _spending(case)
    ratio = {
        year: min(own[year], other[year]) / max(own[year], other[year])
        for year in common_years(own, other)
        if max(own[year], other[year]) > 0
    }
    before, after, last = _before_after(claim, ratio, series)
    closer = relative_change(after, before) > claim.threshold("change")
    return Sign("smaller over larger military expenditure", before, after, "1", closer, series, last)


def _both_arming(claim: Claim, case: Case) -> Sign:
    series, own, other = _spending(case)
    means = [_before_after(claim, log_changes(path), series) for path in (own, other)]
    before, after = min(mean[0] for mean in means), min(mean[1] for mean in means)
    last = min(mean[2] for mean in means)
    label = "yearly log change of military expenditure where it grew less"
    return Sign(label, before, after, "1", after > 0 and after > before, series, last)


def _spending(case: Case) -> tuple[Series, Mapping[int, float], Mapping[int, float]]:
    series = case.evidence.series("worldbank/wdi/MS.MIL.XPND.CD")
    return series, path_of(series, case.state), path_of(series, case.against)


def _before_after(claim: Claim, path: Mapping[int, float], series: Series) -> tuple[float, float, int]:
    start, last = claim.year("test_from"), max(path, default=0)
    before = window_mean(path, claim.year("base_from"), claim.year("base_to"))
    after = window_mean(path, start, last) if last > start else None
    if before is None or after is None:
        raise NotTestableError(f"{series.title} ({series.id}) lacks years before or after {start} for both states")
    return before, after, last


def _rivalry(case: Case) -> str:
    """Return a sentence on the number of strategic rivalries, which describes and does not decide."""
    try:
        found = case.evidence.series("cow/rivalries/strategic").latest(case.state)
    except NotTestableError:
        return ""
    if found is None:
        return ""
    return f" Strategic rivalries of {named(case.state)} in {found.year}, with whomever: {number(found.value, 0)}."
