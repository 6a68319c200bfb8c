"""Nothing in the engine or the templates is named after one kind of assessment.

What an assessment, its targets and its papers are called stands in plans and schemes (`wording:`).
"""

import re
from pathlib import Path

import docx
import pytest

ROOT = Path(__file__).resolve().parents[2]
_TITLES = re.compile("《[^》]*》")
_NAMED = re.compile("节能|energy_|energy-")
_TEXTS = (".py", ".tsv", ".yaml", ".csv", ".html", ".j2", ".css", ".js")
#: plans that an office begins with: they name what they assess, as any plan does
_STARTERS = ROOT / "engine" / "shuangkong" / "declarations" / "starters"
FILES = sorted(
    path
    for folder in ("engine", "templates")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in _TEXTS and not path.is_relative_to(_STARTERS / "carbon-15fyp")
)


def test_no_file_names_one_kind_of_assessment() -> None:
    """Titles of documents, in 《》, are what they are."""
    assert len(FILES) > 300
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _NAMED.search(_TITLES.sub("", line))
    ]
    assert found == []


@pytest.mark.parametrize(
    "template", sorted((ROOT / "templates").rglob("*.docx")), ids=lambda path: path.stem
)
def test_no_template_does(template: Path) -> None:
    document = docx.Document(str(template))
    texts = [node.text or "" for node in document.element.iter() if node.tag.endswith("}t")]
    assert texts
    assert not _NAMED.search("".join(texts))
