"""Interfaces that are slow, cut, lie or refuse: nothing is lost, and one line says what happened."""

from __future__ import annotations

import email.utils
import io
import json
import time
import urllib.request
from http.client import HTTPMessage
from pathlib import Path

import pytest
from served import Reply, dbnomics, serve, worldbank
from test_fetch_layouts import DEBT, GERD, OUTLOOK, RD, RULES, client, run

from technostate.cli.app import run as main
from technostate.errors import DataError
from technostate.evidence import catalogue
from technostate.evidence.fetch import Client, Plan, update
from technostate.evidence.fetch.client import _Redirects, check
from technostate.evidence.own import current
from technostate.evidence.store import Store

GOOD = worldbank(
    {(region, str(year)): 1.0 + year / 1e4 for region in ("CHN", "USA", "DEU") for year in range(2000, 2024)}
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "s.sqlite")
    current.use(store.path)
    yield store
    current.use(None)
    store.close()


def test_what_was_cut_goes_on_where_it_stopped(tmp_path: Path, store: Store) -> None:
    def answer(path, query, headers):
        mark = {"ETag": '"one"'}
        if "range" not in headers:
            return Reply(GOOD, headers=mark, cut=1_000)
        assert headers["if-range"] == '"one"'
        start = int(headers["range"].removeprefix("bytes=").removesuffix("-"))
        span = {"Content-Range": f"bytes {start}-{len(GOOD) - 1}/{len(GOOD)}"}
        return Reply(GOOD[start:], status=206, headers=mark | span)

    with serve(answer) as server:
        found = run(RD, store, server.base, tmp_path=tmp_path / "kept")
    assert found.state == "new" and found.figures == 72
    assert [headers.get("range") for _, headers in server.asked] == [None, "bytes=1000-"]


@pytest.mark.parametrize(
    "headers", [{"ETag": '"two"', "Content-Range": "bytes 500-"}, {"ETag": '"one"', "Content-Range": "bytes 0-"}, {}]
)
def test_another_rest_than_was_asked_for_is_not_joined(headers: dict[str, str], tmp_path: Path, store: Store) -> None:
    replies = iter(
        [Reply(GOOD, headers={"ETag": '"one"'}, cut=500), Reply(GOOD[500:], status=206, headers=headers), Reply(GOOD)]
    )
    with serve(lambda *asked: next(replies)) as server:
        assert run(RD, store, server.base, tmp_path=tmp_path / "kept").figures == 72
    assert [headers.get("range") for _, headers in server.asked] == [None, "bytes=500-", None]


def test_a_mark_in_two_lines_is_not_sent_back(tmp_path: Path, store: Store) -> None:
    replies = iter([Reply(GOOD, headers={"ETag": '"a\r\n X: b"'}, cut=500), Reply(GOOD)])
    with serve(lambda *asked: next(replies)) as server:
        assert run(RD, store, server.base, tmp_path=tmp_path / "kept").figures == 72


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "169.254.169.254", "[fd00::1]", "2130706433", "0.0.0.0", "[::ffff:127.0.0.1]"]
)
def test_a_public_server_cannot_point_into_the_network_of_the_user(host: str) -> None:
    asked = urllib.request.Request("https://93.184.215.14/v2")
    with pytest.raises(DataError, match=r"points (into this network|to this machine)"):
        _Redirects().redirect_request(asked, io.BytesIO(), 302, "", HTTPMessage(), f"https://{host}/latest")
    assert _Redirects().redirect_request(asked, io.BytesIO(), 302, "", HTTPMessage(), "https://93.184.215.15/v2")


def test_many_pages_are_bounded_together(store: Store) -> None:
    pages = (worldbank({("CHN", "2020"): 1.0}, page=n, pages=99) for n in range(1, 99))
    with serve(lambda *asked: Reply(next(pages))) as server:
        assert "answers with more than" in run(RD, store, server.base, most=1_000).words


