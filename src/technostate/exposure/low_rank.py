"""Losses of output from low-rank changes of a Leontief system.

Striking a block of A is a low-rank change of I − A, so with L at hand the new output needs no new factors
(Woodbury). With A the struck block from rows R to columns C and k the struck fraction,
``x′ = x − L[:, R]·(I + k·A·L[C, R])⁻¹·(k·A·x[C] + k·f)``, f being struck final demand for rows R.
"""

from __future__ import annotations

import numpy as np

from technostate.exposure.selection import Positions
from technostate.exposure.system import Leontief
from technostate.world.table import Array


def block_loss(
    system: Leontief,
    coefficients: Array,
    output: Array,
    rows: Positions,
    columns: Positions,
    demand: Array | None = None,
) -> Array:
    """Return the loss of output (n,) when sales from `rows` to `columns` are struck.

    Parameters
    ----------
    system : Leontief
        Of the whole table; its inverse is used if it was computed.
    coefficients : array (len(rows), len(columns))
        The struck part of A.
    output : array (n,)
        Output before.
    rows, columns : array of int
        Selling and buying nodes.
    demand : array (len(rows),), optional
        Struck final demand for the rows' output, in the currency of `output`.

    References
    ----------
    Woodbury (1950); Sonis and Hewings (1989) for a single element.
    """
    if len(rows) == 0 or len(columns) == 0:
        return np.zeros_like(output)
    to_rows = system.columns(_contiguous(rows))
    struck = coefficients @ output[columns]
    if demand is not None:
        struck = struck + demand
    core = coefficients @ to_rows[_contiguous(columns)]
    core.ravel()[:: len(rows) + 1] += 1.0
    loss: Array = to_rows @ np.linalg.solve(core, struck)
    return loss


def region_loss(system: Leontief, output: Array, members: Positions) -> Array:
    """Return the loss of output (n,) when nodes leave the table with all they sell and buy.

    ``x − x′ = L[:, R]·L[R, R]⁻¹·x[R]``: members lose all of theirs.

    Parameters
    ----------
    output : array (n,)
    members : array of int
        The nodes R that leave.
    """
    place = _contiguous(members)
    columns = system.columns(place)
    loss: Array = columns @ np.linalg.solve(columns[place], output[members])
    return loss


def all_node_losses(system: Leontief, output: Array, weights: Array | None = None) -> Array:
    """Return the loss from the extraction of each single node, for all nodes at once.

    ``(wᵀL)_i · x_i / L_ii``: loss of world output for w = 1, of a region's value added for its coefficients.

    Parameters
    ----------
    system : Leontief
        Its inverse is computed if it was not.
    weights : array (n,) or (n, k), optional
        What one unit of each node's output is worth; ones by default.

    Returns
    -------
    array (n,) or (k, n)
        In the unit of weights × output; zero for nodes without output.

    References
    ----------
    Dietzenbacher and Lahr (2013), in the form in which one inverse serves all nodes.

    Examples
    --------
    >>> import numpy as np
    >>> table = Leontief(np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0]))
    >>> all_node_losses(table, table.gross_output).round(2)
    array([1210.53, 2588.24])
    """
    scale = output / np.diagonal(system.inverse)
    if weights is None:
        losses: Array = system.multipliers * scale
    else:
        losses = system.solve_transposed(weights).T * scale
    return losses


def _contiguous(positions: Positions) -> Positions | slice:
    """Return the same positions as a slice where they follow each other: views are faster than copies."""
    if positions[-1] - positions[0] == len(positions) - 1 and (np.diff(positions) == 1).all():
        return slice(int(positions[0]), int(positions[-1]) + 1)
    return positions
