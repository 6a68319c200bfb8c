"""What was read, for people at a terminal: the first figures, those to look at, what was left."""

from collections import Counter
from collections.abc import Sequence

from ..vocabulary import Finding
from .files import FileReading, SheetReading
from .reading import address, letters
from .show import safely
from .tables.facts import Fact
from .window import Window

_SHOWN = 12
_TO_LOOK_AT = 6
#: places that a reason names before it breaks off
_NAMED = 6
_SURE = ("高", "版式", "中", "低")


def as_text(
    readings: Sequence[FileReading],
    findings: Sequence[Finding] = (),
    window: Window | None = None,
) -> str:
    """What was read, for a terminal."""
    shown = window or Window()
    lines: list[str] = []
    for reading in readings:
        lines += safely(lambda one: _file_lines(one, shown), reading)
    lines += [str(finding) for finding in findings]
    return "\n".join(lines)


def _file_lines(reading: FileReading, window: Window) -> list[str]:
    kind = reading.book.format if reading.book else "读不了"
    lines = [f"■ {reading.name}（{reading.role.chinese}，{kind}，sha256 {reading.sha256[:12]}）"]
    for sheet in filter(window.has_sheet, reading.sheets):
        lines += _sheet_lines(sheet, window)
    lines += [f"  {finding}" for finding in reading.findings]
    return lines


def _sheet_lines(sheet: SheetReading, window: Window) -> list[str]:
    state = {"visible": "", "hidden": "，隐藏", "very_hidden": "，深度隐藏"}[sheet.sheet.state]
    if not sheet.sheet.cells:
        return [f"  工作表“{sheet.sheet.name}”：空{state}"]
    taken = len({*sheet.observed, *(fact.cell.cell.address for fact in sheet.facts)})
    lines = [
        f"  工作表“{sheet.sheet.name}”{state}：{len(sheet.sheet.cells)} 个有内容的单元格，"
        f"取数 {taken} 个"
    ]
    if sheet.facts:
        titles = dict.fromkeys(fact.title for fact in sheet.facts if fact.title)
        lines += [f"    标题：{title}" for title in list(titles)[:3]]
        counts = Counter(fact.sure for fact in sheet.facts)
        sure = "、".join(f"{name} {counts[name]}" for name in _SURE if counts[name])
        lines.append(f"    把握：{sure}")
    lines += _figures(sheet, window)
    lines += _gaps(sheet.facts)
    lines += _left_lines(sheet)
    return lines


def _figures(sheet: SheetReading, window: Window) -> list[str]:
    """The figures that a window shows, and how many more there are."""
    all_ = {fact.cell.cell.address: _fact_line(fact, sheet) for fact in sheet.facts} or {
        one.cell: f"    {one.cell} → {one.entity} {one.indicator} {one.period} = {one.raw} "
        f"{one.raw_unit}"
        for one in sheet.observed.values()
    }
    if window.everything or window.some_rows:
        return [line for cell, line in all_.items() if window.has_cell(cell)]
    lines = list(all_.values())[:_SHOWN]
    later = sheet.facts[_SHOWN:]
    kinds: dict[tuple[object, ...], Fact] = {}
    for fact in later:
        if fact.sure == "低":
            missing = (fact.entity is None, fact.period is None, fact.unit is None)
            kinds.setdefault((fact.asks, fact.doubts, missing, bool(fact.names)), fact)
    marked = list(kinds.values())[:_TO_LOOK_AT]
    if marked:
        lines.append("    下面这些也须看一看：")
        lines += [all_[fact.cell.cell.address] for fact in marked]
    more = len(all_) - _SHOWN - len(marked)
    if more > 0:
        lines.append(f"    ……另有 {more} 个，用 --all 看全部，或用 --from 行号 --rows 行数 看一段")
    return lines


def _fact_line(fact: Fact, sheet: SheetReading) -> str:
    number = fact.cell.text if fact.number is None else f"{fact.number:f}"
    said = f"    {fact.cell.cell.address} → {fact.entity or '？'} | {fact.indicator or '？'} | "
    said += f"{fact.period or '？'} = {number} {fact.unit or '（单位不明）'}"
    observed = sheet.observed.get(fact.cell.cell.address)
    if observed is not None:
        said += f" → {observed.entity}.{observed.indicator}"
    laid = f"版式：{'、'.join(fact.laid)}" if fact.laid else ""
    notes = "；".join(filter(None, (laid, *fact.asks, *fact.doubts)))
    sure = "" if fact.sure == "版式" else f"把握{fact.sure}"
    return f"{said}  [{'：'.join(filter(None, (sure, notes)))}]"


def _gaps(facts: Sequence[Fact]) -> list[str]:
    """What the table does not say and a layout would have to."""
    missing = (
        ("考核对象", sum(fact.entity is None for fact in facts)),
        ("期间", sum(fact.period is None for fact in facts)),
        ("计量单位", sum(fact.unit is None for fact in facts)),
    )
    said = [f"{count} 个数值没有写明{what}" for what, count in missing if count]
    return [f"    需要说明：{'，'.join(said)}；可用 --write-layout 写版式声明"] if said else []


def _left_lines(sheet: SheetReading) -> list[str]:
    reasons: dict[str, list[tuple[int, int]]] = {}
    for place, why in sheet.left.items():
        reasons.setdefault(why, []).append(place)
    return [
        f"    没有取：{why} {len(places)} 个（{_listed(places)}）"
        for why, places in reasons.items()
    ]


def _listed(places: Sequence[tuple[int, int]]) -> str:
    """Some addresses; a run down one column or along one row is given as a range."""
    shown: list[str] = []
    index = 0
    while index < len(places) and len(shown) < _NAMED:
        row, col = places[index]
        end = index
        while end + 1 < len(places) and places[end + 1] == (row, places[end][1] + 1):
            end += 1
        last = places[end]
        shown.append(
            address(row, col) if end == index else f"{address(row, col)}:{letters(last[1])}{row}"
        )
        index = end + 1
    return "、".join(shown) + ("……" if index < len(places) else "")
