"""manifest.json: what went in, what declared it, what came out, each with its hash."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from ..assess.result import Assessment
from .results import dump

MANIFEST = "manifest.json"
#: what file managers leave behind
_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}


def digest(content: bytes) -> str:
    """sha256 in hex."""
    return hashlib.sha256(content).hexdigest()


def manifest_json(assessment: Assessment, files: Mapping[str, str], version: str) -> bytes:
    """The bytes of the manifest; `files` gives the hash of each file written, by its path."""
    scheme = assessment.scheme
    return dump(
        {
            "engine": version,
            "plan": assessment.declarations.plan.id,
            "year": assessment.year,
            "scheme": scheme.id if scheme else None,
            "mark": assessment.mark,
            "inputs": dict(sorted(assessment.inputs.items())),
            "declarations": dict(sorted(assessment.declarations.hashes.items())),
            "files": dict(sorted(files.items())),
        }
    )


def is_untouched(folder: Path) -> bool:
    """Whether a folder holds exactly what its manifest says, so that nothing is lost with it."""
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        found = {
            path.relative_to(folder).as_posix(): digest(path.read_bytes())
            for path in folder.rglob("*")
            if path.is_file() and path.name not in _SYSTEM
        }
    except (OSError, ValueError, KeyError, TypeError):
        return False
    found.pop(MANIFEST, None)
    return isinstance(known, dict) and found == known
