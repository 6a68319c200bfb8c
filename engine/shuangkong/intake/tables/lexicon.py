"""Telling an entity from an indicator, a total or a unit, by the words alone (lexicon.csv)."""

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

from ..periods import leading_period
from ..words import name_of, plain, without_translation

_SUFFIX = re.compile(
    r"[\u4e00-\u9fff]{1,14}(?:省|自治区|特别行政区|兵团|市|地区|自治州|州|盟|自治县|县|旗|林区|特区|"
    r"新区|区|开发区|经济区|产业园|产业园区|示范区|管理区|高新区|管委会|街道|镇|乡)\Z"
)
_LEVELS = (
    (1, re.compile(r"(?:省|自治区|特别行政区|兵团)\Z")),
    (2, re.compile(r"(?:市|地区|自治州|州|盟)\Z")),
    (3, re.compile(r"(?:县|旗|区|林区|特区)\Z")),
    (4, re.compile(r"(?:街道|镇|乡|管委会)\Z")),
)
_HEADER_LEVELS = (
    (5, re.compile(r"企业|公司|单位|用户|机构|站点")),
    (4, re.compile(r"街道|乡镇|乡|镇|开发区|园区")),
    (3, re.compile(r"县|市辖区|\A区\Z|county|district", re.IGNORECASE)),
    (2, re.compile(r"市|州|city|prefecture", re.IGNORECASE)),
    (1, re.compile(r"省|province|state", re.IGNORECASE)),
    (0, re.compile(r"国|country|nation", re.IGNORECASE)),
)
#: 区县名称, 所在市: the name of a place, said of the place it lies in
_NAMED = re.compile(r"(?:所在|所属|隶属)?(?P<what>.+?)(?:名称|名|name)?", re.IGNORECASE)
#: 地级市代码, Local Authority Code: the number of what the rest names
_CODE = re.compile(r"(?<=..)(?:代码|编码|codes?)\Z", re.IGNORECASE)
_CLASS = re.compile(
    r"(?:类别|类型|分类|级别|等级|层级|性质|属性|type|class|level|tier|category|grade)\Z",
    re.IGNORECASE,
)
_PROVINCE_ENDS = (
    "",
    "省",
    "市",
    "自治区",
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "生产建设兵团",
    "特别行政区",
)
#: the year before, said without its number
_BEFORE = re.compile(
    r"\A(?:上期(?:数|值|实际|累计)*\Z|[上去]年(?!=|为|价)|同期(?:数|值|量)?(?:[(]|\Z))"
    r"|(?<![比较与同以按])[上去]年(?:度|同[期月季]|实[际绩]|完成|数|值)*(?:[(][^()]*[)])?\Z"
)
_CHANGE = re.compile(
    r"(?:比|较|同比|环比|增减|增长|增速|±|\+-|\+,-|变化|升降|上升或下降|指数|率\Z"
    r"|[为是](?:上年|[0-9]{4}年?)的?[(]?(?:%|百分))"
)
_BARE_CHANGE = re.compile(
    r"(?:[比较]上年(?:同期|同月)?|同比|环比)?(?:增长|增速|增减|增幅|升降|上升或下降|变化|±)*(?:率|速度|幅度|%)*(?:[(][^()]*[)])?\Z"
)
_SHARE = re.compile(r"(?:率|增速|比重|占比|比例|±|增长|升降|下降|上升|%)")
_RATIO = re.compile(
    r"率\Z|增速|比重|占比|比例\Z|同比|环比|\b(?:share|growth|percent|percentage)\b", re.IGNORECASE
)
_SPAN = r"(?:19|20)[0-9]{2}(?:年?[-—~至到](?:19|20)?[0-9]{2})?(?:年度?)?"
_TITLE_PLACE = re.compile(
    rf"\A(?:{_SPAN})?(?:表?[0-9]+[-.—][0-9]+)?"
    r"(?P<place>[\u4e00-\u9fff]{1,8}?(?:自治区|自治州|省|市|县|区|州(?!市|[区县](?![市区县域,、]))|盟|旗))"
    r"(?!生产总值)"
)
#: the years that a title begins with
_YEARS = re.compile(rf"\A{_SPAN}")
_SEVERAL_YEARS = re.compile(r"\A(?:19|20)[0-9]{2}年?[-—~至到](?:19|20)?[0-9]{2}(?:年度?)?")
#: what a title ends with that is no part of a name: 统计表, （分季度）, (续)
_TITLE_END = re.compile(
    r"(?:[(](?:分[\u4e00-\u9fff]{1,4}|续表?[一二三0-9]*)[)]"
    r"|(?:统计|汇总|调查|基本)?(?:情况|数据)?(?:统计|汇总|调查|情况|数据|一览)表|(?:统计|基本)?(?:情况|数据))\Z"
)
#: what an office is called behind the name of its place
_OFFICE = re.compile(
    r"(?:人民政府|[\u4e00-\u9fff]{1,12}(?:局|厅|委员会|委|办公室|办|中心|总队|调查队))\Z"
)
_PLACE_END = re.compile(r"[省市县区州盟旗]")
#: a title that speaks of each part and not of one: 各地区能源消费总量
_OF_EACH = re.compile(
    r"\A[各分](?:省,?自治区,?直辖市|省区市|省市区?|设区的?市|[市县][(][^()]{1,5}[)]|"
    r"县市区|市县区?|市区|地区|地市|省份?|市|县区?|区县?)的?"
)


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    path = Path(__file__).parent / "lexicon.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["list"], set()).add(row["word"])
    return {name: frozenset(words) for name, words in found.items()}


