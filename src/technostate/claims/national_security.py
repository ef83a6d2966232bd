"""Rules on the national security state: the outside environment (NS-4) and its instruments at home (NS-5).

Levels are described as their producers code them; nothing here has a good direction or enters a score.
"""

from __future__ import annotations

from technostate.claims.case import Case
from technostate.claims.claim import Claim
from technostate.claims.verdict import Figure, Finding, NotTestableError, three_way
from technostate.claims.windows import common_years, mean_of, named, number, path_of, relative_change, span
from technostate.evidence import Series


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
    base = claim.year("base_from"), claim.year("base_to")
    test = claim.year("test_from"), claim.year("test_to")
    built = [_rivalries, _relative_spending, _distance]
    parts: list[tuple[str, Series, float, float]] = []
    lacking: list[str] = []
    for measure in built:
        try:
            parts.append(measure(case, base, test))
        except NotTestableError as error:
            lacking.append(str(error))
    if len(parts) < claim.threshold("measures_needed"):
        raise NotTestableError("; ".join(lacking))
    worse = [relative_change(new, old) > claim.threshold("worse") for _, _, old, new in parts]
    sentences = [
        f"{label}: {number(old, 2)} in {span(*base)}, {number(new, 2)} in {span(*test)} "
        f"({'worse' if bad else 'not worse'})"
        for (label, _, old, new), bad in zip(parts, worse, strict=True)
    ]
    why = (
        f"{sum(worse)} of {len(parts)} measures became worse by more than "
        f"{number(100 * claim.threshold('worse'), 0)} %. "
        + "; ".join(sentences)
        + ". How the environment was seen is not tested."
        + (f" Without data: {'; '.join(lacking)}." if lacking else "")
    )
    figures = tuple(
        Figure(label, case.state, value, unit, span(*years), "derived", series.id)
        for label, series, old, new in parts
        for value, years in ((old, base), (new, test))
        for unit in (_unit_of(series),)
    )
    outcome = three_way(not any(worse), sum(worse) >= 2)
    return Finding(outcome, why, float(sum(worse)), test[1], figures, tuple(series.origin for _, series, _, _ in parts))


def _unit_of(series: Series) -> str:
    return "1" if series.unit in {"usd", "musd"} else series.unit


def _rivalries(case: Case, base: tuple[int, int], test: tuple[int, int]) -> tuple[str, Series, float, float]:
    series = case.evidence.series("cow/rivalries/strategic")
    old, new = mean_of(series, case.state, *base), mean_of(series, case.state, *test)
    return f"strategic rivalries of {named(case.state)}", series, old, new


def _relative_spending(case: Case, base: tuple[int, int], test: tuple[int, int]) -> tuple[str, Series, float, float]:
    series = case.evidence.series("worldbank/wdi/MS.MIL.XPND.CD")
    own, other = path_of(series, case.state), path_of(series, case.against)
    ratio = {year: other[year] / own[year] for year in common_years(own, other) if own[year] > 0}
    label = f"military expenditure of {named(case.against)} over that of {named(case.state)}"
    return label, series, *_means(ratio, series, case, base, test)


def _distance(case: Case, base: tuple[int, int], test: tuple[int, int]) -> tuple[str, Series, float, float]:
    series = case.evidence.series("unga/ideal-points/all")
    label = f"distance of ideal points between {named(case.state)} and {named(case.against)}"
    return label, series, *_means(distance(series, case.state, case.against), series, case, base, test)


def distance(series: Series, state: str, against: str) -> dict[int, float]:
    """Return year → absolute difference of two states' values, for the years that both have.

    Raises
    ------
    NotTestableError
        If the series has no figure for one of them.
    """
    own, other = path_of(series, state), path_of(series, against)
    return {year: abs(own[year] - other[year]) for year in common_years(own, other)}


def _means(
    path: dict[int, float], series: Series, case: Case, base: tuple[int, int], test: tuple[int, int]
) -> tuple[float, float]:
    pair = Series(series.id, series.title, "1", "derived", series.origin, {case.state: path} if path else {})
    return mean_of(pair, case.state, *base), mean_of(pair, case.state, *test)


def repression_and_information(claim: Claim, case: Case) -> Finding:
    """Decide NS-5: levels of the Political Terror Scale and percentiles of two V-Dem indices in the latest year.

    Parameters
    ----------
    claim : Claim
        Thresholds ``level``, ``codings``, ``lowest``.

    Raises
    ------
    NotTestableError
        If one of the three conditions has no data.
    """
    level, codings, lowest = claim.threshold("level"), claim.threshold("codings"), claim.threshold("lowest")
    scales = [
        (source, case.evidence.series(f"pts/2024/{key}"))
        for key, source in (("PTS_S", "State Department"), ("PTS_A", "Amnesty"), ("PTS_H", "Human Rights Watch"))
    ]
    latest = [(source, series, series.latest(case.state)) for source, series in scales]
    newest = max((found.year for _, _, found in latest if found), default=None)
    coded = [(source, series, found) for source, series, found in latest if found and found.year == newest]
    if len(coded) < codings:
        raise NotTestableError(f"fewer than {codings:.0f} codings of the Political Terror Scale exist for {case.state}")
    physical = sum(found.value >= level for _, _, found in coded) >= codings
    indices = [
        (label, *_percentile(case.evidence.series(f"vdem/demspaces/{key}"), case.state))
        for key, label in (("v2x_freexp_altinf", "expression and information"), ("v2xcs_ccsi", "civil society"))
    ]
    met = [physical, *(percentile <= lowest for _, _, percentile, _, _ in indices)]
    figures = [
        Figure(
            f"Political Terror Scale, {source}",
            case.state,
            found.value,
            "level",
            str(found.year),
            "measured",
            series.id,
        )
        for source, series, found in coded
    ]
    for label, series, percentile, value, year in indices:
        figures.append(Figure(f"V-Dem index of {label}", case.state, value, "index", str(year), "measured", series.id))
        figures.append(
            Figure(f"share of states below, {label}", case.state, percentile, "1", str(year), "derived", series.id)
        )
    why = (
        f"Conditions met: {sum(met)} of 3. Political Terror Scale in {newest}: "
        + ", ".join(f"{source} {number(found.value, 0)}" for source, _, found in coded)
        + " (1 to 5); "
        + "; ".join(
            f"index of {label} {number(value, 2)} in {year}, with {number(100 * percentile, 0)} % of states below"
            for label, _, percentile, value, year in indices
        )
        + ". These are levels in one year; they do not show a change."
    )
    years = [int(newest or 0), *(year for *_, year in indices)]
    origins = (*(series.origin for _, series, _ in coded), *(series.origin for _, series, *_ in indices))
    return Finding(three_way(all(met), not any(met)), why, float(sum(met)), max(years), tuple(figures), origins)


def _percentile(series: Series, state: str) -> tuple[Series, float, float, int]:
    """Return the series, the share of other states below (ties by half), the value and its year."""
    found = series.latest(state)
    if found is None:
        raise NotTestableError(f"{series.title} ({series.id}) has no figure for {state}")
    others = [value for region, value in series.cross_section(found.year).items() if region != state]
    if not others:
        raise NotTestableError(f"{series.id} has no other state in {found.year}")
    below = sum(value < found.value for value in others) + 0.5 * sum(value == found.value for value in others)
    return series, below / len(others), found.value, found.year
