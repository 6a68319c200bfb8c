"""The sound plan of these tests, and copies of it with files changed."""

import shutil
from pathlib import Path

HERE = Path(__file__).parent
GOOD = HERE / "good"
BROKEN = HERE / "broken"


def good_in(folder: Path) -> Path:
    """A copy of the sound plan that a test may change."""
    return Path(shutil.copytree(GOOD, folder / "good"))


def broken_in(folder: Path, name: str) -> Path:
    """The sound plan with one fault's files laid over it."""
    plan = good_in(folder)
    overlay = BROKEN / name
    for file in overlay.rglob("*"):
        if file.is_file() and file.name not in ("expected.txt", "removed.txt"):
            kept = plan / file.relative_to(overlay)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, kept)
    removed = overlay / "removed.txt"
    if removed.is_file():
        (plan / removed.read_text(encoding="utf-8").strip()).unlink()
    return plan


def replaced(plan: Path, file: str, old: str, new: str) -> Path:
    """A plan with a text in one file replaced."""
    path = plan / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return plan
