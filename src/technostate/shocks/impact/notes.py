"""What an equilibrium of a shock says of itself: what was taken how, what ends, and what is beyond its reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.impact.draws import Sample
from technostate.shocks.impact.equilibria import FIRST, LAST
from technostate.shocks.impact.reach import cut_off
from technostate.shocks.specification.closure import Closure
from technostate.shocks.specification.horizons import Horizon
from technostate.shocks.specification.levels import Levels
from technostate.shocks.specification.resolve import Resolved, days_until

if TYPE_CHECKING:
    from technostate.shocks.year import YearEconomy

#: How the note begins on a time in which no measure is in force.
NOTHING = "no measure is in force"
#: Horizon → the first and the last of its years.
_YEARS: dict[Horizon, tuple[int, int]] = {"year": (FIRST, FIRST), "path": (FIRST, LAST), "decade": (LAST, LAST)}


def notes_of(
    horizon: Horizon,
    sample: Sample,
    levels: Levels,
    economy: YearEconomy,
    unanswered: Sequence[str],
    sets: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return the notes of year, path or decade, in the order in which they are read.

    Parameters
    ----------
    levels : Levels
        Of the central case, in the first year or the last.
    economy : YearEconomy
        The base of the levels.
    unanswered : sequence of str
        On the cases without an answer (`batch.Answered`).
    sets : sequence of str
        Names of the sets of trade elasticities, where the horizon has them.
    """
    resolved = sample.resolved
    return (
        *_beyond(levels, economy),
        *(f"means over years {FIRST} to {LAST}",) * (horizon == "path"),
        *_gone(resolved, *_YEARS[horizon]),
        *_ending(resolved),
        *unanswered,
        *(_unknown_classes(economy) if horizon != "decade" else ()),
        *(f"central: the median of {len(sets)} sets of trade elasticities ({', '.join(sets)})",) * bool(sets),
        *_closing(resolved.shock.closure, horizon),
        *_without_substitutes(sample),
        *_rationed(sample),
    )


def _beyond(levels: Levels, economy: YearEconomy) -> tuple[str, ...]:
    """Return the note on regions that lose more of their trade than the models can speak of."""
    if not levels.banned:
        return ()
    rows = cut_off(levels.delivered, economy.base.base_trade, economy.base.regions)
    named = ", ".join(f"{row.region} {row.share:.0%}" for row in rows)
    note = f"beyond what the models were ever compared with, bans stop this part of a region's trade: {named}"
    return (note,) * bool(rows)


def _gone(resolved: Resolved, first: int, last: int) -> tuple[str, ...]:
    """Return the note on years from first to last in which no measure is in force."""
    begin, end = (days_until(resolved.shock.starts, year) for year in (first - 1, last))
    spans = resolved.spans
    if any(span.first_day < end and (span.last_day is None or span.last_day > begin) for span in spans):
        return ()
    when = f"in year {first}" if first == last else f"in years {first} to {last}"
    before = any(span.first_day < begin for span in spans)
    why = "nothing is left of it, as equilibria have no memory" if before else "all of them begin later"
    return (f"{NOTHING} {when}: {why}",)


def _ending(resolved: Resolved) -> tuple[str, ...]:
    """Return the note on measures that are not in force all the time."""
    names = ", ".join(step.name for step in resolved.steps if step.last_day is not None or step.first_day > 0)
    return (f"by days in force: {names}",) * bool(names)


def _unknown_classes(economy: YearEconomy) -> tuple[str, ...]:
    """Return the note on sectors whose class of goods is not known, which the first year's elasticities need."""
    from technostate.shocks.year.parameters import UNKNOWN, unknown
    from technostate.shocks.year.products import roots

    codes = unknown(roots(economy.base.sectors, economy.products))
    return (f"no class of goods is known for {', '.join(codes)}: taken as {UNKNOWN}",) * bool(codes)


def _closing(closure: Closure, horizon: Horizon) -> tuple[str, ...]:
    """Return the notes on tariffs and deficits; what a shock asks of the decade's deficits its own note says."""
    own = horizon == "decade" and closure.deficits != "hold"
    lending = (
        "lenders lend the share of their income that they lend at the base in the first year and hold its level "
        "after a decade, and what is frozen comes on top"
    )
    path = "the path does not have the closure that the shock asks for: its year 10 is not the decade"
    return (
        "unknown tariffs are taken as none",
        *(lending,) * (not own),
        *(path,) * (horizon == "path" and bool(closure.notes)),
    )


def _without_substitutes(sample: Sample) -> tuple[str, ...]:
    """Return the note on draws without substitutes; where no ban is drawn, that a share asked for changes nothing."""
    from technostate.shocks.year import parameters

    if sample.doubt is not None and not (sample.bans and sample.rows):
        why = "no measure bans anything" if sample.rows else "nothing is drawn"
        return (f"a share of {sample.doubt:g} of the draws without substitutes changes nothing: {why}",)
    none = sum(np.isinf(draw.substitutes) for draw in sample.rows)
    note = f"in {none} of {len(sample.rows)} draws nothing replaces what bans take away"
    if none:
        least = parameters()["least"]
        note += f", and at least {least.low:.0%} to {least.high:.0%} of each flow arrives in spite of them"
    return (note,) * bool(sample.bans and sample.rows)


def _rationed(sample: Sample) -> tuple[str, ...]:
    """Return the note on who gets the scarcity rent of critical products."""
    from technostate.shocks.year import parameters

    codes = ", ".join(row.code for row in sample.drawn_products if row.critical)
    maker, used = (parameters()[name] for name in ("product_exporter", "product_used_up"))
    note = (
        f"of what scarcity makes {codes} worth, makers get {maker.central:.0%} in the central case and buyers use up "
        f"{used.central:.0%} of the rest (drawn: {maker.low:.0%} to {maker.high:.0%}, and {used.low:.0%} to "
        f"{used.high:.0%})"
    )
    return (note,) * bool(codes)
