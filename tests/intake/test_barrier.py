"""One file can do what it likes: it is a finding on that file, and the others go on."""

import io
import os
import re
import sys
import zipfile
from pathlib import Path

import pytest
from shuangkong.api.submissions import check as checked
from shuangkong.api.submissions import standings
from shuangkong.intake import files as intake_files
from shuangkong.intake import read_submissions
from shuangkong.intake.checks import own
from shuangkong.intake.form import metadata
from shuangkong.intake.identifying import identify
from shuangkong.intake.reading import read_book
from shuangkong.intake.show import as_data
from shuangkong.intake.show_text import as_text

from tests.intake.sheets import workbook

GOOD = {"2019": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5]]}


class Panic(BaseException):
    """As pyo3 raises it: no Exception."""


@pytest.fixture
def two(tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(workbook({"2019": [["地区", "坏"], ["唐山市", 2]]}))
    (tmp_path / "好.xlsx").write_bytes(workbook(GOOD))
    return tmp_path


def failing(monkeypatch, module, name, error):
    """A function that fails whenever the bad file is among what it is given."""
    real = getattr(module, name)

    def fails(*given, **named):
        if "坏.xlsx" in str(given) or "坏.xlsx" in str([getattr(g, "name", "") for g in given]):
            raise error
        return real(*given, **named)

    monkeypatch.setattr(module, name, fails)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Panic("index out of bounds"), "Panic"),
        (MemoryError(), "内存不足"),
        (RecursionError(), "层次过深"),
        (KeyError("x"), "KeyError"),
    ],
)
@pytest.mark.parametrize("name", ["take_sheet", "metadata_of", "_about_file"])
def test_whatever_is_raised_by_one_file_the_other_is_read(
    hebei, two, monkeypatch, name, error, said
):
    failing(monkeypatch, intake_files, name, error)
    if name == "take_sheet":
        real = intake_files.take_sheet
        monkeypatch.setattr(
            intake_files, "take_sheet",
            lambda book, sheet, *others: (_ for _ in ()).throw(error)
            if sheet.text(1, 2) == "坏" else real(book, sheet, *others),
        )  # fmt: skip
    intake = read_submissions(hebei, two, 2019)
    assert intake.observations["entity"].to_list() == ["130100"]
    blockers = [f for f in intake.findings if f.kind == "SK-I200"]
    assert [f.place.file for f in blockers] == ["坏.xlsx"]
    assert said in blockers[0].why


