"""From the parameters of the table to the numbers of the equations, with mechanisms switched off or on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from technostate.dynamics.kernel.records import Coefficients
from technostate.dynamics.parameters import parameters
from technostate.errors import unknown_label

#: The eight mechanisms; any of them can be switched off.
MECHANISMS = ("ideas", "capital", "research", "forces", "threat", "priority", "budgets", "restrictions")


def coefficients(values: Mapping[str, float], without: Collection[str] = ()) -> Coefficients:
    """Return the coefficients of a draw.

    What a loop adds in the long run is the parameter, and coefficients follow: a restriction of a rival adds
    ``gain_restrictions`` to threat for each log point of cost at the largest response of the table, forces add
    ``gain_arms`` for each log point of a balance that the burden moves, again at the largest response. So no corner of
    the table lets a loop feed itself.

    Parameters
    ----------
    values : mapping of str to float
        A value for every parameter.
    without : collection of str
        Of `MECHANISMS`; what is switched off stays at its baseline: productivity (ideas), capital and forces follow
        it, research, threat, priority, budgets and restrictions answer nothing. Levers keep working.

    Raises
    ------
    LabelError
        If there is no such mechanism.
    """
    for name in without:
        if name not in MECHANISMS:
            raise unknown_label("mechanism", name, MECHANISMS)
    on = {name: 0.0 if name in without else 1.0 for name in MECHANISMS}
    table, v = parameters(), values
    fading = 1.0 - v["threat_persistence"]
    up = v["adjustment_up"]
    return Coefficients(
        beta=v["beta"],
        insight_share=on["ideas"] * v["insight_share"],
        research_elasticity=on["research"] * v["research_elasticity"],
        spillover=v["spillover"],
        permeability=v["permeability"],
        misallocation=v["misallocation"],
        crowding=v["crowding"],
        capital_follows="capital" in without,
        forces_depreciation=v["forces_depreciation"],
        technology_weight=v["technology_weight"],
        forces_follow="forces" in without,
        persistence=v["threat_persistence"],
        by_restriction=on["threat"] * v["gain_restrictions"] * fading / table["restriction_response"].high,
        by_forces=on["threat"] * on["forces"] * v["gain_arms"] * fading / table["burden_response"].high,
        by_shortfall=on["threat"] * v["growth_threat"] * fading,
        initial_threat=on["threat"] * v["initial_threat"],
        up=on["priority"] * up,
        # Faster than all at once would overshoot.
        down=on["priority"] * min(up * v["ratchet"], 1.0),
        burden_response=on["budgets"] * v["burden_response"],
        burden_adjustment=v["burden_adjustment"],
        spending_elasticity=v["spending_elasticity"] if on["budgets"] else 1.0,
        wedge_response=on["budgets"] * v["wedge_response"],
        waste=v["waste"],
        closure_response=on["budgets"] * v["closure_response"],
        stock_response=on["budgets"] * v["stock_response"],
        internal_response=on["budgets"] * v["internal_response"],
        restriction_response=on["restrictions"] * v["restriction_response"],
    )
