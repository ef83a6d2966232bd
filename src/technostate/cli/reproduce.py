"""`technostate reproduce`: published numbers beside computed ones."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import Place


def reproduce(
    paper: str | None = None,
    *,
    data: Place | None = None,
    list_: Annotated[bool, Parameter(name="--list", negative="")] = False,
    output: Output = STANDARD,
) -> None:
    """Print published numbers beside computed ones.

    Parameters
    ----------
    paper : str
        cp2015, costinot2014, timmer2014 or baqaee-farhi2019.
    data : Path
        Folder of the authors' files, where the paper's data do not ship.
    list_ : bool
        List the papers.
    """
    from technostate.view.reproduce import listing
    from technostate.view.reproduce import reproduce as view

    emit(output, listing if list_ or paper is None else lambda: view(paper, data=data))
