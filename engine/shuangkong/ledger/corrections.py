"""What a re-issue says of the one it replaces: letters of correction 更正函 and withdrawal 撤回函.

They go to whom an earlier letter went: a correction where its content changed, a withdrawal
where no letter of that kind stands any more.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..documents.entity import LETTERS, stem
from ..documents.letterhead import Letterhead
from ..documents.letters.choice import letters_for
from ..documents.letters.kinds import KINDS
from ..documents.order import declared_order
from ..documents.papers import Said, paper
from ..documents.results import entity_json
from ..vocabulary import View
from .entries import Issue, issues
from .moments import day
from .state import YearState
from .store import Ledger

if TYPE_CHECKING:
    from ..assess.result import Assessment, EntityResult

CORRECTION, WITHDRAWAL = "更正函", "撤回函"


def replaced_by_next(found: YearState) -> Issue | None:
    """The issue whose letters went out last: one that waits for nobody."""
    gone = [i for i in found.issues if found.seconds.stands(i)]
    return gone[-1] if gone else None


def issue_of(ledger: Ledger, year: int, number: int | None) -> Issue | None:
    """An issue of a year by its number."""
    return next((one for one in issues(ledger, year) if one.number == number), None)


def says_replaced(earlier: Issue) -> str:
    """How a circular and letters name what they replace."""
    return f"本次结果为更正，替代{day(earlier.at)}签发（台账第{earlier.number}号）的考核结果。"


def corrections(
    ledger: Ledger,
    earlier: Issue,
    assessment: "Assessment",
    head: Letterhead,
    templates: Path | None = None,
) -> dict[str, bytes]:
    """The letters of correction and withdrawal by file name."""
    results = json.loads(ledger.blob(earlier.files["results.json"]))
    before = {one["code"]: one for one in results["entities"]}
    made: dict[str, bytes] = {}

    def write(kind: str, result: "EntityResult", text: list[Said]) -> None:
        data = _paper(kind, result, assessment, head, text, templates)
        made[f"{LETTERS}/{stem(order, result)}_{kind}.docx"] = data

    for order, result in enumerate(declared_order(assessment), start=1):
        name = f"{LETTERS}/{stem(order, result)}"
        had = [k for k in KINDS.values() if f"{name}_{k}.docx" in earlier.files]
        has = [KINDS[kind] for kind in letters_for(assessment, result)]
        was = before.get(result.entity.code, {})
        changes = tuple(changed(was, json.loads(entity_json(result, assessment))))
        kept, gone = [k for k in had if k in has], [k for k in had if k not in has]
        if kept and changes:
            write(CORRECTION, result, _correction(earlier, kept, changes))
        if gone:
            write(WITHDRAWAL, result, _withdrawal(earlier, gone, has))
    return made


def _paper(
    kind: str,
    result: "EntityResult",
    assessment: "Assessment",
    head: Letterhead,
    text: list[Said],
    templates: Path | None,
) -> bytes:
    entity = result.entity
    what = "更正" if kind == CORRECTION else "撤回"
    return paper(
        f"关于{what}{assessment.year}年度考核有关函件的函",
        f"{entity.name}{entity.address.body}",
        text,
        head,
        verification=result.verification,
        year=assessment.year,
        templates=templates,
    )


def _sent(earlier: Issue, kinds: list[str]) -> str:
    return (
        f"{day(earlier.at)}（台账第{earlier.number}号）签发的{earlier.year}年度{'、'.join(kinds)}"
    )


def _correction(earlier: Issue, kinds: list[str], changes: tuple[str, ...]) -> list[Said]:
    listed = [Said(f"{number}. {one}。") for number, one in enumerate(changes, start=1)]
    return [
        Said(f"{_sent(earlier, kinds)}，有关内容经复核更正如下："),
        *listed,
        Said("原函不再有效，以随本函印发的新函为准。"),
    ]


def _withdrawal(earlier: Issue, kinds: list[str], now: list[str]) -> list[Said]:
    rest = f"现行结果见随本函印发的{'、'.join(now)}。" if now else ""
    return [Said(f"{_sent(earlier, kinds)}，经复核予以撤回，所列要求不再执行。{rest}")]


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What differs in one entity's results, as an office says it."""
    verdicts = {j["key"]: j for j in old.get("judgements", ())}
    for one in new["judgements"]:
        was = verdicts.get(one["key"])
        if was is not None and _met(was) != _met(one):
            clock = View(one["view"]).chinese
            yield f"{one['target_name']}（{clock}）由“{_met(was)}”更正为“{_met(one)}”"
    for what, key in (("考核总分", "total"), ("等级", "grade"), ("名次", "rank")):
        was, now = _plain(old.get(key)), _plain(new.get(key))
        if was != now:
            yield f"{what}由{was}更正为{now}"


def _met(verdict: Mapping[str, Any]) -> str:
    if verdict["outcome"] == "overridden":
        return "完成" if verdict.get("decided_met") else "未完成"
    return str(verdict["outcome_name"])


def _plain(value: object) -> str:
    if value is None:
        return "未定"
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except ArithmeticError:
        return str(value)
