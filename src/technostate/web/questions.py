"""Every question of the observatory, in one table: pages, JSON and CSV twins, the API, assistants and static files."""

from __future__ import annotations

from technostate.errors import unknown_label
from technostate.web import choices
from technostate.web.parameter import Parameter
from technostate.web.question import Question

#: Parts of the navigation, in their order: key → what a reader sees.
ROOMS = {
    "home": "Home",
    "state": "State",
    "strategies": "Strategies",
    "exposure": "Exposure",
    "shocks": "Shocks",
    "futures": "Futures",
    "price": "Price of security",
    "language": "Language",
    "claims": "Claims",
    "timeline": "Timeline",
    "data": "Data",
    "method": "Method",
    "api": "API",
}

_STATE = Parameter("state", "state", "State", "CHN")
_AGAINST = Parameter("against", "state", "beside", "USA")
_BESIDE = Parameter("against", "state", "beside")
_DRAWS = Parameter("draws", "whole", "Cases", least=0, most=256)
_COLLECTION = Parameter(
    "collection", "word", "Collection", "gwr",
    ("gwr", "congress", "laws", "speeches", "readouts", "sotu", "nss", "budget"), longest=60,
)  # fmt: skip
_TONGUE = Parameter("language", "choice", "Language", "", ("zh", "en"), ("Chinese", "English"))
_CLAIMS = "technostate.web.pages.claims:around"
_TEXTS = "technostate.web.pages.language:around"
_SEED = Parameter("seed", "whole", "Seed", least=0, most=2**31 - 1)
# The shock lab.
_LAB = (
    Parameter("title", "word", "Title", longest=120),
    Parameter("starts", "word", "First day", longest=10),
    Parameter("start", "word", "Built on", longest=60),
    Parameter("keep", "flag", "Measures kept"),
    Parameter("world", "word", "World", longest=20),
    Parameter("products", "word", "Products", many=True, longest=120),
    Parameter("tariffs", "word", "Tariffs of", longest=10),
    *(Parameter(f"m{at}", "word", f"Measure {at}", longest=1000) for at in range(1, 9)),
    Parameter("horizon", "choice", "Horizon", "all", ("all", "weeks", "year", "path", "decade")),
    Parameter("path", "flag", "Years 1 to 10 too"),
    _DRAWS,
    _SEED,
    Parameter("days", "whole", "Days", least=1, most=365),
    Parameter("doubt", "number", "Share without substitutes", least=0.0, most=1.0),
    Parameter("coalition", "flag", "Coalition"),
    Parameter("mirrored", "flag", "Sides exchanged"),
    Parameter("lasting", "flag", "Measures last"),
)
_FOLDED = "technostate.web.pages.lab_fold:folded"
_YAML = ((".yaml", "technostate.web.pages.lab:file"),)

#: Years of the embedded input–output tables: two classifications with a gap between them.
_YEARS = ("2022", *(str(year) for year in range(2011, 1994, -1)))

