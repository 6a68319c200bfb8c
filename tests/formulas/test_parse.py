import pytest
from shuangkong.formulas import FormulaError, names, parse, to_chinese, to_excel


@pytest.mark.parametrize(
    ("text", "excel"),
    [
        ("energy_total / gdp", "energy_total/gdp"),
        ("（１＋a）×（１＋b）", "(1+a)*(1+b)"),
        ("a - (b - c)", "a-(b-c)"),
        ("-a ** 2", "(0-a^2)"),
        ("a / (b * c)", "a/(b*c)"),
        ("abs(yoy(x)) <= 30%", "(ROUND(ABS(x/prior.x-1)-(0.3),10)<=0)"),
        ("sum(cities.x) ~ province.x ± 2%", "(ROUND(ABS(children.x-(parent.x))-(0.02),10)<=0)"),
        ("a = 1 且 非 b > 2", "AND((ROUND(a-(1),10)=0),NOT((ROUND(b-(2),10)>0)))"),
        (
            "steps(x, 100%, 40, 90%, 36, 0)",
            "IF(ROUND(x-(1),10)>=0,40,IF(ROUND(x-(0.9),10)>=0,36,0))",
        ),
        ('state == "全部"', '(state="全部")'),
    ],
)
def test_excel_reading(text: str, excel: str) -> None:
    assert to_excel(parse(text), str) == excel


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("energy_total / gdp", "能源消费总量÷地区生产总值"),
        ("abs(yoy(energy_total)) <= 30%", "能源消费总量同比变化率的绝对值不大于30%"),
        ("sum(cities.gdp) ~ province.gdp ± 1", "下级合计地区生产总值与上级地区生产总值相差不超过1"),
        ("gdp * (1 - 3%)", "地区生产总值×（1－3%）"),
    ],
)
def test_chinese_reading(text: str, said: str) -> None:
    words = {"energy_total": "能源消费总量", "gdp": "地区生产总值"}

    assert to_chinese(parse(text), words.__getitem__) == said


@pytest.mark.parametrize(
    ("text", "position", "why"),
    [
        ("a +", 3, "这里应当是数、指标或括号"),
        ("a $ b", 2, "不认识“$”"),
        ("nothing(a)", 0, "没有“nothing”这个函数"),
        ("a ~ b", 2, "没有写明容许的差距"),
        ("x.y", 0, "不是可用的范围"),
        ("a < b < c", 6, "连写了两个比较"),
        ("（a＋b", 4, "这里应当是“)”"),
        ("round(a)", 0, "参数"),
        ("prior(1)", 0, "里应当是指标"),
        ("__import__('os')", 0, "没有“__import__”这个函数"),
        ("a; b", 1, "不认识“;”"),
    ],
)
def test_faults_name_their_place(text: str, position: int, why: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)

    assert caught.value.position == position
    assert why in caught.value.why
    assert caught.value.mend


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    with pytest.raises(FormulaError, match="太深"):
        parse("(" * 500 + "1" + ")" * 500)


def test_dependencies_are_named_once() -> None:
    found = [str(n) for n in names(parse("yoy(coal) + coal / base(coal)"))]

    assert found == ["coal", "prior.coal", "base.coal"]


@pytest.mark.parametrize(
    "text",
    [
        "-" * 1900 + "x",
        "2**" * 600 + "2",
        "非 " * 500 + "a > 1",
        "+".join(["a"] * 900),
        "1/(" * 35 + "a" + ")" * 35,
        "abs(" * 300 + "a" + ")" * 300,
        "基准[prior(" * 10 + "x" + ")]" * 10,
    ],
)
def test_what_no_reading_could_walk_down_is_refused(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)

    assert caught.value.mend
    assert 0 <= caught.value.position < len(text)


def test_long_sums_are_read() -> None:
    text = "+".join(["a"] * 90)

    assert to_excel(parse(text), str) == text
    assert to_chinese(parse(text), str) == "＋".join(["a"] * 90)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("steps(x, 1, 2)", "没有成对"),
        ("missing(a + b)", "应当是一个指标"),
        ("基准[a + 1]", "这里应当是“]”"),
        ("基准[1]", "应当是状态类指标或属性"),
    ],
)
def test_what_has_no_meaning_is_refused(text: str, why: str) -> None:
    with pytest.raises(FormulaError, match=why):
        parse(text)
