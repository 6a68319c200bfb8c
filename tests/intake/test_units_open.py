"""What a table leaves open of its units, and what is said of a file of which nothing is taken."""

import openpyxl
import pytest
from click.testing import CliRunner
from shuangkong.commands.root import root
from shuangkong.intake import read_submissions
from shuangkong.intake.checks.report import check
from shuangkong.intake.words import split_unit, units_among

ROWS = [
    ["地区", "能源消费总量（等价值）", "全社会用电量"],
    ["石家庄市", 3926.17, 564.7],
    ["唐山市", 8836.09, 800],
]


def table(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    "above",
    [
        [["2020年能源消费和用电情况（万吨标准煤、亿千瓦时）"]],
        [["2020年能源消费（万吨标准煤）和用电（亿千瓦时）情况"]],
        [["2020年能源消费和用电情况"], ["单位：万吨标准煤、亿千瓦时"]],
    ],
)
def test_of_two_units_announced_none_is_taken_for_all_columns(hebei, tmp_path, above):
    path = table(tmp_path / "表.xlsx", [*above, *ROWS])
    reading = read_submissions(hebei, path, 2020)
    found = [f for f in check(hebei, reading, 2020).findings if f.must_be_mended]
    assert {f.kind for f in found} == {"SK-I271"}
    assert all("几个单位（万吨标准煤、亿千瓦时），不知" in f.why for f in found)
    assert len(found) == 4
    assert not reading.observations.height


def test_a_heading_with_two_units_takes_none_from_the_title(hebei, tmp_path):
    rows = [
        ["2020年用电情况（亿千瓦时）"],
        ["地区", "全社会用电量（万千瓦时、亿千瓦时）"],
        ["唐山市", 800],
    ]
    reading = read_submissions(hebei, table(tmp_path / "表.xlsx", rows), 2020)
    assert [f.kind for f in reading.findings] == ["SK-I271"]


def test_a_layout_settles_which_unit_it_is(hebei, tmp_path):
    rows = [["2020年用电情况（万千瓦时、亿千瓦时）"], ["地区", "全社会用电量"], ["唐山市", 800]]
    path = table(tmp_path / "表.xlsx", rows)
    (tmp_path / "表.layout.yaml").write_text("unit: 亿千瓦时\n", encoding="utf-8")
    reading = read_submissions(hebei, path, 2020)
    assert reading.observations["value"].to_list() == [800]
    assert not reading.findings


def test_a_level_and_a_share_announced_together_are_told_apart_by_name(hebei, tmp_path):
    rows = [
        ["2020年用电情况"], ["单位：亿千瓦时、%"],
        ["地区", "全社会用电量", "地区生产总值增速"], ["唐山市", 800, 4.5],
    ]  # fmt: skip
    reading = read_submissions(hebei, table(tmp_path / "表.xlsx", rows), 2020)
    assert sorted(reading.observations["value"].to_list()) == [4.5, 800]


def test_a_unit_is_not_cut_out_of_a_bracket():
    assert split_unit("能耗（万吨标准煤、亿千瓦时）") == ("能耗", None)
    assert units_among("能耗（单位：万吨标准煤）") == ()
    assert units_among("能耗（吨标准煤/万元、%）") == ("吨标准煤/万元", "%")


def test_what_is_not_taken_brings_no_doubt_about_what_was_taken(hebei, tmp_path):
    rows = [["2020年各市情况"], ["地区", "能源消费总量"], ["唐山市", 800]]
    reading = read_submissions(hebei, table(tmp_path / "表.xlsx", rows), 2020)
    assert [f.kind for f in reading.findings] == ["SK-I020"]


def test_a_file_of_no_use_says_what_lacks_and_what_is_in_error(tmp_path):
    path = table(
        tmp_path / "表.xlsx",
        [["地区", "2018年", "2019年"], ["石家庄市", 1, "#N/A"], ["唐山市", 2, 3]],
    )
    done = CliRunner().invoke(root, ["check", str(path), "--plan", "hebei-13fyp", "--year", "2020"])
    assert done.exit_code == 1
    assert "都没有写明指标、计量单位，公式出错的有 1 格（C2）" in done.output


def test_a_hint_about_the_file_is_no_word_about_its_content(tmp_path):
    """Excel 2003 XML under the name of an xls: a hint; that nothing was found is said as well."""
    row = (
        '<Row><Cell><Data ss:Type="String">{}</Data></Cell>'
        '<Cell><Data ss:Type="{}">{}</Data></Cell></Row>'
    )
    path = tmp_path / "表.xls"
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
        + row.format("地区", "String", "旅客数") + row.format("唐山市", "Number", 3)
        + "</Table></Worksheet></Workbook>", "utf-8",
    )  # fmt: skip
    done = CliRunner().invoke(root, ["check", str(path), "--plan", "hebei-13fyp", "--year", "2020"])
    assert done.exit_code == 1
    assert {"SK-I007", "SK-I031"} <= {
        w.rstrip("）") for w in done.output.replace("（", " ").split()
    }
