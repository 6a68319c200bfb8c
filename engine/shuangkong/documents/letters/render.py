"""A template and its words to a letter: nothing blank, nothing lost, the same bytes each time."""

import contextlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import jinja2
from lxml import etree  # type: ignore[import-untyped]

from ...errors import DocumentError
from ..docx import render_plainly
from ..fast import LETTERS, compiled, tested

#: what a placeholder can stumble over: its syntax, or a sum of a text and a number
_WORDING = (jinja2.TemplateError, TypeError, ArithmeticError)
#: what a damaged file lets libraries stumble over
_DAMAGE = (OSError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError)


def render(template: Path, words: Mapping[str, object], *, title: str, year: int) -> bytes:
    """Fill a template.

    Raises:
        DocumentError: a placeholder is unknown, or the template is damaged.
    """
    try:
        return _filled(template.read_bytes(), words, title, year)
    except jinja2.UndefinedError as error:
        raise DocumentError(
            f"{template}：模板用到了没有提供的内容（{error.message}）。"
            "请运行 shuangkong template check 查看位置和可用的占位符。"
        ) from error
    except _WORDING as error:
        raise DocumentError(
            f"{template}：模板中的占位符写法有误（{error}）。"
            "请检查 {{ }} 与 {% %} 是否成对、内容是否完整。"
        ) from error
    except _DAMAGE as error:
        raise DocumentError(
            f"{template}：不能作为 docx 模板打开（{error}）。请用 Word 或 WPS 重新另存为 .docx。"
        ) from error


def _filled(template: bytes, words: Mapping[str, object], title: str, year: int) -> bytes:
    """By the compiled template; a fault is left to the plain way, which meets the first one."""
    if tested(LETTERS):
        with contextlib.suppress(*_WORDING, *_DAMAGE):
            return compiled(template).render(words, title, year)
    return render_plainly(template, words, title, year)
