"""Schemes and warning rules (SK-D201 to SK-D229)."""

from ...vocabulary import Kind, Severity

_E = Severity.ERROR
_W = Severity.WARNING

POINTS_SUM = Kind(
    "SK-D201",
    _E,
    "points do not add up",
    "各项分值合计 {sum} 分，与满分 {full} 分不符",
    "核对各项的 points，或改 full（不写即 100）；加分不计入满分",
)
PARTS_SUM = Kind(
    "SK-D202",
    _E,
    "parts do not add up",
    "“{name}”的评分内容合计 {sum} 分，与该项的 {points} 分不符",
    "核对 parts 各条的 points",
)
RULE_NEEDS = Kind(
    "SK-D203",
    _E,
    "something missing for the rule",
    "计分办法“{rule}”需要写 {key}（{meaning}）",
    "补写 {key}，或换一个 rule",
)
RULE_IGNORES = Kind(
    "SK-D204",
    _E,
    "something the rule does not use",
    "计分办法“{rule}”用不到 {key}，写了也不起作用",
    "删去 {key}，或换一个 rule",
)
STEPS_ORDER = Kind(
    "SK-D205",
    _E,
    "steps out of order",
    "分档没有依次排列：{this} 写在 {before} 之后",
    "{mend}",
)
STEPS_POINTS = Kind(
    "SK-D206",
    _E,
    "steps not monotone",
    "{this}得 {points} 分，比上一档{before}的 {other} 分还多",
    "核对各档的得分：完成得越好，得分不应越少",
)
STEPS_FULL = Kind(
    "SK-D207",
    _E,
    "more points than the item has",
    "得分 {points} 超过该项分值 {full}",
    "核对得分；超额完成的加分写在 bonus 里",
)
STEPS_EDGE = Kind(
    "SK-D208",
    _E,
    "step with the wrong edge",
    "“{rule}”的分档应当写 {wanted}，这一档{found}",
    "每档写一个 {wanted}（含所写的数）和 points；只有最后一档可以不写，表示其余情况",
)
NOT_PERCENT = Kind(
    "SK-D209",
    _E,
    "not a percentage",
    "“{key}”应当是一个百分数，这里写的是“{seen}”",
    "写成 90% 的样子",
)
GRADES_ORDER = Kind(
    "SK-D210",
    _E,
    "grades out of order",
    "“{name}”从 {points} 分起，不低于前面的“{before}”（{other} 分起）：两个等级重叠",
    "等级由高到低写，at_least 逐个减小",
)
GRADES_OPEN = Kind(
    "SK-D211",
    _E,
    "grade without a lower end",
    "“{name}”没有写 at_least，它后面的“{next}”永远得不到",
    "只有最低一个等级不写 at_least",
)
GRADES_FLOOR = Kind(
    "SK-D212",
    _E,
    "gap below the lowest grade",
    "最低的等级“{name}”从 {points} 分起，低于它的分数没有等级",
    "最低一个等级不写 at_least",
)
BANDS_GAP = Kind(
    "SK-D213",
    _E,
    "gap between grades",
    "“{name}”到 {end}为止，“{above}”从 {start} 分起，两者之间（如 {example} 分）没有等级",
    "把上端写成 below: {start}（不含），与上一个等级衔接",
)
BANDS_OVERLAP = Kind(
    "SK-D214",
    _E,
    "grades overlap",
    "{example} 分既是“{name}”又是“{above}”（“{name}”到 {end}为止，“{above}”从 {start} 分起）",
    "把上端写成 below: {start}（不含），与上一个等级衔接",
)
LEVELS_OVERLAP = Kind(
    "SK-D215",
    _E,
    "warning levels overlap",
    "{case}时，既是“{first}”又是“{second}”",
    "改正两级的端点：above/below 不含端点，at_least/at_most 含端点；也可用 met、rose 分开",
)
LEVELS_GAP = Kind(
    "SK-D216",
    _E,
    "gap between warning levels",
    "{case}时，没有对应的级别",
    "补上这一段：above/below 不含端点，at_least/at_most 含端点；正常的一级写 met: true 即可",
)
LEVELS_ORDER = Kind(
    "SK-D217",
    _E,
    "warning levels out of order",
    "级别应当由重到轻写，“{name}”的 order 是 {order}，前一级“{before}”是 {other}",
    "按 order 从大到小排列，正常的一级为 0，各级不相同",
)
EDGES_TWICE = Kind(
    "SK-D218",
    _E,
    "one end given twice",
    "“{name}”同时写了 {one} 和 {two}，不知端点含还是不含",
    "只留一个：{one} 或 {two}",
)
BAD_COLOUR = Kind(
    "SK-D219",
    _E,
    "not a colour",
    "“{seen}”不是六位的颜色代码",
    "写成 C00000 的样子（红绿蓝各两位）",
)
VIEW_IMPOSSIBLE = Kind(
    "SK-D221",
    _E,
    "view the target does not have",
    "目标“{target}”{reason}，不能按“{view}”考核",
    "{mend}",
)
NEAR_ZERO_CAP = Kind(
    "SK-D222",
    _E,
    "cap missing or not used",
    "{reason}",
    "处理办法为 cap 时写 cap: 完成率上限，如 cap: 150%；为 difference 时不写",
)
NOT_POSITIVE = Kind(
    "SK-D223", _E, "not positive", "“{name}”应当大于零，这里是 {seen}", "写一个大于零的数"
)
MATRIX_ORDER = Kind(
    "SK-D224",
    _E,
    "matrix not monotone",
    "组合得分不合理：{better}得 {high} 分，少于{worse}的 {low} 分",
    "核对 matrix 的四个得分：both 最高，neither 最低",
)
NOTHING_LEFT = Kind("SK-D225", _E, "empty list", "“{name}”是空的：{reason}", "至少写一条")
