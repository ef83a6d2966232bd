"""Levers priced: each wedge put in place once trade has adjusted, then each shock with it and without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ConvergenceError, ScenarioError
from technostate.futures.price.economies import insured
from technostate.futures.price.ground import Ground, ground
from technostate.futures.price.levers import FORMS, LEVERS, Lever, wedge
from technostate.futures.price.losses import DAYS_A_YEAR, RENTS, Stock, loss
from technostate.futures.price.priced import Insured, Priced
from technostate.futures.price.terms import HOLDING, Terms
from technostate.shocks.impact.batch import each
from technostate.shocks.impact.draws import Draw, Sample
from technostate.shocks.progress import Show, silent
from technostate.shocks.specification.amounts import PARAMETERS, places, within
from technostate.shocks.specification.resolve import Resolved
from technostate.shocks.year import Result, YearEconomy

Array = NDArray[np.float64]

#: Part of military spending's premium: one per cent of GDP.
POINT = 0.01
#: Column of the sequence that draws what holding a stock costs: behind those of amounts, of which a shock has few.
_HOLDING_COLUMN = PARAMETERS + 8


@dataclass(frozen=True)
class _Form:
    """A lever at one form: the economies by set of elasticities, with the premium there; or a stock."""

    lever: Lever
    form: str
    there: tuple[tuple[float, YearEconomy], ...] = ()
    stock: Stock | None = None


def price(state: str, against: str, terms: Terms | None = None, *, progress: Show = silent) -> Priced:
    """Return what each lever of a state costs a year and what it covers of each supposition.

    Parameters
    ----------
    state, against : str
        Codes of two states or unions.
    terms : Terms, optional
        The usual ones by default.
    progress : callable
        Called with a few words and the fraction of the work that is done.

    Raises
    ------
    ScenarioError, LabelError, DataError
        As `ground` does.
    ConvergenceError
        If a wedge has no equilibrium, or no case of a shock has one.

    Examples
    --------
    >>> found = price("CHN", "USA", Terms(draws=4))  # doctest: +SKIP
    >>> bool((found.of("aimed", "comparator")[0].premium > 0).all())  # doctest: +SKIP
    True
    """
    terms = terms or Terms()
    here = ground(state, against, terms)
    sets = list(here.stage.long_run.values())
    forms = _forms(here, terms, sets)
    resolved = {key: here.stage.resolve(shock, terms.draws, terms.seed) for key, shock in here.shocks.items()}
    samples = {key: Sample(found, terms.draws, terms.seed, terms.doubt).rows for key, found in resolved.items()}
    shape = len(resolved), len(RENTS), terms.draws
    words = f"{state} against {against}: cases priced"

    def one(case: int) -> tuple[Array, list[Array]]:
        return _case(here, forms, resolved, samples, case, len(sets))

    done = each(range(terms.draws), one, words, _fraction(progress))
    bare, losses = np.full(shape, np.nan), [np.full(shape, np.nan) for _ in forms]
    for case, found in enumerate(done):
        if isinstance(found, Exception):
            raise found
        bare[:, :, case] = found[0]
        for array, values in zip(losses, found[1], strict=True):
            array[:, :, case] = values
    every = np.stack([bare, *losses])
    _require(every, here)
    first = next(iter(samples.values()))
    taken = [_set_of(draw, len(sets)) for draw in first]
    held = [within(*HOLDING, place) for place in places(terms.draws, terms.seed, 16)[:, _HOLDING_COLUMN].tolist()]
    rows = tuple(
        Insured(form.lever.name, form.lever.target, form.form, _premium(here, form, taken, held), array)
        for form, array in zip(forms, losses, strict=True)
    )
    base = here.stage.year.base
    return Priced(
        state, against, here.stage.given.name, terms.wedge, terms.days,
        {key: shock.title for key, shock in here.shocks.items()},
        tuple(RENTS), tuple(base.sectors[at] for at in here.strategic), bare, rows,
        POINT * float(base.value_added[list(here.own)].sum()) / here.civil,
        np.array([draw.differentiated for draw in first]),
        int(np.isnan(every).sum()), every.size, here.origins, _notes(here),
    )  # fmt: skip


def _forms(here: Ground, terms: Terms, sets: Sequence[Array]) -> list[_Form]:
    """Return every lever that has a cover, form by form, with its economies."""
    found = []
    base = here.stage.year.base
    for lever in LEVERS:
        sellers = here.other if lever.target == "comparator" else here.everyone
        sectors = here.strategic if lever.goods == "strategic" else here.goods
        if lever.kind == "stock":
            found.append(_Form(lever, "", stock=Stock(terms.days, sellers)))
        for form, waste in FORMS.items() if lever.kind == "wedge" else ():
            tariff, cost = wedge(base.base_tariff, here.own, sellers, sectors, terms.wedge, waste)
            there = []
            for theta in sets:
                change, economy = insured(here.stage.year, theta, tariff, cost)
                lost = -float((change[list(here.own)] * here.income).sum()) / here.civil
                there.append((lost, economy))
            found.append(_Form(lever, form, tuple(there)))
    return found


def _case(
    here: Ground,
    forms: Sequence[_Form],
    resolved: Mapping[str, Resolved],
    samples: Mapping[str, Sequence[Draw]],
    case: int,
    sets: int,
) -> tuple[Array, list[Array]]:
    """Return losses (S, R) of one case without a lever and with each form; NaN where there is no equilibrium."""
    scale = float(here.income.sum()) / here.civil
    bare, found = np.full((len(resolved), len(RENTS)), np.nan), []
    for _ in forms:
        found.append(np.full(bare.shape, np.nan))
    for at, (key, shock) in enumerate(resolved.items()):
        draw = samples[key][case]
        levels = shock.in_year(draw.case)
        # Where nothing arrives nobody has a rent, whatever the rule.
        nothing = not ((arriving := draw.delivered(levels))[arriving < 1]).any()
        arrays = (bare, *found)
        starts: dict[str, Result] = {}
        for form, array in zip((None, *forms), arrays, strict=True):
            lost, economy = (0.0, here.stage.year)
            if form is not None and form.there:
                lost, economy = form.there[_set_of(draw, sets)]
            for rule, rent in enumerate(RENTS):
                if rule and nothing and (form is None or form.stock is None):
                    array[at, rule] = array[at, 0]
                    continue
                stock = None if form is None else form.stock
                # The same shock without a lever is near: ratios to a base differ little between bases.
                near = starts.get(rent) or next(iter(starts.values()), None)
                try:
                    share, result = loss(here, economy, levels, draw, rent, stock, near)
                except ConvergenceError:
                    continue
                if form is None:
                    starts[rent] = result
                # What is lost is a share of what the wedge leaves.
                array[at, rule] = share * (scale - lost)
    return bare, found


def _set_of(draw: Draw, sets: int) -> int:
    return draw.one_of(range(sets))


def _premium(here: Ground, form: _Form, taken: Sequence[int], held: Sequence[float]) -> Array:
    if form.stock is None:
        return np.array([form.there[at][0] for at in taken])
    trade = here.stage.year.base.base_trade[np.ix_(here.strategic, here.own, form.stock.sellers)]
    value = float(trade.sum()) * form.stock.days / DAYS_A_YEAR
    premium: Array = np.array(held) * value / here.civil
    return premium


def _fraction(progress: Show) -> Callable[[int, int, str], None]:
    def show(done: int, total: int, words: str) -> None:
        progress(words, done / total)

    return show


def _require(every: Array, here: Ground) -> None:
    """Raise `ConvergenceError` where a shock has no answer at all."""
    for at, shock in enumerate(here.shocks.values()):
        if np.isnan(every[:, at]).all(axis=(1, 2)).any():
            raise ConvergenceError(
                f"{shock.title}: no case has an equilibrium", hint="ask for more draws, or a smaller wedge"
            )


def _notes(here: Ground) -> tuple[str, ...]:
    found = list(here.notes)
    if "coalition" not in here.shocks:
        found.append(
            f"the file of {here.against} names no ally or security partner that this world shows: no coalition is shown"
        )
    if here.stage.coarse and any(len(group) > 1 for group in (here.own, here.other)):
        raise ScenarioError(
            f"{here.state} or {here.against} is several regions of this world", hint="name one state or union"
        )
    return tuple(found)
