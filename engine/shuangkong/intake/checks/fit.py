"""The figures of one entity and version against each other: the culprit named, once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

import polars as pl

from ... import messages
from ...declarations.bundle import Declarations
from ...formulas import Name, parse, to_chinese, to_exact
from ...units import scale
from ...vocabulary import CheckRule, Finding, Place
from ..consistency.judge import Broken, Culprit, judged
from ..consistency.rules import Cell, Probe, Sort, probes_of
from ..consistency.said import (
    UNIT_AND_POINT,
    UNITS_AND_POINT,
    asked,
    bounds,
    hint,
    row_slip,
    times_said,
    unit_off_by,
    with_unit,
)
from ..consistency.slips import Slip, row_power
from ..consistency.written_out import written_out
from ..reading.book import decimal_text

_KEYS = ["entity", "authority", "vintage"]


def check(
    declarations: Declarations, observations: pl.DataFrame, entities: Iterable[str], year: int
) -> list[Finding]:
    """Judge the figures of some entities, each version by itself."""
    wanted = observations.filter(
        pl.col("entity").is_in(list(entities)),
        pl.col("period").str.len_chars() == 4,
        pl.col("year") <= year,
    )
    made: dict[tuple[str, tuple[int, ...]], tuple[Probe, ...]] = {}
    found: list[Finding] = []
    for (code, *_), own in wanted.group_by(_KEYS, maintain_order=True):
        kind = declarations.entities[str(code)].kind
        years = tuple(range(min(own["year"]), max(own["year"]) + 1))
        if (kind, years) not in made:
            made[kind, years] = probes_of(declarations, kind, years)
        found += _Fit.of(declarations, str(code), own).findings(made[kind, years])
    return found


@dataclass(frozen=True)
class _Fit:
    """One entity's figures of one version, with the cells they stand in."""

    declarations: Declarations
    entity: str
    values: Mapping[Cell, Decimal]
    raw: Mapping[Cell, str]
    places: Mapping[Cell, Place]

    @classmethod
    def of(cls, declarations: Declarations, entity: str, own: pl.DataFrame) -> "_Fit":
        columns = ("indicator", "year", "value", "raw", "file", "sheet", "cell")
        values: dict[Cell, Decimal] = {}
        raw: dict[Cell, str] = {}
        places: dict[Cell, Place] = {}
        for indicator, year, value, text, file, sheet, cell in own.select(columns).iter_rows():
            if value is not None and (indicator, year) not in values:
                values[indicator, year] = Decimal(decimal_text(value))
                raw[indicator, year] = text or ""
                places[indicator, year] = Place(file, sheet=sheet, cell=cell)
        return cls(declarations, entity, values, raw, places)

    def findings(self, tests: tuple[Probe, ...]) -> list[Finding]:
        given = [t for t in tests if not (t.sort is Sort.OTHER and t.rule is None
                 and (t.indicator, t.year) in self.values)]  # fmt: skip
        said = judged(self.declarations, self.entity, given, self.values)
        found = [self._culprit(one) for one in said.culprits]
        for one in said.broken:
            found.append(self._broken(one))
        return found

    def _name(self, cell: Cell) -> str:
        return self.declarations.indicators[cell[0]].name

    def _said(self, cell: Cell, value: Decimal) -> str:
        """A figure with its unit, a state by its word."""
        word = self.declarations.indicators[cell[0]].state_named(int(value))
        return word or with_unit(f"{value:f}", self.declarations.indicators[cell[0]])

    def _of(self, cell: Cell, marks: Iterable[Cell] = ()) -> "partial[Finding]":
        """A finding on a cell, its words to be filled in."""
        shown = tuple(dict.fromkeys(self.places[c] for c in marks if c in self.places))
        return partial(
            Finding.of,
            place=self.places.get(cell),
            seen=self.raw.get(cell) or None,
            entity=self.entity,
            indicator=cell[0],
            year=cell[1],
            marks=shown,
            who=self.declarations.entities[self.entity].name,
            when=cell[1],
            name=self._name(cell),
        )

    def _culprit(self, one: Culprit) -> Finding:
        unit = self.declarations.indicators[one.cell[0]]
        rules = [t.rule for t in one.explains if t.rule is not None]
        right = "" if one.expected is None else self._said(one.cell, one.expected.normalize())
        word = "应为" if one.exact else "按其他数推算应约为"
        slip = str(one.slip.value)
        if one.slip is Slip.POWER and one.expected:
            other = unit_off_by(abs(one.expected / one.seen), unit.unit)
            slip = f"“{other}”的数填成了“{unit.unit}”" if other else "小数点点错了位"
        return self._of(one.cell)(
            messages.CULPRIT,
            basis=self._basis(rules),
            value=self._said(one.cell, one.seen),
            expected=f"，{word} {right}" if right else "",
            slip=f"（{slip}）" if slip else "",
        )

    def _basis(self, rules: list[CheckRule]) -> str | None:
        if not rules:
            return None
        names = {i: one.name for i, one in self.declarations.indicators.items()}
        first = rules[0]
        sentence = to_chinese(parse(first.rule), lambda name: names.get(name, name))
        cited = f"（{first.source.clause}）" if first.source else ""
        more = f"；因此不符的还有 {len(rules) - 1} 条规则" if len(rules) > 1 else ""
        return f"{first.name}：{sentence}{cited}{more}"

    def _broken(self, one: Broken) -> Finding:
        makers: Mapping[Sort, Callable[[Broken], Finding]] = {
            Sort.ROW: self._row,
            Sort.SLIP: self._slip,
            Sort.RANGE: self._range,
        }
        if one.test.sort in makers:
            return makers[one.test.sort](one)
        return self._rule(one) if one.test.rule is not None else self._derived(one)

    def _row(self, one: Broken) -> Finding:
        indicator = self.declarations.indicators[one.test.indicator]
        last = one.marks[-1]
        years = [year for _, year in one.marks]
        power = row_power(indicator, [self.values[c] for c in one.marks])
        side, other = row_slip(power, indicator.unit)
        right = self.values[last].scaleb(-power).normalize()
        return self._of(last, one.marks)(
            messages.ROW_UNIT,
            years=f"{years[0]}—{years[-1]}年",
            side=side,
            times=times_said(power),
            unit=other,
            wanted=indicator.unit,
            cell=self.places[last].cell,
            value=f"{right:f}",
        )

    def _slip(self, one: Broken) -> Finding:
        own, before = one.test.cells
        mark = one.marks[0]
        indicator = self.declarations.indicators[mark[0]]
        value, other = self.values[mark], self.values[before if mark == own else own]
        ratio = abs(value / other)
        return self._of(mark)(
            messages.MAGNITUDE,
            value=self._said(mark, value),
            before=self._said(mark, other),
            which="上年" if mark == own else "下年",
            times=times_said(round(abs(ratio.log10())), ratio),
            hint=hint(value, indicator, other),
            asked=asked(value, indicator, other, UNITS_AND_POINT),
        )

    def _range(self, one: Broken) -> Finding:
        cell = one.marks[0]
        indicator = self.declarations.indicators[cell[0]]
        value, before = self.values[cell], self.values.get((cell[0], cell[1] - 1))
        return self._of(cell)(
            messages.OUT_OF_RANGE,
            value=self._said(cell, value),
            bounds=bounds(indicator),
            hint=hint(value, indicator, before),
            asked=asked(value, indicator, before, UNIT_AND_POINT),
        )

    def _derived(self, one: Broken) -> Finding:
        indicator = self.declarations.indicators[one.test.indicator]
        names = "、".join(dict.fromkeys(self._name(c) for c in one.test.cells))
        return self._of(one.marks[0], one.marks)(
            messages.OUT_OF_RANGE,
            name=indicator.name,
            value=with_unit(f"{self._derived_value(one.test):.4f}", indicator),
            bounds=bounds(indicator),
            hint=f"（由{names}算出）",
            asked=UNIT_AND_POINT,
        )

    def _derived_value(self, test: Probe) -> float:
        node = written_out(Name(test.indicator), self.declarations.language, test.year)
        unit = scale(self.declarations.indicators[test.indicator].unit)
        value = None if node is None else to_exact(node, self._figure)
        return float(value / unit) if isinstance(value, Fraction) else 0.0

    def _figure(self, name: Name) -> Fraction | None:
        value = self.values.get((name.name, int(name.of or 0)))
        factor = scale(self.declarations.language.unit(name.name))
        return None if value is None else Fraction(value) * factor

    def _rule(self, one: Broken) -> Finding:
        rule = one.test.rule
        assert rule is not None
        figures = "；".join(
            f"{'' if c[1] == one.test.year else f'{c[1]}年'}{self._name(c)} "
            f"{self._said(c, self.values[c])}"
            for c in one.test.cells
            if c in self.values
        )
        entity = self.declarations.entities[self.entity]
        marks = tuple(dict.fromkeys(self.places[c] for c in one.marks if c in self.places))
        return Finding(
            kind=f"SK-C:{rule.id}",
            severity=rule.severity,
            why=f"{entity.name}{one.test.year}年：{rule.message}",
            mend=rule.mend,
            place=marks[0] if marks else None,
            seen=figures,
            basis=self._basis([rule]),
            entity=entity.code,
            indicator=one.marks[0][0],
            year=one.test.year,
            marks=marks,
        )
