"""What each input cell of a form holds, as live values: the same reading as `read.py` gives.

A cell is blank, a word that there is no figure, a number (typed as text without doubt, too), or
bad; a number in a percent format counts as what it shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ...units import Units
from ...vocabulary import Indicator
from ...vocabulary.deadline import named
from ..consistency.rules import Cell
from .calc import Calc, CalcRow
from .content import (
    NO_FIGURE,
    bare_formula,
    ended_formula,
    explains,
    number_formula,
    rest_formula,
    squeezed,
    squeezed_formula,
    unit_formula,
    unsigned_formula,
    words_formula,
)
from .layout import SHEET, FormLayout
from .live import NOTHING, YES, Live, either, every, quoted, shown, text, when
from .meant import (
    behind_formula,
    decimal_formula,
    main_formula,
    signed_formula,
    strange_formula,
    whole_formula,
)

Values = Mapping[Cell, Decimal]

BLANK, WORD, NUMBER, BAD, DATE, ERROR = "空", "无数", "数", "不是数", "日期", "出错"
UNREAD = "不读"
HEADS = (
    "格", "位置", "格式", "去空格", "拟", "号在前", "主", "单位", "尾", "去单位", "去符号",
    "去数字", "数字", "想填", "提示", "读作", "所写", "内容",
    "数", "填成小数", "已核对", "只有它可疑", "合解", "合解数", "合解有错", "有错",
    "超范围", "整行单位", "跳变", "下年跳变", "须改", "须改或可疑",
    "空表", "缺", "缺数", "起自", "缺的年", "缺的行", "缺行数", "没填的", "没填数", "起自没填",
    "备注", "备注的字", "没说原因", "缺原因", "起自缺原因", "所填的词",
    "已知", "改过", "改过的", "起自改过", "多数改过", "推算", "错位", "错法", "应为", "程度",
    "不到一", "不是零", "不到一数", "不是零数", "整列小数", "像上年", "像下年", "像小数",
)  # fmt: skip
#: so many conditions stand one inside the other; a sheet takes 64
_NESTED = 40


@dataclass(frozen=True)
class InputCell:
    """An input cell: the figure it is for, where it stands, and what it holds."""

    cell: Cell
    indicator: Indicator
    address: str
    #: the cell itself, as formulas name it
    raw: Live
    line: CalcRow
    content: Live
    number: Live
    #: the number that a text begins with, and what stands behind it; for proposals
    meant: Live = NOTHING
    rest: Live = NOTHING

    def holds(self, *what: str) -> Live:
        """Whether the cell holds one of some contents."""
        return either(
            *(Live(f'{self.content.formula}="{one}"', self.content.value == one) for one in what)
        )

    @property
    def given(self) -> Live:
        """Whether there is a number."""
        return Live(f"ISNUMBER({self.number.formula})", self.number.value != "")


def figures(
    calc: Calc,
    layout: FormLayout,
    values: Values,
    rows: Mapping[int, Live] | None = None,
    columns: Mapping[int, Live] | None = None,
) -> dict[Cell, InputCell]:
    """All input cells, row by row; moments within a year come with their digits as the year.

    `rows` and `columns` say which still are what the form made them for: others are not read.
    """
    section = calc.section("填报的格", HEADS)
    found: dict[Cell, InputCell] = {}
    for indicator, year in _asked(layout):
        line = calc.line(section, f"{indicator.name} {named(year)}")
        at = layout.cell(indicator.id, year) or (0, 0)
        standing = every((rows or {}).get(at[0], YES), (columns or {}).get(at[1], YES))
        found[indicator.id, year] = _figure(line, layout, indicator, year, values, standing)
    return found


def _asked(layout: FormLayout) -> Iterator[tuple[Indicator, int]]:
    for indicator in layout.indicators:
        for year in layout.years:
            if layout.cell(indicator.id, year):
                yield indicator, year


def _figure(
    line: CalcRow,
    layout: FormLayout,
    indicator: Indicator,
    year: int,
    values: Values,
    standing: Live,
) -> InputCell:
    cell = (indicator.id, year)
    at = layout.address(*cell) or ""
    line.say("位置", at)
    value = values.get(cell)
    word = None if value is None else indicator.state_named(int(value)) or ""
    shown = "" if value is None else word if indicator.state and word is not None else value
    raw = Live(f"'{SHEET}'!{at}", shown)
    squeezed_ = line.put(
        "去空格",
        Live(f'IF(ISTEXT({raw.formula}),{squeezed_formula(raw.formula)},"")', _text(shown)),
    )
    probable = rest = NOTHING
    if indicator.state:
        typed, form = _state(indicator, squeezed_, value), DATE_NEVER
    else:
        read = _Typed.of(line, indicator, squeezed_, layout.declarations.units)
        typed, form = _number(line, indicator, raw, squeezed_, value, read.number)
        probable, rest = read.meant, read.rest
    able = line.put("读作", typed)
    number = line.put("数", when(standing, able, NOTHING))
    held = line.put("所写", _content(raw, squeezed_, able, form, value))
    # what is wrong whatever the cell is for is said though it is not read
    wrong = either(
        *(Live(f'{held.formula}="{one}"', held.value == one) for one in (ERROR, BAD, DATE))
    )
    content = line.put("内容", when(either(standing, wrong), held, text(UNREAD)))
    return InputCell(cell, indicator, at, raw, line, content, number, probable, rest)


def _text(shown: Decimal | str) -> str:
    return squeezed(shown) if isinstance(shown, str) else ""


def _state(indicator: Indicator, text_: Live, value: Decimal | None) -> Live:
    found = '""'
    for name, own in reversed(indicator.states.items()):
        found = f"IF({text_.formula}={quoted(squeezed(name))},{own},{found})"
    if len(indicator.states) > _NESTED:
        words = ",".join(quoted(squeezed(name)) for name in indicator.states)
        numbers = ",".join(str(own) for own in indicator.states.values())
        match = f"MATCH({text_.formula},{{{words}}},0)"
        found = f'IFERROR(INDEX({{{numbers}}},{match}),"")'
    return Live(found, "" if value is None else value)


#: what a cell's format says where it is not looked at
DATE_NEVER = text("")


@dataclass(frozen=True)
class _Typed:
    """What a squeezed text says: the number that it is beyond doubt, the one that it begins with,
    and what stands behind that."""

    number: str
    meant: Live
    rest: Live

    @classmethod
    def of(cls, line: CalcRow, indicator: Indicator, text_: Live, known: Units) -> "_Typed":
        def put(head: str, formula: str, value: Decimal | str = "") -> str:
            return line.put(head, Live(formula, value)).formula

        typed = put("拟", whole_formula(text_.formula, indicator.unit, known))
        whole = put("号在前", signed_formula(typed))
        main = put("主", main_formula(whole))
        unit = put("单位", unit_formula(main, indicator.unit, known), Decimal(50))
        strange = put("尾", strange_formula(main, ended_formula(unit)))
        bare = put("去单位", bare_formula(main, unit, strange))
        unsigned = put("去符号", unsigned_formula(bare))
        rest = put("去数字", rest_formula(unsigned))
        number = put("数字", number_formula(bare, unsigned, rest, unit))
        decimal = decimal_formula(bare, unsigned, rest, unit)
        probable = f'IF({number}="",{decimal},{number})'
        behind = behind_formula(strange, whole, main)
        return cls(
            f'IF(AND({text_.formula}={main},{strange}=""),{number},"")',
            line.put("想填", Live(probable, "")),
            Live(behind, ""),
        )


def _number(
    line: CalcRow,
    indicator: Indicator,
    raw: Live,
    text_: Live,
    value: Decimal | None,
    typed: str,
) -> tuple[Live, Live]:
    cell = raw.formula
    code = f'IF(ISNUMBER({cell}),LEFT(IFERROR(CELL("format",{cell}),""),1),"")'
    form = line.put("格式", Live(code, "" if value is None else "F"))
    percent = f"{cell}*100" if squeezed(indicator.unit) == "%" else '""'
    plain = f'IF({form.formula}="P",{percent},IF({form.formula}="D","",{cell}))'
    made = f'IF(ISERROR({cell}),"",IF(ISNUMBER({cell}),{plain},IF({text_.formula}="","",{typed})))'
    return Live(made, "" if value is None else value), form


def _content(raw: Live, text_: Live, number: Live, form: Live, value: Decimal | None) -> Live:
    cell = raw.formula
    word = _word(text_.formula)
    date = f'IF({form.formula}="D","{DATE}","{BAD}")' if form is not DATE_NEVER else f'"{BAD}"'
    nothing = f'IF(OR(ISNUMBER({cell}),ISLOGICAL({cell})),{date},"{BLANK}")'
    logical = f'IF(ISLOGICAL({cell}),"{DATE}",{nothing})'
    made = (
        f'IF(ISERROR({cell}),"{ERROR}",IF(ISNUMBER({number.formula}),"{NUMBER}",'
        f'IF({text_.formula}="",{logical},IF({word},"{WORD}","{BAD}"))))'
    )
    return Live(made, BLANK if value is None else NUMBER)


def _word(squeezed_text: str) -> str:
    """Whether a squeezed text is a word that there is no figure."""
    words = quoted(f"|{'|'.join(NO_FIGURE)}|")
    return f'ISNUMBER(FIND("|"&LOWER({squeezed_text})&"|",{words}))'


def no_reason(line: CalcRow, remark: Live) -> Live:
    """Whether a remark says nothing, worked out beside the first figure of its row."""
    said = shown(remark)
    typed = line.put("备注", Live(squeezed_formula(remark.formula), squeezed(said)))
    words = line.put("备注的字", Live(words_formula(typed.formula), ""))
    return Live(f'OR({words.formula}="",{_word(typed.formula)})', value=not explains(said))