def test_who_interrupts_the_program_is_obeyed(hebei, two, monkeypatch):
    failing(monkeypatch, intake_files, "_about_file", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        read_submissions(hebei, two, 2019)


@pytest.mark.parametrize(
    ("name", "step"),
    [("stale", "check"), ("prose", "check"), ("forms", "check"), ("scope", "missing_rows")],
)
def test_a_check_that_fails_on_one_file_still_checks_the_others(
    hebei, two, monkeypatch, name, step
):
    seen = []

    def check(*given):
        files = next(g for g in given if isinstance(g, (list, tuple)) and g and
                     hasattr(g[0], "sheets"))  # fmt: skip
        if any(file.name == "坏.xlsx" for file in files):
            raise ZeroDivisionError
        seen.append([file.name for file in files])
        return []

    monkeypatch.setattr(getattr(own, name), step, check)
    found = checked("hebei-13fyp", 2019, two)
    assert [f.place.file for f in found.findings if f.kind == "SK-I200"] == ["坏.xlsx"]
    assert seen[-1] == ["好.xlsx"]
    assert found.failed


def test_a_failure_of_no_single_file_is_not_hidden(hebei, two, monkeypatch):
    def stale(files):
        if len(files) > 1:
            raise ZeroDivisionError
        return []

    monkeypatch.setattr(own.stale, "check", stale)
    with pytest.raises(ZeroDivisionError):
        checked("hebei-13fyp", 2019, two)


def test_showing_a_file_that_cannot_be_shown_shows_the_others(two, monkeypatch):
    reading = read_submissions(None, two, None)
    readings, findings = reading.files, reading.about
    bad = next(one for one in readings if one.name == "坏.xlsx")
    object.__setattr__(bad.sheets[0], "tell", lambda: 1 / 0)
    for sheet in bad.sheets:
        sheet.__dict__.pop("left", None)
    text = as_text(readings, findings)
    assert "SK-I200" in text
    assert "1.5" in text
    data = as_data(readings)
    assert [len(one["findings"]) for one in data] == [1, 0]
    assert data[1]["observations"]


@pytest.mark.parametrize("year", ["²⁰²⁰", "①①①①", "9" * 5000, "20 20", ""])
def test_a_hidden_year_that_is_no_year_is_a_damaged_form(hebei, tmp_path, year):
    meta = [["role", "form"], ["plan", "hebei-13fyp"], ["entity", "130100"], ["year", year]]
    for role in ("form", "measures"):
        meta[0][1] = role
        (tmp_path / f"{role}.xlsx").write_bytes(workbook({"填报表": [["a"]], "shuangkong": meta}))
    intake = read_submissions(hebei, tmp_path, 2020)
    assert {f.kind for f in intake.findings} == {"SK-I059"}
    assert standings("hebei-13fyp", 2020, tmp_path)
    assert identify(tmp_path).year is None


def test_the_mark_of_a_form_can_only_become_stricter(hebei, tmp_path):
    from shuangkong.intake.form.write import write_form
    from shuangkong.vocabulary import Verification

    path = tmp_path / "石家庄.xlsx"
    entity = hebei.entities["130100"]
    write_form(hebei, entity, 2020, path, verification=Verification.SYNTHETIC)
    book = read_book("石家庄.xlsx", path.read_bytes())
    said = metadata.metadata_of(book)
    for mark, wanted in {
        "verified": "synthetic",
        "": "synthetic",
        "secondary": "synthetic",
        "synthetic": "synthetic",
    }.items():
        changed = metadata.Metadata({**said.values, "verification": mark}, said.cells)
        assert metadata.verification_of(book, changed).value == wanted, mark
    plain = tmp_path / "无.xlsx"
    write_form(hebei, entity, 2020, plain, None)
    book = read_book("无.xlsx", plain.read_bytes())
    said = metadata.metadata_of(book)
    assert metadata.verification_of(book, said) is Verification.VERIFIED
    odd = metadata.Metadata({**said.values, "verification": "良好"}, said.cells)
    assert metadata.verification_of(book, odd) is Verification.UNVERIFIED


def test_a_workbook_of_before_says_mark_and_is_believed():
    pairs = [["role", "measures"], ["plan", "p"], ["year", "2020"], ["mark", "unverified"]]
    book = read_book("评分.xlsx", workbook({"shuangkong": pairs}))
    assert metadata.verification_of(book, metadata.metadata_of(book)).value == "unverified"


def broken(data: bytes, sheet: str) -> bytes:
    """A workbook whose named sheet breaks off in the middle of its rows, its head and end whole."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    titles = re.findall(rb'<sheet name="([^"]*)" sheetId="(\d+)"', parts["xl/workbook.xml"])
    (number,) = (int(n) for title, n in titles if title.decode() == sheet)
    part = f"xl/worksheets/sheet{number}.xml"
    parts[part] = parts[part].replace(b"</row>", b"<c></row>", 1)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def test_a_form_whose_workings_are_damaged_is_read_since_nothing_is_taken_from_them(
    hebei, tmp_path
):
    from shuangkong.intake.form.write import write_form

    path = tmp_path / "石家庄.xlsx"
    write_form(hebei, hebei.entities["130100"], 2020, path, None)
    path.write_bytes(broken(path.read_bytes(), metadata.WORKINGS))

    (file,) = read_submissions(hebei, path, 2020).files

    workings = next(s for s in file.book.sheets if s.name == metadata.WORKINGS)
    assert tuple(workings.cells) == ()
    assert "石家庄" in as_text([file])


def test_a_damaged_sheet_of_that_name_in_any_other_workbook_is_a_blocker_on_it(hebei, tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(broken(workbook({**GOOD, metadata.WORKINGS: GOOD["2019"]}), metadata.WORKINGS))

    intake = read_submissions(hebei, path, 2020)

    assert [f.kind for f in intake.findings] == ["SK-I001"]
    assert intake.files[0].book is None


# --- names ---------------------------------------------------------------------------------

LINE = "entity,indicator,period,value,unit\n{},能源消费总量,2020,{},万吨标准煤\n"


def packed(path: Path, *entries: tuple[bytes, str]) -> Path:
    """A zip whose names are these bytes, without the flag that says UTF-8."""
    made = path.with_suffix(".made")
    with zipfile.ZipFile(made, "w") as package:
        for number, (_, text) in enumerate(entries):
            package.writestr(f"n{number:05d}".ljust(len(entries[number][0]), "x"), text)
    data = made.read_bytes()
    for number, (name, _) in enumerate(entries):
        data = data.replace(f"n{number:05d}".ljust(len(name), "x").encode(), name)
    path.write_bytes(data)
    return path


def test_names_in_a_zip_are_exactly_as_they_are(hebei, tmp_path):
    cities = ("石家庄市", "唐山市", "邢台市", "保定市")
    names = ["填报珍.csv", "填报斟.csv", "甲甲/AA.csv", "甲甲/aa.csv"]
    path = packed(
        tmp_path / "收.zip",
        *((n.encode("gb18030"), LINE.format(c, 100)) for n, c in zip(names, cities, strict=True)),
    )
    intake = read_submissions(hebei, path, 2020)
    assert [one.name for one in intake.files] == [f"收.zip/{name}" for name in names]
    assert intake.observations.height == 4


def test_utf_8_names_without_their_flag_are_utf_8(tmp_path, hebei):
    path = packed(tmp_path / "收.zip", ("报送表.csv".encode(), LINE.format("唐山市", 1)))
    assert [one.name for one in read_submissions(hebei, path, 2020).files] == ["收.zip/报送表.csv"]


def test_two_files_of_one_name_in_a_zip_are_asked_about(hebei, tmp_path):
    twice = "报送表.csv".encode("gb18030")
    path = packed(
        tmp_path / "收.zip",
        (twice, LINE.format("唐山市", 100)),
        (twice, LINE.format("唐山市", 200)),
        ("同样的.csv".encode("gb18030"), LINE.format("邢台市", 100)),
        ("同样的.csv".encode("gb18030"), LINE.format("邢台市", 100)),
    )
    intake = read_submissions(hebei, path, 2020)
    assert [one.name for one in intake.files] == ["收.zip/同样的.csv"]
    (finding,) = [f for f in intake.findings if f.severity.value == "blocker"]
    assert (finding.kind, finding.place.file) == ("SK-I201", "收.zip/报送表.csv")


def test_what_programs_leave_beside_files_is_set_aside_in_zips_too(hebei, tmp_path):
    with zipfile.ZipFile(tmp_path / "收.zip", "w") as package:
        for name in ("__MACOSX/._表.xlsx", "._表.xlsx", "~$表.xlsx", ".隐藏/表.csv", "夹/"):
            package.writestr(name, b"" if name.endswith("/") else b"x")
        package.writestr("表.csv", LINE.format("唐山市", 100))
    intake = read_submissions(hebei, tmp_path / "收.zip", 2020)
    assert [one.name for one in intake.files] == ["收.zip/表.csv"]
    assert not [f for f in intake.findings if f.severity.value == "blocker"]


def test_a_packed_file_without_a_name_is_said(hebei, tmp_path):
    made = packed(tmp_path / "收.zip", (b"aaaa.csv", "x,y\n"), (b"bbbbbb", "x,z\n"))
    data = made.read_bytes()
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data = data[: at + 28] + b"\0\0" + data[at + 30 : at + 46] + data[at + 52 :]
    end = data.rindex(b"PK\x05\x06")
    size = int.from_bytes(data[end + 12 : end + 16], "little") - 6
    made.write_bytes(data[: end + 12] + size.to_bytes(4, "little") + data[end + 16 :])
    intake = read_submissions(hebei, made, 2020)
    assert [one.name for one in intake.files] == ["收.zip/aaaa.csv"]
    assert [f.kind for f in intake.findings if f.severity.value == "blocker"] == ["SK-I012"]


def test_files_called_the_same_in_two_places_keep_their_findings_apart(tmp_path):
    paths = []
    for folder, city in (("甲", "石家庄市"), ("乙", "唐山市")):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "表.csv")
        paths[-1].write_text(LINE.format(city, 0.001), encoding="utf-8")
    found = checked("hebei-13fyp", 2020, paths)
    assert [file.name for file in found.reading.files] == ["表.csv", "第2份/表.csv"]
    assert [{f.entity for f in found.of_file(file.name)} for file in found.reading.files] == [
        {"130100"}, {"130200"},
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_utf_8_is_shown_as_the_gbk_it_was(hebei, tmp_path):
    raw = os.fsencode(tmp_path) + b"/" + "邢台市填报.csv".encode("gb18030")
    Path(os.fsdecode(raw)).write_text(LINE.format("邢台市", 100), encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.csv")).write_text(
        LINE.format("唐山市", 1), encoding="utf-8"
    )
    intake = read_submissions(hebei, tmp_path, 2020)
    assert {one.name for one in intake.files} == {"邢台市填报.csv", "��.csv"}
    for finding in intake.findings:
        str(finding).encode("utf-8")


def test_a_file_that_cannot_be_opened_does_not_stop_the_others(hebei, two, monkeypatch):
    real = Path.open

    def closed(path, *given, **named):
        if path.name == "坏.xlsx":
            raise PermissionError(13, "Permission denied")
        return real(path, *given, **named)

    monkeypatch.setattr(Path, "open", closed)
    intake = read_submissions(hebei, two, 2019)
    assert [f.kind for f in intake.findings] == ["SK-I202"]
    assert intake.observations.height == 1


def test_a_zip_says_itself_which_plan_and_year_it_is_for(hebei, tmp_path):
    from shuangkong.intake.form.write import write_form

    write_form(hebei, hebei.entities["130100"], 2020, tmp_path / "石家庄.xlsx", None)
    with zipfile.ZipFile(tmp_path / "全部.zip", "w") as package:
        package.writestr("坏.xlsx", b"PK\x03\x04")
        package.write(tmp_path / "石家庄.xlsx", "石家庄.xlsx")
    found = checked(None, None, tmp_path / "全部.zip")
    assert {file.name for file in found.reading.files} == {
        "全部.zip/坏.xlsx",
        "全部.zip/石家庄.xlsx",
    }
