"""`shuangkong plan new`: a commented plan that loads, to be changed into a real one."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import Misuse
from .hints import did_you_mean
from .province import Named, entity_rows
from .scalars import is_year

_STARTERS = Path(__file__).parent / "starters"
_PLAIN = "plain"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: Names that some systems reserve for devices.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


class Starter(NamedTuple):
    """A plan of a kind that offices begin: its title after the province's name, and its years."""

    title: str
    first: int
    last: int


TEMPLATES: Mapping[str, Starter] = {"carbon-15fyp": Starter("“十五五”碳达峰行动方案", 2026, 2030)}


def template(name: str) -> Starter:
    """The template of a name.

    Raises:
        Misuse: when there is none.
    """
    if name not in TEMPLATES:
        hint = did_you_mean(name, TEMPLATES)
        raise Misuse(f"没有名为“{name}”的样板{hint}\n    怎么改：可选 {'、'.join(TEMPLATES)}")
    return TEMPLATES[name]


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
    return _written(_PLAIN, folder, plan, title, first, last, {})


def from_template(
    name: str,
    folder: Path,
    plan: str,
    top: Named,
    cities: Sequence[Named] = (),
    *,
    title: str | None = None,
) -> tuple[Path, ...]:
    """Write a province's own plan from a template; the files written.

    Args:
        name: the template's name.
        folder: where the plan's folder is made.
        plan: the plan's id.
        top: the province.
        cities: its cities, where they are known already.
        title: the plan's title as printed; the usual one when None.

    Raises:
        Misuse: when there is no such template, the id cannot be, the folder is already there,
            or a city stands for the province.
    """
    known = template(name)
    twice = [c for c in cities if c.code == top.code or c.name == top.name]
    if twice:
        raise Misuse(f"“{twice[0].name}”既是全省又是市\n    怎么改：从各市的名单里删去这一行")
    words = {"name": top.name, "code": top.code, "entities": entity_rows(top, cities)}
    said = title if title is not None else f"{top.name}{known.title}"
    return _written(name, folder, plan, said, known.first, known.last, words)


def _written(
    starter: str,
    folder: Path,
    plan: str,
    title: str,
    first: int,
    last: int,
    further: Mapping[str, str],
) -> tuple[Path, ...]:
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
        **further,
    }
    root = _STARTERS / starter
    written = []
    for source in sorted(p for p in root.rglob("*") if p.suffix in (".yaml", ".csv")):
        text = source.read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace("{{" + word + "}}", value)
        path = made / source.relative_to(root)
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
