"""The commands of docs/desk.zh.md print what it shows; what serves stops before it serves."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shuangkong.desk import backup, lockouts, rights, serve, sessions
from shuangkong.desk.store import Store
from shuangkong.ledger.moments import BEIJING

from tests.docs import played

PAGE = (played.DOCS / "desk.zh.md").read_text(encoding="utf-8")
_AT_TWO = datetime.datetime(2026, 11, 30, 2, 0, tzinfo=BEIJING)


def test_its_commands_print_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    served: list[Any] = []

    def serving(*_: Any, certfile: Path | None, ready: Callable[[], None], **__: Any) -> None:
        served.append(certfile)
        ready()

    monkeypatch.setattr(serve, "serve", serving)
    for pem in ("证书.pem", "私钥.pem"):
        (tmp_path / pem).touch()
    workspace = Path("2026考核")
    codes = []
    for command, code in played.play(PAGE, tmp_path):
        codes.append(code)
        if "--certfile" in command:
            backup.make(workspace, Store.beside(workspace), lambda: _AT_TWO)
    assert served == [Path("证书.pem")]
    assert codes == [0, 0, 1, 0, 1, 0, 0]
    assert list(Path("备份盘").glob("shuangkong-*.ledger"))


def test_it_tells_every_role_and_the_limits_of_logging_in() -> None:
    for role in rights.Role:
        assert f"| {role.chinese} |" in PAGE
    assert (lockouts.FAILURES, lockouts.WINDOW) == (5, 15 * 60)
    assert (lockouts.LOCKED, lockouts.SLOWED) == (30 * 60, 60)
    assert "一刻钟内输错 5 次" in PAGE
    assert "锁半小时" in PAGE
    assert "一分钟以后可以再试" in PAGE
    assert (sessions.IDLE, sessions.ABSOLUTE) == (30 * 60, 10 * 3600)
    assert "半小时没有操作，或登录满十小时" in PAGE
