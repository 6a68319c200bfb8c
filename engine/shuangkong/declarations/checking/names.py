"""Every name stands for something declared."""

from typing import Any

from ... import messages
from ...vocabulary import Chained, Scheme, Target
from ...vocabulary.target import TIER
from .review import Path, Review, sources_in


def check_names(review: Review) -> None:
    """Report names that nothing declared stands behind, and ids written twice."""
    _plan(review)
    for indicator in review.declared.indicators.values():
        if indicator.change_of is not None:
            _indicator(review, indicator.change_of, indicator, "change_of")
        _kinds(review, indicator.entities, indicator, "entities")
    for target in review.declared.targets.values():
        _target(review, target)
    for rule in review.declared.checks.values():
        _kinds(review, rule.kinds, rule, "kinds")
        for index, mark in enumerate(rule.marks):
            _indicator(review, mark, rule, "marks", index)
    for scheme in review.declared.schemes.values():
        _scheme(review, scheme)
    for warning in review.declared.warnings.values():
        for index, target_id in enumerate(warning.targets):
            _target_id(review, target_id, warning, "targets", index)
    _documents(review)


def _plan(review: Review) -> None:
    plan = review.declared.plan
    folder = review.declared.folder.resolve().name
    if plan.id != folder:
        review.report(messages.FOLDER_NAME, plan, "id", seen=plan.id, folder=folder)
    if not review.lost("entities"):
        review.unknown(messages.UNKNOWN_CODE, plan.top, review.declared.entities, plan, "top")
        _kinds(review, plan.assessed, plan, "assessed")


def _target(review: Review, target: Target) -> None:
    _joinable(review, target.id, target, "id")
    for key in ("indicator", "rate"):
        word = getattr(target, key)
        if word is not None:
            _indicator(review, word, target, key)
    _kinds(review, target.scope.kinds, target, "scope", "kinds")
    for index, word in enumerate(target.scope.entities):
        if not review.lost("entities") and review.entity(word) is None:
            path = ("scope", "entities", index)
            review.unknown(messages.UNKNOWN_ENTITY, word, review.entity_words, target, *path)
    for index, reading in enumerate(target.readings):
        if reading.indicator is not None:
            _indicator(review, reading.indicator, target, "readings", index, "indicator")
    for index, deduction in enumerate(target.deductions):
        _indicator(review, deduction.indicator, target, "deductions", index, "indicator")
    for index, other in enumerate(target.conflicts_with):
        _target_id(review, other, target, "conflicts_with", index)
    if target.supersedes is not None:
        _target_id(review, target.supersedes, target, "supersedes")
    for index, tier in enumerate(target.tiers):
        for number, other in enumerate(tier.exempts):
            _target_id(review, other, target, "tiers", index, "exempts", number)
    _unique(review, [t.id for t in target.tiers], target, "tiers", "激励目标等")
    _unique(review, [r.id for r in target.readings], target, "readings", "几种理解")


def _conditions(review: Review, scheme: Scheme) -> None:
    """Targets on which a consequence depends."""
    for index, grade in enumerate(scheme.grades):
        for number, one in enumerate(grade.conditional):
            for key, named in (("met", one.met), ("missed", one.missed)):
                for place, target in enumerate(named):
                    where: Path = ("grades", index, "conditional", number, key, place)
                    _target_id(review, target, scheme, *where)


def _chained(review: Review, scheme: Scheme, chained: Chained, *path: str | int) -> None:
    """The results of another assessment are the states of its indicator."""
    _indicator(review, chained.indicator, scheme, *path, "indicator")
    indicator = review.declared.indicators.get(chained.indicator)
    states = indicator.state if indicator is not None else ()
    for word in chained.points if indicator is not None else ():
        where = (*path, "points", word)
        review.unknown(messages.UNKNOWN_WORD, word, states, scheme, *where, name=chained.indicator)
    lacking = [word for word in states if word not in chained.points]
    if lacking:
        words = {"about": chained.indicator, "states": "、".join(lacking)}
        review.report(messages.CHAINED_LACKS, scheme, *path, "points", seen=None, **words)


def _scheme(review: Review, scheme: Scheme) -> None:
    grades = [g.name for g in scheme.grades]
    if scheme.veto_grade is not None:
        review.unknown(messages.UNKNOWN_GRADE, scheme.veto_grade, grades, scheme, "veto_grade")
    for index, honour in enumerate(scheme.honours):
        for number, grade in enumerate(honour.grades):
            where: Path = ("honours", index, "grades", number)
            review.unknown(messages.UNKNOWN_GRADE, grade, grades, scheme, *where)
        for number, target in enumerate(honour.met):
            _target_id(review, target, scheme, "honours", index, "met", number)
    _conditions(review, scheme)
    for index, item in enumerate(scheme.items):
        if item.target is not None:
            _target_id(review, item.target, scheme, "items", index, "target")
        if item.chained is not None:
            _chained(review, scheme, item.chained, "items", index, "chained")
        _unique(review, [p.id for p in item.parts], scheme, "items", "评分内容", index, "parts")
    for index, veto in enumerate(scheme.vetoes):
        _target_id(review, veto.target, scheme, "vetoes", index, "target")
    printed = dict.fromkeys(t.strength for t in review.declared.targets.values() if t.strength)
    for index, word in enumerate(scheme.kept_out):
        if not review.lost("targets"):
            review.unknown(messages.UNKNOWN_STRENGTH, word, printed, scheme, "kept_out", index)
    items = [i.id for i in scheme.items]
    for index, word in enumerate(scheme.tie_break):
        review.unknown(messages.UNKNOWN_ITEM, word, items, scheme, "tie_break", index)
    _unique(review, items, scheme, "items", "计分项")
    _unique(review, grades, scheme, "grades", "等级", key="name")
    _unique(review, [c.id for c in scheme.classes], scheme, "classes", "指标类别")


def _documents(review: Review) -> None:
    known = review.declared.plan.documents
    for record in review.records():
        for path, source in sources_in(record):
            if source.document is not None:
                review.unknown(
                    messages.UNKNOWN_DOCUMENT, source.document, known, record, *path, "document"
                )


def _indicator(review: Review, word: str, record: Any, *path: str | int) -> None:
    if not review.lost("indicators"):
        review.unknown(messages.UNKNOWN_INDICATOR, word, review.ids("indicators"), record, *path)


def _target_id(review: Review, word: str, record: Any, *path: str | int) -> None:
    if not review.lost("targets"):
        review.unknown(messages.UNKNOWN_TARGET, word, review.ids("targets"), record, *path)


def _kinds(review: Review, words: tuple[str, ...], record: Any, *path: str | int) -> None:
    if not review.lost("entities"):
        for index, word in enumerate(words):
            review.unknown(messages.UNKNOWN_KIND, word, review.kinds, record, *path, index)


def _unique(
    review: Review,
    words: list[str],
    record: Any,
    first: str,
    what: str,
    *path: str | int,
    key: str = "id",
) -> None:
    for index, word in enumerate(words):
        where = (first, *path, index, key)
        if word in words[:index]:
            review.report(messages.DUPLICATE_PART, record, *where, seen=word, what=what)
        if key == "id":
            _joinable(review, word, record, *where)


def _joinable(review: Review, word: str, record: Any, *path: str | int) -> None:
    """An id holds no sign by which ids are joined: intensity:incentive, measures.m1."""
    for sign in (TIER, "."):
        if sign in word:
            review.report(messages.SIGN_IN_ID, record, *path, seen=word, sign=sign)
