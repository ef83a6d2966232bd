"""What every draw on a setting shares: its arrays in the layout of the kernel, made once and kept while it lives."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.kernel.records import Factors, States, Trade, Year
from technostate.dynamics.setting import Setting
from technostate.errors import DataError
from technostate.shocks.decade import TradeEconomy

Array = NDArray[np.float64]

#: Growth that is drawn for one region; `growth_others` is that of all others.
GROWTH = {"growth_china": "CHN", "growth_usa": "USA"}


class Frame(NamedTuple):
    """A setting for the kernel; `part` (N,) is value added over sales."""

    trade: Trade
    factors: Factors
    states: States
    part: Array


_kept: WeakKeyDictionary[Setting, Frame] = WeakKeyDictionary()
_lock = Lock()


def frame(setting: Setting) -> Frame:
    """Return the frame of a setting.

    Raises
    ------
    DataError
        If the setting has a sector that never crosses a border, or an array of another shape.
    """
    with _lock:
        found = _kept.get(setting)
    if found is None:
        found = _made(setting)
        with _lock:
            _kept[setting] = found
    return found


def _made(setting: Setting) -> Frame:
    _require_shapes(setting)
    economy = setting.economy
    economy.require_balance()
    base = economy.condensed
    if base.local.size:
        names = ", ".join(economy.sectors[s] for s in base.local[:5])
        raise DataError(f"{names} of {economy.name!r} never cross a border", hint="merge them with sectors that do")
    inverses = base.inverses
    n = economy.shape[0]
    free = np.ones_like(base.import_share) if economy.tariff is None else 1.0 / (1.0 + economy.tariff)
    inputs = base.inputs.sum(1, keepdims=True)
    relative = base.expenditure / economy.value_added[:, None]
    trade = Trade(
        shares=base.import_share, free=np.ascontiguousarray(free), duty=bool((free != 1.0).any()), inputs=base.inputs,
        inputs_t=base.inputs_t, added_share=base.value_added_share, final_share=np.ascontiguousarray(base.final_share),
        added=economy.value_added.copy(), deficit=economy.deficit / economy.value_added, theta=base.theta,
        price=inverses.price, spending=inverses.spending, wage=inverses.wage, answers=inverses.answers,
        mix=np.divide(base.inputs, inputs, out=np.zeros_like(base.inputs), where=inputs > 0),
        income=economy.base_income.copy(),
        start=np.concatenate([np.zeros(n + relative.size), relative.ravel()]),
    )  # fmt: skip
    factors = Factors(*map(_plain, (setting.labour, setting.labour_share, setting.depreciation, setting.investment)))
    return Frame(trade, factors, _states(setting), _part(economy))


def _part(economy: TradeEconomy) -> Array:
    """Return value added over sales (N,)."""
    part: Array = economy.value_added / economy.base_output.sum(1)
    return part


def _states(setting: Setting) -> States:
    economy = setting.economy
    core = setting.strategic > 0 if setting.strategic.any() else np.ones(setting.strategic.size, dtype=bool)
    sales = economy.base_output * core
    # Where all sectors grow alike, technology grows as productivity of labour and capital does in the whole region.
    whole = sales.sum(1) * _part(economy)
    weight = sales / economy.trade_elasticity / whole[:, None]
    rest = (setting.distance, setting.abroad, setting.rivals, setting.named, setting.burden, setting.civil_research)
    part = (economy.base_output * (setting.strategic > 0)).sum(1) / economy.base_output.sum(1)
    return States(*map(_plain, (*rest, setting.defence_research, setting.strategic, weight, part)))


def _plain(array: NDArray[np.generic] | Array) -> Array:
    """Return a copy that may be written: a read-only array is another type to the compiler."""
    return np.array(array, dtype=np.float64, order="C")


def _require_shapes(setting: Setting) -> None:
    y, n, j = setting.shape
    shapes: dict[str, tuple[int, ...]] = {
        "population": (y, n), "income": (y, n), "labour": (y, n), "labour_share": (n,), "depreciation": (n,),
        "investment": (n,), "knowledge_by_workers": (j, n), "knowledge_by_home": (j, n), "productivity": (n,),
        "gdp_market": (n,), "gdp_ppp": (n,), "distance": (n, n),
        "rivals": (n, n), "named": (n, n), "burden": (n,),
        "civil_research": (n,), "defence_research": (n,), "strategic": (j,),
    }  # fmt: skip
    problems = []
    for name, shape in shapes.items():
        array = getattr(setting, name)
        if array.shape != shape:
            problems.append(f"{name} has shape {array.shape} and needs {shape}")
        elif not np.isfinite(array).all():
            problems.append(f"{name} has {np.count_nonzero(~np.isfinite(array))} values that are not finite")
    if setting.state_of and len(setting.state_of) != n:
        problems.append(f"state_of has {len(setting.state_of)} numbers for {n} regions")
    if problems:
        raise DataError("the setting is broken: " + "; ".join(problems), hint="make it with dynamics.calibrated()")


def knowledge(setting: Setting, values: Mapping[str, float]) -> Array:
    """Return λ₀ (J, N): the two measures mixed in logs by ``knowledge_mix``, the weight of the home share."""
    mix = values["knowledge_mix"]
    mixed: Array = setting.knowledge_by_home**mix * setting.knowledge_by_workers ** (1.0 - mix)
    return mixed


def target(setting: Setting, values: Mapping[str, float]) -> Array:
    """Return the growth target (Y, N), log points: the projection, and the error of its mean growth that is drawn."""
    error = np.array([values[_growth_of(region)] for region in setting.regions])
    grown: Array = setting.income + np.arange(len(setting.years))[:, None] * error
    return grown


def _growth_of(region: str) -> str:
    return next((name for name, state in GROWTH.items() if state == region), "growth_others")


def scratch(n: int, j: int) -> Year:
    """Return the arrays of a year, zeros."""
    cube, square, row = (j, n, n), (n, n), (n,)
    shapes = {"A": cube, "B": cube, "shares": cube, "shift": (n, j), "expenditure": (n, j), "preference": square,
              "restriction": square, "hidden": square}  # fmt: skip
    return Year(**{name: _apart(shapes.get(name, row)) for name in Year._fields})


def _apart(shape: tuple[int, ...]) -> Array:
    """Return zeros with room on both sides, see `technostate.shocks.decade.kernel.powers.apart`."""
    size = int(np.prod(shape))
    return np.zeros(size + 128)[64 : 64 + size].reshape(shape)
