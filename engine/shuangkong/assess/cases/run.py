"""A plan's worked cases, each executed against the engine."""

from collections.abc import Iterator
from pathlib import Path

from ...declarations.bundle import Declarations
from ...declarations.cases import load_cases
from ...declarations.load import load
from ...errors import ShuangkongError
from ...records import dataclass
from ...vocabulary.case import Case
from .scores import grade_differences, score_differences
from .sums import formula_differences, warning_differences
from .verdicts import differences as verdict_differences


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and how the engine differs from it."""

    case: Case
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the engine gives what the case says."""
        return not self.differences


def run_case(declarations: Declarations, case: Case) -> tuple[str, ...]:
    """Every difference between a case and the engine, in Chinese; empty when the case holds.

    A difference says what was expected, what came and where the case is written. A case that
    cannot be executed (it names what is not declared, or a unit does not fit) differs too.
    """
    where = f"案例 {case.id}" + (f"，{case.place}" if case.place else "")
    try:
        found = list(_differences(declarations, case))
    except ShuangkongError as error:
        found = [f"不能执行：{error}"]
    return tuple(f"{difference}（{where}）" for difference in found)


def _differences(declarations: Declarations, case: Case) -> Iterator[str]:
    if len(case.kinds) != 1:
        listed = "、".join(case.kinds) or "一种也没有"
        yield f"一个案例只写 verdict、score、grade、warning、formula 中的一种，这里有：{listed}"
    elif case.verdict is not None:
        yield from verdict_differences(declarations, case, case.verdict)
    elif case.score is not None:
        yield from score_differences(declarations, case.score)
    elif case.grade is not None:
        yield from grade_differences(declarations, case.grade)
    elif case.warning is not None:
        yield from warning_differences(declarations, case.warning)
    elif case.formula is not None:
        yield from formula_differences(declarations, case.formula)


def run_cases(folder: Path) -> tuple[CaseResult, ...]:
    """All worked cases of a plan folder, in order of file and place.

    Raises:
        DeclarationError: when the plan or a case is not written as it must be.
    """
    declarations = load(folder)
    return tuple(CaseResult(case, run_case(declarations, case)) for case in load_cases(folder))
