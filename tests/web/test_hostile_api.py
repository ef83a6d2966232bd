"""The API against its own description: whatever is sent, no error of the program, and statuses that it describes."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from technostate.web.app import build
from technostate.web.settings import Settings

from .served import kept

#: Seconds, and those under ``--soak``.
SECONDS, SOAK = 30, 600
#: What stands before every door answers with these.
BEFORE = {400, 405, 406, 413, 414, 415}


def test_no_request_that_the_description_allows_or_forbids_is_an_error_of_the_program(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis.errors import Unsatisfiable

    kept(tmp_path, "/shocks", "/worlds", "/scenarios", "/claim/IN-1", "/exposure/CHN")
    soak = request.config.getoption("--soak")
    many = {"work_each": 10**6, "pages_each": 10**6, "jobs_each": 10**6, "jobs_all": 10**6}
    app = build(Settings(tmp_path, hosts=(), works=False, wait_page=0, wait_data=0, wait_home=0, **many))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    until, statuses, turn = time.monotonic() + (SOAK if soak else SECONDS), [0] * 600, 0

    def ask(case: Any) -> None:
        if time.monotonic() >= until:
            return
        answer = case.call()
        statuses[answer.status_code] += 1
        described = {int(status) for status in case.operation.definition.raw["responses"]}
        assert answer.status_code < 500, (case.as_curl_command(), answer.text[:500])
        assert answer.status_code in described | BEFORE, (case.as_curl_command(), answer.status_code)
        if answer.status_code >= 400:
            assert answer.json()["error"]["message"]

    while time.monotonic() < until:
        for operation in operations:
            for mode in schemathesis.GenerationMode:
                try:
                    strategy = operation.as_strategy(generation_mode=mode)
                except Exception as error:
                    # Some operations take nothing that could be wrong.
                    assert "negative" in str(error).lower(), error
                    continue
                bounds = settings(
                    max_examples=25 if soak else 3, deadline=None, database=None, phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                )  # fmt: skip
                # Some operations take nothing that could be wrong.
                with suppress(Unsatisfiable):
                    seed(turn)(bounds(given(strategy)(ask)))()
        turn += 1
    assert sum(statuses) > 100 and statuses[200] and statuses[422], statuses