def test_an_edition_far_ahead_does_not_hide_those_that_follow(store: Store) -> None:
    with serve(lambda *asked: Reply(worldbank({("CHN", "2020"): 1.0}, updated="2099-12-31"))) as server:
        found = run(RD, store, server.base)
    assert found.vintage < "2099"


def test_another_edition_after_a_cut_is_read_from_its_beginning(tmp_path: Path, store: Store) -> None:
    replies = iter([Reply(GOOD, headers={"ETag": '"one"'}, cut=500), Reply(GOOD, headers={"ETag": '"two"'})])
    with serve(lambda *asked: next(replies)) as server:
        assert run(RD, store, server.base, tmp_path=tmp_path / "kept").figures == 72


def test_without_a_mark_a_cut_answer_begins_anew(tmp_path: Path, store: Store) -> None:
    replies = iter([Reply(GOOD, cut=500), Reply(GOOD)])
    with serve(lambda *asked: next(replies)) as server:
        assert run(RD, store, server.base, tmp_path=tmp_path / "kept").figures == 72
    assert "range" not in server.asked[1][1]


def test_busy_then_well_and_the_wait_that_is_asked_for(store: Store) -> None:
    waits: list[float] = []
    replies = iter([Reply(status=429, headers={"Retry-After": "7"}), Reply(status=503), Reply(GOOD)])
    asking = Client(pause=0.0, sleep=waits.append)
    with serve(lambda *asked: next(replies)) as server:
        (found,) = update([RD], store, asking, bases={"worldbank": server.base})
    assert found.state == "new" and 7.0 in waits and 2.0 in waits


@pytest.mark.parametrize("dated", [False, True])
def test_a_source_that_asks_for_hours_is_left_and_the_others_are_asked(store: Store, dated: bool) -> None:
    after = email.utils.formatdate(time.time() + 9_000, usegmt=True) if dated else "86400"
    more = Plan("worldbank/wdi/TWO", "worldbank", "TWO", "B", "%")
    debt = dbnomics({"CHN": {"2023": 83.4}})

    def answer(path, query, headers):
        return Reply(debt) if path.startswith("/series") else Reply(status=429, headers={"Retry-After": after})

    with serve(answer) as server:
        bases = {"worldbank": server.base, "dbnomics": server.base}
        found = update([RD, more, DEBT], store, client(), bases=bases)
    assert [row.state for row in found] == ["failed", "not asked", "new"]
    assert "asks to wait" in found[0].words and sum("indicator" in path for path, _ in server.asked) == 1


