"""Marked copies of files that are not as they should be: one each, of any file that was read."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from shuangkong.api import marking
from shuangkong.api import submissions as api
from shuangkong.commands.root import root
from shuangkong.intake.annotate import annotated_name, marked
from shuangkong.intake.annotate.parts import PackageParts
from shuangkong.running import files as running_files
from shuangkong.vocabulary import Finding, Place, Severity

from tests.intake.sheets import workbook

LINE = "entity,indicator,period,value,unit\n{},能源消费总量,2020,{},万吨标准煤\n"
TABLE = {
    "2019": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5], ["唐山市", "#N/A"], ["某某市", 3]]
}


def checked(*paths: Path, out: Path):
    report = api.check("hebei-13fyp", 2020, paths)
    return marking.write_annotated(report, out)


def changed(data: bytes, **parts: object) -> bytes:
    """A workbook with parts replaced (by bytes), changed (by a function) or left out (None)."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            change = parts.get(Path(name).stem.split(".")[0], old.read(name))
            content = change(old.read(name)) if callable(change) else change
            if content is not None:
                new.writestr(name, content)
    return stream.getvalue()


def test_copies_of_files_called_alike_do_not_overwrite_each_other(tmp_path):
    folder = tmp_path / "收"
    (folder / "a").mkdir(parents=True)
    names = ("x.csv", "x.txt", "X.CSV", "a/x.csv", "a_x.csv", "a_x（2）.csv")
    for number, name in enumerate(names):
        (folder / name).write_text(LINE.format("唐山市", number), encoding="utf-8")
    done = checked(folder, out=tmp_path / "出")
    assert len({path.name.casefold() for path in done.paths}) == len(names)
    for path in done.paths:
        assert path.is_file()
    values = {openpyxl.load_workbook(path).worksheets[0]["D2"].value for path in done.paths}
    assert values == {str(number) for number in range(len(names))}


def test_a_file_in_which_nothing_was_found_is_named_and_not_copied(tmp_path):
    good = tmp_path / "好.csv"
    # of a year before, so that what else the year needs is not asked for
    line = LINE.format("唐山市", 9000).replace("2020", "2019")
    good.write_text(line, encoding="utf-8")
    done = checked(good, out=tmp_path / "出")
    assert (done.paths, done.clean) == ((), ("好.csv",))
    assert not (tmp_path / "出").exists()
    asked = ["check", "--plan", "hebei-13fyp", "--year", "2020", str(good)]
    said = CliRunner().invoke(root, [*asked, "--annotate", str(tmp_path / "出")])
    assert "好.csv 没有审核意见，不用标注" in said.output
    assert "已标注" not in said.output


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("=cmd|calc!A1.xlsx", "=cmd_calc!A1_审核.xlsx"),
        ("甲\u202excod.xlsx", "甲_xcod_审核.xlsx"),
        ("a/b\\c.csv", "a_b_c_审核.xlsx"),
        ("CON.xls", "_CON_审核.xlsx"),
        ("长" * 300 + ".xlsm", "长" * 73 + "_审核.xlsm"),
    ],
)
def test_the_name_of_a_copy_is_one_that_every_system_accepts(name, copy):
    assert annotated_name(name) == copy
    assert len(copy.encode()) < 250


def test_files_in_a_zip_get_copies_and_unreadable_ones_none(tmp_path):
    with zipfile.ZipFile(tmp_path / "收.zip", "w") as package:
        package.writestr("表.xlsx", workbook(TABLE))
        package.writestr("坏.xlsx", b"PK\x03\x04")
    done = checked(tmp_path / "收.zip", out=tmp_path / "出")
    assert [path.name for path in done.paths] == ["收.zip_表_审核.xlsx"]
    assert "审核意见" in openpyxl.load_workbook(done.paths[0]).sheetnames


