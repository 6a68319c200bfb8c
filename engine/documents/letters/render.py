"""A template and its words to a letter: nothing blank, nothing lost, the same bytes each time."""

import datetime
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ...errors import DocumentError
from ..zips import normalised


def environment() -> jinja2.Environment:
    """Template language: a missing value is an error, text arrives as it is, no code runs."""
    return ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)


def render(template: Path, words: Mapping[str, object], *, title: str, year: int) -> bytes:
    """Fill a template.

    Raises:
        DocumentError: a placeholder is unknown, or the template is damaged.
    """
    try:
        document = DocxTemplate(template)
        document.render(dict(words), jinja_env=environment(), autoescape=True)
        _properties(document, title, year)
        buffer = io.BytesIO()
        document.save(buffer)
    except jinja2.UndefinedError as error:
        raise DocumentError(
            f"{template}：模板用到了没有提供的内容（{error.message}）。"
            "请运行 shuangkong template check 查看位置和可用的占位符。"
        ) from error
    except jinja2.TemplateError as error:
        raise DocumentError(
            f"{template}：模板中的占位符写法有误（{error}）。"
            "请检查 {{ }} 与 {% %} 是否成对、内容是否完整。"
        ) from error
    except (OSError, KeyError, ValueError) as error:
        raise DocumentError(
            f"{template}：不能作为 docx 模板打开（{error}）。请用 Word 或 WPS 重新另存为 .docx。"
        ) from error
    return normalised(buffer.getvalue())


def _properties(document: Any, title: str, year: int) -> None:
    properties = document.docx.core_properties
    properties.title = title
    properties.author = "双控 shuangkong"
    properties.last_modified_by = "双控 shuangkong"
    properties.revision = 1
    date = datetime.datetime(year + 1, 1, 1)
    properties.created = properties.modified = date
