"""Labels as people write them, made comparable: spaces, full-width forms, brackets and units."""

import re
import unicodedata
from functools import lru_cache

from .traditional import simplified

_ROUND = str.maketrans({"（": "(", "）": ")", "〔": "(", "〕": ")", "【": "(", "】": ")"})
#: texts that folding leaves as they are, and among them those without any mark or letter: most
#: labels are such, and a file may have very many of them
_FOLDED = re.compile(r"[!-Z\\^-~\u4e00-\u9fff]*\Z")
_BARE = re.compile(r"[0-9\u4e00-\u9fff]*\Z")
_BLANKS = re.compile(r"[\s\u3000\xa0\u200b\ufeff]+")
#: a blank beside a Chinese character or mark; between words of other scripts it stays
_CHINESE = r"[\u2010-\u203f\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef]"
_CHINESE_BLANK = re.compile(rf"(?<={_CHINESE}) | (?={_CHINESE})")
_BRACKETS = str.maketrans(
    {
        "（": "(",
        "）": ")",
        "【": "(",
        "】": ")",
        "〔": "(",
        "〕": ")",
        "［": "(",
        "］": ")",
        "[": "(",
        "]": ")",
        "：": ":",
        "，": ",",
        "、": ",",
        "／": "/",
        "％": "%",
    }
)
_SCALE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?"
_THING = (
    r"(?:吨标准煤|吨标煤|吨煤|吨二氧化碳|吨二氧化碳当量|吨CO2|千克标准煤|公斤标准煤|克标准煤|标准煤|吨|千克|公斤|克|"
    r"元|美元|千瓦时|千瓦小时|瓦时|度|千瓦|兆瓦|吉瓦|瓦|千焦|兆焦|吉焦|太焦|焦耳|焦|千卡|大卡|卡|"
    r"立方米|标准立方米|标立方米|立方|平方公里|平方千米|平方米|公顷|亩|公里|千米|米|升|桶|"
    r"人次|人|户|个|家|台套|台|辆|件|套|项|座|处|条|头|只|株|标准箱|箱|"
    r"张|床|份|所|枚|部|艘|架|班|名|栋|幢|间|本|册|篇|株|羽|匹|港元|欧元|日元|英镑|"
    r"小时|天|日|月|年|人日|位|分|倍|次)"
)
_LATIN = (
    r"(?:[kMGTP]?Wh|[kMGT]?W|[kMGTPE]?J|[kMGT]?cal|tce|kgce|gce|Mtce|toe|ktoe|Mtoe|[kMG]?t|kg|g|"
    r"[kMG]?t ?CO2(?:e|-eq)?|kg ?CO2e?|tn|tonnes?|tons?|km2|m2|m3|Nm3|km|m|ha|l|persons?|"
    r"households?|thousands?|"
    r"millions?|billions?|per ?cent|percent|USD|CNY|RMB|yuan|%|‰|meter|capita|years?|days?|hours?)"
)
_ENGLISH = re.compile(
    r"(?:(?:thousand|million|billion|trillion)s?(?: of)? )?(?:metric )?"
    r"(?:tonnes?|tons?|barrels?|cubic (?:metres?|meters?|feet)|"
    r"(?:kilo|mega|giga|tera)?watt[ -]?hours?|(?:kilo|mega|giga|tera|peta)?joules?|therms?|"
    r"people|persons|dollars|yuan|pounds)"
    r"(?: of (?:oil|coal|carbon|CO2)(?: dioxide)?(?: equivalent)?)?\Z",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:%|kg|kt|Mt|GWh|MWh|kWh|TWh|PJ|TJ|GJ|ktoe|Mtoe|toe|current US\$|constant|metric tons?|"
    r"thousand|million|billion|per |index)(?:[ /,].*)?\Z",
    re.IGNORECASE,
)
_PLAIN_UNIT = rf"(?:{_SCALE}{_THING}|{_SCALE}{_LATIN}|%|‰|百分点|个百分点)"
_SIGNED = r"(?:±|\+/?-|\+,-|-/?\+|正负)?"
_UNIT = re.compile(
    rf"{_SIGNED}(?:[0-9][0-9 ,]{{0,8}}\s?)?{_PLAIN_UNIT}(?:\s?(?:/|每|per)\s?{_SCALE}"
    rf"(?:{_PLAIN_UNIT}|{_THING})){{0,2}}\Z",
)
_INDEX = re.compile(
    r"(?:index ?\(?|指数\(?)?(?P<base>(?:上年|上年同期|(?:19|20)[0-9]{2}年?)=100)\Z", re.IGNORECASE
)
_TIME = re.compile(r"[0-9 ,]+[年月日天次位倍分]\Z")
_BY_HUNDRED = frozenset(("±", "+-", "+,-", "百分比", "百分数"))
#: in a longer text nobody looks for a unit behind a name
_LONGEST_HEAD = 80
#: a unit behind a name, set apart by a bracket, a blank, a new line, a dash or a colon: 煤炭 万吨.
#: One of a single character may be the rest of a word: 农 户, 小 时
_UNIT_BEHIND = re.compile(
    r"(?P<name>.*(?:[)）]|[^万亿千百十\s]\s*[-－—–:：]|[^万亿千百十\s:：]\s))\s*(?P<unit>[^\s()（）]{2,}|[%％])\Z",
    re.DOTALL,
)
_UNIT_LABEL = re.compile(
    r"(?:(?:计量|计算|数据|金额)?单位|unit|units|unitofmeasure)[::]\s*(?P<unit>.+)\Z", re.IGNORECASE
)
_TRAILING = re.compile(r"(?P<name>.+?)[(](?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)[)]\Z", re.DOTALL)
_SIGN = r"[\u2070-\u209f\u00b9\u00b2\u00b3\u2460-\u24ff*※]"
#: signs of footnotes: at the end, before the bracket of a Chinese label, or a number in brackets
_MARKS = re.compile(
    rf"{_SIGN}+\Z|(?<=[\u4e00-\u9fff)）]){_SIGN}+(?=\s*[(（])"
    r"|(?<=\S)\s*(?:\[(?:note|注)?\s*[0-9]{1,2}\]|[(（](?:note|注)\s*[0-9]{1,2}[)）])\Z",
    re.IGNORECASE,
)
#: 用水量 1), 用水量（万吨）1): a number of a footnote whose bracket was never opened
_NUMBERED = re.compile(
    r"(?P<name>[^(（]*(?:[\u4e00-\u9fffA-Za-z]|[(（][^()（）]*[)）]))\s*[0-9]{1,2}[)）]\Z"
)
_TRANSLATION = re.compile(
    r"(?<=[\u4e00-\u9fff)）\u2460-\u24ff*※])\s*[A-Z][a-z]{2,}[A-Za-z ,.&'/\s-]*(?=\Z|[(（])"
)
#: ten to some power before a unit
_POWER = re.compile(r"(?<![0-9.])10([\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)(?=\s*[^\s0-9)])")
#: both ways of a change, each with its sign: 增(+)减(-)%
_BOTH_WAYS = re.compile(
    r"(?:增|上升|升高|升)[(（][+＋][)）][、,，/或]?(?:减|下降|降低|降)[(（][-－−—][)）]"
    r"\s*(?P<unit>[%％](?=\s*\Z))?"
)
_SCALE_WORDS = {"³": "千", "⁴": "万", "⁶": "百万", "⁸": "亿"}
_NUMERALS = frozenset("一二三四五六七八九十0123456789其")
_ORDINAL = re.compile(
    r"\A(?:[一二三四五六七八九十]{1,3}[、.,．]|\([一二三四五六七八九十]{1,3}\)|[0-9]{1,2}[、.](?![0-9])|"
    r"\([0-9]{1,2}\)|#|(?:其中[::]?|[其内]:)|\*)"
)


