"""Pages, twins, errors and what stands around them, without a worker: what is on the shelf is answered at once."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from technostate.web import assets
from technostate.web.jobs import Jobs
from technostate.web.shelf import edition

from .served import client, kept


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("observatory")
    kept(found, "/shocks", "/worlds")
    return found


@pytest.fixture(scope="module")
def web(place: Path) -> Iterator[TestClient]:
    with client(place) as found:
        yield found


def test_a_page_says_what_its_view_says_and_links_its_twins(web: TestClient) -> None:
    page = web.get("/worlds")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>" in page.text and 'href="/worlds.json"' in page.text and "wiod" in page.text.lower()
    data = web.get("/worlds.json").json()
    assert data and web.get("/worlds.csv").text.count("\n") > 2
    assert "technostate world list" in page.text


def test_the_home_page_links_ten_pages_with_an_empty_shelf(tmp_path: Path) -> None:
    with client(tmp_path) as web:
        page = web.get("/")
        assert page.status_code in (200, 202)
        assert len(set(re.findall(r'href="(/[a-z]+[^".]*)"', page.text))) >= 10


def test_what_the_client_has_is_not_sent_again(web: TestClient) -> None:
    first = web.get("/shocks", headers={"accept-encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip" and first.headers["vary"] == "Accept-Encoding"
    again = web.get("/shocks", headers={"if-none-match": f'W/{first.headers["etag"]}, "other"'})
    assert (again.status_code, again.content) == (304, b"")
    plain = web.get("/shocks", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.text == first.text
    assert len(gzip.compress(plain.content)) < 60_000


def test_head_says_what_get_says(web: TestClient) -> None:
    head, full = web.head("/worlds.json"), web.get("/worlds.json")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == full.headers["etag"] and head.headers["content-type"] == "application/json"


def test_the_form_of_controls_leads_to_the_one_address(web: TestClient) -> None:
    found = web.get("/ask/exposure?state=China&supplier=&sector=C26")
    assert (found.status_code, found.headers["location"]) == (303, "/exposure/CHN?sector=C26")
    assert web.get("/ask/nothing?state=CHN").status_code == 404
    assert web.get("/ask/exposure?state=Atlantis").status_code == 422


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nothing", 404, "there is no page"),
        ("/shocks.png?chart=77", 404, "not kept as .png"),
        ("/shocks?chart=-1", 422, "chart is a number"),
        ("/exposure/Atlantis", 422, "Atlantis"),
        ("/exposure/CHN?sektor=C26", 422, "did you mean sector"),
        ("/exposure/CHN/", 404, "there is no page"),
        ("/static/../app.py", 404, ""),
        ("/static/nothing.css", 404, "there is no such file"),
        ("/jobs/0123456789abcdef", 404, "no such job"),
        ("/shocks?" + "a=b&" * 300, 422, "query"),
        ("/shocks?x=%ff%fe", 422, "query"),
        ("/shocks?" + "a" * 5000, 414, "at most 4,096"),
    ],
)
def test_what_is_refused_says_why_as_a_page_and_as_json(web: TestClient, path: str, status: int, said: str) -> None:
    page = web.get(path)
    assert page.status_code == status and said in page.text.replace("&#x27;", "'")
    assert "Traceback" not in page.text and page.headers["content-security-policy"].startswith("default-src 'none'")


def test_errors_for_programs_are_json_and_escaped_on_pages(web: TestClient) -> None:
    hostile = "/exposure/<script>alert(1)<%2fscript>.json"
    found = web.get(hostile)
    assert found.status_code == 422 and "script" in found.json()["error"]["message"]
    page = web.get("/exposure/<img src=x onerror=alert(1)>")
    assert page.status_code == 422 and "<img" not in page.text and "&lt;img" in page.text


def test_methods(web: TestClient) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        found = web.request(method, "/shocks")
        assert (found.status_code, found.headers["allow"]) == (405, "GET, HEAD, POST")
    assert web.post("/shocks").status_code == 405
    assert web.get("/jobs/0123456789abcdef/cancel").status_code == 405


def test_a_client_that_takes_nothing_that_is_sent_is_told_so(web: TestClient) -> None:
    assert web.get("/shocks.json", headers={"accept": "image/png"}).status_code == 406
    for words in ("*/*", "text/html, */*;q=0.1", "application/*", "application/json; q=1"):
        assert web.get("/shocks.json", headers={"accept": words}).status_code == 200
    assert web.get("/shocks.json", headers={"accept": "application/json;q=0, text/html"}).status_code == 406


def test_a_link_of_another_edition_is_answered_with_a_note(web: TestClient) -> None:
    assert "was made with edition 0.0-x" in web.get("/shocks?edition=0.0-x").text
    assert "was made with edition" not in web.get(f"/shocks?edition={edition()}").text
    assert "&lt;b&gt;" in web.get("/shocks?edition=<b>").text


def test_what_is_not_kept_is_asked_for_once_and_the_reader_waits(tmp_path: Path) -> None:
    with client(tmp_path) as web:
        pages = [web.get("/worlds"), web.get("/worlds"), web.get("/worlds.json")]
        assert [page.status_code for page in pages] == [202, 202, 202]
        assert 'http-equiv="refresh"' in pages[0].text and pages[0].headers["retry-after"] == "2"
        assert pages[2].json()["job"]["state"] == "waiting" and "no-store" in pages[2].headers["cache-control"]
        assert len(web.get("/api/jobs").json()["jobs"]) == 1


def test_long_work_is_begun_by_a_button_and_by_no_visit(tmp_path: Path) -> None:
    with client(tmp_path) as web:
        page = web.get("/price/CHN?wedge=0.45")
        assert page.status_code == 200 and '<form action="/jobs" method="post">' in page.text and "0.45" in page.text
        assert web.get("/price/CHN.json").status_code == 404
        assert web.get("/api/jobs").json()["jobs"] == []
        fields = {"question": "price", "state": "CHN", "wedge": ".450"}
        job = web.post("/jobs", data=fields).headers["location"]
        assert web.post("/jobs", data=fields).headers["location"] == job
        assert "See how far it is" in web.get("/price/CHN?wedge=0.45").text
        assert web.get("/price/CHN.json?wedge=0.45").status_code == 202
        shown = web.get(job)
        assert "Waiting for its turn" in shown.text and f'action="{job}/cancel"' in shown.text
        assert web.post(f"{job}/cancel").status_code == 303
        assert "Cancelled" in web.get(job).text and "Run it" in web.get("/price/CHN?wedge=0.45").text
        assert "Price of security: CHN, 0.45" in web.get("/jobs").text


def test_a_failure_is_remembered_and_not_made_again(tmp_path: Path) -> None:
    with client(tmp_path) as web:
        web.get("/indicator/nothing")
        jobs = Jobs(tmp_path / "jobs.sqlite")
        job = jobs.take(1, long=False)
        assert job is not None
        jobs.end(job.id, "failed", kind="LabelError", error="unknown indicator 'nothing'", hint="did you mean <b>?")
        for _ in range(2):
            page = web.get("/indicator/nothing")
            assert page.status_code == 422 and "did you mean &lt;b&gt;?" in page.text
        assert web.get("/indicator/nothing.json").json()["error"]["hint"] == "did you mean <b>?"
        assert jobs.waiting() == 0
        jobs.close()


def test_static_files_come_from_a_fixed_table(web: TestClient) -> None:
    style = web.get(assets.address("style.css"))
    assert style.status_code == 200 and "@font-face" in style.text and "immutable" in style.headers["cache-control"]
    face = re.search(r"url\((sans[^)]+)\)", style.text)
    assert face and web.get(f"/static/{face[1]}").headers["content-type"] == "font/woff2"
    assert "htmx" in web.get(assets.address("htmx.min.js")).text
    for path in ("/static/characters.txt", "/static/%2e%2e/page.py", "/static//etc/passwd", "/static/__init__.py"):
        assert web.get(path).status_code == 404


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_the_process_that_serves_loads_no_engine(tmp_path: Path) -> None:
    kept(tmp_path, "/shocks")
    code = f"""
import sys, json
from pathlib import Path
from technostate.web.app import build
from technostate.web.settings import Settings
import technostate.web.server, technostate.web.connection, asyncio, uvicorn
app = build(Settings(Path({str(tmp_path)!r}), works=False))
async def ask(path):
    sent = []
    async def receive(): return {{"type": "http.request"}}
    async def send(message): sent.append(message)
    scope = {{"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1), "server": ("localhost", 80),
             "scheme": "http", "http_version": "1.1", "root_path": ""}}
    await app(scope, receive, send)
    return sent[0]["status"]
statuses = [asyncio.run(ask(path)) for path in ("/", "/shocks", "/shocks.json", "/price/CHN", "/jobs", "/nothing")]
heavy = set(sys.modules) & {{"numpy", "polars", "numba", "scipy", "pydantic", "xlsxwriter", "rich"}}
print(json.dumps([statuses, sorted(heavy), int(Path("/proc/self/statm").read_text().split()[1]) * 4]))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    statuses, heavy, kilobytes = json.loads(ran.stdout)
    assert statuses[1:] == [200, 200, 200, 200, 404] and statuses[0] in (200, 202)
    assert heavy == []
    assert kilobytes < 80_000
