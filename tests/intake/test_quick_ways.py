"""The quick ways through labels and rows that are alike say what the plain ways say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shuangkong.intake import parts_of_year, periods, values, words
from shuangkong.intake.tables import around
from shuangkong.intake.tables.parts import LabelParts
from shuangkong.intake.tables.reading import read_sheet

from tests.intake.sheets import sheet as made

NEVER = re.compile(r"(?!)")
CHARACTERS = "石家庄市全省其中合计一二十年度上半增长下降无暂缺區縣月0192. ,:：（）()[]%①²³*HQq#_/～"
LABELS = st.text(st.sampled_from(CHARACTERS), max_size=12)
KNOWN = [
    *(
        "其中：原煤",
        "其中原煤",
        "2020年",
        "二〇二〇年",
        "1-6月",
        "上半年能耗",
        "一季度",
        "前三季度",
    ),
    *("无", "缺报", "增长3", "下降2.5", "甲1市", "10⁴吨", "H1", "q2", "石家庄(不含辛集)"),
]


@pytest.fixture(scope="module")
def slowly():
    """Each function without its quick way."""

    def of(function, text, module, *names):
        kept = {name: getattr(module, name) for name in names}
        try:
            for name in names:
                setattr(module, name, NEVER)
            return getattr(function, "__wrapped__", function)(text)
        finally:
            for name, value in kept.items():
                setattr(module, name, value)

    return of


@pytest.mark.parametrize("function", [words.plain, words.readable, words.split_unit,
                                      words.name_of, words.shown_name])  # fmt: skip
def test_labels_are_folded_alike(slowly, function):
    @given(st.one_of(LABELS, st.sampled_from(KNOWN)))
    def alike(text):
        assert function(text) == slowly(function, text, words, "_FOLDED", "_BARE")

    alike()


@given(st.one_of(LABELS, st.sampled_from(KNOWN)))
def test_values_are_told_alike(slowly, text):
    assert values.parse(text) == slowly(values.parse, text, values, "_WORDS")


@given(st.one_of(LABELS, st.sampled_from(KNOWN)))
def test_a_period_begins_as_periods_do(text):
    folded = parts_of_year.spelled(parts_of_year.plain(text).strip("()"))
    parts = [form.match(folded) for form, _ in parts_of_year._FORMS]
    if any(parts) or parts_of_year._OTHER.match(folded):
        assert parts_of_year.part_of_year(text) is not None
    whole = periods._western(periods.plain(words.without_marks(text))).strip("()")
    whole = parts_of_year.spelled(whole)
    of_year = periods._WITH_PART.match(whole)
    known = [form.match(whole) for form in (periods._WHOLE, periods._MONTH)]
    known += [of_year and form.fullmatch(of_year["part"]) for form, _ in parts_of_year._FORMS]
    if any(known):
        assert periods.period_of(text) is not None


def test_rows_that_are_alike_state_what_each_states_alone(monkeypatch):
    head = ["地区", "2019年能源消费总量（万吨标准煤）", "2020年"]
    rows = [["石家庄市", "1.5", "3亿吨"], ["石家庄市", "2", "3"], ["其他", "—", "7"]] * 3
    section = [["其中：工业", "", ""], ["石家庄市", "1.5", "4"]]
    sheet = made([head, *rows, *section, *rows])
    together = read_sheet(sheet)
    monkeypatch.setattr(around, "_MOST_ALIKE", 0)
    alone = read_sheet(sheet)
    assert len(together.facts) > 20
    assert (together.facts, together.left) == (alone.facts, alone.left)


HEADS = st.sampled_from(
    [
        "2019年",
        "2020年",
        "能源消费总量（万吨标准煤）",
        "万吨标准煤",
        "亿千瓦时",
        "%",
        "同比增长(%)",
        "石家庄市",
        "合计",
        "用电量",
        "上半年",
        "比重",
        "（吨、元）",
        "10⁴吨",
        "煤（吨）",
        "1-6月",
    ]
)


@given(
    heads=st.lists(st.lists(HEADS, min_size=3, max_size=3), min_size=1, max_size=3),
    labels=st.lists(st.tuples(HEADS, HEADS), min_size=2, max_size=4),
    title=HEADS,
)
def test_a_column_says_by_itself_what_it_says_over_each_row(heads, labels, title):
    rows = [[title], *(["地区", "指标", *head] for head in heads)]
    rows += [[one, two, "1.5", "3亿吨", "7%"] for one, two in labels]
    sheet = made(rows)
    quick = read_sheet(sheet)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LabelParts, "under", lambda *_: None)
        plainly = read_sheet(sheet)
    assert (quick.facts, quick.left) == (plainly.facts, plainly.left)


@given(st.one_of(LABELS, st.sampled_from(KNOWN)))
def test_a_bare_name_is_its_own_name(text):
    folded = words.plain(text)
    if words.is_bare(folded):
        assert words.name_of(folded) == words._without_ordinals(folded) == folded
