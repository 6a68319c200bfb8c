"""Every paper of an issue says which issue it is, and what it rests on."""

import docx
import openpyxl
import pytest
from shuangkong.errors import LedgerError
from shuangkong.ledger import issue as issuing
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.store import opened
from shuangkong.ledger.verify import verify


def _issue(world, name: str):
    return assess_workspace(
        world.workspace, 2020, world.out(name), issue=True, by="王处长", clock=world.clock
    )


def _said(path) -> str:
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path).worksheets
        return "\n".join(str(c.value) for s in sheets for row in s.iter_rows() for c in row)
    document = docx.Document(str(path))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_every_paper_of_an_issue_has_its_number_and_a_receipt_that_is_found_again(begun) -> None:
    begun.both_cities()
    with opened(begun.workspace) as ledger:
        assert ledger.head is not None
        rests_on = ledger.head.code

    done = _issue(begun, "一")

    papers = [p for p in sorted(begun.out("一").rglob("*")) if p.suffix in (".docx", ".xlsx")]
    papers = [p for p in papers if p.parent.name != "来源"]
    assert len(papers) > 4
    for path in papers:
        assert "2020年度第1次" in _said(path), path.name
        assert rests_on in _said(path), path.name
    assert done.letterhead.receipt == rests_on
    assert not verify(begun.workspace, receipts=[rests_on]).findings


def test_a_second_issue_is_the_second_and_says_that_it_corrects(begun) -> None:
    begun.both_cities()
    _issue(begun, "一")
    begun.clock.on("2021-06-01")

    _issue(begun, "二")

    said = _said(begun.out("二") / "通报（草稿）.docx")
    assert "2020年度第2次" in said
    assert "关于更正2020年度" in said
    assert "关于更正" not in _said(begun.out("一") / "通报（草稿）.docx")


def test_what_is_not_issued_says_so(begun) -> None:
    begun.both_cities()

    assess_workspace(begun.workspace, 2020, begun.out("试"), clock=begun.clock)

    assert "〔未签发〕" in _said(begun.out("试") / "通报（草稿）.docx")


def test_an_issue_that_another_one_overtook_is_refused(begun, monkeypatch) -> None:
    begun.both_cities()
    write = issuing.write_documents

    def overtaken(*given, **more):
        monkeypatch.setattr(issuing, "write_documents", write)
        _issue(begun, "先")
        return write(*given, **more)

    monkeypatch.setattr(issuing, "write_documents", overtaken)

    with pytest.raises(LedgerError, match="SK-W022"):
        _issue(begun, "后")


def said_of_state(folder):
    (card,) = (folder / "评分卡").glob("*乙市*.xlsx")
    book = openpyxl.load_workbook(card, data_only=True)
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row]
    return [cell for cell in cells if "签发" in cell or "各数与" in cell]


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_card_that_nobody_issued_speaks_of_no_issue(begun):
    begun.whole_cities()
    assess_workspace(begun.workspace, 2020, begun.out("试算"), clock=begun.clock)
    assess_workspace(
        begun.workspace, 2020, begun.out("签发"), issue=True, by="王处长", clock=begun.clock
    )

    (tried,) = [told for told in said_of_state(begun.out("试算")) if "未签发" not in told]
    assert tried.startswith("各数与本次试算一致；")
    assert any(told.startswith("各数与签发时一致；") for told in said_of_state(begun.out("签发")))


def test_no_letter_is_dated_before_the_year_that_it_is_about(begun):
    from click.testing import CliRunner
    from shuangkong.commands import root

    begun.both_cities()
    asked = [
        *("assess", str(begun.plan), "--workspace", str(begun.workspace), "--year", "2020"),
        *("--output", str(begun.out("结果")), "--date"),
    ]

    refused = CliRunner().invoke(root, [*asked, "2012-01-01"])

    assert "成文日期 2012-01-01 早于所考核的 2020 年" in str(refused.exception)
    assert not begun.out("结果").exists()
    assert CliRunner().invoke(root, [*asked, "2021-03-01"]).exit_code in (0, 1)
    assert begun.out("结果").exists()
