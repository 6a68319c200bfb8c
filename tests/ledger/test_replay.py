import json
from pathlib import Path

import docx
import pytest
from shuangkong import resources
from shuangkong.documents.letterhead import Letterhead
from shuangkong.errors import LedgerError
from shuangkong.ledger import replay as replaying
from shuangkong.ledger.entries import issues
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.replay import replay
from shuangkong.ledger.store import opened
from shuangkong.vocabulary import DecisionKind

from tests.ledger.conftest import ruled


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def issue(world, name, **more):
    done = assess_workspace(
        world.workspace,
        2020,
        world.out(name),
        issue=True,
        by="王处长",
        clock=world.clock,
        **more,
    )
    return tree(world.out(name)), done


def test_everything_issued_is_kept_and_nothing_of_the_time_is_in_it(begun):
    begun.both_cities()
    begun.clock.on("2021-03-31")
    first, done = issue(begun, "三月")
    begun.clock.on("2022-07-01")
    # a second issue would say that it replaces the first
    replay(begun.workspace, "2021-03-31", 2020, begun.out("次年"))

    assert first == tree(begun.out("次年"))
    with opened(begun.workspace) as ledger:
        [record] = issues(ledger, 2020)
        assert {name: ledger.blob(sha) for name, sha in record.files.items()} == first
    assert record.number == done.receipt.number
    assert "manifest.json" in first


def test_a_day_comes_back_byte_for_byte_whatever_happened_since(begun):
    begun.both_cities()
    begun.clock.on("2021-03-31")
    then, _ = issue(begun, "签发")
    begun.clock.on("2021-06-01")
    late = begun.submit(begun.form("甲", {("energy_total", 2020): 120}))
    number = str(late.taken[0].submission.number)
    ruled(begun.workspace, DecisionKind.REVISION, number, "accept", "李", "核实", clock=begun.clock)
    begun.change("schemes/demo.yaml", "at_least: 60", "at_least: 70")
    begun.change("targets/targets.yaml", "100 万吨标准煤", "80 万吨标准煤")
    changed, _ = issue(begun, "改后", plan=str(begun.plan))

    done = replay(begun.workspace, "2021-03-31", 2020, begun.out("重演"))

    assert changed != then
    assert tree(begun.out("重演")) == then
    assert done.differing == ()
    assert done.issue is not None
    replay(begun.workspace, "2021-06-01", 2020, begun.out("六月"))
    assert tree(begun.out("六月")) == changed


def test_a_decision_made_after_the_issue_waits_for_the_next(begun):
    begun.both_cities()
    then, _ = issue(begun, "签发")
    ruled(
        begun.workspace,
        DecisionKind.OVERRIDE,
        "total",
        "met",
        "李",
        "同意",
        entity="乙市",
        clock=begun.clock,
    )

    done = replay(begun.workspace, "2021-12-31", 2020, begun.out("重演"))

    assert tree(begun.out("重演")) == then
    assert done.later == 2


def test_a_day_without_an_issue_is_what_the_ledger_held(begun):
    begun.both_cities()
    assess_workspace(begun.workspace, 2020, begun.out("试算"), clock=begun.clock)
    begun.clock.on("2021-05-05")
    begun.submit(begun.form("甲", {("energy_total", 2020): 120}))

    done = replay(begun.workspace, "2021-03-01", 2020, begun.out("重演"))

    assert done.issue is None
    assert tree(begun.out("重演")) == tree(begun.out("试算"))


def test_the_plan_of_a_trial_run_is_recorded_so_that_the_day_can_come_back(begun):
    begun.both_cities()
    begun.change("targets/targets.yaml", "100 万吨标准煤", "80 万吨标准煤")
    assess_workspace(
        begun.workspace, 2020, begun.out("试算"), plan=str(begun.plan), clock=begun.clock
    )
    begun.change("targets/targets.yaml", "80 万吨标准煤", "85 万吨标准煤")

    replay(begun.workspace, "2021-03-01", 2020, begun.out("重演"))

    assert tree(begun.out("重演")) == tree(begun.out("试算"))


def test_templates_and_letterhead_come_back_with_the_issue(begun):
    own = begun.folder / "模板"
    own.mkdir()
    template = docx.Document(str(resources.templates() / "letters" / "result.docx"))
    template.add_paragraph("示例省自己加的一段。")
    template.save(str(own / "result.docx"))
    begun.both_cities()
    begun.submit(begun.scores({"甲": "40", "乙": "40"}, name="评分.xlsx"))
    plain, _ = issue(begun, "随附模板")
    letterhead = Letterhead(issuer="示例省节能办")
    then, _ = issue(begun, "签发", letterhead=letterhead, templates=own)
    (own / "result.docx").unlink()

    done = replay(begun.workspace, "2021-12-31", 2020, begun.out("重演"))

    assert then != plain
    assert tree(begun.out("重演")) == then
    assert done.differing == ()


def test_the_kept_documents_are_handed_out_as_they_are(ledger, tmp_path):
    done = replay(ledger, "2021-12-31", 2020, tmp_path / "原件", stored=True)

    assert done.stored
    assert set(tree(tmp_path / "原件")) == set(done.files)


def test_a_difference_is_said_with_the_software_that_differs(ledger, tmp_path, monkeypatch):
    before = replaying.software()
    monkeypatch.setattr(replaying, "software", lambda: {**before, "polars": "9.9"})
    issued = replay(ledger, "2021-12-31", 2020, tmp_path / "一")
    with opened(ledger) as opened_ledger:
        [record] = issues(opened_ledger, 2020)
    files = {**issued.files, "results.json": "0" * 64}

    differing, [finding] = replaying.compared(record, files)

    assert issued.differing == ()
    assert differing == ("results.json",)
    assert finding.kind == "SK-L065"
    assert "polars" in finding.why
    monkeypatch.setattr(replaying, "software", lambda: dict(record.software))
    assert replaying.compared(record, files)[1][0].kind == "SK-L064"


@pytest.mark.parametrize("asked", ["2019-01-01", "999", "0", "昨天", "2021-13-01"])
def test_a_moment_that_means_nothing_is_refused(ledger, tmp_path, asked):
    with pytest.raises(LedgerError, match=r"SK-L04[01]"):
        replay(ledger, asked, 2020, tmp_path / "x")


def test_without_an_issue_there_are_no_kept_documents(begun):
    with pytest.raises(LedgerError, match="SK-L042"):
        replay(begun.workspace, "2021-12-31", 2020, begun.out("x"), stored=True)


def test_an_issue_needs_a_name_and_a_folder(begun):
    begun.both_cities()
    with pytest.raises(LedgerError, match="SK-L008"):
        assess_workspace(begun.workspace, 2020, begun.out("x"), issue=True)
    with pytest.raises(LedgerError, match="SK-L008"):
        assess_workspace(begun.workspace, 2020, issue=True, by="王")


def test_figures_are_taken_from_the_ledger_and_no_workbook_is_read(ledger, monkeypatch):
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("a workbook was read")

    monkeypatch.setattr("shuangkong.intake.files.read_book", refuse)

    done = assess_workspace(ledger, 2020)

    assert done.assessment.results["990100"].total is not None


def test_inputs_are_named_by_their_number_in_the_ledger(ledger, tmp_path):
    done = assess_workspace(ledger, 2020, tmp_path / "文书")

    manifest = json.loads((tmp_path / "文书" / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["inputs"]) == {s.name for s in done.evidence.contributing}
    assert "0003_甲市_2020.xlsx" in manifest["inputs"]
