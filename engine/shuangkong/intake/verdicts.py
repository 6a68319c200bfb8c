"""The verdicts workbook 评价表: what departments, or entities of themselves, say is met."""

import datetime
from collections.abc import Mapping

from .. import messages
from ..declarations.bundle import Declarations
from ..vocabulary import Entity, Finding, Place, Target, Verdict, VerdictBy
from ..vocabulary.verdict import WORDS
from .filled_in import filled_in, named_otherwise
from .form.metadata import Metadata, verification_of
from .reading import Book, Sheet, address
from .words import plain

SHEET = "评价"
_COLUMNS = {
    "考核对象代码": "entity",
    "考核对象": "entity_name",
    "目标代号": "target",
    "指标": "target_name",
    "结论": "met",
    "评价依据": "basis",
    "评价人": "author",
    "日期": "at",
    "原因和建议": "advice",
}
_MET = {word: met for met, word in WORDS.items()}
#: what a person has to say beside the verdict itself
_NEEDED = {"basis": "评价依据", "author": "评价人", "at": "日期"}


class _Unusable(Exception):
    """Why a row gives no verdict; a message says it at the cell of a column, its verdict's."""

    def __init__(self, why: str, column: str = "met") -> None:
        super().__init__(why)
        self.column = column


def read_verdicts(
    book: Book, metadata: Metadata, declarations: Declarations
) -> tuple[list[Verdict], list[Finding]]:
    """The verdicts of a workbook; a row without a verdict is not one."""
    plan, where = metadata.values.get("plan"), Place(book.name)
    if plan != declarations.plan.id:
        wanted = declarations.plan.id
        return [], [Finding.of(messages.WRONG_PLAN, where, found=plan, wanted=wanted)]
    by, who = metadata.values.get("by", ""), metadata.values.get("who", "")
    if metadata.year is None or by not in {VerdictBy.SELF, VerdictBy.DEPARTMENT} or not who:
        detail = "缺少年度或评定方"
        return [], [Finding.of(messages.BAD_METADATA, where, detail=detail)]
    table = filled_in(book, SHEET, _COLUMNS)
    if isinstance(table, Finding):
        return [], [table]
    reader = _Reader(book, table.sheet, metadata, declarations, VerdictBy(by), who, table.columns)
    for row in table.rows:
        reader.take(row)
    return reader.verdicts, reader.findings


class _Reader:
    """Takes the rows of one workbook."""

    def __init__(
        self,
        book: Book,
        sheet: Sheet,
        metadata: Metadata,
        declarations: Declarations,
        by: VerdictBy,
        who: str,
        at: Mapping[str, int],
    ) -> None:
        self.book, self.sheet, self.declarations = book, sheet, declarations
        self.by, self.who, self.at = by, who, at
        assert metadata.year is not None
        self.year, self.verification = metadata.year, verification_of(book, metadata)
        self.verdicts: list[Verdict] = []
        self.findings: list[Finding] = []

    def take(self, row: int) -> None:
        """The verdict of a row, or what is wrong with it."""
        texts = {key: self.sheet.text(row, col).strip() for key, col in self.at.items()}
        if not texts["entity"] or not texts["met"]:
            return
        try:
            self.verdicts.append(self._verdict(texts, address(row, self.at["met"])))
        except _Unusable as why:
            cell = address(row, self.at[why.column])
            # whose sheet it is can mend it; whom a department judges never saw it
            itself = self.by is VerdictBy.SELF and self.who in self.declarations.entities
            self.findings.append(
                Finding.of(
                    messages.VERDICT_ROW,
                    Place(self.book.name, sheet=self.sheet.name, cell=cell),
                    seen=texts[why.column],
                    detail=self._told(texts, str(why)),
                    entity=self.who if itself else None,
                )
            )

    def _told(self, texts: Mapping[str, str], why: str) -> str:
        """What is wrong with a row, and whom and what the row is about."""
        about = [texts[key] for key in ("entity_name", "target_name") if texts[key]]
        return f"{why}（{'，'.join(about)}）" if about else why

    def _verdict(self, texts: Mapping[str, str], cell: str) -> Verdict:
        entity = self.declarations.entities.get(texts["entity"])
        target = self.declarations.targets.get(texts["target"])
        if entity is None:
            raise _Unusable(f"没有代码为“{texts['entity']}”的考核对象")
        if target is None:
            raise _Unusable(f"没有代号为“{texts['target']}”的目标")
        met = _MET.get(plain(texts["met"]))
        if met is None:
            raise _Unusable(f"结论应为 {' 或 '.join(_MET)}")
        self._entitled(entity, target)
        self._named(entity, target, texts)
        missing = [name for key, name in _NEEDED.items() if not texts[key]]
        if missing:
            raise _Unusable(f"没有写明{'、'.join(missing)}")
        return Verdict(
            entity=entity.code,
            target=target.id,
            year=self.year,
            by=self.by,
            who=entity.name if self.by is VerdictBy.SELF else self.who,
            met=met,
            author=texts["author"],
            basis=texts["basis"],
            at=_date(texts["at"]),
            advice=texts["advice"],
            verification=self.verification,
            file=self.book.name,
            file_hash=self.book.sha256,
            sheet=self.sheet.name,
            cell=cell,
        )

    def _named(self, entity: Entity, target: Target, texts: Mapping[str, str]) -> None:
        """Whether the row's names are those of its codes."""
        row = ("entity_name", entity.called), ("target_name", (target.name,))
        heads = {key: head for head, key in _COLUMNS.items()}
        otherwise = named_otherwise((heads[key], texts[key], names) for key, names in row)
        if otherwise is not None:
            raise _Unusable(otherwise[1], _COLUMNS[otherwise[0]])

    def _entitled(self, entity: Entity, target: Target) -> None:
        """Whether who speaks may speak of this."""
        if self.by is VerdictBy.SELF and entity.code != self.who:
            raise _Unusable(f"自评表是“{self.who}”的，不能评“{entity.name}”")
        if self.by is VerdictBy.DEPARTMENT and target.judged_by != self.who:
            owner = f"由“{target.judged_by}”评价" if target.judged_by else "没有声明评价部门"
            raise _Unusable(f"“{target.name}”{owner}，不由“{self.who}”评价")
        scope = target.scope
        named = {self.declarations.names.get(one, one) for one in scope.entities}
        if entity.kind not in scope.kinds and entity.code not in named:
            raise _Unusable(f"“{target.name}”不是对“{entity.name}”的目标")


def _date(text: str) -> datetime.date:
    """A day as people write it: 2027-03-01, 2027/3/1, 2027年3月1日, or a date cell."""
    parts = text.partition(" ")[0].replace("年", "-").replace("月", "-").replace("日", "")
    numbers = parts.replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, day = map(int, numbers)
        return datetime.date(year, month, day)
    except ValueError:
        raise _Unusable(f"日期“{text}”看不懂，写成 2027-03-01 的样子") from None
