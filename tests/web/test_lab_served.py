"""The lab as it is served: a wrong shock is refused beside its fields, a page of YAML is a file, a run is a job."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest

from technostate.errors import TechnostateError
from technostate.shocks.written import shipped_text
from technostate.web import folder
from technostate.web.jobs import Jobs
from technostate.web.route import found

from .forms import sent, wrong
from .served import client
from .test_lab import BAN, LAB, YAML


def test_a_form_is_redirected_to_its_address(tmp_path: Path) -> None:
    with client(tmp_path) as page:
        first = page.get("/lab")
        assert first.status_code == 200 and "Build a shock" in first.text
        pairs = [("do", "add"), *sent(first.text)]
        answer = page.get("/ask/lab?" + urlencode(pairs))
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/lab?start=us-china-decoupling&m1=export_ban+name:goods-of-")
        assert answer.headers["location"].endswith("&m3=export_ban")
        assert page.get(answer.headers["location"]).status_code == 200


def test_a_page_of_yaml_is_a_file(tmp_path: Path) -> None:
    with client(tmp_path) as page:
        answer = page.get("/lab.yaml?start=chips-2022")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == 'attachment; filename="chips-2022.yaml"'
        assert answer.text == "# technostate shock chips-2022.yaml\n" + shipped_text("chips-2022")
        assert page.get("/shocks.yaml").status_code == 404


def test_a_run_is_a_job_of_what_the_form_says(tmp_path: Path) -> None:
    with client(tmp_path) as page:
        pairs = [*sent(page.get("/lab?m1=" + BAN.replace(" ", "+")).text), ("horizon", "year")]
        pairs = [pair for pair in pairs if pair != ("horizon", "all")]
        answer = page.post("/jobs", data=dict(pairs), headers={"origin": "http://localhost"})
        assert answer.status_code == 303 and answer.headers["location"].startswith("/jobs/")
        job = Jobs(folder.table(tmp_path)).open()[0]
        assert job.question == "lab" and job.what() == found("/lab", [("m1", BAN), ("horizon", "year")])[0]


def test_what_the_reader_of_shocks_refuses_is_said_beside_its_field(tmp_path: Path) -> None:
    asked, _ = found(
        "/lab/check", [("m1", BAN.replace("0.02,0.1,0.25", "0.3,0.2,0.1")), ("m2", "stockpile regions:EU")]
    )
    with client(tmp_path) as page:
        page.get(asked.address)
        jobs = Jobs(folder.table(tmp_path))
        job = jobs.open()[0]
        with pytest.raises(TechnostateError) as error:
            asked.question.answer(asked.given)
        jobs.end(job.id, "failed", kind=type(error.value).__name__, error=str(error.value), hint=error.value.hint)
        answer = page.get(asked.address)
        assert answer.status_code == 422
        assert wrong(answer.text) == [
            "leak: the range 0.3, 0.2, 0.1 is not in order", "sectors is missing", "days is missing",
        ]  # fmt: skip


def test_every_wrong_address_is_a_422_or_shows_the_form(tmp_path: Path) -> None:
    with client(tmp_path) as page:
        for head, text, _ in LAB:
            answer = page.get(f"{head}{urlencode({'': text})[1:]}")
            assert answer.status_code in (200, 422), (head, text)
            assert "<script>alert" not in answer.text
        for text in YAML.values():
            query = urlencode({"do": "open", "yaml": text})
            answer = page.get(f"/ask/lab?{query}")
            assert answer.status_code in (414, 422), text
