"""The desk to try: thirteen invented cities of a province, somebody of every role."""

import csv
import io
import os
import re
from pathlib import Path

from shuangkong import resources
from shuangkong.desk import accounts, demo, store
from shuangkong.desk.app import make_app
from shuangkong.desk.rights import Role
from shuangkong.ledger import database

from tests.desk.conftest import PASSWORD, log_in, work
from tests.desk.test_city import hand_over

OURS = {"Sec-Fetch-Site": "same-origin"}


def test_a_city_of_the_demonstration_hands_in_its_sample(tmp_path: Path) -> None:
    workspace = tmp_path / "试用"
    listed = demo.make(workspace, lambda _: None)
    with listed.open(encoding="utf-8-sig", newline="") as file:
        people = list(csv.DictReader(file))
    assert {one["角色"] for one in people} == {role.chinese for role in Role}
    assert sum(one["角色"] == Role.CLERK.chinese for one in people) == 13
    if os.name == "posix":  # on Windows the folder says who may read
        private = [listed, workspace / store.FILE, workspace / database.FILE]
        assert [path.stat().st_mode & 0o777 for path in private] == [0o600] * 3
        assert workspace.stat().st_mode & 0o077 == 0
    before = listed.read_bytes()
    assert demo.make(workspace, lambda _: None).read_bytes() == before, "made once"

    app = make_app(workspace)
    with app.extensions["shuangkong"].store.writing() as connection:
        hashed = accounts.passwords.hashed(PASSWORD)
        connection.execute("UPDATE account SET password = ?, must_change = 0", (hashed,))
    clerk = log_in(app, "970100a")
    form = resources.samples() / "carbon-15fyp" / "data" / "970100_甲城市_2026_示例.xlsx"
    data = {"file": (io.BytesIO(form.read_bytes()), form.name)}
    assert clerk.post("/city/970100/2026/upload", data=data, headers=OURS).status_code == 303
    work(app)
    assert hand_over(app, clerk, "2026", "970100") == 303
    board = log_in(app, "official").get("/province/2026").text
    assert re.search("甲城市.*待市级签发", board, re.DOTALL)
