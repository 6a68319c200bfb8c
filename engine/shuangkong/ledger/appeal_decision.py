"""复核决定书: the letter that answers an appeal."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..documents.letterhead import Letterhead
from ..documents.letters.sentences import sentence
from ..documents.papers import Paragraph, paper
from ..vocabulary import Entity, Verification
from . import moments
from .corrections import signed
from .entries import Issue, issue_number
from .store import Ledger

if TYPE_CHECKING:
    from ..declarations.bundle import Declarations
    from .appeals import Appeal

DECISION = "复核决定书"
#: what answers to appeals are counted as
REVIEW = "复核"


def numbered(ledger: Ledger, year: int, count: int, head: Letterhead) -> Letterhead:
    """The letterhead of the how-manieth answer of a year, and what it rests on."""
    assert ledger.head is not None
    return replace(head, issue=issue_number(year, count, REVIEW), receipt=ledger.head.code)


def decided(
    one: "Appeal", issue: Issue, entity: Entity, outcome: str, found: str, *, corrected: bool
) -> list[Paragraph]:
    """What was objected to, what was found, what was decided.

    Decisions are told by what follows from them: their numbers are the office's own.
    """
    rest = "（据以更正的裁定已经生效，更正内容另函告知）" if corrected else ""
    objected = (
        f"{entity.address.spoken}对{signed(issue)}的{one.year}年度考核结果提出申诉"
        f"（{moments.day(one.at)}收到，回执码：{one.receipt.code}）：{sentence(one.said)}"
    )
    return [
        Paragraph("一、申诉事项", heading=True),
        Paragraph(objected),
        Paragraph("二、复核认定", heading=True),
        Paragraph(sentence(found)),
        Paragraph("三、复核决定", heading=True),
        Paragraph(f"{outcome}{rest}。"),
    ]


def letter(
    ledger: Ledger,
    one: "Appeal",
    issue: Issue,
    declarations: "Declarations",
    text: Sequence[Paragraph],
    head: Letterhead,
    templates: Path | None,
) -> bytes:
    """The letter as .docx, with the warning that the result it is about carries."""
    entity = declarations.entities[one.entity]
    return paper(
        f"{one.year}年度{declarations.wording_for(one.year).assessment}结果{DECISION}",
        f"{entity.name}{entity.address.body}",
        text,
        head,
        verification=_verification(ledger, issue, one.entity),
        year=one.year,
        templates=templates,
    )


def _verification(ledger: Ledger, issue: Issue, entity: str) -> str:
    """How far the figures of an entity's issued result were checked."""
    results = json.loads(ledger.blob(issue.files["results.json"]))
    found = next((one for one in results["entities"] if one["code"] == entity), results)
    # results of before the key was called so have `mark`
    return found.get("verification") or found.get("mark") or Verification.VERIFIED.value
