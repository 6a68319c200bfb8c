"""Entities, and targets shared out among them (SK-D161 to SK-D179)."""

from ...vocabulary import Kind, Severity

_E = Severity.ERROR
_W = Severity.WARNING
_I = Severity.INFO

PARENT_MISSING = Kind(
    "SK-D161",
    _W,
    "no parent",
    "“{name}”没有写上级（parent），汇总时不会算在任何一级里",
    "在 parent 列写上级的代码；最上级（plan.yaml 的 top）除外",
)
PARENT_CYCLE = Kind(
    "SK-D162",
    _E,
    "entities above each other",
    "上下级绕成了圈：{path}",
    "核对 parent 列，最上级的 parent 留空",
)
PARENT_DATES = Kind(
    "SK-D163",
    _W,
    "valid when its parent is not",
    "“{name}”在 {then} 年有效，它的上级“{parent}”那年却不在考核范围",
    "核对两者的 valid_from 与 valid_to",
)
DATES_ORDER = Kind(
    "SK-D164",
    _E,
    "validity dates out of order",
    "“{name}”的起始年份 {first} 晚于终止年份 {last}",
    "对调 valid_from 与 valid_to，或核对年份",
)
SCOPE_EMPTY = Kind(
    "SK-D165",
    _E,
    "scope holds nobody",
    "目标“{name}”的 scope 没有指向任何考核对象",
    "写 kinds（层级）或 entities（指定对象），如 scope: {{kinds: [city]}}",
)
ENTITY_NOT_VALID = Kind(
    "SK-D166",
    _E,
    "entity outside its dates",
    "“{name}”在 {then} 年不在考核范围（{dates}）",
    "核对年份，或改 entities.csv 里它的 valid_from 与 valid_to",
)
NOT_IN_SCOPE = Kind(
    "SK-D167",
    _E,
    "allocation outside the target's scope",
    "目标“{target}”不适用于“{name}”，给它分解的数值不会用到",
    "改目标的 scope，或删去这一行",
)
NOT_ALLOCATED = Kind(
    "SK-D168",
    _E,
    "allocation for a target that has one value",
    "目标“{target}”没有写 allocated: true，分解表里的数值不会用到",
    "在目标里写 allocated: true；若各对象数值相同，删去这一行",
)
ALLOCATED_TWICE = Kind(
    "SK-D169",
    _E,
    "allocated twice",
    "“{target}”给“{name}”{when}的数值已在 {first} 写过",
    "删去其中一行；若是调整后的数值，请按调整文件保留新值并在 note 里写明",
)
NO_ALLOCATION = Kind(
    "SK-D170",
    _I,
    "allocation not published",
    "目标“{target}”写明见分解表，而 allocations.csv 里缺 {count} 个对象的数值（{names}）："
    "这些对象将“无法评定”",
    "取得分解文件后填入 allocations.csv；确未设目标的写 不设；不要用上级的数值代替",
)
SUM_HARDER = Kind(
    "SK-D171",
    _W,
    "allocations do not reach their parent",
    "“{target}”{when}：{parent}下级合计 {total}，{short} {gap}，下级全部完成也完不成上级的 {value}",
    "核对各行数值；若差额由上级预留或另有安排，在 note 里写明",
)
SUM_EASIER = Kind(
    "SK-D172",
    _I,
    "allocations go beyond their parent",
    "“{target}”{when}：{parent}下级合计 {total}，比上级的 {value} 多留了 {gap} 的余地",
    "通常是上级预留，无须改动；若不是，核对各行数值",
)
ALLOCATION_OUTSIDE = Kind(
    "SK-D173",
    _E,
    "allocation year outside the plan's period",
    "年份 {seen} 不在规划期 {first}—{last} 年之内",
    "核对年份；整个规划期的数值把 year 格留空",
)
