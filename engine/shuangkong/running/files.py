"""Files written whole or not at all, that colleagues may open, under names all systems accept."""

import contextlib
import uuid
from collections.abc import Iterable
from pathlib import Path

from ..errors import DocumentError
from ..text import inert_name

#: of a name, so that something can still be added to it
_LONGEST, _LONGEST_BYTES = 80, 220
_FORBIDDEN = '<>:"/\\|?*'
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(10)}


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file as `write_pieces` does.

    Raises:
        DocumentError: the file cannot be written, for instance because it is open.
    """
    write_pieces(path, (content,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    Who may open it follows the umask, as for any file that a program saves.

    Raises:
        DocumentError: the file cannot be written, for instance because it is open.
    """
    temporary = path.parent / f".{uuid.uuid4().hex}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as file:
            file.writelines(pieces)
        temporary.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def free_beside(path: Path, said: str) -> Path:
    """A name beside `path` that no file has: `表_新表.xlsx`, `表_新表2.xlsx`, …"""
    number, free = 1, path.with_stem(f"{path.stem}_{said}")
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}_{said}{number}")
    return free


def cannot_write(path: Path, error: OSError) -> DocumentError:
    """Why a file or folder was not written, and what to do."""
    return DocumentError(
        f"{path}：无法写入（{error.strerror or error}）。"
        "请关闭正在打开的同名文件，确认磁盘空间和文件夹权限，或换一个输出位置后重试。"
    )


def safe_name(text: str) -> str:
    """A file name that Windows, macOS and Linux all accept, and that reads as it is written."""
    kept = "".join("_" if c in _FORBIDDEN or c == "�" else c for c in inert_name(text))
    kept = kept.strip()[:_LONGEST].encode("utf-8")[:_LONGEST_BYTES].decode("utf-8", "ignore")
    kept = kept.rstrip(". ") or "_"
    return f"_{kept}" if kept.split(".")[0].casefold() in _RESERVED else kept
