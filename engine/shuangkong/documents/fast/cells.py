"""What cells hold, in XML: texts by number, numbers and formulas; and how they look."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from ..book import LiveFormula, Style
from ..xlsx import cached
from .markup import HEAD, Unfit, keeping, spelled, text

#: functions that stand in formulas as they are; XlsxWriter prefixes some others
_PLAIN_FUNCTIONS = frozenset(
    (
        *("ABS", "AND", "CHAR", "COUNT", "COUNTIF", "EXP", "IF", "IFERROR", "INT", "ISBLANK"),
        *("ISNUMBER", "LN", "MAX", "MIN", "NOT", "OR", "ROUND", "SUM", "SUMIF"),
    )
)
_CALL = re.compile(r"(\w+)\(")
_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
BLANK = '"/>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: XlsxWriter counts longer texts in UTF-16
_LONG = 16_000


class Strings:
    """The texts of a workbook, each stored once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._used = 0

    def number(
        self,
        rests: list[str],
        places: Iterable[int],
        texts: Iterable[str | None],
        links: Iterable[str | None],
    ) -> None:
        """Put in place what follows the style of cells that hold texts, in the order of writing.

        `links` are texts that are stored before those of the same cell, and shown nowhere.
        """
        known = self._known
        for place, value, link in zip(places, texts, links, strict=True):
            if link is not None:
                self._rest(link)
                self._used += 1
            if value is not None:
                rests[place] = known.get(value) or self._rest(value)
                self._used += 1

    def _rest(self, value: str) -> str:
        found = self._known.get(value)
        if found is None:
            if len(value) > _LONG or value.startswith("<r>"):
                raise Unfit("a text that XlsxWriter treats in its own way")
            found = self._known[value] = f'" t="s"><v>{len(self._known)}</v></c>'
        return found

    def xml(self) -> str:
        """The part that holds them."""
        if not self._known:
            raise Unfit("no text at all")
        items = "".join(map(_item, self._known))
        counts = f'count="{self._used}" uniqueCount="{len(self._known)}"'
        return f'{HEAD}<sst xmlns="{_MAIN}" {counts}>{items}</sst>'


# cards of one design mostly hold the same texts
@lru_cache(maxsize=16_384)
def _item(value: str) -> str:
    said = spelled(value)
    return f"<si><t{keeping(said)}>{said}</t></si>"


class Looks:
    """Styles in the order of their first use; numbers count from 1."""

    def __init__(self) -> None:
        self._known: dict[Style, str] = {}

    def index(self, style: Style) -> str:
        """The number of a style."""
        return self._known.setdefault(style, str(len(self._known) + 1))

    def all(self) -> tuple[Style, ...]:
        """Every style used, in order."""
        return tuple(self._known)


def rest(content: LiveFormula | Decimal | int | None) -> str:
    """The XML of a cell that holds no text, after its style number."""
    if content is None:
        return BLANK
    if isinstance(content, LiveFormula):
        kind, value = _value(cached(content.value))
        return f'"{kind}><f>{formula(content.formula)}</f><v>{value}</v></c>'
    if isinstance(content, bool):
        return f'" t="b"><v>{content:d}</v></c>'
    return f'"><v>{number(content)}</v></c>'


def number(value: Decimal | int) -> str:
    """A number with the digits that spreadsheets keep."""
    digits = f"{float(value):.16G}"
    if "N" in digits:
        raise Unfit("not a number")
    return digits


# cards of one design mostly hold the same formulas
@lru_cache(maxsize=16_384)
def formula(told: str) -> str:
    """A formula between tags."""
    if not _PLAIN_FUNCTIONS.issuperset(_CALL.findall(told)) or told.endswith("}"):
        raise Unfit("a function that is written otherwise than it reads")
    return text(told)


def _value(value: float | str) -> tuple[str, object]:
    """Kind and text of a formula's value."""
    if isinstance(value, bool):
        return ' t="b"', int(value)
    if not isinstance(value, str):
        return "", value
    if not value:
        return "", ""
    return ' t="e"' if value in _ERRORS else ' t="str"', text(value)
