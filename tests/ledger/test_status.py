import datetime
import os
import time
import zipfile

import docx
import pytest
from click.testing import CliRunner
from shuangkong.api.submissions import standings
from shuangkong.commands.root import root
from shuangkong.errors import LedgerError
from shuangkong.intake.status import saved_at
from shuangkong.ledger import show, show_changes
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.state import Use
from shuangkong.ledger.status import status
from shuangkong.ledger.versions import versions


def by_city(found):
    return {one.entity.name: one for one in found.entities}


def test_who_has_submitted_and_who_has_not(begun):
    begun.submit(begun.form("甲", {("coal", 2020): 1}))
    begun.submit(begun.form("甲", {("coal", 2020): 2}))

    found = status(begun.workspace, 2020)

    assert by_city(found)["示例甲市"].versions == 2
    assert by_city(found)["示例甲市"].form.number == 4
    assert by_city(found)["示例乙市"].missing
    assert "未报 1 个" in show.status(found)
    assert "未报的有：示例乙市" in show.status(found)


def test_a_city_that_only_a_bulletin_speaks_of_is_not_missing(begun):
    begun.submit(begun.table("公报.csv", ["乙市,coal,2020,49,万吨,最终核实,核定"]))

    found = by_city(status(begun.workspace, 2020))

    assert not found["示例乙市"].missing
    assert found["示例甲市"].missing


def test_blocked_and_waiting_submissions_are_listed(begun):
    begun.both_cities()
    assess_workspace(
        begun.workspace, 2020, begun.out("签发"), issue=True, by="王", clock=begun.clock
    )
    late = begun.submit(begun.form("甲", {("coal", 2020): 3})).taken[0].submission.number
    blank = begun.submit(begun.form("乙", {})).taken[0].submission.number

    found = status(begun.workspace, 2020)

    cities = by_city(found)
    assert [one.number for one in cities["示例甲市"].waiting] == [late]
    assert [one.number for one in cities["示例乙市"].unusable] == [blank]
    assert [f.kind for f in found.findings] == ["SK-L018"]
    text = show.status(found)
    assert f"第 {late} 号待裁定" in text
    assert f"第 {blank} 号不可用" in text
    assert "已签发" in text


def test_what_was_read_with_earlier_declarations_is_said(begun):
    begun.both_cities()
    begun.change("indicators.yaml", "name: 煤炭消费量", "name: 煤炭消费总量")
    begun.submit(begun.form("甲", {("coal", 2020): 3}), plan=str(begun.plan))

    found = status(begun.workspace, 2020).findings

    assert [(f.kind, f.place.file) for f in found] == [("SK-L070", "0004_乙市_2020.xlsx")]


def test_every_version_of_a_figure_is_there_with_its_place(begun):
    begun.submit(begun.form("甲", {("coal", 2020): 1}))
    begun.submit(begun.form("甲", {("coal", 2020): 2}))
    begun.submit(begun.table("公报.csv", ["甲市,coal,2020,2.5,万吨,最终核实,核定"]))

    found = versions(begun.workspace, 2020, "甲市", "煤炭消费量", "2020")

    assert [(str(v.observation.value), v.standing, v.counts) for v in found.found] == [
        ("1", Use.REPLACED, False),
        ("2", Use.USED, False),
        ("2.5", Use.USED, True),
    ]
    told = show_changes.versions(found)
    assert "0005_公报.csv" in told
    assert sum(" 采用 " in line for line in told.splitlines()) == 1
    assert "未采用" in told
    assert "核定数先于自报数" in told
    assert "没有这个数据" in show_changes.versions(
        versions(begun.workspace, 2020, "990200", "coal", "2020")
    )


@pytest.mark.parametrize(
    ("asked", "kind"), [(("丙市", "coal"), "SK-L031"), (("甲市", "coat"), "SK-L044")]
)
def test_a_figure_the_plan_does_not_know_is_refused(begun, asked, kind):
    with pytest.raises(LedgerError, match=kind):
        versions(begun.workspace, 2020, *asked, "2020")