FAULTS = {
    "gone": (Reply(status=404), RD, "has no such thing (status 404)"),
    "forbidden": (Reply(status=403), RD, "refuses the question (status 403)"),
    "always busy": (Reply(status=500), RD, "no whole answer in 4 tries: status 500"),
    "always cut": (Reply(GOOD, cut=100), RD, "no whole answer in 4 tries"),
    "a login page": (Reply(b"<html>log in</html>", type="text/html"), RD, "answers with text/html"),
    "no type": (Reply(GOOD, headers={"Content-Type": ""}), RD, "not with application/json"),
    "no JSON": (Reply(b"[{"), RD, "the answer is no JSON"),
    "NaN": (Reply(b'[{"page":1,"pages":1},[{"indicator":{},"value":NaN}]]'), RD, "NaN is no number"),
    "deep": (Reply(b"[" * 100_000), RD, "the answer is no JSON"),
    "a message": (Reply(b'[{"message":[{"id":"120","value":"The provided parameter value is not valid"}]}]'), RD,
                  "The provided parameter value is not valid"),
    "no rows": (Reply(worldbank({})), RD, "no yearly figures of states"),
    "a text as a figure": (Reply(worldbank({("CHN", "2020"): "many"})), RD, "has the figure 'many'"),  # type: ignore[dict-item]
    "infinite": (Reply(worldbank({("CHN", "2020"): 1e308})), RD, "has the figure"),
    "twice": (Reply(dbnomics({"CHN": {"2020": 1.0, "2020-A1": 2.0}})), DEBT, "CHN 2020 is there twice"),
    "uneven": (Reply(json.dumps({"series": {"docs": [{"period": ["2020"], "value": [], "dimensions": {}}],
                                            "num_found": 1, "offset": 0}}).encode()), DEBT, "of one length"),
    "no country": (Reply(json.dumps({"series": {"docs": [{"period": [], "value": [], "dimensions": {"unit": "x"}}],
                                                "num_found": 1, "offset": 0}}).encode()), DEBT, "no country among"),
    "an error in words": (Reply(b'{"message": "Dataset not found"}'), DEBT, "Dataset not found"),
    "no CSV": (Reply(b"hello", type="text/csv"), OUTLOOK, "its columns are HELLO"),
    "ragged CSV": (Reply(b"REF_AREA,TIME_PERIOD,OBS_VALUE\nCHN,2020\n", type="text/csv"), GERD, "line 2 has 2 fields"),
    "other bytes": (Reply(b"REF_AREA,TIME_PERIOD,OBS_VALUE\nCHN,2020,\xff\n", type="text/csv"), GERD, "not UTF-8"),
    "several series": (Reply(b"REF_AREA,MEASURE,TIME_PERIOD,OBS_VALUE\nCHN,G,2020,1\nCHN,B,2020,2\n", type="text/csv"),
                       GERD, "MEASURE differ"),
    "a power": (Reply(b"REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nCHN,2020,1,lots\n", type="text/csv"), GERD,
                "power of ten 'lots'"),
    "too many documents": (Reply(b'{"count": 5000, "results": []}'), RULES, "narrow the search"),
    "a document without a day": (Reply(b'{"count": 1, "results": [{"document_number": "1"}]}'), RULES, "has no date"),
    "larger than said": (Reply(GOOD, headers={"Content-Length": str(2**40)}), RD, "answers with more than 64 MB"),
    "a move to http": (Reply(status=302, headers={"Location": "http://example.org/x"}), RD, "it is not https"),
    "a length of 5,000 digits": (Reply(b"", headers={"Content-Length": "9" * 5_000}), RD, "no JSON"),
    "a move to no address": (Reply(status=302, headers={"Location": "http://[x/"}), RD, "points to what is no address"),
    "a wait until no day": (Reply(status=429, headers={"Retry-After": f"Mon, {'9' * 20} Jan 2020 00:00:00 GMT"}), RD,
                            "in 4 tries: status 429"),
    "a part unasked": (Reply(GOOD, status=206, headers={"Content-Range": "bytes 5-9/99"}), RD, "another part"),
    "a type of 50,000 letters": (Reply(GOOD, type="text/" + "x" * 50_000), RD, "answers with text/xxx"),
    "pages to no address": (Reply(b'{"count": 1, "results": [], "next_page_url": "http://[x"}'), RULES, "next page"),
    "pages to a line break": (Reply(b'{"count": 1, "results": [], "next_page_url": "http://x/?a\\u00e4"}'), RULES,
                              "is no address"),
    "a long message": (Reply(b'{"message": "' + b"y" * 100_000 + b'"}'), DEBT, "yyy …"),
    "a power of 5,000 digits": (Reply(f"REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nCHN,2020,1,{'9' * 5_000}\n".encode(),
                                      type="text/csv"), GERD, "power of ten '999"),
    "a power of two signs": (Reply(b"REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nCHN,2020,1,--5\n", type="text/csv"),
                             GERD, "power of ten '--5'"),
    "a million lists": (Reply(b"[" + b"[]," * 5_000_000 + b"[]]"), RD, "more than 5,000,000 items"),
    "as many series as rows": (Reply(b"REF_AREA,X,TIME_PERIOD,OBS_VALUE\n" + b"".join(
        b"CHN,%d,2020,1\n" % n for n in range(5_000)), type="text/csv"), GERD, "X differ"),
    "a move to a file": (Reply(status=302, headers={"Location": "file:///etc/passwd"}), RD, "points elsewhere"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line_and_loses_nothing(store: Store, fault: str) -> None:
    reply, plan, words = FAULTS[fault]
    with serve(lambda *asked: Reply(GOOD)) as server:
        assert run(RD, store, server.base).state == "new"
    before = {region: dict(path) for region, path in catalogue.load(RD.id).values.items()}
    with serve(lambda *asked: reply) as server:
        found = run(plan, store, server.base)
    assert found.state == "failed" and words in found.words and "\n" not in found.words
    assert {region: dict(path) for region, path in catalogue.load(RD.id).values.items()} == before


def test_a_server_that_drips_is_left_in_time(store: Store) -> None:
    begin = time.monotonic()
    with serve(lambda *asked: Reply(GOOD, drip=0.02)) as server:
        found = run(RD, store, server.base, longest=0.3, tries=2)
    assert found.state == "failed" and "bytes came in" in found.words and time.monotonic() - begin < 10


def test_a_server_that_does_not_speak_is_left_in_time(store: Store) -> None:
    def answer(path, query, headers):
        time.sleep(1.0)
        return Reply(GOOD)

    asking = Client(pause=0.0, sleep=lambda seconds: None, stall=0.2, tries=2)
    with serve(answer) as server:
        (found,) = update([RD], store, asking, bases={"worldbank": server.base})
    assert found.state == "failed" and "no byte came in time" in found.words


def test_nobody_there(store: Store) -> None:
    with serve(lambda *asked: Reply(GOOD)) as server:
        base = server.base
    assert "gave no whole answer" in run(RD, store, base).words


def test_more_bytes_than_are_read(store: Store) -> None:
    with serve(lambda *asked: Reply(GOOD)) as server:
        assert "answers with more than" in run(RD, store, server.base, most=1_000).words


def test_an_answer_that_has_lost_its_figures_does_not_hide_the_older_edition(store: Store) -> None:
    few = worldbank({("CHN", "2020"): 1.0, ("USA", "2020"): 2.0}, updated="2026-11-01")
    replies = iter([Reply(GOOD), Reply(few), Reply(few)])
    with serve(lambda *asked: next(replies)) as server:
        run(RD, store, server.base)
        assert "has 2 of the 72 figures of the edition 2026-10-01; not written" in run(RD, store, server.base).words
        (found,) = update([RD], store, client(), bases={"worldbank": server.base}, smaller=True)
    assert found.state == "new" and catalogue.entry(RD.id).vintages == ("2026-11-01", "2026-10-01")


def test_an_answer_in_another_unit_is_not_believed(store: Store) -> None:
    values = {
        (region, str(year)): 1e6 * (1.0 + year / 1e4) for region in ("CHN", "USA", "DEU") for year in range(2000, 2024)
    }
    replies = iter([Reply(GOOD), Reply(worldbank(values, updated="2026-11-01"))])
    with serve(lambda *asked: next(replies)) as server:
        run(RD, store, server.base)
        assert "1e+06 times those of the edition" in run(RD, store, server.base).words


def test_pages_without_an_end(store: Store) -> None:
    with serve(lambda *asked: Reply(worldbank({("CHN", "2020"): 1.0}, page=1, pages=9))) as server:
        assert "pages without an end" in run(RD, store, server.base).words


def test_unchanged_is_found_without_the_figures_being_sent(tmp_path: Path, store: Store) -> None:
    def answer(path, query, headers):
        if headers.get("if-none-match") == '"one"':
            return Reply(status=304)
        return Reply(GOOD, headers={"ETag": '"one"'})

    with serve(answer) as server:
        states = [run(RD, store, server.base, tmp_path=tmp_path / "kept", fresh=0.0).state for _ in range(2)]
    assert states == ["new", "unchanged"] and server.asked[1][1]["if-none-match"] == '"one"'


def test_a_damaged_kept_answer_is_asked_for_anew(tmp_path: Path, store: Store) -> None:
    with serve(lambda *asked: Reply(GOOD)) as server:
        run(RD, store, server.base, tmp_path=tmp_path / "kept")
        (kept,) = (tmp_path / "kept").iterdir()
        content = bytearray(kept.read_bytes())
        content[-5] ^= 1
        kept.write_bytes(content)
        assert run(RD, store, server.base, tmp_path=tmp_path / "kept").state == "unchanged"
    assert len(server.asked) == 2


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_cache(tmp_path: Path, store: Store) -> None:
    (tmp_path / "kept").write_text("a file")
    with serve(lambda *asked: Reply(GOOD)) as server:
        assert run(RD, store, server.base, tmp_path=tmp_path / "kept").state == "new"


def test_questions_to_one_host_are_apart() -> None:
    waits: list[float] = []
    now = [0.0]
    asking = Client(pause=5.0, sleep=waits.append, clock=lambda: now[0])
    with serve(lambda *asked: Reply(GOOD)) as server:
        for page in ("/a", "/b"):
            asking.get(server.base + page, accept="*/*", types=("application/json",))
    assert waits == [5.0]


@pytest.mark.parametrize(
    "url",
    [
        "https://x.org/ä",
        "https://x.org:99999",
        "https://x.org/\x7f",
        "http://api.worldbank.org/v2",
        "ftp://x/y",
        "https://",
        "https://a b/c",
        "https://me:word@x.org",
        "x",
        "http://10.0.0.1/",
    ],
)
def test_addresses_that_are_not_asked(url: str) -> None:
    with pytest.raises(DataError) as caught:
        check(url)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["wordbank"], "did you mean worldbank"),
        (["--address", "worldbank"], "is no SOURCE=URL"),
        (["--address", "nobody=https://x.org"], "is no SOURCE=URL"),
        (["--address", "worldbank=http://x.org"], "it is not https"),
        (["--plan", "none.toml"], "cannot be read"),
        (["--plan", "."], "cannot be read"),
    ],
)
def test_words_that_cannot_be_meant(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["data", "update", *words, "--store", str(tmp_path / "s.sqlite")]) == 2
    err = capsys.readouterr().err
    assert said in err and "hint:" in err and "Traceback" not in err
    assert not (tmp_path / "s.sqlite").exists()


