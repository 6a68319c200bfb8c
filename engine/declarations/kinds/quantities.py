"""Values, units and methods that do not fit together (SK-D121 to SK-D139)."""

from ...vocabulary import Kind, Severity

_E = Severity.ERROR
_W = Severity.WARNING

UNKNOWN_UNIT = Kind(
    "SK-D121",
    _E,
    "unknown unit",
    "不认识计量单位“{seen}”{hint}",
    "改用单位表里的写法（docs/units.md）；复合单位写成 吨标准煤/万元 的样子",
)
PERCENT_FOR_POINTS = Kind(
    "SK-D122",
    _E,
    "percent where percentage points are meant",
    "“{form}”要用百分点，这里写的是“{seen}”：从 20% 提高 3 个百分点是 23%，提高 3% 是 20.6%",
    "核对原文：若印的是百分点，写成 {number} 个百分点；若是相对提高，把 form 改为 raise_by",
)
POINTS_FOR_PERCENT = Kind(
    "SK-D123",
    _E,
    "percentage points where percent is meant",
    "“{form}”要用百分比，这里写的是“{seen}”：从 20% 提高 3 个百分点是 23%，提高 3% 是 20.6%",
    "核对原文：若是比例，写成 {number}%；若印的是提高几个百分点，把 form 改为 raise_by_points",
)
PERCENT_FOR_AMOUNT = Kind(
    "SK-D124",
    _E,
    "percent where an absolute amount is meant",
    "“{form}”要用绝对量，这里写的是“{seen}”，而指标“{about}”以“{unit}”计量",
    "写成带单位的数量，如 100 {unit}；若原文是比例，把 form 改为 {relative}",
)
AMOUNT_FOR_PERCENT = Kind(
    "SK-D125",
    _E,
    "absolute amount where percent is meant",
    "“{form}”要用百分比，这里写的是绝对量“{seen}”",
    "写成 17% 的样子；若原文是绝对量，把 form 改为 {absolute}",
)
UNIT_MISMATCH = Kind(
    "SK-D126",
    _E,
    "unit does not measure what the indicator measures",
    "“{seen}”与指标“{about}”的单位“{unit}”不是同一种量，不能换算",
    "核对原文的单位；若两者确需换算（如电折标准煤），先在 indicators.yaml 里用公式推算出一个指标",
)
VALUE_MISSING = Kind(
    "SK-D127",
    _E,
    "no value",
    "目标“{name}”没有 value，也没有说各对象的数值见分解表",
    "补写 value: 数值加单位；若各市数值不同，写 allocated: true 并填 allocations.csv；"
    "若原文没有数字，写 not_computable: 原因",
)
VALUE_UNUSED = Kind(
    "SK-D128",
    _E,
    "value where none is wanted",
    "“完成（状态）”的目标看状态，不看数值，这里的 value 不起作用",
    "删去 value；若原文确有数字，改用 at_least、total_at_least 等形式",
)
BASE_MISSING = Kind(
    "SK-D129",
    _E,
    "no base year",
    "“{form}”是相对基期说的，却没有写 base（基期年）",
    "补写 base: {base}；若原文没有印出基期，再写 base_inferred: true",
)
INDICATOR_MISSING = Kind(
    "SK-D130",
    _E,
    "no indicator",
    "目标“{name}”没有写 indicator，引擎不知道看哪个数",
    "补写 indicator: 指标代号；若这条无法用数据判断，写 not_computable: 原因",
)
STATE_MISSING = Kind(
    "SK-D131",
    _E,
    "indicator without states",
    "“完成（状态）”的目标要看状态，指标“{about}”却没有列出状态",
    "在该指标下写 state: [未完成, 完成]，末项为完成；若它是数值，改用 at_least 等形式",
)
STATE_COMPARED = Kind(
    "SK-D132",
    _E,
    "number asked of a state",
    "指标“{about}”是状态（{states}），不能与数值比较",
    "把 form 改为 complete，或换用数值指标",
)
NEGATIVE = Kind(
    "SK-D133",
    _W,
    "negative value",
    "“{form}”后面写了负数 {seen}，负号与“下降”“削减”重复就成了上升",
    "写成正数；若确实允许上升，请在 note 里写明",
)
TOO_MUCH = Kind(
    "SK-D134",
    _E,
    "reduction of a hundred percent or more",
    "下降 {seen} 意味着降到零或零以下，通常是小数点或单位写错了",
    "核对原文的数字和单位；要求清零的，用 at_most 或 complete",
)
METHOD_MISFIT = Kind(
    "SK-D135",
    _E,
    "method does not fit the form",
    "{what}“{method}”不能用于“{form}”的目标",
    "改用：{known}",
)
RATE_MISSING = Kind(
    "SK-D136",
    _E,
    "no indicator for published rates",
    "累计变化按逐年变化率连乘（chained_rates），却没有写 rate（公布的同比变化率是哪个指标）",
    "补写 rate: 变化率指标的代号；若有各年水平，改写 basis: levels",
)
RATE_UNIT = Kind(
    "SK-D137",
    _E,
    "rate is not in percent",
    "同比变化率指标“{about}”的单位是“{unit}”，应当是 %",
    "把该指标的 unit 改为 %，或换用变化率指标",
)
BOUNDS = Kind(
    "SK-D138",
    _E,
    "bounds in the wrong order",
    "{what}：下限 {low} 大于上限 {high}",
    "对调两个数，或核对小数点",
)
WORD_MISFIT = Kind(
    "SK-D139",
    _W,
    "printed qualifier and form differ",
    "原文用语“{word}”通常表示{meaning}，这里却声明为{declared}",
    "核对原文：{mend}；若理解无误，请在 note 里写明理由",
)
VALUE_AND_ALLOCATED = Kind(
    "SK-D140",
    _E,
    "both one value and allocations",
    "目标“{name}”既写了 value 又写 allocated: true；引擎只看分解表，这里的 value 不起作用",
    "各对象数值相同的删去 allocated；不同的删去 value，上级自己的数值也写进 allocations.csv",
)
