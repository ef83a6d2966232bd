"""Impacts made up by hand: three regions, two sectors, figures that can be checked in the head."""

from __future__ import annotations

from typing import Any

import numpy as np

from technostate.evidence.origin import Origin, derived_from
from technostate.shocks.impact.record import Case, Comparison, Impact, Timing
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


def made(horizon: str = "decade", shock: Shock | None = None) -> Impact:
    """USA gains or loses, China loses in every case, the rest hardly change; two cases, the first central."""
    weeks = horizon == "weeks"
    income = np.array([[0.1, -2.0, 0.0], [-0.2, -5.0, 1e-3]])
    output = np.array([[[10.0, 0.0], [-20.0, -1.0], [np.nan, 0.0]], [[20.0, 0.0], [-40.0, 0.0], [np.nan, 0.0]]])
    trade = np.zeros((2, 3, 3))
    trade[:, 1, 0] = -80.0, -90.0
    course = np.zeros((2, 5, 3))
    course[:, :, 1] = np.array([-1.0, -2.0, -2.0, -1.0, 0.0]) * np.array([[1.0], [2.0]])
    first = np.full((2, 3, 2), np.inf)
    first[:, 1, 0] = 3.0, 2.0
    recovery = np.zeros((2, 3))
    recovery[:, 1] = 4.0, np.inf
    dates = Spread.over(first, 0, "days"), Spread.over(recovery, 0, "days")
    timing = Timing(5, *dates, Spread.over(course, 0)) if weeks else None
    year = horizon == "year"
    return Impact(
        shock=shock or made_shock(),
        horizon=horizon,  # type: ignore[arg-type]
        world="made-up",
        regions=("USA", "CHN", "ROW"),
        sectors=("C26", "SVC"),
        base_income=np.array([20e6, 10e6, 5e6]),
        base_output=np.array([[1e6, 3e6], [2e6, 2e6], [0.0, 1e6]]),
        real_income=Spread.over(income, 0),
        output=Spread.over(output, 0),
        prices=None if weeks else Spread.over(np.zeros((2, 3, 2)), 0),
        trade=Spread.over(trade, 0),
        income_cases=income,
        cases=(
            Case("central", "central", "exporter" if year else None),
            Case("central", "central" if year else "severe", "importer" if year else None),
        ),
        central=0,
        failed=("draw 3, severe: no equilibrium",),
        notes=("unknown tariffs are taken as none",),
        origin=derived_from("trial on made-up", SOURCE),
        timing=timing,
    )


def compared(shock: Shock | None = None) -> Comparison:
    """All three horizons, the year refused."""
    found = {name: made(name, shock) for name in ("weeks", "decade")}
    return Comparison(shock or made_shock(), found, {"year": "trial cannot be asked about"})  # type: ignore[arg-type]
