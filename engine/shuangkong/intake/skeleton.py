"""A layout to adjust: what a table leaves open, in as few lines as will say it."""

from collections.abc import Sequence

from .files import SheetReading
from .periods import period_of, period_within
from .reading import Book, letters
from .tables.facts import Fact
from .tables.lexicon import header_role, is_place
from .words import plain, readable

_HEADERS = 5
_EXAMPLES = 3
_HEAD = """\
# 版式声明：补充表里没有写明的内容；与数值写在一起的以表为准。
# 去掉行首的“# ”并填写。各键的含义见 docs/intake.md 的 Layouts 一节。
"""


def skeleton(book: Book, sheets: Sequence[SheetReading], known: Sequence[str]) -> str:
    """A layout for a file: what its figures lack is offered, each with why.

    `known` are the names of the plan's indicators. Where the rows have different names that could
    be the entities, that is offered first, and one for all only where none of them is a place
    and something else names the figures.
    """
    facts = [fact for sheet in sheets for fact in sheet.facts]
    name = book.name.rpartition("/")[2]
    lines = [f'file: "{_escaped(name)}"']
    lines += _sheets(sheets)
    lines += _entity(sheets, known)
    lines += _twice(facts)
    without = sum(fact.period is None for fact in facts)
    if without and not any(period_within(sheet.sheet.name) for sheet in sheets):
        lines.append(f"# period:    # 期间，如 2019；有 {without} 个数值没有写明")
    without = sum(fact.unit is None for fact in facts)
    if without:
        lines.append(f"# unit:    # 计量单位，如 万吨标准煤；有 {without} 个数值没有写明")
    lines += _names(facts, known)
    lines += ["# vintage: 最终核实    # 快报、初步核算、最终核实、普查修订", "# authority: 核定"]
    return _HEAD + "\n".join(lines) + "\n"


def _sheets(sheets: Sequence[SheetReading]) -> list[str]:
    """What the sheets' names may say, when there are several."""
    open_ = [one for one in sheets if any(f.entity is None or not f.names for f in one.facts)]
    if len(open_) < 2:
        return []
    names = "、".join(one.sheet.name for one in open_[:_EXAMPLES])
    part = "entity" if all(is_place(one.sheet.name) for one in open_) else "indicator"
    chinese = "考核对象" if part == "entity" else "指标"
    return [f'# sheet: "{{{part}}}"    # 若工作表名（{names}……）就是{chinese}']


def _entity(sheets: Sequence[SheetReading], known: Sequence[str]) -> list[str]:
    """Where the entity may stand: in a column whose labels differ, else one for all."""
    for sheet in sheets:
        without = [fact for fact in sheet.facts if fact.entity is None]
        if not without:
            continue
        col = _differing(sheet, without, known)
        if col is None:
            return [f"# entity:    # 考核对象；有 {len(without)} 个数值没有写明"]
        texts = list(dict.fromkeys(_labels(sheet, col, without)))
        listed = "、".join(texts[:_EXAMPLES]) + ("……" if texts[_EXAMPLES:] else "")
        column = letters(col)
        lines = [
            f"# columns: {{{column}: entity}}    # {column} 列各行不同（{listed}）：若是考核对象"
        ]
        # labels that alone name the figures are either entities or figures of one for all
        named = any(fact.indicator not in texts for fact in without)
        if named and not any(map(is_place, texts)):
            told = f"有 {len(without)} 个数值没有写明"
            lines.append(f"# entity:    # 若 {column} 列不是考核对象：全表是谁的；{told}")
        return lines
    return []


def _differing(sheet: SheetReading, facts: Sequence[Fact], known: Sequence[str]) -> int | None:
    """The first label column whose labels differ by row and name no indicator."""
    names = {plain(name) for name in known}
    cols = sorted(
        {
            cell.col
            for fact in facts[:200]
            for cell in sheet.sheet.rows.get(fact.cell.row, ())
            if cell.col < fact.cell.col and readable(cell.text) in fact.labels
        }
    )
    for col in cols:
        texts = set(_labels(sheet, col, facts))
        if all(period_of(text) for text in texts):
            continue
        heads = (c.text for c in sheet.sheet.cells if c.col == col and c.row < facts[0].cell.row)
        indicators = any(header_role(text) == "indicator" for text in heads)
        if len(texts) > 1 and not indicators and not names & set(map(plain, texts)):
            return col
    return None


def _labels(sheet: SheetReading, col: int, facts: Sequence[Fact]) -> list[str]:
    rows = dict.fromkeys(fact.cell.row for fact in facts)
    return [text for row in rows if (text := readable(sheet.sheet.text(row, col)))]


def _twice(facts: Sequence[Fact]) -> list[str]:
    """Columns that only a person can tell apart."""
    asks = list(dict.fromkeys(ask for fact in facts for ask in fact.asks))
    return [f"# columns: {{列号: ignore}}    # {ask}" for ask in asks[:1]]


def _names(facts: Sequence[Fact], known: Sequence[str]) -> list[str]:
    """What figures are called that the plan does not know."""
    if any(not fact.names for fact in facts):
        return ["# indicator:    # 指标；表里没有写"]
    unknown = list(dict.fromkeys(f.indicator for f in facts if f.indicator not in known))
    if not unknown:
        return []
    lines = ["# headers:    # 表头或行名各是哪个指标；says 可用 * 代表任意字"]
    lines += [f'#   - {{says: "{_escaped(one)}", indicator: }}' for one in unknown[:_HEADERS]]
    more = len(unknown) - _HEADERS
    return lines + ([f"#   # 另有 {more} 个名称"] if more > 0 else [])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