@cache
def _provinces() -> frozenset[str]:
    """Every name of a province, short and with what ends it."""
    return frozenset(name + end for name in _lists()["province"] for end in _PROVINCE_ENDS)


@cache
def _roles() -> dict[str, str]:
    return {
        word: name.removeprefix("header_")
        for name, words in _lists().items()
        if name.startswith("header_")
        for word in words
    }


@lru_cache(maxsize=16_384)
def header_role(text: str) -> str | None:
    """What a column's header says its labels are: entity, indicator, period, unit, code, note."""
    folded = plain(text).casefold().strip(":*").replace("/", ",").replace("|", ",")
    roles = _roles()
    bare = re.sub(r"[(][^)]*[)]\Z", "", folded)
    found = roles.get(folded) or (None if "=100" in folded else roles.get(bare))
    if found is not None or len(folded) > 20:
        return found
    if _CODE.search(bare):
        return "code"
    named = _NAMED.fullmatch(bare)
    if named and roles.get(named["what"]) == "entity":
        return "entity"
    bare = plain(without_translation(text)).casefold()
    both = {roles.get(part) for part in re.split(r"[\\/,|]", folded)} if folded else {None}
    if len(both) == 2 and "period" in both and None not in both:
        return next(role for role in both if role != "period")
    return roles.get(bare)


@lru_cache(maxsize=16_384)
def header_is_class(text: str) -> bool:
    """Whether a header says what kind a place is, and not which place: 城市类别, 行政级别."""
    folded = plain(text).casefold()
    match = _CLASS.search(folded)
    if match is None or match.start() == 0:
        return False
    before = folded[: match.start()].strip("_- ")
    return before == "行政" or _roles().get(before) == "entity" or is_place_word(before)


def is_place_word(text: str) -> bool:
    """Whether a word means places of some kind (城市, 市辖区) and names none."""
    return plain(text) in _lists()["not_place"]


@lru_cache(maxsize=16_384)
def is_class(text: str) -> bool:
    """Whether a label is a kind or a group of places: 地级市, 东部."""
    return plain(text).casefold() in _lists()["class"]


@lru_cache(maxsize=16_384)
def place_level(text: str) -> int | None:
    """How fine a place is by its own words: province 1, city 2, county 3, town 4."""
    name = re.sub(r"[(][^()]*[)]\Z", "", name_of(text))
    if name in _provinces():
        return 1
    if not is_place(text) or is_class(text):
        return None
    return next((level for level, ends in _LEVELS if ends.search(name)), None)


@lru_cache(maxsize=16_384)
def header_level(text: str) -> int | None:
    """How fine the places under a header are, where it says so: 省份 1, 城市 2, 县区 3."""
    folded = plain(without_translation(text))
    if header_role(text) != "entity" or folded.endswith("地区") or "所属" in folded:
        return 1 if folded in ("省区市", "所属省份") else None
    if folded.startswith("省"):
        return 1
    return next((level for level, words in _HEADER_LEVELS if words.search(folded)), None)


@lru_cache(maxsize=16_384)
def is_total(text: str) -> bool:
    """Whether a label says that the figures are of everything together."""
    lists = _lists()["total"]
    return plain(text).casefold().strip(":") in lists or name_of(text).casefold() in lists


