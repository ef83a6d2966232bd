"""An assistant's session over standard input and output: tools listed and called, the numbers of Python."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from technostate.cli.app import run
from technostate.doctrine.importers import import_folder
from technostate.evidence.store import Store
from technostate.view.claims import explain
from technostate.view.dependence import dependence
from technostate.view.table import table

pytest.importorskip("mcp")
pytest.importorskip("ahocorasick_rs")
TOOLS = {"search", "table", "dependence", "shock", "claim", "passage", "cite"}


def session(store: Path, talk: Callable[[Any], Awaitable[None]]) -> None:
    """Start the server as an assistant does, and talk to it."""
    from mcp import Client, StdioServerParameters

    async def whole() -> None:
        given = [sys.executable, "-c", "import sys; from technostate.cli.app import run; sys.exit(run(sys.argv[1:]))"]
        server = StdioServerParameters(  # as a file of servers says it
            command=given[0],
            args=[*given[1:], "mcp", "--store", str(store)],
            env=dict(os.environ) | {"XDG_CACHE_HOME": str(store.parent)},
        )
        async with Client(server) as client:
            await talk(client)

    asyncio.run(whole())


async def said(client: Any, name: str, **given: Any) -> dict[str, Any]:
    answer = await client.call_tool(name, given)
    assert not answer.is_error, answer.content[0].text
    made: dict[str, Any] = answer.structured_content
    assert len(json.dumps(made)) < 100_000
    for row in made.get("rows", ()):
        if "unit" in row:
            assert row["kind"] in ("measured", "derived", "modelled", "reported")
            assert row["origin"].startswith("o-")
    return made


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "2015.txt").write_text("\n\n".join(f"第{at}段维护国家安全。" for at in range(30)), encoding="utf-8")
    with Store(tmp_path / "s.sqlite") as opened:
        import_folder(opened, folder, "mine")
    return tmp_path / "s.sqlite"


def numbers(view: Any, most: int) -> list[float | None]:
    return [row["figure"].value for row in view.rows[:most] if "figure" in row]


def test_a_session_lists_every_tool_and_gets_the_numbers_of_python(store: Path) -> None:
    async def talk(client: Any) -> None:
        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(listed) == TOOLS
        for tool in listed.values():
            assert tool.description and "path" not in tool.input_schema["properties"]
            assert "ctx" not in tool.input_schema["properties"]
        hits = await said(client, "search", words="semiconductor")
        assert hits["rows"] and {"kind", "id"} <= hits["rows"][0].keys()

        figures = await said(client, "table", indicators=["rd_share_of_gdp"], regions=["CHN", "USA"], years="2021-2024")
        mine = table("rd_share_of_gdp", regions=("CHN", "USA"), years="2021-2024")
        assert [row["value"] for row in figures["rows"]] == numbers(mine, 100) and {
            row["region"] for row in figures["rows"]
        } == {"CHN", "USA"}
        assert figures["rows"][0]["unit"] == mine.rows[0]["figure"].unit
        (reference,) = {row["origin"] for row in figures["rows"]}
        assert "Science and Engineering" in (await said(client, "cite", what=reference))["citation"]
        assert "@" in (await said(client, "cite", what="worldbank/wdi/GB.XPD.RSDV.GD.ZS", style="bibtex"))["citation"]

        tied = await said(client, "dependence", state="CHN", against="USA")
        theirs = dependence("CHN", "USA")
        assert [row["value"] for row in tied["rows"] if "value" in row] == numbers(theirs, 100)
        assert tied["shown"] == f"100 of {len(theirs.rows)} rows"
        more = await said(client, "dependence", state="CHN", against="USA", start=100)
        assert more["rows"] != tied["rows"] and more["shown"].endswith("from row 100")

        judged = await said(client, "claim", key="IN-1")
        assert [row["value"] for row in judged["rows"] if "value" in row] == numbers(explain("IN-1"), 100)
        assert explain("IN-1").data.verdicts[0].verdict in judged["words"]

        found = await said(client, "passage", words="国家安全")
        assert found["shown"] == "20 of 20 rows" and "国家安全" in found["rows"][0]["text"]

    session(store, talk)


def test_a_shock_says_how_far_it_is_and_has_bounded_draws(store: Path) -> None:
    seen: list[tuple[float, str | None]] = []

    async def note(done: float, total: float | None, words: str | None) -> None:
        seen.append((done, words))

    async def talk(client: Any) -> None:
        given = {"name": "us-china-decoupling", "horizon": "decade", "draws": 2, "seed": 1}
        answer = await client.call_tool("shock", given, progress_callback=note)
        assert not answer.is_error, answer.content[0].text
        rows = answer.structured_content["rows"]
        assert rows and all(row["kind"] == "modelled" for row in rows if "unit" in row)
        refused = await client.call_tool("shock", given | {"draws": 100_000})
        assert refused.is_error and "between 0 and 256" in refused.content[0].text

    session(store, talk)
    assert seen and all(0 <= done <= 1 for done, _ in seen) and len({words for _, words in seen}) > 1


def test_what_is_wrong_is_said_with_a_hint_and_the_session_lives_on(store: Path) -> None:
    async def talk(client: Any) -> None:
        for name, given, words in (
            ("table", {"indicators": ["rd_share"], "regions": ["CHN"]}, "rd_share"),
            ("dependence", {"state": "Atlantis", "against": "USA"}, "Atlantis"),
            ("claim", {"key": "XX-9"}, "XX-9"),
            ("cite", {"what": "o-0000000000"}, "ask again"),
            ("cite", {"what": "../../etc/passwd"}, "passwd"),
            ("shock", {"name": "../../etc/passwd"}, "passwd"),
        ):
            answer = await client.call_tool(name, given)
            assert answer.is_error and words in answer.content[0].text, name
            assert "hint" in answer.content[0].text and "Traceback" not in answer.content[0].text
        assert (await said(client, "search", words="chips"))["title"]

    session(store, talk)


def test_without_the_package_one_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "technostate.web.mcp", raising=False)
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    assert run(["mcp"]) == 2
    told = capsys.readouterr().err
    assert "the package mcp is not installed" in told and "pip install 'technostate[mcp]'" in told
