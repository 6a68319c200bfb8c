"""Every kind of finding that the ledger can make, with its words. Ids are stable."""

from ..vocabulary import Kind, Severity

_ALL: list[Kind] = []


def _kind(number: int, severity: Severity, en: str, zh: str, mend: str) -> Kind:
    made = Kind(f"SK-L{number:03d}", severity, en, zh, mend)
    _ALL.append(made)
    return made


_BLOCKER, _ERROR = Severity.BLOCKER, Severity.ERROR
_WARNING, _INFO = Severity.WARNING, Severity.INFO

# --- the file ----------------------------------------------------------------------------

NO_LEDGER = _kind(
    1,
    _BLOCKER,
    "no ledger here",
    "这里没有台账",
    "检查工作区的路径；新建工作区用“shuangkong init 工作区 规划 --by 姓名”",
)
NOT_A_LEDGER = _kind(
    2,
    _BLOCKER,
    "file is no ledger",
    "这个文件不是本工具的台账，或文件头已损坏",
    "检查路径；确属台账的，请从备份恢复",
)
NEWER_FORMAT = _kind(
    3,
    _BLOCKER,
    "ledger written by a newer version",
    "台账的格式（{seen}）比本程序所认识的（{known}）新",
    "请升级本程序后再用",
)
BUSY = _kind(
    4,
    _BLOCKER,
    "ledger is in use",
    "台账正被另一个程序占用，等候 {seconds} 秒仍未空出；本次没有登记任何内容",
    "稍后重试；如长时间占用，请检查是否有人用其他软件打开了台账文件",
)
CANNOT_WRITE = _kind(
    5,
    _BLOCKER,
    "ledger cannot be read or written",
    "台账不能读写（{detail}）；本次没有登记任何内容",
    "检查磁盘空间、网络盘是否连通，以及对该文件夹和文件的写权限，然后重试",
)
UNREADABLE = _kind(
    6,
    _BLOCKER,
    "ledger file is damaged",
    "台账文件已损坏，读不下去（{detail}）",
    "运行“shuangkong verify 工作区”查明损坏的位置，并从备份恢复",
)
OTHER_PLAN = _kind(
    7,
    _BLOCKER,
    "ledger of another plan",
    "这个工作区的台账属于规划“{found}”，不是“{wanted}”",
    "换一个工作区，或改用规划“{found}”",
)
UNNAMED = _kind(
    8,
    _BLOCKER,
    "act without a name",
    "没有写明{what}",
    "加上 {option}；台账里的每一项都要有名有据",
)

# --- submitting ----------------------------------------------------------------------------

PLAN_MOVING = _kind(
    10,
    _BLOCKER,
    "declarations changed while being read",
    "规划文件“{name}”在读取期间被改动，没有登记",
    "保存并关闭正在编辑的规划文件后重试",
)
PLAN_REPLACED = _kind(
    11,
    _BLOCKER,
    "declarations were replaced by another process",
    "处理期间有人登记了新的规划文件（第 {number} 号），本次没有登记任何内容",
    "重新运行本命令即可",
)
TWO_OF_ONE = _kind(
    12,
    _BLOCKER,
    "two files for the same thing in one submission",
    "同一次报送里有多份文件{what}（{names}），不知以哪份为准；本次没有登记任何内容",
    "只留下要用的一份再报送；确为不同内容的，请改成不同的文件名",
)
TOO_BIG_TO_KEEP = _kind(
    13,
    _BLOCKER,
    "file too big to keep",
    "文件过大（超过 {limit} MB），没有登记",
    "请只保留填报内容，或拆成几个文件后重新报送",
)
NO_SUCH_SUBMISSION = _kind(
    14,
    _BLOCKER,
    "no such submission",
    "台账里第 {seen} 号不是本规划的一份填报",
    "用“shuangkong status 工作区 --year 年度”查看各份填报的登记号",
)
NOTHING_TO_TAKE = _kind(
    15,
    _BLOCKER,
    "no file to record",
    "给出的路径里没有可登记的文件",
    "检查路径；可以登记的有 xlsx、xls、xlsb、ods、csv、parquet 以及装有它们的 zip",
)
OWN_YEAR = _kind(
    16,
    _WARNING,
    "filed under the year it was made for",
    "这份文件是{found}年度的，已登记在{found}年度名下，不算作{wanted}年度的填报",
    "如系误报，请换成{wanted}年度的填报表",
)
NOT_USABLE = _kind(
    17,
    _ERROR,
    "recorded, but nothing in it can be used",
    "文件已登记存档，但没有读出可用的数据，不参与考核；先前的填报（如有）仍然有效",
    "按上面各条意见更正后重新报送",
)
LATE = _kind(
    18,
    _WARNING,
    "received after the assessment was issued",
    "{round}年度考核结果已于{issued}签发（第 {issue} 号），此后收到的这份填报暂不采用",
    "由负责人裁定：shuangkong decide 工作区 revision {number} accept（或 reject）"
    " --by 姓名 --reason 理由",
)
OVERLAY_CLASH = _kind(
    19,
    _ERROR,
    "allocations no longer readable",
    "分解表的内容与现行规划声明不符：{detail}",
    "更正分解表后重新报送",
)

