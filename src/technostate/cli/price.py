"""`technostate price`: what levers of a state cost, what they cover, and at which odds they pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import OwnStore, Place, Whole, cores, reads

if TYPE_CHECKING:
    from technostate.view.price import Price
    from technostate.write import View


def price(
    state: str,
    *,
    against: str | None = None,
    wedge: float = 0.3,
    days: float = 90.0,
    draws: Whole = 16,
    seed: Whole = 0,
    sectors: Annotated[list[str] | None, Parameter(name="--sectors")] = None,
    world: str = "icio-2022",
    doubt: float | None = None,
    at: Whole | None = None,
    paths: Place | None = None,
    snapshots: Whole | None = None,
    workers: Whole | None = None,
    parts: Place | None = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Price security as insurance: what levers cost a year, what they cover, and at which odds they pay.

    Parameters
    ----------
    state : str
        A code (CHN) or name (China), or a union (EU).
    against : str
        The other side, which is priced too; by default the one in the state's file, else USA (CHN for USA).
    wedge : float
        Share by which a wedge raises the price of an import: 0.3 is 30 per cent.
    days : float
        Days of strategic imports that a stock holds.
    draws : int
        Cases of each range; 64 for print.
    seed : int
        Of the draws; the same seed gives the same figures.
    sectors : list of str
        Strategic goods in place of those of the states' files: codes or lists, with commas between (electronics).
    world : str
        wiod-1995 … wiod-2011 or icio-2022.
    doubt : float
        Share of the draws, 0 to 1, in which nothing replaces what bans take away; 0.2 by default.
    at : int
        A year of paths (2035): levers are priced in the worlds that these have made by then, beside today's.
    paths : Path
        Folder of a finished run (technostate futures run); by default paths of drift are run and kept.
    snapshots : int
        Paths that are priced, 64 by default and at most 256.
    workers : int
        Processes that price paths, one for each core by default.
    parts : Path
        Folder for finished parts; the user's cache by default, so that a second call is fast.
    """
    reads(store)

    def answer() -> View[Price]:
        from technostate.cli.progress import shown
        from technostate.view.price import price as view

        with shown() as show:
            return view(
                state, against, wedge=wedge, days=days, draws=draws, seed=seed, sectors=sectors, world=world,
                doubt=doubt, at=at, paths=paths, snapshots=snapshots, workers=cores() if workers is None else workers,
                parts=parts, progress=show,
            )  # fmt: skip

    emit(output, answer)
