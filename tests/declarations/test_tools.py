"""schema, show, new and list."""

import subprocess
import sys

import pytest
import yaml
from shuangkong import resources
from shuangkong.declarations.checking import check
from shuangkong.declarations.fields import declared_fields
from shuangkong.declarations.listing import _from_yaml, _plain, by_standing, listing
from shuangkong.declarations.load import load, read, shipped_plans
from shuangkong.declarations.scaffold import scaffold
from shuangkong.declarations.schema import kinds, schema
from shuangkong.declarations.show import show
from shuangkong.errors import DeclarationError, Misuse
from shuangkong.vocabulary import Severity, Target

from .plans import GOOD, good_in, replaced

FILES = {
    "plan.yaml": "plan",
    "indicators.yaml": "indicators",
    "targets/main.yaml": "targets",
    "checks.yaml": "checks",
    "schemes/main.yaml": "schemes",
    "warnings.yaml": "warnings",
}


def fits(value, wanted, root):
    """The few words of JSON Schema that ours use."""
    if "$ref" in wanted:
        wanted = root["$defs"][wanted["$ref"].rsplit("/", 1)[1]]
    if "enum" in wanted:
        return value in wanted["enum"]
    types = wanted["type"] if isinstance(wanted["type"], list) else [wanted["type"]]
    if isinstance(value, dict):
        known = wanted.get("properties", {})
        rest = wanted.get("additionalProperties", True)
        return (
            "object" in types
            and set(wanted.get("required", ())) <= set(value)
            and all(
                fits(v, known[k], root) if k in known else (rest and fits(v, rest, root))
                for k, v in value.items()
            )
        )
    if isinstance(value, list):
        return "array" in types and all(fits(v, wanted["items"], root) for v in value)
    named = {bool: "boolean", int: "integer", float: "number", str: "string"}
    own = named.get(type(value), "string")
    return own in types or (own == "integer" and "number" in types)


@pytest.mark.parametrize(("file", "kind"), FILES.items())
def test_schema_accepts_what_is_sound(file, kind):
    value = yaml.safe_load((GOOD / file).read_text(encoding="utf-8"))

    assert fits(value, schema(kind), schema(kind))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("targets/main.yaml", "value: 17%", "valeu: 17%"),
        ("targets/main.yaml", "form: cut_by", "form: cutby"),
        ("targets/main.yaml", "    source: {clause: 一3}\n", ""),
        ("schemes/main.yaml", "points: 20\n", "points: [20]\n"),
    ],
)
def test_schema_refuses_what_is_not(tmp_path, file, old, new):
    plan = replaced(good_in(tmp_path), file, old, new)
    value = yaml.safe_load((plan / file).read_text(encoding="utf-8"))

    assert not fits(value, schema(FILES[file]), schema(FILES[file]))


@pytest.mark.parametrize("kind", kinds())
def test_schema_describes_every_key_in_both_languages(kind):
    parts = schema(kind)["$defs"]

    for part in parts.values():
        for key, field in part["properties"].items():
            zh, en = field["description"].split("\n")[0].split(" / ", 1)
            assert any("\u4e00" <= c <= "\u9fff" for c in zh), key
            assert any("a" <= c <= "z" for c in en), key


def test_schema_has_every_key_of_a_target():
    assert set(schema("targets")["$defs"]["Target"]["properties"]) == set(declared_fields(Target))


def test_schema_of_an_unknown_kind_is_misuse():
    with pytest.raises(Misuse, match="indicators"):
        schema("indicator")


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize("plan", sorted(shipped_plans()))
def test_show_has_every_target_indicator_and_item(plan, markdown):
    declared = load(shipped_plans()[plan])

    shown = show(declared, markdown=markdown).replace("\\", "")

    for target in declared.targets.values():
        assert target.id in shown
        assert target.source.clause.replace("\n", " ") in shown
    for indicator in declared.indicators.values():
        assert indicator.name in shown
    for scheme in declared.schemes.values():
        assert all(item.name in shown for item in scheme.items)
    assert "None" not in shown
    assert "Decimal" not in shown


def test_show_says_formulas_and_conditions_in_chinese():
    shown = show(load(GOOD))

    assert "能源消费总量÷地区生产总值" in shown
    assert "限population（万人）不小于700的" in shown
    assert "能源消费总量同比变化率的绝对值不大于15%" in shown
    assert "80 分（含）以上" in shown
    assert "60 分（含）至 80 分（不含）" in shown
    assert "energy / gdp" not in shown


def test_show_marks_what_is_invented():
    assert "整套为示例（虚构）" in show(load(GOOD))


def test_markdown_is_not_broken_by_signs_in_texts(tmp_path):
    plan = replaced(good_in(tmp_path), "indicators.yaml", "name: 煤炭消费量", "name: 煤|炭*消费量")

    shown = show(load(plan), markdown=True)

    assert "煤\\|炭\\*消费量" in shown


def test_show_is_the_same_every_time():
    assert show(load(GOOD)) == show(load(GOOD))


def test_scaffold_loads_and_is_sound(tmp_path):
    written = scaffold(tmp_path, "demo-15fyp", '某省"十五五"规划: 一', 2026, 2030)

    declared = load(tmp_path / "demo-15fyp")
    assert check(tmp_path / "demo-15fyp") == ()
    assert declared.plan.title == '某省"十五五"规划: 一'
    assert declared.plan.period.base == 2025
    assert declared.plan.synthetic
    assert declared.scheme_for(2030) is not None
    assert all("{{" not in path.read_text(encoding="utf-8") for path in written)


