"""Look-through figures that stand beside a verdict: from the embedded series, else computed from the worlds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from technostate.claims.case import Case, members
from technostate.claims.change import figures_of
from technostate.claims.verdict import Figure, NotTestableError
from technostate.evidence import Origin
from technostate.notation import plain

if TYPE_CHECKING:
    from technostate.world import World

#: Family of worlds in one classification → its years.
FAMILIES = {"wiod": range(1995, 2012), "icio": range(2022, 2023)}


class Beside(NamedTuple):
    """Yearly figures of one family of worlds, fractions, with their sources."""

    values: dict[int, float]
    source: str
    origins: tuple[Origin, ...]


def by_year(case: Case, measure: str, family: str, compute: Callable[[World, tuple[str, ...]], float]) -> Beside:
    """Return a measure of the state for every year of a family of worlds.

    Years without a world, or whose world does not show the state, are absent.

    Parameters
    ----------
    measure : str
        Name in the series' id, for example ``"foreign-input-reliance"``.
    family : str
        Key of `FAMILIES`.
    compute : callable
        World and the state's codes in it → fraction; used where no embedded series has the state.
    """
    try:
        series = case.evidence.series(f"technostate/exposure/{measure}-{family}")
    except NotTestableError:
        pass
    else:
        if case.state in series.values:
            return Beside(dict(series.values[case.state]), series.id, (series.origin,))
    values: dict[int, float] = {}
    origins: list[Origin] = []
    for year in FAMILIES[family]:
        try:
            world = case.evidence.world(f"{family}-{year}")
        except NotTestableError:
            continue
        codes = members(case.state, world.regions)
        if set(codes) <= set(world.regions):
            values[year] = compute(world, codes)
            origins.append(world.origin)
    return Beside(values, f"{family} worlds", tuple(origins))


def reliance(case: Case) -> tuple[tuple[Figure, ...], str, tuple[Origin, ...]]:
    """Return look-through foreign input reliance by year, a sentence on its ends and peak, and the origins."""
    from technostate.exposure import foreign_input_reliance

    past, today = (by_year(case, "foreign-input-reliance", key, foreign_input_reliance) for key in FAMILIES)
    parts = []
    if past.values:
        peak = max(past.values, key=lambda year: past.values[year])
        for year in dict.fromkeys((min(past.values), peak, max(past.values))):
            parts.append(f"{plain(100 * past.values[year])} % in {year}{' (highest)' if year == peak else ''}")
    parts += [
        f"in another classification, not to be joined, {plain(100 * value)} % in {year}"
        for year, value in today.values.items()
    ]
    text = f" Beside it, look-through reliance: {', '.join(parts)}." if parts else ""
    figures = [
        figure
        for found in (past, today)
        for figure in figures_of(
            "look-through foreign input reliance", case.state, "%", found.source,
            ((100.0 * value, year) for year, value in found.values.items()),
        )
    ]  # fmt: skip
    return tuple(figures), text, (*past.origins, *today.origins)


def domestic_demand_today(case: Case) -> Beside:
    """Return the share of GDP that domestic final demand sustains in 2022, as a fraction."""
    from technostate.exposure import circulation

    found = by_year(case, "external-circulation", "icio", lambda world, codes: circulation(world, codes).external)
    return found._replace(values={year: 1.0 - value for year, value in found.values.items()})
