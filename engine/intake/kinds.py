"""Every kind of finding that intake can make, with its words. Ids are stable."""

from ..vocabulary import Kind, Severity

_ALL: list[Kind] = []


def _kind(number: int, severity: Severity, en: str, zh: str, mend: str) -> Kind:
    made = Kind(f"SK-I{number:03d}", severity, en, zh, mend)
    _ALL.append(made)
    return made


_BLOCKER, _ERROR = Severity.BLOCKER, Severity.ERROR
_WARNING, _INFO = Severity.WARNING, Severity.INFO

# --- files -----------------------------------------------------------------------------

DAMAGED = _kind(
    1,
    _BLOCKER,
    "file is damaged",
    "文件损坏，读不出内容：{detail}",
    "请用 Excel 或 WPS 打开原文件，另存为 .xlsx 后重新报送",
)
TOO_BIG = _kind(
    2,
    _BLOCKER,
    "file is too big",
    "文件过大：{what}超过上限 {limit}",
    "请只保留填报内容，删去无关的工作表、行列和合并单元格后重新保存",
)
BOMB = _kind(
    3,
    _BLOCKER,
    "file unpacks to far more than it should",
    "文件解压后的体积异常，疑为恶意构造，未予读取",
    "请用 Excel 或 WPS 新建工作簿，把数据复制过去，保存后重新报送",
)
ENCRYPTED = _kind(
    4,
    _BLOCKER,
    "file is encrypted",
    "文件设有打开密码，无法读取",
    "请在 Excel 或 WPS 中取消打开密码，保存后重新报送",
)
HOSTILE_XML = _kind(
    5,
    _BLOCKER,
    "file contains constructs a spreadsheet never needs",
    "文件内部含有表格软件不会生成的内容（{detail}），未予读取",
    "请用 Excel 或 WPS 新建工作簿，把数据复制过去，保存后重新报送",
)
UNKNOWN_FORMAT = _kind(
    6,
    _BLOCKER,
    "file is of a kind that is not read",
    "不能识别的文件：{detail}",
    "请报送 xlsx、xls、xlsb、ods 或 csv 文件",
)
WRONG_NAME = _kind(
    7,
    _INFO,
    "file name does not fit its content",
    "文件扩展名与内容不符：名为 {named}，内容是 {found}；已按内容读取",
    "请改正扩展名，以免用 Excel 打不开",
)
MACROS = _kind(
    8,
    _INFO,
    "file contains macros",
    "文件含有宏；宏没有运行，只读取了单元格",
    "报送时请存为不含宏的 .xlsx",
)
EXTERNAL_LINKS = _kind(
    9,
    _WARNING,
    "file refers to other files",
    "文件引用了其他工作簿；引用的内容没有打开，只读取了保存时的数值",
    "请把引用外部文件的单元格改为数值后重新报送",
)
ENCODING = _kind(
    10,
    _BLOCKER,
    "text encoding not recognised",
    "文本文件的编码不能识别",
    "请用 Excel 或 WPS 打开并另存为“CSV UTF-8”或 .xlsx",
)
EMPTY_FILE = _kind(
    11,
    _WARNING,
    "file has no content",
    "文件中没有任何内容",
    "请检查是否报送了正确的文件",
)
UNSAFE_NAME = _kind(
    12,
    _BLOCKER,
    "packed file with an unsafe path",
    "压缩包内的文件名不安全（{detail}），未予读取",
    "请重新打包，包内直接放表格文件",
)
IGNORED_FILE = _kind(
    13,
    _INFO,
    "file left aside",
    "不是数据文件，未读取：{detail}",
    "无需处理；若其中有要报送的数据，请另存为 xlsx 或 csv",
)
SAME_FILE = _kind(
    14,
    _WARNING,
    "same file twice",
    "与 {other} 内容完全相同，只计一次",
    "请删去重复的文件",
)

# --- what a table says -------------------------------------------------------------------

