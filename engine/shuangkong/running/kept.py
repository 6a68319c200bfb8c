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
from functools import cache
from pathlib import Path

from ..errors import DocumentError
from .files import write_bytes

_SEAL = hashlib.sha256().digest_size
_SECRET = 32


class Kept:
    """Entries by kind and key: those of an earlier run, and those that this run will leave.

    `folder` is the output that they belong to; they lie beside it, under its name with a dot
    before. An entry that nobody takes over or adds in a run is gone after it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.path = self.folder.with_name(f".{self.folder.name}.again")
        self._before = _opened(self.path)
        self._now: dict[tuple[str, str], bytes] = {}

    def __len__(self) -> int:
        """How many entries the earlier run left."""
        return len(self._before)

    def get(self, kind: str, key: str) -> bytes | None:
        """An entry of the earlier run, which is then kept on; None when there is none."""
        found = self._before.get((kind, key))
        if found is not None:
            self._now[kind, key] = found
        return found

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Leave an entry for the next run."""
        self._now[kind, key] = content

    def save(self) -> None:
        """Write what this run leaves; where that cannot be, the next run makes everything."""
        secret = _secret()
        if secret is None:
            return
        body = pickle.dumps(self._now, protocol=pickle.HIGHEST_PROTOCOL)
        # the documents stand already: a full disk now costs only the time of the next run
        with contextlib.suppress(DocumentError):
            write_bytes(self.path, _seal(secret, body) + body)


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


def _opened(path: Path) -> dict[tuple[str, str], bytes]:
    """The entries of a file of ours; none of any other."""
    secret = _secret()
    try:
        data = path.read_bytes() if secret is not None else b""
    except OSError:
        return {}
    seal, body = data[:_SEAL], data[_SEAL:]
    if secret is None or not hmac.compare_digest(seal, _seal(secret, body)):
        return {}
    found = pickle.loads(body)
    return found if isinstance(found, dict) else {}


def _seal(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(secret, body, "sha256")


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
