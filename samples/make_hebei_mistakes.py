"""Makes samples/hebei-13fyp-mistakes: the 13 city forms with ten deliberate mistakes in them.

Everything in it is invented (示例). sources/hebei-13fyp-mistakes.csv says where each mistake is
and what finds it.

Run it from the repository: python samples/make_hebei_mistakes.py
"""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from lxml import etree  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent / "engine"))

import make_hebei  # noqa: E402
from shuangkong.declarations.load import load  # noqa: E402
from shuangkong.intake.annotate.cells import SheetCells  # noqa: E402
from shuangkong.intake.annotate.parts import PackageParts  # noqa: E402
from shuangkong.intake.form.write import write_form  # noqa: E402
from shuangkong.vocabulary import Verification  # noqa: E402

OUT = HERE / "hebei-13fyp-mistakes"
LIST = HERE / "sources" / "hebei-13fyp-mistakes.csv"
Change = Callable[[pl.DataFrame, dict[str, pl.DataFrame]], pl.DataFrame]


class Mistake(NamedTuple):
    """One mistake: what was done, where it stands, and the finding that must report it."""

    code: str
    cell: str
    says: str
    finding: str


MISTAKES = (
    Mistake("130100", "I7", "2020年能源消费总量和地区生产总值把辛集市重复计入", "SK-C003"),
    Mistake("130200", "I7", "2020年能源消费总量按吨填报，大了一万倍", "SK-C103"),
    Mistake("130300", "I9", "2020年强度下降填成了正数", "SK-C103"),
    Mistake("130400", "I10", "2020年能耗增速栏填了增减量（万吨标准煤）", "SK-C103"),
    Mistake("130500", "I7", "2020年能源消费总量照抄2019年", "SK-C103"),
    Mistake("130600", "J8", "2020年地区生产总值末位打成了字母O", "SK-I058"),
    Mistake("130700", "I9", "2020年强度升降是出错的公式", "SK-I026"),
    Mistake("130800", "I10", "2020年能耗增速公式保存的是旧结果", "SK-C007"),
    Mistake("130900", "H7", "改动了上次报送的2019年能源消费总量", "SK-C010"),
    Mistake("131000", "J8", "2020年地区生产总值用了当年价", "SK-C103"),
)


def main() -> None:
    """Write all forms and the list of mistakes."""
    OUT.mkdir(exist_ok=True)
    declarations = load(make_hebei.PLAN)
    series = make_hebei.solve()
    frames = {c.code: make_hebei.observations(c, series[c.code]) for c in make_hebei.CITIES}
    for city in make_hebei.CITIES:
        entity = declarations.entities[city.code]
        path = OUT / f"{city.code}_{entity.name}_2020_示例.xlsx"
        frame = _changed(city.code, frames)
        write_form(
            declarations, entity, 2020, path, frame,
            verification=Verification.SYNTHETIC, vintage="最终核实",
        )  # fmt: skip
        _patch(city.code, path)
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "cell", "mistake", "finding"])
        for one in MISTAKES:
            name = declarations.entities[one.code].name
            writer.writerow([one.code, name, one.cell, one.says, one.finding])


def _value(frame: pl.DataFrame, indicator: str, year: int) -> float:
    found = frame.filter(pl.col("indicator") == indicator, pl.col("year") == year)["value"][0]
    return float(found)


def _with(frame: pl.DataFrame, year: int, **values: float) -> pl.DataFrame:
    """A frame with some figures of a year replaced."""
    column = pl.col("value")
    for indicator, value in values.items():
        here = (pl.col("indicator") == indicator) & (pl.col("year") == year)
        column = pl.when(here).then(pl.lit(value)).otherwise(column)
    return frame.with_columns(column.alias("value"))


def _changed(code: str, frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """A city's figures with its mistake, where the mistake is a wrong figure."""
    own = frames[code]
    energy, before = _value(own, "energy_total", 2020), _value(own, "energy_total", 2019)
    gdp = _value(own, "gdp", 2020)
    if code == "130100":
        inner = frames["130181"]
        return _with(
            own, 2020,
            energy_total=round(energy + _value(inner, "energy_total", 2020), 2),
            gdp=round(gdp + _value(inner, "gdp", 2020), 2),
        )  # fmt: skip
    if code == "130200":
        return _with(own, 2020, energy_total=round(energy * 10_000))
    if code == "130300":
        return _with(
            own, 2020,
            energy_intensity_change=-_value(own, "energy_intensity_change", 2020),
        )  # fmt: skip
    if code == "130400":
        return _with(own, 2020, energy_total_growth=round(energy - before, 2))
    if code == "130500":
        return _with(own, 2020, energy_total=before)
    if code == "131000":
        return _with(own, 2020, gdp=round(gdp * 1.137, 2))
    return own


def _patch(code: str, path: Path) -> None:
    """Mistakes that are not a wrong figure: a typing error, formulas, a changed history."""
    if code == "130600":
        _set(path, "J8", text="4183.2O")
    elif code == "130700":
        _set(path, "I9", formula="(I7/I8)/(H7/0)*100-100", error="#DIV/0!")
    elif code == "130800":
        _set(path, "I10", formula="ROUND(I7/H7*100-100,2)", value="0.35")
    elif code == "130900":
        _set(path, "H7", value="2856.4")


def _set(path: Path, address: str, **content: str) -> None:
    """Replace the content of one input cell, its style kept."""
    parts = PackageParts(path.name, path.read_bytes())
    cell: Any = SheetCells(parts.tree("xl/worksheets/sheet1.xml")).cell(address)
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    space = etree.QName(cell).namespace

    def add(name: str, text: str) -> None:
        etree.SubElement(cell, f"{{{space}}}{name}").text = text

    if "formula" in content:
        add("f", content["formula"])
    if "text" in content:
        cell.set("t", "str")
        add("v", content["text"])
    if "error" in content:
        cell.set("t", "e")
        add("v", content["error"])
    if "value" in content:
        add("v", content["value"])
    path.write_bytes(parts.saved())


if __name__ == "__main__":
    main()
