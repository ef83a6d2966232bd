"""`technostate exposure`: who depends on whom for what in a world."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import world_named
from technostate.errors import LabelError


def exposure(
    state: str | None = None,
    *,
    world: str | None = None,
    measure: Annotated[str | None, Parameter(name=["--measure", "-m"])] = None,
    supplier: str | None = None,
    sector: str | None = None,
    year: int | None = None,
    to_musd: float | None = None,
    list_: Annotated[bool, Parameter(name="--list", negative="")] = False,
    output: Output = STANDARD,
) -> None:
    """Measure who depends on whom for what in a world.

    Without --measure: the main measures, the largest suppliers and dependents, the chokepoints and the sectors.

    Parameters
    ----------
    state : str
        A code (CHN) or name (China), a group (EU, g7), or several joined by + (JPN+KOR).
    world : str
        wiod-1995 … wiod-2011, icio-2022, or the path of a world's file; the newest that has the state by default.
    measure : str
        One measure; --list names them.
    supplier : str
        The partner, named like the state.
    sector : str
        A sector of the world, e.g. c14 (WIOD) or C26 (ICIO): the state's column.
    year : int
        Of a world's file that holds several years, or does not say its year.
    to_musd : float
        What one unit of a world's file is in USD million, where it is in another unit.
    list_ : bool
        List the measures with unit, kind and definition.
    """
    from technostate.view.exposure import exposure as view
    from technostate.view.exposure import listing

    if list_:
        emit(output, listing)
        return
    if state is None:
        raise LabelError("no state is named", hint="technostate exposure CHN, or technostate exposure --list")
    emit(
        output,
        lambda: view(
            state,
            supplier=supplier,
            sector=sector,
            measure=measure,
            world=None if world is None else world_named(world, year=year, to_musd=to_musd),
        ),
    )
