"""A door for assistants: a server of the Model Context Protocol whose tools are questions of the observatory's table.

Answers are bounded and say how much of them is shown; every figure has unit, kind and the id of its origin, which the
tool ``cite`` turns into a reference. No tool takes a path.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from anyio import to_thread
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from technostate import __version__
from technostate.errors import DataError, TechnostateError
from technostate.evidence import Figure, Origin
from technostate.view.citing import cite as cited
from technostate.web.asked import Asked, read
from technostate.web.questions import question
from technostate.write import View
from technostate.write.cite import cite as written

#: Rows of an answer, characters of its words, and of one cell.
ROWS, WORDS, CELL = 100, 4000, 1500
_ABOUT = (
    "Measured, derived and modelled figures on techno-security states. Every figure has a unit, a kind (measured, "
    "derived, modelled, reported) and an origin; quote them together, and cite origins with the tool cite. Start with "
    "search. A claim that is contradicted is as good a result as one that is supported."
)

app: MCPServer[Any] = MCPServer("technostate", instructions=_ABOUT, version=__version__, log_level="ERROR")
_origins: dict[str, Origin] = {}


def known(origin: Origin) -> str:
    """Return the id of an origin, under which `cite` finds it; the same for the same origin."""
    key = "o-" + hashlib.sha256(repr(origin).encode()).hexdigest()[:10]
    _origins[key] = origin
    return key


def record(asked: Asked, view: View[Any], start: int = 0) -> dict[str, Any]:
    """Return an answer as an assistant gets it, from a row on."""
    rows = [_row(row) for row in view.rows[start : start + ROWS]]
    words = view.text(100)
    cut = len(words) - WORDS
    return {
        "title": view.title,
        "words": words[:WORDS] + (f" … ({cut:,} characters more)" if cut > 0 else ""),
        "rows": rows,
        "shown": f"{len(rows)} of {len(view.rows)} rows" + (f", from row {start}" if start else ""),
        "origins": {known(origin): origin.short() for origin in view.origins},
        "address": asked.address,
        "command": view.command,
    }


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Figure):
            made |= {"value": value.value, "unit": value.unit, "kind": value.kind, "origin": known(value.origin)}
            made |= {"region": value.region} if value.region else {}
            made |= {"year": value.year} if value.year is not None else {}
            made |= {"low": value.low, "high": value.high, "open": value.open} if value.range is not None else {}
        else:
            made[name] = value if isinstance(value, int | float | None) else str(value)[:CELL]
    return made


async def _answer(ctx: Context[Any, Any], key: str, values: Mapping[str, Any], start: int = 0) -> dict[str, Any]:
    """Ask a question of the table beside the event loop, with progress; what is wrong is said with its hint."""
    loop = asyncio.get_running_loop()

    def show(words: str, done: float | None) -> None:
        asyncio.run_coroutine_threadsafe(ctx.report_progress(0.0 if done is None else done, 1.0, words), loop)

    def work() -> dict[str, Any]:
        asked = read(question(key), {name: str(value) for name, value in values.items() if value not in ("", None)})
        return record(asked, asked.question.answer(asked.given, show), max(start, 0))

    try:
        await ctx.report_progress(0.0, 1.0, "asked")
        return await to_thread.run_sync(work)
    except TechnostateError as error:
        raise ToolError(error.full()) from None


@app.tool()
async def search(words: str, ctx: Context[Any, Any], start: int = 0) -> dict[str, Any]:
    """Find indicators, series, measures, sectors, products, shocks, formulations, states and claims by words."""
    return await _answer(ctx, "search", {"words": words}, start)


@app.tool()
async def table(
    indicators: list[str], regions: list[str], ctx: Context[Any, Any], years: str = "", start: int = 0
) -> dict[str, Any]:
    """Figures of indicators (ids of search) by region (codes or names) and year (2020, or 2010-2020)."""
    said = {"indicators": ",".join(indicators), "regions": ",".join(regions), "years": years}
    return await _answer(ctx, "table", said, start)


@app.tool()
async def dependence(state: str, against: str, ctx: Context[Any, Any], start: int = 0) -> dict[str, Any]:
    """How two states depend on each other and on others through whole supply chains, 1995 to 2022."""
    return await _answer(ctx, "dependence", {"state": state, "against": against}, start)


@app.tool()
async def shock(
    name: str,
    ctx: Context[Any, Any],
    horizon: Literal["all", "weeks", "year", "path", "decade"] = "year",
    draws: int = 32,
    seed: int = 1,
    start: int = 0,
) -> dict[str, Any]:
    """Who loses and gains by a named shock (ids of search), with ranges over draws (0 to 256); some seconds or more."""
    said = {"name": name, "horizon": horizon, "draws": draws, "seed": seed}
    return await _answer(ctx, "shock", said, start)


@app.tool()
async def claim(key: str, ctx: Context[Any, Any], state: str = "CHN", against: str = "") -> dict[str, Any]:
    """One claim of the ledger (NS-1, IN-1 … CO-3) worked out step by step for a state: rule, figures, verdict."""
    return await _answer(ctx, "claim", {"key": key, "state": state, "against": against})


@app.tool()
async def passage(words: str, ctx: Context[Any, Any], collection: str = "", start: int = 0) -> dict[str, Any]:
    """Passages of the texts that the user imported which answer a query: terms, "phrases", AND, OR, NOT."""
    return await _answer(ctx, "language-search", {"words": words, "collection": collection, "start": start})


@app.tool()
async def cite(what: str, style: Literal["text", "bibtex", "ris", "csl-json"] = "text") -> dict[str, Any]:
    """Give the reference of an origin by its id in answers (o-…), or of an indicator, series, world or state."""
    try:
        if what.startswith("o-") and what not in _origins:
            raise DataError(f"{what[:40]} is no origin of this session", hint="ask again: answers name origins")
        found = written([_origins[what]], style) if what in _origins else await to_thread.run_sync(cited, what, style)
    except TechnostateError as error:
        raise ToolError(error.full()) from None
    return {"citation": found, "style": style}