def _scale_word(power: re.Match[str]) -> str:
    """10⁴吨 as 万吨: folding would make 104吨 of it."""
    return _SCALE_WORDS.get(power[1], f"10^{unicodedata.normalize('NFKC', power[1])}")


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """A label without any blanks, in half-width forms and simplified, with round brackets."""
    if _FOLDED.match(text):
        return simplified(text)
    text = _POWER.sub(_scale_word, text.translate(_BRACKETS))
    return simplified(_BLANKS.sub("", unicodedata.normalize("NFKC", text).translate(_BRACKETS)))


@lru_cache(maxsize=65_536)
def readable(text: str) -> str:
    """A label for people: blanks between Chinese characters removed, others made single."""
    if _FOLDED.match(text):
        return text
    folded = unicodedata.normalize("NFKC", text)
    single = _BLANKS.sub(" ", folded).strip()
    return _CHINESE_BLANK.sub("", single)


@lru_cache(maxsize=65_536)
def unit_of(text: str) -> str | None:
    """The unit that a text is, in plain form; None when the whole text is not a unit."""
    text = _POWER.sub(_scale_word, text.translate(_BRACKETS))
    folded = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    folded = folded.translate(_BRACKETS).strip("() :;,。.")
    close = re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", folded)
    close = close.replace("元人民币", "元").replace("人民币元", "元")
    if close in _BY_HUNDRED:
        return "%"
    index = _INDEX.match(close)
    if index:
        return index["base"]
    if _ENGLISH.match(folded):
        return folded
    if not close or len(close) > 24 or _TIME.match(close) or not _UNIT.match(close):
        return None
    bare = re.sub(rf"\A{_SIGNED}", "", close)
    return re.sub(r"\s?(?:per|每)\s?(?!cent)", "/", bare)