def test_what_nobody_reads_goes_over_as_it_is(tmp_path):
    """A damaged theme, and a picture that would unpack to far more than the memory."""
    huge = zipfile.ZipInfo("xl/media/image1.png")
    huge.compress_type = zipfile.ZIP_DEFLATED
    stream = io.BytesIO(workbook(TABLE))
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package,
        package.open(huge, "w", force_zip64=False) as into,
    ):
        for _ in range(300):
            into.write(b"\0" * 1_000_000)
    data = bytearray(stream.getvalue())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        theme = package.getinfo("xl/theme/theme1.xml")
    at = data.index(b"PK\x01\x02", package.start_dir)
    while data[at + 46 : at + 46 + len(theme.filename)] != theme.filename.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    data[at + 16 : at + 20] = b"\0\0\0\1"
    (tmp_path / "表.xlsx").write_bytes(data)
    done = checked(tmp_path / "表.xlsx", out=tmp_path / "出")
    assert not done.findings
    with zipfile.ZipFile(done.paths[0]) as copy:
        assert copy.getinfo("xl/media/image1.png").file_size == 300_000_000
        assert copy.testzip() == "xl/theme/theme1.xml"
    parts = PackageParts("表.xlsx", bytes(data))
    assert PackageParts("表.xlsx", parts.saved()).saved() == parts.saved()


@pytest.mark.parametrize(
    "parts",
    [
        {"styles": None},
        {"workbook": lambda xml: xml.replace(b"sheetId=", b"sheetNo=")},
        {"sheet1": lambda xml: xml.replace(b'r="3"', b'r="1"')},
        {"[Content_Types]": None},
    ],
    ids=["no styles", "odd sheet number", "rows out of order", "no types"],
)
def test_a_workbook_that_cannot_be_changed_is_copied_by_its_values(tmp_path, parts):
    (tmp_path / "表.xlsx").write_bytes(changed(workbook(TABLE), **parts))
    (tmp_path / "好.xlsx").write_bytes(workbook(TABLE | {"2018": [["另一个"]]}))
    done = checked(tmp_path / "表.xlsx", tmp_path / "好.xlsx", out=tmp_path / "出")
    assert len(done.paths) == 2
    assert {f.kind for f in done.findings} <= {"SK-I206"}
    for path in done.paths:
        with zipfile.ZipFile(path) as copy:
            listed = "审核意见" in copy.read("xl/workbook.xml").decode()
        assert listed or path.name.startswith("好")


def test_many_marks_are_put_in_time_linear_in_them(tmp_path):
    rows = [["地区", "能耗"], *[[f"市{n}", n] for n in range(6_000)]]
    data = workbook({"s": rows})
    findings = [
        Finding("SK-X", Severity.ERROR, "为何", "怎样", Place("表.xlsx", sheet="s", cell=f"C{n}"))
        for n in range(6_002, 2, -1)
    ]
    book = openpyxl.load_workbook(io.BytesIO(marked(data, "表.xlsx", findings)))
    assert book["s"]["C6000"].comment is not None
    assert book["s"]["C10"].comment is None
    assert "前 5000 项" in book["审核意见"]["A2"].value


def test_findings_are_said_before_a_copy_is_tried(tmp_path, monkeypatch):
    (tmp_path / "表.xlsx").write_bytes(workbook(TABLE))
    (tmp_path / "乙.xlsx").write_bytes(workbook({"2018": TABLE["2019"]}))
    real = running_files.write_bytes

    def closed(path, content):
        if path.name.startswith("表"):
            raise running_files.cannot_write(path, PermissionError(13, "Permission denied"))
        real(path, content)

    monkeypatch.setattr(running_files, "write_bytes", closed)
    arguments = ["check", str(tmp_path), "--plan", "hebei-13fyp", "--year", "2020"]
    result = CliRunner().invoke(root, [*arguments, "--annotate", str(tmp_path / "出")])
    assert result.exit_code == 1
    assert "审核规则版本" in result.output
    assert "SK-I207" in result.output
    assert [path.name for path in (tmp_path / "出").iterdir()] == ["乙_审核.xlsx"]


def test_a_parquet_file_in_which_something_was_found_gets_a_copy(tmp_path):
    import polars as pl

    table = {
        "entity": ["唐山市", "某某市"],
        "indicator": ["能源消费总量"] * 2,
        "period": ["2020"] * 2,
        "value": [12.5, 3.0],
        "unit": ["万吨标准煤"] * 2,
    }
    pl.DataFrame(table).write_parquet(tmp_path / "长.parquet")
    done = checked(tmp_path / "长.parquet", out=tmp_path / "出")
    assert openpyxl.load_workbook(done.paths[0]).worksheets[0]["D2"].value == 12.5
