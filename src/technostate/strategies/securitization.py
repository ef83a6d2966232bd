"""Economic securitization: resist shocks from outside in industry, supply chains, food, energy and finance."""

from __future__ import annotations

from technostate.strategies.interface import Strategy

STRATEGY = Strategy(
    key="securitization",
    title="economic securitization",
    purpose="resist external shocks in key industries, resources, supply chains, food, energy and finance",
    reading=(
        "Look-through reliance ends in 2011 (WIOD) and stands alone at 2022 (ICIO): two classifications that no line "
        "joins; import shares run 2011–2022. Large states rely less on others because they are large. Less reliance is "
        "what the strategy wants; it also means fewer gains from trade."
    ),
    mechanisms=("budgets and wedges (home preference, stockpiles)", "restrictions by others"),
)

KEY = STRATEGY.key
goals = STRATEGY.goals
indicators = STRATEGY.indicators
salience = STRATEGY.salience
levers = STRATEGY.levers
outcomes = STRATEGY.outcomes