def test_scaffold_explains_itself(tmp_path):
    written = scaffold(tmp_path, "demo", "示例", 2026, 2030)

    assert all("#" in p.read_text(encoding="utf-8") for p in written if p.suffix == ".yaml")


def test_scaffold_never_overwrites(tmp_path):
    scaffold(tmp_path, "demo", "示例", 2026, 2030)
    with pytest.raises(Misuse, match="已经存在"):
        scaffold(tmp_path, "demo", "另一个", 2026, 2030)

    assert load(tmp_path / "demo").plan.title == "示例"


@pytest.mark.parametrize(
    ("plan", "title", "first", "last"),
    [
        ("../demo", "示例", 2026, 2030),
        ("Demo 1", "示例", 2026, 2030),
        ("con", "示例", 2026, 2030),
        ("demo", " ", 2026, 2030),
        ("demo", "一\n二", 2026, 2030),
        ("demo", "示例", 2030, 2026),
        ("demo", "示例", 26, 30),
    ],
)
def test_scaffold_refuses_what_cannot_be(tmp_path, plan, title, first, last):
    with pytest.raises(Misuse, match="怎么改"):
        scaffold(tmp_path, plan, title, first, last)

    assert list(tmp_path.iterdir()) == []


def test_listing_has_the_shipped_plans():
    listed = {p.id: p for p in listing(resources.targets())}

    assert listed["hebei-13fyp"].period == "2016—2020"
    assert listed["national-13fyp"].title


@pytest.mark.parametrize(
    ("plan", "year", "said"),
    [
        ("hebei-13fyp", 2015, "未开始"),
        ("hebei-13fyp", 2016, "执行中"),
        ("hebei-13fyp", 2020, "执行中"),
        ("hebei-13fyp", 2021, "已到期"),
        ("carbon-allocation", 2017, "讨论稿"),
        ("carbon-allocation", 2026, "讨论稿"),
    ],
)
def test_a_plan_stands_where_its_period_and_its_issue_put_it(plan, year, said):
    (listed,) = (p for p in listing(resources.targets()) if p.id == plan)

    assert listed.standing(year).chinese == said


def test_the_family_is_told_by_standing_then_by_period():
    family = by_standing(listing(resources.targets()), 2026)

    said = [one.standing(2026).chinese for one in family]
    assert [word for n, word in enumerate(said) if word not in said[:n]] == [
        "执行中",
        "讨论稿",
        "已到期",
    ]
    assert said == sorted(said, key=["执行中", "讨论稿", "已到期"].index)
    over = [one.period for one in family if one.standing(2026).chinese == "已到期"]
    assert over == sorted(over, reverse=True)


@pytest.mark.parametrize("plan", sorted(shipped_plans()))
def test_a_shipped_plan_leaves_nothing_to_correct_or_to_explain(plan):
    found = check(shipped_plans()[plan])

    assert [str(f) for f in found if f.severity is not Severity.INFO] == []


@pytest.mark.parametrize("plan", sorted(shipped_plans()))
def test_a_shipped_plan_says_the_version_of_its_format(plan):
    text = (shipped_plans()[plan] / "plan.yaml").read_text(encoding="utf-8")

    assert "\nformat: 1\n" in text


def test_a_plan_of_an_unknown_format_is_not_read_any_further(tmp_path):
    plan = replaced(good_in(tmp_path), "plan.yaml", "id: good\n", "id: good\nformat: 99\n")

    loaded, found = read(plan)

    assert loaded is None
    assert [f.kind for f in found] == ["SK-D350"]
    with pytest.raises(DeclarationError, match="第 99 版"):
        load(plan)


def test_a_plan_that_says_no_version_is_of_the_first():
    assert load(GOOD).plan.format == 1


def test_listing_reads_plainly_what_yaml_reads():
    texts = {
        p.parent.name: p.read_text(encoding="utf-8")
        for p in resources.targets().glob("*/plan.yaml")
    }

    assert texts
    for text in texts.values():
        assert _plain(text) is not None
        assert _plain(text)[0] == _from_yaml(text)[0]
        assert _plain(text)[1].items() <= _from_yaml(text)[1].items()


@pytest.mark.parametrize(
    "text",
    [
        "title: 'a'\nperiod:\n  first: 2016\n  last: 2020\n",
        "title: a # b\nperiod:\n  first: 2016\n  last: 2020\nid: x\n",
        "title: a\n  b\nperiod:\n  first: 2016\n  last: 2020\n",
        "title: a\nperiod: {first: 2016, last: 2020}\n",
        "title: a\nperiod:\n  first: 2016\n  last: 2020 # b\n",
        "title: a\nperiod:\n  first: 2016\n  last:\n    2020\nid: x\n",
        "title: a\ntitle: b\nperiod:\n  first: 2016\n  last: 2020\n",
        "title: >-\n  a\nperiod:\n  first: 2016\n  last: 2020\n",
    ],
)
def test_listing_leaves_to_yaml_what_is_not_plain(text):
    assert _plain(text) is None


def test_listing_survives_a_broken_plan(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "plan.yaml").write_bytes(b"title: [\xff")

    (broken,) = listing(tmp_path)

    assert broken.id == "a"
    assert "plan check" in broken.title


def test_listing_and_checking_do_not_import_polars():
    code = (
        "import sys; from shuangkong import resources;"
        "from shuangkong.declarations.listing import listing; listing(resources.targets());"
        "light = 'polars' in sys.modules or 'shuangkong.formulas' in sys.modules;"
        "from shuangkong.declarations.load import load, shipped_plans;"
        "from shuangkong.declarations.show import show;"
        "show(load(shipped_plans()['national-13fyp']));"
        "sys.exit(light or 'polars' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
