"""`shuangkong plan new`: a small commented plan that loads, to be changed into a real one."""

import json
import re
from pathlib import Path

from ..errors import Misuse
from .scalars import is_year

_STARTER = Path(__file__).parent / "starter"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: Names that some systems reserve for devices.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def scaffold(folder: Path, plan: str, title: str, first: int, last: int) -> tuple[Path, ...]:
    """Write a starter plan as a new folder named after the plan's id; the files written.

    Args:
        folder: where the plan's folder is made.
        plan: the plan's id.
        title: the plan's title as printed.
        first: first year of the plan's period; the base year is the one before.
        last: last year.

    Raises:
        Misuse: when the id or the years cannot be, or the folder is already there.
    """
    _check(plan, title, first, last)
    made = folder / plan
    if made.exists():
        raise Misuse(f"{made} 已经存在，不会覆盖\n    怎么改：换一个代号，或先移走原来的文件夹")
    words = {
        "id": plan,
        "title": json.dumps(title.strip(), ensure_ascii=False),
        "base": str(first - 1),
        "first": str(first),
        "last": str(last),
        "years": f"[{', '.join(str(year) for year in range(first, last + 1))}]",
    }
    written = []
    for source in sorted(p for p in _STARTER.rglob("*") if p.suffix in (".yaml", ".csv")):
        text = source.read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace("{{" + word + "}}", value)
        path = made / source.relative_to(_STARTER)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


def _check(plan: str, title: str, first: int, last: int) -> None:
    if not _ID.fullmatch(plan) or _RESERVED.fullmatch(plan):
        raise Misuse(
            f"“{plan}”不能作规划的代号\n"
            "    怎么改：用小写字母、数字和短横，以字母开头，如 hebei-15fyp"
        )
    if not title.strip() or not title.strip().isprintable():
        raise Misuse("规划名称是空的，或含有换行等控制字符\n    怎么改：照规划的封面写名称")
    if not (is_year(first) and is_year(last) and first <= last <= first + 30):
        raise Misuse(
            f"规划期 {first}—{last} 不合理\n"
            "    怎么改：首年不晚于末年，都写四位数的年份，如 2026 和 2030"
        )