@lru_cache(maxsize=16_384)
def is_rest(text: str) -> bool:
    """Whether a label names what is left over: 其他, 未分配."""
    return plain(text).casefold() in _lists()["rest"]


@lru_cache(maxsize=16_384)
def is_measure(text: str) -> bool:
    """Whether a label beside a name only says that here is the figure: 绝对额, 实际完成, 快报数."""
    bare = re.sub(r"\A[(](.*)[)]\Z", r"\1", name_of(text).casefold().strip(":"))
    name, _, inner = bare.partition("(")
    return all(one in _lists()["measure"] for one in (name, inner.removesuffix(")") or name))


@lru_cache(maxsize=16_384)
def is_whole(text: str) -> bool:
    """Whether a label names the whole of an area: 全省, 全市."""
    return name_of(text).strip(":") in _lists()["whole"]


@lru_cache(maxsize=16_384)
def is_sum(text: str) -> bool:
    """Whether a label is only a word for everything together, and says not of what area: 合计."""
    return name_of(text).strip(":") in _lists()["sum"]


@lru_cache(maxsize=16_384)
def is_place(text: str) -> bool:
    """Whether a label reads as the name of a place, by its own words."""
    name = re.sub(r"[(][^()]*[)]\Z", "", name_of(text))
    lists = _lists()
    if name in _provinces() or name in lists["region"]:
        return True
    if name in lists["not_place"] or name[:1] == "各" or is_total(name):
        return False
    return bool(_SUFFIX.match(name))


def leading_years(text: str) -> str:
    """A text without the years that it begins with."""
    return _YEARS.sub("", text)


@lru_cache(maxsize=16_384)
def place_in(title: str) -> str | None:
    """The place that a title begins with: 石家庄市 in 2019年石家庄市能源消费情况."""
    folded = plain(title)
    match = _TITLE_PLACE.match(folded)
    if match and is_place(match["place"]):
        return match["place"]
    bare = leading_years(folded)
    return next((p for p in sorted(_lists()["province"]) if bare.startswith(p)), None)


def place_of_office(text: str) -> str:
    """The place of whose office a text is the name: 石家庄市 of 石家庄市统计局; else the text."""
    for end in reversed(list(_PLACE_END.finditer(text))):
        if _OFFICE.match(text, end.end()) and is_place(text[: end.end()]):
            return text[: end.end()]
    return text


@lru_cache(maxsize=16_384)
def titled_name(title: str) -> str:
    """What a title says its figures are: without year, place and 各地区 before that, and without
    统计表 and the like behind."""
    rest = plain(title)
    for _ in range(3):
        led = leading_period(rest)
        place = place_in(rest)
        if led is not None:
            rest = led[1]
        elif place is not None and rest.startswith(place):
            rest = rest[len(place) :]
        else:
            rest = _OF_EACH.sub("", _SEVERAL_YEARS.sub("", rest))
    return _TITLE_END.sub("", rest) or rest


@lru_cache(maxsize=16_384)
def year_before_in(text: str) -> str:
    """The label itself where it speaks of the year before: 去年同期, 煤炭消费量上年同期; else
    nothing. Changes against that year are no figures of it."""
    folded = plain(text)
    return text if _BEFORE.search(folded) and not _CHANGE.search(folded) else ""


@lru_cache(maxsize=16_384)
def is_change(text: str) -> bool:
    """Whether a header speaks of a change or ratio and not of a level."""
    return bool(_CHANGE.search(plain(text)))


@lru_cache(maxsize=16_384)
def any_change(names: tuple[str, ...]) -> bool:
    """Whether one of the names of a figure speaks of a change."""
    return any(map(is_change, names))


@lru_cache(maxsize=16_384)
def is_bare_change(text: str) -> bool:
    """Whether a label says that its figures are a change and not of what: 同比（%）."""
    return bool(_BARE_CHANGE.match(name_of(text)))


@lru_cache(maxsize=16_384)
def is_share(text: str) -> bool:
    """Whether a label's figures are naturally in percent."""
    return bool(_SHARE.search(plain(text)))


@lru_cache(maxsize=16_384)
def is_ratio(text: str) -> bool:
    """Whether a label's figures cannot be in the unit of a level that the table announces."""
    return bool(_RATIO.search(text.strip()))


@lru_cache(maxsize=16_384)
def is_latin(text: str) -> bool:
    """Whether a label has letters and none of them is Chinese."""
    return any(c.isascii() and c.isalpha() for c in text) and not has_chinese(text)


def has_chinese(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)
