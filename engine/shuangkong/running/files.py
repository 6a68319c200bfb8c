"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path

from ..errors import DocumentError


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    Raises:
        DocumentError: the file cannot be written, for instance because it is open.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> DocumentError:
    """Why a file or folder was not written, and what to do."""
    return DocumentError(
        f"{path}：无法写入（{error.strerror or error}）。"
        "请关闭正在打开的同名文件，确认磁盘空间和文件夹权限，或换一个输出位置后重试。"
    )
