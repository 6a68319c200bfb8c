"""`shuangkong sample`: whom to check on site 现场核查抽查: by risk, and at random by a seed."""

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from .. import messages
from ..assess.judgement import Outcome
from ..documents.order import assessed_results
from ..documents.papers import listed_book
from ..documents.signing import signatures
from ..records import dataclass
from ..reporting import NOTHING_USABLE, ReportState
from ..running.files import write_bytes
from ..text import table
from ..vocabulary import Severity, Verification
from . import moments
from .begin import named
from .issue import assess_workspace
from .matters import refused
from .store import EntryKind, Receipt, opened

if TYPE_CHECKING:
    from ..assess.judgement import Judgement
    from ..assess.result import EntityResult

#: within this part of the requirement, a verdict is a close one
_CLOSE = Decimal("0.01")
HEAD = ("序号", "考核对象", "抽取方式", "理由")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One entity of the list, and why it is on it."""

    code: str
    name: str
    how: str
    why: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A list that was drawn: for which assessment, when, by whom, from how many, by which seed."""

    plan: str
    assessment: str
    verification: Verification
    day: str
    by: str
    #: how many there were to draw from
    among: int
    year: int
    seed: int
    drawn: tuple[Drawn, ...]
    receipt: Receipt


def draw(
    workspace: Path,
    year: int,
    by: str,
    *,
    risky: int,
    at_random: int,
    seed: int,
    clock: moments.Clock = moments.now,
) -> Sample:
    """Draw a list and record it. The same ledger and seed give the same list, anywhere.

    Risk is counted from what the assessment found: findings, close verdicts, decisions by
    persons, what could not be assessed. The rest is drawn in the order of sha256(seed:code).

    Args:
        workspace: where the ledger is.
        year: the assessment year.
        by: who draws.
        risky: how many by risk, the highest first; none without any risk found.
        at_random: how many of the others at random.
        seed: what the draw at random follows from; noted, so that anybody can repeat it.
        clock: tells the time.

    Raises:
        LedgerError: more are asked for than there are.
    """
    by = named(by, "抽取人", "--by 姓名")
    made = assess_workspace(workspace, year).assessment
    results = [r for r in assessed_results(made) if r.entity.code != made.declarations.plan.top]
    if risky + at_random > len(results):
        raise refused(messages.SAMPLE_TOO_BIG, seen=str(risky + at_random), count=len(results))
    risks = {r.entity.code: _risks(r) for r in results}
    by_risk = sorted((r for r in results if risks[r.entity.code]), key=lambda r: _weight(risks, r))
    chosen = [
        Drawn(r.entity.code, r.entity.name, "风险", "；".join(w for _, w in risks[r.entity.code]))
        for r in by_risk[:risky]
    ]
    taken = {one.code for one in chosen}
    rest = sorted(
        (r for r in results if r.entity.code not in taken), key=lambda r: _lot(seed, r.entity.code)
    )
    chosen += [
        Drawn(r.entity.code, r.entity.name, "随机", f"种子 {seed}") for r in rest[:at_random]
    ]
    with opened(workspace, writing=True) as ledger, ledger.act(clock) as act:
        content = {
            "year": year,
            "seed": seed,
            "risky": risky,
            "at_random": at_random,
            "drawn": [[one.code, one.how, one.why] for one in chosen],
            "by": by,
            "files": {},
        }
        entry = act.add(EntryKind.SAMPLE, content)
    return Sample(
        plan=made.declarations.plan.title,
        assessment=made.declarations.wording_for(year).assessment,
        verification=Verification(made.verification),
        day=moments.day(moments.parsed(entry.at)),
        by=by,
        among=len(results),
        year=year,
        seed=seed,
        drawn=tuple(chosen),
        receipt=entry.receipt,
    )


def _lot(seed: int, code: str) -> str:
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def _weight(risks: dict[str, list[tuple[int, str]]], result: "EntityResult") -> tuple[int, str]:
    return -sum(n for n, _ in risks[result.entity.code]), result.entity.code


def _risks(result: "EntityResult") -> list[tuple[int, str]]:
    """What speaks for a check on site, each with its weight."""
    serious = (Severity.BLOCKER, Severity.ERROR)
    graver = sum(f.severity in serious for f in result.findings)
    lighter = sum(f.severity is Severity.WARNING for f in result.findings)
    open_ = sum(j.outcome is Outcome.NOT_ASSESSABLE for j in result.judgements)
    close = sum(map(_is_close, result.judgements))
    found = [
        (0 if result.submitted else 5, _not_sent(result)),
        (3 * graver, f"须更正的审核意见 {graver} 条"),
        (lighter, f"须说明的审核意见 {lighter} 条"),
        (2 * open_, f"无法评定的结论 {open_} 条"),
        (3 * close, f"与要求相差不到 1% 的结论 {close} 条"),
        (4 * len(result.by_decision), f"人工裁定 {len(result.by_decision)} 项"),
    ]
    return [(weight, why) for weight, why in found if weight]


def _not_sent(result: "EntityResult") -> str:
    return "没有报送" if result.reported is ReportState.MISSING else NOTHING_USABLE


def _is_close(judgement: "Judgement") -> bool:
    margin, required = judgement.margin, judgement.required
    if margin is None or not required:
        return False
    return abs(margin) < abs(required) * _CLOSE


def sample_text(found: Sample) -> str:
    """The list for the terminal."""
    rows = [(str(n), d.name, d.how, d.why) for n, d in enumerate(found.drawn, start=1)]
    return "\n".join([f"{found.year}年度现场核查抽查清单（种子 {found.seed}）", table(HEAD, rows)])


def write_sample(found: Sample, path: Path) -> Path:
    """The list as a workbook, with room for what was found, and for who saw it drawn.

    Raises:
        DocumentError: the file cannot be written.
    """
    rows = [(n, d.name, d.how, d.why, "", "", "") for n, d in enumerate(found.drawn, start=1)]
    head, widths = (*HEAD, "核查情况", "核查人", "核查日期"), (6, 18, 10, 46, 40, 14, 14)
    content = listed_book(
        f"{found.year}年度{found.assessment}现场核查抽查清单", found.plan, head, rows, widths,
        year=found.year, verification=found.verification,
        foot=(
            f"抽取人：{found.by}　　{signatures('监督人', '批准')}",
            f"{found.day}从{found.among}个考核对象中抽取{len(found.drawn)}个；"
            f"随机抽取的种子：{found.seed}　　回执码：{found.receipt.code}",
        ),
    )  # fmt: skip
    write_bytes(path, content)
    return path