def test_the_command_ends_with_one_when_something_was_not_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("technostate.view.fetched.kept_in", lambda: None)
    with serve(lambda *asked: Reply(status=404)) as server:
        code = main(["data", "update", "worldbank/wdi/SP.POP.GROW", "--address", f"worldbank={server.base}",
                     "--store", str(tmp_path / "s.sqlite")])  # fmt: skip
    out = capsys.readouterr()
    assert code == 1 and "1 failed" in out.out and "1 of 1 series were not fetched" in out.err


def test_what_a_source_says_of_itself_is_printed_and_short(store: Store) -> None:
    answer = json.loads(dbnomics({"CHN": {"2023": 83.4}}))
    answer["series"]["docs"][0]["dataset_name"] = "\x1b[31m\ud800\u202e" + "x" * 100_000
    with serve(lambda *asked: Reply(json.dumps(answer).encode())) as server:
        found = run(DEBT, store, server.base)
    title = catalogue.entry(DEBT.id).origin.title
    assert found.state == "new" and title.isprintable() and len(title) < 300 and "x …" in title


def test_a_query_in_other_letters_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "p.toml"
    plan.write_text('[[series]]\nid="own/a/b"\nsource="worldbank"\nquery="ä"\ntitle="t"\nunit="%"\n', "utf-8")
    assert main(["data", "update", "--plan", str(plan), "--store", str(tmp_path / "s.sqlite")]) == 2
    assert "characters that no address has" in capsys.readouterr().err
