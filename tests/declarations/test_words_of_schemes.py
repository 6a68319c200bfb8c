"""Words of schemes and warning rules by which something is looked up later are known ones."""

from pathlib import Path

import pytest
from shuangkong.declarations.checking import check

from .plans import BROKEN, broken_in, good_in, replaced

SCHEME, WARNINGS = "schemes/main.yaml", "warnings.yaml"
ITEM = "  - id: measures\n"
OTHER = (
    "  - {id: other, name: 上级考核, points: 0, rule: chained, chained: {assessment: 上级考核,\n"
    "     indicator: plan_state, points: {未印发: 0, 已印发: 0, 己印发: 0}}}\n"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "kind", "mend"),
    [
        (SCHEME, "at_least: 80, colour", "at_least: 80, letter: results, colour", "SK-D013",
         "result（考核结果函）、rectification（整改函）"),
        (SCHEME, "views: [annual]}", "views: [annual], years: [2031]}", "SK-D146", "核对 years"),
        (SCHEME, ITEM, OTHER + ITEM, "SK-D312", "改用：未印发、已印发"),
        (WARNINGS, "years: [2020]", "years: [2020]\n    periods: [H3]", "SK-D013",
         "可选：H1、H2、Q1"),
    ],
)  # fmt: skip
def test_a_word_that_nothing_knows_is_found_where_it_stands(
    tmp_path: Path, file: str, old: str, new: str, kind: str, mend: str
) -> None:
    (found,) = check(replaced(good_in(tmp_path), file, old, new))

    assert found.kind == kind
    assert found.place is not None
    assert file in str(found.place)
    assert mend in str(found)


def test_a_count_scheme_has_each_class_once_and_colours_that_are_some(tmp_path: Path) -> None:
    text = (BROKEN / "count-twice" / SCHEME).read_text(encoding="utf-8")
    plan = broken_in(tmp_path, "count-twice")
    text = text.replace("[total, intensity]", "[total]").replace("id: support", "id: control")
    text = text.replace("support: 0", "control: 0").replace(
        "{control: 0, control: 0}", "{control: 0}"
    )
    text = text.replace("{control: 0, support: 1}", "{control: 1}").replace(
        "不合格}", "不合格, colour: 红}"
    )
    (plan / SCHEME).write_text(text, encoding="utf-8")

    assert {found.kind for found in check(plan)} == {"SK-D118", "SK-D219"}
