"""What is counted one by one is printed whole: a target of 49000.00 个 is none to sign."""

from pathlib import Path

import pytest
from shuangkong import resources
from shuangkong.declarations.load import load

COUNTED = frozenset("个份人家处台届级座条户项次")


@pytest.mark.parametrize("folder", sorted(resources.targets().iterdir()), ids=lambda f: f.name)
def test_counts_of_shipped_plans_have_no_decimals(folder: Path) -> None:
    declared = load(folder).indicators.values()

    assert [i.id for i in declared if i.unit in COUNTED and i.decimals and not i.states] == []
