"""Dependence by product of six digits of the Harmonised System, on trade that the user has imported."""

from technostate.evidence.own.kinds import Kind
from technostate.exposure.products import baci

#: Kinds of file that become trade by product.
KINDS: tuple[Kind, ...] = (baci.KIND,)

__all__ = ["KINDS"]
