"""Layout declarations: what a table does not say about itself, found by meaning or by place.

What stands with a figure holds; a layout says what is missing, and what would be a guess.
Where it says otherwise than the table does, that is a finding.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from .. import messages
from ..declarations.builder import FAULT, RecordBuilder
from ..declarations.bundle import Declarations
from ..declarations.syntax import compose
from ..errors import IntakeError
from ..records import dataclass
from ..vocabulary import Authority, Finding, Place, Verification, Vintage, key
from ..vocabulary.base import VERIFICATION_EARLIER
from .patterns import matched, unknown_parts

if TYPE_CHECKING:
    from .reading import Book, Sheet

ENDINGS = (".layout.yaml", ".layout.yml")
#: rows at the head of a sheet in which its title stands
_TITLE_ROWS = 30


class TableRole(StrEnum):
    """What a column or row of a table holds."""

    ENTITY = "entity"
    PERIOD = "period"
    INDICATOR = "indicator"
    VALUE = "value"
    UNIT = "unit"
    IGNORE = "ignore"

    @property
    def chinese(self) -> str:
        return {
            "entity": "考核对象",
            "period": "期间",
            "indicator": "指标",
            "value": "数值",
            "unit": "计量单位",
            "ignore": "不读",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMeaning:
    """What a header or row label that the plan does not know stands for."""

    says: str = key("表头或行名，可用 *", "header or row label, with * for anything")
    indicator: str | None = key("指标代号或名称", "indicator id or name", None)
    unit: str | None = key("计量单位", "unit", None)
    period: str | None = key("期间", "period", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMeaning:
    """Which entity a label that the plan does not know stands for."""

    says: str = key("对象名，可用 * 和 {entity}", "label, with * and {entity}")
    entity: str | None = key("考核对象的名称或代码", "entity name or code", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What cannot be known from a table itself (<name>.layout.yaml)."""

    file: str = key(
        "适用的文件名，可用 * 和 {entity} 等", "file names it is for, with * and {entity}", "*"
    )
    sheet: str = key(
        "适用的工作表名，可用 * 和 {entity} 等", "sheet names it is for, with * and {entity}", "*"
    )
    title: str | None = key(
        "标题中须有的文字，可用 * 和 {entity} 等", "text of the title, with * and {entity}", None
    )
    entity: str | None = key("考核对象", "entity of all figures", None)
    indicator: str | None = key("指标", "indicator of all figures without a name", None)
    period: str | None = key("期间，如 2019 或 2019-H1", "period of all figures", None)
    unit: str | None = key("计量单位", "unit of all figures without one", None)
    columns: dict[str, TableRole] = key(
        "各列是什么：列号或表头 → 角色", "what columns hold, by letter or header", {}
    )
    rows: dict[str, TableRole] = key(
        "各行是什么：行号或行名 → 角色", "what rows hold, by number or label", {}
    )
    area: str | None = key("只读这一块，如 A4:H75", "the cells to read, such as A4:H75", None)
    blocks: str | None = key(
        "分组标题的样子，如 {indicator}", "what a title inside the table is like", None
    )
    price_base: int | None = key("价格基期", "price base year", None)
    conversion: str | None = key("等价值 或 当量值", "electricity at 等价值 or 当量值", None)
    vintage: Vintage | None = key("数据版本", "data version", None)
    authority: Authority | None = key("自报 或 核定", "reported or approved", None)
    verification: Verification | None = key(
        "核对情况", "how far it was checked", None, earlier=VERIFICATION_EARLIER
    )
    headers: tuple[HeaderMeaning, ...] = key("表头的含义", "what headers mean", ())
    labels: tuple[LabelMeaning, ...] = key("对象名的含义", "what entity labels mean", ())
    skip: tuple[str, ...] = key("不读的表头或行名，可用 *", "headers or rows to leave out", ())
    missing: tuple[str, ...] = key("代替缺失值的数", "numbers that stand for nothing", ())
    figures: tuple[str, ...] = key("像占位数而确是数据的数", "numbers that are figures", ())
    place: Place | None = None

    @property
    def structural(self) -> bool:
        """Whether it says where things stand, and not only what is missing."""
        return bool(self.columns or self.rows or self.area or self.blocks or self.figures)

    def fits(self, book: "Book", sheet: "Sheet", title: str) -> bool:
        """Whether it is for a table."""
        return self.parts(book, sheet, title) is not None

    def parts(self, book: "Book", sheet: "Sheet", title: str) -> Mapping[str, str] | None:
        """What file, sheet and title say by its patterns; None when it is not for a table."""
        name = book.name.rpartition("/")[2]
        in_file = matched(self.file, name)
        if in_file is None:
            in_file = matched(self.file, name.rpartition(".")[0])
        in_sheet = matched(self.sheet, sheet.name)
        if in_file is None or in_sheet is None:
            return None
        in_title: Mapping[str, str] | None = {}
        if self.title is not None:
            found = (self._titled(text) for text in (title, *_head(sheet)))
            in_title = next((one for one in found if one is not None), None)
        return None if in_title is None else {**in_file, **in_sheet, **in_title}

    def _titled(self, text: str) -> Mapping[str, str] | None:
        assert self.title is not None
        whole = matched(self.title, text)
        if whole is None and "{" not in self.title:
            whole = matched(f"*{self.title}*", text)
        return whole


