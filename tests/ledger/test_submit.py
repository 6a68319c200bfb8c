import zipfile

import pytest
from shuangkong.declarations.load import load
from shuangkong.errors import LedgerError, Misuse
from shuangkong.intake import read_submissions
from shuangkong.intake.files import FileRole
from shuangkong.intake.intake import read_apart
from shuangkong.intake.sources import SourceFile
from shuangkong.ledger.entries import submissions
from shuangkong.ledger.store import opened
from shuangkong.ledger.verify import verify


def kept(world, number):
    with opened(world.workspace) as ledger:
        one = next(s for s in submissions(ledger) if s.number == number)
        return one, ledger.blob(one.sha256), ledger.rows(number)


def ids(done):
    return [finding.kind for finding in done.findings]


def test_a_form_is_recorded_with_its_bytes_and_its_figures(begun):
    path = begun.form("甲", {("energy_total", 2020): 90.1})

    done = begun.submit(path, note="邮件收到")

    [taken] = done.taken
    one, data, rows = kept(begun, taken.submission.number)
    assert data == path.read_bytes()
    assert (one.role, one.entity, one.year, one.by) == (FileRole.FORM, "990100", 2020, "经手人")
    assert one.note == "邮件收到"
    assert [(row[1], row[2], row[3]) for row in rows] == [("energy_total", "2020", "90.1")]


def test_the_same_bytes_twice_are_recorded_once(begun):
    path = begun.form("甲", {("energy_total", 2020): 90})
    first = begun.submit(path)

    again = begun.submit(path)

    assert again.taken[0].already
    assert again.taken[0].receipt == first.taken[0].receipt


def test_an_earlier_file_does_not_come_back_by_accident(begun):
    a = begun.form("甲", {("energy_total", 2020): 90}, name="a.xlsx")
    b = begun.form("甲", {("energy_total", 2020): 91}, name="b.xlsx")
    first = begun.submit(a).taken[0].submission.number
    second = begun.submit(b).taken[0].submission.number

    again = begun.submit(a)
    wanted = begun.submit(a, replaces=[second])

    assert again.taken[0].already
    assert again.taken[0].submission.number == first
    assert "SK-L020" in ids(again)
    assert not wanted.taken[0].already
    assert begun.submit(a, replaces=[second]).taken[0].already


def test_the_same_bytes_read_otherwise_are_a_new_submission(begun):
    path = begun.table("表.csv", ["甲市,焦炭,2020,3,万吨,,"])
    first = begun.submit(path)
    begun.change(
        "indicators.yaml",
        "indicators:",
        "indicators:\n  - {id: coke, name: 焦炭, unit: 万吨, direction: lower}",
    )

    second = begun.submit(path, plan=str(begun.plan))

    assert not first.taken[0].submission.usable
    assert second.taken[0].submission.usable
    assert not second.taken[0].already


def test_an_unreadable_file_is_recorded_and_said(begun):
    path = begun.folder / "坏.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")

    done = begun.submit(path)

    [taken] = done.taken
    assert not taken.submission.usable
    assert {"SK-I001", "SK-L017"} <= set(ids(done))
    assert kept(begun, taken.submission.number)[1] == path.read_bytes()


def test_two_forms_for_one_city_in_one_submission_are_refused(begun):
    a = begun.form("甲", {("energy_total", 2020): 90}, name="甲.xlsx")
    b = begun.form("甲", {("energy_total", 2020): 91}, name="甲（改）.xlsx")

    with pytest.raises(LedgerError, match="SK-L012") as caught:
        begun.submit(a, b)

    assert "甲.xlsx、甲（改）.xlsx" in str(caught.value)
    with opened(begun.workspace) as ledger:
        assert not submissions(ledger)


def test_two_drafts_of_one_city_do_not_stop_the_others(begun):
    drafts = [
        begun.form("甲", {("energy_total", 2020): value}, name=name)
        for name, value in (("甲.xlsx", 90), ("甲（改）.xlsx", 91))
    ]
    other = begun.form("乙", {("energy_total", 2020): 80}, name="乙.xlsx")

    done = begun.submit(*drafts, other)

    assert [one.submission.file for one in done.taken] == ["乙.xlsx"]
    (clash,) = (f for f in done.findings if f.kind == "SK-L012")
    assert clash.must_be_mended
    assert "甲.xlsx、甲（改）.xlsx" in clash.why
    assert "文件名" not in clash.mend  # another name does not make another city of it
    again = begun.submit(drafts[1])
    assert [one.submission.entity for one in again.taken] == [clash.entity]


def test_tables_of_the_same_name_in_two_folders_are_refused(begun):
    for folder, value in (("一", 1), ("二", 2)):
        path = begun.folder / "报送" / folder / "公报.csv"
        path.parent.mkdir(parents=True)
        begun.table("公报.csv", [f"甲市,coal,2020,{value},万吨,,"]).rename(path)

    with pytest.raises(LedgerError, match="改成不同的文件名再报送（SK-L012）"):
        begun.submit(begun.folder / "报送")