NO_UNIT = _kind(
    20,
    _ERROR,
    "unit unknown",
    "“{name}”没有写计量单位，数值未采用",
    "请在表头写明单位（如“单位：{wanted}”），或在版式声明中写 unit",
)
UNIT_UNFIT = _kind(
    21,
    _ERROR,
    "unit does not fit the indicator",
    "“{name}”的单位“{unit}”不能换算成规定的“{wanted}”，数值未采用",
    "请改用“{wanted}”填报",
)
NO_PERIOD = _kind(
    22,
    _ERROR,
    "year unknown",
    "看不出“{name}”是哪一年的数据，数值未采用",
    "请在表头、标题或工作表名中写明年份，或在版式声明中写 period",
)
NO_ENTITY = _kind(
    23,
    _ERROR,
    "entity unknown",
    "看不出“{name}”是哪个考核对象的数据，数值未采用",
    "请写明考核对象，或在版式声明中写 entity",
)
UNKNOWN_ENTITY = _kind(
    24,
    _ERROR,
    "entity not in the plan",
    "“{name}”不是本规划的考核对象{hint}，数值未采用",
    "请改用规划中的名称；确属新增或更名的，请在 entities.csv 中增加别名",
)
UNCLEAR_VALUE = _kind(
    25,
    _ERROR,
    "value cannot be read for certain",
    "“{name}”的内容“{seen}”不能确定是什么数，未采用",
    "请只填一个数，不用逗号分隔小数，不写文字",
)
ERROR_VALUE = _kind(
    26,
    _ERROR,
    "formula error",
    "“{name}”的公式出错（{seen}），没有数值可用",
    "请改正公式，或直接填数值",
)
UNCALCULATED = _kind(
    27,
    _ERROR,
    "formula never calculated",
    "“{name}”的公式没有计算过，没有数值可用",
    "请用 Excel 或 WPS 打开文件，等公式算完再保存，或直接填数值",
)
AMBIGUOUS = _kind(
    28,
    _ERROR,
    "label fits several indicators",
    "“{name}”可能是几个指标中的任何一个（{options}），未采用",
    "请把表头写成其中一个的全称，或在版式声明中写 indicator",
)
TWO_VALUES = _kind(
    29,
    _ERROR,
    "two values for one figure",
    "{who}{when}年“{name}”有两个不同的数值：{values}",
    "请核对，只保留正确的一个",
)
NO_LABEL = _kind(
    30,
    _ERROR,
    "figures without a name",
    "这一行有数值但没有名称，不知属于谁，数值未采用",
    "请补上行名后重新报送",
)
NOTHING_FOUND = _kind(
    31,
    _WARNING,
    "no figure of the plan found",
    "没有找到本规划的任何指标数据（共 {count} 个有内容的单元格）",
    "用“shuangkong read 文件”查看读到了什么；必要时写版式声明",
)
SYNTHETIC_FOUND = _kind(
    32,
    _INFO,
    "figures marked as invented or unverified",
    "本文件注明为“{mark}”，其数据在所有文书中都带此标记",
    "正式考核前请换成核定数据",
)
HIDDEN_VALUE = _kind(
    33,
    _WARNING,
    "value in a hidden row, column or sheet",
    "“{name}”的数值在隐藏的行、列或工作表中，已采用",
    "请确认该数值有效，并取消隐藏",
)
DERIVED_GIVEN = _kind(
    34,
    _INFO,
    "derived indicator given",
    "“{name}”由公式计算，表中给出的数值只用于核对",
    "无需处理",
)

LAYOUT_UNREADABLE = _kind(
    35,
    _ERROR,
    "layout cannot be read",
    "版式声明读不了或没有内容",
    "请存为 UTF-8 编码的 YAML 文件，各键见 docs/intake.md",
)
LAYOUT_DIFFERS = _kind(
    36,
    _WARNING,
    "layout says otherwise than the table",
    "版式声明的{what}是“{said}”，表中写的是“{seen}”；以表为准",
    "请改正版式声明，或改正表头",
)
PLACEHOLDER_VALUE = _kind(
    37,
    _WARNING,
    "number that stands for nothing",
    "“{seen}”像是代替缺失值的占位数，未采用",
    "没有数据的请填“暂缺”或留空",
)
STRAY_VALUE = _kind(
    38,
    _WARNING,
    "number outside the table",
    "{count} 个数值不在任何表中或没有表头、行名（{cells}），未采用",
    "若是数据，请补上表头和行名；若是草稿，请删去",
)
SCOPE_DIFFERS = _kind(
    39,
    _ERROR,
    "scope is not the entity's",
    "“{name}”的口径与考核口径不同：本规划的{who}{scope}",
    "请改按考核口径填报，两种口径不能混用",
)
PRICE_BASE = _kind(
    40,
    _ERROR,
    "other price base",
    "“{name}”注明“{seen}”，本规划用{wanted}年可比价，数值未采用",
    "请换成{wanted}年可比价的数值",
)
CONVERSION = _kind(
    41,
    _ERROR,
    "other electricity conversion",
    "“{name}”注明按“{seen}”折算，本规划用{wanted}，数值未采用",
    "请换成按{wanted}折算的数值",
)
CONVERSION_UNSTATED = _kind(
    42,
    _WARNING,
    "electricity conversion not stated",
    "“{name}”没有注明电力按等价值还是当量值折算，按规定的{wanted}采用",
    "请在表头注明“{wanted}”；若是另一种，请换算后重报",
)
PRICE_UNSTATED = _kind(
    43,
    _WARNING,
    "price base not stated",
    "“{name}”没有注明价格基期，按规定的{wanted}年可比价采用",
    "请在表头或表下注明“按{wanted}年价格计算”；若是当年价，请换成可比价",
)

