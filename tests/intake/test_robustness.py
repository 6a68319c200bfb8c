"""Nothing that is submitted makes intake fail, hang or lose a cell without a word."""

import io
import os
import random
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shuangkong.errors import IntakeError, Misuse
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.report import check
from shuangkong.intake.files import Reader
from shuangkong.intake.reading import read_book
from shuangkong.intake.show import as_data, layout_text
from shuangkong.intake.show_text import as_text
from shuangkong.intake.sources import SourceFile, gather
from shuangkong.intake.status import standings

from tests.intake.sheets import read, workbook
from tests.intake.test_binary_reading import binary_workbook, old_workbook
from tests.intake.test_reading import evidence

WORDS = (
    "||地区|指标|年份|计量单位|备注|序号|石家庄市|唐山市|全省|合计|其中：煤炭|2019年|2020|2018年上半年|1月|"
    "万吨标准煤|%|单位：万吨标准煤|注：本表|—|…|暂缺|1.5|-3%|1,23|（2019年）|能源消费总量（万吨标准煤）|"
    "增速(±%)|比上年|=1+1|#DIV/0!"
)
TOKENS = [*WORDS.split("|"), 1, 2, 3, 2015, 2016, 2017, 0.5, -7.91, -999, 1e12]


@given(st.lists(st.lists(st.sampled_from(TOKENS), max_size=7), max_size=14), st.data())
@settings(max_examples=250)
def test_every_cell_of_any_sheet_is_a_fact_or_has_a_reason(rows, data):
    merges = data.draw(
        st.lists(
            st.sampled_from(["A1:C1", "A1:A3", "B2:D2", "C3:C5", "A4:G4", "B1:B2"]), max_size=3
        )
    )
    reading = read(rows, merges)
    cells = {(cell.row, cell.col) for cell in reading.sheet.cells}
    facts = {(fact.cell.row, fact.cell.col) for fact in reading.facts}
    assert facts | set(reading.left) == cells
    assert not facts & set(reading.left)
    assert all(reading.left.values())


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 5))):
        if not changed:
            break
        at = chance.randrange(len(changed))
        kind = chance.randrange(4)
        if kind == 0:
            changed[at] = chance.randrange(256)
        elif kind == 1:
            del changed[at : at + chance.randrange(1, 40)]
        elif kind == 2:
            changed[at:at] = bytes(chance.randrange(256) for _ in range(8))
        else:
            changed[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"9999", b"-1e9"))
    return bytes(changed)


def repacked(data: bytes, chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        victim = chance.choice(old.namelist())
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                content = old.read(name)
                new.writestr(name, mutated(content, chance) if name == victim else content)
    return stream.getvalue()


@pytest.mark.parametrize("seed", range(12))
def test_mutated_files_are_read_or_refused(hebei, seed):
    chance = random.Random(seed)
    form = workbook(
        {"填报表": [["地区", "2019年"], ["石家庄市", 1.5]], "shuangkong": [["role", "form"]]}
    )
    seeds = [evidence(), old_workbook(), binary_workbook(), form,
             "地区,2019年\n石家庄市,1.5\n".encode("gb18030"),
             b"<html><table><tr><td>1</td></tr></table></html>"]  # fmt: skip
    readers = [Reader.of(hebei, 2020), Reader.of(None, None)]
    for number in range(25):
        data = chance.choice(seeds)
        data = repacked(data, chance) if data[:2] == b"PK" else mutated(data, chance)
        try:
            reading = readers[number % 2].read(SourceFile("变.xlsx", data))
        except IntakeError:
            continue
        as_text([reading])
        as_data([reading])


@pytest.mark.parametrize("kind", ["a number", "text", "a list", "a struct", "yes"])
def test_a_directory_of_another_kind_than_it_must_be_is_a_damaged_file(kind):
    head = {"a number": 0x15, "text": 0x18, "a list": 0x19, "a struct": 0x1C, "yes": 0x11}[kind]
    stream = io.BytesIO()
    pl.DataFrame({"entity": ["石家庄市"], "value": [1.5]}).write_parquet(stream)
    sound = stream.getvalue()
    end = len(sound) - 8
    said: list[str] = []
    for at in range(end - int.from_bytes(sound[-8:-4], "little"), end):
        data = sound[:at] + bytes([head]) + sound[at + 1 :]
        try:
            assert read_book("甲.parquet", data).sheets
        except IntakeError as error:
            said.append(error.findings[0].kind)
    assert set(said) <= {"SK-I001", "SK-I002", "SK-I006"}
    assert len(said) > 100


# --- packed files and paths ----------------------------------------------------------------


def packed(names: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in names.items():
            package.writestr(name, content)
    return stream.getvalue()


def test_a_zip_is_read_like_a_folder_and_unsafe_names_are_refused(hebei, tmp_path):
    table = workbook({"2019": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5]]})
    names = {"市/表.xlsx": table, "../外.xlsx": table, "C:\\外.xlsx": table, "/根.csv": b"a"}
    names |= {"说明.txt": b"x", "__MACOSX/._表.xlsx": b"x", "图.png": b"x"}
    data = packed(names)
    (tmp_path / "包.zip").write_bytes(data)
    intake = read_submissions(hebei, tmp_path / "包.zip", 2019)
    assert "包.zip/市/表.xlsx" in {one.name for one in intake.files}
    assert sum(f.kind == "SK-I012" for f in intake.findings) == 3
    assert intake.observations.height == 1


