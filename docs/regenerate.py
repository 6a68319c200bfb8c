"""Rewrites what the documentation takes from the code: key tables, units, finding kinds.

Run `python docs/regenerate.py` after changing a declared record, the unit table or a kind of
finding; the tests compare the files with what this would write.
"""

import csv
import sys
import types
import typing
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "engine"))
sys.path.insert(0, str(ROOT / "docs"))

import arrows  # noqa: E402
import shuangkong  # noqa: E402
from shuangkong.declarations import tables  # noqa: E402
from shuangkong.declarations.fields import choices, declared_fields  # noqa: E402
from shuangkong.formulas import FUNCTIONS, QUALIFIERS, SUGAR  # noqa: E402
from shuangkong.formulas.places import REFUSED, Stand, Term  # noqa: E402
from shuangkong.messages import catalogue  # noqa: E402
from shuangkong.vocabulary import (  # noqa: E402
    CheckRule,
    Context,
    Entity,
    Indicator,
    Message,
    Plan,
    Scheme,
    Target,
    WarningRule,
)

DOCS = ROOT / "docs"
_WORDS = {
    "str": "text",
    "int": "whole number",
    "bool": "true/false",
    "Decimal": "number",
    "date": "date",
    "Deadline": "deadline",
    "Every": "`year` or `2 years`",
    "Amount": "value with unit",
}
#: Files of a plan folder and the record each holds.
RECORDS = {
    "plan.yaml": Plan,
    "indicators.yaml": Indicator,
    "targets/*.yaml": Target,
    "checks.yaml": CheckRule,
    "schemes/*.yaml": Scheme,
    "warnings.yaml": WarningRule,
    "coverage.yaml": Context,
}


def parts(wanted: Any) -> Iterator[Any]:
    """The plain types inside a type, such as Target inside tuple[Target, ...] | None."""
    if typing.get_origin(wanted) in (typing.Union, types.UnionType, tuple, dict):
        for inner in typing.get_args(wanted):
            yield from parts(inner)
    elif wanted not in (type(None), ...):
        yield wanted


def nested(record: Any) -> list[Any]:
    """A record and the records inside it, each once, outer ones first."""
    found, waiting = [], [record]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            inner = [p for f in declared_fields(one).values() for p in parts(f.type)]
            waiting.extend(p for p in inner if is_record(p))
    return found


def is_record(wanted: Any) -> bool:
    """Whether a type is a record with keys of its own."""
    return hasattr(wanted, "__dataclass_fields__") and wanted.__name__ not in _WORDS


def written(wanted: Any) -> str:
    """How a value of a type is written, in a few words."""
    origin = typing.get_origin(wanted)
    if origin in (typing.Union, types.UnionType):
        return written(next(t for t in typing.get_args(wanted) if t is not type(None)))
    if origin is tuple:
        return f"list of {written(typing.get_args(wanted)[0])}"
    if origin is dict:
        key, inner = typing.get_args(wanted)
        return f"{written(inner)} by {written(key)}"
    name: str = wanted.__name__
    return _WORDS.get(name) or f"[{name}](#{name.lower()})"


def key_tables() -> str:
    """All keys of all files: what they mean, whether they must be written, how."""
    lines, done, words = [], set(), []
    for file, record in RECORDS.items():
        lines += [f"### `{file}`", ""]
        for one in nested(record):
            words += [p for f in declared_fields(one).values() for p in parts(f.type)]
            if one in done:
                continue
            done.add(one)
            lines += [f"#### {one.__name__}", "", _summary(one), ""]
            lines += ["| key | | 含义 | meaning | written as |", "|---|---|---|---|---|"]
            for key, about in declared_fields(one).items():
                must = "必填" if about.required else ""
                how = written(about.type)
                lines.append(f"| `{key}` | {must} | {about.zh} | {about.en} | {how} |")
            lines.append("")
    lines += _csv_tables()
    lines += ["### Choices", ""]
    for choice in dict.fromkeys(w for w in words if isinstance(w, type) and issubclass(w, StrEnum)):
        lines += [f"#### {choice.__name__}", "", _summary(choice), ""]
        lines += ["| word | 含义 |", "|---|---|"]
        lines += [f"| `{word}` | {says} |" for word, says in choices(choice).items()]
        lines.append("")
    return "\n".join(lines)


def _csv_tables() -> list[str]:
    lines = ["### `entities.csv`", "", "| column | 含义 | meaning |", "|---|---|---|"]
    about = declared_fields(Entity)
    lines += [f"| `{c}` | {about[c].zh} | {about[c].en} |" for c in tables.ENTITY_COLUMNS]
    lines += ["| `name:unit` | 属性列，如 `人口:万人` | an attribute with its unit |"]
    lines += [
        f"| `name:{tables.KIND}` | 类别属性列，如 `机组类型:类别` | an attribute in words |",
        "",
    ]
    lines += ["### `allocations.csv`", "", "| column | 含义 | meaning |", "|---|---|---|"]
    lines += [f"| `{c}` | {zh} | {en} |" for c, (zh, en) in tables.ALLOCATION_MEANINGS.items()]
    lines += ["", "### `holidays.csv`", "", "| column | 含义 | meaning |", "|---|---|---|"]
    lines += [f"| `{c}` | {zh} | {en} |" for c, (zh, en) in tables.HOLIDAY_MEANINGS.items()]
    return [*lines, ""]


def _summary(record: Any) -> str:
    return (record.__doc__ or "").splitlines()[0].replace("|", "\\|")


