"""What a re-issue says of the one it replaces: letters of correction 更正函 and withdrawal 撤回函.

They go to whom an earlier letter went: a correction where its content changed, a withdrawal
where no letter of that kind stands any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..documents.letterhead import Letterhead
from ..documents.letters.kinds import KINDS
from ..documents.papers import Paragraph, numbered, paper
from ..records import dataclass
from .entries import Issue, Ruling, issues
from .moments import day
from .replaced import replaced
from .state import YearState
from .store import Ledger

if TYPE_CHECKING:
    from ..assess.result import Assessment, EntityResult

CORRECTION, WITHDRAWAL = "更正函", "撤回函"
#: how changes begin that a circular's table shows; and of how many entities it tells them
_WHOLE, _MOST = ("考核总分", "等级", "名次"), 20


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
    #: the same for the circular: whose total, grade and rank became which
    told: str


def corrections(
    ledger: Ledger,
    earlier: Issue,
    found: YearState,
    assessment: "Assessment",
    head: Letterhead,
    templates: Path | None = None,
) -> Corrections:
    """The letters of correction and withdrawal; `found` is what the re-issue rests on."""
    made: dict[str, bytes] = {}
    touched: list[str] = []
    whole: list[str] = []

    for one in replaced(ledger, earlier, assessment):
        result = one.result
        if one.changes:
            touched.append(result.entity.code)
            whole.append(_in_circular(result.entity.name, one.changes))
        told: dict[str, list[Paragraph]] = {}
        if one.corrected:
            cause = _cause(earlier, found, result.entity.code)
            told[CORRECTION] = _correction(earlier, one.corrected, one.changes, cause)
        if one.withdrawn:
            told[WITHDRAWAL] = _withdrawal(earlier, one.withdrawn, one.has)
        for kind, text in told.items():
            data = _paper(kind, result, assessment, head, text, templates)
            made[f"{one.stem}_{kind}.docx"] = data
    return Corrections(made, tuple(touched), _told(whole))


def _in_circular(name: str, changes: Iterable[str]) -> str:
    """What the circular's own table tells otherwise than before; figures are told by letter."""
    whole = [one for one in changes if one.startswith(_WHOLE)]
    return f"{name}{'，'.join(whole)}" if whole else f"{name}个别指标的结果有更正，另函告知"


def _told(whole: Sequence[str]) -> str:
    if len(whole) > _MOST:
        return f"结果有更正的共{len(whole)}个考核对象，更正的内容另函告知。"
    return f"更正的结果：{'；'.join(whole)}。" if whole else ""


def _cause(earlier: Issue, found: YearState, entity: str) -> str:
    """What corrects an entity's result since an issue: kinds of decisions, never who or number."""
    sent_by = {one.number: one.entity for one, _ in found.standings}

    def about(ruling: Ruling) -> bool:
        whose = sent_by.get(ruling.submission) if ruling.submission else ruling.decision.entity
        return whose in (None, entity)

    now = {r.number: r for r in found.rulings}
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
    what, year = "更正" if kind == CORRECTION else "撤回", assessment.year
    named = assessment.declarations.wording_for(year).assessment
    return paper(
        f"关于{what}{year}年度{named}函件的函",
        f"{entity.name}{entity.address.body}",
        text,
        head,
        verification=result.verification,
        year=year,
        templates=templates,
    )


def _sent(earlier: Issue, kinds: list[str]) -> str:
    return f"{signed(earlier)}的{earlier.year}年度{'、'.join(kinds)}"


def _correction(
    earlier: Issue, kinds: list[str], changes: tuple[str, ...], cause: str
) -> list[Paragraph]:
    return [
        Paragraph(f"{_sent(earlier, kinds)}，有关内容经复核更正如下："),
        *numbered(f"{one}。" for one in changes),
        Paragraph(f"更正依据：{cause}。"),
        Paragraph("原函不再有效，以随本函印发的新函为准。"),
    ]


def _withdrawal(earlier: Issue, kinds: list[str], now: list[str]) -> list[Paragraph]:
    rest = f"现行结果见随本函印发的{'、'.join(now)}。" if now else ""
    # praise asks for nothing
    praised = kinds == [KINDS["commendation"]]
    effect = "所予表扬一并撤销" if praised else "所列要求不再执行"
    return [Paragraph(f"{_sent(earlier, kinds)}，经复核予以撤回，{effect}。{rest}")]
