"""A formula as it was parsed → the same over numbers only, with a plan's words and tables.

A state or kind is a number: the one that stands for its word among those its name may have. So
`cooling == '空冷'` compares numbers, and no reading has to know words.
"""

from collections.abc import Mapping
from decimal import Decimal

from .errors import FormulaError
from .nodes import Compare, Lookup, Name, Node, Number, Text
from .walk import rewrite

#: The words that a name may have, each with its number, by name.
Words = Mapping[str, Mapping[str, int]]
#: Stands for a word that nobody has: it is like no other.
_NOBODYS = Decimal("0.5")
#: The number for each combination of words, in the formula's scale, by table.
Tables = Mapping[str, Mapping[tuple[str, ...], Decimal]]


def bound(node: Node, words: Words, tables: Tables) -> Node:
    """A formula with words as numbers (their `text` stays the word) and tables with their rows.

    Raises:
        FormulaError: when a table is not declared so; `plan check` says it with its place.
    """

    def change(part: Node) -> Node | None:
        match part:
            case Compare(op, Name(name) as left, Text(word)):
                return Compare(op, left, _numbered(name, word, words))
            case Compare(op, Text(word), Name(name) as right):
                return Compare(op, _numbered(name, word, words), right)
            case Lookup(table, keys):
                return Lookup(table, keys, _rows(part, words, tables))
        return None

    return rewrite(node, change)


def _numbered(name: str, word: str, words: Words) -> Number:
    return Number(Decimal(words.get(name, {}).get(word, _NOBODYS)), f"“{word}”")


def _rows(
    part: Lookup, words: Words, tables: Tables
) -> tuple[tuple[tuple[Number, ...], Number], ...]:
    if part.table not in tables:
        raise FormulaError(f"没有取值表“{part.table}”", "在 lookups 下声明它", part.table, 0)
    found = []
    for key, value in tables[part.table].items():
        if len(key) != len(part.keys):
            raise FormulaError(
                f"取值表“{part.table}”要 {len(key)} 个键", "按声明的 by 写", part.table, 0
            )
        numbers = tuple(
            _numbered(name.name, word, words) for name, word in zip(part.keys, key, strict=True)
        )
        found.append((numbers, Number(value, f"{value:f}")))
    return tuple(found)
