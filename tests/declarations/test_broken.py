import re

import pytest
from shuangkong.declarations.checking import check, failed
from shuangkong.messages import catalogue

from .plans import BROKEN, GOOD, broken_in

NAMES = sorted(p.name for p in BROKEN.iterdir())


def expected(name):
    lines = (BROKEN / name / "expected.txt").read_text(encoding="utf-8").splitlines()
    return [(*lines[i].split(" ", 1), lines[i + 1].strip()) for i in range(0, len(lines), 2)]


def declared_kinds():
    return [m for m in catalogue() if m.id.startswith("SK-D")]


def test_the_plan_they_differ_from_is_sound():
    assert check(GOOD) == ()


@pytest.mark.parametrize("name", NAMES)
def test_fault_is_found_at_its_place_with_its_mend(name, tmp_path):
    plan = broken_in(tmp_path, name)

    found = check(plan)

    assert [(f.kind, str(f.place)) for f in found] == [e[:2] for e in expected(name)]
    for finding, (_, _, mend) in zip(found, expected(name), strict=True):
        assert mend in str(finding)
        assert not re.search(r"\{\w*\}|None", str(finding)), "a placeholder was not filled"


def test_every_kind_of_fault_has_a_broken_plan():
    shown = {kind for name in NAMES for kind, *_ in expected(name)}

    assert {k.id for k in declared_kinds()} - shown == set()


def test_ids_are_unique():
    ids = [k.id for k in declared_kinds()]

    assert sorted(ids) == sorted(set(ids))


def test_only_errors_fail_a_plan(tmp_path):
    waiting = check(broken_in(tmp_path / "a", "conflict-open"))
    wrong = check(broken_in(tmp_path / "b", "conflict-one-way"))

    assert not failed(waiting)
    assert failed(wrong)


def test_what_is_about_many_values_says_that_none_was_seen(tmp_path):
    (found,) = check(broken_in(tmp_path, "unverified"))

    assert "所见" not in str(found)
