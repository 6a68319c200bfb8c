"""How a declaration is written: files, keys, and single values (SK-D001 to SK-D029)."""

from ...vocabulary import Kind, Severity

_E = Severity.ERROR

YAML_BROKEN = Kind("SK-D001", _E, "not valid YAML", "这里不合 YAML 的写法：{reason}", "{mend}")
NOT_UTF8 = Kind(
    "SK-D002",
    _E,
    "file is not UTF-8",
    "文件不是 UTF-8 编码，里面的汉字无法可靠读出",
    "用记事本或 WPS 打开后另存为 UTF-8 编码",
)
DUPLICATE_KEY = Kind(
    "SK-D003",
    _E,
    "key written twice",
    "键“{name}”在第 {first} 行已写过一次，两处只会有一处生效",
    "删去其中一处；若是两条记录，请各自以“- ”开头",
)
UNKNOWN_KEY = Kind("SK-D004", _E, "unknown key", "没有“{name}”这个键{hint}", "{mend}")
MISSING_KEY = Kind(
    "SK-D005",
    _E,
    "required key missing",
    "缺少必填的键“{name}”（{meaning}）",
    "补写一行 {name}: …{example}",
)
WRONG_SHAPE = Kind(
    "SK-D006", _E, "wrong shape", "“{name}”应当写成{wanted}，这里却是{found}", "改写成{wanted}"
)
BAD_NUMBER = Kind(
    "SK-D007",
    _E,
    "not a number",
    "“{name}”应当是一个数",
    "只写数字，如 12 或 3.5；单位、区间和说明都不要写在这里",
)
BAD_INTEGER = Kind(
    "SK-D008", _E, "not a whole number", "“{name}”应当是整数", "只写数字，如 2020，不要带“年”字"
)
BAD_BOOLEAN = Kind(
    "SK-D009",
    _E,
    "not true or false",
    "“{name}”只能写 true（是）或 false（否）",
    "改为 true 或 false",
)
BAD_DATE = Kind(
    "SK-D010",
    _E,
    "not a date",
    "“{name}”应当是日期",
    "写成 2017-04-26 的样子；日期不存在（如 2 月 30 日）也会报错",
)
BAD_MONTH = Kind(
    "SK-D011", _E, "not a year or month", "“{name}”应当是年份或年月", "写成 2020 或 2017-10 的样子"
)
BAD_AMOUNT = Kind(
    "SK-D012",
    _E,
    "not an amount",
    "“{name}”应当是数值加单位",
    "写成 17%、32785 万吨标准煤 或 6%~7% 的样子；区间小数在前",
)
BAD_CHOICE = Kind(
    "SK-D013", _E, "not one of the choices", "“{name}”没有这个选项{hint}", "可选：{known}"
)
EMPTY_VALUE = Kind(
    "SK-D014", _E, "empty value", "“{name}”后面没有写内容", "补写内容；若确实没有，删去这一行"
)
ALIAS_USED = Kind(
    "SK-D015",
    _E,
    "YAML alias used",
    "这里用了 YAML 的引用（& 与 *），读的人看不到实际内容，因此不支持",
    "把内容原样写出来；若只是普通文字，请加引号",
)
DUPLICATE_ID = Kind(
    "SK-D016", _E, "id used twice", "代号“{name}”已在 {first} 用过", "换一个代号，或删去重复的一条"
)
FILE_MISSING = Kind(
    "SK-D017",
    _E,
    "file missing",
    "规划文件夹里缺少 {name}",
    "补上这个文件；可先用 shuangkong plan new 生成样板，再照着改",
)
COLUMN_MISSING = Kind(
    "SK-D018", _E, "column missing", "表头缺少“{name}”列", "第一行应当是：{known}"
)
UNKNOWN_COLUMN = Kind("SK-D019", _E, "unknown column", "没有“{name}”这一列{hint}", "{mend}")
ROW_RAGGED = Kind(
    "SK-D020",
    _E,
    "row has too many cells",
    "这一行有 {cells} 格，表头只有 {columns} 格",
    "检查是否多写了逗号；内容里有逗号的格要加双引号",
)
TOO_DEEP = Kind(
    "SK-D021",
    _E,
    "nested too deeply or too large",
    "文件的括号层数或大小超出了规划声明的需要",
    "检查是否放错了文件；一个文件最大 5 MB，最多套 50 层",
)
BROKEN_QUOTES = Kind(
    "SK-D022",
    _E,
    "broken quotes in a table",
    "表里的双引号没有成对",
    "补上缺的引号，或删去多余的引号",
)
