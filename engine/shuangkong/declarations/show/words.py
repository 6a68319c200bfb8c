"""Names and values as a person reads them."""

from collections.abc import Iterable

from ...formulas import parse, to_chinese
from ...vocabulary import Amount, Entity, Plan, Scope, Source
from ..bundle import Declarations
from ..tables import KIND

#: Usual kinds of entity; any other word stands as it is declared.
_KINDS = {
    "country": "国家",
    "province": "省（自治区、直辖市）",
    "city": "市",
    "county": "县（市）",
    "district": "区",
    "unit": "单位",
    "sector": "行业",
}


def kind_name(kind: str) -> str:
    """A kind of entity in Chinese, where it is one of the usual ones."""
    return _KINDS.get(kind, kind)


def amount(value: Amount, about: bool = False) -> str:
    """A value as printed: 6%～7%, 3 亿吨左右."""
    return f"{value}{'左右' if about else ''}"


def formula(text: str, declared: Declarations) -> str:
    """A formula over indicators, or a condition over attributes, as a Chinese sentence."""
    units = declared.attribute_units

    def name_of(name: str) -> str:
        if not declared.language.is_attribute(name) or units[name] in ("", KIND):
            return declared.language.title(name)
        return f"{name}（{units[name]}）"

    return to_chinese(parse(text), name_of)


def scope(scope: Scope, declared: Declarations) -> str:
    """Whom a target is for: 各市；石家庄市、唐山市（人口不小于 100 万人的）."""
    parts = []
    for kind in scope.kinds:
        inside = [e for e in declared.entities.values() if e.kind == kind]
        one = len(inside) == 1
        parts.append(inside[0].name if one else f"各{kind_name(kind)}")
    named = (_entity(word, declared) for word in scope.entities)
    parts.extend(named)
    condition = f"（限{formula(scope.when, declared)}的）" if scope.when else ""
    return "、".join(parts) + condition


def _entity(word: str, declared: Declarations) -> str:
    code = declared.names.get("".join(word.split()), word)
    entity: Entity | None = declared.entities.get(code)
    return entity.name if entity else word


def cited(source: Source, plan: Plan) -> str:
    """Where something is written: 一（三）1, or the document's title and the clause."""
    document = plan.documents.get(source.document or "")
    if document is None:
        return source.clause
    number = f"（{document.number}）" if document.number else ""
    inner = document.title.replace("《", "〈").replace("》", "〉")
    return f"《{inner}》{number}{source.clause}"


def mark(source: Source, plan: Plan) -> str:
    """The mark that a figure from this source carries."""
    document = plan.documents.get(source.document or "", plan.document)
    return (source.verification or document.verification).mark


def years(listed: Iterable[int]) -> str:
    """2016—2018、2020 年."""
    runs: list[list[int]] = []
    for year in sorted(listed):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    said = [f"{r[0]}—{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs]
    return "、".join(said) + " 年" if said else "各年"
