"""Impacts made up by hand: three regions, two sectors, figures that can be checked in the head."""

from __future__ import annotations

from typing import Any

import numpy as np

from technostate.evidence.origin import Origin, derived_from
from technostate.shocks.impact.course import Days, Years, weekly
from technostate.shocks.impact.record import Comparison, Impact, Variant
from technostate.shocks.impact.spread import Spread
from technostate.shocks.specification import Shock

BAN: dict[str, Any] = {
    "measure": "export_ban", "name": "chips", "exporters": ["USA"], "importers": ["CHN"], "sectors": ["electronics"],
    "leak": {"low": 0.1, "central": 0.2, "high": 0.4},
}  # fmt: skip
SOURCE = Origin("Nobody", "A made-up table", "Nobody (2020). A made-up table.", "2020", "CC0")


def made_shock(**fields: Any) -> Shock:
    rest = {"name": "trial", "title": "A trial", "starts": "2027-01-01", "event": "None.", "leaves_out": ["services"]}
    return Shock(**{**rest, "measures": [BAN], **fields})


#: Real income of three draws: USA loses in one of three, China in all, the rest hardly change.
INCOME = np.array([[0.1, -2.0, 0.0], [-0.2, -5.0, 1e-3], [0.3, -3.0, 0.0]])
CENTRAL = np.array([0.1, -2.5, 0.0])


def made(horizon: str = "decade", shock: Shock | None = None) -> Impact:
    """USA gains or loses, China loses in every case, the rest hardly change; three draws beside a central case."""
    weeks = horizon == "weeks"
    output = np.array([[10.0, 0.0], [-20.0, -1.0], [np.nan, 0.0]]) * np.array([1.0, 2.0, 1.5])[:, None, None]
    trade = np.zeros((3, 3, 3))
    trade[:, 1, 0] = -80.0, -90.0, -85.0
    course: Days | Years | None = None
    if weeks:
        days = np.zeros((3, 5, 3))
        days[:, :, 1] = np.array([-1.0, -2.0, -2.0, -1.0, 0.0]) * np.array([[1.0], [2.0], [1.5]])
        first = np.full((3, 3, 2), np.inf)
        first[:, 1, 0] = 3.0, 2.0, 3.0
        recovery = np.zeros((3, 3))
        recovery[:, 1] = 4.0, np.inf, 4.0
        dates = Spread.over(first, first[0], "days"), Spread.over(recovery, recovery[0], "days")
        course = Days(5, *dates, Spread.over(days, days[0]), Spread.over(weekly(days), weekly(days[0])))
    elif horizon == "path":
        fading = INCOME[:, None, :] / np.array([1.0, 2.0, 4.0])[None, :, None]
        spread = Spread.over(fading, fading[0])
        course = Years((1, 2, 3), spread, spread, spread, spread)
    income = Spread.over(INCOME, CENTRAL)
    half = Spread.over(INCOME / 2, CENTRAL / 2)
    return Impact(
        shock=shock or made_shock(),
        horizon=horizon,  # type: ignore[arg-type]
        world="made-up",
        regions=("USA", "CHN", "ROW"),
        sectors=("C26", "SVC"),
        base_income=np.array([20e6, 10e6, 5e6]),
        base_output=np.array([[1e6, 3e6], [2e6, 2e6], [0.0, 1e6]]),
        real_income=income,
        output=Spread.over(output, output[0]),
        prices=None if weeks else Spread.over(np.zeros((3, 3, 2)), np.zeros((3, 2))),
        trade=Spread.over(trade, trade[0]),
        gdp=half,
        consumer_prices=None if weeks else Spread.over(-INCOME, -CENTRAL),
        employment=None if weeks else half,
        cases=("draw 1", "draw 2", "draw 3"),
        income_cases=INCOME,
        gdp_cases=INCOME / 2,
        parameters=("elasticity across origins", "chips, leak"),
        values=np.array([[1.0, 0.4], [0.5, 0.1], [0.8, 0.2]]),
        variants=(
            Variant("no substitutes", "nothing outside the model replaces what is missing", 2 * CENTRAL),
            Variant("low long-run elasticity", "trade responds as little as in Boehm et al.", 3 * CENTRAL,
                    np.minimum(2 * CENTRAL, 4 * CENTRAL), np.maximum(2 * CENTRAL, 4 * CENTRAL)),
            Variant("used up", "all scarcity rent is used up", None, why="no equilibrium"),
        ) if not weeks else (),
        failed=("draw 4: no equilibrium",),
        notes=("unknown tariffs are taken as none",),
        origin=derived_from("trial on made-up", SOURCE),
        course=course,
    )  # fmt: skip


def compared(shock: Shock | None = None) -> Comparison:
    """All three horizons, the year refused."""
    found = {name: made(name, shock) for name in ("weeks", "decade")}
    return Comparison(shock or made_shock(), found, {"year": "trial cannot be asked about"})  # type: ignore[arg-type]
