"""What goes in and out as JSON: bodies of a known shape, faults in words."""

import base64
import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Response, request
from werkzeug.datastructures import FileStorage

from ..acts.base import MalformedRequest
from ..exchange import taken
from ..numbers import NUMBERS

#: what a field may be: of a type, or of one of several
Kind = type | tuple[type, ...]
#: a body of words; files have the desk's own limit
BODY_BYTES = 64 * 1024
#: a body of words with files in it
FILES_BYTES = 16 * 1024 * 1024


def answer(content: Mapping[str, Any], code: int = 200) -> Response:
    """Plain data as JSON."""
    return Response(json.dumps(content, ensure_ascii=False), code, content_type="application/json")


def problem(code: int, title: str, what: str) -> Response:
    """What went wrong, as RFC 9457 has it."""
    content = {"status": code, "title": title, "detail": what}
    made = answer(content, code)
    made.content_type = "application/problem+json"
    return made


def given(limit: int = BODY_BYTES, **fields: Kind) -> dict[str, Any]:
    """The fields of a JSON object in the body, each of its kind; all must be there, no others.

    Raises:
        MalformedRequest: the body is something else, and what it must be.
    """
    request.max_content_length = limit
    try:
        body = request.get_json(force=True, silent=True)
        json.dumps(body, ensure_ascii=False).encode("utf-8")
    except (RecursionError, UnicodeEncodeError):  # too deep to be read; half a character
        body = None
    if not isinstance(body, dict):
        raise MalformedRequest(
            f"请求正文不是 JSON 对象\n    怎么改：写成含 {_named(fields)} 的对象"
        )
    return _fitting(body, fields)


def given_words(*names: str) -> dict[str, str]:
    """The body's fields of these names, all of them texts; as `given`."""
    return given(BODY_BYTES, **dict.fromkeys(names, str))


def asked_words(*names: str) -> dict[str, str]:
    """Words of the address (`?again=yes`); one that is not there is empty."""
    return {name: request.args.get(name, "") for name in names}


def listed(rows: list[Any], **fields: Kind) -> list[dict[str, Any]]:
    """The objects of a list in the body, each with these fields.

    Raises:
        MalformedRequest: one is something else.
    """
    return [_fitting(row, fields) for row in rows]


def _fitting(body: Any, fields: Mapping[str, Kind]) -> dict[str, Any]:
    fits = isinstance(body, dict) and set(body) == set(fields)
    if not fits or any(not _is(body[name], kind) for name, kind in fields.items()):
        raise MalformedRequest(
            f"请求正文的字段不对\n    怎么改：只写 {_named(fields)}，类型见接口说明"
        )
    found: dict[str, Any] = body
    return found


def _is(value: Any, kind: Kind) -> bool:
    if type(value) is int and abs(value) > NUMBERS:
        return False
    return type(value) in (kind if isinstance(kind, tuple) else (kind,))


def files(rows: list[Any]) -> list[tuple[str, bytes]]:
    """Files in the body: their names, and their bytes in base64.

    Raises:
        MalformedRequest: one is something else.
        DeskError: one is empty.
    """
    found = []
    for row in listed(rows, name=str, content=str):
        try:
            data = base64.b64decode(row["content"], validate=True)
        except ValueError as error:
            raise MalformedRequest("文件内容不是 base64\n    怎么改：按 base64 编码") from error
        found.append(taken(FileStorage(BytesIO(data), filename=row["name"])))
    return found


def _named(fields: Mapping[str, Kind]) -> str:
    return "、".join(fields) or "（空）"


def sent() -> FileStorage:
    """The file that is the body, under the name in the address."""
    name = request.args.get("name", "")
    if not name:
        raise MalformedRequest("没有文件名\n    怎么改：在地址后写 ?name=文件名.xlsx")
    return FileStorage(BytesIO(request.get_data(cache=False)), filename=name)