def functions() -> str:
    """The functions and qualifiers of the formula language."""
    lines = ["| function | 含义 | meaning |", "|---|---|---|"]
    for name, one in {**FUNCTIONS, **SUGAR}.items():
        lines.append(f"| `{name}` | {one.zh} | {one.en} |")
    lines += ["", "| before a dot | stands for |", "|---|---|"]
    lines += [f"| `{word}.` | {meaning} |" for word, meaning in QUALIFIERS.items()]
    return "\n".join(lines)


def places() -> str:
    """What may stand in a formula × where the formula stands."""
    lines = [f"| | 含义 | {' | '.join(s.english for s in Stand)} |"]
    lines.append("|---|---|" + "---|" * len(Stand))
    reasons: list[str] = []
    for term in Term:
        cells = []
        for stand in Stand:
            refusal = REFUSED[stand].get(term)
            if refusal is not None and refusal.why not in reasons:
                reasons.append(refusal.why)
            cells.append("✓" if refusal is None else f"✗ {reasons.index(refusal.why) + 1}")
        lines.append(f"| `{term.value}` | {term.chinese} | {' | '.join(cells)} |")
    lines += [
        "",
        "✓ works and means what the exact reading says; ✗ is refused by `plan check`:",
        "",
    ]
    return "\n".join([*lines, *(f"{n}. {why}" for n, why in enumerate(reasons, start=1))])


def units() -> str:
    """docs/units.md: every unit that may be written."""
    with (ROOT / "engine" / "shuangkong" / "units" / "table.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    lines = [
        "# Units",
        "",
        "Written as printed; compound units with a slash (`吨标准煤/万元`). Units of one dimension",
        "are converted exactly; electricity, heat and standard coal are different dimensions,",
        "since what joins them is a dated legal factor that a declaration must name",
        "(等价值 or 当量值). A count may stand before any unit: 千, 万, 十万, 百万, 千万, 亿,",
        "十亿, 百亿, 千亿, 万亿. `%` and `百分点` are never mixed: see [plans.md](plans.md).",
        "",
        "Generated by `python docs/regenerate.py` from `engine/shuangkong/units/table.csv`.",
        "",
        "| unit | dimension | factor | also written |",
        "|---|---|--:|---|",
    ]
    for row in rows:
        also = "、".join(filter(None, row["aliases"].split(";")))
        lines.append(f"| {row['unit']} | {row['dimension']} | {row['factor']} | {also} |")
    return "\n".join(lines) + "\n"


def kinds() -> dict[str, Message]:
    """Every message, by id, in order."""
    return {message.id: message for message in catalogue()}


_ROOMS = {
    "SK-C": "数据审核 Checks of the data",
    "SK-I": "读入 Intake",
    "SK-W": "工作台 The desk",
    "SK-L": "台账 The ledger",
    "SK-A": "考核 Assessment",
    "SK-O": "文书 Documents",
    "SK-D": "规划的声明 Declarations",
}


def messages() -> str:
    """docs/messages.md: every kind of finding, with its texts."""
    lines = [
        "# 审核意见一览 Messages",
        "",
        "每条意见末尾有编号，在本页按编号查（网页上可用搜索）。`{…}` 是当时所见的内容。",
        "市里填报常见的，[填报人手册](clerk.zh.md#最常见的审核意见怎样改)有例子。",
        "以 `SK-C:` 开头的是规划自己声明的规则，内容在那条意见的“依据”里。",
        "",
        "Every finding has a stable id, shown at its end. `{…}` stands for what was found.",
        "不可用 (blocker) and 须更正 (error) make a command end with exit code 1; 须说明 (warning)",
        "asks for an explanation; 提示 (info) tells.",
        "",
        "Generated by `python docs/regenerate.py` from `engine/shuangkong/messages.tsv`.",
    ]
    found = kinds()
    for prefix, room in _ROOMS.items():
        own = {i: k for i, k in found.items() if i.startswith(prefix)}
        if not own:
            continue
        lines += ["", f"## {room}", "", "| 编号 | 程度 | 说明 | 怎么改 | what |"]
        lines.append("|---|---|---|---|---|")
        for one in own.values():
            cells = (one.id, one.severity.chinese, one.zh, one.mend, one.en)
            plain = (c.replace("|", "\\|").replace("\n", " ") for c in cells)
            shown = " | ".join(c.replace("{{", "{").replace("}}", "}") for c in plain)
            lines.append(f"| {shown} |")
    return "\n".join(lines) + "\n"


def public() -> str:
    """What the package exports, with the first line that each says of itself."""
    lines = ["| name | what it is |", "|---|---|"]
    for name in shuangkong.__all__:
        lines.append(f"| `{name}` | {_summary(getattr(shuangkong, name))} |")
    return "\n".join(lines)


_BLOCKS = {
    "keys": key_tables,
    "functions": functions,
    "places": places,
    "picture": arrows.picture,
    "public": public,
}


def filled(text: str) -> str:
    """A page with its marked blocks made anew."""
    for name, make in _BLOCKS.items():
        begin, end = f"<!-- {name}: made by docs/regenerate.py -->", f"<!-- /{name} -->"
        if begin in text:
            before, rest = text.split(begin, 1)
            after = rest.split(end, 1)[1]
            text = f"{before}{begin}\n\n{make().strip()}\n\n{end}{after}"
    return text


def pages() -> dict[Path, str]:
    """Every page that is made from the code, with the text it should have."""
    made = {DOCS / "messages.md": messages(), DOCS / "units.md": units()}
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if path not in made and "made by docs/regenerate.py" in text:
            made[path] = filled(text)
    return made


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(path.relative_to(ROOT))
