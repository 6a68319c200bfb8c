from pathlib import Path

import openpyxl
import polars as pl
import pytest
from shuangkong import messages
from shuangkong.documents.measures import MeasureEntry, write_measures_workbook
from shuangkong.errors import DeclarationError, IntakeError
from shuangkong.intake import FileRole, load_layout, read_submissions
from shuangkong.intake.match import Matcher
from shuangkong.intake.show import as_data, layout_text
from shuangkong.intake.show_text import as_text
from shuangkong.vocabulary import Place
from shuangkong.vocabulary.frames import CELLS, MEASURES, OBSERVATIONS

from tests.intake.sheets import workbook

HEAD = ["地区", "能源消费总量增速(%)"]


def submitted(plan, tmp_path: Path, sheets, year: int = 2019, name: str = "表.xlsx"):
    (tmp_path / name).write_bytes(workbook(sheets))
    return read_submissions(plan, tmp_path, year)


def ids(intake) -> set[str]:
    return {finding.kind for finding in intake.findings}


def test_frames_have_the_columns_of_the_contract(hebei, tmp_path):
    intake = submitted(hebei, tmp_path, {"2019": [HEAD, ["石家庄市", 1.5]]})
    assert dict(intake.observations.schema) == dict(OBSERVATIONS)
    assert dict(intake.measures.schema) == dict(MEASURES)
    assert dict(intake.cells.schema) == dict(CELLS)


def test_an_observation_knows_its_cell_and_its_raw_form(hebei, tmp_path):
    table = [
        ["2019年各市（按等价值计算）"],
        ["地区", "能源消费总量（吨标准煤）"],
        ["石 家 庄", "41,000,000.5"],
    ]
    intake = submitted(hebei, tmp_path, {"表": table})
    (row,) = intake.observations.iter_rows(named=True)
    assert (row["entity"], row["indicator"], row["period"]) == ("130100", "energy_total", "2019")
    assert (row["value"], row["unit"]) == (4100.00005, "万吨标准煤")
    assert (row["raw"], row["raw_unit"]) == ("41,000,000.5", "吨标准煤")
    assert (row["file"], row["sheet"], row["cell"]) == ("表.xlsx", "表", "B3")
    assert (row["authority"], row["verification"], row["vintage"]) == ("核定", "verified", None)


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("石家庄市", "130100"), ("石家庄", "130100"), ("石 家 庄", "130100"),
        ("河北省石家庄市", "130100"), ("石家庄(不含辛集市)", "130100"), ("全省", "130000"),
        ("河 北", "130000"), ("130682", "130682"), ("石家庄（含辛集）", None),
        ("石家庄地区", None), ("定州市和辛集市", None), ("合计", None),
    ],
)  # fmt: skip
def test_entities_are_known_by_declared_names_only(hebei, label, code):
    entity = Matcher(hebei).entity(label)
    assert (entity.code if entity else None) == code


def test_another_scope_is_an_error_and_not_the_same_city(hebei, tmp_path):
    intake = submitted(hebei, tmp_path, {"2019": [HEAD, ["石家庄（含辛集）", 1.5], ["唐山市", 2]]})
    assert "SK-I039" in ids(intake)
    assert set(intake.observations["entity"]) == {"130200"}


def test_unknown_names_get_a_suggestion_and_no_value(hebei, tmp_path):
    intake = submitted(hebei, tmp_path, {"2019": [HEAD, ["石家庒市", 1.5], ["唐山市", 2]]})
    (finding,) = [f for f in intake.findings if f.kind == "SK-I024"]
    assert "石家庄市" in finding.why
    assert intake.observations.height == 1


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["2019年", ""], ["地区", "全社会用电量"], ["石家庄市", 500]], "SK-I020"),
        ([["2019年", ""], ["地区", "全社会用电量（万吨）"], ["石家庄市", 500]], "SK-I021"),
        ([["地区", "全社会用电量（亿千瓦时）"], ["石家庄市", 500]], "SK-I022"),
        ([["2019年1-2月", ""], ["指标", "数值(亿千瓦时)"], ["全社会用电量", 500]], "SK-I023"),
        ([["2019年", ""], ["地区", "全社会用电量（亿千瓦时）"], ["石家庄市", "5,0"]], "SK-I025"),
        (
            [["2019年当年价"], ["地区", "地区生产总值（2015年可比价）(亿元)"], ["石家庄市", 5000]],
            None,
        ),
        (
            [["2019年（当量值）"], ["地区", "能源消费总量(万吨标准煤)"], ["石家庄市", 4000]],
            "SK-I041",
        ),
        ([["2019年"], ["地区", "能源消费总量(万吨标准煤)"], ["石家庄市", 4000]], "SK-I042"),
    ],
)
def test_what_the_table_does_not_say_is_asked_for(hebei, tmp_path, rows, kind):
    intake = submitted(hebei, tmp_path, {"表": rows})
    if kind is None:
        assert intake.observations.height == 1
    else:
        assert kind in ids(intake)
        assert kind == "SK-I042" or intake.observations.is_empty()


