"""How is said what a formula lacks: which figures of which years, whose, or which attributes."""

from collections.abc import Iterable

from ..declarations.facts import Lack
from ..declarations.language import Language
from ..vocabulary.deadline import named


def said_lacks(lacks: Iterable[Lack], language: Language, entity: str) -> str:
    """缺2015、2016年的乙市散煤，缺“人口”（entities.csv）; blank when nothing is lacking."""
    moments: dict[str, list[str]] = {}
    for lack in lacks:
        of = ""
        if lack.entity != entity and lack.entity in language.entities:
            of = language.entities[lack.entity].name
        if lack.year is None:
            moments.setdefault(f"{of}属性“{lack.name}”（见 entities.csv）", [])
        else:
            when = named(lack.year)
            moments.setdefault(f"的{of}{_named(lack.name, language)}", []).append(when)
    return "，".join(f"缺{_listed(when)}{what}" for what, when in moments.items())


def _listed(moments: Iterable[str]) -> str:
    """2017、2018年; 2017年上半年、2018年, for a moment within a year is named as it is."""
    found = list(dict.fromkeys(moments))
    years = [one.removesuffix("年") for one in found]
    return f"{'、'.join(years)}年" if found and "".join(years).isdigit() else "、".join(found)


def _named(name: str, language: Language) -> str:
    """A title; where there is no entity above or below to have the figure, that too."""
    of, dot, rest = name.partition(".")
    nobody = {"parent": "（没有上级）", "children": "（没有应有此数的下级）"}
    return f"{language.title(rest)}{nobody[of]}" if dot else language.title(name)
