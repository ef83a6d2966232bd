"""Rules on innovation: first step (IN-1), who funds and performs (IN-3), frontier (IN-4), risk at home (CO-2)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import median
from typing import NamedTuple

from technostate.claims.case import Case
from technostate.claims.claim import Claim
from technostate.claims.verdict import Figure, Finding, NotTestableError, three_way
from technostate.claims.windows import common_years, mean_of, named, number, path_of, relative_change, span
from technostate.evidence import Series

_RD_ANNUAL = "worldbank/wdi/GB.XPD.RSDV.GD.ZS"
_RD_SELECTED = "ncses/sei/gerd-to-gdp"


def first_step(claim: Claim, case: Case) -> Finding:
    """Decide IN-1: research in per cent of GDP in the target year, and two signs of reliance on foreign technology.

    Parameters
    ----------
    claim : Claim
        Thresholds ``target`` (% of GDP), ``year``, ``base_from``, ``base_to``.

    Raises
    ------
    NotTestableError
        If the target year can neither be read nor interpolated, or payments are missing.
    """
    target, year = claim.threshold("target"), claim.year("year")
    base = claim.year("base_from"), claim.year("base_to")
    spending, spending_text, spending_sources = research_in(case, year)
    paid, received = (case.evidence.series(f"worldbank/wdi/{key}") for key in ("BM.GSR.ROYL.CD", "BX.GSR.ROYL.CD"))
    gdp = case.evidence.series("worldbank/wdi/NY.GDP.MKTP.CD")
    burden = _ratio(paid, gdp, case.state, 100.0, "% of GDP")
    balance = _ratio(paid, received, case.state, 1.0, "1")
    changes = []
    for label, ratio, digits in (("payments in per cent of GDP", burden, 3), ("payments over receipts", balance, 2)):
        old, now = mean_of(ratio, case.state, *base), ratio.latest(case.state)
        if now is None or now.year <= base[1]:
            raise NotTestableError(f"{ratio.title} has no year after {base[1]} for {case.state}")
        changes.append((label, ratio, digits, old, now))
    fell = all(now.value < old for *_, old, now in changes)
    met = spending >= target
    why = (
        f"Research of {named(case.state)} in {year}: {number(spending, 2)} % of GDP ({spending_text}); "
        f"the target is {number(target)}, {'met' if met else 'missed'}. For the use of intellectual property abroad: "
        + "; ".join(
            f"{label} {number(old, digits)} in {span(*base)}, {number(now.value, digits)} in {now.year}"
            for label, _, digits, old, now in changes
        )
        + f": reliance by these signs {'fell' if fell else 'did not fall in both'}."
    )
    figures = [Figure("R&D", case.state, spending, "% of GDP", str(year), "derived", _RD_ANNUAL)]
    for label, ratio, _, old, now in changes:
        figures.append(Figure(label, case.state, old, ratio.unit, span(*base), "derived", ratio.id))
        figures.append(Figure(label, case.state, now.value, ratio.unit, str(now.year), "derived", ratio.id))
    origins = (*(series.origin for series in spending_sources), paid.origin, received.origin, gdp.origin)
    return Finding(three_way(met and fell, not met and not fell), why, spending, year, tuple(figures), origins)


def research_in(case: Case, year: int) -> tuple[float, str, tuple[Series, ...]]:
    """Return R&D in per cent of GDP in a year, how it was got, and its series.

    The annual series comes first; a year without a figure is put on a straight line between the nearest ones
    on both sides in either series.

    Raises
    ------
    NotTestableError
        If no figure stands on one of the sides.
    """
    found: dict[int, tuple[float, Series]] = {}
    for series_id in (_RD_SELECTED, _RD_ANNUAL):
        try:
            series = case.evidence.series(series_id)
        except NotTestableError:
            continue
        scale = 100.0 if series.unit == "1" else 1.0
        found.update({at: (scale * value, series) for at, value in series.values.get(case.state, {}).items()})
    if year in found:
        value, series = found[year]
        return value, f"published by {series.origin.producer}", (series,)
    before, after = [at for at in found if at < year], [at for at in found if at > year]
    if not before or not after:
        raise NotTestableError(f"no figure of R&D in per cent of GDP for {case.state} on both sides of {year}")
    left, right = max(before), min(after)
    (low, first), (high, second) = found[left], found[right]
    value = low + (high - low) * (year - left) / (right - left)
    text = f"on a straight line between {number(low, 2)} in {left} and {number(high, 2)} in {right}"
    return value, text, (first,) if first.id == second.id else (first, second)


def _ratio(top: Series, bottom: Series, region: str, scale: float, unit: str) -> Series:
    above, below = path_of(top, region), path_of(bottom, region)
    path = {year: scale * above[year] / below[year] for year in common_years(above, below) if below[year] > 0}
    if not path:
        raise NotTestableError(f"{top.id} and {bottom.id} share no year for {region}")
    return Series(top.id, f"{top.title} over {bottom.title}", unit, "derived", top.origin, {region: path})


def business_research(claim: Claim, case: Case) -> Finding:
    """Decide IN-3: whether business performs and funds most research.

    Parameters
    ----------
    claim : Claim
        Threshold ``most`` (%).

    Raises
    ------
    NotTestableError
        If one of the two shares is missing for the state.
    """
    most = claim.threshold("most")
    parts = []
    for key in ("performed", "funded"):
        series = case.evidence.series(f"ncses/sei/gerd-{key}-by-business")
        found = series.latest(case.state)
        if found is None:
            raise NotTestableError(f"{series.title} ({series.id}) has no figure for {case.state}")
        parts.append((key, series, found.value * (100.0 if series.unit == "1" else 1.0), found.year))
    above = [value > most for _, _, value, _ in parts]
    why = (
        f"In {named(case.state)} business "
        + " and ".join(f"{key} {number(value)} % of research in {year}" for key, _, value, year in parts)
        + f"; most is more than {number(most, 0)} %."
    )
    beside = [(key, series, found) for key, series, _, _ in parts if (found := series.latest(case.against)) is not None]
    if beside:
        why += (
            f" {named(case.against)}: "
            + ", ".join(
                f"{key} {number(o.value * (100.0 if s.unit == '1' else 1.0))} % ({o.year})" for key, s, o in beside
            )
            + "."
        )
    figures = tuple(
        Figure(f"R&D {key} by business", case.state, value, "%", str(year), series.kind, series.id)
        for key, series, value, year in parts
    ) + tuple(
        Figure(
            f"R&D {key} by business",
            case.against,
            o.value * (100.0 if s.unit == "1" else 1.0),
            "%",
            str(o.year),
            s.kind,
            s.id,
        )
        for key, s, o in beside
    )
    origins = tuple(series.origin for _, series, _, _ in parts)
    _, _, performed, year = parts[0]
    return Finding(three_way(all(above), not any(above)), why, performed, year, figures, origins, kind="measured")


class Standing(NamedTuple):
    """A field's ratio of state to comparator in the first and last window, and the last year."""

    field: str
    first: float
    last: float
    start: int
    year: int


