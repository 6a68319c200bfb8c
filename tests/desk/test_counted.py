"""A plan that counts indicators instead of giving points: its results as the desk shows them."""

import re
from pathlib import Path

from flask import Flask
from shuangkong import resources
from shuangkong.desk import accounts
from shuangkong.desk.app import make_app
from shuangkong.desk.rights import Role
from shuangkong.ledger.begin import init
from shuangkong.ledger.entries import submissions
from shuangkong.ledger.judging import owned
from shuangkong.ledger.store import opened
from shuangkong.ledger.submit import submit
from shuangkong.vocabulary import VerdictBy

from tests.desk.conftest import PASSWORD, log_in
from tests.desk.test_city import OURS

SAMPLE = resources.samples() / "carbon-15fyp"


def desk_of_a_count(workspace: Path) -> Flask:
    """A desk of a plan that counts, with a city's people and the province's official."""
    init(workspace, str(SAMPLE), "王建账")
    app = make_app(workspace)
    with app.extensions["shuangkong"].store.writing() as connection:
        for login, role, entity, department in (
            ("clerk", Role.CLERK, "970100", None), ("signatory", Role.SIGNATORY, "970100", None),
            ("other", Role.SIGNATORY, "970200", None), ("official", Role.OFFICIAL, None, None),
            ("auditor", Role.AUDITOR, None, None),
            ("department", Role.DEPARTMENT, None, "主管部门"),
        ):  # fmt: skip
            accounts.create(
                connection, login, f"某{login}", role, entity=entity, department=department
            )
        hashed = accounts.passwords.hashed(PASSWORD)
        connection.execute("UPDATE account SET password = ?, must_change = 0", (hashed,))
    return app


def test_a_city_and_the_top_entity_say_of_themselves_what_their_workbook_would(
    tmp_path: Path,
) -> None:
    app = desk_of_a_count(tmp_path / "2026评价")
    workspace = app.extensions["shuangkong"].workspace
    signatory, official = log_in(app, "signatory"), log_in(app, "official")
    here = "/city/970100/self/2026"

    page = signatory.get(here).text
    (key, second, *_) = re.findall(r'name="met-([^"]+)" value="yes"', page)
    assert key.startswith("970100-")
    assert signatory.post(here, data={f"met-{key}": "yes"}, headers=OURS).status_code == 409
    said = {f"met-{key}": "no", f"basis-{key}": "能源统计年报", f"met-{second}": "yes",
            f"basis-{second}": "项目台账"}  # fmt: skip
    assert signatory.post(here, data=said, headers=OURS).status_code == 303
    assert signatory.post(here, data=said, headers=OURS).status_code == 409, "nothing new"
    rows = owned(workspace, 2026, VerdictBy.SELF, "970100")
    given = {f"{r.entity.code}-{r.target.id}": r.given.met for r in rows if r.given}
    assert given == {key: False, second: True}
    with opened(workspace) as ledger:
        (taken,) = submissions(ledger)
    assert (taken.role.value, taken.by) == ("verdicts", "某signatory")

    clerk = log_in(app, "clerk")
    page = clerk.get(here).text
    assert "能源统计年报" in page
    assert "<fieldset" not in page, "who signs for the city says it"
    assert clerk.post(here, data=said, headers=OURS).status_code == 404
    other = log_in(app, "other")
    assert other.get(here).status_code == 404
    assert other.post(here, data=said, headers=OURS).status_code == 404
    assert official.post(here, data=said, headers=OURS).status_code == 404
    assert "能源统计年报" in official.get("/verdicts/sides/2026").text

    page = official.get("/self/2026").text
    (own, *_) = re.findall(r'name="met-([^"]+)" value="yes"', page)
    top = app.extensions["shuangkong"].declarations.plan.top
    assert own.startswith(f"{top}-")
    said = {f"met-{own}": "yes", f"basis-{own}": "统计公报"}
    assert log_in(app, "auditor").post("/self/2026", data=said, headers=OURS).status_code == 404
    assert official.post("/self/2026", data=said, headers=OURS).status_code == 303
    rows = owned(workspace, 2026, VerdictBy.SELF, top)
    assert [r.given.basis for r in rows if r.given] == ["统计公报"]
    assert "2026 年" in official.get("/self").text
    assert "自评" in signatory.get("/city/970100").text


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
    (row,) = re.findall(r"<tr><td><a [^>]+>甲城市</a>.*?</tr>", page, re.S)
    reason = re.findall(r"<td>([^<]*)</td></tr>", row)[0]
    unsent = page.split("乙城市</a>")[1].split("</tr>")[0]
    assert unsent.endswith("<td>尚未报送数据，暂不定级</td>")
    own = official.get("/results/2026/970100").text
    (table,) = re.findall(r'id="counts".*?</table>', own, re.S)
    names = re.findall(r"<td>([^<]+)</td><td>待定</td>", table)
    assert len(names) > 3, "nothing came from there"
    assert "可能为" in reason
    said = re.split("[、；，（）]|待定", reason)
    assert [said.count(name) for name in names] == [1] * len(names)
    assert reason in own
