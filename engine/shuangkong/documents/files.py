"""Folders written whole or not at all, and names that every system accepts."""

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..errors import DocumentError
from ..records import dataclass
from ..running.files import cannot_write
from .hashes import SYSTEM, is_former, is_untouched

#: by what a ledger and a plan are known: they are moved by nobody but their owner
_OWNED = {"shuangkong.ledger": "台账", "plan.yaml": "规划"}


def put(path: Path, content: bytes) -> None:
    """Write a file into a folder under construction."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def put_pieces(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a file piece by piece; gives its hash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            found.update(piece)
    return found.hexdigest()


@dataclass(slots=True)
class EarlierFolder:
    """Where an earlier folder was moved to, if it was; known when the exchange is done."""

    path: Path | None = None


@contextlib.contextmanager
def replaced_folder(
    target: Path, former: Callable[[Path], bool] = is_former
) -> Iterator[tuple[Path, EarlierFolder]]:
    """A new folder to fill; it takes the place of `target` only when everything went well.

    An earlier folder of documents is removed if nobody has changed anything in it, else
    kept beside under another name. It stays as it is when the body raises or the process is
    stopped.

    Args:
        target: where the folder is to stand: nothing yet, an empty folder, or a former output.
        former: whether a folder is an output of an earlier run.

    Raises:
        DocumentError: the folder is of another kind, or it cannot be made or exchanged.
    """
    target = target.resolve()
    _require_ours(target, former)
    kept = EarlierFolder()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_dir():
            raise NotADirectoryError(None, "同名文件已存在，不是文件夹")
        new = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".tmp", dir=target.parent))
    except OSError as error:
        raise cannot_write(target, error) from error
    try:
        yield new, kept
        kept.path = _exchange(new, target)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _require_ours(target: Path, former: Callable[[Path], bool]) -> None:
    """Refuse the folder of anything but results: a ledger, a plan, what was submitted.

    Moved aside, none of them would be found again where it is looked for.
    """
    try:
        if not target.is_dir():
            return
        inside = sorted(one.name for one in target.iterdir() if one.name not in SYSTEM)
        owned = next((path for path in target.rglob("*") if path.name in _OWNED), None)
    except OSError as error:
        raise cannot_write(target, error) from error
    if owned is not None:
        what = f"里面有{_OWNED[owned.name]}（{owned.relative_to(target)}）"
    elif inside and not former(target):
        what = f"不是以前写出的结果，里面有{'、'.join(inside[:3])}{' 等' if inside[3:] else ''}"
    else:
        return
    raise DocumentError(
        f"{target}：这个文件夹{what}，没有动它，也没有写出文件\n"
        "    怎么改：换一个还没有的文件夹作输出，例如 结果"
    )


def _exchange(new: Path, target: Path) -> Path | None:
    """Put `new` in the place of `target`; gives where the old folder was kept, if it was."""
    new.chmod(0o755)
    if not target.exists() or not any(target.iterdir()):
        if target.exists():
            target.rmdir()
        new.rename(target)
        return None
    keep = not is_untouched(target)
    old = free_name(target) if keep else new.with_suffix(".old")
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    if not keep:
        shutil.rmtree(old, ignore_errors=True)
    return old if keep else None


def free_name(path: Path) -> Path:
    """`path` with the first number that is not taken yet: 结果-旧1, 结果-旧2 …"""
    number = 1
    while (found := path.with_name(f"{path.name}-旧{number}")).exists():
        number += 1
    return found
