"""Layouts: columns, rows, patterns; what they said is shown as that."""

import pytest
import shuangkong
from shuangkong.errors import IntakeError
from shuangkong.intake import read_submissions
from shuangkong.intake.designing import (
    grid_of,
    layout_of,
    layout_text,
    preview,
)
from shuangkong.intake.layouts import parse_layout
from shuangkong.intake.match import Matcher
from shuangkong.intake.reading import read_book
from shuangkong.intake.show import as_data
from shuangkong.intake.show import layout_text as skeleton_text
from shuangkong.intake.show_text import as_text
from shuangkong.intake.take import take_sheet
from shuangkong.intake.window import Window

from tests.intake.sheets import workbook

CITIES = ["白石市", "青山市", "丰水市"]


def book(sheets, name="表.xlsx"):
    return read_book(name, workbook(sheets))


def laid(sheets, text, name="表.xlsx", plan=None):
    return preview(book(sheets, name), parse_layout(text, "x.layout.yaml"), plan)


def figures(shown):
    return [
        (f.cell.cell.address, f.entity, f.indicator, f.period, float(f.number), f.unit)
        for f in shown.facts
    ]


def test_a_table_that_never_names_its_figure():
    (shown,) = laid(
        {"S": [["城市", "2020", "2021"], ["白石市", 1.5, 2.5]]}, "indicator: 用水量\nunit: 万吨\n"
    )
    assert figures(shown)[0] == ("B2", "白石市", "用水量", "2020", 1.5, "万吨")
    assert shown.sure == {"版式": 2}
    assert shown.facts[0].laid == ("指标", "计量单位")


@pytest.mark.parametrize(
    "columns",
    [
        "{A: period, B: entity, C: ignore, D: value}",
        "{'ny*': period, naziv: entity, D: value}",
        "{A: period, naziv: entity, 'x*': ignore}",
    ],
)
def test_columns_are_named_by_letter_or_header(columns):
    rows = [["nyår", "naziv", "x1", "kol"], ["FY2020", "Altai", 7, 1.5], ["FY2021", "Amur", 8, 2.5]]
    (shown,) = laid({"S": rows}, f"columns: {columns}\nunit: t\n")
    assert figures(shown) == [
        ("D2", "Altai", "kol", "2020", 1.5, "t"),
        ("D3", "Amur", "kol", "2021", 2.5, "t"),
    ]


def test_rows_are_named_by_number_and_left_out_by_label():
    rows = [
        ["Report"], ["p. 3"], ["", "2020", "", "2021", ""], ["", "coal", "oil", "coal", "oil"],
        ["", "kt", "kt", "kt", "kt"], ["Altai", 1, 2, 3, 4], ["(sum)", 9, 9, 9, 9],
        ["Amur", 5, 6, 7, 8],
    ]  # fmt: skip
    text = "columns: {A: entity}\nrows: {3: period, 4: indicator, 5: unit, '(sum)': ignore}\n"
    (shown,) = laid({"S": rows}, text)
    assert figures(shown)[0] == ("B6", "Altai", "coal", "2020", 1.0, "kt")
    assert figures(shown)[-1] == ("E8", "Amur", "oil", "2021", 8.0, "kt")
    assert shown.figures == 8


def test_an_area_keeps_what_stands_around_it_away():
    rows = [["城市", 2020], ["白石市", 1], [], ["草稿", 5, 6], ["x", 7, 8]]
    (shown,) = laid({"S": rows}, "area: A1:B2\nindicator: 煤\nunit: 吨\n")
    assert [f.cell.cell.address for f in shown.facts] == ["B2"]
    assert not shown.findings


def test_group_titles_give_what_a_pattern_takes_from_them():
    rows = [["城市", "2020年", "2021年"]]
    for name in ("煤（万吨）", "电（亿千瓦时）"):
        rows += [[name], *([city, i, i + 0.5] for i, city in enumerate(CITIES, start=1))]
    (shown,) = laid({"S": rows}, 'blocks: "{indicator}（{unit}）"\n')
    assert figures(shown)[0] == ("B3", "白石市", "煤", "2020", 1.0, "万吨")
    assert figures(shown)[-1] == ("C9", "丰水市", "电", "2021", 3.5, "亿千瓦时")
    assert shown.sure == {"版式": 12}


