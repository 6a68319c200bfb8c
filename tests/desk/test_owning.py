"""What a city may hand in, file by file, and what became of every file that it signed."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader
from shuangkong.desk import events, owning, versions
from shuangkong.desk.acceptance import unaccepted
from shuangkong.desk.acts import issuing
from shuangkong.desk.assessed import assessed
from shuangkong.desk.events import Happened, Standing
from shuangkong.errors import DeskError
from shuangkong.intake.files import FileRole
from shuangkong.ledger.entries import submissions
from shuangkong.ledger.store import opened
from shuangkong.ledger.submit import submit
from shuangkong.ledger.verify import verify

from tests.desk.conftest import log_in, work
from tests.desk.test_city import GOOD, OTHER, OURS, SAMPLES, dossier, hand_over
from tests.desk.test_province import fresh
from tests.desk.test_taking_back import explained

__all__ = ["fresh"]

FORM = "130500_邢台市_2020.xlsx"
LONG = "entity,indicator,period,value,unit\n{},能源消费总量,2019,{},万吨标准煤\n"
TARGETS = (
    "target,entity,year,tier,value,unit,verification,source,note\n"
    "energy-total,130500,,,99999,万吨标准煤,verified,冀政,放宽\n"
)
POINTS = (SAMPLES / "hebei-13fyp" / "措施评分_2020_示例.xlsx").read_bytes()


def zipped(**files: bytes | str) -> bytes:
    """Files in a zip, by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def uploaded(app: Flask, data: bytes, name: str = "邢台市.zip") -> list[tuple[str, str]]:
    """What is to be corrected in an upload of 邢台's: which message, of which file."""
    clerk = log_in(app, "clerk")
    form = {"file": (io.BytesIO(data), name), "reason": "更正"}
    assert clerk.post("/city/130500/2020/upload", data=form, headers=OURS).status_code == 303
    work(app)
    with app.extensions["shuangkong"].store.reading() as connection:
        found = versions.newest_found(connection, versions.dossier(connection, "2020", "130500"))
    assert found is not None, "it was not checked"
    return [(one.id, one.file.rpartition("/")[2]) for one in found.hard]


def table(entity: str = "邢台市", value: float = 2000) -> str:
    return LONG.format(entity, value)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("allocations.csv", TARGETS, "SK-W023"),
        ("措施评分.xlsx", POINTS, "SK-W023"),
        ("数据.csv", table("邯郸市"), "SK-W020"),
        ("130100_石家庄市_2020.xlsx", OTHER, "SK-W020"),
        ("公报.csv", table("河北省"), "SK-W020"),
    ],
)
def test_an_own_form_hides_no_file_of_somebody_else(
    fresh: Flask, name: str, data: bytes | str, said: str
) -> None:
    hard = uploaded(fresh, zipped(**{FORM: GOOD, name: data}))

    assert (said, name) in hard
    assert hand_over(fresh, log_in(fresh, "clerk"), "2020") == 409
    page = log_in(fresh, "clerk").get("/city/130500/2020").text
    assert "须更正" in page


def test_targets_alone_are_not_handed_in(fresh: Flask) -> None:
    assert ("SK-W023", "allocations.csv") in uploaded(fresh, TARGETS.encode(), "allocations.csv")


def test_a_name_that_somebody_else_used_is_not_taken(fresh: Flask, tmp_path: Path) -> None:
    workspace = fresh.extensions["shuangkong"].workspace
    bulletin = tmp_path / "公报.csv"
    bulletin.write_text(table("河北省", 30000), encoding="utf-8")
    submit(workspace, bulletin, 2020, "某经办")

    taken = uploaded(fresh, zipped(**{FORM: GOOD, "公报.csv": table()}))

    assert taken == [("SK-W024", "公报.csv")]
    assert uploaded(fresh, zipped(**{FORM: GOOD, "邢台市数据.csv": table()})) == []


def handed_over(app: Flask, data: bytes) -> dict[str, str]:
    """Bring an upload as far as the signature; what the signatory sends."""
    uploaded(app, data)
    clerk = log_in(app, "clerk")
    explained(clerk, "2020")
    assert hand_over(app, clerk, "2020") == 303
    current = dossier(app, "2020").current
    assert current
    return {"sha256": current.sha256, "statement": "yes"}