def test_two_values_for_one_figure_are_a_finding_and_never_a_merge(hebei, tmp_path):
    rows = [HEAD, ["石家庄市", 1.5], ["石家庄", 1.7], ["唐山市", 2]]
    intake = submitted(hebei, tmp_path, {"2019": rows})
    (finding,) = [f for f in intake.findings if f.kind == "SK-I029"]
    assert {mark.cell for mark in finding.marks} == {"B2", "B3"}
    assert set(intake.observations["entity"]) == {"130200"}


def test_the_same_figure_twice_on_a_sheet_is_said(hebei, tmp_path):
    intake = submitted(hebei, tmp_path, {"2019": [HEAD, ["石家庄市", 1.5], ["石家庄", 1.5]]})
    assert "SK-I044" in ids(intake)
    assert intake.observations.height == 1


def test_hidden_values_are_used_and_said(hebei, tmp_path):
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "表.xlsx"))
    page = book.add_worksheet("2019")
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ["石家庄市", 1.5])
    page.set_row(1, None, None, {"hidden": True})
    book.close()
    assert "SK-I033" in ids(read_submissions(hebei, tmp_path, 2019))


@pytest.mark.parametrize(
    ("note", "mark", "vintage"),
    [
        ("注：示例数据", "synthetic", None), ("注：据转载", "secondary", None),
        ("注：未核实", "unverified", None), ("注：本表为最终核实数", "verified", "最终核实"),
    ],
)  # fmt: skip
def test_words_around_the_table_mark_its_figures(hebei, tmp_path, note, mark, vintage):
    intake = submitted(hebei, tmp_path, {"2019": [HEAD, ["石家庄市", 1.5], ["唐山市", 2], [note]]})
    assert set(intake.observations["verification"]) == {mark}
    assert set(intake.observations["vintage"]) == {vintage}


# --- long tables ---------------------------------------------------------------------------

LONG = (
    "entity,indicator,period,value,unit,vintage,authority,mark,note\n"
    "石家庄市,energy_total,2019,4100.5,万吨标准煤,最终核实,核定,synthetic,试\n"
    "130200,能源消费总量,2019年,81000000,吨标准煤,,,,\n"
    "唐山市,energy_total,2018,暂缺,万吨标准煤,,,,\n"
    "甲市,energy_total,2019,1,万吨标准煤,,,,\n"
    "唐山市,whatever,2019,1,万吨标准煤,,,,\n"
    "唐山市,gdp,2019年1-2月,1,亿元,,,,\n"
    "唐山市,gdp,2019,1,,,,,\n"
)


def test_a_long_table_is_read_as_it_is(hebei, tmp_path):
    (tmp_path / "长表.csv").write_text(LONG, encoding="gb18030")
    intake = read_submissions(hebei, tmp_path, 2019)
    rows = intake.observations.sort("entity").to_dicts()
    assert [(r["entity"], r["value"], r["cell"]) for r in rows] == [
        ("130100", 4100.5, "D2"), ("130200", 8100.0, "D3"),
    ]  # fmt: skip
    assert (rows[0]["vintage"], rows[0]["authority"], rows[0]["verification"]) == (
        "最终核实",
        "核定",
        "synthetic",
    )
    assert {"SK-I024", "SK-I071", "SK-I022", "SK-I020"} <= ids(intake)
    assert intake.files[0].role is FileRole.LONG


def test_a_long_table_in_xlsx_and_parquet_gives_the_same(hebei, tmp_path):
    frame = pl.DataFrame(
        {
            "entity": ["石家庄市"],
            "indicator": ["gdp"],
            "period": ["2019"],
            "value": [5000.25],
            "unit": ["亿元"],
        }
    )
    frame.write_parquet(tmp_path / "长.parquet")
    one = read_submissions(hebei, tmp_path / "长.parquet", 2019).observations
    (tmp_path / "长.xlsx").write_bytes(
        workbook({"数据": [frame.columns, *map(list, frame.rows())]})
    )
    other = read_submissions(hebei, tmp_path / "长.xlsx", 2019).observations
    columns = ["entity", "indicator", "period", "value", "unit"]
    assert one.select(columns).equals(other.select(columns))


# --- assessors' points, allocations --------------------------------------------------------


