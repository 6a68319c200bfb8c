"""What if: observations with some figures replaced by assumed ones, marked as such."""

import re
from collections.abc import Sequence

import polars as pl

from ..declarations.bundle import Declarations
from ..declarations.hints import did_you_mean
from ..declarations.scalars import decimal
from ..errors import Misuse
from ..records import dataclass
from ..vocabulary import frames
from .facts import select

#: The note beside an assumed figure.
ASSUMED = "假设"
#: what stands where an assumed figure would have its file
ASSUMED_FILE = "假设（--assume）"
_SHAPE = re.compile(
    r"\s*(?P<entity>[^.]+)\.(?P<indicator>[^.]+)\.\s*(?P<year>\d{4})\s*=\s*(?P<value>.+)"
)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumed figure, in the indicator's own unit."""

    entity: str
    indicator: str
    year: int
    value: float
    #: as it was written
    text: str = ""


def read(declarations: Declarations, text: str) -> Assumption:
    """`石家庄市.coal.2020=3600`.

    Raises:
        Misuse: when it is not of that shape, or names nothing that is declared.
    """
    found = _SHAPE.fullmatch(text)
    value = decimal(found["value"]) if found else None
    if found is None or value is None:
        raise Misuse(f"假设“{text}”看不懂\n    怎么改：写成 石家庄市.coal.2020=3600 的样子")
    code = declarations.names.get("".join(found["entity"].split()), found["entity"].strip())
    if code not in declarations.entities:
        hint = did_you_mean(found["entity"], list(declarations.names))
        raise Misuse(
            f"没有名为“{found['entity']}”的考核对象{hint}\n    怎么改：写规划中的名称或代码"
        )
    year = int(found["year"])
    period = declarations.plan.period
    first = min([period.base, *(t.base for t in declarations.targets.values() if t.base)])
    if not first <= year <= period.last:
        raise Misuse(
            f"假设“{text}”的年份不在 {first}—{period.last} 年之内，不会起任何作用\n"
            "    怎么改：写规划期内或基期的年份"
        )
    indicator = found["indicator"].strip()
    by_name = {i.name: i.id for i in declarations.indicators.values()}
    indicator = by_name.get(indicator, indicator)
    declared = declarations.indicators.get(indicator)
    if declared is None:
        hint = did_you_mean(indicator, list(declarations.indicators))
        raise Misuse(f"没有名为“{indicator}”的指标{hint}\n    怎么改：写规划中的指标代号或名称")
    if declared.formula is not None:
        raise Misuse(
            f"“{declared.name}”由公式计算（{declared.formula}），不能直接假设\n"
            "    怎么改：假设公式所用的指标"
        )
    return Assumption(code, indicator, year, float(value), text.strip())


def in_words(declarations: Declarations, one: Assumption) -> str:
    """An assumed figure as papers name it: 石家庄市2020年能源消费总量4500万吨标准煤."""
    indicator = declarations.indicators[one.indicator]
    value = one.text.rpartition("=")[2].strip()
    unit = "" if value.endswith(("%", "％", indicator.unit)) else indicator.unit
    return f"{declarations.entities[one.entity].name}{one.year}年{indicator.name}{value}{unit}"


def assume(
    declarations: Declarations, observations: pl.DataFrame, assumed: Sequence[Assumption]
) -> pl.DataFrame:
    """Observations in which every assumed figure replaces what was submitted for it."""
    for one in assumed:
        same = (
            (pl.col("entity") == one.entity)
            & (pl.col("indicator") == one.indicator)
            & (pl.col("year") == one.year)
            & (pl.col("period") == str(one.year))
        )
        # the assumed figure stands in for the version that was used, in its vintage
        old = observations.filter(same)
        used = select(old)
        row = {
            "entity": one.entity,
            "indicator": one.indicator,
            "year": one.year,
            "period": str(one.year),
            "value": one.value,
            "unit": declarations.indicators[one.indicator].unit,
            "vintage": used["vintage"][0] if used.height else None,
            "authority": old["authority"][used["row"][0]] if used.height else None,
            "verification": "synthetic",
            "file": ASSUMED_FILE,
            "raw": str(one.value),
            "note": ASSUMED,
        }
        added = pl.DataFrame([row], schema=dict(frames.OBSERVATIONS))
        observations = pl.concat([observations.filter(~same), added])
    return observations
