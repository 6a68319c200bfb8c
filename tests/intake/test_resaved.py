"""Forms that were saved as something else, and texts that lost their characters on the way."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from shuangkong.commands.root import root
from shuangkong.intake.files import Reader
from shuangkong.intake.reading import read_book
from shuangkong.intake.sources import SourceFile

from tests.intake.test_forms import form_of, sound


@pytest.mark.parametrize(
    ("without", "says", "taken"),
    [((), "照样采用了", True), (("shuangkong",), "没有读取（对照信息已经不在）", False)],
)
def test_a_form_saved_as_xls_says_so_and_whether_it_was_read(hebei, tmp_path, without, says, taken):
    data = form_of(hebei, "130100", tmp_path / "石家庄市.xlsx", sound()).read_bytes()
    book = read_book("石家庄市.xls", data)
    sheets = tuple(one for one in book.sheets if one.name not in without)
    source = SourceFile("石家庄市.xls", data)
    reading = Reader.of(hebei, 2020).read(source, replace(book, format="xls", sheets=sheets))
    (said,) = [f for f in reading.findings if f.kind == "SK-I246"]
    assert "另存成了 xls 文件，不是原来的 .xlsx" in said.why
    assert says in said.why
    assert said.entity == "130100"
    assert bool(reading.observations) is taken


@pytest.mark.parametrize("tail", [b"", b"\x93"])
def test_lost_characters_are_called_that(tmp_path, tail):
    """Without Chinese in its code page a program saves a question mark for each character."""
    path = tmp_path / "石家庄市.csv"
    path.write_bytes(
        b"????2020????????\n??,????,??????" + tail + b",2019?,2020?\n1,????????,3,4,5\n"
    )
    done = CliRunner().invoke(root, ["check", str(path), "--plan", "hebei-13fyp", "--year", "2020"])
    assert done.exit_code == 1
    assert "汉字在另存时都变成了问号" in done.output


def test_a_question_mark_here_and_there_is_no_loss(tmp_path):
    path = tmp_path / "表.csv"
    path.write_text("2020年\n地区,全社会用电量（亿千瓦时）,备注\n唐山市,800,核实？??\n", "utf-8")
    done = CliRunner().invoke(root, ["check", str(path), "--plan", "hebei-13fyp", "--year", "2020"])
    assert done.exit_code == 0


def test_an_unknown_entity_is_answered_with_names(tmp_path):
    ask = [
        "form",
        "hebei-13fyp",
        "--year",
        "2020",
        "--entity",
        "吉林省",
        "-o",
        f"{tmp_path}/a.xlsx",
    ]
    done = CliRunner().invoke(root, ask)
    assert done.exit_code != 0
    said = str(done.exception) + done.output
    assert "写规划中的名称或代码：河北省、石家庄市" in said
    assert "等 15 个" in said
