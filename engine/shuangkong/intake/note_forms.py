"""How a clause of a note says what figures are: 为预计数, 单位为吨, 以2025年数代替.

Only a clause that says it wholly counts: nothing may follow but the end of it. What stands before
is whom it says it of.
"""

import re
from collections.abc import Iterator

from .marks import authority_in, vintage_in
from .note_clauses import NoteClause, NotePart, Says
from .parts_of_year import part_of_year, part_within
from .qualified import PART, PLANNED
from .words import unit_of

#: behind a clause: its end, or a bracket
_END = r"(?=\Z|[()])"
_FIGURES = r"(?:数据?|数值|数字|值|量)"
_IS = r"(?:均|都|皆|全部|暂){0,4}(?:列?为|是|系|属于?)"
_OF_YEAR = re.compile(
    r"(?P<about>.*?)(?:均|都|皆)?(?:为|是|系|用|采用|使用|暂用|沿用|暂按|取|报的是)?"
    r"(?P<value>(?:19|20)[0-9]{2})年度?的?(?:实际|快报|年报|统计|全年|初步|核算|上报)?"
    rf"(?:数据?|数值|数字|值)(?:计列|计入|填列|填报|列入)?{_END}"
)
#: said of where figures are from, and of what they are only held against
_SOURCE = re.compile(r"来源|根据|依据|参照|参考|摘自|引自")
_COMPARED = re.compile(r"[比较与同按]\Z|基期|基数|基准|上年|对比")
_STOOD_IN = re.compile(
    r"(?P<about>.*?)(?:均|都|皆|先|只能|暂){0,4}(?:以|用|按|由|拿|采用|使用|沿用|借用|取)(?P<value>.{1,24}?)"
    r"(?:来|进行|予以|暂时|暂|加以)?(?:代替|替代|替换|代为填报|顶替|代填|填补|补齐|补上|插补|代入|代)(?:的|填报){0,4}"
    rf"{_END}|(?P<of>.*?)(?:为|是|系|用|采用|暂用|暂按|沿用)(?P<last>[上去]年|往年|上期)度?的?(?:同期)?的?"
    rf"(?:实际|快报|年报)?(?:数据?|数值|值){_END}"
)
#: of what stands for a figure: one of another time or a mean, and no other fuel or price
_OF_FIGURES = re.compile(
    r"(?!.*价)(?:数|[0-9]{4}年|[上去往]年|同期|上期|平均|均值|估|推|计划|目标)"
)
_MISSING = re.compile(
    r"(?P<about>.*?)(?:尚|暂|全部)?(?P<value>缺报|未报|漏报|未上报|未报送|未填报|缺失|空缺)"
    rf"{_FIGURES}?{_END}"
)
_VOID = re.compile(
    rf"(?P<about>.*?)(?:{_FIGURES}|{_IS}|均|都){{0,4}}"
    rf"(?P<value>填反|颠倒|有误|错误|作废|无效|勿用|存疑|待定)的?{_FIGURES}?{_END}"
)
_WHAT = rf"(?:{PLANNED}|预估|估计|估算|推算|推估|测算|匡算|规划|暂估|模拟|插值)"
_PLANNED = re.compile(
    rf"(?P<about>.*?)(?P<verb>{_IS}|(?<=[数据值列])按)?(?:本?年度|全年|初步)?(?P<value>(?:控制|考核)?{_WHAT})"
    rf"(?:性|的|{_FIGURES}|指标|任务){{0,4}}{_END}"
)
#: figures that are worked out by something; at what prices, by which factors, is another matter
_WORKED_OUT = re.compile(
    r"(?P<about>.*?)(?:按|以|由|用|根据|依据|参照|采用)(?P<by>.{1,24}?)"
    rf"(?P<value>推算|推估|估算|匡算|预估|估计|插值|测算)(?:得出|得到|而得|所得|的|{_FIGURES}){{0,4}}{_END}"
)
_METHOD = re.compile(r"价|系数|等价|当量|标准|方法|口径|制度|公式")
_PART_VERB = re.compile(r"\A|截[至止]到?|统计[至到]|仅?为|是|系|只有|仅有|[只仅]含|(?<=[数据列年])")
_PART_REST = re.compile(
    rf"(?:份|[0-9]{{1,2}}日|末|底|止|的|累计|合计|完成|实际|快报|统计|{_FIGURES}|情况){{0,4}}(?=\Z|[()])"
)
#: without which a part of the year may be that of a signature
_COUNTED = re.compile(r"累计|合计|数|值|量|完成|实际|快报|统计")
_LED_YEAR = re.compile(r"(?:(?P<year>(?:19|20)[0-9]{2})年)?(?P<part>.+)\Z")
_UNITS = (
    re.compile(
        r"(?P<about>.*?)的?(?:计量|计算|数据|数值)?单位(?:均|都|皆|统一|全部)?(?:为|是|系|用|采用|:|以)?"
        rf"(?P<value>[^,()]{{1,20}}){_END}"
    ),
    re.compile(
        r"(?P<about>.*?)(?:以|按|用)(?P<value>[^,()]{1,12}?)(?:[(][^()]*[)])?"
        rf"(?:为(?:计量)?单位|计量?|计算|统计|填列|表示){_END}"
    ),
    re.compile(rf"(?P<about>.*?){_IS}(?P<value>[^,()]{{2,12}}|吨){_END}"),
)
_SCOPE = re.compile(
    rf"(?P<about>.*?)(?:{_IS}|仅为|仅含|只含|[仅只]?包括|限于?|按)(?P<value>(?:{PART}|终端消费|统调|调度)+)"
    rf"(?:企业|口径|部分|范围|{_FIGURES}|的){{0,4}}{_END}"
)
_PLACE = re.compile(
    r"(?P<about>.+?)(?:均|都|皆|已)?"
    r"(?:(?P<out>[未不](?:包[含括]|含|计)入?|剔除|扣除)|包[含括]|(?<![不未])含)(?P<value>.+)\Z"
)
#: a version that figures are only held against
_HELD_AGAINST = re.compile(r"\A(?:可?与|比|较|同)")