REPLACED = _kind(
    20,
    _WARNING,
    "recorded already, and replaced since",
    "这份文件就是第 {number} 号，已被第 {by} 号替换，没有重新登记",
    "如确要改回采用它，请加 --replaces {by} 重新报送",
)

# --- deciding ------------------------------------------------------------------------------

NO_SUCH_TARGET = _kind(
    30,
    _BLOCKER,
    "no such target",
    "规划里没有代号为“{seen}”的目标{hint}",
    "用“shuangkong plan show {plan}”查看各目标的代号",
)
NO_SUCH_ENTITY = _kind(
    31,
    _BLOCKER,
    "no such entity",
    "规划里没有考核对象“{seen}”{hint}",
    "写 entities.csv 中的名称或代码；对全部对象生效的裁定不写 --entity",
)
BAD_CHOICE = _kind(
    32,
    _BLOCKER,
    "choice does not fit the decision",
    "“{matter}”的裁定结果不能是“{seen}”",
    "可以写：{known}",
)
BAD_YEAR = _kind(
    33,
    _BLOCKER,
    "year outside the plan",
    "{seen} 年不在规划期 {first}—{last} 年内",
    "写规划期内的年份；对各年都生效的裁定不写 --year",
)
NOT_NARROWED = _kind(
    34,
    _BLOCKER,
    "decision on a submission says more than it can",
    "认定一份填报时不能再指定{what}：它只能整份采用或整份不采用",
    "去掉 {option}；只改一个结论的，用 override",
)
NO_READINGS = _kind(
    35,
    _BLOCKER,
    "nothing to decide about this target",
    "目标“{target}”没有声明{what}，不需要这种裁定",
    "用“shuangkong plan show {plan}”查看该目标；只改一个结论的，用 override",
)

# --- asking ----------------------------------------------------------------------------------

BAD_MOMENT = _kind(
    40,
    _BLOCKER,
    "moment not understood",
    "看不懂时点“{seen}”",
    "写日期（2021-03-31，指当日终了）、时刻（2021-03-31T14:05）或登记号（12）",
)
BEFORE_BEGINNING = _kind(
    41,
    _BLOCKER,
    "before the ledger began",
    "台账从{first}开始，在“{seen}”还没有内容",
    "写一个更晚的时点",
)
NOT_ISSUED = _kind(
    42,
    _BLOCKER,
    "nothing was issued",
    "到“{seen}”为止，没有签发过{round}年度的考核结果，没有存档的原件",
    "去掉 --stored，按当日的数据重新计算",
)
BAD_RECEIPT = _kind(
    43,
    _BLOCKER,
    "receipt not understood",
    "看不懂回执“{seen}”",
    "照登记时显示的样子写：登记号:校验码，例如 12:3fa9c0d1e2f4",
)

NO_SUCH_INDICATOR = _kind(
    44,
    _BLOCKER,
    "no such indicator",
    "规划里没有指标“{seen}”{hint}",
    "写 indicators.yaml 中的代号或名称",
)

# --- verifying -------------------------------------------------------------------------------

