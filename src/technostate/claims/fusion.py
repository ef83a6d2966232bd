"""The rule on military-civil fusion (MC-2): proxies, for no statistics separate a defence economy."""

from __future__ import annotations

import math
from collections.abc import Mapping

from technostate.claims.case import Case, members
from technostate.claims.change import figures_of
from technostate.claims.claim import Claim
from technostate.claims.verdict import Finding, NotTestableError, testable, three_way
from technostate.claims.windows import common_years, correlation, log_changes, named, path_of, span
from technostate.evidence import Origin
from technostate.notation import plain
from technostate.world import World

#: Industries of the value-added tables that lean to defence, and those of civil high technology.
DEFENCE_LEANING = ("aerospace", "weapons")
CIVIL = ("computers-electronics-optics", "electrical-equipment", "machinery")
#: WIOD: public administration and defence; machinery, and electrical and optical equipment.
ADMINISTRATION = "c31"
HIGH_TECHNOLOGY = ("c13", "c14")


def growing_together(claim: Claim, case: Case) -> Finding:
    """Decide MC-2: correlation of growth in defence-leaning and civil industries, and high-technology inputs.

    Parameters
    ----------
    claim : Claim
        Thresholds ``separate`` and ``rise`` (correlations), ``split`` (first late year), ``years_needed``.

    Raises
    ------
    NotTestableError
        If too few years of growth stand on one side of the split, or a state has no such sector in the world.
    """
    split, needed = claim.year("split"), claim.year("years_needed")
    growth, origins = relative_growth(case)
    early, late = [y for y in growth if y < split], [y for y in growth if y >= split]
    if min(len(early), len(late)) < needed:
        raise NotTestableError(
            f"value added by industry gives {case.state} {len(early)} years of growth before {split} "
            f"and {len(late)} from then on; {needed} are needed on each side"
        )
    before, after = (correlation(*zip(*(growth[year] for year in years), strict=True)) for years in (early, late))
    if before is None or after is None:
        raise NotTestableError(f"value added of one group of industries of {case.state} does not vary")
    world = case.evidence.world("wiod-2011")
    own, other = (high_technology_inputs(world, code) for code in (case.state, case.against))
    separate = before < claim.threshold("separate") and own < other
    together = after - before >= claim.threshold("rise")
    windows = (min(early), max(early)), (min(late), max(late))
    why = (
        f"{named(case.state)}: growth of defence-leaning and civil high-technology industries correlates "
        f"{plain(before, 2)} over {span(*windows[0])} ({len(early)} years) and {plain(after, 2)} over "
        f"{span(*windows[1])} ({len(late)} years), a change of {plain(after - before, 2, sign=True)}. "
        f"A dollar of administration and defence held {plain(100 * own)} cents of high-technology output in 2011, "
        f"beside {plain(100 * other)} in {named(case.against)}. Both are proxies."
    )
    figures = figures_of(
        "correlation of growth", case.state, "correlation", "ncses/sei", zip((before, after), windows, strict=True)
    )
    for code, value in ((case.state, own), (case.against, other)):
        label = "high-technology inputs of administration and defence"
        figures += figures_of(label, code, "1", world.name, [(value, 2011)])
    outcome = three_way(separate and together, not separate and not together)
    return Finding(outcome, why, after - before, max(late), figures, (*origins, world.origin))


def relative_growth(case: Case) -> tuple[dict[int, tuple[float, float]], tuple[Origin, ...]]:
    """Return year → log growth of defence-leaning and of civil industries, each less that of GDP, and the origins.

    Raises
    ------
    NotTestableError
        If one of the industries or GDP has no figure for the state.
    """
    gdp = case.evidence.series("worldbank/wdi/NY.GDP.MKTP.CD")
    total = log_changes(path_of(gdp, case.state))
    origins = [gdp.origin]
    changes: list[Mapping[int, float]] = []
    for group in (DEFENCE_LEANING, CIVIL):
        series = [case.evidence.series(f"ncses/sei/value-added-{key}") for key in group]
        paths = [path_of(one, case.state) for one in series]
        pooled = {year: math.fsum(path[year] for path in paths) for year in common_years(*paths)}
        changes.append(log_changes(pooled))
        origins += [one.origin for one in series]
    defence, civil = changes
    years = common_years(total, defence, civil)
    return {y: (defence[y] - total[y], civil[y] - total[y]) for y in years}, tuple(origins)


def high_technology_inputs(world: World, state: str) -> float:
    """Return the high-technology output, anywhere, behind a unit of output of administration and defence.

    Look-through: the rows of machinery and of electrical and optical equipment in ``L·x``, x being the output of
    the state's administration and defence, over the sum of x. WIOD worlds only.

    Parameters
    ----------
    state : str
        Region or group.

    Raises
    ------
    NotTestableError
        If the world has no such region or sector, or the sector no output.
    """
    from technostate.exposure import requirements

    codes = members(state, world.regions)
    with testable(world.name):
        needs = requirements(world, codes, ADMINISTRATION).reshape(world.shape)
        rows = [world.sector_index(sector) for sector in HIGH_TECHNOLOGY]
        output = math.fsum(world.gross_output[world.node(code, ADMINISTRATION)] for code in codes)
    # A sector without recorded inputs (India's in WIOD) is a gap in the source, not an economy without coupling.
    if not (output > 0 and needs.sum() - output > 1e-12 * output):
        raise NotTestableError(f"administration and defence of {state} has no output or no inputs in {world.name}")
    return float(needs[:, rows].sum() / output)