def test_one_line_for_thirty_six_sheets_of_three_hundred_cities():
    cities = [f"第{i}市" for i in range(300)]
    sheets = {
        f"品种{n}(万吨)": [["", 2019, 2020], *([c, i, i + 1.5] for i, c in enumerate(cities))]
        for n in range(36)
    }
    text = 'file: "{entity}*"\nsheet: "{indicator}(万吨)"\ncolumns: {A: entity}\nunit: 万吨\n'
    assert len(text.splitlines()) <= 10
    shown = laid(sheets, text, name="城市用能.xlsx")
    assert [one.indicators.first for one in shown] == [f"品种{n}" for n in range(36)]
    assert {one.figures for one in shown} == {600}
    assert {one.entities.count for one in shown} == {300}
    assert all(one.sure == {"版式": 600} for one in shown)
    assert shown[5].facts[-1].entity == "第299市"
    assert shown[5].facts[-1].period == "2020"


@pytest.mark.parametrize(
    ("text", "name", "sheet", "entity", "period"),
    [
        ('file: "{entity}{period}年*"', "白石市2019年用能.xlsx", "S", "白石市", "2019"),
        ('sheet: "{entity}"\nfile: "*{period}"', "用能2019.xlsx", "白石", "白石", "2019"),
        ('sheet: "{period}_{entity}"', "a.xlsx", "2019_白石", "白石", "2019"),
        ('title: "关于{entity}的表（{period}）"', "a.xlsx", "S", "白石", "2019"),
    ],
)
def test_file_sheet_and_title_say_what_a_pattern_takes(text, name, sheet, entity, period):
    rows = [["关于白石的表（2019）"], ["项目", "数值（吨）"], ["煤", 1], ["油", 2]]
    (shown,) = laid({sheet: rows}, text, name=name)
    assert (shown.facts[0].entity, shown.facts[0].period) == (entity, period)


def test_a_layout_goes_before_a_guess_and_never_before_the_table():
    rows = [["某地2018年煤（万吨）"], ["项目", "2020年", "数量"], ["原煤", 1, 2]]
    (shown,) = laid({"S": rows}, "entity: 白石市\nperiod: 2021\n")
    by_cell = {f.cell.cell.address: f for f in shown.facts}
    assert by_cell["B3"].period == "2020"
    assert by_cell["C3"].period == "2021"
    assert "期间" not in by_cell["B3"].laid
    assert any(f.kind == "SK-I036" and "2020" in f.why for f in shown.findings)


def test_an_entity_for_all_over_rows_that_name_theirs_is_a_finding():
    rows = [["Region", "2020", "2021"], ["Altai", 1, 2], ["Amur", 3, 4]]
    (shown,) = laid({"S": rows}, "entity: Russia\nindicator: coal\nunit: t\n")
    assert [f.entity for f in shown.facts] == ["Altai", "Altai", "Amur", "Amur"]
    (finding,) = shown.findings
    assert finding.kind == "SK-I036"
    assert "Altai" in finding.why
    assert "Amur" in finding.why


@pytest.mark.parametrize("says", ["Total B", "TotalB", "Total B (t)", "*B*", "C列"])
def test_says_matches_a_label_the_shown_name_or_a_column(says):
    rows = [["Place", "Year", "Total B (t)"], ["白石市", 2020, 1]]
    (shown,) = laid({"S": rows}, f'headers: [{{says: "{says}", indicator: x}}]')
    assert shown.facts[0].indicator == "x"
    assert shown.facts[0].sure == "版式"


def test_a_shown_name_of_several_labels_can_be_said():
    rows = [
        ["地区", "能源", ""],
        ["", "总量（吨）", "增速（%）"],
        ["白石市", 1, 2],
        ["青山市", 3, 4],
    ]
    (shown,) = laid({"S": rows}, 'headers: [{says: "能源 总量", indicator: x, period: 2020}]')
    assert figures(shown)[0] == ("B3", "白石市", "x", "2020", 1.0, "吨")
    assert shown.facts[1].indicator == "能源 增速"


def test_missing_numbers_and_figures_are_what_the_layout_says():
    rows = [["城市", "2020年（吨）", "2021年（吨）"], ["白石市", -1, 99999], ["青山市", 5, 6]]
    (shown,) = laid({"S": rows}, 'missing: ["-1"]\nfigures: ["99999"]\nindicator: 煤\n')
    assert [f.cell.cell.address for f in shown.facts] == ["C2", "B3", "C3"]
    assert not shown.findings


def test_two_columns_under_one_header_are_settled_by_a_layout():
    rows = [["城市", "2020年", "2021年", "2021年"], ["白石市", 1, 2, 3]]
    (shown,) = laid({"S": rows}, "columns: {C: ignore}\nindicator: 煤\nunit: 吨\n")
    assert [f.cell.cell.address for f in shown.facts] == ["B2", "D2"]
    assert shown.sure == {"版式": 2}


