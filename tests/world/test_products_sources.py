"""Every figure of a product that ships says how well it is known; docs/products-sources.md is made from the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from technostate.world import load
from technostate.world.product import FINAL, OTHERS, SELF, Product
from technostate.world.products import names, product
from technostate.world.products.page import counts, markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "products-sources.md"
MARK = "<!-- below: made from the products' files by technostate.world.products.page -->\n\n"

every = pytest.mark.parametrize("found", [product(name) for name in names()], ids=lambda found: found.name)


def test_the_page_is_made_from_the_files() -> None:
    made = f"{counts(map(product, names()))}\n{markdown(map(product, names()))}"
    assert PAGE.read_text("utf-8").split(MARK)[1] == made


@every
def test_shares_of_makers_and_of_users_add_up_to_one(found: Product) -> None:
    for shares in (found.makers, found.users):
        assert sum(share.central for share in shares.values()) == pytest.approx(1.0, abs=1e-9)


@every
def test_makers_users_and_inputs_are_the_tables(found: Product) -> None:
    world = load(found.of)
    regions, sectors = {*world.regions}, {*world.sectors, *names()}
    assert {*found.makers} - {OTHERS} <= regions
    assert {region for link in found.links for region in link} <= regions
    assert {*found.users} - {OTHERS, FINAL} <= sectors
    assert ({*found.inputs} - {SELF}) | {*found.stops} | {found.parent, found.instead} <= sectors


@every
def test_what_is_not_assumed_has_a_source_and_what_is_has_a_range(found: Product) -> None:
    for what, label, number in found.numbers():
        if number.status != "assumed":
            assert number.source, (what, label)
        # Who uses chips for cars is their definition; odds bend the table and have no range.
        elif what not in ("inputs", "buyers", "links") and number.central != 1.0:
            assert number.low < number.high, (what, label)


@every
def test_shares_of_makers_have_a_range(found: Product) -> None:
    assert all(share.low < share.central < share.high for share in found.makers.values())


@every
def test_it_says_in_words_what_is_assumed_and_of_sources_who_where_on_what_terms_and_how_read(found: Product) -> None:
    assert found.notes
    assert {*found.sources} == {number.source for *_, number in found.numbers()} - {""}
    for key, source in found.sources.items():
        said = (source.issuer, source.terms, source.checked)
        assert source.url and "not stated" not in said, key
        assert "NC" not in source.terms, key
