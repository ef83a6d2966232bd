"""Military strengthening: forces, what they cost, and how far their technology is a state's own."""

from __future__ import annotations

from technostate.strategies.interface import Strategy

STRATEGY = Strategy(
    key="military",
    title="military strengthening",
    purpose="a leading military that relies less on foreign technology",
    reading=(
        "Spending at market exchange rates understates what a low-wage state can buy; states report it differently, "
        "and SIPRI's figures for China are estimates. Transfers in trend-indicator values measure the military value "
        "of what was delivered, not its price. The index of national capability measures size and industry more than "
        "technology."
    ),
    mechanisms=("forces", "threat", "budgets and wedges"),
)

KEY = STRATEGY.key
goals = STRATEGY.goals
indicators = STRATEGY.indicators
salience = STRATEGY.salience
levers = STRATEGY.levers
outcomes = STRATEGY.outcomes
