"""Reported and approved figures side by side: written, filled in, recorded, confirmed."""

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from shuangkong.assess.judgement import Outcome
from shuangkong.commands import root
from shuangkong.errors import LedgerError
from shuangkong.ledger.confirm import confirm
from shuangkong.ledger.decide import Wish, decide
from shuangkong.ledger.figures import read_list, write_list
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.minutes import write_minutes
from shuangkong.ledger.versions import versions
from shuangkong.vocabulary import DecisionKind, View


def actual(world, code):
    result = assess_workspace(world.workspace, 2020).assessment.results[code]
    return str(result.judgement("total", View.FINAL).actual)


def test_a_list_that_was_filled_in_approves_figures(begun):
    begun.both_cities()
    path = begun.out("对照.xlsx")
    assert write_list(begun.workspace, 2020, path) == 2
    book = openpyxl.load_workbook(path)
    sheet = book.active
    rows = {row[0].value: row for row in sheet.iter_rows() if row[0].value in ("990100", "990200")}
    assert float(rows["990200"][5].value) == 110
    # names first; what rows are known by stands last and grey
    known = rows["990200"][-1]
    assert (known.value, rows["990200"][2].value) == ("energy_total", "能源消费总量")
    assert known.font.color.rgb == "FFA6A6A6"
    rows["990200"][6].value = 99.5
    book.save(path)

    wishes = read_list(path, "李统计", "按统计局反馈")
    assert [(w.entity, w.reason) for w in wishes] == [("990200", "按统计局反馈")]
    asked = [
        *("figures", "submit", str(begun.workspace), str(path), "--by", "李统计"),
        *("--reason", "按统计局反馈", "--preview"),
    ]
    assert "将改变 1 个对象的结果（示例乙市）" in CliRunner().invoke(root, asked).output
    done = decide(begun.workspace, *wishes, clock=begun.clock)
    confirm(begun.workspace, tuple(d.ruling.number for d in done), "副手", clock=begun.clock)

    assert (actual(begun, "990100"), actual(begun, "990200")) == ("90", "99.5")


def test_a_csv_does_as_well_and_what_is_no_list_is_refused(begun):
    begun.both_cities()
    path = begun.out("核定.csv")
    head, row = "对象代码,指标代号,年度,核定,理由", "990200,energy_total,2020,98,审计核减"
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")

    (wish,) = read_list(path, "李统计", "—")
    assert (wish.choice, wish.reason, wish.year) == ("98", "审计核减", 2020)

    path.write_text("对象代码,自报\n990200,98\n", encoding="utf-8")
    with pytest.raises(LedgerError, match="SK-L139"):
        read_list(path, "李统计", "—")


def test_a_list_that_is_too_big_is_refused_as_that(begun, monkeypatch):
    path = begun.out("核定.csv")
    path.write_text("对象代码,指标代号,年度,核定\n990200,energy_total,2020,98\n", encoding="utf-8")
    monkeypatch.setattr("shuangkong.intake.reading.limits.FILE_BYTES", 20)

    with pytest.raises(LedgerError, match="SK-L013"):
        read_list(path, "李统计", "—")


def approve(world, figure, *, confirmed=True):
    wish = Wish(
        DecisionKind.FIGURE, "energy_total", figure, "李统计", "按年报", entity="990200", year=2020
    )
    (done,) = decide(world.workspace, wish, clock=world.clock)
    if confirmed:
        confirm(world.workspace, (done.ruling.number,), "副手", clock=world.clock)
    return done.ruling.number