def test_a_column_that_is_not_there_is_said():
    (shown,) = laid({"S": [["城市", "2020年煤（吨）"], ["白石市", 1]]}, "columns: {县: entity}\n")
    assert [f.kind for f in shown.findings] == ["SK-I275"]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("columns: {A: entitty}\n", "x.layout.yaml:1:14", "entity"),
        ("file: a\nperiod: 去年\n", "x.layout.yaml:2:9", "期间"),
        ("area: 第一块\n", "x.layout.yaml:1:7", "单元格"),
        ('sheet: "{city}"\n', "x.layout.yaml:1:8", "city"),
        ('title: "{entity}和{entity}"\n', "x.layout.yaml:1:8", "entity"),
        ("rows: [3, 4]\n", "x.layout.yaml:1:7", "rows"),
        ("colums: {A: entity}\n", "x.layout.yaml:1:1", "columns"),
        ("headers: [{says: a, period: x}]\n", "x.layout.yaml:1:10", "期间"),
        ("verification: 良好\n", "x.layout.yaml:1:15", "synthetic"),
        ("mark: verified\nverification: verified\n", "x.layout.yaml:2:1", "第 1 行"),
    ],
)
def test_faults_of_a_layout_have_their_line_and_column(text, place, said):
    with pytest.raises(IntakeError) as caught:
        parse_layout(text, "x.layout.yaml")
    assert str(caught.value.findings[0].place) == place
    assert said in str(caught.value.findings[0])


@pytest.mark.parametrize("key", ["verification", "mark"])
@pytest.mark.parametrize(
    ("printed", "laid_down", "counts"),
    [
        ("", "unverified", "unverified"),
        ("（示例）", "verified", "synthetic"),
        ("（转载）", "synthetic", "synthetic"),
    ],
)
def test_of_a_printed_and_a_laid_down_verification_the_stricter_counts(
    hebei, key, printed, laid_down, counts
):
    rows = [[f"能耗{printed}"], ["城市", "2020年能源消费总量（万吨标准煤）"], ["石家庄市", 1]]
    layout = parse_layout(f"{key}: {laid_down}\n", "x.layout.yaml")
    made = book({"S": rows})
    taken = take_sheet(made, made.sheets[0], (layout,), Matcher(hebei))
    assert [one.verification for one in taken.observations] == [counts]


def test_a_record_is_the_layout_that_its_text_is():
    record = {
        "file": "a*.xlsx", "columns": {"A": "entity", "C": "value"}, "rows": {"3": "period"},
        "headers": [{"says": "x", "indicator": "煤", "unit": "吨"}], "unit": None, "skip": [],
    }  # fmt: skip
    layout = layout_of(record)
    assert "skip" not in layout_text(record)
    assert layout == layout_of({k: v for k, v in record.items() if v})
    assert (layout.file, layout.columns["C"], layout.unit) == ("a*.xlsx", "value", None)


def test_a_grid_shows_what_covers_what():
    from tests.intake.sheets import sheet

    made = sheet([["表", ""], ["市", 3], ["", 4]], merges=["A1:B1", "A2:A3"])
    grid = grid_of(made, rows=2)
    assert grid.size == (3, 2)
    assert (grid.rows[0][0].cols, grid.rows[1][0].rows, grid.rows[0][1]) == (2, 2, None)
    assert grid.rows[1][1].number
    assert len(grid.rows) == 2
    assert grid_of(made, first_row=3).rows[0][1].address == "B3"


def test_a_preview_says_how_many_of_which(hebei):
    rows = [["地区", "2019年", "2020年"], ["石家庄市", 1, 2], ["唐山市", 3, 4]]
    (shown,) = laid(
        {"S": rows}, "indicator: energy_total\nunit: 万吨标准煤\nconversion: 等价值\n", plan=hebei
    )
    assert (shown.figures, shown.recognised) == (4, 4)
    assert (shown.entities.first, shown.entities.last, shown.entities.count) == (
        "石家庄市", "唐山市", 2,
    )  # fmt: skip
    assert (shown.periods.first, shown.periods.last) == ("2019", "2020")
    assert shown.indicators.first == "能源消费总量"


def test_a_written_layout_offers_no_entity_where_the_rows_differ(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"S": [["", "2020", "2021"], ["Altai", 1, 2], ["Amur", 3, 4]]}))
    (file,) = read_submissions(None, path, None).files
    text = skeleton_text(file, None)
    parse_layout(text, "x.layout.yaml")
    assert "# columns: {A: entity}" in text
    assert "# entity:" not in text
    filled = text.replace("# columns: {A: entity}", "columns: {A: entity}")
    filled += "unit: t\nindicator: coal\n"
    (shown,) = preview(file.book, parse_layout(filled, "x.layout.yaml"))
    assert [f.entity for f in shown.facts] == ["Altai", "Altai", "Amur", "Amur"]
    assert shown.sure == {"版式": 4}


