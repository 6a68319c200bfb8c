"""Evidence, appeals, samples, years side by side, minutes: all entries, all covered."""

import contextlib
import datetime
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import openpyxl
import pytest
from docx import Document
from shuangkong.documents.text import banner
from shuangkong.errors import LedgerError
from shuangkong.ledger import appealing, appeals, attach, sampling, years
from shuangkong.ledger.confirm import confirm
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.minutes import write_minutes
from shuangkong.ledger.register import register, write_register
from shuangkong.ledger.verify import verify
from shuangkong.vocabulary import DecisionKind, View

from tests.ledger.conftest import ruled

PDF = b"%PDF-1.4\n...\n%%EOF\n"


def file(world, name, data=PDF):
    path = world.folder / name
    path.write_bytes(data)
    return path


def issue(world, year=2020, name="签发", **more):
    done = assess_workspace(
        world.workspace, year, world.out(name), issue=True, by="王", clock=world.clock, **more
    )
    return done.receipt.number


def appealed(world, **more):
    world.both_cities()
    number = issue(world)
    asked = {
        "entity": "乙市",
        "year": 2020,
        "said": "期末能耗含一家已划出的企业",
        "deadline": datetime.date(2021, 4, 30),
        "by": "收件员",
        "clock": world.clock,
        **more,
    }
    return number, appealing.receive(world.workspace, **asked)


def test_files_of_one_name_are_refused_before_anything_is_recorded(begun):
    files = [file(begun, name) for name in ("一.pdf", "二.pdf")]
    (begun.folder / "别处").mkdir()
    files[1] = files[1].rename(begun.folder / "别处" / "一.pdf")

    with pytest.raises(LedgerError, match="同名"):
        appealed(begun, files=files)

    assert verify(begun.workspace).findings == ()


def test_the_same_appeal_is_registered_once(begun):
    appealed(begun)

    with pytest.raises(LedgerError, match="SK-L162"):
        appealed(begun)


def test_of_two_who_answer_at_once_one_is_told_that_it_was_answered(begun, monkeypatch):
    _, one = appealed(begun)
    first = threading.Barrier(2)
    decided = appealing.decided

    def both_have_looked(*args, **more):
        with contextlib.suppress(threading.BrokenBarrierError):
            first.wait(2)
        return decided(*args, **more)

    monkeypatch.setattr(appealing, "decided", both_have_looked)

    def answered(name):
        try:
            answer = appealing.answer(
                begun.workspace, one.number, "rejected", name, name, begun.out(name),
                clock=begun.clock,
            )  # fmt: skip
        except LedgerError as error:
            return str(error)
        return answer[0].answer is not None

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(answered, ("甲", "乙")))

    assert found.count(True) == 1
    assert [one for one in found if one is not True and "SK-L" in one]


def turned(world, city, **more):
    asked = (DecisionKind.OVERRIDE, "total", "met")
    return ruled(world.workspace, *asked, entity=city, year=2020, clock=world.clock, **more)


def answered(world, one, *decisions, outcome="upheld"):
    return appealing.answer(
        world.workspace, one.number, outcome, "经核实，该企业已划出", "复核员",
        world.out("函件"), decisions=decisions, clock=world.clock,
    )  # fmt: skip


def text(path):
    return "\n".join(p.text for p in Document(str(path)).paragraphs)


def test_evidence_is_kept_as_it_is_and_tied_to_what_it_proves(begun):
    begun.both_cities()
    path = file(begun, "台账.pdf")

    (one,) = attach.attach(begun.workspace, "3", [path], "经手人", clock=begun.clock)
    (two,) = attach.attach(
        begun.workspace, "乙市.measures.m1", [path], "经手人", year=2020, clock=begun.clock
    )

    assert (one.entry, one.type, one.size) == (3, "pdf", len(PDF))
    assert two.item == "990200.measures.m1"
    handed = attach.hand_out(begun.workspace, one.number, begun.out("取出"))
    assert handed.read_bytes() == PDF
    assert verify(begun.workspace).sound


@pytest.mark.parametrize(
    ("about", "name", "data", "kind"),
    [
        ("3", "程序.pdf", b"MZ\x90", "SK-L132"),
        ("3", "压缩.docx", b"PK\x03\x04....readme", "SK-L132"),
        ("1", "台账.pdf", PDF, "SK-L133"),
        ("99", "台账.pdf", PDF, "SK-L133"),
        ("乙市.nothing", "台账.pdf", PDF, "SK-L133"),
        ("丙市.measures", "台账.pdf", PDF, "SK-L031"),
    ],
)
def test_what_is_no_evidence_of_anything_is_refused(begun, about, name, data, kind):
    begun.both_cities()
    with pytest.raises(LedgerError, match=kind):
        attach.attach(
            begun.workspace,
            about,
            [file(begun, name, data)],
            "经手人",
            year=2020,
            clock=begun.clock,
        )
    assert attach.attached(begun.workspace) == ()


