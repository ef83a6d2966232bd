"""Innovation-driven development: growth led by innovation, directed by the state and supported by the market."""

from __future__ import annotations

from technostate.strategies.interface import Strategy

STRATEGY = Strategy(
    key="innovation",
    title="innovation-driven development",
    purpose="growth led by innovation, directed by the state and supported by the market",
    reading=(
        "Inputs (research, researchers), outputs (articles, patents) and results (value added, productivity) stand "
        "side by side; an input is no result. Counts depend on size, so shares of the world and figures a head stand "
        "beside them. China excludes Hong Kong except where a note says otherwise."
    ),
    mechanisms=("ideas", "research", "capital"),
)

KEY = STRATEGY.key
goals = STRATEGY.goals
indicators = STRATEGY.indicators
salience = STRATEGY.salience
levers = STRATEGY.levers
outcomes = STRATEGY.outcomes
