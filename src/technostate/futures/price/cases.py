"""Levers priced: each wedge put in place once trade has adjusted, then each shock with it and without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
class Form:
    """A lever at one form: by set of elasticities the premium and the economy there; or a stock."""

    lever: Lever
    form: str
    there: Mapping[int, tuple[float, YearEconomy]] = field(default_factory=dict)
    stock: Stock | None = None


@dataclass(frozen=True, eq=False)
class Drawn:
    """The cases of a ground: suppositions with their amounts, and what is drawn beside them.

    Parameters
    ----------
    resolved : mapping of str to Resolved
        By supposition.
    samples : mapping of str to sequence of Draw
        The draws of each.
    sets : sequence of int
        Which set of trade elasticities each case takes.
    held : sequence of float
        What holding a stock costs in each case, share of its value a year.
    """

    resolved: Mapping[str, Resolved]
    samples: Mapping[str, Sequence[Draw]]
    sets: Sequence[int]
    held: Sequence[float]

    @property
    def elastic(self) -> Array:
        """Place of each case in the range of elasticities across origins of differentiated goods."""
        return np.array([draw.differentiated for draw in next(iter(self.samples.values()))])


def drawn(here: Ground, terms: Terms) -> Drawn:
    """Return the cases of a ground; they are the same whatever economy stands on it."""
    resolved = {key: here.stage.resolve(shock, terms.draws, terms.seed) for key, shock in here.shocks.items()}
    samples = {key: Sample(found, terms.draws, terms.seed, terms.doubt).rows for key, found in resolved.items()}
    sets = range(len(here.stage.long_run))
    table = places(terms.draws, terms.seed, 16)[:, _HOLDING_COLUMN].tolist()
    return Drawn(
        resolved,
        samples,
        [draw.one_of(sets) for draw in next(iter(samples.values()))],
        [within(*HOLDING, place) for place in table],
    )


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
    cases = drawn(here, terms)
    forms = forms_of(here, terms, range(len(here.stage.long_run)))
    shape = len(cases.resolved), len(RENTS), terms.draws
    words = f"{state} against {against}: cases priced"

    def one(case: int) -> tuple[Array, list[Array]]:
        return losses_of(here, forms, cases, case)

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
    premiums = np.array([[premium_of(here, form, cases, case) for case in range(terms.draws)] for form in forms])
    rows = tuple(
        Insured(form.lever.name, form.lever.target, form.form, premium, array)
        for form, premium, array in zip(forms, premiums, losses, strict=True)
    )
    base = here.year.base
    return Priced(
        state, against, here.stage.given.name, terms.wedge, terms.days,
        {key: shock.title for key, shock in here.shocks.items()},
        tuple(RENTS), tuple(base.sectors[at] for at in here.strategic), bare, rows,
        military_of(here), cases.elastic, int(np.isnan(every).sum()), every.size, here.origins, notes_of(here),
    )  # fmt: skip


def military_of(here: Ground) -> float:
    """Return the premium of military spending of one per cent of GDP."""
    return POINT * float(here.year.base.value_added[list(here.own)].sum()) / here.civil


def forms_of(here: Ground, terms: Terms, sets: Iterable[int]) -> list[Form]:
    """Return every lever that has a cover, form by form, with its economies at some sets of trade elasticities."""
    found, wanted = [], tuple(sets)
    base, known = here.year.base, list(here.stage.long_run.values())
    for lever in LEVERS:
        sellers = here.other if lever.target == "comparator" else here.everyone
        sectors = here.strategic if lever.goods == "strategic" else here.goods
        if lever.kind == "stock":
            found.append(Form(lever, "", stock=Stock(terms.days, sellers)))
        for form, waste in FORMS.items() if lever.kind == "wedge" else ():
            tariff, cost = wedge(base.base_tariff, here.own, sellers, sectors, terms.wedge, waste)
            there = {}
            for at in wanted:
                change, economy = insured(here.year, known[at], tariff, cost)
                there[at] = -float((change[list(here.own)] * here.income).sum()) / here.civil, economy
            found.append(Form(lever, form, there))
    return found


def losses_of(here: Ground, forms: Sequence[Form], cases: Drawn, case: int) -> tuple[Array, list[Array]]:
    """Return losses (S, R) of one case without a lever and with each form; NaN where there is no equilibrium."""
    scale = float(here.income.sum()) / here.civil
    bare, found = np.full((len(cases.resolved), len(RENTS)), np.nan), []
    for _ in forms:
        found.append(np.full(bare.shape, np.nan))
    for at, (key, shock) in enumerate(cases.resolved.items()):
        draw = cases.samples[key][case]
        levels = shock.in_year(draw.case)
        # Where nothing arrives nobody has a rent, whatever the rule.
        nothing = not ((arriving := draw.delivered(levels))[arriving < 1]).any()
        arrays = (bare, *found)
        starts: dict[str, Result] = {}
        for form, array in zip((None, *forms), arrays, strict=True):
            lost, economy = (0.0, here.year)
            if form is not None and form.there:
                lost, economy = form.there[cases.sets[case]]
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


def premium_of(here: Ground, form: Form, cases: Drawn, case: int) -> float:
    """Return civil absorption lost a year to a lever in one case, a fraction."""
    if form.stock is None:
        return form.there[cases.sets[case]][0]
    trade = here.year.base.base_trade[np.ix_(here.strategic, here.own, form.stock.sellers)]
    return cases.held[case] * float(trade.sum()) * form.stock.days / DAYS_A_YEAR / here.civil


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


def notes_of(here: Ground) -> tuple[str, ...]:
    """Return what stands in for what is missing, and which supposition is absent."""
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
