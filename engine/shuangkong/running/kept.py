"""What an earlier run made, kept beside its output, for a later run to take over what still holds.

Every entry stands under a key that is the hash of all it follows from; who asks for one works
that hash out anew, so that an entry is either what would be made now or is not found. The file is
sealed with a secret of this user on this machine. One that is broken, was made elsewhere or was
changed by hand does not fit its seal: it is left unread, and everything is made.
"""

import contextlib
import hashlib
import hmac
import os
import pickle
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import IO

from ..errors import DocumentError
from .files import write_pieces

_SEAL = hashlib.sha256().digest_size
_SECRET, _LENGTH = 32, 8
_PIECE = 1 << 20


class Kept:
    """Entries by kind and key: those of an earlier run, and those that this run will leave.

    `folder` is the output that they belong to; they lie beside it, under its name with a dot
    before. An entry that nobody takes over or adds in a run is gone after it. Entries stay on
    the disk: those of a country would fill the memory.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.path = self.folder.with_name(f".{self.folder.name}.again")
        self._file: IO[bytes] | None = None
        self._aside: IO[bytes] | None = None
        self._file, self._before = _opened(self.path)
        self._now: dict[_Key, _Place] = {}
        # who assesses and does not write never saves. Were this its own to close, the collector
        # could come to the files first
        self._open = contextlib.ExitStack()
        if self._file is not None:
            self._open.callback(self._file.close)
        weakref.finalize(self, self._open.close)

    def __len__(self) -> int:
        """How many entries the earlier run left."""
        return len(self._before)

    def get(self, kind: str, key: str) -> bytes | None:
        """An entry of the earlier run, which is then kept on; None when there is none."""
        found = self._before.get((kind, key))
        if found is None or self._file is None:
            return None
        self._now[kind, key] = (False, *found)
        return _read(self._file, *found)

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Leave an entry for the next run; a full disk costs only that run's time."""
        with contextlib.suppress(OSError):
            if self._aside is None:
                self._aside = tempfile.TemporaryFile(prefix="shuangkong-")  # noqa: SIM115 (`close`)
                self._open.callback(self._aside.close)
            begin = self._aside.seek(0, os.SEEK_END)
            self._aside.write(content)
            self._now[kind, key] = (True, begin, len(content))

    def save(self) -> None:
        """Write what this run leaves; where that cannot be, the next run makes everything.

        Nothing can be taken over or left afterwards.
        """
        secret = _secret()
        try:
            # the documents stand already: a full disk now costs only the time of the next run
            with contextlib.suppress(DocumentError):
                if secret is not None:
                    write_pieces(self.path, self._pieces(secret))
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._open.close()
        self._file = self._aside = None

    def _pieces(self, secret: bytes) -> Iterator[bytes]:
        """The entries one behind the other, where they are, how long that is, and the seal."""
        seal = hmac.new(secret, digestmod="sha256")
        places: dict[_Key, tuple[int, int]] = {}
        end = 0
        for key, (new, begin, size) in self._now.items():
            file = self._aside if new else self._file
            assert file is not None, "what is kept is in one of the files"
            content = _read(file, begin, size)
            places[key] = (end, size)
            end += size
            seal.update(content)
            yield content
        # a file that is open cannot be replaced everywhere
        if self._file is not None:
            self._file.close()
            self._file = None
        listed = pickle.dumps(places, protocol=pickle.HIGHEST_PROTOCOL)
        listed += len(listed).to_bytes(_LENGTH, "big")
        seal.update(listed)
        yield listed + seal.digest()


_Key = tuple[str, str]
#: whether an entry was made in this run, where it begins in its file, its length
_Place = tuple[bool, int, int]


def _read(file: IO[bytes], begin: int, size: int) -> bytes:
    file.seek(begin)
    return file.read(size)


def hashed(*parts: bytes) -> str:
    """One hash over several parts, each with its length, so that none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


@cache
def engine() -> bytes:
    """What tells this engine from any other: its files with their sizes and times, and Python."""
    import platform

    package = Path(__file__).resolve().parents[1]
    found = [f"{platform.python_version()} {platform.machine()}"]
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        for name in sorted(names):
            about = (Path(folder) / name).stat()
            found.append(f"{folder}/{name} {about.st_size} {about.st_mtime_ns}")
    return "\n".join(found).encode("utf-8", "surrogateescape")


def _opened(path: Path) -> tuple[IO[bytes] | None, Mapping[_Key, tuple[int, int]]]:
    """A file of ours, and where its entries are; nothing of any other."""
    secret = _secret()
    if secret is None:
        return None, {}
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("rb"))
            places = _listed(file, secret)
        except OSError:
            return None, {}
        if places is None:
            return None, {}
        stack.pop_all()
        return file, places


def _listed(file: IO[bytes], secret: bytes) -> Mapping[_Key, tuple[int, int]] | None:
    """Where the entries of a file are; None where it does not fit its seal."""
    end = file.seek(0, os.SEEK_END) - _SEAL
    if end < _LENGTH:
        return None
    if not hmac.compare_digest(_read(file, end, _SEAL), _seal(secret, file, end)):
        return None
    size = int.from_bytes(_read(file, end - _LENGTH, _LENGTH), "big")
    found = pickle.loads(_read(file, end - _LENGTH - size, size))
    return found if isinstance(found, dict) else None


def _seal(secret: bytes, file: IO[bytes], size: int) -> bytes:
    """The seal on the first bytes of a file."""
    seal = hmac.new(secret, digestmod="sha256")
    file.seek(0)
    while size > 0:
        piece = file.read(min(size, _PIECE))
        if not piece:
            break
        seal.update(piece)
        size -= len(piece)
    return seal.digest()


def _secret() -> bytes | None:
    """This user's secret, made when first needed; None where there is no place for it."""
    try:
        path = _home() / "shuangkong" / "secret"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # whoever comes second reads what the first one wrote
            with contextlib.suppress(FileExistsError):
                made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(made, "wb") as file:
                    file.write(os.urandom(_SECRET))
        found = path.read_bytes()
    except (OSError, RuntimeError):
        return None
    return found if len(found) == _SECRET else None


def _home() -> Path:
    """Where programs keep what is this user's alone."""
    for name in ("LOCALAPPDATA", "XDG_STATE_HOME"):
        if found := os.environ.get(name):
            return Path(found)
    return Path.home() / ".local" / "state"
