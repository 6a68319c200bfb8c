"""The jobs around the assessors' workbook 措施评分表: written, read, and what they differ on."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Misuse
from ..records import dataclass
from ..running.progress import Stage, silent
from .given import Data, PlanLike, load, read_from

if TYPE_CHECKING:
    import polars as pl

    from ..declarations.bundle import Declarations
    from ..vocabulary import Finding


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a measure item on which assessors differ; `given` are points by assessor."""

    entity: str
    entity_name: str
    #: item.part, as `decide points` takes it
    target: str
    name: str
    full: Decimal
    given: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """Assessors' points as read: how many of the parts are scored, and what is to be settled."""

    year: int
    asked: int
    scored: int
    by_assessor: tuple[tuple[str, int], ...]
    differences: tuple[Difference, ...]
    findings: "tuple[Finding, ...]"


def write_measures(plan: PlanLike, year: int, path: Path, *, assessor: str | None = None) -> Path:
    """Write the workbook in which an assessor scores the measures of every entity.

    Raises:
        Misuse: the year has no scheme, or one without anything for assessors.
        DocumentError: the file cannot be written.
    """
    from ..documents.measures import MeasureEntry, asked_parts, write_measures_workbook

    declarations = load(plan)
    scheme = declarations.scheme_for(year)
    asked = asked_parts(declarations, scheme, year) if scheme else ()
    if scheme is None or not asked:
        raise Misuse(f"{year}年度没有要由考核人员评分的内容\n    怎么改：写有考核办法的年度")
    filled = {key: MeasureEntry(None, assessor or "") for key in asked}
    write_measures_workbook(declarations, scheme, year, path, filled)
    return path


def read_measures(plan: PlanLike, year: int, data: Data, *, stage: Stage = silent) -> Scored:
    """Read assessors' workbooks: what is scored, and on what they differ.

    Raises:
        ShuangkongError: the plan cannot be used, or a path does not exist.
    """
    declarations = load(plan)
    reading = read_from(declarations, year, data, stage=stage)
    return scored(declarations, year, reading.measures, reading.findings)


def scored(
    declarations: "Declarations",
    year: int,
    measures: "pl.DataFrame",
    findings: "tuple[Finding, ...]" = (),
) -> Scored:
    """What a frame of measure points (`frames.MEASURES`) holds for a year."""
    from ..assess.measures import by_entity, differing
    from ..documents.measures import asked_parts

    scheme = declarations.scheme_for(year)
    asked = asked_parts(declarations, scheme, year) if scheme else ()
    parts = {(i.id, p.id): p for i in (scheme.items if scheme else ()) for p in i.parts}
    names = {e.code: e.name for e in declarations.entities.values()}
    given = by_entity(measures)
    known = {(code, *key) for code, own in given.items() for key in own}
    counts: dict[str, int] = {}
    for own in given.values():
        for entries in own.values():
            for entry in entries:
                counts[entry[1] or "未填考核人"] = counts.get(entry[1] or "未填考核人", 0) + 1
    found = tuple(
        Difference(
            code,
            names.get(code, code),
            f"{item}.{part}",
            parts[item, part].name,
            parts[item, part].points,
            tuple((e[1] or "未填考核人", e[0]) for e in entries),
        )
        for code, item, part, entries in differing(measures)
        if (item, part) in parts
    )
    done = sum(key in known for key in asked)
    return Scored(year, len(asked), done, tuple(sorted(counts.items())), found, findings)


def scored_text(found: Scored) -> str:
    """What was scored, for the terminal, with the command that settles each difference."""
    from ..text import table

    lines = [f"{found.year}年度：应评 {found.asked} 项，已评 {found.scored} 项"]
    lines += [f"  {name} {count} 项" for name, count in found.by_assessor]
    if not found.differences:
        return "\n".join([*lines, "考核人之间没有分歧"])
    rows = [
        (
            d.entity_name,
            d.target,
            d.name,
            f"{d.full:f}",
            "、".join(f"{n} {p.normalize():f}" for n, p in d.given),
        )
        for d in found.differences
    ]
    lines += ["", f"考核人评分不一致、待合议的 {len(rows)} 项"]
    lines.append(table(("考核对象", "代号", "内容", "分值", "各考核人的评分"), rows, right=(3,)))
    lines.append(
        "合议后记入：shuangkong decide 工作区 points 代号 得分 --entity 对象 --year 年度 "
        "--by 姓名 --reason 理由"
    )
    return "\n".join(lines)
