"""The table of what may stand where, cell by cell: it works as it says, or is refused."""

import dataclasses
import importlib
import pkgutil
import typing
from fractions import Fraction

import pytest
from shuangkong import vocabulary
from shuangkong.declarations.builder import _FORMULAS
from shuangkong.declarations.bundle import Declarations
from shuangkong.formulas.places import REFUSED, Stand, Term

from .stands import CITY, CODES, OTHER, PROVINCE, Probe, faults, sound_plan

#: A condition for each row of the table, and whether it rests on attributes alone.
CONDITIONS = {
    Term.OWN: "x > 2",
    Term.PRIOR: "prior(x) > 2",
    Term.YOY: "yoy(x) > 20%",
    Term.BASE: "base(x) > 2",
    Term.AT: "at(x, 2016) > 2",
    Term.PARENT: "province.x > x * 2",
    Term.CHILDREN: "sum(cities.y) > 5",
    Term.STATE: "s == '乙'",
    Term.STATE_PRIOR: "prior(s) != '乙'",
    Term.STATE_PARENT: "province.s == '丙'",
    Term.STATE_CHILDREN: "cities.s == '丙'",
    Term.ATTRIBUTE: "people > 7",
    Term.ATTRIBUTE_PARENT: "people / province.people > 25%",
    Term.ATTRIBUTE_CHILDREN: "sum(cities.people) > 10",
    Term.ATTRIBUTE_PRIOR: "prior(people) > 7",
    Term.KIND: "kind == '燃煤'",
    Term.KIND_CHILDREN: "cities.kind == '燃煤'",
    Term.LOOKUP_STATE: "factor[s] > 2",
    Term.LOOKUP_KIND: "bench[kind] * x > 1",
}
FIGURES = {
    (code, name, year): Fraction(value + step * number, 2)
    for number, code in enumerate(CODES)
    for name, value, step in (("x", 3, 2), ("y", 8, -1), ("r", 5, 3))
    for year in range(2015, 2021)
} | {
    (PROVINCE, "s", 2018): Fraction(2),
    (CITY, "s", 2018): Fraction(1),
    (CITY, "s", 2017): Fraction(1),
    (OTHER, "s", 2018): Fraction(0),
    (OTHER, "s", 2017): Fraction(2),
    (CITY, "x", 2018): Fraction(4),
    (CITY, "x", 2016): Fraction(1),
    (OTHER, "x", 2018): None,
    (CITY, "x", 2015): None,
}
_MAYBE = str | None
_WHEN = {Term.LOOKUP_KIND: "bench[kind] > 0.6"}


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    return sound_plan(tmp_path_factory.mktemp("plan"))


def test_every_key_that_takes_a_formula_is_a_place_of_the_table():
    modules = [
        importlib.import_module(f"shuangkong.vocabulary.{one.name}")
        for one in pkgutil.iter_modules(vocabulary.__path__)
        if one.name != "case"  # worked cases quote the formulas of others
    ]
    keys = {
        (record.__name__, field.name)
        for module in modules
        for record in vars(module).values()
        if dataclasses.is_dataclass(record) and record.__module__ == module.__name__
        for field in dataclasses.fields(record)
        if field.name in _FORMULAS and typing.get_type_hints(record)[field.name] in (str, _MAYBE)
    }

    assert keys == {
        ("Indicator", "formula"),
        ("Scope", "when"),
        ("CheckRule", "rule"),
        ("Part", "test"),
        ("WarningRule", "when"),
    }
    assert len(keys) == len(Stand)


@pytest.mark.parametrize("stand", Stand)
@pytest.mark.parametrize("term", Term)
def test_each_cell_is_taken_or_refused_as_the_table_says(term, stand, tmp_path):
    condition = _WHEN.get(term, CONDITIONS[term]) if stand is Stand.WHEN else CONDITIONS[term]
    formula = f"if({condition}, 1, 0)" if stand is Stand.DERIVED else condition

    found = faults(tmp_path, stand, formula)

    refusal = REFUSED[stand].get(term)
    if refusal is None:
        assert found == []
        return
    assert {f.kind for f in found} == {"SK-D310"}
    assert all(refusal.why in str(f) and refusal.mend in str(f) for f in found)
    assert all(f.place.line and f.place.column for f in found)


@pytest.mark.parametrize("term", [t for t in Term if t not in REFUSED[Stand.CHECK]])
def test_what_is_taken_means_the_same_everywhere(term, plan):
    told = REFUSED[Stand.WHEN].get(term) is None and term is not Term.LOOKUP_KIND
    probe = Probe(plan, CONDITIONS[term], FIGURES, attributes_only=told)

    assert probe.differences() == []
    # the example says something of somebody
    assert {probe.meaning(code) for code in CODES} & {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "both[kind, s] > 4",
        "prior(d) > 1",
        "base(e) > 1 或 e > 3",
        "sum(cities.d) > 2",
        "province.e - d > 1",
        "missing(x)",
        "非 missing(x) 且 x > 1",
        "missing(d) 或 d > 1",
        "x > 3 或 y > 3",
        "x > 3 且 y > 100",
        "if(kind == '燃煤', x, y) > 2",
        "if(missing(x), y, x) > 2",
        "steps(y, 4, 3, 3.5, 2, 0) > 1",
        "steps(y, province.y, 3, 1, 2, 0) > 1",
        "steps(x, base(x), province.y, 2) > 1",
        "0 < if(0 < steps(2.5, 2, 5, x, 3, 1), 1, 0)",
        "share > 30%",
        "r + share > 30%",
        "abs(r - 5%) <= 1%",
        "x ~ y ± 2",
        "x ~ x ± abs(if(x > x, x, d))",
        "0 ~ 0 ± abs(steps(people, 2, 5, people, 3, 1))",
        "s == prior(s)",
        "1 / (x - 4) > 0",
        "x ** 2 > 5",
        "round(y / 3, 1) >= 1.2",
    ],
)
def test_combinations_mean_the_same_everywhere(text, plan):
    assert Probe(plan, text, FIGURES).differences() == []


def test_what_is_lacking_is_named(plan):
    probe = Probe(plan, "base(x) > 1 且 province.y > 0", FIGURES)
    facts = probe.grounds.facts(CITY)
    node = plan.language.node(probe.text)

    assert [(k.entity, k.name, k.year) for k in facts.lacking(node, 2018)] == [(CITY, "x", 2015)]
