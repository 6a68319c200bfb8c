"""What the commands print of a job that is done."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..api.shown import decided_text
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
    if assessment.verification != Verification.VERIFIED:
        mark = Verification(assessment.verification).chinese
        lines.append(f"注意：所用数据或目标中有“{mark}”的，结果不可作为正式考核结论")
    scored = [r for r in assessment.ranking if r.assessed and not r.self_assessed]
    if not scored:
        lines += ["本年度没有考核办法，只列目标完成情况：", *_verdicts(assessment)]
        return "\n".join([*lines, *decided_text(assessment)])
    if any(r.counts for r in scored):
        rows = [(r.entity.name, _graded(r), r.grade_reason) for r in scored]
        lines.append(table(("考核对象", "等级", "达标情况"), rows))
        own = [r for r in assessment.results.values() if r.self_assessed]
        lines += [f"自评：{r.entity.name}　{_graded(r)}　{r.grade_reason}" for r in own]
        return "\n".join([*lines, *decided_text(assessment)])
    lines.append(
        table(
            ("名次", "考核对象", "得分", "等级", "期末或累计目标", "说明"),
            [_row(r) for r in scored],
            right=(0, 2),
        )
    )
    return "\n".join([*lines, *decided_text(assessment)])


#: With more verdicts than this, they are counted by entity; the documents have them all.
_MOST_VERDICTS = 40


def _verdicts(assessment: "Assessment") -> list[str]:
    """Every verdict, or of many how many of each entity came out how."""
    from .. import Outcome

    judged = [(r.entity.name, j) for r in assessment.ranking for j in r.judgements]
    if len(judged) <= _MOST_VERDICTS:
        told = [
            (name, j.target.name, j.clock, j.outcome_name, shortened(j.reason))
            for name, j in judged
        ]
        return [table(("考核对象", "目标", "时段", "完成情况", "说明"), told)]
    kinds = [o for o in Outcome if any(j.outcome is o for _, j in judged)]
    rows = [
        (r.entity.name, *(str(sum(j.outcome is o for j in r.duties)) for o in kinds))
        for r in assessment.ranking
    ]
    head = ("考核对象", *(o.chinese for o in kinds))
    return [table(head, rows, right=tuple(range(1, len(head))))]


def _graded(result: "EntityResult") -> str:
    return result.grade_word


def _row(result: "EntityResult") -> tuple[str, ...]:
    return (
        result.rank_word,
        result.entity.name,
        result.total_word,
        _graded(result),
        _binding(result),
        shortened(result.grade_reason),
    )


def _binding(result: "EntityResult") -> str:
    """How the scored and binding targets stand by their last clock: missed ones by their names.

    What waits for its own date, was not set, or waits for whoever set it, counts for neither, nor
    does an incentive.
    """
    from .. import Outcome, View
    from ..reporting import AWAITED
    from ..vocabulary import TargetKind

    scored = {s.item.target for s in result.scores}
    whole = [
        j
        for j in result.duties
        if (j.target.kind is TargetKind.BINDING or j.target.id in scored)
        and j.view is not View.ANNUAL
        and j.outcome not in (Outcome.NOT_DUE, Outcome.NOT_APPLICABLE)
    ]
    last = {j.target.id: j for j in whole if not j.is_not_yet}
    if not last:
        return Outcome.NOT_ASSESSABLE.chinese if whole else "—"
    missed = [j.target.name for j in last.values() if j.is_missed]
    awaited = sum(j.held for j in last.values())
    contested = sum(j.is_contested for j in last.values())
    unknown = sum(j.outcome is Outcome.NOT_ASSESSABLE for j in last.values()) - awaited - contested
    said = [f"未完成：{'、'.join(missed)}"] if missed else []
    said += [f"{awaited}项{AWAITED}"] if awaited else []
    said += [f"{contested}项待裁定"] if contested else []
    said += [f"{unknown}项无法评定"] if unknown else []
    return "；".join(said) or Outcome.MET.chinese


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
