"""Which inputs are needed: the ratings of a survey of industry analysts, merged to the sectors of a world.

Pichler et al. (2022) had analysts of IHS Markit rate, for 54 industries, whether production can go on for two months
when one of 55 inputs is missing: 0 (it can), .5 (important), 1 (it cannot). Sectors of a world hold several of these
industries. What an industry loses without an input of several is the mean of their ratings, weighted by what it uses of
each; what a sector of several industries loses is the mean of theirs, weighted by their output, for it is output that
stops. A mean without weights would say that car makers can do without half of their own parts, because ship builders
are in it; a mean by use alone that all services stop without cement, because builders, who use it, are among them.

Use and output are those of the world in 2022 in the finest table at hand, of 36 sectors; industries that share one of
its sectors divide use and output by their output of 2011 where that is known, else by the assumed parts below.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError

Array: TypeAlias = NDArray[np.float64]
Groups: TypeAlias = Mapping[str, tuple[str, ...]]

#: Industry of the survey → sector of the fine table of 2022 that holds it.
FINE: Groups = {
    "B": ("B05", "B06", "B07", "B08", "B09"), "C10-C12": ("C10T12",), "C13-C15": ("C13T15",), "C17": ("C17_18",),
    "C18": ("C17_18",), "C24": ("C24A", "C24B"), "C30": ("C301", "C302T309"), "C31_C32": ("C31T33",),
    "C33": ("C31T33",), "D35": ("D",), "F": ("F",), "G45": ("G",), "G46": ("G",), "G47": ("G",), "H49": ("H",),
    "H50": ("H",), "H51": ("H",), "H52": ("H",), "H53": ("H",), "J58": ("J",), "J59_J60": ("J",), "J61": ("J",),
    "J62_J63": ("J",), "K64": ("K",), "K65": ("K",), "K66": ("K",), "M69_M70": ("M",), "M71": ("M",), "M72": ("M",),
    "M73": ("M",), "M74_M75": ("M",), "O84": ("O",), "E36": ("REST",), "E37-E39": ("REST",), "I": ("REST",),
    "L68": ("REST",), "N": ("REST",), "P85": ("REST",), "Q": ("REST",), "R_S": ("REST",),
}  # fmt: skip

#: Industry → sector of wiod-2011 that is this industry alone or nearly, for its output.
OUTPUT: Mapping[str, str] = {
    "G45": "c19", "G46": "c20", "G47": "c21", "H49": "c23", "H50": "c24", "H51": "c25", "H52": "c26", "I": "c22",
    "L68": "c29", "P85": "c32", "Q": "c33",
}  # fmt: skip
#: Industry → part of the output of a sector of wiod-2011 that is merged there; our assumption.
PART: Mapping[str, tuple[str, float]] = {
    "H53": ("c27", 0.2), "J61": ("c27", 0.8), "J58": ("c7", 0.3), "C17": ("c7", 0.45), "C18": ("c7", 0.25),
    "J59_J60": ("c34", 0.2), "R_S": ("c34", 0.7), "E37-E39": ("c34", 0.1), "J62_J63": ("c30", 0.2),
    "M69_M70": ("c30", 0.22), "M71": ("c30", 0.1), "M72": ("c30", 0.08), "M73": ("c30", 0.06), "M74_M75": ("c30", 0.06),
    "N": ("c30", 0.28), "E36": ("c17", 0.06), "K64": ("c28", 0.6), "K65": ("c28", 0.25), "K66": ("c28", 0.15),
    "C31_C32": ("c16", 0.7), "C33": ("c16", 0.3),
}  # fmt: skip

#: Sector of a table of 35 sectors → industries in it.
OF_35: Groups = {
    "c1": ("A01", "A02", "A03"), "c2": ("B",), "c3": ("C10-C12",), "c4": ("C13-C15",), "c5": ("C13-C15",),
    "c6": ("C16",), "c7": ("C17", "C18", "J58"), "c8": ("C19",), "c9": ("C20", "C21"), "c10": ("C22",),
    "c11": ("C23",), "c12": ("C24", "C25"), "c13": ("C28",), "c14": ("C26", "C27"), "c15": ("C29", "C30"),
    "c16": ("C31_C32", "E37-E39"), "c17": ("D35", "E36"), "c18": ("F",), "c19": ("G45",), "c20": ("G46",),
    "c21": ("G47",), "c22": ("I",), "c23": ("H49",), "c24": ("H50",), "c25": ("H51",), "c26": ("H52",),
    "c27": ("H53", "J61"), "c28": ("K64", "K65", "K66"), "c29": ("L68",),
    "c30": ("M69_M70", "J62_J63", "M71", "M72", "M73", "M74_M75", "N"), "c31": ("O84",), "c32": ("P85",), "c33": ("Q",),
    "c34": ("R_S", "J59_J60", "E37-E39"), "c35": (),
}  # fmt: skip
#: Sector of a table of 28 sectors → industries in it, where it is not one of the same code.
OF_28: Groups = {
    "B05": ("B",), "B06": ("B",), "B07": ("B",), "B08": ("B",), "B09": ("B",), "C10T12": ("C10-C12",),
    "C13T15": ("C13-C15",), "C17_18": ("C17", "C18"), "C24A": ("C24",), "C24B": ("C24",), "C301": ("C30",),
    "C302T309": ("C30",), "C31T33": ("C31_C32", "C33"),
    "SVC": tuple(name for name, held in FINE.items() if held[0] in (*"DFGHJKMO", "REST")),
}  # fmt: skip


def read_survey(path: Path) -> tuple[tuple[str, ...], tuple[str, ...], Array]:
    """Return inputs, users and ratings (input, user) of the survey's file; NaN where analysts did not say.

    Raises
    ------
    DataError
        If a rating is none of 0, 0.5, 1 and NA, or a row is too short.
    """
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    known = {"0": 0.0, "0.5": 0.5, "1": 1.0, "NA": np.nan}
    wrong = [f"{row[0]}: {text!r}" for row in rows for text in row[1:] if text not in known]
    wrong += [f"{row[0]}: {len(row) - 1} ratings for {len(head) - 1} users" for row in rows if len(row) != len(head)]
    if wrong:
        raise DataError("ratings of inputs: " + ", ".join(wrong), hint="each is 0, 0.5, 1 or NA")
    values = np.array([[known[text] for text in row[1:]] for row in rows])
    return tuple(row[0] for row in rows), tuple(head[1:]), values


def industries(sector: str) -> tuple[str, ...]:
    """Return the survey's industries in a sector of 35 or 28.

    Examples
    --------
    >>> industries("c15"), industries("C26")
    (('C29', 'C30'), ('C26',))
    """
    return OF_35[sector] if sector in OF_35 else OF_28.get(sector, (sector,))


class Weights(NamedTuple):
    """World use between industries of the survey (input, user) and their output, USD million of 2022."""

    use: Array
    output: Array


def weights(names: Sequence[str]) -> Weights:
    """Return what industries of the survey use of each other in the world, and their output."""
    from technostate.world import load
    from technostate.world.fine import fine_intermediate

    table, old = fine_intermediate(), load("wiod-2011")
    n, j = len(table.regions), len(table.sectors)
    sizes = dict(zip(old.sectors, old.gross_output.reshape(-1, len(old.sectors)).sum(0), strict=True))
    share = np.zeros((len(names), j))
    for row, name in enumerate(names):
        sector, part = PART.get(name, (OUTPUT.get(name, ""), 1.0))
        for held in FINE.get(name, (name,)):
            share[row, table.sectors.index(held)] = part * sizes[sector] if sector else 1.0
    several = (share > 0).sum(0) > 1
    share[:, several] /= share[:, several].sum(0)
    use = table.intermediate.reshape(n, j, n, j).sum((0, 2))
    return Weights(share @ use @ share.T, share @ table.gross_output.reshape(n, j).sum(0))


def merged(survey: Path, sectors: Sequence[str]) -> Array:
    """Return the ratings of pairs of sectors (input, user), the part of the user's output that stops.

    Parameters
    ----------
    sectors : sequence of str
        Of a table of 35 or 28.

    Notes
    -----
    Pairs that analysts left open are no part of a mean. A sector without industries (private households with employed
    persons) is needed by nobody and needs nothing, as does an industry that uses nothing of an input.
    """
    inputs, users, ratings = read_survey(survey)
    names = tuple(name for name in dict.fromkeys((*inputs, *users)) if name != "T")
    weight, at = weights(names), {name: row for row, name in enumerate(names)}
    result = np.zeros((len(sectors), len(sectors)))
    for row, sector in enumerate(sectors):
        of = [name for name in industries(sector) if name in inputs]
        for column, user in enumerate(sectors):
            lost, whole = 0.0, 0.0
            for name in industries(user):
                given = np.array([ratings[inputs.index(p), users.index(name)] for p in of])
                use = np.array([weight.use[at[p], at[name]] for p in of])[np.isfinite(given)]
                if len(use):
                    known = given[np.isfinite(given)]
                    whole += weight.output[at[name]]
                    lost += weight.output[at[name]] * (float(known @ use / use.sum()) if use.sum() > 0 else 0.0)
            result[row, column] = lost / whole if whole > 0 else 0.0
    return result


def write(survey: Path, folder: Path) -> None:
    """Write the merged ratings of both divisions, four decimals, as this package ships them."""
    for name, sectors in (("ratings-35", tuple(OF_35)), ("ratings-28", sectors_of_28())):
        rows = merged(survey, sectors)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("input", *sectors))
            writer.writerows(
                (sector, *(f"{value:.4g}" for value in row)) for sector, row in zip(sectors, rows, strict=True)
            )


def sectors_of_28() -> tuple[str, ...]:
    """Return the codes of the 28 sectors in their order."""
    from technostate.world import load

    return load("icio-2022").sectors
