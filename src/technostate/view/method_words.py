"""What the method is in words: engines with their limits, how ranges are made, terms."""

from __future__ import annotations

#: How a range is made, by what is uncertain.
RANGES = (
    "A modelled figure is a median with a range, p10 to p90 of its cases: one case draws every uncertain parameter "
    "from its range, at once. Nothing outside the ranges is in it, and no range says that a model is right.",
    "Cases are drawn by a Sobol' sequence from a seed, so that the same question has the same figures, and more cases "
    "refine those that were there.",
    "Where more than a twentieth of the cases lie on each side of zero the sign is open, and is said to be, first.",
    "Measured and derived figures have no range unless their producer publishes one; their age and edition stand with "
    "them instead.",
    "A share of paths or cases is how much of the assumed ranges meets something. It is no probability of an event, "
    "and its interval says only how well so many draws measure it.",
)

#: Engine → what it does, and what it leaves out.
ENGINES: tuple[tuple[str, str, str], ...] = (
    (
        "Exposure",
        "Who depends on whom for what, from input–output tables: direct purchases, and through whole supply chains by "
        "the Leontief inverse and by hypothetical extraction; chokepoints by three definitions.",
        "A table is one year, in broad sectors; a good that nobody else makes is no sector. Nothing reacts.",
    ),
    (
        "Weeks",
        "Firms run down stocks and ration what is left, day by day (ARIO and its kin), where a shock takes capacity or "
        "supplies away.",
        "Prices do not move and no supplier is replaced beyond idle capacity; stocks of each good are usual ones.",
    ),
    (
        "Year",
        "An economy of nested substitution in the first year: prices, demand between origins, rents of scarcity by "
        "three rules; capital and labour stay where they are.",
        "Who gets the rent is assumed three ways, and often decides the sign. Elasticities are sets from the "
        "literature, none of which was measured on a rupture.",
    ),
    (
        "Decade",
        "A Ricardian economy with chains (Caliendo and Parro) once trade has adjusted: real income, trade, duties.",
        "No time passes in it: what adjustment costs on the way is in the path between year and decade only.",
    ),
    (
        "Paths",
        "Two wheels, security and development, year by year to 2050: ideas diffuse, threat is perceived, states answer "
        "with arms, wedges, stocks and closure, and pay for them.",
        "Answers hang on assumed ranges that no data identify; growth beyond them follows projections of others.",
    ),
    (
        "Price of security",
        "A lever's premium each year over what it saves in a year with the event: the odds a year at which it pays.",
        "How likely events are is not said; what the other side does in answer to a lever is left out.",
    ),
    (
        "Language",
        "Counts of formulations and their senses in official texts, with intervals; breaks tested against permutation.",
        "What is said is not what is done. Only texts in the collection count, and senses are coded by rules.",
    ),
    (
        "Score",
        "Where states stand on indicators, over all defensible choices of indicator, scaling and weight at once.",
        "A place is a range of places; a score is no measure of success.",
    ),
    (
        "Claims",
        "Each claim has a measure, a rule written before its figure was seen, a placebo in other states, and a grade "
        "of evidence that a model alone never lifts above weak.",
        "A claim that public data cannot test is said to be untested, not unsupported.",
    ),
)

#: Term → what it means here.
TERMS: dict[str, str] = {
    "break-even": "Odds a year from which on a lever saves more than it costs: premium over cover.",
    "cover": "What a lever saves in a year with the event, as a share of civil absorption.",
    "civil absorption": "Final expenditure less military spending.",
    "elasticity sets": "How easily suppliers replace each other, by several published estimates, none of them mixed "
    "within a case.",
    "face value": "What is bought directly from a supplier; beside look-through.",
    "grade": "How strong the evidence of a claim is: strong, moderate, weak, none; by kind and number of sources.",
    "gwr": "Government work report: the premier's yearly report to the National People's Congress of China.",
    "hindcast": "A past span as the model would have foretold it from its first year, beside rules of one line.",
    "look-through": "What is bought from a supplier directly or through others' inputs, along whole supply chains.",
    "p10–p90": "A tenth of the cases lies below the range, a tenth above it.",
    "placebo": "The same measure and rule on states for which the claim should not hold.",
    "premium": "What a lever costs in every year, as a share of civil absorption.",
    "rent": "Scarcity rent: what buyers pay above cost where supply is cut; kept by exporters or importers, or lost.",
    "wedge": "What stands between the price at home and abroad: a duty whose revenue is kept, waste, or a mixture.",
}

TERRITORIES = (
    "Names of territories follow the data producers and say nothing on their status. China excludes Hong Kong in "
    "input–output tables; the European Union is the group of 27 members since 2020, in all years. Two classifications "
    "(WIOD to 2011, ICIO in 2022) are never joined by a line."
)
