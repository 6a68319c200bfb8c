"""Evidence is listed where things are judged: card, page of the card, of an item, of points."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from shuangkong.ledger.attach import attach
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.store import EntryKind, opened

from tests.desk.conftest import desk_with_forms, log_in
from tests.desk.test_city import OURS

PDF = b"%PDF-1.4 synthetic"


@pytest.fixture
def proved(tmp_path: Path) -> Flask:
    """A desk where a part and a submission of 邢台 have evidence."""
    app = desk_with_forms(tmp_path / "2020考核")
    assessor = log_in(app, "assessor")
    (part, *_) = re.findall(r'<option value="([^"]+)">', assessor.get("/points/2020/130500").text)
    data = {"part": part, "file": (io.BytesIO(PDF), "会议纪要.pdf")}
    assert assessor.post("/points/2020/130500/evidence", data=data, headers=OURS).status_code == 303
    workspace = app.extensions["shuangkong"].workspace
    file = tmp_path / "关停文件.pdf"
    file.write_bytes(PDF + b" 2")
    with opened(workspace) as ledger:
        own = [e.number for e in ledger.entries(None, EntryKind.SUBMISSION)
               if e.content["entity"] == "130500"]  # fmt: skip
    attach(workspace, str(own[0]), [file], "某clerk", note="电厂关停")
    return app


def card(folder: Path, city: str) -> list[tuple[object, ...]]:
    (path,) = folder.glob(f"评分卡/*{city}.xlsx")
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book["填报数据"].iter_rows(values_only=True))
    book.close()
    return rows


def test_evidence_is_reached_from_where_it_is_judged(proved: Flask) -> None:
    official = log_in(proved, "official")
    page = official.get("/results/2020/130500").text
    other = official.get("/results/2020/130100").text

    assert "会议纪要.pdf" in page
    assert "号报送：电厂关停" in page
    assert ".pdf" not in other
    (file,) = re.findall(r'href="(/points/2020/130500/evidence/\d+)"', page)
    assert official.get(file).data == PDF
    (entry,) = re.findall(r'href="(/ledger/\d+)">关停文件.pdf', page)
    assert "关停文件.pdf" in official.get(entry).text
    (item,) = {i for i in re.findall(r'href="(/explain/2020/130500/item/[^"]+)"', page)
               if "会议纪要.pdf" in official.get(i).text}  # fmt: skip
    assert "关停文件.pdf" not in official.get(item).text, "of this item only"
    points = log_in(proved, "assessor").get("/points/2020/130500").text
    assert f'<a href="{file}">佐证：会议纪要.pdf</a>' in points


def test_evidence_is_listed_on_the_card_with_its_hash(proved: Flask, tmp_path: Path) -> None:
    workspace = proved.extensions["shuangkong"].workspace
    with opened(workspace) as ledger:
        kept = {e.content["file"]: e for e in ledger.entries(None, EntryKind.EVIDENCE)}

    assess_workspace(workspace, 2020, tmp_path / "文书")

    rows = card(tmp_path / "文书", "邢台市")
    for name, entry in kept.items():
        (row,) = [r for r in rows if name in r]
        assert entry.content["sha256"] in row
        assert f"台账第{entry.number}号" in str(row)
    assert not [r for r in card(tmp_path / "文书", "石家庄市") if "佐证" in r]


def test_evidence_that_comes_later_is_on_the_next_card(proved: Flask, tmp_path: Path) -> None:
    workspace, folder = proved.extensions["shuangkong"].workspace, tmp_path / "文书"
    before = assess_workspace(workspace, 2020, folder).written
    late = tmp_path / "补充.pdf"
    late.write_bytes(PDF + b" 3")
    (item,) = [x.item for x in assess_workspace(workspace, 2020).assessment.exhibits if x.item]
    attach(workspace, f"130500.{item}", [late], "某assessor", year=2020)

    again = assess_workspace(workspace, 2020, folder).written
    anew = assess_workspace(workspace, 2020, tmp_path / "另一处").written

    assert before
    assert again
    assert anew
    assert [r for r in card(folder, "邢台市") if "补充.pdf" in r]
    assert again.files == anew.files, "what was not made again is what would be made"
    changed = {n for n in again.files if again.files[n] != before.files.get(n)}
    assert [n for n in changed if n.startswith("评分卡/")] == [
        n for n in again.files if n.startswith("评分卡/") and "邢台市" in n
    ]
