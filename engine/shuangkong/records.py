"""`dataclass` for records with slots: as the standard one, but written when first used.

The standard one writes and compiles seven functions for every class, 0.4 ms, when its module is
imported; a command imports 170 such classes, as long as all else it does before the first figure,
and makes records of a few dozen. Here a class gets its slots at once, and what the standard one
makes of it when somebody first makes a record of it, unpickles one or asks for its fields. Classes
without slots are the standard one's at once.
"""

import dataclasses
import inspect
from collections.abc import Callable
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar, get_origin

__all__ = ["dataclass"]

#: what is asked of a class before there is a record of it; all else is asked of records
_ASKED = ("__dataclass_fields__", "__setstate__", "__init__")
_finishing = RLock()


def _dataclass(cls: Any = None, /, **options: bool) -> Any:
    """As `dataclasses.dataclass`."""

    def made(written: type) -> type:
        # a class of another kind, an abstract one, keeps more than its content
        if options.get("slots") and type(written) is type:
            return _late(written, options)
        return dataclasses.dataclass(**options)(written)

    return made if cls is None else made(cls)


def _late(written: type, options: dict[str, bool]) -> type:
    """The class with its slots; what is asked of it first calls for the rest."""
    names = [n for n, kind in inspect.get_annotations(written).items() if not _of_class(kind)]
    without = {*names, *_ASKED, "__dict__", "__weakref__"}
    content = {n: value for n, value in vars(written).items() if n not in without}
    slots = {"__slots__": tuple(names)}
    record = type(written.__name__, written.__bases__, content | slots)
    record.__qualname__ = written.__qualname__

    def finish() -> None:
        with _finishing:
            if not isinstance(vars(record)["__init__"], _AtFirstUse):
                return
            whole = vars(dataclasses.dataclass(**options)(written))
            kept = {*names, *_ASKED, "__slots__"}
            for name, value in whole.items():
                if name not in kept and (name not in content or content[name] is not value):
                    setattr(record, name, value)
            # in this order: a thread that sees the last of them sees all
            for name in _ASKED:
                if name in whole:
                    setattr(record, name, whole[name])
                else:
                    delattr(record, name)

    for name in _ASKED:
        setattr(record, name, _AtFirstUse(name, finish))
    return record


def _of_class(kind: object) -> bool:
    return ClassVar in (kind, get_origin(kind))


class _AtFirstUse:
    """Stands where a function of the class will, until it is asked for."""

    def __init__(self, name: str, finish: Callable[[], None]) -> None:
        self._name, self._finish = name, finish

    def __get__(self, record: object | None, cls: type) -> Any:
        self._finish()
        return getattr(cls if record is None else record, self._name)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass
