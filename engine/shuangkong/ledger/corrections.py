"""What a re-issue says of the one it replaces: letters of correction 更正函 and withdrawal 撤回函.

They go to whom an earlier letter went: a correction where its content changed, a withdrawal
where no letter of that kind stands any more.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..assess.result import UNGRADED
from ..documents.entity import LETTERS, stem
from ..documents.figures import verdict_label
from ..documents.letterhead import Letterhead
from ..documents.letters.choice import letters_for
from ..documents.letters.kinds import KINDS
from ..documents.order import declared_order
from ..documents.papers import Paragraph, paper
from ..documents.results import entity_json
from ..documents.text import figure
from ..records import dataclass
from .entries import Issue, Ruling, issues
from .moments import day
from .state import YearState
from .store import Ledger

if TYPE_CHECKING:
    from ..assess.judgement import Judgement
    from ..assess.result import Assessment, EntityResult

CORRECTION, WITHDRAWAL = "更正函", "撤回函"
PENDING = "待定"


def replaced_by_next(found: YearState) -> Issue | None:
    """The issue whose letters went out last: one that waits for nobody."""
    gone = [i for i in found.issues if found.seconds.stands(i)]
    return gone[-1] if gone else None


def issue_of(ledger: Ledger, year: int, number: int | None) -> Issue | None:
    """An issue of a year by its number."""
    return next((one for one in issues(ledger, year) if one.number == number), None)


def says_replaced(earlier: Issue) -> str:
    """How a circular and letters name what they replace."""
    return f"本次结果为更正，替代{signed(earlier)}的考核结果。"


def signed(earlier: Issue) -> str:
    """An issue as papers name it: by its day and the number that stands on its own papers.

    Numbers of the ledger's entries are the office's own, and never leave it.
    """
    number = earlier.letterhead.get("issue")
    return f"{day(earlier.at)}签发{f'（签发编号：{number}）' if number else ''}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a re-issue corrects: letters by file name, and whose results are different."""

    letters: Mapping[str, bytes]
    changed: tuple[str, ...]


def corrections(
    ledger: Ledger,
    earlier: Issue,
    found: YearState,
    assessment: "Assessment",
    head: Letterhead,
    templates: Path | None = None,
) -> Corrections:
    """The letters of correction and withdrawal; `found` is what the re-issue rests on."""
    results = json.loads(ledger.blob(earlier.files["results.json"]))
    before = {one["code"]: one for one in results["entities"]}
    made: dict[str, bytes] = {}
    touched: list[str] = []

    def write(kind: str, result: "EntityResult", text: list[Paragraph]) -> None:
        data = _paper(kind, result, assessment, head, text, templates)
        made[f"{LETTERS}/{stem(order, result)}_{kind}.docx"] = data

    for order, result in enumerate(declared_order(assessment), start=1):
        name = f"{LETTERS}/{stem(order, result)}"
        had = [k for k in KINDS.values() if f"{name}_{k}.docx" in earlier.files]
        has = [KINDS[kind] for kind in letters_for(assessment, result)]
        was = before.get(result.entity.code, {})
        changes = tuple(changed(was, result, json.loads(entity_json(result, assessment))))
        touched += [result.entity.code] if changes else []
        kept, gone = [k for k in had if k in has], [k for k in had if k not in has]
        if kept and changes:
            cause = _cause(earlier, found, result.entity.code)
            write(CORRECTION, result, _correction(earlier, kept, changes, cause))
        if gone:
            write(WITHDRAWAL, result, _withdrawal(earlier, gone, has))
    return Corrections(made, tuple(touched))


def _cause(earlier: Issue, found: YearState, entity: str) -> str:
    """What corrects an entity's result since an issue: kinds of decisions, never who or number."""
    sent_by = {one.number: one.entity for one, _ in found.standings}

    def about(ruling: Ruling) -> bool:
        whose = sent_by.get(ruling.submission) if ruling.submission else ruling.decision.entity
        return whose in (None, entity)

    now = {r.number: r for r in (*found.rulings, *found.approved)}
    fresh = [n for n, r in sorted(now.items()) if _since(r, earlier, found) and about(r)]
    every = {r.number: r for r in found.made}
    lapsed = [n for n in earlier.decisions if n not in now and n in every and about(every[n])]
    told = [f"经复核作出的裁定（{_kinds(now[n] for n in fresh)}）"] if fresh else []
    if lapsed:
        told.append(f"原据以评定的裁定（{_kinds(every[n] for n in lapsed)}）不再有效")
    if not told and found.snapshot.number != earlier.declarations:
        told = ["所用的目标或考核办法有更正"]
    return "；".join(told) or "其他考核对象的结果有更正，名次等随之变动"


