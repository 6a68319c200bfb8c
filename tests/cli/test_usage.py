"""A command that is written wrongly is told so in Chinese and English, with how to mend it."""

import sys

import pytest
from shuangkong.commands.root import main


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (["check", "-x.xlsx"], "没有选项 -x。", "No such option"),
        (["history", "W", "--year", "2020"], "没有选项 --year。", "No such option"),
        (["check"], "少写了一项：'FILE...'。", "Missing argument"),
        (["status", "p", "--year", "abc"], "'--year' 的值不对。", "Invalid value"),
        (["check", "--plan"], "选项 --plan 后面要写的值不对或没有写。", "requires an argument"),
        (["nosuch"], "没有这条命令。", "No such command"),
    ],
)
def test_a_wrong_command_is_told_in_both_languages(monkeypatch, capsys, words, chinese, english):
    monkeypatch.setattr(sys, "argv", ["shuangkong", *words])

    with pytest.raises(SystemExit) as ended:
        main()

    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith(chinese)
    assert english in said
    assert "怎么改：" in said
    assert "--help" in said


@pytest.mark.parametrize("words", [[], ["plan"]])
def test_a_group_without_a_command_says_which_there_are(monkeypatch, capsys, words):
    monkeypatch.setattr(sys, "argv", ["shuangkong", *words])

    with pytest.raises(SystemExit):
        main()

    told = capsys.readouterr()
    assert "Commands:" in told.out + told.err
    assert "    怎么改：" not in told.err
