"""What targets say about each other: conflicts, versions, tiers, and what a person must decide."""

from collections.abc import Iterator, Sequence

from ... import messages
from ...vocabulary import BandInterpretation, Entity, Form, Target, Verification
from .formulas import rings
from .review import Review


def check_links(review: Review) -> None:
    """Report faults between targets, and list what waits for a person's decision."""
    for target in review.declared.targets.values():
        _conflicts(review, target)
        _readings(review, target)
        _tiers(review, target)
        if target.supersedes == target.id:
            review.report(
                messages.SELF_LINK, target, "supersedes", seen=target.id, key="supersedes"
            )
    _versions(review)
    _same_subject(review)
    _open_words(review)
    _unverified(review)


def _conflicts(review: Review, target: Target) -> None:
    for index, other_id in enumerate(target.conflicts_with):
        other = review.declared.targets.get(other_id)
        if other_id == target.id:
            review.report(
                messages.SELF_LINK,
                target,
                "conflicts_with",
                index,
                seen=other_id,
                key="conflicts_with",
            )
        elif other is None:
            continue
        elif target.id not in other.conflicts_with:
            review.report(
                messages.CONFLICT_ONE_WAY,
                target,
                "conflicts_with",
                index,
                seen=other_id,
                target=target.id,
            )
        elif _order(review, target) < _order(review, other):
            review.report(
                messages.CONFLICT_OPEN,
                target,
                "conflicts_with",
                index,
                target=target.id,
                other=other_id,
            )


def _order(review: Review, target: Target) -> int:
    return list(review.declared.targets).index(target.id)


def _readings(review: Review, target: Target) -> None:
    readings = target.readings
    if len(readings) == 1:
        review.report(messages.READING_ALONE, target, "readings")
    seen: dict[object, str] = {}
    for index, reading in enumerate(readings):
        changes = (reading.form, reading.value, reading.base, reading.indicator)
        other = seen.setdefault(changes, reading.id)
        if other != reading.id:
            review.report(
                messages.READING_SAME, target, "readings", index, "id", seen=reading.id, other=other
            )
    if len(readings) > 1 and len(seen) == len(readings):
        listed = "；".join(f"{r.id}：{r.says}" for r in readings)
        review.report(
            messages.READING_OPEN,
            target,
            "readings",
            target=target.id,
            count=str(len(readings)),
            readings=listed,
        )


def _tiers(review: Review, target: Target) -> None:
    for index, tier in enumerate(target.tiers):
        if tier.value is None:
            if not target.allocated:
                review.report(messages.TIER_VALUE, target, "tiers", index, "id", tier=tier.id)
        elif target.value is not None and tier.value.unit == target.value.unit:
            cap = target.form is Form.AT_MOST
            basic, own = target.value.low, tier.value.low
            if own > basic if cap else own < basic:
                review.report(
                    messages.TIER_EASIER,
                    target,
                    "tiers",
                    index,
                    "value",
                    tier=tier.id,
                    value=str(tier.value),
                    basic=str(target.value),
                )
        for number, other in enumerate(tier.exempts):
            if other == target.id:
                path = ("tiers", index, "exempts", number)
                review.report(messages.SELF_LINK, target, *path, seen=other, key="exempts")
            _replaced(review, other, target, "tiers", index, "exempts", number)


def _versions(review: Review) -> None:
    targets = review.declared.targets
    newer: dict[str, Target] = {}
    for target in targets.values():
        if target.supersedes is None:
            continue
        first = newer.setdefault(target.supersedes, target)
        if first is not target:
            review.report(
                messages.SUPERSEDED_TWICE,
                target,
                "supersedes",
                seen=target.supersedes,
                other=first.id,
                target=target.id,
            )
    leads = {t.id: [t.supersedes] for t in targets.values() if t.supersedes not in (None, t.id)}
    for ring in rings({k: [v for v in vs if v] for k, vs in leads.items()}):
        path = " → ".join([*ring, ring[0]])
        review.report(messages.SUPERSEDE_CYCLE, targets[ring[0]], "supersedes", path=path)
    for scheme in review.declared.schemes.values():
        for index, item in enumerate(scheme.items):
            _usable(review, item.target, scheme, "items", index, "target")
        for index, veto in enumerate(scheme.vetoes):
            _usable(review, veto.target, scheme, "vetoes", index, "target")
    for rule in review.declared.warnings.values():
        for index, word in enumerate(rule.targets):
            _usable(review, word, rule, "targets", index)


