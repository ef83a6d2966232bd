"""National security: what the state protects itself against, inside and outside. Described, never scored."""

from __future__ import annotations

from technostate.strategies.interface import Strategy

STRATEGY = Strategy(
    key="national_security",
    title="national security",
    purpose="join internal and external security, and control of information over many domains",
    reading=(
        "These figures describe; none has a good direction. The Political Terror Scale is an ordered level from 1 to "
        "5, so differences between levels are not distances. V-Dem's indices are experts' estimates between 0 and 1. "
        "Ideal points say how a state votes in the General Assembly beside others, not whether it votes well."
    ),
    no_score=(
        "repression, internal security and the conduct of foreign policy have no good direction, so national security "
        "has no score and enters no other one"
    ),
    mechanisms=("threat", "priority", "budgets and wedges"),
)

KEY = STRATEGY.key
goals = STRATEGY.goals
indicators = STRATEGY.indicators
salience = STRATEGY.salience
levers = STRATEGY.levers
outcomes = STRATEGY.outcomes
