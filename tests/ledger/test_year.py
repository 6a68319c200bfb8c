"""`docs/year.md` is played through: each command is run in its order, and prints what it says."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from shuangkong.commands import root
from shuangkong.ledger.register import register

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "year.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)


def transcripts() -> list[tuple[str, list[str]]]:
    """Each command of the page with the lines that stand below it."""
    found: list[tuple[str, list[str]]] = []
    for line in "\n".join(BLOCKS).splitlines():
        if line.startswith("$ shuangkong "):
            found.append((line.removeprefix("$ shuangkong "), []))
        elif line.strip():
            found[-1][1].append(line)
    return found


def _even(line: str) -> str:
    return re.sub(r"\s+", " ", line).strip()


def test_a_year_is_played_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "申诉书.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")

    for command, expected in transcripts():
        words = [
            str(ROOT / word) if word.startswith("samples/") else word
            for word in shlex.split(command)
        ]
        done = CliRunner().invoke(root, words)

        assert done.exception is None or isinstance(done.exception, SystemExit), (
            f"{command}\n{done.exception}"
        )
        printed = [_even(line.replace(f"{tmp_path}/", "")) for line in done.stdout.splitlines()]
        at = 0
        for line in map(_even, expected):
            if line == "…":
                continue
            assert line in printed[at:], f"{command}\nnot printed: {line}\n{done.stdout}"
            at = printed.index(line, at) + 1

    sent = {(one.number, one.to, one.kind): one.standing for one in register(Path("2020考核"))}
    assert sent[23, "邯郸市", "整改函"] == "已由第30号撤回"
    assert sent[30, "邯郸市", "更正函"] == "有效"
    assert sent[29, "邯郸市", "复核决定书"] == "有效"
    returned = {path.name for path in (tmp_path / "试算" / "函").iterdir()}
    assert any("雄安新区_退回更正函" in name for name in returned)
