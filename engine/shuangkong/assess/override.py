"""A person's decision laid over a verdict."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl

from ..declarations.bundle import Declarations
from ..vocabulary import Decision, DecisionKind, Grade, Scheme, Verification, frames
from ..vocabulary.target import TIER
from .interpretations import conflict_words, followed_instead, reading_chosen
from .judgement import UNASKED, Judgement, Outcome
from .measures import RECONCILED

_VERDICTS = ("met", "not_met")
_KINDS = (DecisionKind.OVERRIDE, DecisionKind.BAND)
#: what a decision on a whole grade names as its target
GRADE = "grade"
#: why a grade is forced
FALSIFIED = "经查实有弄虚作假"


def can_be_decided(judgement: Judgement) -> bool:
    """Whether a person can say met or not met of it: something is due, and there are figures.

    Missing never counts as met, whoever says so: a missing figure is approved (`figure`) first.
    """
    if judgement.outcome in UNASKED:
        return False
    return judgement.outcome is not Outcome.NOT_ASSESSABLE or judgement.actual is not None


def settled(measures: pl.DataFrame, decisions: Sequence[Decision], year: int) -> pl.DataFrame:
    """Measure scores after what was agreed on those in which assessors differ."""
    rows = []
    for one in decisions:
        if one.kind is not DecisionKind.POINTS or one.year not in (None, year):
            continue
        item, _, part = one.target.partition(".")
        about = (pl.col("entity"), pl.col("item"), pl.col("part"))
        same = pl.all_horizontal(
            c == v for c, v in zip(about, (one.entity, item, part), strict=True)
        )
        joint = pl.col("assessor").fill_null("").str.starts_with(RECONCILED)
        measures = measures.filter(~(same & joint))
        rows.append(
            {
                "entity": one.entity,
                "item": item,
                "part": part,
                "points": float(Decimal(one.choice)),
                "assessor": f"{RECONCILED}（经复核认定）",
                "evidence": None,
                "verification": Verification.VERIFIED.value,
                "file": "",
                "file_hash": "",
                "sheet": "",
                "cell": "",
            }
        )
    return pl.concat([measures, pl.DataFrame(rows, schema=dict(frames.MEASURES))])


def forced(
    scheme: Scheme, entity: str, year: int, decisions: Sequence[Decision]
) -> tuple[Grade, str] | None:
    """The grade that was forced upon an entity, and what is said of it.

    Where the scheme says which grade that is, no other can be chosen.
    """
    for one in decisions:
        if one.kind is DecisionKind.FALSIFIED and one.covers(GRADE, entity, year, one.view or ""):
            choice = scheme.forced_grade or one.choice
            given = next((g for g in scheme.grades if g.name == choice), None)
            if given is not None:
                return given, f"{FALSIFIED}，等级认定为{given.name}"
    return None


def _on_clause(
    declarations: Declarations, judgement: Judgement, decisions: Sequence[Decision]
) -> Judgement:
    """The judgement with what was decided on its clause, where it is asked of the entity."""
    declared = declarations.targets.get(judgement.target.id.partition(TIER)[0])
    if declared is None or judgement.outcome in UNASKED:
        return judgement
    chosen = reading_chosen(declared, decisions, judgement.year)
    followed = followed_instead(declared, decisions, judgement.year)
    said = ""
    if chosen is not None:
        said = f"{declared.name}的条款经复核按“{chosen.says}”理解"
    elif followed is not None:
        said = conflict_words(declarations, declared, followed)
    if said:
        # without a verdict nothing follows from it, which its row says all the same
        found = "" if judgement.outcome is Outcome.NOT_ASSESSABLE else said
        return replace(judgement, on_clause=found, remarks=(*judgement.remarks, said))
    for one in decisions:
        if one.kind is DecisionKind.NOT_COMPUTABLE and one.covers(
            declared.id, judgement.entity.code, judgement.year, judgement.view.value
        ):
            accepted = "该条款不能按公式计算，已经复核认可"
            return replace(judgement, remarks=(*judgement.remarks, accepted))
    return judgement


def decided(
    declarations: Declarations, judgement: Judgement, decisions: Sequence[Decision]
) -> Judgement:
    """The judgement after persons' decisions about it and its clause, when there are any.

    Cards and letters say what was found on review; who decided and why stays in the ledger.
    """
    judgement = _on_clause(declarations, judgement, decisions)
    band_met: bool | None = None
    for decision in decisions:
        about = decision.covers(
            judgement.target.id, judgement.entity.code, judgement.year, judgement.view.value
        )
        if not about or decision.kind not in _KINDS or decision.choice not in _VERDICTS:
            continue
        met, of_band = decision.choice == "met", decision.kind is DecisionKind.BAND
        if of_band and judgement.banded and band_met is None:
            band_met = met
        holds = judgement.in_band and not judgement.held
        if can_be_decided(judgement) and (holds or not of_band):
            reason = (
                f"经复核认定为{'完成' if met else '未完成'}"
                f"（按填报数据为{judgement.outcome.chinese}：{judgement.reason}）"
            )
            return replace(
                judgement,
                outcome=Outcome.OVERRIDDEN,
                underlying=judgement.outcome,
                decided_by=decision.by,
                decided_met=met,
                band_met=band_met if of_band else None,
                reason=reason,
            )
    return judgement if band_met is None else replace(judgement, band_met=band_met)
