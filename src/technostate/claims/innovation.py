"""Rules on innovation: first step (IN-1), who funds and performs (IN-3), risk at home (CO-2)."""

from __future__ import annotations

import math
from dataclasses import replace

from technostate.claims.case import Case
from technostate.claims.change import figures_of
from technostate.claims.claim import Claim
from technostate.claims.verdict import Figure, Finding, NotTestableError, three_way
from technostate.claims.windows import (
    common_years,
    latest_of,
    mean_of,
    named,
    path_of,
    span,
    window_of,
)  # fmt: skip
from technostate.evidence import Series
from technostate.notation import plain

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
    base = window_of(claim, "base")
    spending, spending_text, spending_sources = research_in(case, year)
    paid, received = (case.evidence.series(f"worldbank/wdi/{key}") for key in ("BM.GSR.ROYL.CD", "BX.GSR.ROYL.CD"))
    gdp = case.evidence.series("worldbank/wdi/NY.GDP.MKTP.CD")
    burden = _ratio(paid, gdp, case.state, 100.0, "% of GDP")
    balance = _ratio(paid, received, case.state, 1.0, "ratio")
    changes = []
    for label, ratio, digits in (("payments in per cent of GDP", burden, 3), ("payments over receipts", balance, 2)):
        old, now = mean_of(ratio, case.state, *base), ratio.latest(case.state)
        if now is None or now.year <= base[1]:
            raise NotTestableError(f"{ratio.title} has no year after {base[1]} for {case.state}")
        changes.append((label, ratio, digits, old, now))
    fell = all(now.value < old for *_, old, now in changes)
    met = spending >= target
    why = (
        f"Research of {named(case.state)} in {year}: {plain(spending, 2)} % of GDP ({spending_text}); "
        f"the target is {plain(target)}, {'met' if met else 'missed'}. For the use of intellectual property abroad: "
        + "; ".join(
            f"{label} {plain(old, digits)} in {span(*base)}, {plain(now.value, digits)} in {now.year}"
            for label, _, digits, old, now in changes
        )
        + f": reliance by these signs {'fell' if fell else 'did not fall in both'}."
    )
    figures = figures_of("R&D", case.state, "% of GDP", _RD_ANNUAL, [(spending, year)])
    for label, ratio, _, old, now in changes:
        figures += figures_of(label, case.state, ratio.unit, ratio.id, ((old, base), (now.value, now.year)))
    origins = (*(series.origin for series in spending_sources), paid.origin, received.origin, gdp.origin)
    return Finding(three_way(met and fell, not met and not fell), why, spending, year, figures, origins)


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
        path = _in_per_cent(series).values.get(case.state, {})
        found.update({at: (value, series) for at, value in path.items()})
    if year in found:
        value, series = found[year]
        return value, f"published by {series.origin.producer}", (series,)
    before, after = [at for at in found if at < year], [at for at in found if at > year]
    if not before or not after:
        raise NotTestableError(f"no figure of R&D in per cent of GDP for {case.state} on both sides of {year}")
    left, right = max(before), min(after)
    (low, first), (high, second) = found[left], found[right]
    value = low + (high - low) * (year - left) / (right - left)
    text = f"on a straight line between {plain(low, 2)} in {left} and {plain(high, 2)} in {right}"
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
    ids = {key: f"ncses/sei/gerd-{key}-by-business" for key in ("performed", "funded")}
    series = {key: _in_per_cent(case.evidence.series(series_id)) for key, series_id in ids.items()}
    own = {key: latest_of(one, case.state) for key, one in series.items()}
    beside = {key: found for key, one in series.items() if (found := one.latest(case.against)) is not None}
    above = [found.value > most for found in own.values()]
    why = (
        f"In {named(case.state)} business "
        + " and ".join(f"{key} {plain(found.value)} % of research in {found.year}" for key, found in own.items())
        + f"; most is more than {plain(most, 0)} %."
    )
    if beside:
        shares = ", ".join(f"{key} {plain(found.value)} % ({found.year})" for key, found in beside.items())
        why += f" {named(case.against)}: {shares}."
    figures = tuple(
        Figure(f"R&D {key} by business", f.region, f.value, "%", str(f.year), series[key].kind, series[key].id)
        for found in (own, beside)
        for key, f in found.items()
    )
    origins = tuple(one.origin for one in series.values())
    headline = own["performed"]
    outcome = three_way(all(above), not any(above))
    return Finding(outcome, why, headline.value, headline.year, figures, origins, kind="measured")


def _in_per_cent(series: Series) -> Series:
    """Return a share in per cent, whether it is written as a fraction or in per cent."""
    if series.unit != "1":
        return series
    values = {region: {year: 100.0 * value for year, value in path.items()} for region, path in series.values.items()}
    return replace(series, unit="%", values=values)


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
    base = window_of(claim, "base")
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
            f"{named(region)} grew {plain(now[region])} % in {year} after "
            f"{plain(usual[region])} % a year in {span(*base)}"
            for region in pair
        )
        + f", a difference of shortfalls of {plain(gap, sign=True)} points. Venture capital {start} to {year}: "
        + "; ".join(f"{named(region)} {plain(100 * math.expm1(change[region]), 0, sign=True)} %" for region in pair)
        + ". The figures do not say which event caused what."
    )
    figures = tuple(
        figure
        for region in pair
        for label, values, when in (("", now, year), (", mean", usual, base))
        for figure in figures_of(f"growth of real GDP{label}", region, "% a year", growth.id, [(values[region], when)])
    ) + tuple(
        Figure("venture capital", region, value, venture.unit, str(at), venture.kind, venture.id)
        for region in pair
        for value, at in zip(funds[region], (start, year), strict=True)
    )
    outcome = three_way(growth_risk and venture_risk, not growth_risk and not venture_risk)
    return Finding(outcome, why, gap, year, figures, (growth.origin, venture.origin))


def _at(series: Series, region: str, year: int) -> float:
    path = path_of(series, region)
    if year not in path:
        raise NotTestableError(f"{series.title} ({series.id}) has no figure for {region} in {year}")
    return path[year]
