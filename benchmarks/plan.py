"""An invented plan of any size, written as a plan folder: what the engine is timed on.

Every indicator is a level in 万吨标准煤 with one target: most ask for a reduction over the base
year, every seventh caps the level and every ninth asks for a sum. Every fifth value is
allocated to each entity; all others are the same for everybody.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

from .places import Place

BASE, FIRST, LAST = 2015, 2016, 2020
#: years of data: ten of them before the base year
YEARS = range(2006, 2021)
UNIT = "万吨标准煤"
_TEXT = "utf-8"


def indicator_ids(count: int) -> list[str]:
    """Ids of the reported indicators."""
    return [f"energy_{number:02d}" for number in range(count)]


def write_plan(
    folder: Path,
    entities: Sequence[Place],
    indicators: int,
    *,
    rules: int = 20,
    allocated: bool = True,
) -> Path:
    """Write the whole plan folder; its scheme scores the first four targets and one measure.

    Without `allocated`, every target has one value for everybody.
    """
    (folder / "targets").mkdir(parents=True, exist_ok=True)
    (folder / "schemes").mkdir(exist_ok=True)
    kinds = [k for k in dict.fromkeys(e.kind for e in entities) if k != "country"]
    ids = indicator_ids(indicators)
    _put(folder / "plan.yaml", _plan(folder.name, kinds))
    _put(folder / "indicators.yaml", "indicators:\n" + "".join(map(_indicator, ids)))
    targets = [
        _target(number, one, kinds, allocated and is_allocated(number))
        for number, one in enumerate(ids)
    ]
    _put(folder / "targets" / "main.yaml", "targets:\n" + "".join(targets))
    _put(folder / "checks.yaml", "checks:\n" + "".join(_rules(ids, kinds, rules)))
    _put(folder / "schemes" / "main.yaml", _scheme(ids))
    _put(folder / "warnings.yaml", "warnings: []\n")
    _entities(folder / "entities.csv", entities)
    shared = range(indicators) if allocated else ()
    _allocations(folder / "allocations.csv", entities, [n for n in shared if is_allocated(n)])
    return folder


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding=_TEXT, newline="\n")


def _plan(name: str, kinds: Sequence[str]) -> str:
    return f"""id: {name}
title: 示例规划（虚构）
short: 示例规划
document: {{title: 示例规划, verification: synthetic}}
period: {{base: {BASE}, first: {FIRST}, last: {LAST}}}
top: CN
assessed: [{", ".join(kinds)}]
methods:
  reduce_by: {{progress: logarithmic, annual: equal_geometric, basis: levels}}
  at_most: {{progress: increment, annual: equal_increment}}
  total_at_least: {{progress: linear, annual: none}}
readings: {{about: decision, range: decision}}
synthetic: true
"""


def _indicator(one: str) -> str:
    number = int(one.rpartition("_")[2])
    return f"""  - id: {one}
    name: 第{number}类能源消费量
    unit: {UNIT}
    direction: lower
    lowest: 0
    highest: 1000000
"""


def is_allocated(number: int) -> bool:
    """Whether a target's value differs from entity to entity."""
    return number % 5 == 4


def form_of(number: int) -> tuple[str, str]:
    """Form of a target, and its value as declared."""
    if number % 7 == 6:
        return "at_most", f"5000 {UNIT}"
    if number % 9 == 8:
        return "total_at_least", f"20000 {UNIT}"
    return "reduce_by", f"{12 + number % 5}%"


def _target(number: int, indicator: str, kinds: Sequence[str], allocated: bool) -> str:
    form, value = form_of(number)
    given = "allocated: true" if allocated else f"value: {value}"
    return f"""  - id: target-{number:02d}
    name: 第{number}项目标
    kind: binding
    indicator: {indicator}
    scope: {{kinds: [{", ".join(kinds)}]}}
    form: {form}
    {given}
    base: {BASE}
    by: {LAST}
    source: {{clause: 一（{number + 1}）}}
"""


def _rules(ids: Sequence[str], kinds: Sequence[str], count: int) -> list[str]:
    """Jumps, signs, sums and differences, about as many of each as real plans have."""
    made = []
    for number in range(count):
        first, second = ids[number % len(ids)], ids[(number * 3 + 1) % len(ids)]
        rule = (
            f"abs(yoy({first})) <= 30%",
            f"{first} > 0",
            f"{first} + {second} <= 100000",
            f"{first} <= 150 * {second}",
        )[number % 4]
        made.append(f"""  - id: rule-{number:02d}
    name: 第{number}条规则
    severity: warning
    kinds: [{", ".join(kinds)}]
    rule: {rule}
    message: 与应有的关系不符
    mend: 核对单位和口径
""")
    return made


def _scheme(ids: Sequence[str]) -> str:
    scored = [n for n in range(len(ids)) if form_of(n)[0] == "reduce_by"][:4]
    items = "".join(
        f"""  - id: item-{number}
    name: 第{number}项得分
    points: {60 // len(scored)}
    rule: steps
    target: target-{number:02d}
    view: annual
    steps:
      - {{at_least: 100%, points: {60 // len(scored)}}}
      - {{at_least: 80%, points: {48 // len(scored)}}}
      - {{points: 0}}
"""
        for number in scored
    )
    rest = 100 - 60 // len(scored) * len(scored)
    return f"""id: main
title: 示例考核办法
years: [{", ".join(map(str, range(FIRST, LAST + 1)))}]
source: {{clause: 附表}}
full: 100
veto_grade: 未完成
items:
{items}  - id: measures
    name: 措施
    points: {rest}
    rule: measure
    fallback: full
    parts:
      - {{id: all, name: 各项措施, points: {rest}}}
grades:
  - {{name: 完成, at_least: 80, letter: result}}
  - {{name: 基本完成, at_least: 60, letter: result}}
  - {{name: 未完成, letter: rectification}}
"""


def _entities(path: Path, entities: Sequence[Place]) -> None:
    head = [
        "code",
        "name",
        "kind",
        "parent",
        "aliases",
        "valid_from",
        "valid_to",
        "scope_note",
        "population:万人",
    ]
    rows = [
        (e.code, e.name, e.kind, e.parent, "", "", "", "", e.population or "") for e in entities
    ]
    _table(path, head, rows)


def _allocations(path: Path, entities: Sequence[Place], numbers: Sequence[int]) -> None:
    head = ["target", "entity", "year", "tier", "value", "unit", "verification", "source", "note"]
    rows = []
    for number in numbers:
        value, _, unit = form_of(number)[1].replace("%", " %").partition(" ")
        for order, entity in enumerate(entities[1:]):
            given = int(value) + order % 4
            row = (
                f"target-{number:02d}",
                entity.code,
                "",
                "",
                given,
                unit,
                "synthetic",
                "示例",
                "",
            )
            rows.append(row)
    _table(path, head, rows)


def _table(path: Path, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding=_TEXT, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
