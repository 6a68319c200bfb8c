"""Dates out of place (SK-D141 to SK-D159)."""

from ...vocabulary import Kind, Severity

_E = Severity.ERROR
_W = Severity.WARNING

PERIOD_ORDER = Kind(
    "SK-D141",
    _E,
    "period out of order",
    "规划期的年份先后不对：基期 {base}，首年 {first}，末年 {last}",
    "基期应早于首年，首年不晚于末年，如 base: 2015, first: 2016, last: 2020",
)
OUT_OF_PERIOD = Kind(
    "SK-D142",
    _E,
    "date outside the plan's period",
    "完成期限 {seen} 不在规划期 {first}—{last} 年之内",
    "核对年份；若是规划期之后的远景，不作目标，写进 coverage.yaml",
)
BASE_LATE = Kind(
    "SK-D143",
    _E,
    "base year not before the date",
    "基期 {seen} 年不早于完成期限 {by}，没有可比的年份",
    "核对基期和期限；基期通常是规划期前一年，如 {base}",
)
YEAR_ODD = Kind(
    "SK-D144",
    _E,
    "implausible year",
    "{what} {seen} 不像一个年份",
    "写四位数的年份，如 2015",
)
SINCE_MISFIT = Kind(
    "SK-D145",
    _E,
    "since out of place",
    "{reason}",
    "since 只用于“期内累计达到”（total_at_least），写累计起算的首年；其他形式请删去",
)
YEAR_OUTSIDE = Kind(
    "SK-D146",
    _W,
    "year outside the plan's period",
    "适用年度 {seen} 不在规划期 {first}—{last} 年之内，不会用到",
    "核对 years；每个年度单独列出，如 years: [2016, 2017]",
)
YEARS_EMPTY = Kind("SK-D147", _E, "no years", "没有写适用于哪些年度", "写成 years: [2019] 的样子")
SCHEMES_OVERLAP = Kind(
    "SK-D148",
    _E,
    "two schemes for one year",
    "{seen} 年度已由办法“{other}”（{first}）规定，一个年度只能有一个考核办法",
    "从其中一个的 years 里删去 {seen}",
)
RULES_OVERLAP = Kind(
    "SK-D149",
    _W,
    "two warning rules for one target and year",
    "目标“{target}”在{when}已由预警办法“{other}”（{first}）分级，会同时得出两个级别",
    "只用一套的，分开两者的 years、periods 或 targets；确要并用的，可不改",
)
YEAR_TWICE = Kind(
    "SK-D150", _E, "year listed twice", "年度 {seen} 在这里列了两次", "删去重复的一个"
)
