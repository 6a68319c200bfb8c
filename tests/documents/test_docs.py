from pathlib import Path

import pytest
from shuangkong import messages
from shuangkong.documents.fonts import CHAINS
from shuangkong.documents.letters.kinds import ALL_KINDS
from shuangkong.documents.letters.placeholders import PLACEHOLDERS

TEXT = (Path(__file__).parents[2] / "docs" / "documents.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", list(ALL_KINDS))
def test_every_placeholder_is_documented(kind: str) -> None:
    for name, placeholder in PLACEHOLDERS[kind].items():
        assert f"| `{{{{ {name} }}}}` | {placeholder.meaning} |" in TEXT
        for field, meaning in placeholder.fields.items():
            assert f"| 　`{{{{ 行.{field} }}}}` | {meaning} |" in TEXT


def test_every_letter_finding_and_font_is_documented() -> None:
    for kind, name in ALL_KINDS.items():
        assert f"| `{kind}` | {name}" in TEXT
    for finding in [m for m in messages.catalogue() if m.id.startswith("SK-O")]:
        assert f"| {finding.id} |" in TEXT
    for font, chain in CHAINS.items():
        assert f"| {font} | {'、'.join(chain)} |" in TEXT
