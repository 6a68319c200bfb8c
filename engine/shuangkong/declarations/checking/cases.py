"""Worked cases: one kind each, about things that are declared."""

from typing import Any

from ... import messages
from ...formulas import FormulaError, parse
from ...vocabulary.case import Case
from ..folder import Folder
from .review import Path, Review, sources_in


def check_cases(review: Review) -> None:
    """Report faults of cases/*.yaml, those of shape included (nothing else reads these files)."""
    source = Folder(review.declared.folder, review.findings, sources=review.sources)
    for case in source.records(source.under("cases"), "cases", Case).values():
        _case(review, case)


def _case(review: Review, case: Case) -> None:
    if len(case.kinds) != 1:
        found = (
            f"写了 {len(case.kinds)} 种（{'、'.join(case.kinds)}）"
            if case.kinds
            else "没有写验证什么"
        )
        review.report(messages.CASE_KINDS, case, "id", seen=case.id, found=found)
        return
    kind = case.kinds[0]
    given = getattr(case, kind).given
    path: Path = (kind, "given")
    declared = review.declared
    for key, unknown, known in (
        ("target", messages.UNKNOWN_TARGET, review.ids("targets")),
        ("scheme", messages.UNKNOWN_SCHEME, review.ids("schemes")),
        ("rule", messages.UNKNOWN_WARNING, review.ids("warnings")),
    ):
        word = getattr(given, key, None)
        if isinstance(word, str) and not review.lost(key + "s"):
            review.unknown(unknown, word, known, case, *path, key)
    word = getattr(given, "entity", None)
    if word is not None and review.entity(word) is None and not review.lost("entities"):
        review.unknown(messages.UNKNOWN_ENTITY, word, review.entity_words, case, *path, "entity")
    scheme = declared.schemes.get(getattr(given, "scheme", None) or "")
    item = getattr(given, "item", None)
    if scheme is not None and item is not None:
        items = [i.id for i in scheme.items]
        review.unknown(messages.UNKNOWN_ITEM, item, items, case, *path, "item")
    _formula(review, case, getattr(given, "formula", None))
    for where, source in sources_in(case):
        if source.document is not None:
            documents = declared.plan.documents
            review.unknown(
                messages.UNKNOWN_DOCUMENT, source.document, documents, case, *where, "document"
            )


def _formula(review: Review, case: Case, text: Any) -> None:
    if text is None:
        return
    try:
        parse(text)
    except FormulaError as error:
        place = review.sources.within(case.place, ("formula", "given", "formula"), error.position)
        review.report(
            messages.FORMULA_BROKEN,
            place,
            text=text,
            at=error.position + 1,
            reason=error.why,
            mend=error.mend,
        )