def loose_unit(text: str) -> str | None:
    """A text that stands where a unit is expected: the unit it is, or English that begins so."""
    inner = text.strip().strip("()（）")
    return unit_of(text) or (inner if inner.isascii() and _LOOSE.match(inner) else None)


@lru_cache(maxsize=65_536)
def split_unit(text: str) -> tuple[str, str | None]:
    """A label's plain name and the unit in its brackets or after its comma, if there is one."""
    if _BARE.match(text):
        return plain(text), None
    text = _BOTH_WAYS.sub(lambda said: "上升或下降" + "(%)" * bool(said["unit"]), text)
    loose = re.match(r"(?P<name>.*\S)\s*[(](?P<unit>[^()]+)[)]\s*\Z", text, re.DOTALL)
    if loose and loose["unit"].isascii() and _LOOSE.match(loose["unit"].strip()):
        return plain(loose["name"]).strip(":"), loose["unit"].strip()
    name, unit = plain(text), None
    match = _TRAILING.match(name)
    if match:
        unit = unit_of(match["inner"])
        if unit is not None or _only_units(match["inner"]):
            name = match["name"]
        else:
            unit, rest = _unit_among(match["inner"])
            name = f"{match['name']}({rest})" if unit and rest else match["name"] if unit else name
    if unit is None:
        middle = re.search(r"[(]([^()]+)[)]", name)
        if middle and unit_of(middle[1]):
            unit = unit_of(middle[1])
            name = name[: middle.start()] + name[middle.end() :]
    if unit is None and len(text) <= _LONGEST_HEAD and not text.isascii():
        behind = _UNIT_BEHIND.match(text.strip())
        apart = None if behind is None or _UNIT_LABEL.match(name) else unit_of(behind["unit"])
        if behind is not None and apart is not None:
            return plain(behind["name"]).rstrip("-—–:"), apart
    if unit is None:
        for mark in (",", "/", "_"):
            head, _, tail = name.rpartition(mark)
            # what begins within a bracket is not all that the label says of its unit
            if head and head.count("(") == head.count(")") and unit_of(tail):
                return head, unit_of(tail)
    return name.strip(":"), unit


