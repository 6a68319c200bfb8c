"""The evaluation of many entities: batches, what is shared and what is an entity's own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from shuangkong.assess.evaluate import evaluate, in_batches
from shuangkong.assess.figures import take_from
from shuangkong.assess.requirements import requirements
from shuangkong.declarations.bundle import Declarations
from shuangkong.vocabulary import Entity

Kit = Callable[[str], Any]


def many(plan: Declarations, count: int) -> Declarations:
    """The plan with more cities."""
    more = {f"C{n}": Entity(code=f"C{n}", name=f"{n}市", kind="city") for n in range(count)}
    return replace(plan, entities={**plan.entities, **more})


def observed(kit: Kit, count: int) -> pl.DataFrame:
    """Energy and output of 2015 and 2020: some reach 17 %, some do not, every third lacks one."""
    parts = []
    for n in range(count):
        given = {("energy_total", 2015): 100, ("gdp", 2015): 100, ("gdp", 2020): 120 + n}
        if n % 3:
            given["energy_total", 2020] = 105
        parts.append(kit("figures")(given, entity=f"C{n}"))
    return pl.concat(parts)


def test_a_target_for_everybody_is_worked_out_once(kit: Kit) -> None:
    required = requirements(many(kit("a_plan")(kit("a_target")()), 50), 2020)
    assert required.templates.height == 3
    assert required.members.height == 51
    assert required.own.is_empty()


def test_an_allocated_target_has_a_variant_for_each_value(kit: Kit) -> None:
    target = kit("a_target")(value=None, allocated=True)
    plan = many(kit("a_plan")(target, allocations=[kit("allocated")("19%")]), 5)
    required = requirements(plan, 2020)
    assert required.templates["variant"].n_unique() == 2
    assert required.own["own_why"].drop_nulls().n_unique() == 5


@pytest.mark.parametrize("size", [1, 7, 100])
def test_batches_put_together_are_the_whole(kit: Kit, size: int) -> None:
    plan = many(kit("a_plan")(kit("a_target")()), 20)
    given = observed(kit, 20).lazy()
    required = requirements(plan, 2020)
    whole = evaluate(plan, required, given).sort("order")
    parts = pl.concat(in_batches(plan, required, take_from(given), size)).sort("order")
    assert parts.equals(whole)
    assert set(whole["outcome"]) == {"met", "not_met", "not_assessable"}


def test_observations_may_come_from_a_file(kit: Kit, tmp_path: Path) -> None:
    plan = many(kit("a_plan")(kit("a_target")()), 20)
    given, file = observed(kit, 20), tmp_path / "observations.parquet"
    given.write_parquet(file)
    required = requirements(plan, 2020)
    scanned = evaluate(plan, required, pl.scan_parquet(file))
    assert scanned.equals(evaluate(plan, required, given.lazy()))


def test_described_rows_say_whose_value_they_were_judged_by(kit: Kit) -> None:
    target = kit("a_target")(value=None, allocated=True)
    plan = many(kit("a_plan")(target, allocations=[kit("allocated")("19%")]), 1)
    required = requirements(plan, 2020)
    rows = evaluate(plan, required, observed(kit, 1).lazy())
    told = required.described(rows).filter(view="final").sort("order")
    assert told["value_source"].to_list()[0].startswith("来源（")
    assert "0市的分解目标未公布" in told["reason"].to_list()[1]
