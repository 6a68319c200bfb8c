"""The jobs around verdicts 评价表: written, read, and where the sides differ."""

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Misuse
from ..records import dataclass
from ..running.progress import Stage, silent
from .given import Data, PlanLike, load, read_from

if TYPE_CHECKING:
    from ..assess.result import Assessment
    from ..assess.sides import Sides
    from ..vocabulary import Finding, VerdictBy


@dataclass(frozen=True, slots=True)
class Compared:
    """What every side says of every indicator on which anybody spoke, and what was found.

    `rows` are the entity's code and name with its sides.
    """

    year: int
    rows: "tuple[tuple[str, str, Sides], ...]"
    findings: "tuple[Finding, ...]"

    @property
    def waiting(self) -> "tuple[tuple[str, str, Sides], ...]":
        """Those that wait for a person's decision."""
        return tuple(row for row in self.rows if row[2].waits)

    @property
    def differing(self) -> "tuple[tuple[str, str, Sides], ...]":
        """Those on which not all sides say the same."""
        return tuple(row for row in self.rows if row[2].differs)


def write_verdicts(
    plan: PlanLike,
    year: int,
    path: Path,
    *,
    department: str | None = None,
    entity: str | None = None,
    author: str | None = None,
) -> Path:
    """Write the workbook in which a department, or an entity of itself, gives its verdicts.

    Raises:
        Misuse: neither or both are named, or there is nothing for it to judge.
        DocumentError: the file cannot be written.
    """
    from ..documents.verdicts import asked_verdicts, write_verdicts_workbook

    declarations = load(plan)
    by, who = _side(declarations, year, department, entity)
    if not asked_verdicts(declarations, year, by, who):
        raise Misuse(
            f"{year}年度没有要由“{department or entity}”评价的指标\n"
            "    怎么改：写 targets/*.yaml 里 judged_by 所写的部门，或本年度有办法的考核对象"
        )
    write_verdicts_workbook(declarations, year, path, by, who, author=author or "")
    return path


def _side(
    declarations: PlanLike, year: int, department: str | None, entity: str | None
) -> "tuple[VerdictBy, str]":
    from ..declarations.bundle import Declarations
    from ..declarations.hints import did_you_mean
    from ..documents.verdicts import departments
    from ..vocabulary import VerdictBy

    assert isinstance(declarations, Declarations)
    if (department is None) == (entity is None):
        raise Misuse(
            "评价表不是部门的就是自评的\n    怎么改：--department 部门 和 --self 对象 写一个"
        )
    if entity is not None:
        code = declarations.code_of(year, entity)
        if code is None:
            hint = did_you_mean(entity, list(declarations.names))
            raise Misuse(
                f"{year}年没有名为“{entity}”的考核对象{hint}\n"
                "    怎么改：写 entities.csv 里的名称或代码"
            )
        return VerdictBy.SELF, code
    known = departments(declarations)
    if department not in known:
        hint = did_you_mean(department or "", known)
        listed = "、".join(known) or "（规划没有声明评价部门）"
        raise Misuse(f"没有名为“{department}”的评价部门{hint}\n    怎么改：写 {listed}")
    return VerdictBy.DEPARTMENT, department


def read_verdicts(plan: PlanLike, year: int, data: Data, *, stage: Stage = silent) -> Compared:
    """Read verdicts, with the data they are about, and compare the sides.

    Raises:
        ShuangkongError: the plan cannot be used, or a path does not exist.
    """
    from .assessing import assess

    declarations = load(plan)
    reading = read_from(declarations, year, data, stage=stage)
    made = assess(declarations, year, reading, checked=False, stage=stage)
    return compared(made)


def compared(assessment: "Assessment") -> Compared:
    """The sides of an assessment's indicators."""
    rows = tuple(
        (r.entity.code, r.entity.name, side)
        for r in assessment.results.values()
        for side in r.sides
        if side.said
    )
    return Compared(assessment.year, rows, assessment.findings)


def compared_text(found: Compared) -> str:
    """The sides that differ, for the terminal, with the command that settles what waits."""
    from ..text import table
    from ..vocabulary import VerdictBy

    lines = [f"{found.year}年度：有评价的指标 {len(found.rows)} 项"]
    if not found.differing:
        return "\n".join([*lines, "各方评价与按数据计算的结果没有不一致的"])
    from ..assess.sides import word

    rows = [
        (
            name,
            side.target.id,
            side.target.name,
            word(side.computed),
            *(side.words(by) for by in VerdictBy),
            side.why,
        )
        for _, name, side in found.differing
    ]
    lines += ["", f"各方不一致的 {len(rows)} 项，其中待裁定的 {len(found.waiting)} 项"]
    head = ("考核对象", "代号", "指标", "按数据计算", *(by.chinese for by in VerdictBy), "说明")
    lines.append(table(head, rows))
    if found.waiting:
        lines.append(
            "裁定后记入：shuangkong decide 工作区 override 代号 met 或 not_met --entity 对象 "
            "--year 年度 --by 姓名 --reason 理由"
        )
    return "\n".join(lines)
