"""Which version of a figure counts: one answer for judging, checks, forms and the ledger."""

from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shuangkong.assess.facts import select
from shuangkong.assess.figure_columns import column
from shuangkong.assess.figures import gather, take_from
from shuangkong.formulas import Name
from shuangkong.intake.checks.frame import wide
from shuangkong.vocabulary import Authority, Verification, Vintage
from shuangkong.vocabulary.versions import stated

LABELS = list(product([None, *Authority], [None, *Vintage]))


def observed(kit: Any, versions: list[tuple[Any, Any]]) -> pl.DataFrame:
    parts = [
        kit("figures")({("level", 2020): n}, authority=a, vintage=v)
        for n, (a, v) in enumerate(versions)
    ]
    return pl.concat(parts)


@given(versions=st.lists(st.sampled_from(LABELS), min_size=1, max_size=8))
def test_judging_and_checks_take_the_version_that_the_order_names(
    kit: Any, versions: list[tuple[Any, Any]]
) -> None:
    table, plan = observed(kit, versions), kit("a_plan")()
    above = kit("figures")({("level", 2020): 1000}, entity="130000")
    places = {label: n for n, label in enumerate(LABELS)}
    best = max(range(len(versions)), key=lambda n: (places[versions[n]], -n))

    slot = ("level", 2020)
    entities = pl.Series("entity", ["130500"])
    taken = gather(take_from(table.lazy()), plan.language, [slot], entities)
    checked = wide(pl.concat([above, table]), plan, [Name("level"), Name("level", "children")])

    assert select(table)["row"].to_list() == [best]
    assert taken.values[column(slot)].to_list() == [best]
    assert checked.filter(entity="130000")["children.level"].to_list() == [best]


def test_the_weakest_mark_is_the_last_in_the_order_of_trust() -> None:
    assert Verification.weakest(["verified", "unverified", "secondary"]) == "unverified"
    assert Verification.weakest([*Verification]) is Verification.SYNTHETIC
    assert Verification.weakest([]) is Verification.VERIFIED


@pytest.mark.parametrize(
    ("text", "found"), [("最终核实", Vintage.FINAL), ("最终", None), (None, None)]
)
def test_a_vintage_is_named_in_full(text: str | None, found: Vintage | None) -> None:
    assert stated(Vintage, text) is found
