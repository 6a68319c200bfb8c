"""填报数据: every figure the scorecard rests on, once, with its file, sheet and cell or clause."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ...assess.judgement import Input, Judgement
from ...assess.points import ItemScore, PartScore
from ...assess.result import Assessment, EntityResult
from ...records import dataclass
from ...units import scale
from ...vocabulary import Verification
from .. import looks
from ..book import Box, Content, LiveFormula, PrintedSheet, Shade, Style, address, reference
from ..exhibits import proved
from ..grid import Grid, LineCell
from ..text import in_words, places_of
from .inputs import Key, all_inputs, is_given, key_of, owners_of, states_of
from .live import quoted

if TYPE_CHECKING:
    import polars as pl

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
    "原数值",
    "改动",
)
_WIDTHS = (6, 34, 9, 14, 14, 11, 10, 13, 34, 14, 9, 14, 26, 13, 9)
_VALUE, _ISSUED, _CHANGED = 3, 13, 14
#: of more targets than these that share a number, it is said how many they are
_FEW = 2
#: so many times as many rows are read as are wanted, rather than to gather them
_TOGETHER = 4
CHANGED, SAME = "已改动", "未改动"


@dataclass(frozen=True, slots=True)
class DataSheet:
    """The finished sheet and where each input stands in it."""

    sheet: PrintedSheet
    places: Mapping[Key, int]
    #: reference to the number of figures that are not those of the issue
    changed: str

    def row(self, item: Input) -> int:
        """The row of an input."""
        return self.places[key_of(item)]

    def cell(self, item: Input) -> str:
        """Reference to the cell that holds an input, in its own unit."""
        return value_at(self.row(item))

    def part(self, item: str, part: str) -> str:
        """Reference to the points an assessor entered."""
        return reference(SHEET, self.places[("part", item, part)], _VALUE)

    def given(self, item: str) -> str:
        """Reference to points that no formula gives."""
        return reference(SHEET, self.places[("given", item)], _VALUE)


def value_at(row: int) -> str:
    """Reference to the cell of the figure in a row, in its own unit."""
    return reference(SHEET, row, _VALUE)


@lru_cache(maxsize=16_384)
def scaled_at(row: int, unit: str) -> str:
    """The same in the scale formulas reckon in: a cell of 5 (%) counts as 0.05."""
    factor, cell = scale(unit), value_at(row)
    return cell if factor == 1 else f"({cell}*{factor.numerator}/{factor.denominator})"


class _Builder:
    """Writes the sections of the sheet and remembers where each figure stands."""

    def __init__(self, assessment: Assessment, entity: str, links: Mapping[str, str]) -> None:
        self.assessment = assessment
        self.entity = entity
        self.links = links
        self.grid = Grid(_WIDTHS)
        self.places: dict[Key, int] = {}
        self._numerals = iter("一二三四五")

    def _section(self, title: str) -> None:
        self.grid.section(f"{next(self._numerals)}、{title}", kept=True)

    def inputs(self, inputs: Iterable[Input], judgements: Sequence[Judgement]) -> None:
        owners = owners_of(judgements)
        states = states_of(judgements, self.assessment.declarations.indicators)
        unique = {key_of(i): i for i in inputs}
        observed = [(key, i) for key, i in unique.items() if i.observation is not None]
        rows = _rows(self.assessment.observations, [i.observation or 0 for _, i in observed])
        if observed:
            self._section("填报与核定的数据")
        for (key, item), row in zip(observed, rows, strict=True):
            self.places[key] = self._observed(item, row)
        declared = [(key, i) for key, i in unique.items() if i.observation is None]
        if declared:
            self._section("规划、分解方案与考核办法规定的数")
        for key, item in declared:
            self.places[key] = self._declared(
                item, owners.get(key, ()), states.get(key, looks.NO_STATES)
            )

    def parts(self, scores: Sequence[ItemScore]) -> None:
        if any(score.parts for score in scores):
            self._section("措施得分")
        for score in scores:
            for part in score.parts:
                self.places[("part", score.item.id, part.id)] = self._measured(part)

    def given(self, scores: Sequence[ItemScore]) -> None:
        found = [s for s in scores if is_given(s)]
        if found:
            self._section("按办法直接给出的得分")
        for score in found:
            self.places[("given", score.item.id)] = self._plain(
                score.item.name, _value(score.points), "分", "评分", score.verification, score.why
            )

    def exhibits(self, scores: Sequence[ItemScore]) -> None:
        """Files of evidence: what each proves, its hash, and where it is kept."""
        found = [one for one in self.assessment.exhibits if one.entity == self.entity]
        if found:
            self._section("佐证文件（存台账）")
        for one in found:
            by = f"台账第{one.entry}号，{one.by}"
            note = f"{by}：{one.note}" if one.note else by
            kept: list[Content | LineCell] = [one.file, None, None, one.sha256, note]
            self.grid.line(
                [self.grid.number(), proved(one, scores), *(None,) * 4, "佐证", None, *kept]
            )

    def _observed(self, item: Input, row: Mapping[str, Any]) -> int:
        link = self._link(row["file"], row["sheet"], row["cell"])
        source = looks.link(looks.TEXT) if link else looks.TEXT
        indicator = self.assessment.declarations.indicators.get(row["indicator"])
        values = [row["vintage"], row["authority"], _checked(item.verification)]
        other = self.assessment.declarations.entities.get(row["entity"])
        whose = other.name if other is not None and other.code != self.entity else ""
        states = indicator.states if indicator else looks.NO_STATES
        return self._line(
            [
                self.grid.number(),
                whose + indicator.name if indicator else item.label,
                row["period"],
                _open(_value(item.value, states)),
                None if states else item.unit,
                *values,
                LineCell(row["file"], source, link),
                *(row["sheet"], row["cell"], row["raw"], row["note"]),
            ]
        )

    def _link(self, file: str, sheet: str | None, cell: str | None) -> str | None:
        path = self.links.get(file)
        if path is None:
            return None
        place = "#'" + sheet.replace("'", "''") + f"'!{cell}" if sheet and cell else ""
        return f"external:../{path}{place}"

    def _declared(self, item: Input, owners: Sequence[str], states: Mapping[str, int]) -> int:
        """A declared number, and whose it is; of many, the first and how many."""
        more = f"等{len(owners)}项目标" if len(owners) > _FEW else ""
        whose = f"{'、'.join(owners[:_FEW])}{more}：" if owners else ""
        told = (
            whose + item.label,
            _value(item.value, states),
            None if states else item.unit,
            "规定",
            item.verification,
        )
        return self._plain(*told, in_words(item.source))

    def _plain(self, *told: Content | LineCell) -> int:
        """A figure without a cell of its own: label, value, unit, kind, mark, source."""
        label, value, unit, kind, mark, source = told
        blank = (None,) * 4
        row = (self.grid.number(), label, None, value, unit, kind, None, _checked(str(mark)))
        return self._line([*row, source, *blank])

    def _measured(self, part: PartScore) -> int:
        row = None
        if part.measure is not None:
            row = self.assessment.measures.row(part.measure, named=True)
        place = [row["file"], row["sheet"], row["cell"]] if row else [part.source, None, None]
        value = _value(part.points)
        return self._line(
            [
                self.grid.number(),
                part.name,
                str(self.assessment.year),
                # what follows from data is no assessor's
                value if part.measure is None and part.points is not None else _open(value),
                "分",
                "评分",
                row["assessor"] if row else None,
                None if part.points is None else _checked(part.verification),
                *place,
                None,
                f"佐证：{part.evidence}" if part.evidence else None,
            ]
        )

    def _line(self, told: Sequence[Content | LineCell]) -> int:
        """A figure with the value it was issued with, and whether it is another now."""
        now, then = (address(self.grid.row, col) for col in (_VALUE, _ISSUED))
        same = f"AND(ISBLANK({now})=ISBLANK({then}),{now}={then})"
        differs = f"IF({same},{quoted(SAME)},{quoted(CHANGED)})"
        value = told[_VALUE]
        assert isinstance(value, LineCell)
        formula = LiveFormula(f"IFERROR({differs},{quoted(CHANGED)})", SAME)
        return self.grid.line(
            [*told, LineCell(value.content, _locked(value.style)), LineCell(formula, looks.CENTRED)]
        )


def _rows(frame: "pl.DataFrame", numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Rows by number: one at a time takes far longer, and so do many from here and there.

    Those of an entity mostly stand together.
    """
    if not numbers:
        return []
    first, last = min(numbers), max(numbers)
    if last - first < _TOGETHER * len(numbers):
        near = frame.slice(first, last - first + 1).rows(named=True)
        return [near[number - first] for number in numbers]
    return frame[numbers].rows(named=True)


