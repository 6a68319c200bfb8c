"""填报数据: every figure the scorecard rests on, once, with its file, sheet and cell or clause."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...assess.result import Assessment, EntityResult, Input, PartScore
from ...units import scale
from ...vocabulary import Verification
from .. import looks
from ..book import Sheet, reference
from ..grid import Grid
from ..text import places_of

SHEET = "填报数据"
_HEADERS = (
    "序号",
    "名称",
    "期间",
    "数值",
    "单位",
    "数据版本",
    "数据来源",
    "核对情况",
    "来源文件或条款",
    "工作表",
    "单元格",
    "原文",
    "说明",
)
_WIDTHS = (6, 30, 8, 14, 14, 11, 10, 13, 34, 14, 9, 14, 26)
_VALUE = 3
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class DataSheet:
    """The finished sheet and where each input stands in it."""

    sheet: Sheet
    places: dict[_Key, tuple[int, int]]

    def cell(self, item: Input) -> str:
        """Reference to the cell that holds an input, in its own unit."""
        return reference(SHEET, *self.places[_input_key(item)])

    def scaled(self, item: Input) -> str:
        """The same in the scale formulas reckon in: a cell of 5 (%) counts as 0.05."""
        factor = scale(item.unit)
        cell = self.cell(item)
        return cell if factor == 1 else f"({cell}*{factor.numerator}/{factor.denominator})"

    def part(self, item: str, part: str) -> str:
        """Reference to the points an assessor entered."""
        return reference(SHEET, *self.places[("part", item, part)])


def data_sheet(assessment: Assessment, result: EntityResult) -> DataSheet:
    """The sheet of all figures behind one entity's results."""
    grid = Grid(len(_HEADERS))
    grid.title(f"{result.entity.name}{assessment.year}年度考核所用数据")
    grid.banner(result.mark)
    head = grid.header(_HEADERS)
    places: dict[_Key, tuple[int, int]] = {}
    inputs = {_input_key(i): i for i in all_inputs(result)}
    grid.section("一、填报与核定的数据")
    for key, item in inputs.items():
        if item.observation is not None:
            places[key] = (grid.row, _VALUE)
            _observed(grid, item, assessment)
    grid.section("二、规划、分解方案与考核办法规定的数")
    for key, item in inputs.items():
        if item.observation is None:
            places[key] = (grid.row, _VALUE)
            _declared(grid, item)
    parts = [(score.item.id, part) for score in result.scores for part in score.parts]
    if parts:
        grid.section("三、考核人员评定的措施得分")
    for item_id, part in parts:
        places[("part", item_id, part.id)] = (grid.row, _VALUE)
        _measured(grid, part, assessment)
    sheet = grid.sheet(SHEET, _WIDTHS, repeat=head, freeze=(head + 1, 2))
    return DataSheet(sheet, places)


def all_inputs(result: EntityResult) -> Iterator[Input]:
    """Every input of an entity's judgements and scores, in reading order."""
    for judgement in result.judgements:
        yield from judgement.inputs
    for score in result.scores:
        yield from score.inputs


def _input_key(item: Input) -> _Key:
    if item.observation is not None:
        return ("observation", item.observation)
    return ("declared", item.label, item.value, item.unit, item.source)


def _observed(grid: Grid, item: Input, assessment: Assessment) -> None:
    row = assessment.observations.row(item.observation or 0, named=True)
    indicator = assessment.declarations.indicators.get(row["indicator"])
    grid.line(
        [
            grid.number(),
            indicator.name if indicator else item.label,
            row["period"],
            (item.value, looks.number(places_of(item.value))),
            item.unit,
            row["vintage"],
            row["authority"],
            _checked(item.mark),
            row["file"],
            row["sheet"],
            row["cell"],
            row["raw"],
            row["note"],
        ]
    )


def _declared(grid: Grid, item: Input) -> None:
    value = (item.value, looks.number(places_of(item.value)))
    grid.line(
        [grid.number(), item.label, None, value, item.unit, "规定", None, _checked(item.mark)]
        + [item.source, None, None, None, None]
    )


def _measured(grid: Grid, part: PartScore, assessment: Assessment) -> None:
    found = None if part.measure is None else assessment.measures.row(part.measure, named=True)
    places = [found["file"], found["sheet"], found["cell"]] if found else [part.source, None, None]
    value = (part.points, looks.number(places_of(part.points)))
    evidence = f"佐证：{part.evidence}" if part.evidence else None
    who = found["assessor"] if found else None
    grid.line(
        [grid.number(), part.name, str(assessment.year), value, "分", "评分", who]
        + [_checked(part.mark), *places, None, evidence]
    )


def _checked(mark: str) -> str:
    found = Verification(mark)
    return found.mark or found.chinese
