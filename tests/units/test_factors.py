from decimal import Decimal

import pytest
from shuangkong.units.factors import FactorError, factor, factors
from shuangkong.vocabulary import Verification

COAL = "折标准煤系数"


def test_electricity_must_name_its_method() -> None:
    with pytest.raises(FactorError, match="当量值、等价值"):
        factor("电力", COAL, 2022)


def test_the_two_values_of_electricity() -> None:
    value, used = factor("电力", COAL, 2022, method="当量值")

    assert value == Decimal("0.1229")
    assert used.source.startswith("GB/T 2589-2020")
    with pytest.raises(FactorError, match="按当年统计计算"):
        factor("电力", COAL, 2022, method="等价值")


def test_a_range_asks_for_a_measured_value() -> None:
    with pytest.raises(FactorError, match="区间"):
        factor("天然气", COAL, 2022)

    assert factor("天然气", COAL, 2022, measured=Decimal("1.21"))[0] == Decimal("1.21")


def test_a_factor_has_its_dates() -> None:
    with pytest.raises(FactorError, match="没有"):
        factor("原煤", COAL, 2015)

    assert factor("原煤", COAL, 2021)[0] == Decimal("0.7143")


def test_what_was_not_checked_is_marked_so() -> None:
    assert all(f.verification is not Verification.VERIFIED for f in factors())
    assert all(f.source for f in factors())
