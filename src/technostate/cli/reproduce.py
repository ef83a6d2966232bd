"""`technostate reproduce`: published numbers beside computed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import OwnStore, Place, Whole, reads
from technostate.errors import DataError

if TYPE_CHECKING:
    from technostate.write import View


def reproduce(
    paper: str | None = None,
    *,
    data: Place | None = None,
    draws: Whole | None = None,
    seed: Whole = 0,
    list_: Annotated[bool, Parameter(name="--list", negative="")] = False,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Print published numbers beside computed ones.

    Parameters
    ----------
    paper : str
        cp2015, costinot2014, timmer2014 or baqaee-farhi2019; literature for the studies beside which shocks are set,
        doubt for how their range moves with the share of draws without substitutes.
    data : Path
        Folder of the authors' files, where the paper's data do not ship.
    draws : int
        Cases of each range of literature and doubt, 64 by default; fewer are faster.
    seed : int
        Of the draws; the same seed gives the same figures.
    list_ : bool
        List the papers.
    """
    from technostate.view.reproduce import OWN, listing, require_data
    from technostate.view.reproduce import reproduce as view

    reads(store)

    def answer() -> View[Any]:
        from technostate.cli.progress import shown
        from technostate.view.doubt import doubt
        from technostate.view.literature import literature

        with shown() as show:
            run = literature if paper == "literature" else doubt
            return run(draws=draws, seed=seed, progress=show)

    if list_ or paper is None:
        emit(output, listing)
    elif paper in OWN:
        require_data(paper, data)
        emit(output, answer)
    else:
        if draws is not None or seed:
            raise DataError(f"{paper} draws nothing", hint=f"{' and '.join(OWN)} have draws and a seed")
        emit(output, lambda: view(paper, data=data))
