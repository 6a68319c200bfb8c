"""What a file is, its content says: workbooks under any name, archives that are not opened."""

import io
import zipfile

import pytest
from shuangkong.errors import IntakeError
from shuangkong.intake import read_submissions
from shuangkong.intake.reading import read_book
from shuangkong.intake.status import standings

from tests.intake.hostile import ENDS, ODS, excel_2003, packed
from tests.intake.sheets import workbook

TABLE = workbook({"2019": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5]]})
EXCEL_2003 = excel_2003("<Row><Cell><Data>2019</Data></Cell></Row>")
WORD = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


def zipped(**files: bytes) -> bytes:
    """A zip that keeps its files as they are, so that their names stand in its bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["石家庄市", "石家庄市.docx", "石家庄市.pdf", "石家庄市.zip"])
@pytest.mark.parametrize("way", ["folder", "zip", "alone"])
def test_a_workbook_is_read_whatever_it_is_called(hebei, tmp_path, name, way):
    if way == "zip" and name.endswith(".zip"):
        given = tmp_path / "各市.zip"
        given.write_bytes(zipped(石家庄市=TABLE))
    elif way == "zip":
        given = tmp_path / "各市.zip"
        given.write_bytes(zipped(**{name: TABLE}))
    else:
        (tmp_path / name).write_bytes(TABLE)
        given = tmp_path if way == "folder" else tmp_path / name

    reading = read_submissions(hebei, given, 2019)

    assert reading.observations["entity"].to_list() == ["130100"]
    assert "SK-I242" not in {f.kind for f in reading.findings}


@pytest.mark.parametrize(("name", "content"), [("表.ods", ODS), ("表.xml", EXCEL_2003)])
def test_a_zip_is_one_though_the_first_file_in_it_shows_at_its_beginning(tmp_path, name, content):
    (tmp_path / "各市.zip").write_bytes(zipped(**{name: content}))

    reading = read_submissions(None, tmp_path / "各市.zip", 2019)

    assert [one.name for one in reading.files] == [f"各市.zip/{name}"]
    assert "SK-I396" not in {f.kind for f in reading.findings}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("说明.docx", WORD),
        ("扫描.pdf", b"%PDF-1.4 x"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_what_holds_no_table_stays_evidence(hebei, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "各市.zip").write_bytes(zipped(**{name: content}))

    reading = read_submissions(hebei, tmp_path, 2019)

    assert [f.kind for f in reading.findings] == ["SK-I242", "SK-I242"]
    assert reading.files == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("石家庄市.rar", b"Rar!\x1a\x07\x01\x00"),
        ("石家庄市.7z", b"7z\xbc\xaf\x27\x1c"),
        ("石家庄市", b"Rar!\x1a\x07\x01\x00"),
        ("石家庄市.tar", b"a" + b"\0" * 256 + b"ustar\x0000"),
        ("石家庄市.zip", None),
    ],
)
def test_an_archive_that_is_not_opened_is_counted_where_it_is_named_for(
    hebei, tmp_path, name, content
):
    inside = zipped(**{"表.xlsx": TABLE}) if content is None else content
    given = tmp_path / "各市.zip"
    given.write_bytes(zipped(**{name: inside}))

    reading = read_submissions(hebei, given, 2019)

    assert [(f.kind, f.severity.value) for f in reading.findings] == [("SK-I396", "blocker")]
    assert "打成一层" in reading.findings[0].mend
    row = next(r for r in _standings(hebei, reading) if r.entity.code == "130100")
    assert (row.word, row.faults) == ("待更正（1条）", 1)


def _standings(plan, reading):
    from shuangkong.intake.checks.report import check

    return standings(plan, reading, 2019, check(plan, reading, 2019).findings)


def test_a_zip_without_its_ending_is_opened(hebei, tmp_path):
    (tmp_path / "各市").write_bytes(zipped(**{"表.xlsx": TABLE}))
    reading = read_submissions(hebei, tmp_path, 2019)
    assert [one.name for one in reading.files] == ["各市/表.xlsx"]
    assert reading.observations.height == 1


@pytest.mark.parametrize("count", ["1048577", "1000000000", "99999999999999999999"])
def test_rows_repeated_beyond_a_sheet_are_refused(count):
    content = (
        '<?xml version="1.0"?>'
        f'<office:document {ODS} office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        '<office:body><office:spreadsheet><table:table table:name="s"><table:table-row '
        f'table:number-rows-repeated="{count}"><table:table-cell><text:p>1</text:p>{ENDS}'
        "</office:spreadsheet></office:body></office:document>"
    )
    with pytest.raises(IntakeError) as refused:
        read_book("重复.fods", content.encode())
    assert "1048576" in refused.value.findings[0].why
