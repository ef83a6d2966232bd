"""Rules on economic securitization: pressure (ES-1), growth (ES-2), reliance (ES-3), fields of need (ES-5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from technostate.claims import look_through
from technostate.claims.case import Case, members
from technostate.claims.change import change_of, figures_of
from technostate.claims.claim import Claim
from technostate.claims.verdict import Figure, Finding, NotTestableError, testable, three_way
from technostate.claims.windows import named, path_of, relative_change, span, window_mean, window_of
from technostate.notation import plain

if TYPE_CHECKING:
    from technostate.world import TradePanel, World

#: All services are one sector of the panel; everything else is a good.
SERVICES = "SVC"
CHAIN_GOODS = ("C26", "C27", "C28")
FOOD = ("A01", "A03", "C10T12")
ENERGY = ("B05", "B06", "C19")
PANEL = "trade panel 2011–2022"


def pressure(claim: Claim, case: Case) -> Finding:
    """Decide ES-1: yearly rules of the United States that name China, if the count begins early enough.

    Parameters
    ----------
    claim : Claim
        Thresholds ``start_by``, ``from``, ``to``, ``factor``.

    Raises
    ------
    NotTestableError
        If the count has no figures.
    """
    rules = case.evidence.series("federal-register/export-controls/naming-china")
    path = path_of(rules, "USA")
    first, last = min(path), max(path)
    listing = ", ".join(f"{year} {plain(value, 0)}" for year, value in path.items())
    figures = tuple(
        Figure("rules that name China", "USA", value, rules.unit, str(year), rules.kind, rules.id)
        for year, value in path.items()
    )
    start, end = claim.year("from"), claim.year("to")
    before, after = window_mean(path, first, start - 1), window_mean(path, start, end)
    if first > claim.year("start_by") or before is None or after is None:
        why = (
            f"The count of rules has complete years from {first} on only ({listing}), so it cannot show a rise from "
            f"{start}. The tariff series hold most-favoured-nation and preferential rates, without the tariffs of "
            "2018–2020."
        )
        return Finding("not testable here", why, path[last], last, figures, (rules.origin,), kind=rules.kind)
    why = (
        f"Rules that name China: {plain(before)} a year in {span(first, start - 1)}, "
        f"{plain(after)} in {span(start, end)} ({listing})."
    )
    outcome = three_way(after >= claim.threshold("factor") * before, after <= before)
    return Finding(outcome, why, after, end, figures, (rules.origin,))


def engine_of_growth(claim: Claim, case: Case) -> Finding:
    """Decide ES-2: what domestic final demand adds to growth, and whether exports weigh less.

    Parameters
    ----------
    claim : Claim
        Thresholds ``main`` (%), ``fall``, ``early_from``, ``early_to``, ``late_to`` and the two export windows.

    Raises
    ------
    NotTestableError
        If a world lacks the state, its GDP did not grow, or exports are missing.
    """
    years = claim.year("early_from"), claim.year("early_to"), claim.year("late_to")
    worlds = [case.evidence.world(f"wiod-{year}") for year in years]
    sustained = [domestic_demand(world, case.state) for world in worlds]
    early, late = (_contribution(sustained[i], sustained[i + 1], years[i : i + 2], case.state) for i in (0, 1))
    exports = case.evidence.series("gapminder/sg/exports_percent_of_gdp")
    weight = change_of(claim, exports, case.state)
    engine = late > claim.threshold("main") and late > early
    weaker = weight.relative < -claim.threshold("fall")
    windows = span(years[0], years[1]), span(years[1], years[2])
    why = (
        f"Domestic final demand sustained {plain(late)} % of the growth of GDP of {named(case.state)} (current USD) "
        f"over {windows[1]}, {plain(early)} % over {windows[0]}; exports were {plain(weight.old)} % of GDP in "
        f"{span(*weight.base)} and {plain(weight.new)} % in {span(*weight.test)}."
    )
    figures = figures_of(
        "growth sustained by domestic demand", case.state, "%", "wiod", ((early, years[:2]), (late, years[1:]))
    )
    figures += weight.figures("exports", case.state, "% of GDP", exports.id)
    beside = look_through.domestic_demand_today(case)
    for year, share in beside.values.items():
        label = "GDP sustained by domestic demand"
        why += f" In {year} domestic final demand sustained {plain(100 * share)} % of GDP (another classification)."
        figures += figures_of(label, case.state, "%", beside.source, [(100.0 * share, year)])
    origins = (*(world.origin for world in worlds), exports.origin, *beside.origins)
    outcome = three_way(engine and weaker, not engine and not weaker)
    return Finding(outcome, why, late, years[2], figures, origins)


def domestic_demand(world: World, state: str) -> tuple[float, float]:
    """Return GDP and the part of it that domestic final demand sustains, USD million.

    Parameters
    ----------
    state : str
        Region or group.

    Raises
    ------
    NotTestableError
        If the world has no such region.
    """
    from technostate.exposure import circulation

    with testable(world.name):
        found = circulation(world, members(state, world.regions))
    return found.value_added, found.domestic * found.value_added


def _contribution(start: tuple[float, float], end: tuple[float, float], years: Sequence[int], state: str) -> float:
    growth = end[0] - start[0]
    if growth <= 0:
        raise NotTestableError(
            f"GDP of {state} in USD did not grow over {years[0]}–{years[-1]}, so nothing has a share"
        )
    return 100.0 * (end[1] - start[1]) / growth


def import_share(panel: TradePanel, state: str, sectors: Sequence[str], first: int, last: int) -> float:
    """Return imports in per cent of domestic use (imports plus domestic sales) of some goods over a window.

    The mean of the yearly shares, as the ledger's conventions say. Trade among the members of a group is domestic.

    Parameters
    ----------
    state : str
        Region or group.
    first, last : int
        Both included; the panel must have every year.

    Raises
    ------
    NotTestableError
        If the panel lacks the region, a sector or a year, or nothing was used.
    """
    with testable():
        years = slice(panel.year_index(first), panel.year_index(last) + 1)
        codes = members(state, panel.regions)
        used, imported = (panel.purchases(codes, sector=sectors, home=home)[years] for home in (True, False))
    if not (used > 0).all():
        raise NotTestableError(f"{state} used none of {', '.join(sectors)} in a year of {span(first, last)}")
    return 100.0 * float((imported / used).mean())


def reliance(claim: Claim, case: Case) -> Finding:
    """Decide ES-3: import shares of goods, and of electronics and machinery, since securitization and before.

    Parameters
    ----------
    claim : Claim
        Threshold ``change`` and the windows ``test``, ``before`` and ``start``.

    Raises
    ------
    NotTestableError
        If the panel lacks the state or a year.
    """
    panel = case.evidence.panel()
    goods = tuple(sector for sector in panel.sectors if sector != SERVICES)
    windows = {key: window_of(claim, key) for key in ("start", "before", "test")}
    shares = {
        label: {key: import_share(panel, case.state, sectors, *window) for key, window in windows.items()}
        for label, sectors in (("goods", goods), ("electronics, electrical equipment and machinery", CHAIN_GOODS))
    }
    change = claim.threshold("change")
    fell = all(
        relative_change(share["test"], share[key]) < -change for share in shares.values() for key in ("start", "before")
    )
    rose = relative_change(shares["goods"]["test"], shares["goods"]["before"]) > change
    why = (
        f"Imports in domestic use of {named(case.state)}: "
        + "; ".join(
            f"{label} " + ", ".join(f"{plain(share[key])} % in {span(*windows[key])}" for key in windows)
            for label, share in shares.items()
        )
        + "."
    )
    figures = [
        figure
        for label, share in shares.items()
        for figure in figures_of(
            f"imports in domestic use, {label}", case.state, "%", PANEL, ((share[key], windows[key]) for key in windows)
        )
    ]
    beside, text, origins = look_through.reliance(case)
    value = shares["goods"]["test"]
    return Finding(
        three_way(fell, rose), why + text, value, windows["test"][1], (*figures, *beside), (panel.origin, *origins)
    )


def fields_of_need(claim: Claim, case: Case) -> Finding:
    """Decide ES-5: whether import shares of food and energy grew or exceeded the comparator's before the plan.

    Parameters
    ----------
    claim : Claim
        Threshold ``change`` and the windows ``start``, ``test`` and ``after``.

    Raises
    ------
    NotTestableError
        If the panel lacks one of the two states or a year.
    """
    panel = case.evidence.panel()
    start, test, after = (window_of(claim, key) for key in ("start", "test", "after"))
    needs, sentences, headline = [], [], 0.0
    figures: list[Figure] = []
    for label, sectors in (("food", FOOD), ("energy", ENERGY)):
        old, now, later = (import_share(panel, case.state, sectors, *window) for window in (start, test, after))
        other = import_share(panel, case.against, sectors, *test)
        needs.append(relative_change(now, old) > claim.threshold("change") or now > other)
        sentences.append(
            f"{label} {plain(old)} % in {span(*start)}, {plain(now)} % in {span(*test)} ({named(case.against)} "
            f"{plain(other)} %), {plain(later)} % in {span(*after)}"
        )
        title = f"imports in domestic use, {label}"
        figures += figures_of(title, case.state, "%", PANEL, ((old, start), (now, test), (later, after)))
        figures += figures_of(title, case.against, "%", PANEL, [(other, test)])
        headline = now
    why = f"Imports in domestic use of {named(case.state)}: {'; '.join(sentences)}. Finance is not tested."
    outcome = three_way(all(needs), not any(needs))
    return Finding(outcome, why, headline, test[1], tuple(figures), (panel.origin,))
