"""What officials read has names and no codes, and says a colour once."""

from typing import Any

import polars as pl
import pytest
from shuangkong.assess.assess import assess
from shuangkong.assess.explain import explain
from shuangkong.vocabulary.rules import WarningLevel


@pytest.mark.parametrize(
    ("name", "shown"),
    [("黄色", "黄色"), ("Ⅰ级", "Ⅰ级（黄）"), ("黄", "黄"), ("二级", "二级（黄）")],
)
def test_a_level_named_by_its_colour_stands_alone(name: str, shown: str) -> None:
    assert WarningLevel(name=name, colour="黄", rgb="E0A100", order=1).shown == shown


def test_a_figure_that_was_not_used_is_told_by_its_name(kit: Any) -> None:
    data = {("energy_total", 2015): "100", ("gdp", 2015): "100", ("gdp", 2020): "120"}
    taken = kit("figures")({**data, ("energy_total", 2020): "90"})
    earlier = kit("figures")({("energy_total", 2020): "91"}, authority="自报", cell="B9")

    told = explain(
        assess(kit("a_plan")(kit("a_target")()), 2020, pl.concat([taken, earlier])),
        kit("CITY"),
        "intensity",
    )

    unused = told.partition("【未采用的数据】")[2]
    assert "2020年能耗 ＝ 91" in unused
    assert "energy_total" not in told