def test_measure_scores_with_their_cells(hebei, tmp_path):
    scheme = hebei.scheme_for(2019) or next(iter(hebei.schemes.values()))
    item = next(i for i in scheme.items if i.parts)
    key = ("130100", item.id, item.parts[0].id)
    filled = {key: MeasureEntry(item.parts[0].points, "甲", "文件")}
    write_measures_workbook(hebei, scheme, 2019, tmp_path / "措施.xlsx", filled, synthetic=True)
    intake = read_submissions(hebei, tmp_path, 2019)
    (row,) = intake.measures.iter_rows(named=True)
    assert (row["entity"], row["item"], row["part"]) == key
    assert (row["assessor"], row["verification"], row["sheet"]) == ("甲", "synthetic", "措施评分")
    assert intake.files[0].role is FileRole.MEASURES


@pytest.mark.parametrize(
    ("col", "text", "why"),
    [
        (2, "唐山市", "“考核对象”写的是“唐山市”，代码却是“石家庄市”的"),
        (4, "别的计分项", "“计分项”写的是“别的计分项”，代码却是“"),
        (5, "别的", "“内容”写的是“别的”，代码却是“"),
        (7, "二十", "得分不是数（石家庄市，"),
    ],
)
def test_a_row_of_measures_that_cannot_be_used_is_said_at_its_cell_and_is_no_matter_of_the_city(
    hebei, tmp_path, col, text, why
):
    scheme = hebei.scheme_for(2019)
    item = next(i for i in scheme.items if i.parts)
    key = ("130100", item.id, item.parts[0].id)
    filled = {key: MeasureEntry(item.parts[0].points, "甲", "文件")}
    path = tmp_path / "措施.xlsx"
    write_measures_workbook(hebei, scheme, 2019, path, filled, synthetic=True)
    book = openpyxl.load_workbook(path)
    row = next(r for r in book["措施评分"].iter_rows(min_row=5) if r[6].value is not None)
    row[col - 1].value = text
    book.save(path)

    reading = read_submissions(hebei, tmp_path, 2019)

    (said,) = [f for f in reading.findings if f.kind == messages.MEASURE_ROW.id]
    assert why in said.why
    assert (said.place.cell, said.entity) == (row[col - 1].coordinate, None)
    assert reading.measures.is_empty()


def test_allocations_are_laid_over_by_reading(hebei, tmp_path):
    head = "target,entity,year,tier,value,unit,verification,source,note"
    rows = "intensity,130100,,,18,%,synthetic,虚构,"
    (tmp_path / "allocations.csv").write_text(f"{head}\n{rows}\n", encoding="utf-8")
    reading = read_submissions(hebei, tmp_path, 2019)
    (one,) = reading.files
    assert (one.role, one.path) == (FileRole.ALLOCATIONS, tmp_path / "allocations.csv")
    assert [str(row.value) for row in reading.overlay] == ["18%"]
    assert reading.overlay[0].place == Place("allocations.csv", 2)


