"""What entities have to reach, looked up together, against the plain way of one by one."""

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from shuangkong.assess.allocated import Asking, ValueGiven, Values
from shuangkong.assess.judgement import Outcome
from shuangkong.declarations.bundle import Declarations
from shuangkong.declarations.load import load
from shuangkong.vocabulary import Allocation, Amount, Entity, Place, Target, Verification

from benchmarks.places import Size, places
from benchmarks.plan import write_plan

YEAR = 2019
TIERS = (None, "better")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    folder = tmp_path_factory.mktemp("allocated")
    return load(write_plan(folder / "plan", places(Size(1, 2, 4)), 8))


def drawn(plan: Declarations, draw: random.Random, count: int, file: str) -> list[Allocation]:
    def amount() -> Amount | None:
        number = Decimal(draw.randrange(1, 4))
        return draw.choice([None, Amount(number, number, "%"), Amount(number, number + 1, "%")])

    return [
        Allocation(
            target=draw.choice(list(plan.targets)),
            entity=draw.choice(list(plan.entities)),
            year=draw.choice([None, YEAR, YEAR - 1]),
            tier=draw.choice(TIERS),
            value=amount(),
            verification=draw.choice(list(Verification)),
            source=draw.choice(["附件1", "附件2"]),
            note=None,
            place=Place(file, line),
        )
        for line in range(1, count)
    ]


def one_by_one(
    values: Values, rows: Sequence[Allocation], target: Target, entity: Entity, tier: str | None
) -> ValueGiven:
    """As it is said: the better verified counts, of equals the first; nobody else's stands in."""

    def of(year: int | None) -> Allocation | None:
        found = [
            a for a in rows
            if (a.target, a.entity, a.year, a.tier) == (target.id, entity.code, year, tier)
        ]  # fmt: skip
        return min(found, key=lambda a: a.verification.distrust, default=None)

    clause, mark = values.written(target)
    final, yearly = of(None), of(YEAR)
    if not target.allocated:
        return ValueGiven(target.value, yearly.value if yearly else None, clause, mark)
    used = final or yearly
    if used is None:
        why = f"{entity.name}的分解目标未公布（见{clause}），不以上级目标代替"
        return ValueGiven(None, None, clause, "verified", Outcome.NOT_ASSESSABLE, why)
    if used.value is None:
        why, source = f"未设此目标（{used.source}）", f"{used.source}（{used.place}）"
        return ValueGiven(
            None, None, source, used.verification.value, Outcome.NOT_APPLICABLE, why
        )  # fmt: skip
    return ValueGiven(
        final.value if final else None,
        yearly.value if yearly else None,
        f"{used.source}（{used.place}）",
        used.verification.value,
    )


def issued_in(
    rows: Sequence[Allocation], one: Asking, entity: str, mark: str
) -> tuple[str | None, str | None, str]:
    """Where the value of the year is written, which has a row and a verification of its own; and
    the weaker of its verification and that of the value of the period."""
    key = (one.target.id, entity, YEAR, one.tier)
    found = [a for a in rows if (a.target, a.entity, a.year, a.tier) == key]
    best = min(found, key=lambda a: a.verification.distrust, default=None)
    if best is None:
        return None, None, mark
    weakest = Verification.weakest([best.verification, Verification(mark)])
    return f"{best.source}（{best.place}）", best.verification.value, weakest.value


@pytest.mark.parametrize("seed", range(12))
def test_values_are_those_of_one_by_one(plan: Declarations, seed: int) -> None:
    draw = random.Random(seed)
    own = drawn(plan, draw, 150, "allocations.csv")
    overlay = drawn(plan, draw, draw.choice([1, 60]), "分解.csv")
    declared = replace(plan, allocations=tuple(own))
    values = Values(declared, YEAR, overlay)
    entities = list(plan.entities.values())
    asking = [Asking(t, tier, entities) for t in plan.targets.values() for tier in TIERS]

    found = values.of(asking)

    for one, given in zip(asking, found, strict=True):
        plainly = {
            e.code: one_by_one(values, (*own, *overlay), one.target, e, one.tier) for e in entities
        }
        wanted = {
            code: v for code, v in plainly.items() if one.tier is None or v.state is None
        }  # fmt: skip
        got = {
            code: replace(given.values[which], verification=mark, source=source, why=why)
            for code, which, mark, source, _, _, _, why in given.entities.iter_rows()
        }
        assert got == wanted
        assert list(got) == list(wanted)
        issued = given.entities.select(
            "entity", "own_issued", "own_issued_verification", "own_weakest"
        )
        assert {code: tuple(rest) for code, *rest in issued.iter_rows()} == {
            code: issued_in((*own, *overlay), one, code, v.verification)
            for code, v in wanted.items()
        }


def test_nobody_asking_is_answered_nothing(plan: Declarations) -> None:
    values = Values(plan, YEAR, ())

    assert values.of([]) == []
    (nobody,) = values.of([Asking(next(iter(plan.targets.values())), None, [])])
    assert nobody.entities.is_empty()
    assert nobody.values == ()
