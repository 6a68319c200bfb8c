import datetime
import shutil
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from shuangkong.declarations.load import load
from shuangkong.documents.measures import MeasureEntry, write_measures_workbook
from shuangkong.intake.form.write import write_form
from shuangkong.ledger.begin import init
from shuangkong.ledger.moments import BEIJING
from shuangkong.ledger.submit import Submitted, submit
from shuangkong.vocabulary import DecisionKind, frames

PLAN = {
    "plan.yaml": """
id: ledger-demo
title: 台账试验规划（虚构）
short: 台账试验
synthetic: true
document: {title: 台账试验规划（虚构）, verification: synthetic}
period: {base: 2015, first: 2016, last: 2020}
top: "990000"
assessed: [city]
""",
    "entities.csv": """code,name,kind,parent,aliases,valid_from,valid_to,scope_note
990000,示例省,province,,,,,
990100,示例甲市,city,990000,甲市,,,
990200,示例乙市,city,990000,乙市,,,
""",
    "indicators.yaml": """
indicators:
  - {id: energy_total, name: 能源消费总量, unit: 万吨标准煤, direction: lower}
  - {id: coal, name: 煤炭消费量, unit: 万吨, direction: lower}
""",
    "targets/targets.yaml": """
targets:
  - id: total
    name: 能源消费总量控制
    kind: binding
    indicator: energy_total
    scope: {kinds: [city]}
    form: at_most
    value: 100 万吨标准煤
    base: 2015
    by: 2020
    source: {clause: 虚构}
  - id: coal
    name: 煤炭消费量控制
    kind: binding
    indicator: coal
    scope: {kinds: [city]}
    form: at_most
    value: 50 万吨
    base: 2015
    by: 2020
    source: {clause: 虚构}
  - id: saving
    name: 煤炭消费量分解目标
    kind: indicative
    indicator: coal
    scope: {kinds: [city]}
    form: at_most
    allocated: true
    base: 2015
    by: 2020
    source: {clause: 虚构}
""",
    "schemes/demo.yaml": """
id: demo
title: 台账试验考核办法（虚构）
years: [2018, 2019, 2020]
source: {clause: 虚构}
full: 100
items:
  - id: total
    name: 能源消费总量
    points: 60
    rule: all_or_nothing
    target: total
    view: final
  - id: measures
    name: 节能措施
    points: 40
    rule: measure
    parts:
      - {id: m1, name: 组织领导, points: 40}
grades:
  - {name: 完成, at_least: 60, letter: result}
  - {name: 未完成, letter: rectification}
veto_grade: 未完成
""",
}


def ruled(
    workspace, kind, target, choice, by="李主任", reason="不可抗力", *, clock, second="副手", **more
):
    """Decide, and confirm by a second person unless `second` is None."""
    from shuangkong.ledger.confirm import confirm
    from shuangkong.ledger.decide import Wish, decide

    if "entity" not in more and kind is not DecisionKind.REVISION:
        more["everyone"] = True
    (done,) = decide(workspace, Wish(kind, target, choice, by, reason, **more), clock=clock)
    if second:
        confirm(workspace, (done.ruling.number,), second, clock=clock)
    return done


CITIES = {"甲": "990100", "乙": "990200"}
Figures = Mapping[tuple[str, int], float]


class Clock:
    def __init__(self) -> None:
        self.now = datetime.datetime(2021, 3, 1, 9, 0, tzinfo=BEIJING)

    def __call__(self) -> datetime.datetime:
        self.now += datetime.timedelta(minutes=1)
        return self.now

    def on(self, day: str) -> None:
        self.now = datetime.datetime.fromisoformat(day).replace(hour=9, tzinfo=BEIJING)


