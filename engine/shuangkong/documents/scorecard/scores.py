"""二、计分: the score table of the front page, its total and the grade, all live."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ...assess.points import LEFT_OUT, PENDING, ItemScore, PartScore
from ...assess.result import Assessment, EntityResult
from ...assess.score import goes_by_ratio
from ...records import dataclass
from ...text import plain
from ...vocabulary import Fallback, Scheme
from .. import looks
from ..book import Box, LiveFormula, Shade, address
from ..grid import Grid, LineCell
from ..scored import COMPLETE, NONE_COUNTS, OPEN, as_printed, left_out, total_note
from ..text import places_of
from .calc import CalcSheet
from .data import DataSheet
from .inputs import is_given
from .live import UNKNOWN, issued, quoted, said
from .waivers import points_unless, waiver_of

TOTAL_COLUMN = 5
#: said of a sum that is no number with a word behind it
_SO_FAR = "，为暂计"
_FULL, _POINTS, _BONUS = 3, 5, 6
_HEADERS = (
    "大类",
    LineCell("考核内容", looks.HEAD, span=2),
    "分值",
    "完成率",
    "得分",
    "加分",
    LineCell("计分办法", looks.HEAD, span=2),
    LineCell("说明", looks.HEAD, span=2),
)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """Where the table stands: its first and last row, the cell of the total, those of points."""

    first: int
    last: int
    total: str
    points: str

    @property
    def pending(self) -> str:
        """Whether points of an item are still open."""
        return f'COUNTIF({self.points},"{PENDING}")>0'

    @property
    def provisional(self) -> str:
        """Whether there is a total, and points of an item are still open."""
        return f"AND(COUNT({self.points})>0,{self.pending})"


def score_table(
    grid: Grid, assessment: Assessment, result: EntityResult, data: DataSheet, calc: CalcSheet
) -> ScoreTable:
    """Write the score table with its total."""
    scheme = assessment.scheme
    assert scheme is not None
    grid.section("二、计分")
    grid.header(_HEADERS)
    first = grid.row
    bonuses = [_bonus(result, score, calc) for score in result.scores]
    for score, bonus in zip(result.scores, bonuses, strict=True):
        grid.line(
            [
                score.item.group or UNKNOWN,
                LineCell(looks.marked(score.item.name, score.verification), span=2),
                LineCell(score.item.points, looks.number(places_of(score.item.points))),
                _step(score, "completion", score.completion, calc),
                _waived(assessment, result, score, _points(result, score, data, calc), calc),
                bonus,
                LineCell(score.item.rule.chinese, looks.SMALL, span=2),
                LineCell(issued(score.why, data.changed), looks.SMALL, span=2),
            ]
        )
    last = grid.row - 1
    points = _range(first, last, _POINTS)
    full = sum((s.item.points for s in result.scores), Decimal(0))
    total = PENDING if result.total is None else result.total
    told = [b.content.value for b in bonuses if isinstance(b.content, LiveFormula)]
    grid.line(
        [
            LineCell(f"合计{'（得分含加分）' if told else ''}", looks.HEAD, span=3),
            LineCell(
                LiveFormula(f"SUM({_range(first, last, _FULL)})", full),
                looks.number(places_of(full)),
            ),
            None,
            LineCell(
                LiveFormula(_total(scheme, result, first), total), looks.number(result.decimals)
            ),
            _bonus_total(result, told, _range(first, last, _BONUS)),
            LineCell(None, span=2),
            LineCell(_total_note(scheme, result, points), span=2),
        ]
    )
    grid.shades.append(Shade(Box(first, _POINTS, last, _POINTS), "bar"))
    for box in (
        Box(first, _POINTS, last, _POINTS),
        Box(first, _BONUS, last, _BONUS),
        Box(last + 1, _POINTS, last + 1, _BONUS),
    ):
        grid.shades += as_printed(box, result.decimals)
    return ScoreTable(first, last, address(last + 1, TOTAL_COLUMN), points)


def _points(result: EntityResult, score: ItemScore, data: DataSheet, calc: CalcSheet) -> LineCell:
    style = looks.link(looks.number(result.decimals))
    if score.parts and not score.scaled_out:
        first = data.part(score.item.id, score.parts[0].id)
        points = PENDING if score.points is None else score.points
        return LineCell(LiveFormula(_measured(score, data), points), style, f"internal:{first}")
    shown = score.word if score.points is None else score.points
    waits = any(j.in_band and j.key in score.judgements for j in result.judgements)
    if score.points is None and not (waits and score.steps):
        return LineCell(shown, looks.CENTRED)
    if is_given(score):
        ref = data.given(score.item.id)
        return LineCell(LiveFormula(ref, shown), style, f"internal:{ref}")
    entry = _step(score, "points", score.points, calc)
    if isinstance(entry.content, LiveFormula):
        ref = entry.content.formula
        given = _on_band(result, score, ref, calc)
        found = LiveFormula(f"IF(ISNUMBER({ref}),{given},{_otherwise(score)})", shown)
        return entry._replace(content=found, style=style)
    return entry


def _waived(
    assessment: Assessment, result: EntityResult, score: ItemScore, entry: LineCell, calc: CalcSheet
) -> LineCell:
    """Points with their parts on hover; those of a target that may be waived follow that."""
    entry = entry._replace(comment=_parts(score))
    content = entry.content
    if not isinstance(content, LiveFormula) or score.parts:
        return entry
    for judgement in result.judgements:
        if judgement.key in score.judgements and len(score.judgements) == 1:
            waiver = waiver_of(assessment, result, judgement, calc)
            if waiver:
                given = content.formula if is_given(score) else None
                return entry._replace(content=points_unless(waiver, score, content, given))
    return entry


def _on_band(result: EntityResult, score: ItemScore, points: str, calc: CalcSheet) -> str:
    """Points of verdicts that persons decided on bands.

    What was decided has no ratio, and what was computed has one: where points follow from it,
    nothing on the card says how they are reckoned on the other side, and they are open.
    """
    for j in result.judgements:
        live = calc.verdict(j) if j.banded and j.key in score.judgements else None
        if live is not None and j.band_met is not None and goes_by_ratio(score.item):
            sides = (points, quoted(PENDING))
            inside, beyond = sides if j.is_decided_in_band else reversed(sides)
            points = f"IF({live.stands},{inside},{beyond})"
    return points


def _otherwise(score: ItemScore) -> str:
    """The points of an item whose target cannot be judged, as the scheme has it."""
    match score.item.fallback:
        case Fallback.FULL:
            return plain(score.item.points)
        case Fallback.ZERO:
            return "0"
        case Fallback.SCALE:
            return quoted(LEFT_OUT)
    return quoted(PENDING)


def _measured(score: ItemScore, data: DataSheet) -> str:
    """Parts given less parts deducted, kept between zero and the item's points.

    While one is not there, or beyond what can be given, the points are open.
    """
    deducted = {p.id for p in score.item.parts if p.deduct}
    cells = {p.id: data.part(score.item.id, p.id) for p in score.parts}

    def sum_of(wanted: Iterable[str]) -> str:
        refs = [cells[part] for part in wanted]
        return f"SUM({','.join(refs)})" if refs else "0"

    given = sum_of(i for i in cells if i not in deducted)
    full = plain(score.item.points)
    if deducted:
        taken = sum_of(i for i in cells if i in deducted)
        given = f"{full if deducted.issuperset(cells) else given}-{taken}"
    every = ",".join(cells.values())
    limits = [f"MIN({every})>=0", *(f"{cells[p.id]}<={plain(p.full)}" for p in score.parts)]
    open_ = quoted(PENDING)
    found = f"IF(AND({','.join(limits)}),MAX(0,MIN({given},{full})),{open_})"
    return f"IF(COUNT({every})={len(cells)},{found},{open_})"


def _bonus(result: EntityResult, score: ItemScore, calc: CalcSheet) -> LineCell:
    told = any(s.name == "bonus" and s.value is not None for s in score.steps)
    ref = calc.cell(score.item.id, "bonus")
    content = LiveFormula(ref, score.bonus if told else UNKNOWN) if ref else UNKNOWN
    return LineCell(content, looks.number(result.decimals) if ref else looks.CENTRED)


def _bonus_total(result: EntityResult, told: Sequence[object], bonuses: str) -> LineCell:
    """What the items' bonuses add up to, where there is one."""
    if not told:
        return LineCell(UNKNOWN, looks.CENTRED)
    added = sum((b for b in told if isinstance(b, Decimal)), Decimal(0))
    formula = f"IF(COUNT({bonuses})=0,{quoted(UNKNOWN)},SUM({bonuses}))"
    return LineCell(LiveFormula(formula, added), looks.number(result.decimals))


