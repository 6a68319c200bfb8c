"""Records that are written late are those of the standard library in all that can be seen."""

import copy
import dataclasses
import importlib
import pickle
import pkgutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass as at_once
from dataclasses import field
from typing import Any, ClassVar, get_type_hints

import pytest
import shuangkong
from shuangkong.records import dataclass as late
from shuangkong.vocabulary import Place

from .place import PACKAGES, environment


def _classes(dataclass: Any) -> tuple[Any, ...]:
    """The same records made by one of the two."""

    @dataclass(frozen=True, slots=True)
    class Amount:
        """A number with its unit."""

        number: int
        unit: str = "t"
        notes: dict[str, str] = field(default_factory=dict, compare=False)
        place: str | None = field(default=None, repr=False, compare=False)
        KINDS: ClassVar = ("one", "two")

        @property
        def shown(self) -> str:
            return f"{self.number} {self.unit}"

    @dataclass(frozen=True, slots=True)
    class Price(Amount):
        of: str = "coal"

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:  # noqa: PLW1641
        name: str
        also: tuple[str, ...] = ()

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Named) and self.name == other.name

    @dataclass(slots=True, order=True)
    class Counted:
        count: int = 0

    @dataclass(frozen=True, slots=True, eq=False)
    class Single:
        value: object

    @dataclass(frozen=True)
    class Open:
        value: int

    return Amount, Price, Named, Counted, Single, Open


def _seen(classes: tuple[Any, ...]) -> list[object]:
    amount, price, named, counted, single, plain = classes
    one, same, other = amount(3), amount(3, notes={"a": "b"}), amount(number=4, unit="kg")
    found: list[object] = [
        *(repr(x) for x in (one, price(3), named(name="n"), counted(2), plain(1))),
        *(one == same, hash(one) == hash(same), one == other, one == price(3)),
        *(named(name="a") == named(name="a", also=("x",)), counted(1) < counted(2)),
        single(1) == single(1),
        *(dataclasses.replace(one, unit="kg") == amount(3, "kg"), one.shown, one.KINDS),
        *(dataclasses.astuple(other), copy.deepcopy(other) == other, copy.copy(one) == one),
        one.notes is not amount(3).notes,
        *(c.__hash__ is None for c in classes),
    ]
    for cls in classes:
        fields = dataclasses.fields(cls)
        found += [(f.name, f.type, f.compare, f.repr, f.kw_only) for f in fields]
        found += [cls.__match_args__, cls.__qualname__.rpartition(".")[2], cls.__doc__]
        found += [getattr(cls, "__slots__", None), list(get_type_hints(cls))]
    for call in (
        amount,
        lambda: amount(1, 2, 3, 4, 5),
        lambda: named("n"),
        lambda: setattr(one, "number", 5),
        lambda: delattr(one, "number"),
        lambda: setattr(counted(), "other", 5),
    ):
        with pytest.raises((TypeError, AttributeError)) as caught:
            call()
        found.append((caught.type, str(caught.value)))
    return found


def test_a_late_record_is_as_the_standard_one() -> None:
    assert _seen(_classes(late)) == _seen(_classes(at_once))


@pytest.mark.parametrize("asked", [dataclasses.fields, lambda c: c(1)])
def test_whatever_is_asked_first(asked: Any) -> None:
    """Of one whose base was not asked for anything yet."""
    first, second = _classes(late)[1], _classes(at_once)[1]
    asked(first)
    assert dataclasses.astuple(first(2)) == dataclasses.astuple(second(2))


def test_a_record_may_be_unpickled_before_one_was_made() -> None:
    """As in the process that gets it from another."""
    place = Place("plan.yaml", 3)
    sent = pickle.dumps([place, place, Place("plan.yaml")])
    code = f"import pickle; a, b, c = pickle.loads({sent!r}); print(a == b, a == c, {{a, b}})"
    made = subprocess.run(
        [sys.executable, "-c", code],
        check=True, capture_output=True, text=True, env=environment(),
    )  # fmt: skip
    assert made.stdout == f"True False {{{place!r}}}\n"


def test_threads_that_ask_at_once_get_the_same() -> None:
    for _ in range(20):
        cls = _classes(late)[0]
        with ThreadPoolExecutor(8) as threads:
            made = list(threads.map(cls, [1] * 16))
        assert len(set(made)) == 1


def test_every_record_of_the_house_can_be_made() -> None:
    """A fault in a class shows at its first use: here."""
    for module in pkgutil.walk_packages(shuangkong.__path__, "shuangkong."):
        # the command itself, and what stands only where Spark is installed
        if module.name.endswith(("__main__", ".spark")):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and dataclasses.is_dataclass(value):
                assert dataclasses.fields(value) is not None


def test_slots_are_written_late_everywhere() -> None:
    for file in (PACKAGES / "shuangkong").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if file.name != "records.py" and "slots=True" in text:
            assert "records import dataclass\n" in text, f"{file}: take dataclass from records"