def test_an_appeal_has_a_receipt_a_deadline_and_one_answer(begun):
    number, one = appealed(begun, files=[file(begun, "申诉书.pdf")])

    assert one.receipt.number == one.number
    assert one.issue == number
    assert one.standing(datetime.date(2021, 5, 2)) == "已逾期 2 日"

    with pytest.raises(LedgerError, match="SK-L160"):
        answered(begun, one)
    corrected = turned(begun, "乙市").ruling.number
    done, path = answered(begun, one, corrected)

    told = text(path)
    assert "台账" not in told
    assert "签发（签发编号：2020年度第1次）的2020年度考核结果提出申诉" in told
    assert f"回执码：{one.receipt.code}" in told
    assert "签发编号：2020年度复核第1次" in told
    # the figures are those of a sample, and the letter says so like any other
    assert "示例（虚构）数据" in told
    assert "期末能耗含一家已划出的企业。" in told
    assert "申诉成立，更正原考核结果（" in told
    assert done.answer == "upheld"
    assert [x.kind for x in register(begun.workspace) if x.number == done.answered] == [
        "复核决定书"
    ]
    with pytest.raises(LedgerError, match="SK-L135"):
        appealing.answer(begun.workspace, one.number, "rejected", "又", "复核员", begun.out("函件"))
    assert verify(begun.workspace).sound


@pytest.mark.parametrize("outcome", ["upheld", "partly"])
def test_no_appeal_is_upheld_by_what_corrects_nothing(begun, outcome):
    begun.both_cities()
    before = turned(begun, "乙市", reason="签发前已裁定").ruling.number
    issue(begun)
    one = appealing.receive(
        begun.workspace, "乙市", 2020, "不服", datetime.date(2021, 4, 30), "收件员",
        clock=begun.clock,
    )  # fmt: skip
    other = turned(begun, "甲市").ruling.number
    waits = turned(begun, "乙市", second=None).ruling.number

    for decisions in ((), (before,), (other,), (waits,), (one.number,)):
        with pytest.raises(LedgerError, match="SK-L160"):
            answered(begun, one, *decisions, outcome=outcome)
    assert [a.answer for a in appeals.appeals(begun.workspace)] == [None]
    done, path = answered(begun, one, outcome="rejected")
    assert done.answer == "rejected"
    assert "申诉不成立，维持原考核结果。" in text(path)


def test_an_appeal_is_upheld_by_what_withdraws_a_decision(begun):
    begun.both_cities()
    turned(begun, "乙市")
    issue(begun)
    one = appealing.receive(
        begun.workspace, "乙市", 2020, "不服", datetime.date(2021, 4, 30), "收件员",
        clock=begun.clock,
    )  # fmt: skip
    back = ruled(
        begun.workspace, DecisionKind.OVERRIDE, "total", "withdraw", entity="乙市", year=2020,
        clock=begun.clock,
    ).ruling.number  # fmt: skip

    done, path = answered(begun, one, back)

    assert done.answer == "upheld"
    assert "申诉成立，更正原考核结果（" in text(path)


def test_there_is_no_appeal_before_an_issue_or_after_its_deadline(begun):
    begun.both_cities()
    asked = ("乙市", 2020, "不服", datetime.date(2021, 4, 30), "收件员")
    with pytest.raises(LedgerError, match="SK-L137"):
        appealing.receive(begun.workspace, *asked, clock=begun.clock)
    issue(begun)
    begun.clock.on("2021-05-01")
    with pytest.raises(LedgerError, match="SK-L136"):
        appealing.receive(begun.workspace, *asked, clock=begun.clock)


def test_the_same_seed_draws_the_same_list_and_it_is_recorded(begun):
    begun.both_cities()

    def drawn(seed, **more):
        asked = {"risky": 0, "at_random": 1, **more}
        found = sampling.draw(
            begun.workspace, 2020, "抽取人", seed=seed, clock=begun.clock, **asked
        )
        return [(one.name, one.how) for one in found.drawn]

    assert drawn(7) == drawn(7)
    assert {name for seed in range(12) for name, _ in drawn(seed)} == {"示例甲市", "示例乙市"}
    with pytest.raises(LedgerError, match="SK-L138"):
        drawn(1, at_random=3)
    assert verify(begun.workspace).sound


