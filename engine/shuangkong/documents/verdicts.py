"""The verdicts workbook: where a department, or an entity of itself, enters 达标 or 不达标.

Its hidden sheet `shuangkong` holds key/value rows by which intake knows it again.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..assess.requirements import requirements
from ..declarations.bundle import Declarations
from ..running.files import write_bytes
from ..vocabulary import Entity, Scheme, Target, VerdictBy
from ..vocabulary.verdict import WORDS
from . import looks
from .book import Box, Filled, Listed, Merge, PrintedBook, PrintedSheet
from .fast import Writer
from .measures import meta_sheet

SHEET = "评价"
COLUMNS = (
    "考核对象代码",
    "考核对象",
    "类别",
    "指标",
    "期限",
    "结论",
    "评价依据",
    "评价人",
    "日期",
    "原因和建议",
    # by this the rows are known again when they are read
    "目标代号",
)
_WIDTHS = (14, 18, 12, 40, 12, 10, 40, 12, 13, 40, 20)
_VERDICT, _HEADER = 5, 3
_ADVICE = {
    VerdictBy.DEPARTMENT: "由评价部门填写浅黄色单元格：结论填达标或不达标，并写明评价依据、"
    "评价人和日期（如 2027-03-01）；不达标的写明原因和建议。未评价的留空。",
    VerdictBy.SELF: "由本单位填写浅黄色单元格：结论填达标或不达标，并写明自评依据、评价人和日期"
    "（如 2027-03-01）；不达标的写明原因。自评供对照，不作为评定结果。",
}


class GivenVerdict(NamedTuple):
    """What somebody said of one indicator, as it is written: 达标, basis, author, date, advice."""

    word: str
    basis: str
    author: str
    at: str
    advice: str = ""


#: an entity and a target that somebody gives a verdict on
Asked = tuple[Entity, Target]


def asked_verdicts(
    declarations: Declarations, year: int, by: VerdictBy, who: str
) -> tuple[Asked, ...]:
    """What a department (its name) or an entity (its code) gives verdicts on in a year.

    A department: what it owns, of every assessed entity. An entity: what is counted or owned of
    its own.
    """
    scheme = declarations.scheme_for(year)
    required = requirements(declarations, year)
    variants = dict(required.templates.select("variant", "target").iter_rows())
    asked = {
        (required.entities[row], variants[variant])
        for row, variant in required.members.select("row", "variant").iter_rows()
    }
    classes = _classes(scheme)
    found = []
    for entity in declarations.assessed(year):
        if by is VerdictBy.SELF and entity.code != who:
            continue
        for target in declarations.targets.values():
            owned = target.judged_by == who if by is VerdictBy.DEPARTMENT else target.judged_by
            wanted = owned or (by is VerdictBy.SELF and target.id in classes)
            if wanted and (entity.code, target.id) in asked:
                found.append((entity, target))
    return tuple(found)


def departments(declarations: Declarations) -> tuple[str, ...]:
    """Every department that judges anything, in declared order."""
    named = (target.judged_by for target in declarations.targets.values())
    return tuple(dict.fromkeys(name for name in named if name))


def write_verdicts_workbook(
    declarations: Declarations,
    year: int,
    path: Path,
    by: VerdictBy,
    who: str,
    *,
    author: str = "",
    filled: Mapping[tuple[str, str], GivenVerdict] | None = None,
) -> None:
    """Write the workbook in which a department (its name) or an entity (its code) gives verdicts.

    `filled` enters verdicts already known, by entity and target.

    Raises:
        DocumentError: the file cannot be written.
    """
    asked = asked_verdicts(declarations, year, by, who)
    book = verdicts_book(declarations, year, asked, by, who, author, filled)
    write_bytes(path, Writer().write(book))


def verdicts_book(
    declarations: Declarations,
    year: int,
    asked: Sequence[Asked],
    by: VerdictBy,
    who: str,
    author: str = "",
    filled: Mapping[tuple[str, str], GivenVerdict] | None = None,
) -> PrintedBook:
    """The verdicts workbook as data."""
    invented = declarations.plan.synthetic
    name = declarations.entities[who].name if by is VerdictBy.SELF else who
    wording = declarations.wording_for(year)
    title = f"{name}{year}年度{wording.assessment}{by.chinese}表"
    title += "（示例）" if invented else ""
    meta = {
        "role": "verdicts",
        "plan": declarations.plan.id,
        "year": str(year),
        "by": by.value,
        "who": who,
        # what one person entered is verified by whoever decides on it, not by being written down
        "verification": "synthetic" if invented else "unverified",
    }
    scheme = declarations.scheme_for(year)
    return PrintedBook(
        title=title,
        subject=scheme.title if scheme else declarations.plan.title,
        year=year,
        sheets=(_sheet(scheme, asked, by, title, author, filled or {}), meta_sheet(meta)),
        banner="示例数据，不得作为考核依据" if invented else "",
    )


def _sheet(
    scheme: Scheme | None,
    asked: Sequence[Asked],
    by: VerdictBy,
    title: str,
    author: str,
    filled: Mapping[tuple[str, str], GivenVerdict],
) -> PrintedSheet:
    last, classes = len(COLUMNS) - 1, _classes(scheme)
    cells = [Filled(_HEADER, col, name, looks.HEAD) for col, name in enumerate(COLUMNS)]
    for row, (entity, target) in enumerate(asked, start=_HEADER + 1):
        given = filled.get((entity.code, target.id), GivenVerdict("", "", author, ""))
        cells += _row(row, entity, target, classes.get(target.id, "—"), given)
    box = Box(_HEADER + 1, _VERDICT, _HEADER + max(1, len(asked)), _VERDICT)
    words = tuple(WORDS.values())
    return PrintedSheet(
        name=SHEET,
        cells=tuple(cells),
        merges=(
            Merge(0, 0, 0, last, title, looks.TITLE),
            Merge(1, 0, 1, last, f"考核办法：{scheme.title}" if scheme else "", looks.SUBTITLE),
            Merge(2, 0, 2, last, _ADVICE[by], looks.NOTE),
        ),
        widths=_WIDTHS,
        heights={0: 30, 2: 32},
        freeze=(_HEADER + 1, 2),
        repeat=(_HEADER, _HEADER),
        listed=(Listed(box, words, "结论", "请填 达标 或 不达标；未评价的留空。"),),
        locked=True,
    )


def _row(
    row: int, entity: Entity, target: Target, class_: str, given: GivenVerdict
) -> list[Filled]:
    return [
        Filled(row, 0, entity.code, looks.CENTRED),
        Filled(row, 1, entity.name, looks.CENTRED),
        Filled(row, 2, class_, looks.CENTRED),
        Filled(row, 3, target.name, looks.TEXT),
        Filled(row, 4, target.by.chinese, looks.CENTRED),
        Filled(row, _VERDICT, given.word or None, looks.ENTRY),
        Filled(row, 6, given.basis or None, looks.ENTRY_TEXT),
        Filled(row, 7, given.author or None, looks.ENTRY),
        Filled(row, 8, given.at or None, looks.ENTRY),
        Filled(row, 9, given.advice or None, looks.ENTRY_TEXT),
        Filled(row, 10, target.id, looks.KNOWN_BY),
    ]


def _classes(scheme: Scheme | None) -> Mapping[str, str]:
    return {t: one.name for one in (scheme.classes if scheme else ()) for t in one.targets}