def test_files_in_a_zip_are_submissions_of_their_own(begun):
    form = begun.form("甲", {("energy_total", 2020): 90})
    packed = begun.folder / "打包.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(form, "里面/甲市.xlsx")

    done = begun.submit(packed)

    [taken] = done.taken
    assert (taken.submission.file, taken.submission.via) == ("甲市.xlsx", "打包.zip")
    assert kept(begun, taken.submission.number)[1] == form.read_bytes()


def test_a_form_of_another_year_is_filed_under_its_own(begun):
    path = begun.form("甲", {("energy_total", 2019): 93}, year=2019)

    done = begun.submit(path, year=2020)

    assert done.taken[0].submission.year == 2019
    assert "SK-L016" in ids(done)


def test_layouts_that_lie_beside_the_data_are_kept_with_it(begun):
    folder = begun.folder / "报送"
    folder.mkdir()
    form = begun.form("甲", {("energy_total", 2020): 90})
    form.rename(folder / "甲.xlsx")
    layout = folder / "公报.layout.yaml"
    layout.write_text("file: 公报*\nunit: 万吨标准煤\n", encoding="utf-8")

    done = begun.submit(folder)

    one = done.taken[0].submission
    with opened(begun.workspace) as ledger:
        assert ledger.blob(one.layouts["公报.layout.yaml"]) == layout.read_bytes()


def test_layouts_of_the_workspace_are_used_first_and_kept_with_what_they_read(begun):
    folder = begun.folder / "报送"
    folder.mkdir()
    (folder / "公报.csv").write_text("地区,2019年,2020年\n甲市,90,95\n乙市,80,85\n", "utf-8")
    (folder / "公报.layout.yaml").write_text("indicator: coal\nunit: 万吨\n", "utf-8")
    kept = begun.workspace / "layouts"
    kept.mkdir()
    (kept / "公报.layout.yaml").write_text("indicator: energy_total\nunit: 万吨标准煤\n", "utf-8")

    one = begun.submit(folder).taken[0].submission

    with opened(begun.workspace) as ledger:
        assert {row[1] for row in ledger.rows(one.number)} == {"energy_total"}
    assert not verify(begun.workspace, deep=True).findings


@pytest.mark.parametrize(
    ("what", "error"),
    [
        (lambda w: w.submit(w.folder / "没有"), Misuse),
        (lambda w: w.submit(w.form("甲", {}), year=2031), LedgerError),
        (lambda w: w.submit(w.form("甲", {}), replaces=[1]), LedgerError),
        (lambda w: w.submit(w.plan / "targets"), LedgerError),
    ],
    ids=["no path", "year outside", "replaces no submission", "nothing to take"],
)
def test_what_cannot_be_recorded_leaves_nothing_behind(begun, what, error):
    with pytest.raises(error):
        what(begun)

    with opened(begun.workspace) as ledger:
        assert not submissions(ledger)


def test_without_a_ledger_nothing_is_submitted(world):
    with pytest.raises(LedgerError, match="SK-L001"):
        world.submit(world.form("甲", {("energy_total", 2020): 90}))


def test_time_does_not_run_backwards_when_the_clock_is_set_back(begun):
    a = begun.submit(begun.form("甲", {("energy_total", 2020): 90}))
    begun.clock.on("2020-01-01")

    b = begun.submit(begun.form("乙", {("energy_total", 2020): 90}))

    assert b.taken[0].submission.at == a.taken[0].submission.at


def test_a_layout_beside_a_single_file_holds_for_it_as_in_check(begun):
    table = begun.table("公报.csv", [])
    table.write_text("2020年\n地区,煤炭消费量\n甲市,45\n", encoding="utf-8")
    table.with_name("公报.layout.yaml").write_text("unit: 万吨\n", encoding="utf-8")

    (taken,) = begun.submit(table).taken

    assert (taken.submission.figures, taken.submission.usable) == (1, True)


def test_a_layout_in_a_zip_holds_for_the_tables_in_it_as_in_a_folder(begun, tmp_path):
    packed = tmp_path / "收件.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("收件/公报.csv", "2020年\n地区,煤炭消费量\n甲市,45\n")
        archive.writestr("收件/公报.layout.yaml", "unit: 万吨\n")
        archive.writestr("收件/坏.layout.yaml", "unit: [\n")

    done = begun.submit(packed)

    (taken,) = done.taken
    assert (taken.submission.figures, taken.submission.usable) == (1, True)
    assert set(taken.submission.layouts) == {
        "收件.zip/收件/公报.layout.yaml",
        "收件.zip/收件/坏.layout.yaml",
    }
    reading = read_submissions(load(begun.plan), packed, 2020)
    assert reading.observations["value"].to_list() == [45.0]
    (alone,) = read_apart(load(begun.plan), [SourceFile("收件.zip", packed.read_bytes())], 2020)
    assert alone.observations["value"].to_list() == [45.0]
    said = [{f.place.file for f in one.findings if f.must_be_mended} for one in (reading, alone)]
    assert said == [{"收件.zip/收件/坏.layout.yaml"}] * 2
