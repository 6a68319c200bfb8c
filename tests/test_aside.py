"""Texts set aside come back as they were, in the order in which they came."""

from shuangkong.running.aside import Aside


def test_texts_come_back_by_key_whatever_was_set_aside_meanwhile() -> None:
    with Aside() as aside:
        aside.put("石家庄", "达到 12.5%\n")
        aside.put("唐山", "")
        assert aside["石家庄"] == "达到 12.5%\n"
        aside.put("石家庄", "未达到")
        aside.put("保定", "\ud800")

        assert list(aside) == ["石家庄", "唐山", "保定"]
        assert dict(aside) == {"石家庄": "未达到", "唐山": "", "保定": "\ud800"}
