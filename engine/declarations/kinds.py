"""Kinds of finding that the declarations room reports (ids SK-D…)."""

from ..vocabulary import Kind, Severity

_E = Severity.ERROR

YAML_BROKEN = Kind(
    "SK-D001", _E, "not valid YAML", "文件不是有效的 YAML：{reason}", "检查这一行的缩进、冒号和引号"
)
NOT_UTF8 = Kind(
    "SK-D002", _E, "file is not UTF-8", "文件不是 UTF-8 编码", "用记事本或 WPS 另存为 UTF-8 编码"
)
DUPLICATE_KEY = Kind(
    "SK-D003", _E, "key written twice", "键“{name}”写了两次，只会有一个生效", "删去其中一个"
)
UNKNOWN_KEY = Kind(
    "SK-D004", _E, "unknown key", "没有“{name}”这个键{hint}", "可用的键：{known}"
)
MISSING_KEY = Kind(
    "SK-D005", _E, "required key missing", "缺少必填的键“{name}”（{meaning}）", "补写 {name}: …{example}"
)
WRONG_SHAPE = Kind(
    "SK-D006", _E, "wrong shape", "“{name}”应当写成{wanted}，这里是{found}", "按 {wanted} 改写{example}"
)
BAD_NUMBER = Kind("SK-D007", _E, "not a number", "“{name}”应当是数字", "只写数字，如 12 或 3.5")
BAD_INTEGER = Kind("SK-D008", _E, "not a whole number", "“{name}”应当是整数", "只写整数，如 2020")
BAD_BOOLEAN = Kind("SK-D009", _E, "not true or false", "“{name}”只能写 true 或 false", "改为 true 或 false")
BAD_DATE = Kind("SK-D010", _E, "not a date", "“{name}”应当是日期", "写成 2017-04-26 的样子")
BAD_MONTH = Kind(
    "SK-D011", _E, "not a year or month", "“{name}”应当是年份或年月", "写成 2020 或 2017-10 的样子"
)
BAD_AMOUNT = Kind(
    "SK-D012",
    _E,
    "not an amount",
    "“{name}”应当是数值加单位",
    "写成 17%、32785 万吨标准煤 或 6%~7% 的样子",
)
BAD_CHOICE = Kind(
    "SK-D013", _E, "not one of the choices", "“{name}”没有“{seen}”这个选项{hint}", "可选：{known}"
)
EMPTY_VALUE = Kind("SK-D014", _E, "empty value", "“{name}”后面没有写内容", "补写内容，或删去这一行")
ALIAS_USED = Kind(
    "SK-D015", _E, "YAML alias used", "不支持 YAML 的引用（& 与 *）", "把内容原样写出来"
)
DUPLICATE_ID = Kind(
    "SK-D016", _E, "id used twice", "代号“{name}”已在 {first} 用过", "换一个代号，或删去重复的一条"
)
FILE_MISSING = Kind(
    "SK-D017", _E, "file missing", "规划文件夹里缺少 {name}", "补上这个文件；可用 shuangkong plan new 生成样板"
)
COLUMN_MISSING = Kind(
    "SK-D018", _E, "column missing", "表头缺少“{name}”列", "第一行应当是：{known}"
)
UNKNOWN_COLUMN = Kind(
    "SK-D019", _E, "unknown column", "没有“{name}”这一列{hint}", "可用的列：{known}"
)
ROW_RAGGED = Kind(
    "SK-D020", _E, "row has too many cells", "这一行的格数多于表头", "检查是否多写了逗号，含逗号的内容要加双引号"
)
