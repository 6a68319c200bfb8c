import hashlib
import json
from pathlib import Path

import pytest
from shuangkong.documents import write_archive, write_documents
from shuangkong.errors import DocumentError
from shuangkong.running.files import safe_name

from tests.documents import small

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_everything_asked_for_is_written(written: Path) -> None:
    assert set(contents(written)) == {
        "评分卡/01_青松市.xlsx",
        "评分卡/02_白桦市.xlsx",
        "评分卡/03_云杉市.xlsx",
        "函/01_青松市_考核结果函.docx",
        "函/01_青松市_表扬函.docx",
        "函/02_白桦市_考核结果函.docx",
        "函/02_白桦市_整改函.docx",
        "函/03_云杉市_退回更正函.docx",
        "表/汇总上报表.xlsx",
        "汇总.xlsx",
        "汇总.csv",
        "通报（草稿）.docx",
        "preview.html",
        "results.json",
        "results.parquet",
        "manifest.json",
    }


def test_the_same_assessment_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    write_documents(small.assessment(), tmp_path / "again")

    again = contents(tmp_path / "again")

    assert {n for n, c in contents(written).items() if again[n] != c} == set()


def test_the_manifest_names_every_file_and_input(written: Path) -> None:
    manifest = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    files = contents(written)
    del files["manifest.json"]

    assert manifest["files"] == {n: hashlib.sha256(c).hexdigest() for n, c in files.items()}
    assert manifest["inputs"] == {"A.xlsx": "1" * 64, "B.xlsx": "2" * 64}
    assert manifest["declarations"] == {"plan.yaml": "0" * 64}
    assert manifest["verification"] == "synthetic"


def test_progress_counts_every_file(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []

    write_documents(small.assessment(), tmp_path / "out", progress=lambda *at: seen.append(at))

    assert [n for _, n, _ in seen] == list(range(1, len(seen) + 1))
    assert {total for *_, total in seen} == {len(seen)}


class Cancelled(Exception):
    pass


def cancel_at(number: int):
    def step(_name: str, done: int, _all: int) -> None:
        if done == number:
            raise Cancelled

    return step


@pytest.mark.parametrize("number", [1, 7, 14])
def test_a_cancelled_run_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    with pytest.raises(Cancelled):
        write_documents(small.assessment(), tmp_path / "out", progress=cancel_at(number))

    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_run_keeps_what_was_there(tmp_path: Path) -> None:
    write_documents(small.assessment(), tmp_path / "out")
    before = contents(tmp_path)

    with pytest.raises(Cancelled):
        write_documents(small.assessment("verified"), tmp_path / "out", progress=cancel_at(9))

    assert contents(tmp_path) == before


def test_an_untouched_earlier_run_is_replaced(tmp_path: Path) -> None:
    write_documents(small.assessment(), tmp_path / "out")

    done = write_documents(small.assessment("verified"), tmp_path / "out")

    assert done.kept is None
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_edited_letter_is_never_lost(tmp_path: Path) -> None:
    write_documents(small.assessment(), tmp_path / "out")
    letter = tmp_path / "out" / "通报（草稿）.docx"
    letter.write_bytes(b"edited by hand")

    done = write_documents(small.assessment(), tmp_path / "out")

    assert done.kept == tmp_path / "out-旧1"
    assert (done.kept / letter.name).read_bytes() == b"edited by hand"
    assert letter.read_bytes() != b"edited by hand"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("笔记.txt", "不是以前写出的结果，里面有笔记.txt"),
        ("shuangkong.ledger", "里面有台账"),
        ("plan.yaml", "里面有规划"),
        ("东原市.xlsx", "里面有东原市.xlsx"),
    ],
)
def test_a_folder_of_other_things_is_left_where_it_is(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("重要", encoding="utf-8")
    before = contents(tmp_path)

    with pytest.raises(DocumentError, match=said):
        write_documents(small.assessment(), tmp_path / "out")

    assert contents(tmp_path) == before


def test_a_ledger_inside_an_earlier_run_is_left_where_it_is(tmp_path: Path) -> None:
    write_documents(small.assessment(), tmp_path / "out")
    (tmp_path / "out" / "ws").mkdir()
    (tmp_path / "out" / "ws" / "shuangkong.ledger").write_bytes(b"kept")
    before = contents(tmp_path)

    with pytest.raises(DocumentError, match=r"里面有台账（ws/shuangkong\.ledger）"):
        write_documents(small.assessment(), tmp_path / "out")

    assert contents(tmp_path) == before


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    assert write_documents(small.assessment(), tmp_path / "out").kept is None


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")

    with pytest.raises(DocumentError, match="同名文件已存在"):
        write_documents(small.assessment(), tmp_path / "out")


def test_sources_are_copied_and_linked(tmp_path: Path) -> None:
    import openpyxl

    source = tmp_path / "A.xlsx"
    source.write_bytes(b"as submitted")

    write_documents(small.assessment(), tmp_path / "out", sources={"A.xlsx": source})

    assert (tmp_path / "out" / "来源" / "A.xlsx").read_bytes() == b"as submitted"
    card = openpyxl.load_workbook(tmp_path / "out" / "评分卡" / "01_青松市.xlsx")
    link = card["填报数据"]["I6"].hyperlink
    assert (link.target, link.location) == ("..\\来源\\A.xlsx", "'填报表'!C7")


def test_sources_of_the_same_name_stay_apart(tmp_path: Path) -> None:
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "表.xlsx").write_text(folder, encoding="utf-8")
    sources = {f"{f}/表.xlsx": tmp_path / f / "表.xlsx" for f in ("甲", "乙")}

    write_documents(small.assessment(), tmp_path / "out", sources=sources)

    copies = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "out/来源").iterdir()}
    assert copies == {"表.xlsx": "甲", "表-2.xlsx": "乙"}


def test_what_a_file_manager_leaves_is_no_change(tmp_path: Path) -> None:
    write_documents(small.assessment(), tmp_path / "out")
    (tmp_path / "out" / "Thumbs.db").write_bytes(b"x")

    assert write_documents(small.assessment(), tmp_path / "out").kept is None


def test_a_missing_source_is_said(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="无法读取"):
        write_documents(
            small.assessment(), tmp_path / "out", sources={"A.xlsx": tmp_path / "gone.xlsx"}
        )


def test_the_zip_is_reproducible(written: Path, tmp_path: Path) -> None:
    write_archive(written, tmp_path / "1.zip")
    write_archive(written, tmp_path / "2.zip")

    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("石家庄市", "石家庄市"),
        ("a/b\\c:d*e", "a_b_c_d_e"),
        ("..", "_"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("末尾点. ", "末尾点"),
        ("", "_"),
        ("第一行\n第二行", "第一行_第二行"),
    ],
)
def test_file_names_are_safe_everywhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_the_csv_opens_in_excel_and_holds_no_formula(written: Path) -> None:
    raw = (written / "汇总.csv").read_bytes()

    lines = raw.decode("utf-8-sig").splitlines()

    assert raw.startswith(b"\xef\xbb\xbf")
    assert lines[1].startswith("2019,A,青松市,1,98,超额完成")
    assert not any(field.startswith(("=", "+", "@")) for line in lines for field in line.split(","))
