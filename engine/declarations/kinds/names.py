"""Names that nothing stands behind, and formulas (SK-D101 to SK-D119)."""

from ...vocabulary import Kind, Severity

_E = Severity.ERROR

UNKNOWN_INDICATOR = Kind(
    "SK-D101",
    _E,
    "unknown indicator",
    "没有代号为“{seen}”的指标{hint}",
    "改用 indicators.yaml 里已有的代号，或先在那里加上这个指标",
)
UNKNOWN_ENTITY = Kind(
    "SK-D102",
    _E,
    "unknown entity",
    "没有名为“{seen}”的考核对象{hint}",
    "改用 entities.csv 里的代码或名称，或先在那里加上一行",
)
UNKNOWN_TARGET = Kind(
    "SK-D103",
    _E,
    "unknown target",
    "没有代号为“{seen}”的目标{hint}",
    "改用 targets 文件夹里已有的代号，或先在那里加上这个目标",
)
UNKNOWN_DOCUMENT = Kind(
    "SK-D104",
    _E,
    "unknown document",
    "没有代号为“{seen}”的文件{hint}",
    "在 plan.yaml 的 documents 下加上这个文件，或改用已有的代号；出自规划本身则不写 document",
)
UNKNOWN_KIND = Kind(
    "SK-D105",
    _E,
    "unknown kind of entity",
    "考核对象里没有“{seen}”这个层级{hint}",
    "改用 entities.csv 的 kind 列里出现过的写法：{known}",
)
UNKNOWN_NAME = Kind(
    "SK-D106",
    _E,
    "unknown name in a formula",
    "公式里的“{seen}”不是{what}{hint}",
    "{mend}",
)
UNKNOWN_TIER = Kind(
    "SK-D107",
    _E,
    "unknown tier",
    "目标“{target}”没有代号为“{seen}”的档{hint}",
    "改用该目标 tiers 下已有的代号，基本目标则把 tier 格留空",
)
UNKNOWN_GRADE = Kind(
    "SK-D108",
    _E,
    "unknown grade",
    "本办法的等级里没有“{seen}”{hint}",
    "改用 grades 下已有的等级名称：{known}",
)
FORMULA_BROKEN = Kind(
    "SK-D109", _E, "formula cannot be read", "公式“{text}”第 {at} 个字处读不通：{reason}", "{mend}"
)
FORMULA_UNITS = Kind(
    "SK-D110",
    _E,
    "units in a formula do not fit together",
    "公式“{text}”里的单位对不上：{reason}",
    "{mend}",
)
FORMULA_RESULT = Kind(
    "SK-D111",
    _E,
    "formula's unit is not the indicator's",
    "公式“{text}”算出来的不是“{unit}”：{reason}",
    "改正公式，或把指标“{name}”的 unit 改成公式算出来的单位",
)
FORMULA_CYCLE = Kind(
    "SK-D112",
    _E,
    "indicators derived from each other",
    "指标互相推算，永远算不出来：{path}",
    "让其中一个改为直接填报（删去它的 formula）",
)
FORMULA_NOT_TRUTH = Kind(
    "SK-D113",
    _E,
    "formula is not a condition",
    "“{text}”算出来是一个数，这里要的是能判断成立与否的条件",
    "加上比较，如 a <= b；两数相等请写成 a ~ b ± 0.05%",
)
FORMULA_NOT_NUMBER = Kind(
    "SK-D114",
    _E,
    "formula is not a number",
    "“{text}”是一个条件，指标的公式要算出一个数",
    "去掉比较号；若是要核对数据，请写到 checks.yaml",
)
BAD_ID = Kind(
    "SK-D115",
    _E,
    "id cannot be used in formulas",
    "代号“{seen}”不能用在公式里：{reason}",
    "代号以字母或汉字开头，只用字母、数字、汉字和下划线，不与公式的函数或用语重名",
)
NAME_TWICE = Kind(
    "SK-D116",
    _E,
    "one name for two things",
    "“{seen}”既是“{first}”又是“{second}”，读表时分不清",
    "改掉其中一个名称或别名",
)
FOLDER_NAME = Kind(
    "SK-D117",
    _E,
    "id is not the folder's name",
    "规划代号“{seen}”与文件夹名“{folder}”不同",
    "把 id 改成 {folder}，或给文件夹改名",
)
DUPLICATE_PART = Kind(
    "SK-D118",
    _E,
    "id used twice inside one record",
    "“{seen}”在同一处用了两次（{what}）",
    "给其中一个换一个代号",
)
STATE_IN_FORMULA = Kind(
    "SK-D119",
    _E,
    "state used as a number",
    "“{seen}”是状态类指标，只能与文字比较，不能参加计算",
    "写成 {seen} == '{state}' 的样子",
)
UNKNOWN_ITEM = Kind(
    "SK-D120",
    _E,
    "unknown item of the scheme",
    "本办法没有代号为“{seen}”的计分项{hint}",
    "改用 items 下已有的代号：{known}",
)