REPEATED = _kind(
    44,
    _WARNING,
    "same figure twice on one sheet",
    "{who}{when}年“{name}”在同一张表里出现了两次（另见 {first}），数值相同，只计一次",
    "请核对是否把别的考核对象写成了{who}，或重复列了一行",
)

# --- our own form -------------------------------------------------------------------------

WRONG_PLAN = _kind(
    50,
    _BLOCKER,
    "form of another plan",
    "这是规划“{found}”的填报表，不是“{wanted}”的",
    "请用“shuangkong form {wanted}”生成的填报表重新填报",
)
OLD_FORM = _kind(
    51,
    _WARNING,
    "form made from other declarations",
    "填报表是用另一版规划声明生成的（{found}，现为 {wanted}）；能对应的数据已读取",
    "请用现行版本的填报表重新填报，或确认指标没有变化",
)
WRONG_ENTITY = _kind(
    52,
    _BLOCKER,
    "form for an unknown entity",
    "填报表的考核对象“{name}”（{code}）不在本规划中",
    "请用“shuangkong form”为正确的考核对象生成填报表",
)
WRONG_YEAR = _kind(
    53,
    _INFO,
    "form of another year",
    "这是{found}年度的填报表，本次考核{wanted}年度；其中的数据已读取",
    "如系误报，请换成{wanted}年度的填报表",
)
STRUCTURE = _kind(
    54,
    _ERROR,
    "structure of the form was changed",
    "填报表的结构被改动：{detail}",
    "请不要增删行列、改动表头和指标名称；用新的填报表重新填报",
)
LOCKED_CHANGED = _kind(
    55,
    _WARNING,
    "locked cell changed",
    "受保护的单元格被改动：原为“{expected}”，现为“{seen}”",
    "请恢复原样；说明文字请写在“备注”列",
)
FORMULA_TYPED = _kind(
    56,
    _INFO,
    "formula in an input cell",
    "“{name}”填的是公式，已采用其计算结果 {seen}",
    "建议改为数值，以免引用改变",
)
NOT_FILLED = _kind(
    57,
    _ERROR,
    "figure not filled in",
    "{when}年“{name}”没有填",
    "请填写；确无数据的填“暂缺”并在备注中说明",
)
FORM_TEXT = _kind(
    58,
    _ERROR,
    "text where a number is asked for",
    "“{name}”填的不是数：“{seen}”",
    "请只填数字；单位已在表中给出",
)
BAD_METADATA = _kind(
    59,
    _BLOCKER,
    "form metadata damaged",
    "填报表的隐藏信息已损坏：{detail}",
    "请重新生成填报表，把数值复制过去",
)

# --- long tables, measures ----------------------------------------------------------------

LONG_COLUMN = _kind(
    70,
    _BLOCKER,
    "long table lacks a column",
    "长表缺少列“{name}”",
    "请补上；必需的列有 entity, indicator, period, value, unit",
)
LONG_INDICATOR = _kind(
    71,
    _ERROR,
    "indicator not in the plan",
    "“{seen}”不是本规划的指标{hint}",
    "请用 indicators.yaml 中的代号或名称",
)
MEASURE_ROW = _kind(
    72,
    _ERROR,
    "measure row not understood",
    "措施评分表的这一行不能采用：{detail}",
    "请只在“得分”“考核人”“佐证材料”三列填写，其余保持原样",
)


def catalogue() -> tuple[Kind, ...]:
    """All kinds, by id."""
    return tuple(sorted(_ALL, key=lambda kind: kind.id))
