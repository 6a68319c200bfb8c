"""What may stand in a formula × where the formula stands: the one table of the language.

A cell either works, and then means what the exact reading says, or is refused by `plan check`
with line and mend. docs/formulas.md prints it; tests try every cell.
"""

from collections.abc import Mapping
from enum import StrEnum

from ..records import dataclass


class Stand(StrEnum):
    """Where a formula stands."""

    DERIVED = "derived"
    WHEN = "when"
    CHECK = "check"
    TEST = "test"
    WARNING = "warning"

    @property
    def chinese(self) -> str:
        """As officials call it."""
        return _STAND_ZH[self]

    @property
    def english(self) -> str:
        """The file and key in which it is written."""
        return _STAND_EN[self]


_STAND_ZH = {
    Stand.DERIVED: "指标的公式",
    Stand.WHEN: "目标的适用条件",
    Stand.CHECK: "审核规则",
    Stand.TEST: "评分内容的条件",
    Stand.WARNING: "预警办法的适用条件",
}
_STAND_EN = {
    Stand.DERIVED: "`formula:` of an indicator",
    Stand.WHEN: "`when:` of a target's scope",
    Stand.CHECK: "`rule:` of a check",
    Stand.TEST: "`test:` of a scheme's part",
    Stand.WARNING: "`when:` of a warning rule",
}


class Term(StrEnum):
    """What may stand in a formula; the value is an example of it."""

    OWN = "x"
    PRIOR = "prior(x)"
    YOY = "yoy(x)"
    BASE = "base(x)"
    AT = "at(x, 2018)"
    PARENT = "province.x"
    CHILDREN = "sum(cities.x)"
    STATE = "state == '已印发'"
    STATE_PRIOR = "prior(state) == '已印发'"
    STATE_PARENT = "province.state == '已印发'"
    STATE_CHILDREN = "cities.state == '已印发'"
    ATTRIBUTE = "population"
    ATTRIBUTE_PARENT = "province.population"
    ATTRIBUTE_CHILDREN = "sum(cities.population)"
    ATTRIBUTE_PRIOR = "prior(population)"
    KIND = "unit_type == '燃煤'"
    KIND_CHILDREN = "cities.unit_type == '燃煤'"
    LOOKUP_STATE = "factor[state]"
    LOOKUP_KIND = "benchmark[unit_type]"

    @property
    def chinese(self) -> str:
        """What it is."""
        return _TERM_ZH[self]


_TERM_ZH = {
    Term.OWN: "本年的指标",
    Term.PRIOR: "上年的指标",
    Term.YOY: "同比变化率",
    Term.BASE: "基期的指标",
    Term.AT: "某年的指标",
    Term.PARENT: "上级的指标",
    Term.CHILDREN: "下级合计",
    Term.STATE: "状态",
    Term.STATE_PRIOR: "上年（基期、某年）的状态",
    Term.STATE_PARENT: "上级的状态",
    Term.STATE_CHILDREN: "下级的状态",
    Term.ATTRIBUTE: "考核对象的属性",
    Term.ATTRIBUTE_PARENT: "上级的属性",
    Term.ATTRIBUTE_CHILDREN: "下级属性合计",
    Term.ATTRIBUTE_PRIOR: "上年（基期、某年）的属性",
    Term.KIND: "类别属性",
    Term.KIND_CHILDREN: "下级的类别",
    Term.LOOKUP_STATE: "按状态查取值表",
    Term.LOOKUP_KIND: "按类别查取值表",
}


@dataclass(frozen=True, slots=True)
class NoMeaning:
    """Why something has no meaning in a place, in Chinese, and what to write instead."""

    why: str
    mend: str


_NO_FIGURES = NoMeaning(
    "条件只能用对象的属性，不能用指标",
    "改用 entities.csv 里“属性:单位”列的属性名，或改目标的 scope",
)
_NO_SUM = NoMeaning("下级各有各的状态或类别，不能合计", "改成数值指标再合计，如 0、1 计数")
_NO_YEAR = NoMeaning("属性不分年份", "直接写属性名；逐年变动的量请改为指标填报")

_FIGURES = (
    *(Term.OWN, Term.PRIOR, Term.YOY, Term.BASE, Term.AT, Term.PARENT, Term.CHILDREN),
    *(Term.STATE, Term.STATE_PRIOR, Term.STATE_PARENT, Term.LOOKUP_STATE),
)
_EVERYWHERE = {
    Term.STATE_CHILDREN: _NO_SUM,
    Term.KIND_CHILDREN: _NO_SUM,
    Term.ATTRIBUTE_PRIOR: _NO_YEAR,
}

#: The table: what is refused, by place; everything else works.
REFUSED: Mapping[Stand, Mapping[Term, NoMeaning]] = {
    stand: {
        **_EVERYWHERE,
        **(
            dict.fromkeys((*_FIGURES, Term.STATE_CHILDREN), _NO_FIGURES)
            if stand is Stand.WHEN
            else {}
        ),
    }
    for stand in Stand
}

#: A name's qualifier (None, prior, base, a year, parent, children) as a term, by what is named.
_OF_NUMBER = {None: Term.OWN, "prior": Term.PRIOR, "base": Term.BASE}
_OF_NUMBER |= {"parent": Term.PARENT, "children": Term.CHILDREN}
_OF_STATE = {None: Term.STATE, "parent": Term.STATE_PARENT, "children": Term.STATE_CHILDREN}
_OF_ATTRIBUTE = {None: Term.ATTRIBUTE, "parent": Term.ATTRIBUTE_PARENT}
_OF_ATTRIBUTE |= {"children": Term.ATTRIBUTE_CHILDREN}
_OF_KIND = {None: Term.KIND, "parent": Term.KIND, "children": Term.KIND_CHILDREN}


def term_of(of: str | None, *, attribute: bool, words: bool) -> Term:
    """Which row of the table a name is: an indicator or an attribute, in numbers or in words."""
    if attribute:
        return (_OF_KIND if words else _OF_ATTRIBUTE).get(of, Term.ATTRIBUTE_PRIOR)
    if words:
        return _OF_STATE.get(of, Term.STATE_PRIOR)
    return _OF_NUMBER.get(of, Term.AT)
