"""Bans of deliveries: by name or as shares, checked and put on links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import nearest

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array


@dataclass(frozen=True)
class Ban:
    """A ban on deliveries: on every named link, `leak` of the base quantity still arrives.

    Parameters
    ----------
    exporters, importers : tuple of str
        Regions; every exporter's deliveries to every importer are meant.
    leak : float
        Delivered quantity as a share of the base, from 0 (total) to 1.

    Examples
    --------
    >>> Ban(exporters=("USA",), importers=("CHN",), sectors=("C26",), leak=0.05).leak
    0.05
    """

    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    sectors: tuple[str, ...]
    leak: float

    def __post_init__(self) -> None:
        for name in ("exporters", "importers", "sectors"):
            given = getattr(self, name)
            # A lone code is not a sequence of letters.
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))


def fixed(
    economy: YearEconomy,
    bans: Sequence[Ban],
    delivered: Array | None,
    sigma: Array,
    bounded: bool,
    problems: list[str],
) -> Array:
    """Return the shares (J, N, N) at which bans fix links, NaN elsewhere; what is wrong is added to `problems`.

    Parameters
    ----------
    bounded : bool
        Whether substitutes bound what a ban is worth.
    """
    n, j = economy.base.shape
    leak = np.full((j, n, n), np.nan)
    # Where substitutes bound it, only an elasticity of zero has no answer to a ban.
    sigma = np.where(sigma > 0, np.inf, sigma) if bounded else sigma
    if delivered is not None:
        problems += _delivered(economy, delivered, sigma)
        leak = np.where(delivered < 1, delivered, np.nan)
    for position, ban in enumerate(bans, 1):
        problems += (f"ban {position}: {problem}" for problem in _ban(economy, ban, sigma, leak))
    return leak


def _ban(economy: YearEconomy, ban: Ban, sigma: Array, leak: Array) -> Iterator[str]:
    """Check one ban and write its leak into `leak` (J, N importer, N exporter); yield what is wrong."""
    base = economy.base
    found: list[list[int]] = []
    for what, names, known in (
        ("exporter", ban.exporters, base.regions),
        ("importer", ban.importers, base.regions),
        ("sector", ban.sectors, base.sectors),
    ):
        if not names:
            yield f"it names no {what}"
        for name in names:
            if name not in known:
                close = nearest(str(name), known)
                yield f"unknown {what} {name!r} in {base.name}" + (f", nearest {', '.join(close)}" if close else "")
        found.append([known.index(name) for name in names if name in known])
    exporters, importers, sectors = found
    for n in sorted(set(exporters) & set(importers)):
        yield f"{base.regions[n]} is exporter and importer at once; a ban is between regions"
    number = isinstance(ban.leak, (int, float, np.floating)) and not isinstance(ban.leak, bool)
    if not number or not 0.0 <= ban.leak <= 1.0:
        yield f"leak is {ban.leak!r}; it is the share of the base quantity still delivered, from 0 to 1"
        return
    for j in sectors:
        if sigma[j] == 0 or (ban.leak == 0 and sigma[j] <= 1):
            yield _endless(base.sectors[j], sigma[j], total=ban.leak == 0)
    place = np.ix_(sectors, importers, exporters)
    before = leak[place]
    if (np.isfinite(before) & (before != ban.leak)).any():
        yield f"it fixes links at {ban.leak:g} that an earlier ban fixes at {before[before != ban.leak][0]:g}"
    leak[place] = ban.leak


def _delivered(economy: YearEconomy, left: Array, sigma: Array) -> Iterator[str]:
    """Yield what is wrong with the shares (J, N, N) that bans let through."""
    regions, sectors = economy.base.regions, economy.base.sectors
    for j, n, i in np.argwhere((left < 0) | (left > 1))[:5]:
        yield f"delivered of {sectors[j]} from {regions[i]} to {regions[n]} is {left[j, n, i]:g}; it is from 0 to 1"
    at = np.arange(len(regions))
    if (left[:, at, at] != 1).any():
        yield "delivered is below one on the diagonal; a ban is between regions"
    some, none = (left < 1).any((1, 2)), (left == 0).any((1, 2))
    for j in np.flatnonzero((some & (sigma == 0)) | (none & (sigma <= 1))):
        yield _endless(sectors[j], sigma[j], total=bool(none[j]))


def _endless(sector: str, elasticity: float, *, total: bool) -> str:
    kind = "a total ban" if total else "a ban"
    remedy = "raise it above 1, or leave some leak (0.05, say)" if total else "raise it"
    return f"{kind} on {sector} at an elasticity of {elasticity:g} across origins has no finite answer: {remedy}"
