"""Texts set aside come back as they were, in the order in which they came."""

import gc
import sys
import tempfile

from shuangkong.running.aside import Aside
from shuangkong.running.kept import Kept


def test_texts_come_back_by_key_whatever_was_set_aside_meanwhile() -> None:
    with Aside() as aside:
        aside.put("石家庄", "达到 12.5%\n")
        aside.put("唐山", "")
        assert aside["石家庄"] == "达到 12.5%\n"
        aside.put("石家庄", "未达到")
        aside.put("保定", "\ud800")

        assert list(aside) == ["石家庄", "唐山", "保定"]
        assert dict(aside) == {"石家庄": "未达到", "唐山": "", "保定": "\ud800"}


def test_what_nobody_writes_is_closed_by_the_collector(tmp_path, monkeypatch):
    """Also where it comes to the file before its owner, as in a circle it may."""
    left = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: left.append(told.exc_value))
    older = [tempfile.TemporaryFile()]  # noqa: SIM115 (closing it is what is tested)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: older.pop())
    kept = Kept(tmp_path / "out")
    kept.put("kind", "key", b"content")
    kept.circle = [kept]
    del kept
    gc.collect()
    assert (older, left) == ([], [])