def _head(sheet: "Sheet") -> list[str]:
    return [c.text for c in sheet.cells if c.row <= _TITLE_ROWS and c.kind == "text"]


def load_layout(path: Path) -> Layout:
    """A layout file.

    Raises:
        IntakeError: with every fault, when it has any.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path.name) from error
    return layout_in(data, path.name)


def layout_in(data: bytes, name: str) -> Layout:
    """The layout in a file's bytes.

    Raises:
        IntakeError: with every fault, when it has any.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(name) from error
    return parse_layout(text, name)


def _unreadable(name: str) -> IntakeError:
    finding = Finding.of(messages.LAYOUT_UNREADABLE, Place(name))
    return IntakeError(str(finding), (finding,))


def parse_layout(text: str, name: str) -> Layout:
    """The layout in a file's text.

    Raises:
        IntakeError: with every fault, when it has any.
    """
    findings: list[Finding] = []
    root = compose(text, name, findings)
    builder = RecordBuilder(name, findings)
    made = builder.record(Layout, root, "layout") if root else FAULT
    if made is not FAULT and root is not None:
        _check(made, root, builder)
    if made is FAULT or findings:
        if not findings:
            findings = [Finding.of(messages.LAYOUT_UNREADABLE, Place(name))]
        raise IntakeError("\n".join(map(str, findings)), findings)
    return made  # type: ignore[no-any-return]


def _check(layout: Layout, root: object, builder: RecordBuilder) -> None:
    """What a word of a layout must be beyond its type, each fault at its own line."""
    from .periods import period_of
    from .reading import parse_area

    nodes = {key.value: value for key, value in builder.pairs(root)}  # type: ignore[arg-type]
    faults = {
        "file": _braces(layout.file),
        "sheet": _braces(layout.sheet),
        "title": _braces(layout.title or ""),
        "blocks": _braces(layout.blocks or ""),
        "period": "" if not layout.period or period_of(layout.period) else "不是一个期间",
        "area": "" if not layout.area or parse_area(layout.area) else "不是一块单元格",
        "labels": "".join(_braces(one.says) for one in layout.labels),
    }
    for one in layout.headers:
        if one.period and period_of(one.period) is None:
            faults["headers"] = f"“{one.period}”不是一个期间"
    for name, reason in faults.items():
        if reason and name in nodes:
            builder.fault(messages.LAYOUT_WORD, nodes[name], name=name, reason=reason)


def _braces(pattern: str) -> str:
    wrong = unknown_parts(pattern)
    return f"花括号里的“{wrong[0]}”不能用，或写了两次" if wrong else ""


def kept_layouts(declarations: Declarations) -> tuple[tuple[Layout, ...], tuple[Finding, ...]]:
    """The layouts kept in a plan's folder, in order of name, and the faults of those left out."""
    found: list[Layout] = []
    faults: list[Finding] = []
    for name, text in declarations.layouts.items():
        try:
            found.append(parse_layout(text, name))
        except IntakeError as error:
            faults.extend(error.findings)
    return tuple(found), tuple(faults)
