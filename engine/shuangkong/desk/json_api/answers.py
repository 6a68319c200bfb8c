"""What goes in and out as JSON: bodies of a known shape, faults in words."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Response, request
from werkzeug.datastructures import FileStorage

from ..acts import Malformed

#: a body of words; files have the desk's own limit
BODY_BYTES = 64 * 1024


def answer(content: Mapping[str, Any], code: int = 200) -> Response:
    """Plain data as JSON."""
    return Response(json.dumps(content, ensure_ascii=False), code, content_type="application/json")


def problem(code: int, title: str, what: str) -> Response:
    """What went wrong, as RFC 9457 has it."""
    content = {"status": code, "title": title, "detail": what}
    made = answer(content, code)
    made.content_type = "application/problem+json"
    return made


def given(**fields: type) -> dict[str, Any]:
    """The fields of a JSON object in the body, each of its type; all must be there, no others.

    Raises:
        Malformed: the body is something else, and what it must be.
    """
    request.max_content_length = BODY_BYTES
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise Malformed(f"请求正文不是 JSON 对象\n    怎么改：写成含 {_named(fields)} 的对象")
    if set(body) != set(fields) or any(type(body[n]) is not t for n, t in fields.items()):
        raise Malformed(f"请求正文的字段不对\n    怎么改：只写 {_named(fields)}，类型见接口说明")
    return body


def _named(fields: Mapping[str, type]) -> str:
    return "、".join(fields) or "（空）"


def sent() -> FileStorage:
    """The file that is the body, under the name in the address."""
    name = request.args.get("name", "")
    if not name:
        raise Malformed("没有文件名\n    怎么改：在地址后写 ?name=文件名.xlsx")
    return FileStorage(BytesIO(request.get_data(cache=False)), filename=name)
