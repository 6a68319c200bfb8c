"""What the cells of a filled table say: the text of a template's cell, its placeholders filled."""

import functools
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import jinja2
from jinja2 import nodes

from ...errors import DocumentError
from ...records import dataclass
from ..docx import environment
from ..text import clean
from .layout import Page
from .moved import Stretch

#: characters that a cell holds at most
_CELL = 32_767
_WHOLE = re.compile(r"\s*\{\{[^{}]*\}\}\s*")
_NUMBER = re.compile(r"(-?(?:0|[1-9]\d{0,14})(?:\.(\d{1,12}))?)(%?)")


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be written: which one of the template, with which words, in which span."""

    row: int
    words: Mapping[str, object]
    span: Stretch


@dataclass(frozen=True, slots=True)
class Pattern:
    """A cell of the template, and what every row that is written of it asks of it."""

    cell: Any
    text: str | None
    number_format: str
    quoted: bool
    #: whether it holds a placeholder and nothing else
    whole: bool

    @classmethod
    def of(cls, cell: Any, page: Page) -> "Pattern":
        text = page.texts.get((cell.row, cell.column))
        whole = text is not None and _WHOLE.fullmatch(text) is not None
        return cls(cell, text, cell.number_format, cell.quotePrefix, whole)


class Content(NamedTuple):
    """What a filled cell holds, and what of its look is not the template's."""

    value: str | Decimal | None
    number_format: str | None = None
    quoted: bool | None = None


def content(text: str, pattern: Pattern, line: Line, page: Page) -> Content:
    """A number where a cell holds nothing else, else text, which never is a formula.

    Raises:
        DocumentError: its placeholders cannot be filled.
    """
    said = _said(text, pattern, line, page)
    number = _NUMBER.fullmatch(said) if pattern.whole else None
    if number and pattern.number_format != "@":
        value = Decimal(number[1]).scaleb(-2 if number[3] else 0)
        if pattern.number_format != "General":
            return Content(value)
        return Content(value, f"0{'.' + '0' * len(number[2]) if number[2] else ''}{number[3]}")
    if not said:
        return Content(None)
    quoted = said[0] in "=+-@\t"
    return Content(said, None, quoted if quoted != pattern.quoted else None)


def _said(text: str, pattern: Pattern, line: Line, page: Page) -> str:
    """What a cell's text comes to; empty for a member of a loop through nothing."""
    try:
        for name in _names_in(text):
            if line.words.get(name, "") is None:
                return ""
        plain = _plainly(text, line.words)
        said = clean(_compiled(text).render(line.words) if plain is None else plain)
    except jinja2.UndefinedError as error:
        raise DocumentError(
            f"{_where(pattern, page)}：用到了没有提供的内容（{error.message}）"
        ) from error
    except (jinja2.TemplateError, TypeError, ArithmeticError) as error:
        raise DocumentError(f"{_where(pattern, page)}：占位符写法有误（{error}）") from error
    if len(said) > _CELL:
        raise DocumentError(f"{_where(pattern, page)}：内容太长，一格放不下")
    return said


def _where(pattern: Pattern, page: Page) -> str:
    return f"[{page.name}] {pattern.cell.coordinate}"


def _plainly(text: str, words: Mapping[str, object]) -> str | None:
    """What a placeholder alone in its cell stands for, where that is a text; most cells are so."""
    path = _path(text)
    value: object = words if path else None
    for name in path:
        if not isinstance(value, Mapping) or name not in value or hasattr(value, name):
            return None
        value = value[name]
    return value if type(value) is str else None


@functools.lru_cache(maxsize=4096)
def _path(text: str) -> tuple[str, ...]:
    """The names of a cell that is `{{ 行.名称 }}` and nothing else; empty for any other."""
    match _language().parse(text).body:
        case [nodes.Output(nodes=[one])]:
            found: list[str] = []
            while isinstance(one, nodes.Getattr):
                found.append(one.attr)
                one = one.node
            return (one.name, *reversed(found)) if isinstance(one, nodes.Name) else ()
    return ()


@functools.lru_cache(maxsize=4096)
def _compiled(text: str) -> jinja2.Template:
    return _language().from_string(text)


@functools.lru_cache(maxsize=4096)
def _names_in(text: str) -> frozenset[str]:
    return frozenset(n.name for n in _language().parse(text).find_all(nodes.Name))


@functools.cache
def _language() -> jinja2.Environment:
    return environment(escaping=False)
