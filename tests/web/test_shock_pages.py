"""Named shocks as cards, each with its source and the way into the lab; and what stands beside one."""

from __future__ import annotations

import re

import pytest

from technostate.shocks.specification import load, names
from technostate.view.shock import listing, shock
from technostate.view.shock.cases import title
from technostate.web.answer import bundled
from technostate.web.pages import lab_compare
from technostate.web.pages.shocks import THEMES, beside, cards
from technostate.web.questions import question
from technostate.web.route import found
from technostate.write.blocks import Chart, walk
from technostate.write.forms import Cases


def test_every_shipped_shock_has_one_card_with_its_source_and_leads_to_the_lab() -> None:
    asked, _ = found("/shocks")
    drawn = str(cards(asked, bundled(asked, listing())))
    assert sorted(re.findall(r'href="/shock/([a-z0-9-]+)"', drawn)) == sorted(names())
    assert sorted(re.findall(r'href="/lab\?start=([a-z0-9-]+)"', drawn)) == sorted(names())
    for name in names():
        assert load(name).sources[0].date in drawn
    heads = re.findall(r"<h2>(.*?)</h2>", drawn)
    assert heads == list(THEMES), "no shock is of another kind"
    assert cards(asked, None) is None


@pytest.mark.parametrize("address", re.findall(r'href="([^"]+)"', str(beside(found("/shock/zte-2018")[0], None))))
def test_what_stands_beside_a_named_shock_can_be_asked(address: str) -> None:
    from html import unescape
    from urllib.parse import parse_qsl

    path, _, query = unescape(address).partition("?")
    asked, _ = found(path, parse_qsl(query))
    assert asked.address.startswith(("/lab", "/shocks"))


def test_a_side_of_a_comparison_leads_to_the_lab_and_nowhere_else() -> None:
    for text in ("javascript:alert(1)", "//evil.example/lab?x", "https://evil.example", "../x"):
        asked, _ = found("/lab/compare", [("a", text), ("b", "/lab?m1=export_ban")])
        links = re.findall(r'href="([^"]+)"', str(lab_compare.around(asked, None)))
        assert links == ["/lab", "/lab?m1=export_ban"]


def test_cases_are_drawn_one_by_one_and_counted_in_the_title() -> None:
    view = shock("zte-2018", horizon="year", draws=16)
    drawn = [block for block in walk(view.blocks) if isinstance(block, Chart) and isinstance(block.form, Cases)]
    assert len(drawn) == 1 and isinstance(drawn[0].form, Cases)
    assert [len(row.cases) for row in drawn[0].form.rows] == [16, 16]
    for row in drawn[0].form.rows:
        low, high = row.figure.low, row.figure.high
        assert low is not None and high is not None and min(row.cases) <= low <= high <= max(row.cases)
    few = shock("zte-2018", horizon="year", draws=4)
    assert not [block for block in walk(few.blocks) if isinstance(block, Chart) and isinstance(block.form, Cases)]


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        ({"USA": (-0.005,) * 16}, "The United States loses in all 16 cases"),
        ({"USA": (-0.0049,) * 16}, "The United States loses in none of 16 cases"),
        (
            {"CHN": (-1.0,) * 15 + (0.0,), "USA": (-1.0,) * 16},
            "China loses in 15 of 16 cases, the United States in all",
        ),
        ({"CHN": (-1.0, 0.0), "USA": (1.0, 1.0)}, "China loses in 1 of 2 cases, the United States in none"),
    ],
)
def test_the_title_counts_losses_at_their_boundary(cases: dict[str, tuple[float, ...]], said: str) -> None:
    assert title(cases) == said


def test_questions_of_the_lab_have_a_page_of_yaml() -> None:
    asked, suffix = found("/lab.yaml", [("start", "zte-2018"), ("draws", "8")])
    assert suffix == ".yaml" and asked.question is question("lab")
    file = asked.text(suffix)
    assert file is not None and file[0] == "zte-2018.yaml"
    assert file[1].startswith("# technostate shock zte-2018.yaml --draws 8\nname: zte-2018\n")
    assert found("/shocks.yaml")[0].text(".yaml") is None