ENTRY_CHANGED = _kind(
    50,
    _BLOCKER,
    "entry was changed",
    "第 {number} 号（{what}）的内容与它的校验码不符，登记后被改动过",
    "从备份恢复台账；核对该号的纸质或电子留底",
)
CHAIN_BROKEN = _kind(
    51,
    _BLOCKER,
    "chain is broken",
    "第 {number} 号与前一号接不上：其间的登记被改动、删除或插入过",
    "从备份恢复台账",
)
ENTRY_MISSING = _kind(
    52,
    _BLOCKER,
    "entry is missing",
    "缺少第 {number} 号",
    "从备份恢复台账",
)
CONTENT_UNREADABLE = _kind(
    53,
    _BLOCKER,
    "entry cannot be read",
    "第 {number} 号的内容读不出来（{detail}）",
    "从备份恢复台账",
)
BYTES_CHANGED = _kind(
    54,
    _BLOCKER,
    "kept bytes were changed",
    "第 {number} 号（{what}）所存的“{name}”与登记时的校验码不符，被改动或损坏",
    "从备份恢复台账，或向报送单位索取原件核对",
)
BYTES_MISSING = _kind(
    55,
    _BLOCKER,
    "kept bytes are missing",
    "第 {number} 号（{what}）所存的“{name}”不见了",
    "从备份恢复台账",
)
FIGURES_CHANGED = _kind(
    56,
    _BLOCKER,
    "figures were changed",
    "第 {number} 号（{what}）的数据与登记时的校验码不符，被改动过",
    "从备份恢复台账；原文件仍在台账中，可据以核对",
)
UNCLAIMED = _kind(
    57,
    _BLOCKER,
    "content that no entry vouches for",
    "台账里有 {count} 条{what}不属于任何一号登记，是后来塞入的",
    "从备份恢复台账",
)
SHAPE_CHANGED = _kind(
    58,
    _BLOCKER,
    "tables were changed",
    "台账的表或保护措施被改动：{detail}",
    "从备份恢复台账",
)
FILE_FAULT = _kind(
    59,
    _BLOCKER,
    "database file is damaged",
    "台账文件内部损坏：{detail}",
    "从备份恢复台账",
)
TIME_BACKWARDS = _kind(
    60,
    _ERROR,
    "time runs backwards",
    "第 {number} 号的时间早于前一号",
    "核对登记时计算机的时钟",
)
RECEIPT_UNKNOWN = _kind(
    61,
    _BLOCKER,
    "receipt does not fit",
    "回执 {seen} 与台账不符：该号{detail}",
    "台账在出具回执之后被换过或重做过；请查明现有文件的来历",
)
REREAD_DIFFERS = _kind(
    62,
    _ERROR,
    "reading the kept file again gives other figures",
    "重新读取第 {number} 号“{name}”的原文件，得到的数据与台账所存不同（{detail}）",
    "由维护者查明原因；考核以台账所存数据为准",
)
REREAD_OTHER_VERSION = _kind(
    63,
    _INFO,
    "read by another version of the program",
    "第 {number} 号“{name}”是用 {then} 版程序读取的，本版（{now}）读得不同（{detail}）",
    "考核以台账所存数据为准；要用新版读法，请重新报送该文件",
)
REPLAY_DIFFERS = _kind(
    64,
    _ERROR,
    "assessment issued cannot be repeated",
    "第 {number} 号签发的考核结果重新计算后有 {count} 个文件不同（{names}）",
    "签发的原件仍在台账中（replay --stored）；由维护者查明原因",
)
REPLAY_OTHER_VERSION = _kind(
    65,
    _WARNING,
    "issued with other software",
    "第 {number} 号是在另一套软件下签发的（{detail}），重新计算后有 {count} 个文件的字节不同"
    "（{names}）",
    "要逐字节相同，请在当时的软件下重演，或用 replay --stored 取出签发的原件",
)
CLOCK_BACK = _kind(
    66,
    _INFO,
    "clock was behind the ledger",
    "计算机时钟（{clock}）早于台账的上一项，第 {number} 号的时间按上一项登记",
    "请校准计算机的时钟",
)

# --- status ----------------------------------------------------------------------------------

READ_BEFORE = _kind(
    70,
    _INFO,
    "read with earlier declarations",
    "这份文件是按较早的规划声明（第 {number} 号）读取的，此后指标或对象的声明有改动",
    "如改动影响读数，请把原文件重新报送一次",
)
SHIPPED_DIFFERS = _kind(
    71,
    _INFO,
    "shipped plan differs from the ledger's",
    "程序随附的规划“{plan}”与台账所存的（第 {number} 号）不同：{names}",
    "要改用随附的新版，运行“shuangkong init 工作区 {plan} --by 姓名”",
)


def all_kinds() -> tuple[Kind, ...]:
    """Every kind, for the documentation and its test."""
    return tuple(_ALL)
