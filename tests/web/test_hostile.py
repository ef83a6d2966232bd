"""Requests that want to break, read or fill something: each is refused with its status and a message, and is logged."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from technostate.errors import TechnostateError
from technostate.evidence import regions
from technostate.web.asked import MOST_WRONG, read
from technostate.web.questions import QUESTIONS
from technostate.web.route import found

from .served import client, kept, straight

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
#: What answers a path parameter needs beside the one that is tried.
USUAL = {
    "state": "CHN", "against": "USA", "name": "us-china-decoupling", "key": "IN-1", "scenario": "china-brief",
    "series": "worldbank/wdi/GB.XPD.RSDV.GD.ZS", "indicator": "rd_share_of_gdp", "world": "icio-2022",
}  # fmt: skip
PATHS = sorted(row.path for row in QUESTIONS if row.required)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("observatory")
    kept(place, "/shocks")
    return place


@pytest.fixture(scope="module")
def web(place: Path) -> Iterator[TestClient]:
    with client(place, jobs_each=100_000, pages_each=100_000, jobs_all=1_000_000, work_each=10_000_000) as found:
        yield found


def ask(
    web: TestClient, path: str, method: str = "GET", body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, str]:
    """Ask without a client that would tidy up the path; nothing of ours is told, whatever comes."""
    status, given, sent = asyncio.run(straight(web.app, path, method=method, body=body, headers=headers))
    text = sent.decode(errors="replace") if given.get("content-encoding") != "gzip" else ""
    assert status < 500 and "Traceback" not in text and "root:x:" not in text
    assert given["x-content-type-options"] == "nosniff" and "default-src 'none'" in given["content-security-policy"]
    return status, text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "end",
    [
        "..", "../../../../etc/passwd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%252e%252e%252fetc%252fpasswd",
        "..%5c..%5cwindows%5cwin.ini", "%00", "a%00.json", "....//....//etc/passwd", "%c0%ae%c0%ae%c0%af",
        "/etc/passwd", "file:%2f%2f%2fetc%2fpasswd", "~root",
    ],
)  # fmt: skip
def test_no_way_leads_out_of_a_path(web: TestClient, path: str, end: str) -> None:
    bare = path.partition("{")[0]
    for address in (bare + end, f"{bare}{end}.json", bare + end + "/beside/USA"):
        status, text = ask(web, address)
        # What looks like a name is asked for as one: the view knows names only.
        assert status in (200, 202, 404, 422)
        assert "etc/passwd:" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/static/..", "/static/../guard.py", "/static/%2e%2e%2fguard.py", "/static/%252e%252e%252fguard.py",
        "/static//etc/passwd", "/static/style.css%00.png", "/static/style.css", "/static/.", "/static/",
        "/jobs/../jobs.sqlite", "/jobs/%2e%2e%2fjobs.sqlite", "/jobs/' OR 1=1 --", "/api/jobs/%27%20OR%201=1",
        "/api/jobs/%00", "/jobs.sqlite", "/answers/", "/lock", "//evil.example/", "/.git/config", "/%2e%2e/etc/passwd",
        "/api/../jobs", "/ask/../../x", "http://evil.example/", "evil", "*", "/\\evil.example",
    ],
)  # fmt: skip
def test_what_is_no_page_is_none(web: TestClient, path: str) -> None:
    assert ask(web, path)[0] == 404


SIGNS = ("<script>alert(1)</script>", '"><svg onload=alert(1)>', "'-alert(1)-'", "{{7*7}}", "${7*7}", "<%= 7*7 %>",
         "javascript:alert(1)", "</title><img src=x onerror=alert(1)>", "#{7*7}", "%0d%0aset-cookie: a=b")  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS[:4])
def test_no_text_of_a_request_becomes_markup_or_is_reckoned(web: TestClient, sign: str) -> None:
    for row in QUESTIONS:
        usual = {name: USUAL[name] for name in row.required}
        for item in (*row.parameters, None):
            name = item.name if item else sign
            values = {"question": row.key, **usual, name: sign}
            for path in (f"/ask/{row.key}?" + urlencode(values), _address(row.path, values)):
                status, text = ask(web, path)
                assert status in (200, 202, 303, 404, 405, 422)
                lowered = text.lower()
                assert "<script>" not in lowered and "<img" not in lowered and "<svg on" not in lowered
                assert ">49<" not in text and 'href="javascript' not in lowered


def _address(path: str, values: dict[str, str]) -> str:
    from urllib.parse import quote

    rest = {name: text for name, text in values.items() if name != "question" and f"{{{name}}}" not in path}
    for name, text in values.items():
        path = path.replace(f"{{{name}}}", quote(text, safe=""))
    return path + (f"?{urlencode(rest)}" if rest else "")


@pytest.mark.parametrize("name", ["theme", "edition", "whole", "state", "against", "chart"])
@pytest.mark.parametrize("sign", SIGNS)
def test_what_stands_beside_a_question_is_text_too(web: TestClient, name: str, sign: str) -> None:
    status, text = ask(web, "/shocks?" + urlencode({name: sign}), headers={"accept-encoding": "identity"})
    assert status in (200, 422) and "<script>" not in text and "<img" not in text and "onload=alert(1)>" not in text


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"method": "GET", "headers": {"host": "evil.example"}}, 400, "under this name"),
        ({"headers": {"host": "localhost\r\nx: y"}}, 400, "under this name"),
        ({"headers": {"host": "localhost", "content-length": "5"}, "body": b"hello"}, 400, "only a form has a body"),
        ({"headers": {"transfer-encoding": "chunked", "content-length": "0"}}, 400, "only a form has a body"),
        ({"method": "PUT"}, 405, "only GET"),
        ({"method": "CONNECT"}, 405, "only GET"),
        ({"method": "get"}, 405, "only GET"),
        ({"method": "GET\x1b[31m"}, 405, "only GET"),
        ({"method": "POST", "body": b"a=b", "headers": FORM}, 405, ""),
        ({"method": "POST", "headers": FORM | {"origin": "http://evil.example"}}, 403, "another site"),
        ({"method": "POST", "headers": FORM | {"origin": "null"}}, 403, "another site"),
        ({"method": "POST", "headers": FORM | {"sec-fetch-site": "same-site"}}, 403, "another site"),
        ({"method": "POST", "headers": FORM | {"sec-fetch-site": "strange", "origin": "http://evil"}}, 403, "another"),
        ({"headers": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}}, 403, "another site"),
        ({"headers": {"accept": "image/png"}}, 406, "takes no"),
    ],
)
def test_requests_that_are_none(
    web: TestClient, said: dict[str, object], status: int, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "technostate.web"):
        found, text = ask(web, "/shocks", **said)  # type: ignore[arg-type]
    assert found == status and words in text
    assert [row for row in caplog.messages if row.startswith(f"{status} ") and "/shocks" in row]
    assert not any("\x1b" in row for row in caplog.messages)


FLAT = json.dumps({"question": "price", "values": {f"a{at}": 1 for at in range(5000)}}).encode()


@pytest.mark.parametrize(
    ("path", "kind", "body", "status"),
    [
        ("/jobs", FORM, b"question=price&" + b"&".join(b"x%d=1" % at for at in range(300)), 422),
        ("/jobs", FORM, b"a" * 70_000, 413),
        ("/jobs", FORM, b"question=price&state=%ff%fe", 422),
        ("/jobs", FORM, "question=prïce".encode(), 422),
        ("/jobs", FORM, b"question=price&question=shock&state=CHN&state=USA", 422),
        ("/jobs", FORM, b"question=__class__", 404),
        ("/jobs", FORM | {"content-length": "²"}, b"question=nothing", 404),
        ("/jobs", {"content-type": "multipart/form-data; boundary=x"}, b"--x--", 415),
        ("/jobs", {}, b"question=price", 415),
        ("/jobs", FORM | {"content-encoding": "gzip"}, b"\x1f\x8b\x08\x00", 422),
        ("/api/jobs", JSON, FLAT, 422),
        ("/api/jobs", JSON, b"[" * 60_000, 422),
        ("/api/jobs", JSON, b'{"a":' * 10_000, 422),
        ("/api/jobs", JSON, b'{"question": "price", "values": {"seed": ' + b"9" * 5000 + b"}}", 422),
        ("/api/jobs", JSON, b'{"question": "price", "values": {"seed": 1e999}}', 422),
        ("/api/jobs", JSON, b'{"question": "price", "values": {"seed": NaN}}', 422),
        ("/api/jobs", JSON, b'{"question": "price", "values": {"state": "\\ud800"}}', 422),
        ("/api/jobs", JSON, b'{"question": "price", "values": {"\\ud800": "x"}}', 422),
        ("/api/jobs", JSON, b'{"question": "\\ud800"}', 404),
        ("/api/jobs", JSON, b'{"question": "price", "values": {"state": [["CHN"]]}}', 422),
        ("/api/jobs", JSON, b'{"question": "price", "values": {"__proto__": {"a": 1}}}', 422),
        ("/api/jobs", JSON, b'{"question": "lab", "values": {"do": "start", "from": "\\ud800"}}', 422),
        ("/api/jobs", JSON, b'{"question": "lab", "values": {"do": "remove-' + b"9" * 5000 + b'"}}', 202),
        ("/api/jobs", JSON, b"\xff\xfe{}", 422),
        ("/api/jobs", FORM, b"{}", 415),
        ("/api/jobs", JSON, b'{"question": "backtests", "values": {"events": "' + "危".encode() * 190 + b'"}}', 202),
    ],
)
def test_forms_and_json_that_are_none(
    web: TestClient, path: str, kind: dict[str, str], body: bytes, status: int
) -> None:
    found, text = ask(web, path, "POST", body, kind)
    assert found == status and len(text) < 40_000
    if path.startswith("/api/") and status >= 400:
        said = json.loads(text)["error"]
        assert said["status"] == status and said["message"]


@pytest.mark.parametrize(
    "page",
    [
        "a: &a [*a]", "a: &a {b: *a}", "!!python/object/apply:os.system [id]", "[" * 3000, "{" * 3000, "- " * 2900,
        "measures: 5", "measures: [5]", "measures: [{measure: 5}]", "measures: [{measure: export_ban, a: {b: c}}]",
        "a: " + "9" * 5000, "? [a]\n: b", "title: 2027-13-45", "starts: 2027-01-01T00:00:00Z", "<<: {a: b}",
        "based_on: 5", "based_on: ../../etc/passwd", "based_on: us-china-decoupling\nwithout: {a: b}", "\x00",
        "%YAML 9.9\n---\na: b", "--- a\n--- b", "a: b\na: c", "x" * 6001, "parameters: /etc/passwd", "\ufeff\ufeff[",
        "measures:\n" + "- {measure: export_ban}\n" * 60,
    ],
)  # fmt: skip
def test_pages_of_yaml_with_tricks(web: TestClient, page: str) -> None:
    status, text = ask(web, "/ask/lab", "POST", urlencode({"do": "open", "yaml": page}).encode(), FORM)
    assert status == 422 and len(text) < 40_000


@pytest.mark.parametrize(
    "query",
    [
        "title=%22%0a- evil: yes", "title=%22%5c&m1=export_ban+by:%23", "world=:%20a&m1=export_ban", "tariffs=a:%20b",
        "title=%E2%80%A8measures:", "m1=export_ban+name:!!python/object", "m1=export_ban+name:%7Ba:b%7D",
        "m1=export_ban+by:*a", "starts=2027-01-01%23", "start=../../etc/passwd",
    ],
)  # fmt: skip
def test_what_the_lab_saves_is_plain_yaml_whatever_is_said(web: TestClient, query: str) -> None:
    import yaml

    status, text = ask(web, f"/lab.yaml?{query}", headers={"accept-encoding": "identity"})
    assert status in (200, 422)
    if status == 200:
        page = yaml.safe_load(text)
        assert set(page) <= {"name", "title", "starts", "based_on", "without", "world", "base", "measures"}
        assert isinstance(page["title"], str) and isinstance(page.get("world", ""), str)


def test_addresses_are_bounded_however_they_are_asked_for(web: TestClient) -> None:
    said = "\n".join(f"m{at}=export_ban " + "危" * 290 for at in range(1, 9))
    assert ask(web, "/ask/lab?" + urlencode(dict(row.split("=") for row in said.splitlines())))[0] == 422
    assert ask(web, "/shocks?" + "a" * 5000)[0] == 414
    codes = sorted(regions.countries())[:80]
    states = [f"{one}+{two}+DEU+FRA+GBR" for one in ("CHN", "USA", "JPN") for two in codes]
    body = urlencode([("question", "claims-compare"), *(("states", row) for row in states)]).encode()
    status, text = ask(web, "/jobs", "POST", body, FORM)
    assert status == 422 and "its address would have" in text
    # A thousand faults are not said one by one.
    status, text = ask(web, "/ask/price?" + "&".join(f"x{at}=1" for at in range(200)))
    assert status == 422 and f"and {200 - MOST_WRONG} more" in text


def test_no_value_of_a_request_reaches_a_file(tmp_path: Path) -> None:
    """Every text that a question takes is tried as the path of a file: nothing opens it, and no view fails."""
    files = [tmp_path / f"s.{end}" for end in ("csv", "yaml", "toml", "npz", "zip", "txt")]
    for file in files:
        file.write_text("secret,1\n")
    opened: list[str] = []
    watching = True

    def watch(event: str, given: tuple[object, ...]) -> None:
        if watching and event in ("open", "os.listdir", "os.scandir") and str(given[0]).startswith(str(tmp_path)):
            opened.append(str(given[0]))

    sys.addaudithook(watch)
    tried = 0
    try:
        for row in QUESTIONS:
            for item in row.parameters:
                if item.kind not in ("word", "state"):
                    continue
                for text in (*map(str, files), f"icio-2022+{files[0]}", f"{tmp_path}/../{tmp_path.name}"):
                    # Bounds of a text would hide what a shorter path does.
                    values = {name: USUAL[name] for name in row.required} | {item.name: text}
                    tried += _answered(row.key, values)
    finally:
        watching = False
    assert tried > 100 and opened == []


def _answered(key: str, values: dict[str, str]) -> bool:
    """Ask a view as the worker does; what it says against the values is what it may say."""
    from dataclasses import replace

    from technostate.web.questions import question

    row = question(key)
    free = replace(row, folds="", parameters=tuple(replace(item, longest=400) for item in row.parameters))
    try:
        asked = read(free, values)
    except TechnostateError:
        return False
    if row.long and not set(values) - {"title", "starts"}:
        return False
    try:
        row.answer(asked.given)
    except TechnostateError as error:
        assert "secret" not in str(error)
    return True


def test_sql_and_queries_of_texts_are_text(tmp_path: Path) -> None:
    from technostate.doctrine.importers import import_folder
    from technostate.evidence.own import current
    from technostate.evidence.store import Store

    pytest.importorskip("ahocorasick_rs")
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "2015.txt").write_text("维护国家安全 and '; DROP TABLE passages; --\n\n=cmd|' /C calc'!A0", "utf-8")
    with Store(tmp_path / "s.sqlite") as store:
        import_folder(store, folder, "mine")
    current.use(tmp_path / "s.sqlite")
    before = (tmp_path / "s.sqlite").read_bytes()
    words = ("'", '"', "'; DROP TABLE passages; --", '" OR 1=1', "NEAR(a b, 1)", "a AND", "AND", "NOT", "*", "-", "^a",
             "{a b}: c", "text : a", "(" * 100, "a OR (b AND", "\\", "%", "; ATTACH DATABASE 'x' AS y")  # fmt: skip
    for text in words:
        for address, name in (("/language/search", "words"), ("/language/kwic", "term"),
                              ("/language/search", "collection"), ("/language/trend", "collection"),
                              ("/language/search", "since"), ("/language/contrast", "first"),
                              ("/language/trend", "terms"), ("/search", "words"), ("/data", "words")):  # fmt: skip
            said = [(name, text[:60])] + ([("words", "国家安全")] if name in ("collection", "since") else [])
            try:
                asked = found(address, said)[0]
                asked.question.answer(asked.given)
            except TechnostateError as error:
                assert str(error)
    asked = found("/language/search", [("words", "国家安全")])[0]
    assert asked.question.answer(asked.given).rows
    assert (tmp_path / "s.sqlite").read_bytes() == before
    current.use(None)


def test_a_reader_s_job_stays_that_reader_s(web: TestClient, tmp_path: Path) -> None:
    """Who asks for the same answer later cannot end it for the first."""
    with client(tmp_path) as own:
        body = json.dumps({"question": "table", "values": {}}).encode()
        _, said = ask(own, "/api/jobs", "POST", body, JSON)
        path = json.loads(said)["job"]["address"]
        serving = own.app._app.state.serving  # type: ignore[attr-defined]
        job = serving.jobs.get(path.rsplit("/", 1)[1])
        serving.jobs.ask(job.what(), job.key, 0, "192.0.2.9")
        assert serving.jobs.get(job.id).client == "127.0.0.1"
        serving.jobs._file.execute("UPDATE jobs SET client = '192.0.2.9'")
        for kind in ("", "/api"):
            status, text = ask(own, f"{kind}{path}/cancel", "POST")
            assert status == 403 and "somebody else" in text
        assert serving.jobs.get(job.id).state == "waiting"