def _usable(review: Review, word: str | None, record: object, *path: str | int) -> None:
    """A target that is scored, vetoes or warns is in force and computable."""
    target = review.declared.targets.get(word or "")
    if target is None:
        return
    _replaced(review, target.id, record, *path)
    if target.not_computable is not None:
        review.report(
            messages.SCORED_NOT_COMPUTABLE,
            record,
            *path,
            seen=target.id,
            reason=target.not_computable,
        )


def _replaced(review: Review, word: str, record: object, *path: str | int) -> None:
    newer = review.superseded.get(word)
    if newer is not None:
        review.report(messages.SUPERSEDED_USED, record, *path, seen=word, newer=newer)


def _same_subject(review: Review) -> None:
    """Two targets that ask the same of the same entity, and are not linked."""
    seen: dict[object, list[Target]] = {}
    for target in review.declared.targets.values():
        if target.indicator is None or target.not_computable is not None:
            continue
        subject = (
            *(target.indicator, target.form, target.by, target.base, target.since),
            *(target.scope.when, target.excludes),
        )
        for other in seen.get(subject, []):
            common = _common(review, target, other)
            if common is not None and not _linked(target, other):
                review.report(
                    messages.SAME_SUBJECT,
                    target,
                    "id",
                    target=target.id,
                    other=other.id,
                    first=str(other.place),
                )
        seen.setdefault(subject, []).append(target)


def _common(review: Review, one: Target, other: Target) -> Entity | None:
    theirs = review.in_scope(other)
    return next((e for e in review.in_scope(one) if e in theirs), None)


def _linked(one: Target, other: Target) -> bool:
    return (
        other.id in one.conflicts_with
        or one.id in other.conflicts_with
        or one.supersedes == other.id
        or other.supersedes == one.id
    )


def _open_words(review: Review) -> None:
    """Ranges and abouts that the plan leaves to a person, in one finding each."""
    plan = review.declared.plan
    readings = plan.readings
    if not readings.about_band and readings.about in (
        BandInterpretation.NEAR_EDGE,
        BandInterpretation.FAR_EDGE,
    ):
        review.report(
            messages.ABOUT_NO_BAND, plan, "readings", "about", reading=readings.about.chinese
        )
    targets = review.declared.targets.values()
    abouts = [t.id for t in targets if t.about]
    _outer_edge(review, abouts)
    ranges = [t.id for t in targets if t.value is not None and t.value.is_range and not t.about]
    for what, ids, reading in (
        ("“左右”", abouts, readings.about),
        ("区间", ranges, readings.range),
    ):
        if ids and reading is BandInterpretation.DECISION:
            review.report(
                messages.WORD_OPEN,
                plan,
                "readings",
                count=str(len(ids)),
                what=what,
                targets="、".join(ids),
            )


def _outer_edge(review: Review, abouts: Sequence[str]) -> None:
    """The edge beyond which nobody could call a number an 'about' has somebody who drew it."""
    plan, readings = review.declared.plan, review.declared.plan.readings
    if readings.about_outer is None:
        if abouts and readings.about is BandInterpretation.DECISION and not readings.about_band:
            count, listed = str(len(abouts)), "、".join(abouts)
            kind = messages.ABOUT_NO_OUTER
            review.report(kind, plan, "readings", count=count, targets=listed)
        return
    faults = (
        (not 0 < readings.about_outer < 100, "应大于0、小于100", "写占所印数字的百分比，如 20"),
        (
            readings.about is not BandInterpretation.DECISION or bool(readings.about_band),
            "用不上：已有幅度，或“左右”不待人裁定",
            "删去 about_outer；没有幅度、由人裁定（about: decision）时才写",
        ),
        (
            readings.about_outer_by is None,
            "没有写是谁定的",
            "写 about_outer_by：定下外沿的人或机关，它会印在评分卡和函里",
        ),
    )
    for wrong, reason, mend in faults:
        if wrong:
            review.report(
                messages.OUTER_MISDECLARED,
                plan,
                "readings",
                "about_outer",
                reason=reason,
                mend=mend,
            )
            return


def _unverified(review: Review) -> None:
    plan = review.declared.plan
    states = list(_verifications(review))
    for state in (Verification.SECONDARY, Verification.UNVERIFIED, Verification.SYNTHETIC):
        count = states.count(state)
        said = state is Verification.SYNTHETIC and plan.synthetic
        if count and not said:
            words = {"count": str(count), "state": state.chinese}
            review.report(messages.UNVERIFIED, plan, "id", seen=None, **words)


def _verifications(review: Review) -> Iterator[Verification]:
    """How far each value of the plan was checked."""
    plan = review.declared.plan
    for target in review.declared.targets.values():
        if target.value is not None:
            document = plan.documents.get(target.source.document or "", plan.document)
            yield target.source.verification or document.verification
    yield from (a.verification for a in review.declared.allocations if a.value is not None)
