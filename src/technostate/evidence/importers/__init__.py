"""Importers: one module a file that a user can download from its producer, each to series of the user's store."""

from technostate.evidence.importers import (
    aspi,
    atop,
    comtrade,
    eto_chips,
    fas_nuclear,
    gta,
    pts,
    sipri_arms,
    sipri_milex,
    tiva,
    unga,
    vdem,
    wdi,
    weo,
    wits,
)
from technostate.evidence.own.kinds import Kind

#: All kinds of file that become series.
KINDS: tuple[Kind, ...] = tuple(
    module.KIND
    for module in (
        sipri_milex, sipri_arms, wdi, weo, tiva, comtrade, wits, gta, vdem, pts, unga, atop, aspi, eto_chips,
        fas_nuclear,
    )
)  # fmt: skip

__all__ = ["KINDS"]
