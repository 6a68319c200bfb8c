"""What the commands print of a job that is done."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..text import shortened, table

if TYPE_CHECKING:
    from .. import Assessment, EntityResult, Evaluated


def ranking(assessment: "Assessment") -> str:
    """The ranked table of an assessment, with what must be known to read it."""
    from ..vocabulary import Verification

    plan, scheme = assessment.declarations.plan, assessment.scheme
    lines = [f"{plan.title}　{assessment.year}年"]
    if scheme is not None:
        lines.append(f"办法：{scheme.title}")
    if assessment.mark != Verification.VERIFIED:
        mark = Verification(assessment.mark).chinese
        lines.append(f"注意：所用数据或目标中有“{mark}”的，结果不可作为正式考核结论")
    lines.append(
        table(
            ("名次", "考核对象", "得分", "等级", "期末或累计目标", "说明"),
            [_row(r) for r in assessment.ranking if r.scores],
            right=(0, 2),
        )
    )
    return "\n".join(lines)


def _row(result: "EntityResult") -> tuple[str, ...]:
    total = "—" if result.total is None else f"{result.total.normalize():f}"
    if result.provisional and result.total is not None:
        total += "（暂）"
    return (
        str(result.rank) if result.rank is not None else "—",
        result.entity.name,
        total,
        result.grade.name if result.grade else "暂不定级",
        _binding(result),
        shortened(result.grade_reason),
    )


def _binding(result: "EntityResult") -> str:
    """How the scored target stands, by its last clock that was judged."""
    scored = {s.item.target for s in result.scores if s.item.target}
    judged = [j for j in result.judgements if j.target.id in scored]
    for judgement in reversed(judged):
        if judgement.outcome.value != "not_due":
            return judgement.outcome.chinese
    return judged[-1].outcome.chinese if judged else "—"


def evaluated(done: "Evaluated") -> str:
    """What `evaluate` found, and where it is."""
    from .. import Outcome

    counts = [f"{o.chinese} {done.counts[o]:,}" for o in Outcome if o in done.counts]
    lines = [
        f"{done.entities:,} 个考核对象，{sum(done.counts.values()):,} 条结论：{'，'.join(counts)}",
        f"已写入 {done.output}（Parquet）",
    ]
    if done.kept is not None:
        lines.append(f"原来的同名文件夹没有覆盖，留在 {done.kept}")
    return "\n".join(lines)


def written(folder: Path, files: Mapping[str, str]) -> str:
    """Where an assessment's documents are."""
    kinds: dict[str, int] = {}
    for name in files:
        top, _, rest = name.partition("/")
        kinds[f"{top}/" if rest else top] = kinds.get(f"{top}/" if rest else top, 0) + 1
    lines = [f"已写入 {folder}"]
    for name, count in sorted(kinds.items(), key=lambda item: (not item[0].endswith("/"), item[0])):
        lines.append(f"  {name}" + (f"（{count} 个文件）" if name.endswith("/") else ""))
    return "\n".join(lines)
