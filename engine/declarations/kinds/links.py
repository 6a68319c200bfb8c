"""What targets say about each other, and what waits for a person (SK-D181 to SK-D199)."""

from ...vocabulary import Kind, Severity

_E = Severity.ERROR
_W = Severity.WARNING
_I = Severity.INFO

CONFLICT_ONE_WAY = Kind(
    "SK-D181",
    _E,
    "conflict declared on one side only",
    "“{seen}”没有反过来写与“{target}”矛盾",
    "在“{seen}”下补写 conflicts_with: [{target}]",
)
CONFLICT_OPEN = Kind(
    "SK-D182",
    _I,
    "conflict waits for a decision",
    "“{target}”与“{other}”相互矛盾，作出裁定之前都“无法评定”",
    "由有权的人裁定依哪一条（shuangkong decide），并写明理由",
)
READING_OPEN = Kind(
    "SK-D183",
    _I,
    "ambiguous clause waits for a decision",
    "“{target}”所依条款有 {count} 种理解（{readings}），结果因此不同的，作出裁定之前“无法评定”",
    "由有权的人选定一种（shuangkong decide），并写明理由",
)
READING_ALONE = Kind(
    "SK-D184",
    _E,
    "only one reading",
    "只列了一种理解，没有可裁定的",
    "补上另一种理解；若没有歧义，删去 readings",
)
READING_SAME = Kind(
    "SK-D185",
    _E,
    "readings that do not differ",
    "理解“{seen}”与“{other}”换用的内容完全一样，裁定哪个都没有区别",
    "给其中一个写上它换用的 form、value、base 或 indicator",
)
SELF_LINK = Kind(
    "SK-D186",
    _E,
    "target linked to itself",
    "“{seen}”在 {key} 里写了它自己",
    "改成另一个目标，或删去",
)
SUPERSEDED_USED = Kind(
    "SK-D187",
    _E,
    "superseded target still in force",
    "“{seen}”已被“{newer}”取代，这里却还在用它",
    "改用“{newer}”",
)
SUPERSEDE_CYCLE = Kind(
    "SK-D188",
    _E,
    "targets superseding each other",
    "目标互相取代，不知以哪个为准：{path}",
    "只在新的目标里写 supersedes，旧的不写",
)
SUPERSEDED_TWICE = Kind(
    "SK-D189",
    _E,
    "superseded by two targets",
    "“{seen}”已被“{other}”取代，又被“{target}”取代，不知以哪个为准",
    "只保留最新一个的 supersedes，或让新的取代较新的那个",
)
SAME_SUBJECT = Kind(
    "SK-D190",
    _W,
    "two targets for one thing",
    "“{target}”与“{other}”（{first}）对同一指标、同一对象、同一期限各设了目标，会重复计算",
    "同一目标印了两处的，合为一条，另一处写进 also；"
    "相互矛盾的写 conflicts_with；新旧两版的写 supersedes",
)
WORD_OPEN = Kind(
    "SK-D191",
    _I,
    "ranges or abouts wait for a decision",
    "{count} 个目标印的是{what}（{targets}），规划没有说怎样判断：实际值落在两端之间的，由人裁定",
    "有依据时在 plan.yaml 的 readings 里声明理解与理由；没有依据就逐条裁定，不要猜",
)
ABOUT_NO_BAND = Kind(
    "SK-D192",
    _E,
    "about without a band",
    "readings 说“左右”{reading}，却没有给出幅度（about_band）",
    "写明 about_band（占所印数字的百分比），或改为 decision、printed",
)
TIER_EASIER = Kind(
    "SK-D193",
    _W,
    "tier easier than the basic target",
    "档“{tier}”的 {value} 比基本目标 {basic} 更容易达到",
    "核对两个数值；激励目标应当比基本目标更严",
)
TIER_VALUE = Kind(
    "SK-D194",
    _E,
    "tier without a value",
    "档“{tier}”没有写 value，目标也没有说数值见分解表",
    "补写 value；若各对象不同，在目标里写 allocated: true 并填 allocations.csv 的 tier 列",
)
UNVERIFIED = Kind(
    "SK-D195",
    _I,
    "figures not verified",
    "{count} 个数值的核对情况是“{state}”，由它们得出的评分卡和函都会带上标记",
    "取得原文件核对后，把 verification 改为 verified",
)
SCORED_NOT_COMPUTABLE = Kind(
    "SK-D196",
    _E,
    "uncomputable target is scored",
    "目标“{seen}”声明为不能计算（{reason}），不能用来计分、否决或预警",
    "换一个目标；若已有数据可算，删去它的 not_computable",
)
