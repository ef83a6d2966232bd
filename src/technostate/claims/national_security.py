"""Rules on the national security state: the outside environment (NS-4) and its instruments at home (NS-5).

Levels are described as their producers code them; nothing here has a good direction or enters a score.
"""

from __future__ import annotations

from collections.abc import Mapping

from technostate.claims.case import Case
from technostate.claims.change import Sign, change_of, figures_of_signs, signs_of
from technostate.claims.claim import Claim
from technostate.claims.verdict import Figure, Finding, NotTestableError, three_way
from technostate.claims.windows import common_years, latest_of, named, path_of
from technostate.evidence import Series
from technostate.notation import plain


def outside_environment(claim: Claim, case: Case) -> Finding:
    """Decide NS-4: how many of three measures of the outside environment became worse in the early 2010s.

    Parameters
    ----------
    claim : Claim
        Thresholds ``worse``, ``base_from``, ``base_to``, ``test_from``, ``test_to``, ``measures_needed``.

    Raises
    ------
    NotTestableError
        If fewer measures than needed have data.
    """
    signs, lacking = signs_of((_rivalries, _relative_spending, _distance), claim, case)
    worse = sum(sign.met for sign in signs)
    why = (
        f"{worse} of {len(signs)} measures became worse by more than {plain(100 * claim.threshold('worse'), 0)} %. "
        + "; ".join(f"{sign.label}: {sign.change.words(2)} ({'worse' if sign.met else 'not worse'})" for sign in signs)
        + f". How the environment was seen is not tested.{lacking}"
    )
    origins = tuple(sign.series.origin for sign in signs)
    figures = figures_of_signs(signs, case.state)
    return Finding(three_way(not worse, worse >= 2), why, float(worse), claim.year("test_to"), figures, origins)


def _rivalries(claim: Claim, case: Case) -> Sign:
    series = case.evidence.series("cow/rivalries/strategic")
    return _sign(claim, case, f"strategic rivalries of {named(case.state)}", series.unit, series)


def _relative_spending(claim: Claim, case: Case) -> Sign:
    series, own, other = spending(case)
    ratio = {year: other[year] / own[year] for year in common_years(own, other) if own[year] > 0}
    label = f"military expenditure of {named(case.against)} over that of {named(case.state)}"
    return _sign(claim, case, label, "ratio", series, ratio)


def _distance(claim: Claim, case: Case) -> Sign:
    apart, series = votes_apart(case)
    label = f"distance of ideal points between {named(case.state)} and {named(case.against)}"
    return _sign(claim, case, label, series.unit, series, apart)


def _sign(
    claim: Claim, case: Case, label: str, unit: str, series: Series, path: Mapping[int, float] | None = None
) -> Sign:
    """Return a sign from the state's own figures, or from a path made of the two states'."""
    if path is not None:
        values = {case.state: path} if path else {}
        series = Series(series.id, series.title, unit, "derived", series.origin, values)
    change = change_of(claim, series, case.state)
    return Sign(label, change, unit, series, change.relative > claim.threshold("worse"))


def spending(case: Case) -> tuple[Series, Mapping[int, float], Mapping[int, float]]:
    """Return military expenditure, and its figures of the state and of the comparator by year."""
    series = case.evidence.series("sipri/milex/current-usd")
    return series, path_of(series, case.state), path_of(series, case.against)


def votes_apart(case: Case) -> tuple[dict[int, float], Series]:
    """Return year → distance of the two states' ideal points, for the years that both have, and the series.

    Raises
    ------
    NotTestableError
        If the series has no figure for one of them.
    """
    series = case.evidence.series("unga/ideal-points/final-passage")
    own, other = path_of(series, case.state), path_of(series, case.against)
    return {year: abs(own[year] - other[year]) for year in common_years(own, other)}, series


def repression_and_information(claim: Claim, case: Case) -> Finding:
    """Decide NS-5: classes of the Political Terror Scale and percentiles of two V-Dem indices in the latest year.

    Parameters
    ----------
    claim : Claim
        Thresholds ``class``, ``codings``, ``lowest``.

    Raises
    ------
    NotTestableError
        If one of the three conditions has no data.
    """
    worst, codings, lowest = claim.threshold("class"), claim.threshold("codings"), claim.threshold("lowest")
    scales = [
        (source, case.evidence.series(f"pts/classes/{key}"))
        for key, source in (
            ("state-department", "State Department"),
            ("amnesty", "Amnesty"),
            ("human-rights-watch", "Human Rights Watch"),
        )
    ]
    latest = [(source, series, series.latest(case.state)) for source, series in scales]
    newest = max((found.year for _, _, found in latest if found), default=None)
    coded = [(source, series, found) for source, series, found in latest if found and found.year == newest]
    if len(coded) < codings:
        raise NotTestableError(f"fewer than {codings:.0f} codings of the Political Terror Scale exist for {case.state}")
    physical = sum(found.value >= worst for _, _, found in coded) >= codings
    indices = [
        (label, *_percentile(case.evidence.series(f"vdem/demspaces/{key}"), case.state))
        for key, label in (("v2x_freexp_altinf", "expression and information"), ("v2xcs_ccsi", "civil society"))
    ]
    met = [physical, *(percentile <= lowest for _, _, percentile, _, _ in indices)]
    figures = [
        Figure(f"Political Terror Scale, class, {source}", case.state, found.value, "level", str(found.year), "derived",
               series.id)
        for source, series, found in coded
    ]  # fmt: skip
    for label, series, percentile, value, year in indices:
        figures.append(Figure(f"V-Dem index of {label}", case.state, value, "index", str(year), "measured", series.id))
        figures.append(
            Figure(f"share of states below, {label}", case.state, percentile, "1", str(year), "derived", series.id)
        )
    why = (
        f"Conditions met: {sum(met)} of 3. Class on the Political Terror Scale in {newest}: "
        + ", ".join(f"{source} {plain(found.value, 0)}" for source, _, found in coded)
        + " (1 to 3, of which 3 holds the levels 4 and 5); "
        + "; ".join(
            f"index of {label} {plain(value, 2)} in {year}, with {plain(100 * percentile, 0)} % of states below"
            for label, _, percentile, value, year in indices
        )
        + ". These are levels in one year; they do not show a change."
    )
    years = [int(newest or 0), *(year for *_, year in indices)]
    origins = (*(series.origin for _, series, _ in coded), *(series.origin for _, series, *_ in indices))
    return Finding(three_way(all(met), not any(met)), why, float(sum(met)), max(years), tuple(figures), origins)


def _percentile(series: Series, state: str) -> tuple[Series, float, float, int]:
    """Return the series, the share of other states below (ties by half), the value and its year."""
    found = latest_of(series, state)
    others = [value for region, value in series.cross_section(found.year).items() if region != state]
    if not others:
        raise NotTestableError(f"{series.id} has no other state in {found.year}")
    below = sum(value < found.value for value in others) + 0.5 * sum(value == found.value for value in others)
    return series, below / len(others), found.value, found.year
