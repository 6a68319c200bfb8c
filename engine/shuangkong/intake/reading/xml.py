"""Reading XML that strangers wrote: no document types, no entities, bounded depth."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from xml.parsers import expat

from ... import messages
from . import limits
from .budget import Budget, What
from .refuse import refuse

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Data = Callable[[str], None]


_Found = TypeVar("_Found")
#: parts that are kept in mind, and their size at most
_KNOWN, _SMALL = 64, 50_000
#: elements that are counted together
_SOME = 4096
#: digits of the largest number that a spreadsheet counts with
_DIGITS = 9


class _Forbidden(Exception):
    pass


def remembered(read: Callable[[Budget, bytes], _Found]) -> Callable[[Budget, bytes], _Found]:
    """A reading of a part that is the same in many files: done once, never changed afterwards.

    Errors are not kept; each names its own file.
    """
    known: dict[bytes, _Found] = {}

    @wraps(read)
    def found(budget: Budget, content: bytes) -> _Found:
        have = known.get(content)
        if have is None:
            have = read(budget, content)
            if len(known) >= _KNOWN:
                known.clear()
            if len(content) <= _SMALL:
                known[content] = have
        return have

    return found


def walk(
    budget: Budget, content: bytes, start: Start, end: End | None = None, data: Data | None = None
) -> None:
    """Call the handlers with local names (prefixes removed) as the parser meets them.

    Raises IntakeError for anything that is not plain well-formed XML.
    """
    file = budget.file
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local: dict[str, str] = {}
    depth = elements = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if elements == _SOME:
            elements = 0
            budget.take(What.RECORDS, _SOME)
            budget.look()
        if depth > limits.DEPTH:
            raise _Forbidden("层次过深")
        found = local.get(name)
        if found is None:
            found = local[name] = name.rpartition(":")[2]
        start(found, attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(local[name])

    def on_doctype(*_: object) -> None:
        raise _Forbidden("含有文档类型或实体定义")

    def on_external(*_: object) -> int:
        raise _Forbidden("引用外部内容")

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    if data is not None:
        parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = on_doctype
    parser.EntityDeclHandler = on_doctype
    parser.UnparsedEntityDeclHandler = on_doctype
    parser.ExternalEntityRefHandler = on_external
    try:
        parser.Parse(content, True)
    except _Forbidden as error:
        raise refuse(messages.HOSTILE_XML, file, detail=str(error)) from error
    except expat.ExpatError as error:
        raise refuse(
            messages.DAMAGED, file, detail=f"内部内容有误（第{error.lineno}行）"
        ) from error
    except (LookupError, UnicodeError, ValueError) as error:
        raise refuse(messages.DAMAGED, file, detail="内部内容的编码不能识别") from error


def attribute(attributes: dict[str, str], name: str) -> str | None:
    """An attribute by its local name, whatever its prefix."""
    found = attributes.get(name)
    if found is not None:
        return found
    ending = ":" + name
    return next((value for key, value in attributes.items() if key.endswith(ending)), None)


def whole(text: str | None, usual: int) -> int:
    """A whole number in plain digits, however it is padded; `usual` for anything else."""
    found = (text or "").strip()
    plain = found.isascii() and found.isdigit() and len(found) <= _DIGITS
    return int(found) if plain else usual