def test_who_is_at_risk_is_drawn_first_and_it_is_said_why(begun):
    begun.both_cities()
    ruled(
        begun.workspace, DecisionKind.OVERRIDE, "total", "met", entity="乙市", year=2020,
        view=View.FINAL, clock=begun.clock,
    )  # fmt: skip

    found = sampling.draw(
        begun.workspace, 2020, "抽取人", risky=1, at_random=0, seed=1, clock=begun.clock
    )

    (one,) = found.drawn
    assert (one.name, one.how) == ("示例乙市", "风险")
    assert "人工裁定 1 项" in one.why


def test_years_stand_side_by_side_as_they_were_last_issued(begun):
    begun.whole_cities(second=90)
    begun.submit(begun.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    issue(begun, 2019, "一九")
    issue(begun, 2020, "二〇")

    found = years.history(begun.workspace)

    assert found.years == (2019, 2020)
    (_, name, (_, last)), *_ = found.entities
    assert (name, last.total, last.grade, last.rank) == ("示例甲市", "95", "完成", "1")
    book = openpyxl.load_workbook(years.write_history(found, begun.out("历年.xlsx")))
    warned = banner(found.verification)
    assert warned
    assert warned in [c.value for row in book.active.iter_rows() for c in row]


def test_a_rank_that_was_open_when_it_was_issued_is_called_that(begun):
    begun.whole_cities()
    begun.submit(begun.scores({"甲": "35"}, name="评分.xlsx"))
    issue(begun, 2020, "二〇")

    ((_, _, (one,)), *_) = years.history(begun.workspace).entities

    assert one.rank == "暂列1"


def cells(path):
    sheet = openpyxl.load_workbook(path).active
    return [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]


def test_a_list_of_whom_to_check_says_who_drew_it_when_and_from_how_many(begun):
    begun.both_cities()
    found = sampling.draw(
        begun.workspace, 2020, "赵抽查", risky=0, at_random=1, seed=7, clock=begun.clock
    )

    told = cells(sampling.write_sample(found, begun.out("抽查清单.xlsx")))

    below = "\n".join(told)
    assert "2020年度目标考核现场核查抽查清单" in told
    assert "台账试验规划（虚构）" in told
    assert "抽取人：赵抽查　　监督人：＿＿＿＿　　批准：＿＿＿＿　　日期：" in below
    assert f"{found.day}从2个考核对象中抽取1个；随机抽取的种子：7" in below
    assert found.receipt.code in below
    assert {"核查情况", "核查人", "核查日期"} <= set(told)
    # close verdicts and decisions rest on figures of a sample, and the list says so
    assert banner(found.verification) in told


def test_the_register_bears_the_numbers_of_the_letters_and_who_confirmed_them(begun):
    number, one = appealed(begun)
    answered(begun, one, turned(begun, "乙市").ruling.number)
    again = issue(begun, name="再次", second=True)
    confirm(begun.workspace, (again,), "副手", clock=begun.clock)

    found = {x.number: (x.issue, x.second) for x in register(begun.workspace)}
    assert found[number] == ("2020年度第1次", "")
    assert ("2020年度复核第1次", "") in found.values()
    assert found[again] == ("2020年度第2次", "副手")

    told = cells(write_register(begun.workspace, begun.out("登记簿.xlsx"), 2020))
    assert {"签发编号", "复核人", "文号", "发出日期", "签收人"} <= set(told)
    assert "2020年度复核第1次" in told
    assert any(x.startswith("登记人：＿＿＿＿　　核对人：＿＿＿＿") for x in told)
    assert any("回执码：" in x for x in told)


def test_years_and_signing_sheet_are_signed_and_name_assessment_and_state(begun):
    begun.whole_cities()
    issue(begun)

    years_ = cells(years.write_history(years.history(begun.workspace), begun.out("历年.xlsx")))
    minutes, signing = write_minutes(begun.workspace, 2020, begun.out("会议"))
    sheet = cells(signing)

    assert "历年目标考核结果" in years_
    assert any(x.startswith("编制：＿＿＿＿　　审核：＿＿＿＿　　批准：") for x in years_)
    assert any(re.match(r"签发编号：2020年度第1次　　回执码：\d+:", x) for x in years_)
    assert "2020年度目标考核结果会签表" in sheet
    (state,) = [x for x in sheet if "回执码" in x]
    # minutes and sheet rest on the same state of the ledger
    assert re.match(r"签发编号：〔未签发〕　　回执码：\d+:[0-9a-f]{12}$", state)
    assert state.rpartition("回执码：")[2] in text(minutes)
    assert "2020年度目标考核结果审议会议纪要" in text(minutes)


def test_whom_no_scheme_grades_does_not_wait_for_a_grade():
    gone = SimpleNamespace(year=2020, number=1)
    one = {"total": None, "grade": None, "rank": None, "provisional": False, "judgements": []}

    assert years._year(gone, {**one, "scores": [], "counts": []}).grade == "不评定"
    assert years._year(gone, {**one, "scores": [{}], "counts": []}).grade == "暂不定级"


def test_minutes_name_decisions_and_both_persons(begun):
    begun.both_cities()
    ruled(
        begun.workspace, DecisionKind.OVERRIDE, "total", "met", entity="乙市", year=2020,
        view=View.FINAL, clock=begun.clock,
    )  # fmt: skip

    minutes, signing = write_minutes(begun.workspace, 2020, begun.out("会议"))

    told = text(minutes)
    assert re.search(
        r"\d+年\d+月\d+日，李主任裁定（更改评定结果）：示例乙市2020年度\S+（期末目标），认定为完成；"
        r"理由：\S+；复核人：副手。",
        told,
    )
    # no line of the ledger: neither its numbers nor its signs
    assert not re.search(r"第 ?\d+ ?号|→|\d{4}-\d{2}-\d{2}", told)
    assert signing.is_file()


def test_minutes_call_an_approved_figure_and_agreed_points_by_name_and_unit(begun):
    begun.whole_cities()
    ruled(
        begun.workspace, DecisionKind.FIGURE, "energy_total", "95.5", entity="乙市", year=2020,
        clock=begun.clock,
    )  # fmt: skip
    ruled(
        begun.workspace, DecisionKind.POINTS, "measures.m1", "30", entity="乙市", year=2020,
        clock=begun.clock,
    )  # fmt: skip

    minutes, signing = write_minutes(begun.workspace, 2020, begun.out("会议"))
    told = text(minutes)
    sheet = openpyxl.load_workbook(signing).active
    (row,) = [row for row in sheet.iter_rows(values_only=True) if "示例乙市" in row]

    for marked in (
        row[3],
        next(line for line in told.splitlines() if line.startswith("示例乙市：")),
    ):
        assert "2020年能源消费总量经裁定核定为95.5" in marked
        assert "得分经合议为30分" in marked
    # minutes bear no seal
    assert "印章" not in told
    assert "示例乙市2020年度能源消费总量，核定为95.5 万吨标准煤；理由" in told
    assert re.search(r"示例乙市2020年度“[^a-z”]+”得分，商定为30分；理由", told)
    assert "measures" not in told


def test_minutes_name_the_file_that_a_decision_is_about_and_who_sent_it(begun):
    begun.both_cities()
    form = begun.form("乙", {("energy_total", 2020): 96}, name="乙市_更正.xlsx")
    table = begun.table("公报.csv", ["乙市,coal,2020,49,万吨,最终核实,核定"])
    for path in (form, table):
        number = begun.submit(path).taken[0].submission.number
        ruled(
            begun.workspace, DecisionKind.REVISION, str(number), "accept", clock=begun.clock
        )  # fmt: skip

    told = text(write_minutes(begun.workspace, 2020, begun.out("会议"))[0])

    assert "：示例乙市的填报表“乙市_更正.xlsx”（2021年3月1日收到），采用；理由" in told
    assert "“公报.csv”（2021年3月1日收到），采用；理由" in told


def test_an_appeal_waits_for_an_answer_and_not_for_a_second_person(begun):
    _, one = appealed(begun)

    assert one.standing(one.deadline) == "待答复，余 0 日"


def test_an_outlook_is_issued_from_the_record_and_never_from_an_assumption(begun):
    from click.testing import CliRunner
    from shuangkong.commands import root

    begun.both_cities()
    asked = [
        *("outlook", str(begun.plan), "--workspace", str(begun.workspace), "--year", "2020"),
        *("--output", str(begun.out("预警")), "--issue", "--by", "王处长"),
    ]

    refused = CliRunner().invoke(root, [*asked, "--assume", "甲市.coal.2020=1"])
    assert "假设的数据不能签发" in str(refused.exception)
    done = CliRunner().invoke(root, asked)

    # issued, and both cities still have to correct what they sent
    assert done.exit_code == 1
    assert "须更正 2 条" in done.output
    assert "预警签发" in done.output
    assert verify(begun.workspace).sound


def test_an_outlook_on_the_record_follows_decisions(begun):
    from click.testing import CliRunner
    from shuangkong.commands import root

    begun.submit(
        *(
            begun.form(city, {("energy_total", y): 95 + 4 * (y - 2015) for y in range(2015, 2021)})
            for city in ("甲", "乙")
        )
    )
    asked = ["outlook", str(begun.plan), "--workspace", str(begun.workspace), "--year", "2020"]
    before = CliRunner().invoke(root, asked).output
    ruled(
        begun.workspace, DecisionKind.OVERRIDE, "total", "met", entity="乙市", year=2020,
        clock=begun.clock,
    )  # fmt: skip

    assert CliRunner().invoke(root, asked).output != before
