"""A table with most figures missing is not all that was to be reported."""

from dataclasses import replace

from shuangkong import resources
from shuangkong.declarations.load import load
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.report import check
from shuangkong.intake.form.business import needed
from shuangkong.intake.status import standings

from tests.intake.test_forms import form_of, sound

HEAD = "2020年\n地市,全社会用电量（亿千瓦时）,能源消费总量（等价值，万吨标准煤）\n"


def found(hebei, folder):
    reading = read_submissions(hebei, folder, 2020)
    findings = check(hebei, reading, 2020).findings
    rows = {row.entity.name: row for row in standings(hebei, reading, 2020, findings)}
    return [f for f in findings if f.kind == "SK-C013"], rows


def test_what_no_table_gives_is_told_of_each_that_sent_no_form(hebei, tmp_path):
    (tmp_path / "各市.csv").write_text(HEAD + "石家庄市,500,\n唐山市,900,\n", "utf-8")
    form_of(hebei, "130200", tmp_path / "唐山市.xlsx", sound())

    told, rows = found(hebei, tmp_path)

    assert [(one.entity, one.place.file) for one in told] == [("130100", "各市.csv")]
    assert "石家庄市2020年只报了表格" in told[0].why
    assert rows["石家庄市"].word == "须说明"


def test_figures_of_several_tables_count_together(hebei, tmp_path):
    (tmp_path / "各市.csv").write_text(HEAD + "石家庄市,500,\n", "utf-8")
    before = found(hebei, tmp_path)[0][0].why
    other = "2020年\n地市,能源消费总量（等价值，万吨标准煤）\n石家庄市,5000\n"
    (tmp_path / "能耗.csv").write_text(other, "utf-8")

    after = found(hebei, tmp_path)[0][0].why

    assert "能源消费总量" in before
    assert "、能源消费总量" not in after
    assert "：能源消费总量" not in after


def test_a_table_of_another_year_owes_nothing_of_this(hebei, tmp_path):
    (tmp_path / "各市.csv").write_text(HEAD.replace("2020", "2019") + "石家庄市,500,\n", "utf-8")
    assert found(hebei, tmp_path)[0] == []


def test_what_was_not_set_for_an_entity_is_not_needed_of_it():
    plan = load(resources.samples() / "carbon-15fyp")
    one = next(a for a in plan.allocations if a.target == "support-forest" and a.year == 2026)
    unset = replace(one, value=None)
    others = tuple(a for a in plan.allocations if a is not one)
    entity = plan.entities[one.entity]

    assert ("forest_stock", 2026) in needed(plan, entity, 2026)
    assert ("forest_stock", 2026) not in needed(
        replace(plan, allocations=(*others, unset)), entity, 2026
    )
    assert ("forest_stock", 2026) in needed(
        replace(plan, allocations=(*plan.allocations, unset)), entity, 2026
    )
