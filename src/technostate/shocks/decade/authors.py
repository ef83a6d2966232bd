"""The authors' own files of Caliendo and Parro (2015), read as an economy: the base of 1993 and NAFTA's tariffs."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.shocks.decade.economy import TradeEconomy
from technostate.shocks.decade.shares import CalibrationWarning
from technostate.shocks.decade.solver import settled

REGIONS, SECTORS, TRADED = 31, 40, 20
MEMBERS = ("Mexico", "Canada", "USA")
#: The base without aggregate deficits, as the authors' programs leave it, and the labels.
FILES = ("base_1993_without_deficits.npz", "regions.csv", "sectors.csv")


@cache
def nafta(folder: Path) -> tuple[TradeEconomy, NDArray[np.float64]]:
    """Return the base of 1993 without aggregate deficits, and tariffs of 2005 among the members of NAFTA.

    Parameters
    ----------
    folder : Path
        With `FILES`: import shares ``Din`` (sector, importer, exporter), ``T`` = 1/θ, ``alphas``, ``B``, ``G``,
        ``VAn``, ``Sn``, and tariffs in per cent.

    Returns
    -------
    economy : TradeEconomy
    tariff : array (J, N, N)
        Of the counterfactual.

    Raises
    ------
    DataError
        If a file is missing or has another shape.
    """
    absent = [name for name in FILES if not (folder / name).is_file()]
    if absent:
        raise DataError(
            f"{folder} lacks {', '.join(absent)}",
            hint="they come from the replication files of Caliendo and Parro (2015), Review of Economic Studies 82(1)",
        )
    n, j = REGIONS, SECTORS
    try:
        with np.load(folder / FILES[0], allow_pickle=False) as file:
            raw = {
                key: file[key] for key in ("Din", "T", "alphas", "B", "G", "VAn", "Sn", "tariffs1993", "tariffs2005")
            }
        before, after = np.zeros((2, j, n, n))
        before[:TRADED] = raw["tariffs1993"].reshape(TRADED, n, n) / 100
        after[:TRADED] = raw["tariffs2005"].reshape(TRADED, n, n) / 100
        share = raw["Din"].reshape(j, n, n)
        added = raw["B"].T
        inputs = raw["G"].reshape(n, j, j) * (1 - added)[:, None, :]
    except (KeyError, ValueError, OSError) as error:
        raise DataError(f"{folder / FILES[0]} is not the authors' base: {error}", hint="see docs/decade.md") from None
    regions = tuple((folder / "regions.csv").read_text("utf-8").split("\n")[1 : n + 1])
    sectors = tuple((folder / "sectors.csv").read_text("utf-8").split("\n")[1 : j + 1])
    with warnings.catch_warnings():
        # One input share is −0.00085 in the authors' data; it is taken as it is.
        warnings.simplefilter("ignore", CalibrationWarning)
        economy = TradeEconomy(
            share, added, inputs, raw["alphas"].T, raw["VAn"][:, 0], -raw["Sn"][:, 0], 1 / raw["T"][:, 0], before,
            regions, sectors, "cp2015",
        )  # fmt: skip
    at = [regions.index(name) for name in MEMBERS]
    inside = np.zeros((n, n), bool)
    inside[np.ix_(at, at)] = True
    return settled(economy), np.where(inside, after, before)