def test_allocations_that_do_not_count_are_told_with_both_values(hebei, tmp_path):
    """邢台 19 % is reprinted in the plan; 20 % that is no better verified does not replace it."""
    head = "target,entity,value,unit,verification,source"

    def handed_in(*rows):
        (tmp_path / "allocations.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
        reading = read_submissions(hebei, tmp_path, 2019)
        assert len(reading.overlay) == len(rows)
        return [f for f in reading.findings if f.kind == "SK-I278"]

    (found,) = handed_in(
        "intensity,130500,20,%,synthetic,虚构", "intensity,130100,20,%,synthetic,虚构"
    )
    assert found.place == Place("allocations.csv", 2)
    assert "有 1 行没有采用，如 邢台市的" in found.why
    assert "（20%，allocations.csv:2）：规划中已有19%（hebei-13fyp/allocations.csv:2）" in found.why
    assert handed_in("intensity,130500,20,%,verified,省文件") == []
    assert handed_in("intensity,130500,19,%,synthetic,虚构") == [], "it says the same"


def test_allocations_with_faults_are_found_and_never_half_used(hebei, tmp_path):
    head = "target,entity,year,tier,value,unit,verification,source,note"
    rows = ["intensity,130100,,,18,%,synthetic,虚构,", "saving,130100,,,x,%,synthetic,虚构,"]
    (tmp_path / "allocations.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    reading = read_submissions(hebei, tmp_path, 2019)
    assert {f.place.line for f in reading.findings} == {3}
    with pytest.raises(DeclarationError, match=r"allocations.csv:3"):
        _ = reading.overlay


# --- layouts ---------------------------------------------------------------------------------


def test_a_layout_says_what_the_table_cannot(hebei, tmp_path):
    (tmp_path / "能源.csv").write_text(
        ",能源消费总量,用电\n2018年,4000,500\n2019年,4100,520\n", "utf-8"
    )
    (tmp_path / "能源.layout.yaml").write_text(
        "file: 能源.csv\nentity: 石家庄市\nunit: 万吨标准煤\nconversion: 等价值\n"
        "vintage: 最终核实\nauthority: 自报\nmark: unverified\nheaders:\n"
        "  - {says: 用电, indicator: electricity, unit: 亿千瓦时}\n",
        "utf-8",
    )
    intake = read_submissions(hebei, tmp_path, 2019)
    rows = {(r["indicator"], r["period"]): r for r in intake.observations.iter_rows(named=True)}
    assert rows["energy_total", "2019"]["value"] == 4100
    assert rows["electricity", "2018"]["value"] == 500
    one = rows["energy_total", "2019"]
    assert (one["vintage"], one["authority"], one["verification"]) == (
        "最终核实",
        "自报",
        "unverified",
    )
    assert not {f.kind for f in intake.findings} & {"SK-I020", "SK-I023", "SK-I042"}


def test_a_layout_never_overrides_the_table(hebei, tmp_path):
    (tmp_path / "表.csv").write_text("地区,2019年能源消费总量增速(%)\n石家庄市,1.5\n", "utf-8")
    (tmp_path / "表.layout.yaml").write_text("period: 2018\n", "utf-8")
    intake = read_submissions(hebei, tmp_path, 2019)
    assert intake.observations["period"].to_list() == ["2019"]
    assert "SK-I036" in ids(intake)


def test_a_layout_can_leave_rows_out(hebei, tmp_path):
    (tmp_path / "表.csv").write_text(
        "地区,2019年能源消费总量增速(%)\n石家庄市,1.5\n唐山市,2\n", "utf-8"
    )
    (tmp_path / "表.layout.yaml").write_text("skip: [唐山市]\n", "utf-8")
    assert read_submissions(hebei, tmp_path, 2019).observations["entity"].to_list() == ["130100"]


def test_a_broken_layout_is_told_with_its_line(tmp_path):
    (tmp_path / "表.layout.yaml").write_text("entity: 石家庄市\nunits: 吨\n", "utf-8")
    with pytest.raises(IntakeError) as caught:
        load_layout(tmp_path / "表.layout.yaml")
    assert caught.value.findings[0].place.line == 2


def test_a_written_layout_can_be_filled_in_and_used(hebei, tmp_path):
    (tmp_path / "能源.csv").write_text(",能源消费总量\n2019年,4100\n", "utf-8")
    text = layout_text(read_submissions(hebei, tmp_path, None).files[0], hebei)
    assert "# entity:" in text
    filled = text.replace("# entity: ", "entity: 石家庄市 ").replace(
        "# unit: ", "unit: 万吨标准煤 "
    )
    (tmp_path / "能源.layout.yaml").write_text(filled, "utf-8")
    assert read_submissions(hebei, tmp_path, 2019).observations["value"].to_list() == [4100]


# --- what was read ---------------------------------------------------------------------------


def test_reading_shows_what_was_taken_and_what_was_not(tmp_path):
    rows = [["2019年各市能耗"], ["地区", "能耗(万吨标准煤)"], ["石家庄市", 4100], ["唐山市", "—"]]
    (tmp_path / "表.xlsx").write_bytes(workbook({"表": rows}))
    reading = read_submissions(None, tmp_path / "表.xlsx", None)
    text = as_text(reading.files, reading.about)
    assert "B3 → 石家庄市 | 能耗 | 2019 = 4100 万吨标准煤" in text
    assert "缺失标记 1 个（B4）" in text
    (data,) = as_data(reading.files)
    (one,) = data["observations"]
    assert (one["entity"], one["year"], one["value"], one["unit"]) == (
        "石家庄市",
        2019,
        4100.0,
        "万吨标准煤",
    )
    assert (one["file"], one["sheet"], one["cell"]) == ("表.xlsx", "表", "B3")
    assert {left["cell"]: left["reason"] for left in data["left_out"]}["B4"] == "缺失标记"


def test_what_is_missing_for_use_is_said(tmp_path):
    (tmp_path / "表.csv").write_text(",能源消费总量\n2019年,4100\n", "utf-8")
    text = as_text(read_submissions(None, tmp_path, None).files)
    assert "1 个数值没有写明考核对象，1 个数值没有写明计量单位" in text


def test_an_unreadable_file_is_shown_with_its_reason(tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert "文件损坏" in as_text(read_submissions(None, tmp_path, None).files)
