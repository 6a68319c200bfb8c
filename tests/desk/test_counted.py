"""A plan that counts indicators instead of giving points: its results as the desk shows them."""

import re
from pathlib import Path

from shuangkong import resources
from shuangkong.desk import accounts
from shuangkong.desk.app import make_app
from shuangkong.desk.rights import Role
from shuangkong.ledger.begin import init
from shuangkong.ledger.submit import submit

from tests.desk.conftest import PASSWORD, log_in

SAMPLE = resources.samples() / "carbon-15fyp"


def test_classes_are_counted_and_no_points_are_missing(tmp_path: Path) -> None:
    workspace = tmp_path / "2026评价"
    init(workspace, str(SAMPLE), "王建账")
    submit(workspace, SAMPLE / "data" / "970100_甲城市_2026_示例.xlsx", 2026, "某经办")
    app = make_app(workspace)
    with app.extensions["shuangkong"].store.writing() as connection:
        accounts.create(connection, "official", "某经办", Role.OFFICIAL)
        hashed = accounts.passwords.hashed(PASSWORD)
        connection.execute("UPDATE account SET password = ?, must_change = 0", (hashed,))
    official = log_in(app, "official")

    page = official.get("/results/2026").text

    heads = re.findall(r"<th scope=[^>]+>([^<]+)</th>", page)
    assert "控制指标" in heads
    assert heads.count("不达标") == heads.count("待定") == 2
    assert not {"名次", "得分", "未完成"} & set(heads)
    (row,) = re.findall(r"<tr><td><a [^>]+>乙城市</a>.*?</tr>", page, re.S)
    reason = re.findall(r"<td>([^<]*)</td></tr>", row)[0]
    own = official.get("/results/2026/970200").text
    (table,) = re.findall(r'id="counts".*?</table>', own, re.S)
    names = re.findall(r"<td>([^<]+)</td><td>待定</td>", table)
    assert len(names) > 3, "nothing came from there"
    assert "可能为" in reason
    said = re.split("[、；，（）]|待定", reason)
    assert [said.count(name) for name in names] == [1] * len(names)
    assert reason in own