class World:
    """A workspace with a small plan, and hands to fill it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = folder / "plans" / "ledger-demo"
        self.workspace = folder / "工作区"
        self.clock = Clock()
        for name, text in PLAN.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.plan / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.plan / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def begin(self) -> "World":
        init(self.workspace, str(self.plan), "建账员", clock=self.clock)
        return self

    def form(
        self, city: str, figures: Figures, *, year: int = 2020, name: str | None = None
    ) -> Path:
        declarations = load(self.plan)
        rows = [
            {
                "entity": CITIES.get(city, city),
                "indicator": i,
                "year": y,
                "period": str(y),
                "value": v,
            }
            for (i, y), v in figures.items()
        ]
        prefill = pl.DataFrame(rows, schema=dict(frames.OBSERVATIONS))
        path = self.folder / "收件" / (name or f"{city}市_{year}.xlsx")
        path.parent.mkdir(exist_ok=True)
        write_form(declarations, declarations.entities[CITIES.get(city, city)], year, path, prefill)
        return path

    def table(self, name: str, lines: list[str]) -> Path:
        path = self.folder / "收件" / name
        path.parent.mkdir(exist_ok=True)
        text = "\n".join(["entity,indicator,period,value,unit,vintage,authority", *lines])
        path.write_text(text + "\n", encoding="utf-8")
        return path

    def scores(self, points: Mapping[str, str], *, name: str, assessor: str = "张三") -> Path:
        declarations = load(self.plan)
        filled = {
            (CITIES[city], "measures", "m1"): MeasureEntry(Decimal(p), assessor, "材料")
            for city, p in points.items()
        }
        path = self.folder / "收件" / name
        path.parent.mkdir(exist_ok=True)
        scheme = declarations.schemes["demo"]
        write_measures_workbook(declarations, scheme, 2020, path, filled, synthetic=True)
        return path

    def allocations(self, *lines: str) -> Path:
        path = self.folder / "收件" / "allocations.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def submit(self, *paths: Path, year: int = 2020, **more: object) -> Submitted:
        return submit(
            self.workspace,
            list(paths),
            year,
            "经手人",
            clock=self.clock,
            **more,  # type: ignore[arg-type]
        )

    def both_cities(self, *, first: float = 90, second: float = 110) -> None:
        self.submit(
            self.form("甲", {("energy_total", 2015): 95, ("energy_total", 2020): first}),
            self.form("乙", {("energy_total", 2015): 95, ("energy_total", 2020): second}),
        )

    def whole_cities(self, *, first: float = 90, second: float = 110) -> None:
        """Forms without a gap, so that both cities can be graded."""
        known = {(i, y): 40.0 for i in ("energy_total", "coal") for y in range(2015, 2020)}
        self.submit(
            *(
                self.form(city, {**known, ("energy_total", 2020): value, ("coal", 2020): 40.0})
                for city, value in (("甲", first), ("乙", second))
            )
        )

    def out(self, name: str) -> Path:
        return self.folder / name


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A workspace folder that does not exist yet, and its plan."""
    return World(tmp_path)


@pytest.fixture
def begun(world: World) -> World:
    return world.begin()


@pytest.fixture(scope="session")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with submissions, scores, a decision and an issue; copied before it is touched."""
    from shuangkong.ledger.issue import assess_workspace
    from shuangkong.vocabulary import View

    made = World(tmp_path_factory.mktemp("issued")).begin()
    made.both_cities()
    made.submit(made.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    made.submit(made.table("公报.csv", ["乙市,coal,2020,49,万吨,最终核实,核定"]))
    ruled(
        made.workspace,
        DecisionKind.OVERRIDE,
        "total",
        "met",
        "李主任",
        "不可抗力，经省政府同意",
        entity="乙市",
        year=2020,
        view=View.FINAL,
        clock=made.clock,
    )
    assess_workspace(
        made.workspace, 2020, made.out("签发"), issue=True, by="王处长", clock=made.clock
    )
    return made.workspace / "shuangkong.ledger"


@pytest.fixture
def ledger(issued_once: Path, tmp_path: Path) -> Path:
    """A copy of that ledger, alone in its workspace."""
    workspace = tmp_path / "副本"
    workspace.mkdir()
    return Path(shutil.copy(issued_once, workspace / issued_once.name))
