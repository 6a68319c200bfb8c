"""The kinds of letters: their names, who gets one, and the template each is made from."""

from pathlib import Path

from ... import resources
from ...assess.result import Assessment, EntityResult
from .words import serious

CIRCULAR = "circular"
#: Chinese name of each kind of letter to one entity
KINDS = {
    "result": "考核结果函",
    "rectification": "整改函",
    "commendation": "表扬函",
    "warning": "预警函",
    "return": "退回更正函",
}
ALL_KINDS = {CIRCULAR: "考核结果通报", **KINDS}


def letters_for(assessment: Assessment, result: EntityResult) -> tuple[str, ...]:
    """Which letters a result calls for.

    Data that cannot be used go back. Everybody else is told its result, and gets the letter
    that the scheme says for its grade. The top entity is the one that writes, and gets none.
    """
    if result.entity.code == assessment.declarations.plan.top:
        return ()
    if result.grade is None and (not result.submitted or serious(result.findings)):
        return ("return",)
    extra = result.grade.letter if result.grade else None
    return ("result",) if extra in (None, "result") else ("result", extra)


def template_path(kind: str, folder: Path | None) -> Path:
    """An office's own template where it has one, else the shipped one."""
    own = folder / f"{kind}.docx" if folder else None
    if own is not None and own.is_file():
        return own
    return resources.templates() / "letters" / f"{kind}.docx"
