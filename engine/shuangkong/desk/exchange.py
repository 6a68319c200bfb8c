"""Files, dates and acts as pages and the API take them from a request, and files they give."""

import datetime
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import PurePath
from urllib.parse import quote

from flask import Response, abort, request
from werkzeug.datastructures import FileStorage

from ..errors import DeskError
from ..running.files import safe_name
from . import guard, jobs
from .acts.base import Deed, MalformedRequest
from .acts.base import acting as acting_on
from .context import desk

#: how long the page of a job that is being done, or is the next, waits for its end
PATIENCE = 4.0
#: letters of the longest ending of a name
_ENDING = 8


def taken(file: FileStorage | None) -> tuple[str, bytes]:
    """A file from a form: a clean name and its bytes.

    Raises:
        DeskError: none was chosen, or it is empty.
    """
    if file is None or not file.filename:
        raise DeskError("没有选择文件\n    怎么改：点“选择文件”，选好后再上传")
    name = _called(file.filename)
    data = file.stream.read()
    if not data:
        raise DeskError(f"{name}：是空文件\n    怎么改：在 Excel 或 WPS 中保存后重新上传")
    return name, data


def _called(said: str) -> str:
    """The name of a file without its folder, as every disk takes it; one that is too long keeps
    its ending."""
    name = PurePath(said.replace("\\", "/")).name.strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= _ENDING:
        return f"{safe_name(stem)}.{safe_name(ending)}"
    return safe_name(name or "未命名")


def waited(id_: str, theirs: Callable[[jobs.Job], bool]) -> tuple[jobs.Job, int]:
    """A job and how many come before it, when it is over or its page has waited long enough.

    Only the page of a job that is being done or is the next waits: the others would keep the few
    threads of the server from everybody else, for an end that is not near. Not found at once
    where it is not `theirs`.
    """
    until = time.monotonic() + PATIENCE
    while True:
        with desk().store.reading() as connection:
            found = jobs.job(connection, id_)
            if found is None or not theirs(found):
                abort(404)
            place = jobs.ahead(connection, found)
        if found.state.over or place or time.monotonic() > until:
            return found, place
        time.sleep(0.1)


def form_words(*names: str) -> dict[str, str]:
    """The words of these fields of a form; one that is not there is empty."""
    return {name: request.form.get(name, "") for name in names}


def download(data: bytes, name: str, content_type: str = "application/octet-stream") -> Response:
    """Bytes to save under a name."""
    head = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, headers=head, content_type=content_type)


def date_of(text: str) -> datetime.date:
    """A date as forms and programs give it.

    Raises:
        MalformedRequest: it is none.
    """
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise MalformedRequest(
            f"“{text[:20]}”不是日期\n    怎么改：写成 2026-03-31 的样子"
        ) from error


def acting(entity: str, round_id: str) -> AbstractContextManager[Deed]:
    """An act of whoever is logged in, on an entity's submission in a round."""
    return acting_on(desk().store, guard.actor(), round_id, entity)