def standings(series: Iterable[Series], state: str, against: str, window: int) -> tuple[Standing, ...]:
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


def frontier(claim: Claim, case: Case) -> Finding:
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
        groups[label] = standings(fields, case.state, case.against, window)
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
        Figure(f"median ratio, {label}", case.state, value, "1", years, "derived", "ncses/sei")
        for label, pair in medians.items()
        for value, years in zip(pair, _windows(groups[label], window), strict=True)
    )
    outcome = three_way(rose and ahead > claim.threshold("share"), fell)
    return Finding(outcome, why, ahead, max(row.year for row in pooled), figures, tuple(origins))


def _windows(rows: tuple[Standing, ...], window: int) -> tuple[str, str]:
    start, end = min(row.start for row in rows), max(row.year for row in rows)
    return span(start, start + window - 1), span(end - window + 1, end)


def _movement(label: str, rows: tuple[Standing, ...], old: float, new: float) -> str:
    lead = sum(row.last >= 1.0 for row in rows)
    start, end = min(row.start for row in rows), max(row.year for row in rows)
    return (
        f"{label[0].upper()}{label[1:]}: median ratio {number(old, 2)} from {start}, {number(new, 2)} to {end}; "
        f"{lead} of {len(rows)} fields at or above."
    )


def risk_at_home(claim: Claim, case: Case) -> Finding:
    """Decide CO-2: shortfall of growth in one year and the fall of venture capital, both beside the comparator's.

    Parameters
    ----------
    claim : Claim
        Thresholds ``growth`` (points), ``venture`` (log), ``base_from``, ``base_to``, ``year``, ``venture_from``.

    Raises
    ------
    NotTestableError
        If a figure is missing for the state or its comparator.
    """
    year, start = claim.year("year"), claim.year("venture_from")
    base = claim.year("base_from"), claim.year("base_to")
    growth = case.evidence.series("technostate/macro/gdp-growth")
    venture = case.evidence.series("ncses/sei/venture-capital")
    pair = (case.state, case.against)
    now = {region: _at(growth, region, year) for region in pair}
    usual = {region: mean_of(growth, region, *base) for region in pair}
    funds = {region: (_at(venture, region, start), _at(venture, region, year)) for region in pair}
    if any(value <= 0 for both in funds.values() for value in both):
        raise NotTestableError(f"{venture.id} is zero in {start} or {year}, so it has no rate of change")
    gap = (now[case.state] - usual[case.state]) - (now[case.against] - usual[case.against])
    change = {region: math.log(last / first) for region, (first, last) in funds.items()}
    growth_risk = gap <= claim.threshold("growth")
    venture_risk = change[case.state] - change[case.against] <= claim.threshold("venture")
    why = (
        "; ".join(
            f"{named(region)} grew {number(now[region])} % in {year} after "
            f"{number(usual[region])} % a year in {span(*base)}"
            for region in pair
        )
        + f", a difference of shortfalls of {number(gap, sign=True)} points. Venture capital {start} to {year}: "
        + "; ".join(f"{named(region)} {number(100 * math.expm1(change[region]), 0, sign=True)} %" for region in pair)
        + ". The figures do not say which event caused what."
    )
    figures = tuple(_growth_figures(pair, now, usual, year, base, growth.id)) + tuple(
        Figure("venture capital", region, value, venture.unit, str(at), venture.kind, venture.id)
        for region in pair
        for value, at in zip(funds[region], (start, year), strict=True)
    )
    outcome = three_way(growth_risk and venture_risk, not growth_risk and not venture_risk)
    return Finding(outcome, why, gap, year, figures, (growth.origin, venture.origin))


def _growth_figures(
    pair: tuple[str, str],
    now: Mapping[str, float],
    usual: Mapping[str, float],
    year: int,
    base: tuple[int, int],
    source: str,
) -> Iterable[Figure]:
    for region in pair:
        yield Figure("growth of real GDP", region, now[region], "% a year", str(year), "derived", source)
        yield Figure("growth of real GDP, mean", region, usual[region], "% a year", span(*base), "derived", source)


def _at(series: Series, region: str, year: int) -> float:
    path = path_of(series, region)
    if year not in path:
        raise NotTestableError(f"{series.title} ({series.id}) has no figure for {region} in {year}")
    return path[year]
