"""docxtpl as it comes: opens, compiles and packs the template for one letter."""

import datetime
import io
from collections.abc import Mapping
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..running.zips import normalised
from .language import bounded

_AUTHOR = "双控 shuangkong"
_METHODS = frozenset(dir(dict))


def environment(*, escaping: bool = True) -> jinja2.Environment:
    """Template language: a missing value is an error, text arrives as it is, no code runs."""
    return _Language(undefined=jinja2.StrictUndefined, autoescape=escaping)


class _Language(ImmutableSandboxedEnvironment):
    """The sandbox, with a short way to what a row of a table holds, and an end to what it fills."""

    concat = staticmethod(bounded)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj and attribute not in _METHODS:
            return obj[attribute]
        # what counts the rows of a table is no way to anything else
        if type(obj) is LoopContext and attribute == "index":
            return obj.index
        return super().getattr(obj, attribute)


def render_plainly(template: bytes, words: Mapping[str, object], title: str, year: int) -> bytes:
    """Fill a template; faults are those of docxtpl and of what it stands on."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(dict(words), jinja_env=environment(), autoescape=True)
    sign(document.docx.core_properties, title, year)
    buffer = io.BytesIO()
    document.save(buffer)
    return normalised(buffer.getvalue())


def sign(properties: Any, title: str, year: int) -> None:
    """What a letter says about itself; nothing that depends on when it is written."""
    properties.title = title
    properties.author = properties.last_modified_by = _AUTHOR
    properties.revision = 1
    properties.created = properties.modified = datetime.datetime(year + 1, 1, 1)
