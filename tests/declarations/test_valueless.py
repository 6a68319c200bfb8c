"""Formulas that read well and come to nothing are told by `plan check`, and others are left."""

from pathlib import Path

import pytest
from shuangkong.declarations.checking import check

from .plans import good_in, replaced

RULE = "rule: abs(yoy(energy)) <= 15%"
FOUND = [
    ("city", "energy <= at(energy, 2040)", "SK-D325", "规划到 2020 年为止，没有 2040 年的数"),
    ("city", "energy <= 2 * at(energy, 2010)", "SK-D325", "2010 年早于规划的基期"),
    ("city", "sum(cities.energy) <= energy", "SK-D325", "适用的对象都没有填报它的下级"),
    ("province", "province.energy >= energy", "SK-D325", "适用的对象都没有上级"),
    ("city", "province.coal >= coal", "SK-D325", "上级不填报这个指标"),
    ("city", "energy / 0 > 1", "SK-D322", "除数是零"),
    ("city", "ln(1 - 1) < yoy(energy)", "SK-D322", "ln 里的数不大于零"),
    ("city", "abs(yoy(energy)) <= 15", "SK-D324", "1500%"),
    ("city", "green_share >= 40", "SK-D324", "若指 40%，写成 40%"),
    ("city", "energy ~ prior(energy) ± -5", "SK-D323", "容许的差距是负数"),
    ("city", "energy == energy", "SK-D323", "两边是同一个式子"),
    ("city", "1 < 2", "SK-D323", "没有用到数据"),
    ("city", "energy > 10%", "SK-D110", "一边是数量，一边是百分数"),
    ("city", "energy ~ prior(energy) ± 5%", "SK-D110", "如 2% * 甲"),
]
SOUND = [
    ("city", "energy <= 2 * at(energy, 2015)"),
    ("city", "province.energy >= energy"),
    ("province", "sum(cities.energy) ~ energy ± 2% * energy"),
    ("city", "missing(province.coal) or coal > 1"),
    ("city", "energy / prior(energy) <= 1.5"),
    ("city", "abs(yoy(energy)) <= 1"),
    ("city", "yoy(energy) ~ intensity_change ± 0.5%"),
    ("city", "energy > 1000"),
]


def plan(folder: Path, kind: str, rule: str) -> Path:
    found = replaced(good_in(folder), "checks.yaml", RULE, f'rule: "{rule}"')
    replaced(found, "checks.yaml", "kinds: [city]", f"kinds: [{kind}]")
    return replaced(
        found, "indicators.yaml", "    lowest: 1\n", "    lowest: 1\n    entities: [city]\n"
    )


@pytest.mark.parametrize(("kind", "rule", "message", "said"), FOUND)
def test_what_never_has_a_value_or_compares_nothing_is_told(
    tmp_path: Path, kind: str, rule: str, message: str, said: str
) -> None:
    found = check(plan(tmp_path, kind, rule))

    assert {one.kind for one in found} == {message}
    assert said in str(found[0])
    assert "checks.yaml:6:" in str(found[0].place)


@pytest.mark.parametrize(("kind", "rule"), SOUND)
def test_what_has_a_value_and_compares_something_is_left(
    tmp_path: Path, kind: str, rule: str
) -> None:
    assert check(plan(tmp_path, kind, rule)) == ()
