"""How YAML is read: by the record's own types, with places, whatever stands in the file."""

import json
import random
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.declarations.builder import _unfolded
from shuangkong.declarations.checking import check, check_overlay
from shuangkong.declarations.load import folder_of, load, read, shipped_plans
from shuangkong.declarations.tables import allocations
from shuangkong.errors import DeclarationError, Misuse
from shuangkong.vocabulary import Severity

from .plans import GOOD, broken_in, good_in, replaced

YAML_FILES = ["plan.yaml", "indicators.yaml", "targets/main.yaml", "schemes/main.yaml"]


def test_scalars_keep_what_was_written(tmp_path):
    plan = replaced(good_in(tmp_path), "plan.yaml", "short: 甲省规划", "short: 010100")
    replaced(plan, "plan.yaml", "basis: 示例", "basis: no")

    found = load(plan)

    assert found.plan.short == "010100"
    assert found.plan.readings.basis == "no"


def test_chinese_lines_join_without_a_space(tmp_path):
    plan = replaced(
        good_in(tmp_path), "checks.yaml", "mend: 核对单位", "mend: >-\n      核对，\n      单位"
    )

    assert load(plan).checks["jump"].mend == "核对，单位"


def test_null_is_absent_for_optional_keys_only(tmp_path):
    plan = replaced(good_in(tmp_path), "plan.yaml", "basis: 示例", "basis: null")
    assert load(plan).plan.readings.basis is None

    replaced(plan, "plan.yaml", "short: 甲省规划", "short: ~")
    (finding,) = check(plan)
    assert finding.kind == "SK-D014"


def test_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path):
    plan = good_in(tmp_path)
    for file in YAML_FILES:
        data = (plan / file).read_bytes().replace(b"\n", b"\r\n")
        (plan / file).write_bytes(b"\xef\xbb\xbf" + data)

    assert check(plan) == ()
    broken = replaced(plan, "targets/main.yaml", "value: 17%", "valeu: 17%")
    (finding,) = check(broken)
    assert (finding.place.line, finding.place.column) == (8, 5)


def test_columns_count_characters_not_bytes(tmp_path):
    plan = replaced(good_in(tmp_path), "schemes/main.yaml", "grades: [完成]", "grades: [完城]")

    (finding,) = check(plan)

    line = (
        (plan / "schemes/main.yaml").read_text(encoding="utf-8").split("\n")[finding.place.line - 1]
    )
    assert line[finding.place.column - 1 :].startswith("完城")


@pytest.mark.parametrize("style", ["abs(yoy(energy)) <= gpd", '"abs(yoy(energy)) <= gpd"'])
def test_formula_faults_point_into_the_text(tmp_path, style):
    plan = replaced(good_in(tmp_path), "checks.yaml", "abs(yoy(energy)) <= 15%", style)

    (finding,) = check(plan)

    line = (plan / "checks.yaml").read_text(encoding="utf-8").split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith("gpd")


def test_all_faults_are_told_in_one_go(tmp_path):
    plan = good_in(tmp_path)
    replaced(plan, "targets/main.yaml", "value: 17%", "valeu: 17%")
    replaced(plan, "targets/main.yaml", "by: 2017-10", "by: 2027-10")
    replaced(plan, "schemes/main.yaml", "points: 20\n", "points: 25\n")
    replaced(plan, "entities.csv", "100200,丑市,city,100000", "100200,丑市,city,")

    kinds = {f.kind for f in check(plan)}

    assert {"SK-D004", "SK-D142", "SK-D201", "SK-D161"} <= kinds


def test_findings_stand_in_the_order_of_files_and_lines(tmp_path):
    plan = good_in(tmp_path)
    replaced(plan, "targets/main.yaml", "by: 2017-10", "by: 2027-10")
    replaced(plan, "targets/main.yaml", "value: 17%", "value: 170%")
    replaced(plan, "plan.yaml", "id: good", "id: bad")

    places = [(f.place.file, f.place.line) for f in check(plan)]

    assert places == sorted(places)


