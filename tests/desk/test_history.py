"""Years side by side: charts with tables, who moved between grades, every number to its trace."""

import html
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shuangkong.desk.charts import EntityPath, EntityPoint, ladder, small, span
from shuangkong.desk.history import moved
from shuangkong.ledger.years import History, Year
from shuangkong.vocabulary import Verification

from tests.desk.conftest import desk_with_forms, log_in
from tests.desk.test_city import OURS, work


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return desk_with_forms(tmp_path_factory.mktemp("history") / "2020考核")


@pytest.fixture
def official(app: Flask) -> FlaskClient:
    return log_in(app, "official")


def year_of(year: int, grade: str) -> Year:
    return Year(year, year, "80", grade, "1", "3/4")


def test_who_moved_between_grades() -> None:
    found = History(
        (2018, 2019),
        (
            ("a", "甲", (year_of(2018, "完成"), year_of(2019, "超额完成"))),
            ("b", "乙", (year_of(2018, "完成"), year_of(2019, "未完成"))),
            ("c", "丙", (year_of(2018, "完成"), year_of(2019, "完成"))),
            ("d", "丁", (year_of(2018, "旧等级"), year_of(2019, "完成"))),
            ("e", "戊", (year_of(2019, "完成"),)),
        ),
        Verification.VERIFIED,
    )

    ((first, second, rows),) = moved(found, ["超额完成", "完成", "未完成"])

    assert (first, second) == (2018, 2019)
    assert [(r.name, r.sign) for r in rows] == [("甲", "▲"), ("乙", "▼"), ("丁", "")]


def test_a_ladder_is_drawn_with_words_and_signs() -> None:
    rows = [("甲<b>", {2018: "完成", 2019: "超额完成"}), ("乙", {2018: "完成", 2019: "完成"}),
            ("丙", {2019: "完成"})]  # fmt: skip

    drawn = ladder([2018, 2019], ["超额完成", "完成"], rows)

    root = ElementTree.fromstring(drawn)
    told = [e.text for e in root.iter() if e.text]
    assert "▲ 甲<b>" in told
    assert "乙" in told
    assert "丙" not in "".join(told), "one year is no way"
    assert not ladder([2018], ["完成"], rows)


def test_small_charts_of_a_row_share_one_scale() -> None:
    def path(name: str, *values: str) -> EntityPath:
        points = [
            EntityPoint(2016 + n, Decimal(v), Decimal(10), v, "10") for n, v in enumerate(values)
        ]  # fmt: skip
        return EntityPath(name, name, tuple(points))

    paths = [path("甲", "0", "10"), path("乙", "0", "100")]

    def end(one: EntityPath) -> float:
        root = ElementTree.fromstring(small(one, span(paths)))
        return float(next(e for e in root.iter() if e.tag == "circle").attrib["cy"])

    assert end(paths[0]) > end(paths[1]), "a tenth of the way is drawn as that"
    assert "style=" not in small(paths[0], span(paths)), "the page's policy allows no such"


def test_paths_have_a_table_beside_each_and_lead_to_traces(official: FlaskClient) -> None:
    page = official.get("/history/2020").text

    assert page.count("<svg") == page.count("</svg>") >= 1
    assert page.count("<section aria") == page.count("<table>")
    links = re.findall(r'href="(/history/2020/130500/\w+/\d{4})"', page)
    trace = official.get(links[0]).text
    assert "累计" in trace
    assert "【" in trace
    (figure, *_) = re.findall(r'href="(/figure/[^"]+)"', trace)
    assert "/cell/" in official.get(html.unescape(figure)).text, "it leads to where it came from"
    own = official.get("/history/2020/130500").text
    assert "<svg" in own
    assert "<table>" in own
    assert official.get("/history/2020/999999").status_code == 404
    assert official.get(links[0][:-4] + "1999").status_code == 404
    assert log_in(official.application, "clerk").get("/history/2020").status_code == 404


def test_issued_years_stand_side_by_side(app: Flask, official: FlaskClient) -> None:
    assert "还没有签发过" in official.get("/history/").text
    for year in (2019, 2020):
        official.post(f"/results/{year}/propose", headers=OURS)
        log_in(app, "approver").post(f"/results/{year}/issue", headers=OURS)
        work(app)

    page = official.get("/history/").text

    assert "2019 年</th>" in page
    assert "2020 年</th>" in page
    assert "等级的变动" in page
    shown = re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', page)
    names = [e.name for e in app.extensions["shuangkong"].declarations.entities.values()]
    assert len(shown) > 10
    assert shown == [name for name in names if name in shown], "in the plan's order"