def test_folders_leave_lock_files_links_and_other_kinds_aside(hebei, tmp_path):
    (tmp_path / "~$表.xlsx").write_bytes(b"x")
    (tmp_path / ".隐藏.xlsx").write_bytes(b"x")
    (tmp_path / "说明.docx").write_bytes(b"x")
    (tmp_path / "表.csv").write_text("地区,能耗\n", encoding="utf-8")
    findings: list = []
    assert [one.name for one in gather(tmp_path, findings)] == ["表.csv"]
    assert [f.kind for f in findings] == ["SK-I242"]


def test_links_and_pipes_in_a_folder_are_named_and_not_opened(hebei, tmp_path):
    outside, handed_in = tmp_path / "外", tmp_path / "收"
    outside.mkdir()
    handed_in.mkdir()
    (outside / "邢台市.csv").write_text("地区,能耗\n", encoding="utf-8")
    (handed_in / "邢台市.csv").symlink_to(outside / "邢台市.csv")
    (handed_in / "下属").symlink_to(outside)
    (handed_in / "没了.xlsx").symlink_to(outside / "没了.xlsx")
    os.mkfifo(handed_in / "保定市.xlsx")
    findings: list = []
    assert gather(handed_in, findings) == []
    told = {f.place.file: f.why for f in findings if f.kind == "SK-I208"}
    assert set(told) == {"邢台市.csv", "下属", "没了.xlsx", "保定市.xlsx"}
    assert "链接" in told["邢台市.csv"]
    assert "管道" in told["保定市.xlsx"]
    findings.clear()
    assert gather(handed_in / "保定市.xlsx", findings) == []
    assert [f.kind for f in findings] == ["SK-I208"]
    reading = read_submissions(hebei, handed_in, 2020)
    found = check(hebei, reading, 2020).findings
    rows = {row.entity.name: row for row in standings(hebei, reading, 2020, found)}
    assert "邢台市.csv" in rows["邢台市"].remarks[0]


def test_a_link_in_a_zip_is_named_and_its_target_not_taken_for_content(tmp_path):
    with zipfile.ZipFile(tmp_path / "包.zip", "w") as package:
        link = zipfile.ZipInfo("邢台市.csv")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "../外/邢台市.csv")
    findings: list = []
    assert gather(tmp_path / "包.zip", findings) == []
    assert [(f.kind, f.place.file) for f in findings] == [("SK-I208", "包.zip/邢台市.csv")]


def test_the_same_file_twice_counts_once(hebei, tmp_path):
    table = workbook({"2019": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5]]})
    (tmp_path / "一.xlsx").write_bytes(table)
    (tmp_path / "二.xlsx").write_bytes(table)
    intake = read_submissions(hebei, tmp_path, 2019)
    assert [one.name for one in intake.files] == ["一.xlsx"]
    assert "SK-I014" in {f.kind for f in intake.findings}


def test_a_broken_file_does_not_stop_the_others(hebei, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "好.xlsx").write_bytes(
        workbook({"2019": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5]]})
    )
    intake = read_submissions(hebei, tmp_path, 2019)
    assert intake.observations.height == 1
    assert [f.severity.value for f in intake.findings if f.place.file == "坏.xlsx"] == ["blocker"]


def test_a_path_that_is_not_there_is_misuse(hebei, tmp_path):
    with pytest.raises(Misuse):
        read_submissions(hebei, tmp_path / "没有", 2019)


def test_formulas_in_names_are_only_names(tmp_path):
    data = workbook({"=cmd|calc": [["地区", "2019年"], ["=HYPERLINK(1)", 1.5]]})
    (tmp_path / "=1+1.xlsx").write_bytes(data)
    reading = read_submissions(None, tmp_path, None)
    assert not reading.findings
    assert "=1+1.xlsx" in as_text(reading.files)
    assert 'file: "=1+1.xlsx"' in layout_text(reading.files[0], None)


def test_wrongly_named_files_are_read_by_content(hebei, tmp_path):
    data = workbook({"2019": [["地区", "能源消费总量增速(%)"], ["石家庄市", 1.5]]})
    (tmp_path / "表.csv").write_bytes(data)
    intake = read_submissions(hebei, Path(tmp_path / "表.csv"), 2019)
    assert intake.observations.height == 1
    assert "SK-I007" in {f.kind for f in intake.findings}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("报送/石家庄市_2020.csv".encode("gb18030").decode("cp437"), "报送/石家庄市_2020.csv"),
        ("报送/石家庄市_2020.csv", "报送/石家庄市_2020.csv"),
        ("Übersicht_石家庄.csv", "Übersicht_石家庄.csv"),
        ("资料─2020.csv", "资料─2020.csv"),
    ],
)
def test_names_in_a_zip_that_were_written_anew_in_the_letters_of_dos(hebei, tmp_path, name, shown):
    (tmp_path / "收.zip").write_bytes(packed({name: "地区,2019年\n石家庄市,1.5\n".encode()}))
    found = read_submissions(hebei, tmp_path / "收.zip", 2020)
    assert [file.name for file in found.files] == [f"收.zip/{shown}"]