def test_verify_loads_no_data_library(begun):
    import subprocess
    import sys
    from pathlib import Path

    begun.both_cities()
    script = (
        "import sys; from pathlib import Path; from shuangkong.ledger import show_checks\n"
        "from shuangkong.ledger.verify import verify\n"
        "where = Path(sys.argv[1])\n"
        "show_checks.verified(verify(where))\n"
        "sys.exit('polars' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(begun.workspace)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_folder_a_zip_and_the_ledger_tell_one_state_for_the_same_files(begun, tmp_path):
    folder = tmp_path / "收件"
    folder.mkdir()
    whole = {
        (name, y): 40.0 + y % 7 for name in ("energy_total", "coal") for y in range(2015, 2021)
    }
    for city, figures in (("甲", whole), ("乙", {("coal", 2020): 4})):
        form = begun.form(city, figures)
        (folder / form.name).write_bytes(form.read_bytes())
    (folder / "佐证.pdf").write_bytes(b"%PDF-1.4")
    (folder / "现场.png").write_bytes(b"\x89PNG")
    packed = tmp_path / "收件.zip"
    with zipfile.ZipFile(packed, "w") as package:
        for path in sorted(folder.iterdir()):
            package.write(path, path.name)
        package.writestr("__MACOSX/._甲.xlsx", b"\0")
        package.writestr("~$甲.xlsx", b"\0")
    begun.submit(*sorted(folder.iterdir()))

    found = {
        "folder": standings(begun.plan, 2020, folder),
        "zip": standings(begun.plan, 2020, packed),
        "ledger": status(begun.workspace, 2020).rows,
    }

    told = {where: [(one.entity.name, one.word) for one in rows] for where, rows in found.items()}
    assert told["folder"] == told["zip"] == told["ledger"]
    assert len(set(told["folder"])) == 2
    states = [one.state for one in found["folder"]]
    assert (states[0].stuck, states[1].stuck) == (False, True)
    assert all(one.received for rows in found.values() for one in rows)


def test_a_table_without_a_usable_figure_is_no_silence(begun):
    wrong = begun.table("公报.csv", ["甲市,coal,2020,约49,万吨,最终核实,核定"])
    begun.submit(wrong)

    rows = {
        "folder": standings(begun.plan, 2020, wrong),
        "ledger": status(begun.workspace, 2020).rows,
    }

    words = {where: [row.word for row in found] for where, found in rows.items()}
    assert words["ledger"] == words["folder"] == ["待更正（1条）", "未报"]

    begun.submit(begun.table("公报.csv", ["甲市,coal,2020,49,万吨,最终核实,核定"]))
    # one figure of several that are needed
    assert [row.word for row in status(begun.workspace, 2020).rows] == ["须说明", "未报"]


def test_a_filled_form_of_another_year_is_as_grave_in_the_ledger_as_in_a_folder(begun):
    old = begun.form("甲", {("coal", 2019): 1, ("coal", 2018): 1}, year=2019)
    begun.submit(old)

    rows = {
        "folder": standings(begun.plan, 2020, old),
        "ledger": status(begun.workspace, 2020).rows,
    }

    said = {where: (found[0].word, found[0].faults) for where, found in rows.items()}
    assert said["ledger"] == said["folder"] == ("往年表", 1)
    assert status(begun.workspace, 2019).rows[0].word == "待更正（1条）"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of this system cannot be set")
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai"])
def test_a_file_came_at_the_time_of_beijing_wherever_the_machine_stands(
    begun, tmp_path, monkeypatch, zone
):
    form = begun.form("甲", {("coal", 2020): 1})
    moment = datetime.datetime(2021, 3, 31, 17, 40, tzinfo=datetime.UTC).timestamp()
    os.utime(form, (moment, moment))
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert saved_at(form) == "2021-04-01 01:40"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_file_that_cannot_be_opened_is_told_of_whom_its_name_says(begun, tmp_path):
    damaged = begun.form("甲", {("coal", 2020): 4}).read_bytes()[:4000]
    path = tmp_path / "示例甲市.xlsx"
    path.write_bytes(damaged)
    begun.submit(path)

    rows = {
        "folder": standings(begun.plan, 2020, path),
        "ledger": status(begun.workspace, 2020).rows,
    }

    words = {where: [row.word for row in found] for where, found in rows.items()}
    assert words["ledger"] == words["folder"] == ["待更正（1条）", "未报"]
    for found in rows.values():
        assert "报来的示例甲市.xlsx不能用（文件损坏" in "；".join(found[0].remarks)
    assert status(begun.workspace, 2020).lost == ()
    assert "未报的有：示例乙市" in show.status(status(begun.workspace, 2020))


def test_a_file_that_is_nobodys_and_of_no_use_is_named_until_it_is_settled(begun, tmp_path):
    nobody, named = tmp_path / "说明.xlsx", tmp_path / "示例乙市.xlsx"
    nobody.write_bytes(b"PK\x03\x04 no workbook")
    named.write_bytes(b"PK\x03\x04 no workbook")
    whole = {(n, y): 40.0 + y % 7 for n in ("energy_total", "coal") for y in range(2015, 2021)}
    begun.submit(begun.form("甲", whole))
    begun.submit(nobody, named)
    begun.submit(begun.form("乙", whole))
    ask = ["status", str(begun.workspace), "--year", "2020"]

    (lost,) = status(begun.workspace, 2020).lost
    assert lost.place.file == "说明.xlsx"
    told = CliRunner().invoke(root, ask)
    assert "不能用的文件，有 1 处：\n  说明.xlsx不能用（" in told.output
    assert "示例乙市.xlsx不能用" not in told.output
    asked = CliRunner().invoke(root, [*ask, "--format", "csv"])
    assert "说明.xlsx不能用（" in asked.stderr
    assert (told.exit_code, asked.exit_code) == (1, 1)

    begun.submit(begun.table("说明.xlsx", ["甲市,coal,2020,45,万吨,最终核实,核定"]))
    settled = CliRunner().invoke(root, ask)
    assert (settled.exit_code, "不能用" in settled.output) == (0, False)


def test_the_letter_of_a_run_says_what_came(begun, tmp_path):
    damaged = tmp_path / "示例甲市.xlsx"
    damaged.write_bytes(b"PK\x03\x04 no workbook")
    begun.submit(damaged, begun.form("乙", {}))

    made = assess_workspace(begun.workspace, 2020, begun.out("结果"), clock=begun.clock)

    for name in ("示例甲市", "示例乙市"):
        (letter,) = begun.out("结果").glob(f"函/*{name}*.docx")
        words = "".join(p.text for p in docx.Document(letter).paragraphs)
        assert "尚未收到" not in words
        assert "有1条须更正的审核意见" in words
    rows = {one.entity.name: one.word for one in status(begun.workspace, 2020).rows}
    assert rows == {"示例甲市": "待更正（1条）", "示例乙市": "空表"}
    assert made.receipt is None