def said_in(clause: NotePart, so_far: str, *, heading: bool, short: bool) -> Iterator[NoteClause]:
    """What one clause says: how figures differ, and what a place holds."""
    yield from _year(clause, so_far)
    asked = _replaced(clause) or _planned(clause, heading=heading)
    asked = asked or _part(clause, heading=heading, short=short)
    asked = asked or _unit(clause, short=short) or _scope(clause)
    if asked is not None:
        yield asked
    place = _PLACE.match(clause.text)
    if place is not None:
        what = place["value"].replace("和", "、")
        yield clause.says(Says.PLACE, place, f"{'不' if place['out'] else ''}含{what}")


def _year(clause: NotePart, so_far: str) -> Iterator[NoteClause]:
    for found in _OF_YEAR.finditer(clause.text):
        told = clause.text if found["about"] else so_far
        source = _SOURCE.search(told[: told.rfind(found["value"])])
        if source is None and _COMPARED.search(found["about"]) is None:
            yield clause.says(Says.YEAR, found)


def _replaced(clause: NotePart) -> NoteClause | None:
    found = _STOOD_IN.match(clause.text)
    if found is not None and (found["last"] or _OF_FIGURES.search(found["value"])):
        about = found["about"] if found["about"] is not None else found["of"]
        return clause.says(Says.STOOD_IN, about, found["value"] or found["last"], for_all=True)
    for says, form in ((Says.VOID, _VOID), (Says.MISSING, _MISSING)):
        found = form.match(clause.text)
        if found is not None:
            return clause.says(says, found)
    return None


def _planned(clause: NotePart, *, heading: bool) -> NoteClause | None:
    found = _WORKED_OUT.match(clause.text)
    if found is not None and not _METHOD.search(found["by"]):
        return clause.says(Says.PLANNED, found)
    found = _PLANNED.match(clause.text)
    if found is None or (heading and not found["verb"]):
        return None
    return clause.says(Says.PLANNED, found)


def _part(clause: NotePart, *, heading: bool, short: bool) -> NoteClause | None:
    """A part of the year as what figures are of; 截至12月底 is the whole of it."""
    for verb in _PART_VERB.finditer(clause.text):
        led = _LED_YEAR.match(clause.text, verb.end())
        found = part_of_year(led["part"]) if led is not None else None
        rest = None if found is None else _PART_REST.match(found[1])
        if led is None or found is None or rest is None:
            continue
        alone = short and not clause.text[: verb.start()]
        if not (verb[0] or alone or (_COUNTED.search(rest[0]) and not heading)):
            continue
        until = "截至" if verb[0][:1] in ("截", "统") else ""
        part = part_within(f"{until}{led['part']}")
        if part:
            years = frozenset(filter(None, (led["year"],)))
            return clause.says(Says.PART, clause.text[: verb.start()], part, years=years)
        return None
    return None


def _unit(clause: NotePart, *, short: bool) -> NoteClause | None:
    for form in _UNITS:
        found = form.match(clause.text)
        unit = None if found is None else unit_of(found["value"])
        measured = found is not None and found["value"] in ("实物量", "实物")
        if found is not None and (unit or measured):
            return clause.says(Says.UNIT, found, unit or "实物量")
    alone = unit_of(clause.text) if short else None
    return None if alone is None else clause.says(Says.UNIT, "", alone)


def _scope(clause: NotePart) -> NoteClause | None:
    found = _SCOPE.match(clause.text)
    return None if found is None else clause.says(Says.SCOPE, found)


def version_in(clause: NotePart) -> Iterator[NoteClause]:
    """Which version a clause says that figures are, and who stands for them."""
    if _HELD_AGAINST.search(clause.text):
        return
    for says, found in (
        (Says.VINTAGE, vintage_in((clause.text,))),
        (Says.AUTHORITY, authority_in((clause.text,))),
    ):
        if found is not None:
            about = clause.text.partition(found.value)[0]
            yield clause.says(says, about, found.value)
