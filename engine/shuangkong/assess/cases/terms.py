"""What a verdict case is about → declarations, observations and issued targets to assess.

A case about a target of the plan is assessed with that plan's declarations, cut down to its
entity and target. A case with terms of its own gets a small plan with one entity, one indicator
and one target.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from ...declarations.bundle import Declarations
from ...declarations.hints import did_you_mean
from ...declarations.scalars import moment
from ...units import Units
from ...vocabulary import (
    Allocation,
    Amount,
    Authority,
    Entity,
    Form,
    Indicator,
    Moment,
    Period,
    Place,
    Scope,
    Target,
    TargetKind,
    Verification,
    frames,
)
from ...vocabulary.case import Case, Terms, VerdictGiven
from .compare import CaseFault, look_up

_OWN, _ABOVE, _KIND = "本例", "上级", "case"
_LEVEL, _RATE = "case_level", "case_rate"
#: Forms for which only ratios of levels matter, so that an index may stand for the level.
_RATIOS = (Form.REDUCE_BY, Form.RAISE_BY)


@dataclass(frozen=True)
class Matter:
    """All that the assessment of one verdict case needs."""

    declarations: Declarations
    target: Target
    entity: str
    observations: pl.DataFrame
    overlay: tuple[Allocation, ...]


def matter_of(declarations: Declarations, case: Case, given: VerdictGiven) -> Matter:
    """What is to be assessed.

    Raises:
        CaseFault: when the case names what is not declared, or gives figures in a wrong unit.
    """
    if given.terms is not None:
        own = _plan_of_its_own(declarations, case, given, given.terms)
        target, entity = own.targets[case.id], _OWN
    else:
        target = look_up(declarations.targets, given.target, "目标")
        entity = _entity(declarations, given.entity)
        own = _cut_down(declarations, target, entity)
    within = {_moment(text): amount for text, amount in given.within.items()}
    late = [Moment(y) for y in (*given.levels, *given.rates, *given.issued) if y > given.year]
    late += [moment for moment in within if moment.year > given.year]
    if late:
        raise CaseFault(f"给了考核年度 {given.year} 年以后的数（{late[0].named}）")
    rows = [(entity, *figure) for figure in _figures(own, target, given, within)]
    rows += _others(own, given)
    return Matter(own, target, entity, _observations(rows), _issued(target, entity, given))


def _entity(declarations: Declarations, name: str | None) -> str:
    plain = "".join((name or "").split())
    code = declarations.names.get(plain, plain)
    if code not in declarations.entities:
        hint = did_you_mean(plain, list(declarations.names))
        raise CaseFault(f"规划中没有名为“{name}”的考核对象{hint}")
    return code


def _cut_down(declarations: Declarations, target: Target, entity: str) -> Declarations:
    """The plan with one entity and with the targets that touch the one judged."""
    kept = {
        t.id: t
        for t in declarations.targets.values()
        if t.id == target.id
        or t.id in target.conflicts_with
        or t.supersedes == target.id
        or any(target.id in tier.exempts for tier in t.tiers)
    }
    found = declarations.entities[entity]
    around = target.indicator is not None and declarations.language.looks_around([target.indicator])
    return replace(
        declarations,
        # whoever the case is about is assessed, also a county that gets no scorecard
        plan=replace(declarations.plan, assessed=(found.kind,)),
        entities=declarations.entities if around else {entity: found},
        targets=kept,
        allocations=tuple(a for a in declarations.allocations if a.entity == entity),
        schemes={},
    )


def _plan_of_its_own(
    declarations: Declarations, case: Case, given: VerdictGiven, terms: Terms
) -> Declarations:
    plan = declarations.plan
    base = terms.base if terms.base is not None else plan.period.base
    period = terms.period or Period(base=base, first=base + 1, last=terms.by.last(given.year))
    readings = replace(plan.readings, range=terms.range)
    level = Indicator(id=_LEVEL, name="目标的指标", unit=_level_unit(terms, given))
    rate = Indicator(id=_RATE, name="公布的变化率", unit="%", change_of=_LEVEL)
    target = Target(
        id=case.id,
        name=case.title,
        kind=TargetKind.BINDING,
        indicator=_LEVEL,
        rate=_RATE,
        scope=Scope(kinds=(_KIND,)),
        form=terms.form,
        value=terms.value,
        about=terms.about,
        base=terms.base,
        by=terms.by,
        source=case.source,
        progress=terms.progress,
        annual=terms.annual,
        basis=terms.basis,
    )
    return replace(
        declarations,
        plan=replace(plan, period=period, readings=readings, top=_ABOVE, assessed=(_KIND,)),
        entities={_OWN: Entity(code=_OWN, name=_OWN, kind=_KIND, parent=_ABOVE)},
        indicators={_LEVEL: level, _RATE: rate},
        targets={target.id: target},
        allocations=(),
        schemes={},
    )


def _level_unit(terms: Terms, given: VerdictGiven) -> str:
    """The unit of the indicator: the target's own, or for a change that of the levels given."""
    if terms.form in _RATIOS or terms.form is Form.RAISE_BY_POINTS:
        return next((a.unit for a in given.levels.values()), "")
    return terms.value.unit


