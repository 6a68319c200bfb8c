"""Every document of a year as it would be issued, made by a worker for one download."""

import io
import tempfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..ledger.issue import assess_workspace
from .jobs import Done, Job


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files by name as a zip; the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])
    return made.getvalue()


def draft_all(workspace: Path, job: Job) -> Done:
    """Write all documents of a year; the zip is kept for a quarter of an hour."""
    with tempfile.TemporaryDirectory(prefix="shuangkong-") as folder:
        output = Path(folder) / "草稿"
        written = assess_workspace(workspace, job.content["year"], output).written
        assert written is not None
        data = zipped({name: (written.folder / name).read_bytes() for name in written.files})

    def then(connection: Any) -> None:
        connection.execute("INSERT INTO passing VALUES (?,?,?)", (job.id, data, time.time()))

    return Done({"files": len(written.files)}, then)