def test_a_written_layout_offers_the_entity_of_a_table_of_items(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook({"S": [["行业", "2020年"], ["农业", 1], ["工业", 3]]}))
    (file,) = read_submissions(None, path, None).files
    assert "# entity:" in skeleton_text(file, None)


def test_a_written_layout_offers_both_where_rows_may_be_entities_or_items(tmp_path):
    path = tmp_path / "表.xlsx"
    rows = [["", "煤", "油"], ["Total", 10, 5], ["Mining", 4, 2], ["Steel", 6, 3]]
    path.write_bytes(workbook({"2020": rows}))
    (file,) = read_submissions(None, path, None).files
    text = skeleton_text(file, None)
    assert "# columns: {A: entity}" in text
    assert "# entity:    # 若 A 列不是考核对象：全表是谁的；有 6 个数值没有写明" in text
    filled = text.replace("# entity:", "entity: 白石市") + "unit: 吨\n"
    (shown,) = preview(file.book, parse_layout(filled, "x.layout.yaml"))
    assert {f.entity for f in shown.facts} == {"白石市"}
    assert shown.facts[0].indicator == "Total 煤"


def test_what_came_from_a_layout_is_shown_as_that(tmp_path):
    rows = [["城市", "gdp"], ["白石市", 5], ["青山市", 6]]
    (tmp_path / "表.xlsx").write_bytes(workbook({"2020": rows}))
    (tmp_path / "表.layout.yaml").write_text(
        "headers: [{says: gdp, indicator: 地区生产总值, unit: 亿元}]\nperiod: 2020\n", "utf-8"
    )
    files = read_submissions(None, tmp_path, None).files
    text = as_text(files)
    assert "B2 → 白石市 | 地区生产总值 | 2020 = 5 亿元  [版式：计量单位、指标、期间]" in text
    data = as_data(files)[0]["observations"][0]
    assert data["sure"] == "版式"
    assert data["indicator"] == "地区生产总值"
    assert data["from_layout"] == ["计量单位", "指标", "期间"]


def test_a_reading_can_be_paged(tmp_path):
    rows = [["城市", "2020年煤（吨）"], *([f"第{i}市", i + 0.5] for i in range(2, 60))]
    rows[40] = ["", 7.5]
    (tmp_path / "表.xlsx").write_bytes(workbook({"甲": rows, "乙": rows[:3]}))
    files = read_submissions(None, tmp_path, None).files
    usual = as_text(files)
    assert "B3 →" in usual
    assert "B50 →" not in usual
    assert "用 --all 看全部" in usual
    assert "B41" in usual
    part = as_text(files, window=Window("甲", 50, 3))
    assert [line.split()[0] for line in part.splitlines() if " → " in line] == ["B50", "B51", "B52"]
    assert "“乙”" not in part
    assert as_text(files, window=Window(everything=True)).count(" → ") == 59
    assert len(as_data(files, Window("乙", 2, 1))[0]["observations"]) == 1


def test_numbers_left_out_are_said_without_a_plan(tmp_path):
    rows = [
        ["城市", "2020年煤（吨）", "备注"], ["白石市", 1, 3500], ["青山市", "#N/A?", 3600],
        ["丰水市", 4, "见上"], [], ["", 300],
    ]  # fmt: skip
    (tmp_path / "表.xlsx").write_bytes(workbook({"S": rows}))
    kinds = {f.kind: f for f in read_submissions(None, tmp_path, None).files[0].findings}
    assert "C2、C3" in kinds["SK-I274"].why
    assert "B6" in kinds["SK-I038"].why


def test_an_error_is_no_figure(tmp_path):
    (tmp_path / "表.csv").write_text("城市,2020年煤（吨）\n白石市,1\n青山市,1.2.3\n", "utf-8")
    (file,) = read_submissions(None, tmp_path, None).files
    assert [f.kind for f in file.findings] == ["SK-I273"]
    assert "取数 1 个" in as_text([file])
    assert "不能确定是什么数 1 个（B3）" in as_text([file])


def test_a_column_of_falls_is_not_taken_for_one_of_rises(tmp_path):
    """Rates of a fall are positive where something fell; the plan's are positive for a rise."""
    (tmp_path / "表.csv").write_text(
        "2020年,\n地区,单位GDP能耗降低率（%）\n唐山市,5.1\n", encoding="utf-8"
    )
    named = 'headers: [{says: "单位GDP能耗降低率", indicator: energy_intensity_change}]\n'
    (tmp_path / "表.layout.yaml").write_text(named, encoding="utf-8")

    report = shuangkong.check("hebei-13fyp", 2020, tmp_path)

    (finding,) = [f for f in report.findings if f.kind == "SK-I271"]
    assert finding.place.cell == "B3"
    assert "正负相反" in finding.why
    assert report.reading.observations.is_empty()
