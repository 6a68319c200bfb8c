"""Layout declarations: what a table does not say about itself, found by meaning, not by address.

A layout only fills in what is missing. Where it says otherwise than the table, that is a
finding, and the table's own words stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from .. import messages
from ..declarations.builder import FAULT, Builder
from ..declarations.syntax import compose
from ..errors import IntakeError
from ..vocabulary import Authority, Finding, Place, Vintage, key
from .periods import period_of
from .reading import Book, Sheet
from .tables.facts import Fact
from .words import plain

ENDINGS = (".layout.yaml", ".layout.yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMeaning:
    """What a header or row label that the plan does not know stands for."""

    says: str = key("表头或行名，照表上写", "header or row label, as written")
    indicator: str = key("指标代号或名称", "indicator id or name")
    unit: str | None = key("计量单位", "unit", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMeaning:
    """Which entity a label that the plan does not know stands for."""

    says: str = key("对象名，照表上写", "label, as written")
    entity: str = key("考核对象的名称或代码", "entity name or code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What cannot be known from a table itself (<name>.layout.yaml)."""

    file: str = key("适用的文件名，可用 * 代替任意字", "file names it is for, * for anything", "*")
    sheet: str = key("适用的工作表名，可用 *", "sheet names it is for", "*")
    title: str | None = key("标题中须有的文字", "text that the title must have", None)
    entity: str | None = key("考核对象", "entity of all figures", None)
    period: str | None = key("期间，如 2019 或 2019-H1", "period of all figures", None)
    unit: str | None = key("计量单位", "unit of all figures without one", None)
    price_base: int | None = key("价格基期", "price base year", None)
    conversion: str | None = key("等价值 或 当量值", "electricity at 等价值 or 当量值", None)
    vintage: Vintage | None = key("数据版本", "data version", None)
    authority: Authority | None = key("自报 或 核定", "reported or approved", None)
    mark: str | None = key(
        "verified/secondary/unverified/synthetic", "how far it was checked", None
    )
    headers: tuple[HeaderMeaning, ...] = key("表头的含义", "what headers mean", ())
    labels: tuple[LabelMeaning, ...] = key("对象名的含义", "what entity labels mean", ())
    skip: tuple[str, ...] = key("不读的表头或行名", "headers or rows to leave out", ())
    place: Place | None = None

    def fits(self, book: Book, sheet: Sheet, title: str) -> bool:
        """Whether it is for a table."""
        name = book.name.rpartition("/")[2]
        return (
            fnmatchcase(name.casefold(), self.file.casefold())
            and fnmatchcase(sheet.name.casefold(), self.sheet.casefold())
            and (self.title is None or plain(self.title) in plain(title))
        )


def load_layout(path: Path) -> Layout:
    """A layout file.

    Raises:
        IntakeError: with every fault, when it has any.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        finding = Finding.of(messages.LAYOUT_UNREADABLE, Place(path.name))
        raise IntakeError(str(finding), (finding,)) from error
    return parse_layout(text, path.name)


def parse_layout(text: str, name: str) -> Layout:
    """The layout in a file's text.

    Raises:
        IntakeError: with every fault, when it has any.
    """
    findings: list[Finding] = []
    root = compose(text, name, findings)
    made = Builder(name, findings).record(Layout, root, "layout") if root else FAULT
    if made is FAULT or findings:
        if not findings:
            findings = [Finding.of(messages.LAYOUT_UNREADABLE, Place(name))]
        raise IntakeError("\n".join(map(str, findings)), findings)
    return made  # type: ignore[no-any-return]


def layout_for(layouts: Iterable[Layout], book: Book, sheet: Sheet, title: str) -> Layout | None:
    """The first layout that fits a table."""
    return next((one for one in layouts if one.fits(book, sheet, title)), None)


def completed(fact: Fact, layout: Layout) -> Fact | None:
    """A fact with its gaps filled from a layout; None when the layout leaves it out."""
    labels = {plain(label) for label in (*fact.labels, *fact.names)}
    if any(plain(skipped) in labels for skipped in layout.skip):
        return None
    names = fact.names
    unit = fact.unit
    for header in layout.headers:
        if plain(header.says) in labels:
            names = (plain(header.indicator),)
            unit = unit or header.unit
    entity = next(
        (one.entity for one in layout.labels if plain(one.says) in _entity_words(fact)),
        fact.entity or layout.entity,
    )
    period = fact.period or (period_of(layout.period) if layout.period else None)
    return replace(fact, names=names, entity=entity, period=period, unit=unit or layout.unit)


def _entity_words(fact: Fact) -> set[str]:
    return {plain(text) for text in (*fact.labels, fact.entity or "")}


def contradictions(fact: Fact, layout: Layout, place: Place) -> list[Finding]:
    """Where a layout says otherwise than the table's own words do."""
    found: list[Finding] = []
    inferred = " ".join(fact.doubts)
    for what, seen, said in (
        ("期间", fact.period, period_of(layout.period) if layout.period else None),
        ("计量单位", fact.unit, layout.unit),
    ):
        if seen and said and plain(seen) != plain(said) and what[-2:] not in inferred:
            found.append(
                Finding.of(messages.LAYOUT_DIFFERS, place, seen=seen, what=what, said=said)
            )
    return found


def skeleton(book: Book, facts: Sequence[Fact], known: Sequence[str]) -> str:
    """A layout to adjust: what the table did not say is left open, its headers are listed."""
    lines = [
        "# 版式声明：只补充表里没有写的内容；表里写明的以表为准。",
        "# 去掉行首的“# ”并填写。各键的含义见 docs/intake.md。",
        f'file: "{book.name.rpartition("/")[2]}"',
    ]
    missing = {
        "entity": ("考核对象", [f for f in facts if f.entity is None]),
        "period": ("期间，如 2019", [f for f in facts if f.period is None]),
        "unit": ("计量单位，如 万吨标准煤", [f for f in facts if f.unit is None]),
    }
    for name, (meaning, without) in missing.items():
        if without:
            lines.append(f"# {name}:            # {meaning}；有 {len(without)} 个数值没有写明")
    lines += ["# vintage: 最终核实    # 快报、初步核算、最终核实、普查修订", "# authority: 核定"]
    unknown = list(dict.fromkeys(f.indicator for f in facts if f.indicator not in known))
    if unknown:
        lines.append("# headers:            # 表头或行名各是哪个指标")
        lines += [f'#   - {{says: "{_escaped(name)}", indicator: }}' for name in unknown[:60]]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