def _kinds(rulings: Iterable[Ruling]) -> str:
    return "、".join(dict.fromkeys(r.decision.kind.chinese for r in rulings))


def _since(ruling: Ruling, earlier: Issue, found: YearState) -> bool:
    """Whether a decision came into effect after what an issue rests on."""
    second = found.seconds.confirmed.get(ruling.number)
    return (second.number if second else ruling.number) > earlier.based_on


def _paper(
    kind: str,
    result: "EntityResult",
    assessment: "Assessment",
    head: Letterhead,
    text: list[Paragraph],
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
    return f"{signed(earlier)}的{earlier.year}年度{'、'.join(kinds)}"


def _correction(
    earlier: Issue, kinds: list[str], changes: tuple[str, ...], cause: str
) -> list[Paragraph]:
    listed = [Paragraph(f"{number}. {one}。") for number, one in enumerate(changes, start=1)]
    return [
        Paragraph(f"{_sent(earlier, kinds)}，有关内容经复核更正如下："),
        *listed,
        Paragraph(f"更正依据：{cause}。"),
        Paragraph("原函不再有效，以随本函印发的新函为准。"),
    ]


def _withdrawal(earlier: Issue, kinds: list[str], now: list[str]) -> list[Paragraph]:
    rest = f"现行结果见随本函印发的{'、'.join(now)}。" if now else ""
    return [Paragraph(f"{_sent(earlier, kinds)}，经复核予以撤回，所列要求不再执行。{rest}")]


def changed(
    old: Mapping[str, Any], result: "EntityResult", new: Mapping[str, Any]
) -> Iterator[str]:
    """What differs in one entity's results, as an office says it: verdicts and their figures,
    points, total, grade and rank. `old` and `new` are as in results.json."""
    verdicts = {j["key"]: j for j in old.get("judgements", ())}
    judged = {j.key: j for j in result.judgements}
    for one in new["judgements"]:
        was = verdicts.get(one["key"])
        if was is not None:
            yield from _verdict_changed(was, one, judged[one["key"]])
    points = {s["item"]: _points(s) for s in old.get("scores", ())}
    for score in new["scores"]:
        before, now = points.get(score["item"], PENDING), _points(score)
        if before != now:
            yield f"{score['name']}得分由{before}更正为{now}"
    for what, key, said in _SAID:
        before, now = said(old.get(key)), said(new.get(key))
        if before != now:
            yield f"{what}由{before}更正为{now}"


def _verdict_changed(
    was: Mapping[str, Any], now: Mapping[str, Any], judged: "Judgement"
) -> Iterator[str]:
    name = f"{now['target_name']}（{judged.clock}）"
    if _met(was) != _met(now):
        yield f"{name}由“{_met(was)}”更正为“{_met(now)}”"
    if judged.in_words is not None:
        return  # a state is told by its outcome
    for key, word in (("actual", "实际"), ("required", "应达到")):
        before, after = (_figure(one, key, judged.decimals) for one in (was, now))
        if before != after:
            yield f"{name}{verdict_label(judged, key, word)}由{before}更正为{after}"


def _figure(verdict: Mapping[str, Any], key: str, decimals: int) -> str:
    value = verdict.get(key)
    return "无" if value is None else figure(Decimal(str(value)), verdict["unit"], decimals)


def _points(score: Mapping[str, Any]) -> str:
    if score["points"] is None:
        return PENDING
    return _total(Decimal(str(score["points"])) + Decimal(str(score["bonus"] or 0)))


def _met(verdict: Mapping[str, Any]) -> str:
    if verdict["outcome"] == "overridden":
        return "完成" if verdict.get("decided_met") else "未完成"
    return str(verdict["outcome_name"])


def _total(value: object) -> str:
    return PENDING if value is None else f"{Decimal(str(value)).normalize():f}分"


def _grade(value: object) -> str:
    return f"“{UNGRADED if value is None else value}”"


def _rank(value: object) -> str:
    return "不排名次" if value is None else f"第{value}名"


#: what stands for an entity as a whole, its key in results.json, and how it is said
_SAID = (("考核总分", "total", _total), ("等级", "grade", _grade), ("名次", "rank", _rank))
