"""Hashes of files, and whether a folder still is what its manifest says."""

import hashlib
import json
from pathlib import Path
from typing import NamedTuple

MANIFEST = "manifest.json"
#: what file managers leave behind
SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}


def digest(content: bytes) -> str:
    """sha256 in hex."""
    return hashlib.sha256(content).hexdigest()


class Hashed(NamedTuple):
    """A file's bytes with their hash: worked out once, by whoever made or took over the file."""

    content: bytes
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> "Hashed":
        """Bytes that were made now."""
        return cls(content, digest(content))


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_former(folder: Path) -> bool:
    """Whether a folder was written by an earlier run, whatever was done in it since."""
    return (folder / MANIFEST).is_file()


def is_untouched(folder: Path) -> bool:
    """Whether a folder holds exactly what its manifest says, so that nothing is lost with it."""
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        found = {
            path.relative_to(folder).as_posix(): _digest_of(path)
            for path in folder.rglob("*")
            if path.is_file() and path.name not in SYSTEM
        }
    except (OSError, ValueError, KeyError, TypeError):
        return False
    found.pop(MANIFEST, None)
    return isinstance(known, dict) and found == known