def sign(app: Flask, form: dict[str, str]) -> None:
    """Sign what was handed over."""
    signatory = log_in(app, "signatory")
    assert signatory.post("/city/130500/2020/sign", data=form, headers=OURS).status_code == 303
    work(app)


def test_what_is_signed_is_asked_once_more(fresh: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:  # handed over before it was asked
        patch.setattr(owning, "strange", lambda *_: [])
        form = handed_over(fresh, zipped(**{FORM: GOOD, "allocations.csv": TARGETS}))

    with pytest.raises(DeskError, match=r"allocations\.csv .*这是分解表"):
        sign(fresh, form)

    with opened(fresh.extensions["shuangkong"].workspace) as ledger:
        assert submissions(ledger) == ()
    assert dossier(fresh, "2020").standing is Standing.TO_SIGN


def test_the_receipt_names_every_file_as_the_ledger_has_it(fresh: Flask) -> None:
    workspace = fresh.extensions["shuangkong"].workspace
    sign(fresh, handed_over(fresh, zipped(**{"0.csv": table(), FORM: GOOD})))

    clerk = log_in(fresh, "clerk")
    page = clerk.get("/city/130500/2020/receipt").text
    pdf = PdfReader(io.BytesIO(clerk.get("/city/130500/2020/receipt.pdf").data))
    paper = "".join(one.extract_text() for one in pdf.pages)
    with opened(workspace) as ledger:
        kept = submissions(ledger)
        codes = [ledger.entry(one.number).receipt.code for one in kept]  # type: ignore[union-attr]
    assert [one.file for one in kept] == ["0.csv", FORM]
    for one, code in zip(kept, codes, strict=True):
        assert all(said in page for said in (one.file, one.sha256, f"第 {one.number} 号", code))
        assert one.sha256 in paper
        assert code in paper
    assert verify(workspace, receipts=codes).sound
    last = dossier(fresh, "2020").last(Happened.SIGNED)
    assert last
    assert last.content["submission"] == kept[1].number, "the form, by whatever order"
    numbers = frozenset(one.number for one in kept)
    assert events.entries(last, ()) == numbers
    before = {name: said for name, said in last.content.items() if name != "entries"}
    assert events.entries(replace(last, content=before), kept) == numbers, "signed before"


def test_a_return_is_of_every_file_that_was_signed(fresh: Flask) -> None:
    desk, official = fresh.extensions["shuangkong"], log_in(fresh, "official")

    def wrong() -> str:
        held = issuing.held(desk, 2020)
        made = assessed(desk.workspace, 2020).assessment
        assert [one.file for one in held.used if one.role is FileRole.LONG] == counted
        with desk.store.reading() as connection:
            return unaccepted(connection, held, made).get("130500", "")

    counted = ["表.csv"]
    sign(fresh, handed_over(fresh, zipped(**{"表.csv": table(), FORM: GOOD})))
    assert wrong() == "尚未受理"
    back = {"reason": "口径不对", "deadline": "2099-12-31"}
    official.post("/province/2020/130500/return", data=back, headers=OURS)
    assert wrong() == "已退回"
    assert official.post("/results/2020/propose", headers=OURS).status_code == 409

    counted = []
    sign(fresh, handed_over(fresh, GOOD))
    assert wrong() == "尚未受理"
    official.post("/province/2020/130500/accept", headers=OURS)
    assert wrong() == ""
    assert official.post("/results/2020/propose", headers=OURS).status_code == 303


def test_a_receipt_of_before_is_read(fresh: Flask) -> None:
    old = {"version": 1, "name": "填报.xlsx", "sha256": "0d" * 32, "submission": 7, "figures": 51,
           "receipt": "7-abc", "clerk": "甲", "signatory": "乙"}  # fmt: skip
    with fresh.extensions["shuangkong"].store.writing() as connection:
        events.add(connection, Happened.SIGNED, 1, round_="2020", entity="130500", content=old)

    page = log_in(fresh, "clerk").get("/city/130500/2020/receipt").text

    assert all(said in page for said in ("填报.xlsx", "0d" * 32, "第 7 号", "7-abc"))