@lru_cache(maxsize=16_384)
def units_among(text: str) -> tuple[str, ...]:
    """Every unit in a label's brackets: (万吨标准煤、亿千瓦时) has two."""
    inner = re.findall(r"[(]([^()]+)[)]", plain(text))
    parts = [p for one in inner for p in ([one] if unit_of(one) else re.split(r"[,;]", one))]
    return tuple(dict.fromkeys(filter(None, map(unit_of, parts))))


def _only_units(inner: str) -> bool:
    """Whether a bracket holds several units and nothing else, so that none is the label's."""
    return all(unit_of(part) for part in re.split(r"[,;]", inner))


def _unit_among(inner: str) -> tuple[str | None, str]:
    """The unit in a bracket that holds more, and the rest: `按2015年价格,亿元`, `单位:万吨`."""
    match = _UNIT_LABEL.match(inner)
    if match:
        return unit_of(match["unit"]), ""
    parts = [part for part in re.split(r"[,;]", inner) if part]
    units = [part for part in parts if unit_of(part)]
    if len(parts) < 2 or len(units) != 1:
        return None, inner
    return unit_of(units[0]), ",".join(part for part in parts if part != units[0])


@lru_cache(maxsize=65_536)
def unit_note(text: str) -> tuple[str, ...]:
    """Units announced by a note such as `单位：万吨标准煤、%`; empty when it is not one."""
    folded = plain(text)
    folded = folded.strip("()") if folded[:1] == "(" else folded
    match = _UNIT_LABEL.match(folded)
    if not match:
        return ()
    parts = [unit_of(part) or part for part in re.split(r"[,;]", _inside(match["unit"])) if part]
    return tuple(parts)


def _inside(text: str) -> str:
    """A text without the brackets around the whole of it."""
    return text[1:-1] if text[:1] == "(" and text[-1:] == ")" else text


@lru_cache(maxsize=65_536)
def without_translation(text: str) -> str:
    """A Chinese label without the English that stands after it in the same cell."""
    return _TRANSLATION.sub("", text)


def without_marks(text: str) -> str:
    """A label without the marks of footnotes at its end or before its unit: 北京①, 2018*, 吉林²,
    煤炭①（万吨）, France [note 1]."""
    bare = _MARKS.sub("", text.strip())
    numbered = _NUMBERED.match(bare)
    return numbered["name"] if numbered else bare


def is_bare(text: str) -> bool:
    """Whether a plain text is a name and nothing else, no unit, mark or ordinal: most labels."""
    return text[:1] not in _NUMERALS and _BARE.match(text) is not None


@lru_cache(maxsize=65_536)
def name_of(text: str) -> str:
    """A label's plain name without unit, ordinal, `其中：`, footnote mark and translation."""
    if _BARE.match(text):
        return simplified(text) if is_bare(text) else _without_ordinals(plain(text))
    return _without_ordinals(split_unit(without_marks(without_translation(text)))[0])


def _without_ordinals(name: str) -> str:
    while match := _ORDINAL.match(name):
        name = name[match.end() :]
    return name


@lru_cache(maxsize=65_536)
def shown_name(text: str) -> str:
    """A label for people: readable, without its unit, ordinal and `其中：`."""
    if _BARE.match(text):
        return _without_ordinals(text) or text
    name = readable(without_marks(without_translation(text)).translate(_ROUND))

    def without(match: re.Match[str]) -> str:
        unit, rest = _unit_among(plain(match[1]))
        if (
            unit_of(match[1])
            or (match[1].isascii() and _LOOSE.match(match[1].strip()))
            or (unit and not rest)
        ):
            return ""
        return f"({rest})" if unit else match[0]

    name = re.sub(r"\s*[(]([^()]*)[)]", without, name).strip(" :,")
    previous = None
    while previous != name:
        previous, name = name, _ORDINAL.sub("", name).strip(" :,")
    return name or readable(text)
