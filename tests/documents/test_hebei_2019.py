"""The notice of 2019: same cities under the same grades in the same order, from data."""

import csv
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest
from shuangkong.assess.result import Assessment, EntityResult
from shuangkong.documents.letterhead import Letterhead
from shuangkong.documents.letters.draft import Drafting, draft_circular
from shuangkong.vocabulary import Entity

from tests.documents import small
from tests.documents.reading import paragraphs, tables

HEAD = Letterhead(
    issuer="河北省节能减排工作领导小组办公室",
    approver="省政府",
    recipients="各市（含定州、辛集市）人民政府，雄安新区管委会，省政府有关部门",
)


def notice_rows() -> list[dict[str, str]]:
    path = Path(__file__).with_name("hebei_2019.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_published() -> Assessment:
    """The published grades as an assessment; figures other than grades and ranks are invented."""
    base = small.assessment("verified")
    grades = {g.name: g for g in base.scheme.grades}
    entities = {
        "P": Entity(code="P", name="河北省", kind="province"),
        **{
            str(n): Entity(code=str(n), name=r["city"], kind="city")
            for n, r in enumerate(notice_rows())
        },
    }
    template = base.results["A"]
    results: dict[str, EntityResult] = {}
    for number, row in enumerate(notice_rows()):
        results[str(number)] = replace(
            template,
            entity=entities[str(number)],
            grade=grades[row["grade"]],
            total=D(110 - number),
            rank=number + 1,
            honours=(row["honour"],) if row["honour"] else (),
        )
    province = replace(template.judgements[0], entity=entities["P"], actual=D("0.0528"))
    achieved = replace(province.steps[0], value=D("0.0528"))
    province = replace(province, steps=(achieved, *province.steps[1:]))
    top = replace(
        template, entity=entities["P"], judgements=(province,), scores=(), grade=None, rank=None
    )
    # declared in another order than ranked
    mixed = {"P": top, **dict(sorted(results.items(), reverse=True))}
    declared = replace(base.declarations, entities=entities)
    return replace(base, declarations=declared, results=mixed)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("notice") / "通报.docx"
    path.write_bytes(draft_circular(as_published(), Drafting(HEAD)).content)
    return path


def test_the_heading_and_addressees(letter: Path) -> None:
    text = paragraphs(letter)

    assert "河北省节能减排工作领导小组办公室文件" in text
    assert "河北省节能减排工作领导小组办公室\n关于2019年度节能目标考核结果的通报" in text
    assert f"{HEAD.recipients}：" in text


def test_the_opening_tells_the_province_and_who_agreed(letter: Path) -> None:
    opening = next(t for t in paragraphs(letter) if t.startswith("按照"))

    assert "河北省单位地区生产总值能耗降低率，当年降低率5.28%" in opening
    assert opening.endswith("经省政府同意，现将考核结果通报如下：")


def test_cities_stand_under_their_grades_best_first(letter: Path) -> None:
    text = paragraphs(letter)

    assert text[text.index("一、考核结果") + 1] == (
        "衡水市、邯郸市、邢台市、张家口市、秦皇岛市、廊坊市、石家庄市、定州市（8个）为超额完成等级；"
        "沧州市、承德市、雄安新区（3个）为完成等级；"
        "辛集市、唐山市、保定市（3个）为基本完成等级。"
    )


def test_honours_and_consequences_follow(letter: Path) -> None:
    text = paragraphs(letter)

    honours = text[text.index("二、奖惩措施") + 1]

    assert honours == "授予衡水市、邯郸市、邢台市“2019年节能、削煤工作先进市”称号。"
    assert text[text.index(honours) + 1].startswith("考核等级为超额完成的衡水市、")


def test_the_table_lists_all_in_order_of_rank(letter: Path) -> None:
    _, *rows = tables(letter)[-1]

    assert [row[1] for row in rows] == [row["city"] for row in notice_rows()]
    assert rows[0][4] == "2019年节能、削煤工作先进市；予以表扬"
