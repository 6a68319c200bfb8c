"""What the authority owes is listed for it, and stands in no letter to a city."""

import openpyxl
import pytest
from shuangkong import resources
from shuangkong.api import assessing
from shuangkong.documents import write_documents
from shuangkong.documents.figures import Figures
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.returned import return_words
from shuangkong.documents.owed import FILE, owed, owed_book

from tests.documents import small


@pytest.fixture(scope="module")
def hebei():
    return assessing.assess("hebei-13fyp", 2020, resources.samples() / "hebei-13fyp-mistakes")


def test_targets_that_nobody_set_are_owed_above_and_asked_of_no_city(hebei) -> None:
    rows = [r for r in owed(hebei) if r.kind in ("目标待明确", "属性待补")]
    waiting = {
        (j.target.name, result.entity.name)
        for result in hebei.results.values()
        for j in result.judgements
        if j.owed_above
    }

    assert waiting
    assert {r.what for r in rows} == {target for target, _ in waiting}
    for result in hebei.results.values():
        words = return_words(hebei, result, Letterhead(), Figures())
        names = {target for target, entity in waiting if entity == result.entity.name}
        lines = {line.partition("（")[0] for line in words["待补事项"]}
        judged = {j.target.name for j in result.judgements if not j.owed_above}
        assert not lines & (names - judged)


def test_each_thing_owed_says_how_it_is_done(hebei) -> None:
    ways = {r.what: (r.kind, r.mend) for r in owed(hebei)}

    assert ways["其他城市的公共交通出行比率"][0] == "属性待补"
    for what, word in (
        ("各市高星级绿色建筑品牌小区", "裁定按哪种理解"),
        ("商贸业单位营业收入能耗下降", "裁定以何者为准"),
        ("重点产品的单位产品能耗明显降低", "裁定认可"),
        ("年度削煤任务", "公布或下达目标值"),
    ):
        kind, mend = ways[what]
        assert kind == "目标待明确"
        assert word in mend


def test_a_department_that_has_not_spoken_is_asked_to_and_no_value_is_asked_for() -> None:
    folder = resources.samples() / "carbon-15fyp"

    (row,) = owed(assessing.assess(folder, 2026, folder / "data", checked=False))

    assert row.kind == "评价待报"
    assert row.mend.startswith("由主管部门填写评价表")


def test_points_that_were_not_entered_are_owed(hebei) -> None:
    rows = {r.what: r for r in owed(hebei) if r.kind == "得分待录入"}

    for result in hebei.results.values():
        for score in result.scores:
            missing = [p.name for p in score.parts if p.points is None]
            if missing:
                row = next(r for r in owed(hebei) if r.what == score.item.name)
                assert row.kind == "得分待录入"
    assert rows


def test_findings_in_the_authoritys_own_files_are_owed_once(hebei) -> None:
    theirs = {f for r in hebei.results.values() if r.entity.kind == "city" for f in r.findings}
    own = [r for r in owed(hebei) if r.kind in ("不可用", "须更正", "须说明")]

    assert len({(r.what, r.why) for r in own}) == len(own)
    assert not {r.why for r in own} & {f.why for f in theirs if f.severity.value != "info"}


def test_the_list_stands_beside_the_letters_when_there_is_any(hebei, tmp_path) -> None:
    rows = owed(hebei)
    path = tmp_path / FILE
    path.write_bytes(owed_book(hebei, rows, Letterhead(issue="2020年度第1次", receipt="9:abc")))

    sheet = openpyxl.load_workbook(path).active
    said = [[c.value for c in row] for row in sheet.iter_rows()]
    *listed, signed, issued = said[4:]
    assert [tuple(line[1:6]) for line in listed] == [tuple(r) for r in rows]
    assert signed[0].startswith("编制：＿＿＿＿　　审核：＿＿＿＿　　批准：＿＿＿＿")
    assert issued[0] == "签发编号：2020年度第1次　　回执码：9:abc"
    # its figures are a sample's, and it says so like any other paper
    assert "示例（虚构）" in said[2][0]


def test_it_is_written_with_the_documents_only_where_something_is_owed(tmp_path) -> None:
    made = small.assessment()

    written = write_documents(made, tmp_path / "out")

    assert (FILE in written.files) == bool(owed(made))
