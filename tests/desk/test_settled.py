"""Whether a doubt is settled is answered once: at the desk, in the ledger, by a check."""

import re
from pathlib import Path

import pytest
from flask import Flask
from shuangkong.desk import versions
from shuangkong.ledger.begin import init
from shuangkong.ledger.entries import kept_by
from shuangkong.ledger.evidence import evidence
from shuangkong.ledger.plans import declarations_of
from shuangkong.ledger.state import state
from shuangkong.ledger.status import EntityStatus, status
from shuangkong.ledger.store import opened
from shuangkong.ledger.submit import submit
from shuangkong.ledger.verify import verify
from shuangkong.reporting import ReportState

from tests.desk.conftest import Login, work
from tests.desk.test_city import OTHER, OURS, SOFT, WRONG, dossier, hand_over, put, round_id

__all__ = ["round_id"]
SENTENCE = "两台机组停机检修，已核对台账"


def ours(workspace: Path) -> EntityStatus:
    (found,) = [one for one in status(workspace, 2020).entities if one.entity.code == "130500"]
    return found


def reported(app: Flask, login: Login, round_: str) -> None:
    """A form with doubts as a city hands it in: each explained, signed, in the ledger."""
    clerk, signatory = login("clerk"), login("signatory")
    here = f"/city/130500/{round_}"
    assert put(clerk, round_, SOFT).status_code == 303
    work(app)
    keys = re.findall(r'name="key" value="(\w+)"', clerk.get(here).text)
    assert keys
    for key in keys:
        said = {"key": key, "sentence": SENTENCE}
        assert clerk.post(f"{here}/confirm", data=said, headers=OURS).status_code == 303
    assert hand_over(app, clerk, round_) == 303
    current = dossier(app, round_).current
    assert current
    form = {"sha256": current.sha256, "statement": "yes"}
    assert signatory.post(f"{here}/sign", data=form, headers=OURS).status_code == 303
    work(app)


@pytest.mark.parametrize("sentence", ["", "无误", "  无误。  "])
def test_a_word_settles_no_doubt(app: Flask, login: Login, round_id: str, sentence: str) -> None:
    clerk, here = login("clerk"), f"/city/130500/{round_id}"
    put(clerk, round_id, SOFT)
    work(app)
    (key,) = re.findall(r'name="key" value="(\w+)"', clerk.get(here).text)

    said = {"key": key, "sentence": sentence}
    answer = clerk.post(f"{here}/confirm", data=said, headers=OURS)

    assert answer.status_code == 409
    assert "说明太短" in answer.text
    assert not dossier(app, round_id).confirmed
    assert hand_over(app, clerk, round_id) == 409
    said["sentence"] = "核对无误"
    assert clerk.post(f"{here}/confirm", data=said, headers=OURS).status_code == 303


def test_a_sentence_settles_nothing_but_a_doubt_of_the_newest_version(
    app: Flask, login: Login, round_id: str
) -> None:
    clerk, here = login("clerk"), f"/city/130500/{round_id}"
    put(clerk, round_id, WRONG)
    work(app)
    with app.extensions["shuangkong"].store.reading() as connection:
        found = versions.newest_found(connection, dossier(app, round_id))
    assert found
    assert found.hard

    for key in ("unknown", "", *(one.key for one in found.hard)):
        said = {"key": key, "sentence": SENTENCE}
        assert clerk.post(f"{here}/confirm", data=said, headers=OURS).status_code == 404, key

    assert not dossier(app, round_id).confirmed


def test_a_sentence_at_the_desk_settles_the_doubt_in_the_ledger(
    app: Flask, login: Login, round_id: str, tmp_path: Path
) -> None:
    workspace = app.extensions["shuangkong"].workspace
    other, copy = tmp_path / "130100_石家庄市_2020.xlsx", tmp_path / "填报.xlsx"
    other.write_bytes(OTHER)
    copy.write_bytes(SOFT)
    submit(workspace, [other], 2020, "某经办")

    reported(app, login, round_id)

    # the board, the city's page and the ledger say the same
    rows = {r["代码"]: r for r in login("official").get(f"/province/{round_id}/board.json").json}
    case = dossier(app, round_id)
    with app.extensions["shuangkong"].store.reading() as connection:
        found = versions.newest_found(connection, case)
    assert found
    assert rows["130500"]["已说明"] == len(found.soft) > 0
    assert case.unexplained(found) == ()
    said = {"key": found.soft[0].key, "sentence": "换一种说法"}
    late = login("clerk").post(f"/city/130500/{round_id}/confirm", data=said, headers=OURS)
    assert late.status_code == 409, "what was signed is not explained otherwise afterwards"
    assert "均已说明" in login("clerk").get(f"/city/130500/{round_id}").text
    assert (ours(workspace).row.state, ours(workspace).row.doubts) == (ReportState.DONE, 0)
    # who reads the doubt in the ledger reads the sentence with it, and the ledger vouches for it
    with opened(workspace) as ledger:
        entry = next(e for e in ledger.entries(None)[::-1] if e.content.get("explanations"))
        assert SENTENCE in ledger.blob(dict(kept_by(entry))["说明"]).decode()
        assert ledger.head
        year = state(ledger, 2020, ledger.head.number)
        said = evidence(ledger, declarations_of(ledger, year.snapshot), year).findings
    settled = [f for f in said if f.mend == f"报送时已说明：{SENTENCE}"]
    assert {f.severity.value for f in settled} == {"info"}
    assert verify(workspace).findings == ()
    # the same file by another way says nothing of the doubts, and takes nothing back
    (again,) = submit(workspace, [copy], 2020, "某经办").taken
    assert (again.already, again.submission.number) == (True, entry.number)
    assert ours(workspace).row.state is ReportState.DONE


def test_a_doubt_of_which_nobody_spoke_stays_open(tmp_path: Path) -> None:
    workspace, path = tmp_path / "2020考核", tmp_path / "130500_邢台市_2020.xlsx"
    init(workspace, "hebei-13fyp", "王建账")
    path.write_bytes(SOFT)

    submit(workspace, [path], 2020, "某经办")

    assert ours(workspace).row.state is ReportState.TO_EXPLAIN
