"""`technostate claims` and `assess` on the embedded data: the contract, any state, one clear error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from technostate.claims import Embedded, assess, ledger
from technostate.claims.verdict import OUTCOMES
from technostate.cli.app import run
from technostate.errors import DataError, LabelError
from technostate.futures import ensemble
from technostate.strategies.comparison import comparator
from technostate.world import TradePanel
from technostate.write.text import cell_width

CONTRACT = {"id", "claim", "measure", "rule", "headline", "figures", "verdict", "why", "objection"}

#: Claims that a simulation decides.
MODELLED = {"ES-6", "CO-1", "CO-3"}


def test_json_keeps_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "CHN", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in said["verdicts"]] == [claim.id for claim in ledger()]
    for row in said["verdicts"]:
        assert set(row) >= CONTRACT
        assert row["verdict"] in OUTCOMES
        assert row["why"]
        if row["headline"] is not None:
            assert 1990 <= row["headline"]["year"] <= 2026
            origin = said["origins"][row["headline"]["origin"] - 1]
            assert origin["producer"] and origin["licence"]
        if row["verdict"] != "not testable here":
            assert row["headline"]["kind"] in ({"modelled"} if row["id"] in MODELLED else {"measured", "derived"})
            assert row["figures"]


def test_at_least_ten_claims_about_china_are_decided_from_data() -> None:
    decided = [verdict.id for verdict in assess("CHN", against="USA") if verdict.verdict != "not testable here"]
    assert len(decided) >= 10, decided


def test_statements_about_texts_and_models_are_left_open() -> None:
    open_rows = {claim.id for claim in ledger() if claim.testable != "data"}
    for verdict in assess("CHN", against="USA"):
        if verdict.id in open_rows:
            assert verdict.verdict == "not testable here"
            assert verdict.value is None
            assert verdict.origin is None


@pytest.mark.parametrize("state", ["USA", "JPN", "IND", "BRA", "EU", "MMR", "TUV", "HKG"])
def test_every_state_gets_all_rows_and_honest_gaps(state: str) -> None:
    verdicts = assess(state)
    assert [verdict.id for verdict in verdicts] == [claim.id for claim in ledger()]
    about_china = {claim.id for claim in ledger() if claim.applies == "CHN"}
    assert all(verdict.verdict == "not testable here" for verdict in verdicts if verdict.id in about_china)
    assert all(verdict.state == state and verdict.why for verdict in verdicts)


def test_the_age_of_a_figure_is_counted_from_the_year_given() -> None:
    (verdict,) = assess("CHN", against="USA", ids=("MI-2",), today=2030)
    assert verdict.year is not None
    assert f"{2030 - verdict.year} years old ({verdict.year})" in verdict.why


def test_the_comparator_is_the_one_in_the_states_file() -> None:
    assert comparator("CHN") == "USA"
    assert comparator("USA") == "CHN"
    assert comparator("BRA") == "USA"


def test_a_wrong_file_of_a_state_is_an_error_and_no_other_comparator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bra.toml").write_text('iso3 = "BRA"\ncomparator = 3\n', encoding="utf-8")
    monkeypatch.setenv("TECHNOSTATE_STATES", str(tmp_path))
    with pytest.raises(DataError, match=r"bra\.toml has"):
        assess("BRA", ids=("NS-2",))


def test_the_state_is_named_as_in_the_report() -> None:
    assert assess("chn", ids=("NS-2",))[0].state == "CHN"
    for total in ("ROW", "WLD"):
        with pytest.raises(LabelError, match="is a total, not a state"):
            assess(total)


def test_damaged_data_are_an_error_and_no_missing_year() -> None:
    class Damaged(Embedded):
        def panel(self) -> TradePanel:
            raise DataError("embedded file panel.npz cannot be read", hint="technostate data verify")

    with pytest.raises(DataError, match="cannot be read"):
        assess("CHN", against="USA", ids=("ES-3",), evidence=Damaged())


def test_a_state_compared_with_itself_is_an_error() -> None:
    with pytest.raises(DataError, match="compared with itself"):
        assess("CHN", against="CHN")


def test_the_rest_of_the_world_is_no_state() -> None:
    with pytest.raises(LabelError, match="ROW"):
        assess("ROW")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["claims", "CHNN"], "CHN"),
        (["claims", "Chinna"], "CHN"),
        (["claims", "CHN", "--against", "USAA"], "USA"),
        (["claims", "CHN", "--id", "ES-33"], "ES-3"),
        (["claims", "CHN", "--against", "CHN"], "another state"),
    ],
)
def test_a_wrong_name_is_one_message_with_the_nearest_names(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    assert said in captured.err.partition("hint:")[2]


def test_the_table_tells_verdict_figure_and_reason(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["claims", "CHN"]) == 0
    out = capsys.readouterr().out
    assert all(claim.id in out for claim in ledger())
    assert "not testable here" in out.splitlines()[2]
    monkeypatch.setenv("COLUMNS", "100")
    assert run(["claims", "CHN"]) == 0
    assert max(map(cell_width, capsys.readouterr().out.splitlines())) <= 100


def test_one_claim_is_shown_with_rule_objection_figures_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "CHN", "--id", "MI-2"]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("Rule", "Objection", "Figures", "Sources", "SIPRI"))


def test_asking_twice_gives_the_same_answer() -> None:
    assert assess("CHN", against="USA", today=2026) == assess("CHN", against="USA", today=2026)


def test_simulations_behind_claims_are_run_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    _forgotten()
    first = assess("CHN", against="USA", ids=tuple(MODELLED))
    assert len(list((tmp_path / "technostate" / "parts").glob("*.part"))) >= 7
    _forgotten()
    monkeypatch.setattr(ensemble, "_run", lambda *_: pytest.fail("a kept ensemble was run again"))
    assert assess("CHN", against="USA", ids=tuple(MODELLED)) == first


def _forgotten() -> None:
    """Forget what this process knows, so that parts are read as another process would."""
    from technostate.claims import case

    case._ensemble.cache_clear()


def test_the_ledger_needs_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that folds traditional characters is an extra; rules on embedded counts do without it."""
    from technostate.doctrine import text

    def lacking() -> None:
        raise DataError("traditional characters cannot be folded: the package opencc is not installed")

    monkeypatch.setattr(text, "_to_simplified", lacking)
    open_rows = tuple(claim.id for claim in ledger() if any("store:" in str(it.ask) for it in claim.condition))
    assert open_rows
    assert {verdict.verdict for verdict in assess("CHN", against="USA", ids=open_rows)} == {"not testable here"}
