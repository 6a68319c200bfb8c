"""What the command prints: tables that line up with Chinese text, and summaries."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # tables are printed by commands that need no records
    from .assess.result import Assessment, EntityResult
    from .bulk import Evaluated
    from .vocabulary import Finding, Severity


def width(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Lines with aligned columns; `right` are the numbers of columns aligned to the right."""
    lines = [head, *rows]
    widths = [max(width(line[i]) for line in lines) for i in range(len(head))]

    def cell(text: str, index: int) -> str:
        pad = " " * (widths[index] - width(text))
        return pad + text if index in right else text + pad

    made = ["  ".join(cell(t, i) for i, t in enumerate(line)).rstrip() for line in lines]
    made.insert(1, "  ".join("─" * w for w in widths))
    return "\n".join(made)


def ranking(assessment: "Assessment") -> str:
    """The ranked table of an assessment, with what must be known to read it."""
    from .vocabulary import Verification

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
        _short(result.grade_reason),
    )


def _binding(result: "EntityResult") -> str:
    """How the scored target stands, by its last clock that was judged."""
    scored = {s.item.target for s in result.scores if s.item.target}
    judged = [j for j in result.judgements if j.target.id in scored]
    for judgement in reversed(judged):
        if judgement.outcome.value != "not_due":
            return judgement.outcome.chinese
    return judged[-1].outcome.chinese if judged else "—"


def _short(text: str, most: int = 60) -> str:
    made = ""
    for character in text:
        if width(made) + width(character) > most:
            return made + "…"
        made += character
    return made


def evaluated(done: "Evaluated") -> str:
    """What `evaluate` found, and where it is."""
    from .assess.result import Outcome

    counts = [f"{o.chinese} {done.counts[o]:,}" for o in Outcome if o in done.counts]
    lines = [
        f"{done.entities:,} 个考核对象，{sum(done.counts.values()):,} 条结论：{'，'.join(counts)}",
        f"已写入 {done.output}（Parquet）",
    ]
    if done.kept is not None:
        lines.append(f"原来的同名文件夹没有覆盖，留在 {done.kept}")
    return "\n".join(lines)


def findings(found: "Sequence[Finding]", most: int = 20, down_to: "Severity | None" = None) -> str:
    """Findings for the terminal, gravest first; the same words at several places stand once.

    Those less grave than `down_to` are only counted.
    """
    from .vocabulary import Severity

    groups: dict[tuple[str, str, str], list[Finding]] = {}
    lowest = (down_to or Severity.INFO).rank
    shown = [f for f in found if f.severity.rank <= lowest]
    for finding in sorted(shown, key=lambda f: f.severity.rank):
        groups.setdefault((finding.kind, finding.why, finding.mend), []).append(finding)
    lines = [_group(members) for members in list(groups.values())[:most]]
    if len(groups) > most:
        lines.append(f"…… 另有 {len(groups) - most} 种，见评分卡的“审核意见”或 results.json")
    counts = "，".join(
        f"{s.chinese} {n} 条" for s in Severity if (n := sum(f.severity is s for f in found))
    )
    return "\n".join([*lines, f"审核意见共 {len(found)} 条：{counts}" if found else "没有审核意见"])


def _group(members: "Sequence[Finding]") -> str:
    said = str(members[0])
    if len(members) == 1:
        return said
    places = "、".join(str(f.place) for f in members[1:3] if f.place)
    more = f"等 {len(members)} 处" if len(members) > 3 else f"，共 {len(members)} 处"
    return f"{said}\n    同样的还有：{places}{more}" if places else said


def grave(found: "Iterable[Finding]") -> bool:
    """Whether anything must be corrected before the results can stand."""
    from .vocabulary import Severity

    return any(f.severity in (Severity.BLOCKER, Severity.ERROR) for f in found)


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
