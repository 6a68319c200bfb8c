"""Where the package under test lies: in the checkout, or installed from the built wheel."""

import os
from pathlib import Path

import shuangkong

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = Path(shuangkong.__file__).resolve().parents[1]


def environment(*more: Path) -> dict[str, str]:
    """What another process needs to import the same package, and what lies in `more`."""
    places = os.pathsep.join(map(str, (PACKAGES, *more)))
    return {**os.environ, "PYTHONPATH": places, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