Figure = tuple[str, Moment, Amount]


def _moment(text: str) -> Moment:
    """A day, month or quarter as a case writes it.

    Raises:
        CaseFault: when it is none.
    """
    found = moment(text)
    if found is None or found.is_year:
        raise CaseFault(
            f"within 的“{text}”不是年内的时点：写成 2017-10、2017-Q3 或 2017-10-31 的样子"
        )
    return found


def _figures(
    own: Declarations, target: Target, given: VerdictGiven, within: Mapping[Moment, Amount]
) -> Iterator[Figure]:
    """Every figure given, in the unit of its indicator."""
    groups: list[tuple[str | None, Mapping[Moment, Amount], str]] = [
        (target.indicator, _yearly(given.levels), "levels"),
        (target.indicator, within, "within"),
        (target.rate, _yearly(given.rates), "rates"),
        *((name, _yearly(values), f"data.{name}") for name, values in given.data.items()),
    ]
    for name, values, key in groups:
        ratio = key == "levels" and target.form in _RATIOS
        yield from _of_indicator(own, name, values, key, index_will_do=ratio)


def _yearly(values: Mapping[int, Amount]) -> dict[Moment, Amount]:
    return {Moment(year): amount for year, amount in values.items()}


def _others(own: Declarations, given: VerdictGiven) -> Iterator[tuple[str, str, Moment, Amount]]:
    """Figures of the entities above and below, which formulas ask for."""
    for who, indicators in given.others.items():
        code = _entity(own, who)
        for name, values in indicators.items():
            for figure in _of_indicator(own, name, _yearly(values), f"others.{who}.{name}"):
                yield code, *figure


def _of_indicator(
    own: Declarations,
    name: str | None,
    values: Mapping[Moment, Amount],
    key: str,
    *,
    index_will_do: bool = False,
) -> Iterator[Figure]:
    """The figures given of one indicator, in its unit."""
    if not values:
        return
    declared = own.indicators.get(name or "")
    if declared is None:
        raise CaseFault(f"{key} 没有对应的指标：规划没有声明")
    if declared.formula is not None:
        raise CaseFault(f"“{declared.name}”由公式计算，{key} 不能直接给：用 data 给公式里的指标")
    for when, amount in values.items():
        where = f"{key} {when}"
        yield declared.id, when, _in_unit(amount, declared, where, index_will_do, own.units)


def _in_unit(
    amount: Amount, declared: Indicator, where: str, index_will_do: bool, known: Units
) -> Amount:
    if amount.is_range:
        raise CaseFault(f"{where} 只能写一个数，写的是区间 {amount}")
    if not amount.unit and (index_will_do or not declared.unit):
        return amount
    same = amount.unit == declared.unit
    number = amount.low if same else known.convert(amount.low, amount.unit, declared.unit)
    return Amount(number, number, declared.unit)


def _observations(figures: list[tuple[str, str, Moment, Amount]]) -> pl.DataFrame:
    """Figures as certified and verified: so the mark shows what the declarations add."""
    rows = [
        {
            "entity": entity,
            "indicator": indicator,
            "year": when.year,
            "period": str(when),
            "value": float(amount.low),
            "unit": amount.unit,
            "authority": Authority.APPROVED.value,
            "verification": Verification.VERIFIED.value,
            "file": "案例",
            "raw": str(amount.low),
            "raw_unit": amount.unit,
        }
        for entity, indicator, when, amount in figures
    ]
    return pl.DataFrame(rows, schema=dict(frames.OBSERVATIONS))


def _issued(target: Target, entity: str, given: VerdictGiven) -> tuple[Allocation, ...]:
    return tuple(
        Allocation(
            target=target.id,
            entity=entity,
            year=year,
            tier=None,
            value=amount,
            verification=Verification.VERIFIED,
            source="案例",
            note=None,
            place=Place("案例"),
        )
        for year, amount in given.issued.items()
    )
