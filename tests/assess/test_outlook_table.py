"""The table on top of an outlook: one rule about several targets gives the gravest level."""

from dataclasses import replace

import pytest
import shuangkong
from shuangkong import resources
from shuangkong.assess.outlook import Outlook
from shuangkong.assess.outlook_text import render

TANGSHAN = "130200"


@pytest.fixture(scope="module")
def found() -> Outlook:
    return shuangkong.outlook("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp")


def row(found: Outlook, unrated: bool, backwards: bool) -> str:
    """唐山市 in the table: its red and yellow targets under one rule, and maybe one unrated."""
    one = found.entities[TANGSHAN]
    rule = one.warnings[0].rule
    warned = [replace(w, rule=rule) for w in one.warnings]
    assert {w.level.shown for w in warned if w.level} == {"一级（红）", "二级（黄）"}
    if unrated:
        warned.append(replace(warned[0], level=None))
    if backwards:
        warned.reverse()
    of_one_rule = replace(one, warnings=tuple(warned))
    table = render(replace(found, entities={TANGSHAN: of_one_rule})).split("\n\n")[1]
    return table.splitlines()[-1]


@pytest.mark.parametrize("backwards", [False, True])
def test_the_gravest_level_stands_for_the_rule_in_whatever_order(
    found: Outlook, backwards: bool
) -> None:
    assert row(found, unrated=False, backwards=backwards).split() == ["唐山市", "一级（红）"]


@pytest.mark.parametrize("backwards", [False, True])
def test_a_target_without_a_level_is_not_hidden_by_the_others(
    found: Outlook, backwards: bool
) -> None:
    assert "一级（红），1项不评级" in row(found, unrated=True, backwards=backwards)
