"""Executed cases as people read them on the terminal."""

from collections.abc import Sequence

from ... import text
from .run import CaseResult

_KINDS = {
    "verdict": "评定",
    "score": "计分",
    "grade": "等级",
    "warning": "预警",
    "formula": "算式",
}


def render(results: Sequence[CaseResult]) -> str:
    """One row a case, then every difference in full and what to do about it."""
    if not results:
        return "规划没有案例（cases/*.yaml）\n"
    lines = [
        text.table(
            ("代号", "种类", "案例", "结果"),
            [(r.case.id, _kind(r), r.case.title, "一致" if r.holds else "不一致") for r in results],
        ),
        "",
    ]
    wrong = [r for r in results if not r.holds]
    for result in wrong:
        lines.append(f"【不一致】{result.case.title}")
        lines.append(f"  文件说　{result.case.says.strip()}")
        lines += [f"  {difference}" for difference in result.differences]
    if wrong:
        lines.append(
            "    怎么改：先对照出处核对案例和规划的声明；都无误的，是程序的缺陷，请连同案例一并报告"
        )
    lines.append(
        f"案例共 {len(results)} 个：一致 {len(results) - len(wrong)} 个"
        + (f"，不一致 {len(wrong)} 个" if wrong else "")
    )
    return "\n".join(lines) + "\n"


def _kind(result: CaseResult) -> str:
    return "、".join(_KINDS[k] for k in result.case.kinds) or "未写明"
