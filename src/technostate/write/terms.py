"""Words that few readers know: a gloss of a few words where they stand first, and what they mean in full."""

from __future__ import annotations

from technostate.errors import LabelError
from technostate.write.blocks import Prose
from technostate.write.inline import Inline, Term

#: Key → term.
TERMS: dict[str, Term] = {
    "look_through": Term(
        "looking through supply chains",
        "parts of parts counted, back to where they were made",
        "Everything made anywhere so that a state’s output could be made is counted where it was made: a chip in a "
        "machine in a car counts where the chip was made. At face value only what crosses the border last is counted.",
    ),
    "wedge": Term(
        "wedge",
        "what makes foreign goods dearer than they need be",
        "A wedge raises what users pay for goods from abroad. As a duty the state keeps the money; as waste, because "
        "goods are made at home at a higher cost, nobody has it. Which of the two it is, is one of the choices.",
    ),
    "rent": Term(
        "scarcity rent",
        "what buyers pay above cost for goods that are short",
        "Where goods become scarce their price rises above their cost. Whether exporters keep the difference, "
        "importers keep it or nobody does is not known beforehand, and is one of the choices.",
    ),
    "break_even": Term(
        "break-even",
        "the odds a year at which a lever costs as much as it saves",
        "The premium, which is what a lever costs a year, over the cover, which is the part of an event’s loss that "
        "it takes away. An event that comes more often than that makes the lever pay. Above one it never pays.",
    ),
    "elasticity": Term(
        "elasticity",
        "how easily buyers turn to another origin or good when prices change",
        "How many per cent the use of one good or origin falls beside another’s when its price rises by one per cent. "
        "Studies differ, so that sets of elasticities stand side by side and each case draws its own; low ones mean "
        "that little can be replaced.",
    ),
    "gwr": Term(
        "gwr",
        "government work report",
        "The report on the work of the government, 政府工作报告, that the premier reads to the National People’s "
        "Congress, once a year in most years.",
    ),
    "sotu": Term(
        "sotu",
        "annual message or State of the Union address",
        "The message on the state of the union that the President of the United States gives to Congress, in writing "
        "or as an address, once a year in most years.",
    ),
    "budget": Term(
        "budget",
        "speech on the Union Budget",
        "The speech with which the finance minister of India lays the Union Budget before parliament.",
    ),
}


def term(key: str) -> Term:
    """Return a term with its gloss.

    Raises
    ------
    LabelError
        If there is no such term.
    """
    if key not in TERMS:
        raise LabelError(f"no term {key!r} is explained", hint=f"terms: {', '.join(TERMS)}")
    return TERMS[key]


def explained(*keys: str) -> Prose:
    """Return a line of small print with the terms that a reader meets next, each with its gloss.

    Examples
    --------
    >>> from technostate.write.cells import plain_piece
    >>> "".join(map(plain_piece, explained("rent", "gwr").text))[:70]
    'Words used here: scarcity rent (what buyers pay above cost for goods t'
    """
    said: list[Inline] = ["Words used here: "]
    for at, key in enumerate(keys):
        said += [*(("; ",) if at else ()), term(key)]
    return Prose((*said, "."), note=True)
