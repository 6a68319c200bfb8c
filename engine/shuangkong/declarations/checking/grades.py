"""Grades: from best to worst, without gaps and overlaps, the lowest open at the bottom."""

import re
from decimal import Decimal

from ... import messages
from ...vocabulary import Grade, Scheme
from ...vocabulary.scheme import DEADLINE_PLACE
from .review import Review


def check_grades(review: Review, scheme: Scheme) -> None:
    """Report faults in the grades of a scheme."""
    grades = scheme.grades
    if not grades:
        review.report(
            messages.NOTHING_LEFT, scheme, "grades", name="grades", reason="没有等级，得分无从评定"
        )
    for index, grade in enumerate(grades):
        path = ("grades", index)
        check_colour(review, scheme, grade.colour, *path, "colour")
        if grade.below is not None and grade.at_most is not None:
            review.report(
                messages.EDGES_TWICE,
                scheme,
                *path,
                "at_most",
                name=grade.name,
                one="below",
                two="at_most",
            )
        last = index == len(grades) - 1
        if last and grade.at_least is not None:
            review.report(
                messages.GRADES_FLOOR,
                scheme,
                *path,
                "at_least",
                name=grade.name,
                points=grade.at_least,
            )
        elif not last and grade.at_least is None:
            review.report(
                messages.GRADES_OPEN,
                scheme,
                *path,
                "name",
                name=grade.name,
                next=grades[index + 1].name,
            )
        if index:
            _pair(review, scheme, grades[index - 1], grade, index)


def check_consequences(review: Review, scheme: Scheme) -> None:
    """Report places in the text of consequences that nothing fills: they would be printed so."""
    for index, grade in enumerate(scheme.grades):
        for number, text in enumerate(grade.consequences):
            _places(review, scheme, text, "grades", index, "consequences", number)
        for number, one in enumerate(grade.conditional):
            filled = one.text.replace(DEADLINE_PLACE, "") if one.working_days else one.text
            _places(review, scheme, filled, "grades", index, "conditional", number, "text")


def _places(review: Review, scheme: Scheme, text: str, *path: str | int) -> None:
    for place in re.findall(r"[{｛]([^{}｛｝]*)[}｝]", text):
        review.report(messages.PLACE_UNFILLED, scheme, *path, seen=place)


def _pair(review: Review, scheme: Scheme, above: Grade, grade: Grade, index: int) -> None:
    """One grade against the grade above it."""
    if above.at_least is None:
        return
    if grade.at_least is not None and grade.at_least >= above.at_least:
        review.report(
            messages.GRADES_ORDER,
            scheme,
            "grades",
            index,
            "at_least",
            name=grade.name,
            points=grade.at_least,
            before=above.name,
            other=above.at_least,
        )
        return
    closed = grade.at_most is not None
    end = grade.at_most if grade.at_most is not None else grade.below
    if end is None or (end == above.at_least and not closed):
        return
    gap = end < above.at_least
    example = (end + above.at_least) / Decimal(2) if end != above.at_least else end
    key = "at_most" if closed else "below"
    kind = messages.BANDS_GAP if gap else messages.BANDS_OVERLAP
    review.report(
        kind,
        scheme,
        "grades",
        index,
        key,
        name=grade.name,
        end=f"{end} 分{'（含）' if closed else '（不含）'}",
        above=above.name,
        start=above.at_least,
        example=example,
    )


def check_colour(review: Review, record: object, colour: str | None, *path: str | int) -> None:
    """Report a colour that is not six hexadecimal digits."""
    if colour is not None and not re.fullmatch("[0-9A-Fa-f]{6}", colour):
        review.report(messages.BAD_COLOUR, record, *path, seen=colour)
