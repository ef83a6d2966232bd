"""`technostate exposure`: who depends on whom for what in a world."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from technostate.cli.output import STANDARD, Output, apart, emit
from technostate.cli.values import OwnStore, Whole, between_commas, reads
from technostate.errors import LabelError

app = App(name="exposure", help="Measure who depends on whom for what in a world.")


@app.default
def exposure(
    state: str | None = None,
    *,
    against: str | None = None,
    peers: str | None = None,
    world: str | None = None,
    measure: Annotated[str | None, Parameter(name=["--measure", "-m"])] = None,
    supplier: str | None = None,
    sector: str | None = None,
    year: Whole | None = None,
    to_musd: float | None = None,
    products: Annotated[list[str] | None, Parameter(name="--products")] = None,
    map_: Annotated[str | None, Parameter(name="--map", negative="")] = None,
    list_: Annotated[bool, Parameter(name="--list", negative="")] = False,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Measure who depends on whom for what in a world.

    Without --measure: the main measures, the largest suppliers and dependents, the chokepoints and the sectors.
    With --against: two states beside each other, 1995 to 2022.
    With --map CHN,USA: on which of two states every other economy leans more, and who depends on whom.

    Parameters
    ----------
    state : str
        A code (CHN) or name (China), a group (EU, g7), or several joined by + (JPN+KOR).
    against : str
        Another state to stand beside it, over all years: reliance on each other, partners, sectors, import shares.
    peers : str
        With --against: more states in the paths, with commas between.
    world : str
        wiod-1995 … wiod-2011, icio-2022, or the path of a world's file; the newest that has the state by default.
    measure : str
        One measure; --list names them.
    supplier : str
        The partner, named like the state.
    sector : str
        A sector of the world, e.g. c14 (WIOD) or C26 (ICIO): the state's column.
    year : int
        Of a world's file that holds several years, or does not say its year; with --map, of an embedded table.
    to_musd : float
        What one unit of a world's file is in USD million, where it is in another unit.
    products : list of str
        Files of products that are carved out of the world (docs/products.md).
    map_ : str
        Two suppliers with a comma between; takes --year, --sector (the buyers') and --measure look_through, face_value
        or net.
    list_ : bool
        List the measures with unit, kind and definition.
    """
    from technostate.view.exposure import exposure as view
    from technostate.view.exposure import listing

    reads(store)
    if list_:
        emit(output, listing)
        return
    if map_ is not None:
        given = {"a state": state, "--against": against, "--peers": peers, "--world": world, "--supplier": supplier,
                 "--to-musd": to_musd, "--products": products}  # fmt: skip
        also = [key for key, value in given.items() if value is not None]
        _mapped(map_, also, output, measure=measure, year=year, sector=sector)
        return
    if state is None:
        raise LabelError("no state is named", hint="technostate exposure CHN, or technostate exposure --list")
    apart(output, world, *(products or ()))
    if against is not None:
        given = {"world": world, "measure": measure, "supplier": supplier, "sector": sector, "year": year,
                 "to-musd": to_musd, "products": products}  # fmt: skip
        _beside(state, against, peers, [key for key, value in given.items() if value is not None], output)
        return
    if peers is not None:
        raise LabelError("--peers stand beside two states", hint="technostate exposure CHN --against USA --peers JPN")
    emit(
        output,
        lambda: view(
            state,
            supplier=supplier,
            sector=sector,
            measure=measure,
            world=world,
            year=year,
            to_musd=to_musd,
            products=tuple(products or ()),
        ),
    )


def _mapped(
    pair: str, also: list[str], output: Output, *, measure: str | None, year: int | None, sector: str | None
) -> None:
    from technostate.view.leaning import exposure_map

    if also:
        raise LabelError(f"--map compares two suppliers; {also[0]} is no part of it", hint="leave it out")
    names = between_commas([pair])
    if len(names) != 2:
        raise LabelError(f"--map takes two states, not {len(names)}", hint="technostate exposure --map CHN,USA")
    emit(output, lambda: exposure_map(*names, measure=measure or "look_through", year=year, sector=sector))


def _beside(state: str, against: str, peers: str | None, also: list[str], output: Output) -> None:
    from technostate.view.dependence import dependence

    if also:
        raise LabelError(
            f"--against takes all embedded worlds, sectors and partners; --{also[0]} narrows one state's answer",
            hint=f"leave one out: technostate exposure {state} --{also[0]} …, or technostate exposure {state} "
            f"--against {against}",
        )
    others = between_commas([peers or ""])
    emit(output, lambda: dependence(state, against, others))


@app.command
def products(
    state: str | None = None,
    /,
    *,
    partner: str | None = None,
    year: Whole | None = None,
    classification: str | None = None,
    vintage: str | None = None,
    code: str = "",
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Show who supplies a state with which product: what ships of single goods, and trade by product that you import.

    Without a state: the years of trade that are in the store.

    Parameters
    ----------
    state
        A code (CHN) or name (China), a group (EU, g7), or several joined by + (JPN+KOR).
    partner
        Whose part in it is shown, named like the state; by default the largest supplier of each product.
    year
        Of the trade in the store; the newest by default.
    classification
        Revision of the Harmonised System, for example HS17; the newest by default.
    vintage
        Edition of the trade; the newest by default.
    code
        Digits with which the codes listed begin, for example 8112.
    """
    from technostate.view.by_product import by_product, listing

    reads(store)
    if state is None:
        if partner or code:
            raise LabelError("no state is named", hint="technostate exposure products DEU --partner CHN")
        emit(output, listing)
        return
    emit(
        output,
        lambda: by_product(state, partner, year=year, classification=classification, vintage=vintage, code=code),
    )
