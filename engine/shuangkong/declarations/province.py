"""The province that a plan is begun for: its code, how letters address it, and its cities."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from .. import resources
from ..errors import Misuse
from ..vocabulary import Address
from .hints import did_you_mean
from .plan_text import read_text

#: the shipped plan whose entities are the provinces of the country
_COUNTRY = "national-15fyp-carbon"
_ENDINGS = (
    ("自治区", Address.AUTONOMOUS_REGION),
    ("自治州", Address.PREFECTURE),
    ("新区", Address.NEW_AREA),
    ("地区", Address.PREFECTURAL_OFFICE),
    ("省", Address.PROVINCE),
    ("市", Address.CITY),
    ("州", Address.PREFECTURE),
    ("盟", Address.LEAGUE),
    ("县", Address.COUNTY),
    ("区", Address.DISTRICT),
)


class Named(NamedTuple):
    """An entity to be declared: its code and its full name."""

    code: str
    name: str


def province(name: str, code: str | None) -> Named:
    """The province of a name, with the code it is known by or the one that is given.

    Raises:
        Misuse: when no code is given and the name is none of the country's provinces.
    """
    wanted = "".join(name.split())
    known: dict[str, Named] = {}
    for row in _rows((resources.targets() / _COUNTRY / "entities.csv").read_text("utf-8")):
        if row[2] == "province":
            known |= dict.fromkeys((row[1], *row[4].split(";")), Named(row[0], row[1]))
    if code is not None:
        _refuse_odd((Named(code, wanted),), "--code 和 --name")
        return Named(code, known[wanted].name if wanted in known else wanted)
    if wanted not in known:
        raise Misuse(
            f"不认识“{name}”{did_you_mean(wanted, known)}\n"
            "    怎么改：照行政区划的全称写；不是省级行政区的，另写 --code 代码"
        )
    return known[wanted]


def cities(path: Path) -> tuple[Named, ...]:
    """The cities of a list with a code and a name in every line.

    Raises:
        Misuse: when it is no such list.
    """
    rows = [r for r in _rows(read_text(path)) if any(cell.strip() for cell in r)]
    found = tuple(Named(r[0].strip(), "".join(r[1].split())) for r in rows if len(r) == 2)
    # a heading has no figure in the place of a code
    if found and not any(c.isdigit() for c in found[0].code):
        found, rows = found[1:], rows[1:]
    if not found or len(found) != len(rows):
        raise Misuse(
            f"{path.name} 不是各市的名单\n"
            "    怎么改：每行一个市，写 代码,名称，例如 130100,石家庄市"
        )
    _refuse_odd(found, path.name)
    return found


def entity_rows(top: Named, below: Sequence[Named]) -> str:
    """The rows of entities.csv, the province first; one to be replaced where no city is known."""
    lines = [f"{top.code},{top.name},province,,全省;合计,,,,{_address(top.name)}"]
    if not below:
        lines.append(f"C0001,待录入的市,city,{top.code},,,,占位：录入各市后删去这一行,市人民政府")
    lines += [f"{c.code},{c.name},city,{top.code},,,,,{_address(c.name)}" for c in below]
    return "\n".join(lines)


def _address(name: str) -> str:
    """How letters address it: by the ending of its name, as a unit where that says nothing."""
    return next((a for ending, a in _ENDINGS if name.endswith(ending)), Address.UNIT).value


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def _refuse_odd(found: tuple[Named, ...], where: str) -> None:
    """Codes and names go into a table as they are, and each stands for one entity.

    Raises:
        Misuse: when one cannot, or stands twice.
    """
    for one in found:
        if not (one.code.isascii() and one.code.isalnum()) or not one.name.isprintable():
            raise Misuse(f"{where}：“{one.code} {one.name}”不是代码和名称\n    怎么改：代码用数字")
        if not one.name or any(mark in one.name for mark in ',";'):
            raise Misuse(f"{where}：名称“{one.name}”不能用\n    怎么改：照行政区划的全称写")
    for words in (tuple(o.code for o in found), tuple(o.name for o in found)):
        twice = [word for n, word in enumerate(words) if word in words[:n]]
        if twice:
            raise Misuse(f"{where}：“{twice[0]}”写了两次\n    怎么改：删去其中一行")