QUESTIONS: tuple[Question, ...] = (
    # The first pages and the map of exposure.
    Question(
        "home", "/", "Home",
        "How much development does a state give up for how much security? The price, a few facts, the two wheels.",
        "technostate.view.observatory.home:home", (_STATE, _AGAINST), room="home", first=True, slow=True,
        around="technostate.web.pages.home:around", below=True, examples=("/",),
    ),
    Question(
        "overview", "/state/{state}", "A state at a glance",
        "Figures of record with rank and age, goals met and missed, dependence, a shock, claims, what is missing.",
        "technostate.view.observatory.overview:overview", (_STATE, _AGAINST), room="state", first=True, slow=True,
        around="technostate.web.pages.home:around", below=True, examples=("/state/CHN", "/state/USA?against=CHN"),
    ),
    Question(
        "exposure_map", "/exposure", "On whom economies lean",
        "On which of two states each economy leans more for its inputs, and who depends on whom: a map and a matrix.",
        "technostate.view.leaning:exposure_map",
        (_STATE, _AGAINST,
         Parameter("measure", "choice", "Measure", "look_through", ("look_through", "face_value", "net"),
                   ("Looking through supply chains", "Direct purchases (face value)", "Own unit of output left out")),
         Parameter("year", "choice", "Year", "2022", _YEARS),
         Parameter("sector", "word", "Buyer’s sector", longest=24,
                   choices=("electronics", "machinery", "C20", "C21", "C29", "SVC"))),
        room="exposure", first=True, examples=("/exposure", "/exposure?against=JPN"),
    ),
    Question(
        "strategies", "/strategies/{state}", "Five strategies",
        "Where a state stands in each of the five strategies, beside another: indicators, goals, institutions.",
        "technostate.view.standing:standing", (_STATE, _AGAINST), room="strategies", first=True,
        examples=("/strategies/CHN", "/strategies/USA?against=CHN"),
    ),
    Question(
        "exposure", "/exposure/{state}", "Who depends on whom",
        "What a state relies on, through whole supply chains: suppliers, dependents, sectors, chokepoints.",
        "technostate.view.exposure:exposure",
        (_STATE, Parameter("supplier", "state", "Partner"), Parameter("sector", "word", "Sector", longest=12),
         Parameter("measure", "word", "Measure", longest=60),
         Parameter("world", "choice", "Table", choices=choices.worlds())),
        room="exposure", examples=("/exposure/CHN", "/exposure/USA"),
    ),
    Question(
        "dependence", "/exposure/{state}/beside/{against}", "Two states' dependence",
        "How two states depend on each other and on others, 1995 to 2022, in two classifications that are not joined.",
        "technostate.view.dependence:dependence", (_STATE, _AGAINST), room="exposure",
        examples=("/exposure/CHN/beside/USA",),
    ),
    Question(
        "products", "/products/{state}", "Single products",
        "Who supplies a state with single goods: minerals, machines, and imported trade by product.",
        "technostate.view.by_product:by_product", (_STATE, Parameter("partner", "state", "Partner")), room="exposure",
    ),
    Question(
        "shocks", "/shocks", "Named shocks", "The shocks that ship, each with its source.",
        "technostate.view.shock:listing", room="shocks", first=True, examples=("/shocks",),
        around="technostate.web.pages.shocks:cards",
    ),
    Question(
        "shock", "/shock/{name}", "A named shock",
        "Who loses and who gains by a named shock after weeks, a year and a decade, with ranges.",
        "technostate.view.shock.lab:named",
        (Parameter("name", "word", "Shock", longest=60),
         Parameter("horizon", "choice", "Horizon", "all", ("all", "weeks", "year", "path", "decade")), _DRAWS, _SEED,
         Parameter("coalition", "flag", "Coalition"), Parameter("mirrored", "flag", "Sides exchanged")),
        room="shocks", long=True, examples=("/shock/us-china-decoupling",),
        around="technostate.web.pages.shocks:beside",
    ),
    # The shock lab.
    Question(
        "lab", "/lab", "Shock lab", "A shock of your own: measures, horizon, cases; who loses and who gains by it.",
        "technostate.view.shock.lab:lab", _LAB, room="shocks", long=True, around="technostate.web.pages.lab:around",
        form=True, examples=("/lab",), folds=_FOLDED, texts=_YAML,
    ),
    Question(
        "lab-check", "/lab/check", "A shock, checked",
        "What each measure of a shock means at each horizon, and everything that is wrong with it.",
        "technostate.view.shock.lab:lab_checked", _LAB, room="shocks", around="technostate.web.pages.lab:around",
        form=True, examples=("/lab/check",), folds=_FOLDED, texts=_YAML,
    ),
    Question(
        "lab-compare", "/lab/compare", "Two shocks compared",
        "What two shocks differ by, region by region and horizon by horizon, and what they assume differently.",
        "technostate.view.shock.compare:compare",
        (Parameter("a", "word", "A", "us-china-decoupling", longest=3600),
         Parameter("b", "word", "B", "west-east-decoupling", longest=3600),
         Parameter("horizon", "choice", "Horizon", "all", ("all", "weeks", "year", "path", "decade")), _DRAWS, _SEED),
        room="shocks", long=True, around="technostate.web.pages.lab_compare:around", form=True,
        examples=("/lab/compare?horizon=year",),
    ),
    # Futures, price and timeline.
    Question(
        "futures", "/futures", "Futures", "Scenarios to 2050, whose paths can be explored.",
        "technostate.view.futures.scenarios:listing", room="futures", around="technostate.web.pages.futures:entrance",
        examples=("/futures",),
    ),
    Question(
        "explore", "/futures/{state}", "Futures explorer",
        "Paths of a scenario to 2050 beside drift: fans, odds of goals, paths that meet conditions, what moves them.",
        "technostate.view.futures.explorer:explore",
        (_STATE, _AGAINST,
         Parameter("scenario", "choice", "Scenario", choices=choices.scenarios()),
         Parameter("outcome", "choice", "Outcome", "income_a_head", *choices.outcomes()),
         Parameter("where", "word", "Only paths where", many=True, apart=True)),
        room="futures", first=True, around="technostate.web.pages.futures:conditions",
        examples=("/futures/CHN", "/futures/USA?against=CHN", "/futures/CHN?where=waste:low"),
    ),
    Question(
        "outlook", "/futures/{state}/outlook", "Paths to 2050",
        "Odds of goals to 2050 and what paths cost, where nobody moves a lever and where one of two states does.",
        "technostate.view.futures.outlook:outlook", (_STATE, _AGAINST), room="futures",
        examples=("/futures/CHN/outlook",),
    ),
    Question(
        "scenarios", "/scenarios", "Scenarios", "The scenarios that ship.",
        "technostate.view.futures.scenarios:listing", room="futures",
    ),
    Question(
        "scenario", "/scenario/{scenario}", "A scenario", "What a scenario assumes: moves, ranges, milestones.",
        "technostate.view.futures.scenarios:one",
        (Parameter("scenario", "choice", "Scenario", choices=choices.scenarios()),), room="futures",
        around="technostate.web.pages.futures:of_scenario",
        examples=("/scenario/china-brief",),
    ),
    Question(
        "price", "/price/{state}", "Price of security",
        "What levers of security cost a state, what they cover, and at which odds a year they pay.",
        "technostate.view.price:price",
        (_STATE, _AGAINST, Parameter("wedge", "number", "Wedge", "0.3", least=0.01, most=1.0),
         Parameter("days", "number", "Days of stock", "90", least=1, most=365),
         Parameter("sectors", "word", "Sectors", choices=("electronics", "machinery", "C20", "C21", "C26"), many=True),
         _DRAWS, _SEED, Parameter("at", "whole", "In the year", least=2023, most=2050)),
        room="price", first=True, long=True, examples=("/price/CHN",),
    ),
    # Official language.
    Question(
        "language-months", "/language/monthly", "Month by month",
        "Formulations in the state evening news month by month, where their rates change, and dated events beside.",
        "technostate.view.doctrine.months:months",
        (Parameter("terms", "word", "Formulations",
                   "军民融合,产业链供应链,自立自强,统筹发展和安全,新质生产力,国家安全", many=True),
         Parameter("events", "choice", "Markers", "calendar", ("calendar", "broad", "none"),
                   ("congresses and plans", "steps of several strategies", "none")),
         Parameter("items", "choice", "Items", "all", ("all", "domestic", "foreign", "both"),
                   ("all", "on China", "on other states", "on both"))),
        spread="terms", room="language", around=_TEXTS, examples=("/language/monthly",),
    ),
    Question(
        "language-trend", "/language/trend", "Year by year",
        "How often formulations stand in each document of a collection, with exact ranges.",
        "technostate.view.doctrine.own_texts:counted",
        (Parameter("terms", "word", "Formulations", "国家安全", many=True), _COLLECTION,
         Parameter("sense", "choice", "Sense of 安全", "", ("strategic", "safety", "other")), _TONGUE),
        room="language", around=_TEXTS,
        examples=("/language/trend", "/language/trend?terms=national+security&collection=sotu"),
    ),
    Question(
        "language-contrast", "/language/contrast", "Two periods or documents",
        "Which formulations are new, gone, rarer or more frequent between two documents or periods.",
        "technostate.view.doctrine.own_texts:differences",
        (Parameter("first", "word", "First", longest=60), Parameter("second", "word", "Second", longest=60),
         _COLLECTION, _TONGUE),
        room="language", around=_TEXTS,
        examples=("/language/contrast", "/language/contrast?first=2003-2012&second=2013-2025"),
    ),
    Question(
        "language-search", "/language/search", "Search the texts",
        "Passages of the reader’s imported texts that answer a query, with context and number for a citation.",
        "technostate.view.doctrine.own_texts:search",
        (Parameter("words", "word", "Words, “phrases”, beginnings*"),
         Parameter("collection", "word", "Collection", longest=60), Parameter("since", "word", "From", longest=10),
         Parameter("until", "word", "To", longest=10),
         Parameter("start", "whole", "Passages before", least=0, most=1_000_000),
         Parameter("context", "whole", "Passages around", "1", least=0, most=3)),
        room="language", around=_TEXTS, examples=("/language/search",),
    ),
    Question(
        "language-kwic", "/language/kwic", "Words in context",
        "Every hit of a term in the reader’s imported texts, with the text around it and its citation.",
        "technostate.view.doctrine.own_texts:kwic",
        (Parameter("term", "word", "Term", longest=80), Parameter("collection", "word", "Collection", longest=60),
         _TONGUE,
         Parameter("width", "whole", "Characters on each side", least=0, most=500),
         Parameter("citations", "choice", "Citation", "chicago", ("chicago", "gb7714", "bibtex", "ris", "csl-json")),
         Parameter("start", "whole", "Hits before", least=0, most=1_000_000)),
        room="language", around=_TEXTS, examples=("/language/kwic",),
    ),
    Question(
        "lexicon", "/language/lexicon", "Lexicon", "Which formulations are counted, and by which terms.",
        "technostate.view.doctrine.lexicon:lexicon",
        (Parameter("terms", "word", "Formulations", many=True),
         Parameter("strategy", "choice", "Strategy", "",
                   ("national_security", "innovation", "military", "fusion", "securitization")),
         Parameter("domain", "word", "Domain", longest=40)),
        room="language", around=_TEXTS, examples=("/language/lexicon",),
    ),
    Question(
        "language", "/language/{state}", "Official language",
        "What two states say in their official texts: month by month, year by year, by strategy, latest changes.",
        "technostate.view.doctrine.page:language", (_STATE, _AGAINST), room="language", around=_TEXTS, first=True,
        examples=("/language/CHN",),
    ),
    # Claims.
    Question(
        "claims", "/claims", "Claims, tested",
        "Verdicts on the claims of a brief: rule, figure, placebo, grade of evidence.",
        "technostate.view.claims:claims",
        (_STATE, _BESIDE,
         Parameter("part", "choice", "Part", "", ("NS", "IN", "MI", "MC", "ES", "CO"),
                   ("National security", "Innovation", "Military", "Military-civil fusion", "Economic security",
                    "Conclusion")),
         Parameter("verdict", "choice", "Verdict", "", ("supported", "contradicted", "mixed", "not testable here")),
         Parameter("grade", "choice", "Evidence", "", ("strong", "weak", "failed its placebo"))),
        room="claims", first=True, around=_CLAIMS, examples=("/claims", "/claims?state=USA"),
    ),
    Question(
        "claims-compare", "/claims/compare", "Claims for several states",
        "The same claims asked about several states, verdicts side by side.",
        "technostate.view.claims_compare:compare", (Parameter("states", "state", "States", "CHN,USA,JPN", many=True),),
        spread="states", room="claims", around=_CLAIMS, long=True, examples=("/claims/compare",),
    ),
    Question(
        "claim", "/claim/{key}", "A claim, step by step", "One claim worked out from the sources to the verdict.",
        "technostate.view.claims:explain",
        (Parameter("key", "word", "Claim", longest=8), _STATE, _BESIDE), room="claims", around=_CLAIMS,
        examples=("/claim/IN-1", "/claim/ES-4"),
    ),
    Question(
        "timeline", "/timeline", "Timeline", "Measures and events by actor and target, each with an official source.",
        "technostate.view.timeline:timeline",
        (Parameter("states", "state", "By or towards", many=True), Parameter("actor", "state", "By", many=True),
         Parameter("target", "state", "Towards", many=True),
         Parameter("kind", "choice", "Kind", choices=("pressure", "easing", "step"),
                   names=("pressure", "easing", "steps of its own")),
         Parameter("strategy", "choice", "Strategy", choices=choices.STRATEGIES, names=choices.strategies()),
         Parameter("since", "whole", "From", least=1900, most=2100),
         Parameter("until", "whole", "To", least=1900, most=2100)),
        room="timeline", first=True, examples=("/timeline",),
    ),
    # Data: the catalogue, sources, series, indicators, tables, licences.
    Question(
        "data", "/data", "Data", "What ships: producers, sources, series, indicators, tables; how old, on which terms.",
        "technostate.view.sources:catalogue", (Parameter("words", "word", "Search", longest=100),), room="data",
        first=True, examples=("/data", "/data?words=military"),
    ),
    Question(
        "origin", "/data/origin/{key}", "A source",
        "Who published it, under which terms, taken when, what uses it, and how to cite it in four styles.",
        "technostate.view.sources:source", (Parameter("key", "word", "Key", longest=60),), room="data",
        examples=("/data/origin/worldbank-2025-4d7938",),
    ),
    Question(
        "series", "/data/series/{series}", "A series", "The figures of a series, its editions, kind, source and terms.",
        "technostate.view.series:one",
        (Parameter("series", "word", "Series", longest=120, slashes=True), Parameter("region", "state", "State"),
         Parameter("vintage", "word", "Edition", longest=60)),
        room="data", examples=("/data/series/worldbank/wdi/GB.XPD.RSDV.GD.ZS",),
    ),
    Question(
        "indicators", "/indicators", "Indicators", "The dictionary of indicators.",
        "technostate.view.indicators:listing",
        (Parameter("strategy", "choice", "Strategy", choices=choices.STRATEGIES, names=choices.strategies()),),
        room="data",
    ),
    Question(
        "indicator", "/indicator/{indicator}", "An indicator", "Definition, figures and origin of an indicator.",
        "technostate.view.indicators:one",
        (Parameter("indicator", "word", "Indicator", longest=60), Parameter("regions", "state", "States", many=True)),
        room="data", examples=("/indicator/rd_share_of_gdp",),
    ),
    Question(
        "table", "/table", "Table of figures", "Figures of indicators by region and year.",
        "technostate.view.table:table",
        (Parameter("indicators", "word", "Indicators", "rd_share_of_gdp", many=True),
         Parameter("regions", "state", "Regions", many=True), Parameter("years", "word", "Years", longest=12)),
        spread="indicators", room="data",
    ),
    Question(
        "worlds", "/worlds", "Worlds", "The input–output tables.", "technostate.view.worlds:listing", room="data",
    ),
    Question(
        "world", "/world/{world}", "An input–output table", "Regions, sectors, named lists and sizes of one table.",
        "technostate.view.worlds:one", (Parameter("world", "choice", "Table", choices=choices.worlds()),), room="data",
        examples=("/world/icio-2022",),
    ),
    Question(
        "licences", "/licences", "Licences of the data", "Terms of every source, in the words in which they stand.",
        "technostate.view.licences:licences", room="data",
    ),
    Question(
        "search", "/search", "Search", "Indicators, series, measures, shocks and formulations by words.",
        "technostate.view.search:search", (Parameter("words", "word", "Words", "semiconductor"),), room="data",
    ),
    # Method and API.
    Question(
        "method", "/method", "Method",
        "How figures are made: kinds, ranges, engines with their limits, checks against the past, terms.",
        "technostate.view.method:method", room="method", first=True, examples=("/method",),
    ),
    Question(
        "backtests", "/backtests", "Past events",
        "What happened in past events beside what the engines give for the shock that stands for each.",
        "technostate.view.backtests:backtests",
        (Parameter("events", "word", "Events", many=True), _DRAWS, _SEED), spread="events", room="method", long=True,
    ),
    Question(
        "hindcasts", "/hindcasts", "Hindcasts", "Past spans as paths would have foretold them, beside simple rules.",
        "technostate.view.hindcasts:hindcasts", (Parameter("spans", "word", "Spans", many=True),), spread="spans",
        room="method", long=True,
    ),
    Question(
        "literature", "/literature", "Beside the literature", "Published results beside ours for the same question.",
        "technostate.view.literature:literature", (_DRAWS, _SEED), room="method", long=True,
    ),
    Question(
        "api", "/api", "API", "What programs can ask: every question with parameters, twins, an example, Python.",
        "technostate.web.pages.api:api", room="api", first=True, around="technostate.web.pages.api:links",
        examples=("/api",),
    ),
    Question(
        "parameters", "/parameters", "Parameters", "Every parameter of the paths: unit, range, source, status.",
        "technostate.view.parameters:parameters", room="method",
    ),
)  # fmt: skip


def question(key: str) -> Question:
    """Return a question by its key; raises `LabelError` if there is none."""
    found = {row.key: row for row in QUESTIONS}
    if key not in found:
        raise unknown_label("question", key, tuple(found))
    return found[key]
