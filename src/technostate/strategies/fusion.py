"""Military-civil fusion: civil and defence economies as one. Every indicator is a proxy and says so."""

from __future__ import annotations

from technostate.strategies.interface import Strategy

STRATEGY = Strategy(
    key="fusion",
    title="military-civil fusion",
    purpose="turn separate civil and defence economies into one dual-use system",
    reading=(
        "No public source measures fusion; every figure is a proxy. Value added of industries that also arm the state "
        "says that capacity exists, not who uses it. Inputs of public administration and defence are mostly those of "
        "civil administration. Patents in optics and semiconductors are dual-use by nature, not by proof of use."
    ),
    mechanisms=("research (permeability between civil and defence research)", "forces"),
)

KEY = STRATEGY.key
goals = STRATEGY.goals
indicators = STRATEGY.indicators
salience = STRATEGY.salience
levers = STRATEGY.levers
outcomes = STRATEGY.outcomes
