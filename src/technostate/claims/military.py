"""Rules on military strengthening: reliance on foreign arms (MI-2) and competition with the comparator (MI-4)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from technostate.claims.case import Case
from technostate.claims.change import Change, Sign, figures_of, figures_of_signs, signs_of
from technostate.claims.claim import Claim
from technostate.claims.national_security import spending, votes_apart
from technostate.claims.verdict import Finding, NotTestableError, three_way
from technostate.claims.windows import (
    Window,
    common_years,
    latest_of,
    log_changes,
    mean_of,
    named,
    path_of,
    span,
    window_mean,
    window_of,
)  # fmt: skip
from technostate.evidence import Series
from technostate.notation import plain

_IMPORTS, _EXPORTS = "sipri/arms/imports", "sipri/arms/exports"


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
    base, window = window_of(claim, "base"), claim.year("window")
    imports = case.evidence.series(_IMPORTS)
    last = max(path_of(imports, case.state))
    test = last - window + 1, last
    if test[0] <= base[1]:
        raise NotTestableError(f"{imports.id} ends in {last} for {case.state}, too early for a window after {base[1]}")
    level = Change(base, test, mean_of(imports, case.state, *base), mean_of(imports, case.state, *test))
    change = 100.0 * level.relative
    limit = claim.threshold("change")
    sources = [imports]
    try:
        exports = case.evidence.series(_EXPORTS)
        shares = [_share(imports, exports, case.state, years) for years in (base, test)]
        sources.append(exports)
    except NotTestableError:
        if change <= limit:
            raise
        shares = []
    moved = "from nothing" if math.isinf(change) else f"{plain(change, 0, sign=True)} %"
    why = f"Arms imports of {named(case.state)}: {level.words(0, ' million trend-indicator values a year')} ({moved})"
    if shares:
        why += f"; imports were {plain(shares[0])} % of imports and exports together, then {plain(shares[1])} %"
    figures = level.figures("arms imports a year", case.state, imports.unit, imports.id)
    figures += figures_of("imports in arms trade", case.state, "%", imports.id, zip(shares, (base, test), strict=False))
    fell = change < -limit and bool(shares) and shares[1] <= shares[0]
    origins = tuple(series.origin for series in sources)
    headline = change if math.isfinite(change) else None  # a rise from nothing has no percentage
    return Finding(three_way(fell, change > limit), f"{why}.", headline, last, figures, origins)


def _share(imports: Series, exports: Series, region: str, window: Window) -> float:
    """Return imports in per cent of imports plus exports, of the window's means."""
    bought, sold = mean_of(imports, region, *window), mean_of(exports, region, *window)
    if bought + sold <= 0:
        raise NotTestableError(f"{region} neither imported nor exported arms in {span(*window)}")
    return 100.0 * bought / (bought + sold)


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
    signs, lacking = signs_of((_votes, _parity, _both_arming), claim, case)
    count = sum(sign.met for sign in signs)
    why = (
        f"{count} of {len(signs)} signs intensified between {named(case.state)} and {named(case.against)}. "
        + "; ".join(
            f"{sign.label} {sign.change.words(3)} ({'intensified' if sign.met else 'did not'})" for sign in signs
        )
        + f".{lacking}{_rivalry(case)}"
    )
    outcome = three_way(count >= claim.threshold("supported"), count == 0)
    origins = tuple(sign.series.origin for sign in signs)
    last = max(sign.change.test[1] for sign in signs)
    return Finding(outcome, why, float(count), last, figures_of_signs(signs, case.state), origins)


def _votes(claim: Claim, case: Case) -> Sign:
    path, series = votes_apart(case)
    change = _before_after(claim, path, series)
    return Sign("distance of ideal points", change, "index", series, change.relative > claim.threshold("change"))


def _parity(claim: Claim, case: Case) -> Sign:
    series, own, other = spending(case)
    ratio = {
        year: min(own[year], other[year]) / max(own[year], other[year])
        for year in common_years(own, other)
        if max(own[year], other[year]) > 0
    }
    change = _before_after(claim, ratio, series)
    closer = change.relative > claim.threshold("change")
    return Sign("smaller over larger military expenditure", change, "ratio", series, closer)


def _both_arming(claim: Claim, case: Case) -> Sign:
    series, own, other = spending(case)
    both = [_before_after(claim, log_changes(path), series) for path in (own, other)]
    before, after = min(one.old for one in both), min(one.new for one in both)
    start, last = both[0].test[0], min(one.test[1] for one in both)
    label = "yearly log change of military expenditure where it grew less"
    change = Change(both[0].base, (start, last), before, after)
    return Sign(label, change, "1", series, after > 0 and after > before)


def _before_after(claim: Claim, path: Mapping[int, float], series: Series) -> Change:
    base, (start, last) = window_of(claim, "base"), window_of(claim, "test", path)
    before = window_mean(path, *base)
    after = window_mean(path, start, last) if last > start else None
    if before is None or after is None:
        raise NotTestableError(f"{series.title} ({series.id}) lacks years before or after {start} for both states")
    return Change(base, (start, last), before, after)


def _rivalry(case: Case) -> str:
    """Return a sentence on the number of strategic rivalries, which describes and does not decide."""
    try:
        found = latest_of(case.evidence.series("cow/rivalries/strategic"), case.state)
    except NotTestableError:
        return ""
    return f" Strategic rivalries of {named(case.state)} in {found.year}, with whomever: {plain(found.value, 0)}."
