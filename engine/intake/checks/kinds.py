"""Kinds of findings of the checks that no formula can state. Declared rules bring their own."""

from ...vocabulary import Kind, Severity

_ALL: list[Kind] = []


def _kind(number: int, severity: Severity, en: str, zh: str, mend: str) -> Kind:
    made = Kind(f"SK-C{number:03d}", severity, en, zh, mend)
    _ALL.append(made)
    return made


_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

OUT_OF_RANGE = _kind(
    1, _WARNING, "value outside the plausible range",
    "{who}{when}年“{name}”为 {value}，超出合理范围 {bounds}{hint}",
    "请核对单位和小数点；确实无误的在备注中说明",
)  # fmt: skip
MAGNITUDE = _kind(
    2, _ERROR, "unit slip by a power of ten",
    "{who}{when}年“{name}”为 {value}，与上年的 {before} 相差约{times}{hint}",
    "请核对单位（万吨与吨、亿元与万元、亿千瓦时与万千瓦时）和小数点",
)  # fmt: skip
DOUBLE_COUNT = _kind(
    3, _WARNING, "entity counted twice",
    "{who}{when}年“{name}”比上年多出的部分与{inner}的数值相当，可能把{inner}重复计入"
    "（考核口径：{who}{scope}）",
    "请核对口径；{inner}单独考核，不计入{who}",
)  # fmt: skip
COPIED_YEAR = _kind(
    4, _WARNING, "a year's figures equal another year's",
    "“{name}”{when}年有 {count} 个对象的数值与{other}年完全相同，可能年份标错或照抄了旧数",
    "请核对表头年份与数据",
)  # fmt: skip
LEVELS_AGAINST_RATES = _kind(
    5, _ERROR, "levels of two versions",
    "{who}“{name}”{first}年与{last}年水平相比为 {levels}，而逐年公布的变化率连乘为 {rates}，"
    "两年水平不是同一口径（如普查修订前后），不能相除",
    "请改用同一口径的水平，或只用逐年变化率连乘计算累计变化",
)  # fmt: skip
MISSING_ENTITIES = _kind(
    6, _WARNING, "entities missing from a table",
    "本表列出 {found} 个考核对象，缺少：{missing}",
    "请核对是否漏行、名称写错；确实没有数据的也应列出并填“暂缺”",
)  # fmt: skip
STALE_FORMULA = _kind(
    7, _ERROR, "cached value of a formula is stale",
    "“{name}”的公式“={formula}”保存的结果是 {seen}，按所引用的单元格重新计算应为 {value}",
    "请用 Excel 或 WPS 打开文件，按 F9 重新计算后保存",
)  # fmt: skip
COUNTS_IN_TEXT = _kind(
    8, _WARNING, "counts in the text do not add up",
    "文字说明中的个数对不上：“{seen}”，分项之和是 {parts}，总数写的是 {total}",
    "请核对漏计或为零的对象",
)  # fmt: skip
NOT_FILLED = _kind(
    9, _INFO, "figures not filled in",
    "{who}{when}年有 {count} 项指标没有填：{names}",
    "请填写；确无数据的填“暂缺”并在备注中说明，不归本地填报的不必理会",
)  # fmt: skip
PREFILL_CHANGED = _kind(
    10, _WARNING, "last year's figure was changed",
    "{who}{when}年“{name}”改为 {value}，上次报送的是 {before}",
    "上年数应与上次报送的同一版本一致；确需修订的在备注中写明依据",
)  # fmt: skip
NOT_SUBMITTED = _kind(
    11, _WARNING, "entity has submitted nothing",
    "{who}没有报送{when}年的任何数据",
    "请催报；没有数据的不会按“完成”处理",
)  # fmt: skip
CHILDREN_MISSING = _kind(
    12, _INFO, "sum over cities could not be checked",
    "{who}{when}年“{name}”的下级合计无法核对，缺少：{missing}",
    "补齐后自动核对",
)  # fmt: skip


def catalogue() -> tuple[Kind, ...]:
    """All kinds, by id."""
    return tuple(sorted(_ALL, key=lambda kind: kind.id))
