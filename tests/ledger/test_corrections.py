"""A re-issue names what it replaces; who had a letter is told what became of it."""

from docx import Document
from shuangkong.ledger.confirm import confirm
from shuangkong.ledger.issue import assess_workspace
from shuangkong.ledger.register import register
from shuangkong.ledger.replay import replay
from shuangkong.ledger.verify import verify
from shuangkong.vocabulary import DecisionKind, View

from tests.ledger.conftest import ruled


def issue(world, name, **more):
    return assess_workspace(
        world.workspace, 2020, world.out(name), issue=True, by="王处长", clock=world.clock, **more
    )


def text(path):
    return "\n".join(p.text for p in Document(str(path)).paragraphs)


def corrected(world):
    """Two cities graded, the second 未完成; then an appeal turned its verdict."""
    world.whole_cities()
    world.submit(world.scores({"甲": "35", "乙": "30"}, name="评分.xlsx"))
    first = issue(world, "首次").receipt.number
    ruled(
        world.workspace, DecisionKind.OVERRIDE, "total", "met", entity="乙市", year=2020,
        view=View.FINAL, clock=world.clock,
    )  # fmt: skip
    return first, issue(world, "再次").receipt.number


def test_who_had_a_letter_is_told_what_changed_and_what_is_withdrawn(begun):
    first, _ = corrected(begun)

    letters = begun.out("再次") / "函"
    names = {path.name for path in letters.iterdir()}
    kinds = {name.split("_", 1)[1] for name in names}
    assert "示例乙市_更正函.docx" in kinds
    assert "示例乙市_撤回函.docx" in kinds
    assert "示例甲市_撤回函.docx" not in kinds
    told = text(next(letters.glob("*乙市_更正函.docx")))
    assert f"台账第{first}号" in told
    assert "“未完成”更正为“完成”" in told
    assert "等级由未完成更正为完成" in told
    assert "李主任" not in told
    assert "整改函" in text(next(letters.glob("*乙市_撤回函.docx")))
    assert "更正" in text(begun.out("再次") / "通报（草稿）.docx")
    assert "更正" not in text(begun.out("首次") / "通报（草稿）.docx")


def test_the_register_says_what_became_of_each_letter(begun):
    first, second = corrected(begun)

    found = {(one.number, one.to, one.kind): one.standing for one in register(begun.workspace)}

    assert found[first, "示例乙市", "整改函"] == f"已由第{second}号撤回"
    assert found[first, "示例乙市", "考核结果函"] == f"已由第{second}号替代"
    assert found[second, "示例乙市", "考核结果函"] == "有效"
    assert found[second, "示例乙市", "更正函"] == "有效"
    # as they are declared, not by their characters
    in_first = [one.to for one in register(begun.workspace) if one.number == first]
    assert list(dict.fromkeys(in_first)) == ["示例甲市", "示例乙市"]


def test_a_re_issue_is_repeated_byte_for_byte_with_its_corrections(begun):
    _, second = corrected(begun)

    done = replay(begun.workspace, str(second), 2020, begun.out("重演"))

    assert done.differing == ()
    assert verify(begun.workspace, deep=True).sound


def test_what_nobody_confirmed_was_not_sent_and_needs_no_correction(begun):
    begun.both_cities()
    first = issue(begun, "首次", second=True).receipt.number
    assert {one.standing for one in register(begun.workspace)} == {"待复核，不得发出"}

    issue(begun, "再次")
    assert not [*(begun.out("再次") / "函").glob("*市_更正函*")]

    confirm(begun.workspace, (first,), "副处长", clock=begun.clock)
    assert "待复核，不得发出" not in {one.standing for one in register(begun.workspace)}