def data_sheet(
    assessment: Assessment,
    result: EntityResult,
    earlier: Sequence[Judgement],
    links: Mapping[str, str],
) -> DataSheet:
    """The sheet of all figures behind one entity's results and its earlier years.

    `links` gives the copies of source files by name, as paths beside the scorecards' folder.
    """
    builder = _Builder(assessment, result.entity.code, links)
    grid = builder.grid
    grid.title(f"{result.entity.name}{assessment.year}年度考核所用数据")
    grid.banner(result.verification)
    count = grid.row
    grid.row += 1
    head = grid.repeated = grid.header(_HEADERS)
    builder.inputs(all_inputs(result, earlier), (*result.judgements, *earlier))
    builder.parts(result.scores)
    builder.given(result.scores)
    builder.exhibits(result.scores)
    _count(grid, count)
    box = Box(head + 1, _CHANGED, grid.row - 1, _CHANGED)
    grid.shades.append(Shade(box, "word", looks.ALERT, CHANGED, looks.ALERT_TEXT))
    sheet = grid.sheet(SHEET, repeat=head, freeze=(head + 1, 2), locked=True)
    return DataSheet(sheet, builder.places, reference(SHEET, count, _VALUE))


def _count(grid: Grid, row: int) -> None:
    """The line that counts changes, written when all figures are there."""
    resume, grid.row = grid.row, row
    cells = f"{address(row, _CHANGED)}:{address(resume, _CHANGED)}"
    counted = LiveFormula(f"COUNTIF({cells},{quoted(CHANGED)})", 0)
    said = "浅黄色的单元格可以改动，用于试算；改动后各表随之变化，并注明与原结果不符。"
    label = LineCell("与原数值不同的数", looks.HEAD, span=_VALUE)
    rest = LineCell(said, looks.SMALL, span=grid.columns - _VALUE - 1)
    grid.line([label, LineCell(counted, looks.CENTRED), rest])
    grid.row = resume


@lru_cache
def _locked(style: Style) -> Style:
    """The same style where nothing may be entered."""
    return replace(style, fill=None, unlocked=False)


def _value(value: Decimal | None, states: Mapping[str, int] = looks.NO_STATES) -> LineCell:
    return LineCell(value, looks.state(states) if states else looks.number(places_of(value)))


def _open(entry: LineCell) -> LineCell:
    """A figure that may be tried otherwise."""
    return entry._replace(style=looks.entry(entry.style))


def _checked(mark: str) -> str:
    found = Verification(mark)
    return found.mark or found.chinese
