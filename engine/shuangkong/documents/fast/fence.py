"""Which versions of the libraries the fast ways were tested with."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

#: what workbooks rest on, what offices' tables, and what letters
WORKBOOKS = ("xlsxwriter",)
TABLES = ("openpyxl",)
LETTERS = ("docxtpl", "jinja2", "lxml", "python-docx")

#: Versions that the comparison with the plain way has passed with (tests/documents). Whoever
#: raises a version in requirements.lock runs these tests and adds it here.
TESTED: Mapping[str, frozenset[str]] = {
    "docxtpl": frozenset({"0.20.2"}),
    "jinja2": frozenset({"3.1.6"}),
    "lxml": frozenset({"6.0.2", "6.1.3"}),
    "openpyxl": frozenset({"3.1.5"}),
    "python-docx": frozenset({"1.2.0"}),
    "xlsxwriter": frozenset({"3.3.1"}),
}


@cache
def tested(libraries: tuple[str, ...]) -> bool:
    """Whether every one of these libraries is there in a version that was tested."""
    return all(_found(name) in TESTED[name] for name in libraries)


def _found(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:  # packed without what tells it
        return None
