"""A plan in which a formula can be put into every place, and what each place makes of it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import formualizer as fz
import polars as pl
from shuangkong.assess.cases.staged import judgement
from shuangkong.assess.figure_columns import column
from shuangkong.assess.figures import gather, take_from
from shuangkong.assess.grounds import Grounds
from shuangkong.assess.judgement import Outcome
from shuangkong.assess.requirements import requirements
from shuangkong.assess.score import ScoredFrom, score_item
from shuangkong.assess.trail import Trail
from shuangkong.assess.warn import warnings_for
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.checking import check
from shuangkong.declarations.load import load
from shuangkong.formulas import Name, Node, parse, to_exact, to_excel
from shuangkong.formulas.bind import bound
from shuangkong.formulas.places import Stand
from shuangkong.intake.checks import declared
from shuangkong.intake.form.calc import SHEET as CALC
from shuangkong.intake.form.calc import Calc
from shuangkong.intake.form.calc_figures import figures
from shuangkong.intake.form.calc_judging import judging
from shuangkong.intake.form.layout import SHEET, layout_of
from shuangkong.units import scale
from shuangkong.vocabulary import Finding, View, frames

YEAR = 2018
PROVINCE, CITY, OTHER = "100000", "100100", "100200"
CODES = (PROVINCE, CITY, OTHER)
SLOT = "@@@"

_FILES = {
    "plan.yaml": """\
id: places
title: 各处公式
short: 各处公式
document: {title: 各处公式, verification: synthetic}
period: {base: 2015, first: 2016, last: 2020}
top: "100000"
assessed: [province, city]
lookups:
  factor: {name: 状态系数, by: [s], values: {甲: 1, 乙: 2.5, 丙: 4}}
  bench: {name: 类别基准, by: [kind], values: {燃煤: 0.75, 燃气: 0.5}, source: {clause: 附件}}
  both: {name: 双键, by: [kind, s], values: {燃煤 | 甲: 3, 燃煤 | 乙: 5, 燃气 | 甲: 7}}
synthetic: true
""",
    "entities.csv": """\
code,name,kind,parent,aliases,valid_from,valid_to,scope_note,people:,share:%,kind:类别
100000,甲省,province,,,,,,30,50,燃气
100100,子市,city,100000,,,,,8,40,燃煤
100200,丑市,city,100000,,,,,6,25,燃气
""",
    "indicators.yaml": """\
indicators:
  - {id: x, name: 甲量, unit: 倍}
  - {id: y, name: 乙量, unit: 倍}
  - {id: r, name: 丙率, unit: "%"}
  - {id: s, name: 状况, unit: 状态, state: [甲, 乙, 丙]}
  - {id: z, name: 总有的量, unit: 倍}
  - {id: d, name: 推算量, unit: 倍, formula: y - prior(x)}
  - {id: e, name: 再推算量, unit: 倍, formula: d * 2 + province.y, rounding: {digits: 1}}
""",
    "targets/t.yaml": """\
targets:
  - {id: all, name: 总量, kind: task, indicator: z, scope: {kinds: [province, city]},
     form: at_least, value: 1 倍, by: 2020, source: {clause: 一}}
""",
}
_STANDS = {
    Stand.DERIVED: ("indicators.yaml", "  - {id: probe, name: 探, unit: 倍, formula: %s}\n"),
    Stand.WHEN: (
        "targets/t.yaml",
        "  - {id: probe, name: 探, kind: task, indicator: x, scope: {kinds: [province, city], "
        "when: %s}, form: at_least, value: 1 倍, by: 2020, source: {clause: 二}}\n",
    ),
    Stand.CHECK: (
        "checks.yaml",
        "checks:\n  - {id: probe, name: 探, severity: error, rule: %s, message: 不符, mend: 改}\n",
    ),
    Stand.TEST: (
        "schemes/m.yaml",
        "id: m\ntitle: 办法\nyears: [2018]\nsource: {clause: 一}\nfull: 10\n"
        "veto_grade: 差\nitems:\n"
        "  - id: probe\n    name: 探\n    points: 10\n    rule: measure\n"
        "    parts:\n      - {id: p, name: 探, points: 10, test: %s}\n"
        "grades: [{name: 好, at_least: 5}, {name: 差}]\n",
    ),
    Stand.WARNING: (
        "warnings.yaml",
        "warnings:\n  - id: probe\n    title: 探\n    targets: [all]\n    view: final\n"
        "    when: %s\n    measure: ratio\n    levels:\n"
        "      - {name: 红, colour: 红, rgb: C00000, order: 1, met: false}\n"
        "      - {name: 绿, colour: 绿, rgb: 00C000, order: 0, met: true}\n"
        "    source: {clause: 一}\n",
    ),
}


def written(folder: Path, formulas: Mapping[Stand, str]) -> Path:
    """The plan with a formula in some places; a derived indicator takes 1 or 0 for a condition."""
    plan = folder / "places"
    texts = dict(_FILES)
    for stand, formula in formulas.items():
        file, text = _STANDS[stand]
        quoted = '"' + formula.replace('"', '\\"') + '"'
        texts[file] = texts.get(file, "") + text % quoted
    for file, text in texts.items():
        path = plan / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return plan


def faults(folder: Path, stand: Stand, formula: str) -> list[Finding]:
    """What `plan check` says of a formula in a place, against a plan that is sound but for it."""
    found = check(written(folder, {stand: formula}))
    return [f for f in found if f.severity.rank <= 1 and "probe" not in str(f.kind)]


def sound_plan(folder: Path) -> Declarations:
    """The plan with a formula in every place, to be replaced by `Probe`."""
    always = dict.fromkeys(Stand, "1 > 0") | {Stand.DERIVED: "1 + 0"}
    return load(written(folder, always))


Figures = Mapping[tuple[str, str, int], Fraction | None]


@dataclass(frozen=True)
class Probe:
    """A condition put into all places of a plan, over figures by entity, indicator and year."""

    plan: Declarations
    text: str
    figures: Figures
    attributes_only: bool = False

    @cached_property
    def declared(self) -> Declarations:
        """The plan with the condition in every place that can have it."""
        plan, text = self.plan, self.text
        (scheme,) = plan.schemes.values()
        (item,) = scheme.items
        part = replace(item.parts[0], test=text)
        item = replace(item, parts=(part,))
        rule, warning = plan.checks["probe"], plan.warnings["probe"]
        target = plan.targets["probe"]
        if self.attributes_only:
            target = replace(target, scope=replace(target.scope, when=text))
        probe = replace(plan.indicators["probe"], formula=f"if({text}, 1, 0)")
        against = replace(rule, id="against", rule=f"非 ({text})")
        return replace(
            plan,
            indicators={**plan.indicators, "probe": probe},
            targets={**plan.targets, "probe": target},
            checks={"probe": replace(rule, rule=text), "against": against},
            schemes={scheme.id: replace(scheme, items=(item,))},
            warnings={"probe": replace(warning, when=text)},
        )

    @cached_property
    def observations(self) -> pl.DataFrame:
        """One row per figure; everybody has the indicator z, so that everybody has a row."""
        given = dict(self.figures) | {(c, "z", y): Fraction(1) for c in CODES for y in _years()}
        rows = [
            {
                "entity": entity,
                "indicator": name,
                "year": year,
                "period": str(year),
                "value": float(value),
                "verification": "verified",
                "file": "f",
                "sheet": "s",
                "cell": f"A{number + 1}",
            }
            for number, ((entity, name, year), value) in enumerate(given.items())
            if value is not None
        ]
        return pl.DataFrame(rows, schema=dict(frames.OBSERVATIONS))

    @cached_property
    def grounds(self) -> Grounds:
        return Grounds(self.declared, self.observations)

    # ---- the meaning, told apart from the engine

    def meaning(self, entity: str) -> bool | None:
        """What the condition is for an entity, by the definition of its parts."""
        found = to_exact(self._node(self.text), lambda name: self._named(name, entity, YEAR))
        return found if isinstance(found, bool) else None

    def _node(self, text: str) -> Node:
        words = {"s": {"甲": 0, "乙": 1, "丙": 2}, "kind": {"燃气": 0, "燃煤": 1}}
        tables = {
            "factor": {("甲",): Decimal(1), ("乙",): Decimal("2.5"), ("丙",): Decimal(4)},
            "bench": {("燃煤",): Decimal("0.75"), ("燃气",): Decimal("0.5")},
            "both": {
                ("燃煤", "甲"): Decimal(3),
                ("燃煤", "乙"): Decimal(5),
                ("燃气", "甲"): Decimal(7),
            },
        }
        return bound(parse(text), words, tables)

    def _named(self, name: Name, entity: str, year: int) -> Fraction | None:
        whose = {None: [entity], "parent": [], "children": []}.get(name.of, [entity])
        if name.of == "parent" and entity != PROVINCE:
            whose = [PROVINCE]
        if name.of == "children" and entity == PROVINCE:
            whose = [CITY, OTHER]
        when = {"prior": year - 1, "base": 2015}.get(name.of or "", year)
        when = int(name.of) if (name.of or "").isdigit() else when
        values = [self._value(name.name, one, when) for one in whose]
        if not values or None in values:
            return None
        return sum((v for v in values if v is not None), Fraction(0))

    def _value(self, name: str, entity: str, year: int) -> Fraction | None:
        if name in ("people", "share", "kind"):
            row = CODES.index(entity)
            table = {"people": (30, 8, 6), "kind": (0, 1, 0), "share": (50, 40, 25)}
            return Fraction(table[name][row], 100 if name == "share" else 1)
        if name in ("d", "e"):
            text = {"d": "y - prior(x)", "e": "round(d * 2 + province.y, 1)"}[name]
            found = to_exact(parse(text), lambda n: self._named(n, entity, year))
            return found if isinstance(found, Fraction) else None
        if name == "z":
            return Fraction(1)
        value = self.figures.get((entity, name, year))
        return value if value is None or name != "r" else value / 100

    # ---- what each place makes of it

    def derived_exactly(self, entity: str) -> bool | None:
        return _truth(self.grounds.facts(entity).value("probe", YEAR))

    @cached_property
    def _bulk(self) -> Mapping[str, tuple[float | None, float | None]]:
        """Values by entity, with how far they may be off."""
        entities = pl.Series("entity", list(self.declared.entities))
        take = take_from(self.observations.lazy())
        found = gather(take, self.declared.language, [("probe", YEAR)], entities)
        values = found.values[column(("probe", YEAR))]
        off = found.error(column(("probe", YEAR)), values)
        return {e: (v, o) for e, v, o in zip(entities, values, off, strict=True)}

    def derived_in_bulk(self, entity: str) -> bool | None:
        """What floats are sure of; of the rest they say so, and it is read exactly."""
        value, off = self._bulk[entity]
        return self.derived_exactly(entity) if off == math.inf else _truth(value)

    def derived_in_a_sheet(self, entity: str) -> bool | None:
        """The steps of a trace as live formulas over the cells of its inputs."""
        trail = Trail(self.declared, self.grounds.facts(entity), self.grounds.source)
        name = trail.figure("probe", YEAR)
        if name not in trail.steps:
            return None
        book, cells = fz.Workbook(), dict[str, str]()
        book.add_sheet("S")
        for row, (key, given) in enumerate(trail.inputs.items(), start=1):
            factor = scale(given.unit)
            book.set_value("S", row, 1, float(given.value))
            cells[key] = f"(A{row}*{factor.numerator}/{factor.denominator})"
        for row, (key, step) in enumerate(trail.steps.items(), start=1):
            book.set_formula("S", row, 2, "=" + to_excel(step.formula, lambda n: cells[n.name]))
            cells[key] = f"B{row}"
        row = list(trail.steps).index(name) + 1
        return _truth(book.evaluate_cell("S", row, 2))

    @cached_property
    def _broken(self) -> set[tuple[str, str]]:
        found = declared.run(self.declared, self.observations, 2020).findings
        return {(f.kind, str(f.entity)) for f, _ in found if f.year == YEAR}

    def check(self, entity: str) -> bool | None:
        """Broken, or its opposite broken, or neither decided."""
        broken = ("SK-C:probe", entity) in self._broken
        against = ("SK-C:against", entity) in self._broken
        assert not (broken and against)
        return False if broken else True if against else None

    def form(self, entity: str) -> tuple[bool | None, bool | None] | None:
        """As the form's own check says it when written, and live; None where it is not in it."""
        layout = layout_of(self.declared, self.declared.entities[entity], YEAR)
        values = {
            (name, year): Decimal(value.numerator) / Decimal(value.denominator)
            for (whose, name, year), value in self.figures.items()
            if whose == entity and value is not None
        }
        calc = Calc()
        made = judging(calc, layout, figures(calc, layout, values))
        test = next((t for t in made.tests if (t.probe.id, t.probe.year) == ("probe", YEAR)), None)
        if test is None:
            return None
        book = fz.Workbook()
        book.add_sheet(SHEET)
        book.add_sheet(CALC)
        for (name, year), value in values.items():
            at = layout.cell(name, year)
            state = self.declared.indicators[name].state
            if at is not None:
                book.set_value(SHEET, *at, state[int(value)] if state else float(value))
        for place, live in calc.cells.items():
            book.set_formula(CALC, *place, live.formula)
        row, col = (int("".join(filter(str.isdigit, test.status.formula))), 2)
        said = {True: True, False: False, "": None}
        return said[test.status.value], said[book.evaluate_cell(CALC, row, col)]

    def part_test(self, entity: str) -> bool | None:
        (scheme,) = self.declared.schemes.values()
        score = score_item(scheme.items[0], ScoredFrom({}, self.grounds.facts(entity), {}, YEAR))
        (part,) = score.parts
        if part.points is None:
            assert "待定" in part.source
            return None
        return part.points == 10

    def warning(self, entity: str) -> bool | None:
        target = self.declared.targets["all"]
        one = self.declared.entities[entity]
        judged = judgement(
            one, target, YEAR, View.FINAL, Outcome.MET, achieved=Decimal(1), required=Decimal(1)
        )
        rules = tuple(self.declared.warnings.values())
        found = warnings_for(rules, [judged], YEAR, None, self.grounds.facts(entity))
        if found and found[0].level is None:
            assert "待定" in found[0].why
            return None
        return bool(found)

    def applies(self, entity: str) -> bool | None:
        """Whether the target is for the entity; None where an attribute for that is missing."""
        required = requirements(self.declared, YEAR)
        own = required.templates.filter(pl.col("target") == "probe").select("variant", "why")
        told = required.members.join(own.unique(), on="variant")
        rows = dict(zip(required.entities.gather(told["row"]), told["why"], strict=True))
        if entity not in rows:
            return False
        return None if "缺少判断是否适用" in (rows[entity] or "") else True

    @property
    def places(self) -> Mapping[str, Callable[[str], Any]]:
        """Every place with its reading."""
        found: dict[str, Callable[[str], Any]] = {
            "derived, exact": self.derived_exactly,
            "derived, bulk": self.derived_in_bulk,
            "derived, scorecard": self.derived_in_a_sheet,
            "check": self.check,
            "part test": self.part_test,
            "warning": self.warning,
        }
        return found | ({"when": self.applies} if self.attributes_only else {})

    def differences(self) -> list[str]:
        """Where a place does not say what the formula means."""
        wrong = []
        for entity in CODES:
            meant = self.meaning(entity)
            for place, reading in self.places.items():
                said = reading(entity)
                if said is not meant:
                    wrong.append(f"{place} of {entity}: {said}, meant {meant}")
            form = self.form(entity)
            if form is not None and form != (meant, meant):
                wrong.append(f"form of {entity}: {form}, meant {meant}")
        return wrong


def _truth(value: object) -> bool | None:
    return None if value is None else {0: False, 1: True}[int(value)]  # type: ignore[call-overload]


def _years() -> range:
    return range(2015, 2021)