def test_loading_refuses_errors_and_nothing_less(tmp_path):
    assert load(broken_in(tmp_path / "a", "conflict-open")).plan.id == "good"
    with pytest.raises(DeclarationError) as refused:
        load(broken_in(tmp_path / "b", "unknown-target-in-scheme"))

    assert refused.value.findings[0].kind == "SK-D103"
    assert "怎么改" in str(refused.value)


def test_reading_tells_faults_of_shape_only():
    declared, findings = read(GOOD)

    assert declared is not None
    assert findings == ()


@pytest.mark.parametrize("plan", sorted(shipped_plans()))
def test_shipped_plans_have_no_errors(plan):
    errors = [f for f in check(shipped_plans()[plan]) if f.severity is not Severity.INFO]

    assert [f for f in errors if f.severity is not Severity.WARNING] == []


def test_an_unknown_plan_is_answered_with_the_near_one():
    with pytest.raises(Misuse, match="hebei-13fyp"):
        folder_of("hebei-13fy")


def test_a_template_is_no_plan_and_it_is_said_how_to_make_one_of_it():
    with pytest.raises(Misuse) as told:
        folder_of("carbon-15fyp")

    said = str(told.value)
    assert "plan new 文件夹 --template carbon-15fyp --name 省名" in said
    assert load(Path(said.rpartition("示例规划 ")[2])).plan.id == "carbon-15fyp"


def test_a_folder_without_a_plan_is_named(tmp_path):
    with pytest.raises(Misuse, match=r"没有 plan\.yaml"):
        folder_of(str(tmp_path))


def test_overlay_rows_are_checked_one_by_one():
    header = "target,entity,year,tier,value,unit,verification,source,note\n"
    rows = allocations(
        header + "total,100100,,,9,亿元,synthetic,x,\ntotl,1,,,9,%,synthetic,x,\n", "o.csv", []
    )

    found = check_overlay(load(GOOD), rows)

    assert [(f.kind, f.place.line) for f in found] == [
        ("SK-D126", 2),
        ("SK-D103", 3),
        ("SK-D319", 3),
    ]


@settings(max_examples=60)
@given(st.data())
def test_no_damage_to_a_file_breaks_the_checking(tmp_path_factory, data):
    plan = good_in(tmp_path_factory.mktemp("damaged"))
    file = data.draw(
        st.sampled_from([*YAML_FILES, "entities.csv", "allocations.csv", "checks.yaml"])
    )
    text = (plan / file).read_text(encoding="utf-8")
    chance = random.Random(data.draw(st.integers()))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        new = chance.choice(
            ["", "\n", " ", ": ", "- ", "[", "}", "&", "*", '"', "，", "#", "9", "~", "\x00"]
        )
        text = text[:at] + new + text[at + chance.randint(0, 12) :]
    (plan / file).write_text(text, encoding="utf-8")

    for finding in check(plan):
        assert finding.place is not None
        assert finding.why
        assert finding.mend


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 100_000, "a: " + "{b: " * 60 + "1" + "}" * 60, "x" * 6_000_000]
)
def test_hostile_nesting_is_refused_at_once(tmp_path, text):
    plan = good_in(tmp_path)
    (plan / "checks.yaml").write_text(text, encoding="utf-8")

    assert [f.kind for f in check(plan)] == ["SK-D021"]


def test_lines_of_chinese_are_joined_without_the_space_between_them():
    rng, signs = random.Random(7), "甲，”“’‘ａ（a1.  "
    between = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef”’]) (?=[\u3000-\u9fff\uff00-\uffef“‘])")
    for _ in range(400):
        text = "".join(rng.choice(signs) for _ in range(rng.randint(1, 12))).strip() or "甲"
        node = yaml.compose(f"- {json.dumps(text, ensure_ascii=False)}").value[0]
        node.end_mark = yaml.Mark("", 0, node.start_mark.line + 1, 0, None, None)

        assert _unfolded(node, text) == between.sub("", text)
