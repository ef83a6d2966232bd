"""A shock through the engine of the year: bans as delivered quantities, with three answers to who gets the rents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import ScenarioError, TechnostateError
from technostate.evidence.origin import Origin
from technostate.shocks.impact.batch import Base, Outcome, Progress, each, impact_of, lasting, ratio, split
from technostate.shocks.impact.record import Case, Impact
from technostate.shocks.specification.horizons import require
from technostate.shocks.specification.measures import SEVERITIES, Rent, _Ban
from technostate.shocks.specification.resolve import Resolved
from technostate.shocks.specification.shock import Shock

if TYPE_CHECKING:
    from technostate.shocks.year import Elasticities, Result, YearEconomy
    from technostate.shocks.year.scenario import Deficit
    from technostate.world import World


def year_economy(world: World) -> YearEconomy:
    """Return the economy of the year of a world, at central elasticities; unknown tariffs are taken as none."""
    from technostate.shocks.year import YearEconomy

    return YearEconomy.from_world(world, missing_tariff=0.0)


def rents(shock: Shock) -> tuple[Rent, ...]:
    """Return the rules on who receives the scarcity rents of a shock's bans, the central one first; none without bans.

    Where bans name one or two rules, the first named is central. Where all three are open, the rent is taken to go to
    the side that rations, as it does under quotas: to the exporters if any exporter bans (a voluntary restraint), else
    to the importers (an import quota).

    References
    ----------
    Krishna, K. (1989). Trade restrictions as facilitating practices. Journal of International Economics 26, 251–270.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> rents(load("zte-2018"))
    ('exporter', 'importer', 'lost')
    """
    bans = sorted((row for row in shock.measures if isinstance(row, _Ban)), key=lambda row: row.name)
    named: list[Rent] = list(dict.fromkeys(rule for row in bans for rule in row.rent))
    if len(named) == 3:
        first: Rent = "exporter" if any(row.measure == "export_ban" for row in bans) else "importer"
        named.sort(key=lambda rule: rule != first)
    return tuple(named)


_CLOSURE: Mapping[Deficit, str] = {
    "lend": "lenders lend the share of their income that they lend at the base, and what is frozen comes on top",
    "hold": "deficits are held but for what is frozen",
}


@dataclass(frozen=True, eq=False)
class _Trial:
    """One set of elasticities with one case of the shock."""

    case: Case
    elasticities: Elasticities


def to_year(
    resolved: Resolved,
    economy: YearEconomy,
    *,
    draws: int = 8,
    seed: int = 0,
    deficit: Deficit = "lend",
    origin: Origin | None = None,
    progress: Progress | None = None,
    threads: int = 1,
) -> Impact:
    """Return what a shock does in a year: an equilibrium with factors in place, for every draw and rent rule.

    The economy's own elasticities are the central ones; they meet the shock's mild, central and severe ends, and
    `draws` sets of elasticities (`technostate.shocks.year.draws`) meet the shock's own draws, where `resolved` has
    that many, and its central amounts where it has none.

    Parameters
    ----------
    resolved : Resolved
        On the regions and sectors of the economy.
    draws : int
        Sets of elasticities drawn beside the central one; 0 for none.
    deficit : {"lend", "hold"}
        Lenders lend the base's share of what they earn, or deficits keep their levels: held levels are paid out of
        what is left where a lender's export prices fall, and leave more cases without an equilibrium. What is frozen
        comes on top of either.
    origin : Origin, optional
        Of the world.

    Raises
    ------
    ScenarioError
        If a measure is refused at this horizon, or a total ban meets an elasticity across origins of one or less.
    ConvergenceError
        If the central case has no equilibrium under the central rule. Other cases and rules without one are counted in
        the notes and named in `failed`.

    References
    ----------
    Baqaee, D. and E. Farhi (2024). Networks, barriers, and trade. Econometrica 92(2), 505–541.
    """
    base = economy.base
    require(resolved.shock, "year", elasticity=float(np.min(economy.elasticities.origins)))
    if base.regions != resolved.regions or base.sectors != resolved.sectors:
        raise ScenarioError(
            f"the shock stands on {resolved.world}, the economy {base.name!r} on other regions or sectors",
            hint="resolve the shock on the world of the economy, and coarsen it the same way",
        )
    rules: tuple[Rent | None, ...] = rents(resolved.shock) or (None,)
    trials = _trials(resolved, economy, draws, seed)
    central = [trial.case.severity for trial in trials].index("central")
    middle = _solved(economy, trials[central], resolved, rules, {}, deficit)
    near = {rule: result for rule, result in middle.items() if not isinstance(result, TechnostateError)}
    batches = each(
        trials,
        lambda trial: middle if trial is trials[central] else _solved(economy, trial, resolved, rules, near, deficit),
        "equilibria of the year",
        progress,
        threads,
    )
    found = {
        replace(trial.case, rent=rule): batch if isinstance(batch, TechnostateError) else batch[rule or "importer"]
        for trial, batch in zip(trials, batches, strict=True)
        for rule in rules
    }
    first = Case("central", "central", rules[0])
    done = split(list(found), list(found.values()), list(found).index(first), "equilibrium")
    rows = {case: _outcome(answer) for case, answer in zip(done.cases, done.answers, strict=True)}
    notes = [*lasting(resolved), *done.notes, f"unknown tariffs are taken as none; {_CLOSURE[deficit]}"]
    if rules[0] is not None:
        notes.append(f"rents of bans in the central case: {rules[0]}; ranges are over {', '.join(map(str, rules))}")
        held = sum(answer.diagnostics.subsidised > 0 for answer in done.answers)
        if held:
            notes.append(
                f"in {held} of {len(done.cases)} cases the market alone would deliver less on some banned link than "
                "the ban lets through; the ban's quantity is taken"
            )
    return impact_of(
        resolved,
        "year",
        Base(base.base_income, base.base_output),
        rows,
        done.central,
        notes,
        origin,
        failed=done.failed,
    )


def _trials(resolved: Resolved, economy: YearEconomy, draws: int, seed: int) -> list[_Trial]:
    from technostate.shocks.year import draws as drawn

    # A shock without ranges is the same at every severity.
    severities = SEVERITIES if resolved.ranged else ("central",)
    trials = [_Trial(Case("central", severity), economy.elasticities) for severity in severities]
    names = resolved.draws
    if names and len(names) < draws and resolved.ranged:
        raise ScenarioError(
            f"{draws} draws are asked for and the shock has {len(names)}", hint="resolve(shock, world, draws=...)"
        )
    for number, elasticities in enumerate(drawn(draws, seed) if draws else (), 1):
        levels = names[number - 1] if names and resolved.ranged else "central"
        trials.append(_Trial(Case(f"draw {number}", levels), elasticities))
    return trials


def _solved(
    economy: YearEconomy,
    trial: _Trial,
    resolved: Resolved,
    rules: Sequence[Rent | None],
    near: Mapping[Rent, Result],
    deficit: Deficit,
) -> dict[Rent, Result | TechnostateError]:
    """Return a trial under each rule by itself: one may have an equilibrium where another has none."""
    from technostate.shocks.year import counterfactual

    base, levels = economy.base, resolved.levels[trial.case.severity]
    changed = economy.with_elasticities(trial.elasticities)
    found: dict[Rent, Result | TechnostateError] = {}
    for rule in (rule or "importer" for rule in rules):
        # What is lost is what importers would have had: the same equilibrium, or none.
        other = found.get("importer") if rule == "lost" else None
        if isinstance(other, TechnostateError):
            found[rule] = other
            continue
        try:
            found[rule] = counterfactual(
                changed,
                delivered=levels.delivered if levels.banned else None,
                tariff=base.base_tariff + levels.tariff_change if levels.tariff_change.any() else None,
                trade_cost=levels.trade_cost if (levels.trade_cost != 1).any() else None,
                productivity=levels.capacity if (levels.capacity != 1).any() else None,
                demand=levels.demand if (levels.demand != 1).any() else None,
                deficit=deficit,
                transfer=levels.transfers if levels.transfers.any() else None,
                start={**near, "importer": other} if other is not None else near,
                rents=(rule,),
            )[rule]
        except TechnostateError as error:
            found[rule] = error
    return found


def _outcome(result: Result) -> Outcome:
    from technostate.shocks.year import log_price

    # The engine's index has the shares that a loss of demand leaves; real income is measured with those of the base.
    # A price that is not known is nobody's: its share is zero.
    base, prices = result.economy.base, np.log1p(np.nan_to_num(result.prices))
    index = np.exp(log_price(base.final_share, prices, result.economy.elasticities.final))
    real_income = result.income / base.base_income / index - 1.0
    return Outcome(real_income, result.output, result.prices, ratio(result.trade.sum(0), base.base_trade.sum(0)))
