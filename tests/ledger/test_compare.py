import re

from shuangkong.ledger import show_changes
from shuangkong.ledger.begin import init
from shuangkong.ledger.compare import compare
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.verify import verify
from shuangkong.vocabulary import DecisionKind, View

from tests.ledger.conftest import ruled


def issue(world, name="签发", **more):
    done = assess_workspace(
        world.workspace, 2020, world.out(name), issue=True, by="王", clock=world.clock, **more
    )
    return str(done.receipt.number)


def head(world):
    return str(verify(world.workspace).head.number)


def adopt(world):
    return str(
        init(world.workspace, str(world.plan), "建账员", clock=world.clock).receipts[-1].number
    )


def changes(found, what):
    return [(c.entity, c.before, c.after, c.why) for c in found.changes if c.what == what]


def accepted(world, done):
    number = str(done.taken[0].submission.number)
    ruled(world.workspace, DecisionKind.REVISION, number, "accept", "李", "核实", clock=world.clock)


def test_nothing_changed_between_a_trial_and_its_issue(begun):
    begun.both_cities()
    found = compare(begun.workspace, 2020, "4", issue(begun))

    assert found.same
    assert found.figures == found.declared == ()
    assert not compare(begun.workspace, 2020, "3", "4").same


def test_a_revised_figure_is_the_cause_of_the_verdict_it_turned(begun):
    begun.both_cities()
    first = issue(begun)
    revised = {("energy_total", 2015): 95, ("energy_total", 2020): 120}
    accepted(begun, begun.submit(begun.form("甲", revised)))
    found = compare(begun.workspace, 2020, first, issue(begun))

    [figure] = found.figures
    assert (figure.entity, figure.period) == ("990100", "2020")
    assert [str(o.value) for o in (figure.before, figure.after)] == ["90", "120"]
    verdicts = changes(found, "完成情况")
    assert {entity for entity, *_ in verdicts} == {"990100"}
    cause = "2020年能源消费总量 90 万吨标准煤（初步核算） → 120 万吨标准煤（初步核算）"
    assert all(cause in why for *_, why in verdicts)
    [(_, before, after, why)] = changes(found, "得分")
    assert (before, after, why) == ("60", "0", ("所依据的完成情况有变",))
    assert [one.name for one in found.submissions_out] == ["0003_甲市_2020.xlsx"]
    assert len(found.submissions_in) == 1
    text = show_changes.compared(found)
    assert "示例甲市 2020 能源消费总量：90 万吨标准煤（初步核算） → 120" in text
    assert "（第 3 号 [填报表]" in text
    assert "认定数据修订：第 6 号填报 → 采用；核实" in text
    assert "台账中找不到原因" not in text


def test_a_decision_is_the_cause_of_what_it_overrides(begun):
    begun.both_cities()
    first = head(begun)
    ruled(
        begun.workspace,
        DecisionKind.OVERRIDE,
        "total",
        "met",
        "李主任",
        "不可抗力",
        entity="乙市",
        view=View.FINAL,
        clock=begun.clock,
    )
    found = compare(begun.workspace, 2020, first, head(begun))

    [(entity, _, after, why)] = changes(found, "完成情况")
    assert entity == "990200"
    assert after.startswith("人工裁定")
    assert why == ("新增裁定第5号（李主任）",)


def test_a_changed_target_and_a_changed_scheme_are_causes(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "40", "乙": "40"}, name="评分.xlsx"))
    first = head(begun)
    begun.change("targets/targets.yaml", "100 万吨标准煤", "80 万吨标准煤")
    begun.change("schemes/demo.yaml", "at_least: 60", "at_least: 30")
    found = compare(begun.workspace, 2020, first, adopt(begun))

    assert {(d.kind, d.id, d.how) for d in found.declared} == {
        ("目标", "total", "改动"),
        ("考核办法", "demo", "改动"),
    }
    assert all("目标声明改动" in why for *_, why in changes(found, "完成情况"))
    grades = {entity: (before, after, why) for entity, before, after, why in changes(found, "等级")}
    assert grades["990200"] == ("未完成", "完成", ("见上列各项", "考核办法有改动"))


def test_lines_that_moved_in_a_file_are_no_change(begun):
    begun.both_cities()
    first = head(begun)
    begun.change("targets/targets.yaml", "targets:", "# 一行说明\ntargets:")
    found = compare(begun.workspace, 2020, first, adopt(begun))

    assert found.declared == ()
    assert found.same


def test_another_allocation_table_is_a_cause(begun):
    begun.both_cities()
    begun.submit(begun.form("甲", {("coal", 2020): 45}))
    columns = "target,entity,year,tier,value,unit,verification,source,note"
    begun.submit(begun.allocations(columns, "saving,990100,,,50,万吨,synthetic,虚构,"))
    first = head(begun)
    begun.submit(begun.allocations(columns, "saving,990100,,,40,万吨,synthetic,虚构,"))
    found = compare(begun.workspace, 2020, first, head(begun))

    assert [(d.kind, d.id) for d in found.declared] == [("分解", "saving 990100")]
    assert all("分解声明改动" in why for *_, why in changes(found, "完成情况"))


def test_a_measure_score_that_came_in_is_a_cause(begun):
    begun.both_cities()
    before = "4"
    begun.submit(begun.scores({"甲": "35"}, name="评分.xlsx"))

    found = compare(begun.workspace, 2020, before, "5")

    scores = [c for c in changes(found, "得分") if c[0] == "990100"]
    assert scores == [("990100", "暂缓计分", "35", ("组织领导 未评 → 35",))]


def test_a_grade_that_is_withheld_is_called_that_and_a_decided_figure_has_no_cell(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "40", "乙": "40"}, name="评分.xlsx"))
    first = head(begun)
    # a second assessor sees it otherwise: these points are in dispute
    begun.submit(begun.scores({"乙": "10"}, name="另评.xlsx", assessor="李四"))
    ruled(
        begun.workspace, DecisionKind.FIGURE, "coal", "44", entity="甲市", year=2020,
        clock=begun.clock,
    )  # fmt: skip
    found = compare(begun.workspace, 2020, first, head(begun))

    grades = {one.entity: one.after for one in found.changes if one.what == "等级"}
    assert grades == {"990200": "暂不定级"}
    text = show_changes.compared(found)
    assert "→ 无" not in text
    assert not re.search(r"第 ?(\d+) ?号 \[裁定\] 第\1号", text)
    assert re.search(r"→ 第 \d+ 号裁定）", text)


def test_a_rank_that_another_could_still_take_is_called_that(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "35"}, name="评分.xlsx"))
    first = head(begun)
    begun.submit(begun.scores({"乙": "30"}, name="另一份.xlsx"))

    found = compare(begun.workspace, 2020, first, head(begun))

    ranks = {entity: (before, after) for entity, before, after, _ in changes(found, "名次")}
    assert ranks["990100"] == ("暂列1", "1")