def test_the_versions_of_a_figure_have_what_was_approved(begun):
    """`status --figure` says the same as `explain` uses, and what came of each approval."""
    begun.both_cities()
    asked = ["status", str(begun.workspace), "--figure", "示例乙市.energy_total.2020"]
    asked += ["--year", "2020"]

    def told():
        lines = CliRunner().invoke(root, asked).output.splitlines()
        return {line.split()[0]: line for line in lines if line[:8].strip().isdigit()}

    first = approve(begun, "97.5")
    second = approve(begun, "96", confirmed=False)
    assert "97.5" in told()[str(first)]
    assert " 采用 " in told()[str(first)]
    assert "李统计：按年报" in told()[str(first)]
    assert "待复核" in told()[str(second)]
    assert sum(" 采用 " in line for line in told().values()) == 1

    confirm(begun.workspace, (second,), "副手", clock=begun.clock)
    assert "已被替换" in told()[str(first)]
    assert " 采用 " in told()[str(second)]

    approve(begun, "withdraw")
    assert "已撤回" in told()[str(second)]
    assert sum(" 采用 " in line for line in told().values()) == 1
    assert actual(begun, "990200") == "110"


@pytest.mark.parametrize(
    ("figure", "said"), [("-5", "-5"), ("-0.25 万吨标准煤", "-0.25"), ("-.5", "-0.5")]
)
def test_a_figure_below_nought_is_no_option(begun, figure, said):
    """What a city sends out is entered as a negative inflow."""
    begun.both_cities()
    asked = ["decide", str(begun.workspace), "figure", "energy_total", figure, "--yes"]
    asked += ["--by", "李统计", "--reason", "-1 号函", "--entity", "乙市", "--year", "2020"]

    done = CliRunner().invoke(root, asked)

    assert done.exit_code == 0, done.output
    (last,) = versions(begun.workspace, 2020, "乙市", "energy_total", "2020").approved
    assert f"{last.observation.value:f}" == said
    assert last.ruling.decision.reason == "-1 号函"


def test_what_is_no_option_and_no_number_is_still_told(begun):
    begun.both_cities()
    asked = ["decide", str(begun.workspace), "figure", "energy_total", "5", "--yees"]

    done = CliRunner().invoke(root, asked)

    assert done.exit_code == 2
    assert "--yees" in f"{done.output}{done.exception}"


def test_a_state_is_listed_and_approved_by_its_word(world):
    world.change(
        "indicators.yaml",
        "indicators:\n",
        "indicators:\n"
        "  - {id: ban, name: 禁煤区清零, unit: 状态, direction: higher, state: [未清零, 已清零]}\n",
    )
    world.change(
        "targets/targets.yaml",
        "targets:\n",
        """targets:
  - id: ban
    name: 禁煤区清零
    kind: task
    indicator: ban
    scope: {kinds: [city]}
    form: complete
    by: 2020
    source: {clause: 虚构}
""",
    )
    world.begin()
    world.submit(world.table("城市表.csv", ["甲市,ban,2020,未清零,,最终核实,自报"]))
    path = world.out("对照.xlsx")
    write_list(world.workspace, 2020, path)
    book = openpyxl.load_workbook(path)
    (row,) = (r for r in book.active.iter_rows() if r[0].value == "990100")
    assert (row[4].value or "", row[5].value) == ("", "未清零")
    row[6].value = "已清零"
    book.save(path)

    (done,) = decide(world.workspace, *read_list(path, "李统计", "经现场核查"), clock=world.clock)
    confirm(world.workspace, (done.ruling.number,), "副手", clock=world.clock)
    made = assess_workspace(world.workspace, 2020)
    assert made.assessment.results["990100"].judgement("ban", View.FINAL).outcome is Outcome.MET
    paths = write_minutes(world.workspace, 2020, world.out("会议"))
    said = [p.text for p in docx.Document(str(paths[0])).paragraphs]
    assert any("禁煤区清零，核定为“已清零”" in text for text in said)
    assert any("禁煤区清零经裁定核定为“已清零”" in text for text in said)

    wrong = Wish(DecisionKind.FIGURE, "ban", "清零了", "李统计", "核查", entity="甲市", year=2020)
    with pytest.raises(LedgerError, match="“禁煤区清零”只有“未清零”、“已清零”"):
        decide(world.workspace, wrong, clock=world.clock)