def _step(score: ItemScore, name: str, value: Decimal | None, calc: CalcSheet) -> LineCell:
    step = next((s for s in score.steps if s.name == name), None)
    ref = calc.cell(score.item.id, name)
    if step is None or ref is None:
        return LineCell(UNKNOWN, looks.CENTRED)
    style = looks.link(looks.number(step.decimals, step.unit))
    return LineCell(LiveFormula(ref, UNKNOWN if value is None else value), style, f"internal:{ref}")


def _parts(score: ItemScore) -> str | None:
    """What an item with parts is made of, to be seen on hover."""
    told = [f"{part.name}：{_given(part)}／{plain(part.full)}分" for part in score.parts]
    return "\n".join(["原得分：", *told]) if told else None


def _given(part: PartScore) -> str:
    if part.points is None:
        return "待合议" if part.disputed else "未评"
    return plain(part.points)


def _total(scheme: Scheme, result: EntityResult, first: int) -> str:
    """Points and bonuses, scaled up where the scheme leaves items out."""
    last = first + len(result.scores) - 1
    points = _range(first, last, _POINTS)
    total = f"SUM({points})+SUM({_range(first, last, _BONUS)})"
    if any(s.scaled_out or s.item.fallback is Fallback.SCALE for s in result.scores):
        full = plain(scheme.full)
        left_out = f"SUMIF({points},{quoted(LEFT_OUT)},{_range(first, last, _FULL)})"
        total = f"({total})*{full}/({full}-{left_out})"
    return f"IF(COUNT({points})=0,{quoted(PENDING)},{total})"


def _total_note(scheme: Scheme, result: EntityResult, points: str) -> LiveFormula:
    """Which items are left out, and whether points are still open or there are none to give."""
    scaled = left_out(scheme, result)

    def either(none: str, some: str) -> str:
        return f"IF(COUNT({points})=0,{quoted(none)},{quoted(some)})"

    open_, settled = either(OPEN, f"{OPEN}{_SO_FAR}"), either(NONE_COUNTS, COMPLETE)
    formula = f"IF(COUNTIF({points},{quoted(PENDING)})>0,{open_},{settled})"
    now = total_note(scheme, result) + (_SO_FAR if result.provisional else "")
    return LiveFormula(f"{said(scaled)}&{formula}" if scaled else formula, now)


def _range(first: int, last: int, col: int) -> str:
    return f"{address(first, col)}:{address(last, col)}"
