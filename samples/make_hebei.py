"""Makes samples/hebei-13fyp: 13 filled city forms, a province bulletin, an allocation overlay
and the assessors' scoring workbook.

What is real: the intensities of 2015 (冀统能字〔2016〕56号), the province's yearly rates and its
2015 total, 邢台市's rate of 2019 and its five-year target. Everything else is invented (示例),
such that the 13 cities together reproduce the province's published yearly rates.

Run it from the repository: python samples/make_hebei.py
"""

import csv
import datetime
import sys
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import xlsxwriter

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "engine"))

from shuangkong.declarations.bundle import Declarations  # noqa: E402
from shuangkong.declarations.load import load  # noqa: E402
from shuangkong.documents.measures import MeasureEntry, write_measures_workbook  # noqa: E402
from shuangkong.intake.form.write import write_form  # noqa: E402
from shuangkong.vocabulary import Verification, frames  # noqa: E402

PLAN = HERE.parent / "targets" / "hebei-13fyp"
OUT = HERE / "hebei-13fyp"
YEARS = range(2015, 2021)
#: the province's published change of energy per GDP, %
PROVINCE = {2016: "-5.05", 2017: "-4.42", 2018: "-5.89", 2019: "-5.28", 2020: "-3.01"}
_INVENTED = "示例（虚构）：仅供试用，不是下达的目标"


class City(NamedTuple):
    """One city: published intensity of 2015; the rest invented.

    `early` is the fall of intensity over 2016–2019 and `last` that of 2020, both in %; a city
    with `fixed` keeps them, the others are bent so that the province comes out right.
    """

    code: str
    intensity: str
    gdp: int
    growth: float
    early: float
    last: float
    fixed: bool
    target: str
    rise: float
    power: float
    coal: float


CITIES = (
    City("130100", "0.763", 5400, 6.7, 26.0, 5.4, False, "20", 9.0, 0.085, 0.62),
    City("130200", "1.205", 6600, 6.6, 17.2, 0.4, False, "17", 10.0, 0.115, 0.78),
    City("130300", "0.763", 1350, 6.5, 16.2, 3.9, False, "18", 12.0, 0.110, 0.55),
    City("130400", "1.061", 3400, 6.5, 20.6, 1.9, False, "19", 10.0, 0.110, 0.80),
    City("130500", "1.006", 1900, 6.4, 19.3, 4.2, True, "19", 9.0, 0.120, 0.72),
    City("130600", "0.651", 2950, 6.8, 22.5, 4.9, False, "19", 11.0, 0.100, 0.50),
    City("130700", "1.003", 1450, 6.6, 16.4, 4.0, False, "18", 13.0, 0.105, 0.75),
    City("130800", "1.018", 1450, 6.7, 11.9, 2.4, True, "16", 13.0, 0.115, 0.70),
    City("130900", "0.776", 3500, 6.9, 17.0, 4.0, False, "18.5", 14.0, 0.105, 0.45),
    City("131000", "0.782", 2650, 6.7, 23.0, 5.2, False, "20", 11.0, 0.125, 0.48),
    City("131100", "0.788", 1300, 6.9, 16.0, 3.7, False, "17.5", 15.0, 0.110, 0.52),
    City("130682", "0.625", 320, 6.8, 13.1, 3.04, True, "15.75", 15.0, 0.095, 0.58),
    City("130181", "0.817", 440, 6.7, 14.6, 3.6, False, "16", 15.0, 0.120, 0.66),
)
#: the year's growth of the whole province, set against the city's usual growth, percentage points
_PACE = {2016: 0.1, 2017: 0.0, 2018: -0.1, 2019: 0.1, 2020: -2.8}


def main() -> None:
    """Write all files of the sample."""
    OUT.mkdir(exist_ok=True)
    declarations = load(PLAN)
    series = solve()
    for city in CITIES:
        entity = declarations.entities[city.code]
        write_form(
            declarations,
            entity,
            2020,
            OUT / f"{city.code}_{entity.name}_2020_示例.xlsx",
            observations(city, series[city.code]),
            verification=Verification.SYNTHETIC,
            vintage="最终核实",
        )
    write_bulletin(OUT / "河北省公报.xlsx")
    write_allocations(OUT / "allocations.csv", series, PLAN / "allocations.csv")
    write_measures(declarations, OUT / "措施评分_2020_示例.xlsx")


def rounded(value: float, digits: int) -> Decimal:
    """Half up, as a bureau rounds."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


Series = dict[int, tuple[Decimal, Decimal]]


def solve() -> dict[str, Series]:
    """Energy and GDP of each city by year, such that their sum falls as the province's did."""
    series: dict[str, Series] = {
        c.code: {2015: (rounded(float(c.intensity) * c.gdp, 2), Decimal(c.gdp))} for c in CITIES
    }
    logs = {y: _log(1 + float(r) / 100) for y, r in PROVINCE.items()}
    early = sum(logs[y] for y in range(2016, 2020))
    for year in range(2016, 2021):
        gdp = {
            c.code: rounded(
                float(series[c.code][year - 1][1])
                * (1 + (c.growth + _PACE[year] + _varied(n, year)) / 100),
                2,
            )
            for n, c in enumerate(CITIES)
        }
        usual = {
            c.code: (1 - c.last / 100)
            if year == 2020
            else (1 - c.early / 100) ** (logs[year] / early)
            for c in CITIES
        }
        if year == 2019:
            usual["130500"] = 1 - 0.0597
        elif year < 2019:
            usual["130500"] = (0.807 / 0.9403) ** (logs[year] / (early - logs[2019]))
        energy = _fit(series, gdp, usual, year)
        for city in CITIES:
            series[city.code][year] = (energy[city.code], gdp[city.code])
    return series


def _varied(city: int, year: int) -> float:
    """A small difference of one city and year, percentage points; sums to about 0."""
    return ((city * 7 + (year - 2015) * 5) % 13 - 6) / 10


def _fit(
    series: Mapping[str, Series],
    gdp: Mapping[str, Decimal],
    usual: Mapping[str, float],
    year: int,
) -> dict[str, Decimal]:
    """Bend the free cities by one exponent until the sum has the published rate."""
    before = [s[year - 1] for s in series.values()]
    ratio = sum(e for e, _ in before) / sum(g for _, g in before)
    wanted = float(ratio) * (1 + float(PROVINCE[year]) / 100) * float(sum(gdp.values()))
    low, high = -5.0, 8.0
    energy: dict[str, Decimal] = {}
    for _ in range(60):
        bend = (low + high) / 2
        energy = {}
        for city in CITIES:
            old_energy, old_gdp = series[city.code][year - 1]
            factor = usual[city.code] if city.fixed else usual[city.code] ** bend
            energy[city.code] = rounded(
                float(old_energy) / float(old_gdp) * factor * float(gdp[city.code]), 2
            )
        if float(sum(energy.values())) > wanted:
            low = bend
        else:
            high = bend
    return energy


def _log(value: float) -> float:
    import math

    return math.log(value)


def change(new: Decimal, old: Decimal) -> Decimal:
    """Change in %, two digits."""
    return ((new / old - 1) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def intensity(energy: Decimal, gdp: Decimal) -> Decimal:
    """Energy per GDP with the four digits that rates are computed from."""
    return (energy / gdp).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def observations(city: City, series: Series) -> pl.DataFrame:
    """What a city fills in, as observations."""
    figures: dict[tuple[str, int], Decimal] = {}
    for year, (energy, gdp) in series.items():
        saved = 0.018 * (year - 2015) + _varied(CITIES.index(city), 2 * year) / 200
        power = rounded(float(gdp) * city.power * (1 - saved), 2)
        coal = rounded(float(energy) * city.coal * (1 - 0.035) ** (year - 2015) * 1.15, 2)
        figures |= {
            ("energy_total", year): energy,
            ("gdp", year): gdp,
            ("electricity", year): power,
            ("coal_total", year): coal,
        }
        if year > 2015:
            old_energy, old_gdp = series[year - 1]
            old_power = figures["electricity", year - 1]
            figures |= {
                ("energy_intensity_change", year): change(
                    intensity(energy, gdp), intensity(old_energy, old_gdp)
                ),
                ("energy_total_growth", year): change(energy, old_energy),
                ("gdp_growth", year): change(gdp, old_gdp),
                ("electricity_intensity_change", year): change(power / gdp, old_power / old_gdp),
            }
        figures["local_plan_state", year] = Decimal(0 if year < 2017 else 1)
        if city.code in ("130600", "131000"):
            figures["coal_ban_state", year] = Decimal(0 if year < 2018 else 1)
    rows = [
        {"entity": city.code, "indicator": i, "year": y, "period": str(y), "value": float(v)}
        for (i, y), v in figures.items()
    ]
    if ("coal_ban_state", 2017) in figures:
        # the plan asks for it by the end of October: these two came too late
        rows.append({**rows[-1], "year": 2017, "period": "2017-10", "value": 0.0})
    blank = frames.empty(frames.OBSERVATIONS)
    return pl.concat([blank, pl.DataFrame(rows)], how="diagonal_relaxed")


def write_bulletin(path: Path) -> None:
    """The province's own published figures: real, and marked as far as they were checked."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    head = book.add_format(
        {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    text = book.add_format({"border": 1, "align": "center"})
    rate = book.add_format({"border": 1, "num_format": "0.00"})
    note = book.add_format({"text_wrap": True, "valign": "top"})
    heads = (
        "地  区",
        "年份",
        "万元地区生产总值能耗\n上升或下降(±%)",
        "能源消费总量\n增速(%)",
        "万元地区生产总值电耗\n上升或下降(±%)",
    )

    def sheet(name: str, said: str, rows: list[tuple[Any, ...]], source: str) -> None:
        page = book.add_worksheet(name)
        page.merge_range(0, 0, 0, 4, said, title)
        for col, label in enumerate(heads):
            page.write_string(2, col, label, head)
        for row, (year, *values) in enumerate(rows, start=3):
            page.write_string(row, 0, "河  北", text)
            page.write_string(row, 1, f"{year}年", text)
            for col, value in enumerate(values, start=2):
                if value is None:
                    page.write_blank(row, col, None, rate)
                else:
                    page.write_number(row, col, float(value), rate)
        page.merge_range(len(rows) + 4, 0, len(rows) + 4, 4, source, note)
        page.set_row(len(rows) + 4, 62)
        page.set_row(2, 34)
        page.set_column(0, 4, 22)

    earlier = [(y, PROVINCE[y], None, None) for y in range(2016, 2020)]
    sheet(
        "2016-2019",
        "河北省万元地区生产总值能耗降低率（据转载）",
        earlier,
        "注：据公开汇总资料转载的国家公报数值，未见各年公报原文；地区生产总值按2015年可比价计算。",
    )
    sheet(
        "2020",
        "2020年河北省万元地区生产总值能耗降低率",
        [(2020, PROVINCE[2020], "0.7", "-1.77")],
        "注：国家统计局、国家发展改革委、国家能源局《2020年分省（区、市）万元地区生产总值能耗降低率等"
        "指标公报》（2021年8月23日）；地区生产总值按2015年可比价计算。",
    )
    page = book.add_worksheet("2015年总量")
    page.merge_range(0, 0, 0, 2, "河北省2015年能源消费总量", title)
    page.write_string(1, 2, "单位：万吨标准煤")
    for col, label in enumerate(("地  区", "能源消费总量（等价值）")):
        page.write_string(2, col, label, head)
    page.write_string(3, 0, "河北省", text)
    page.write_number(3, 1, 29395, text)
    page.write_string(5, 0, "注：河北省节能“十三五”规划正文（2017年4月）所印2015年基数。")
    page.set_column(0, 2, 24)
    book.close()


def write_allocations(path: Path, series: Mapping[str, Series], declared: Path) -> None:
    """Invented targets of the cities; the real one of 邢台市 stays as the plan declares it."""
    with declared.open(encoding="utf-8-sig", newline="") as file:
        known = {(row["target"], row["entity"], row["year"]) for row in csv.DictReader(file)}
    header = ["target", "entity", "year", "tier", "value", "unit", "verification", "source", "note"]
    rows: list[list[str]] = []
    for city in CITIES:
        if ("intensity", city.code, "") not in known:
            rows.append(
                ["intensity", city.code, "", "", city.target, "%", "synthetic", "示例", _INVENTED]
            )
        for year in YEARS[1:]:
            if ("intensity", city.code, str(year)) not in known:
                issued = str(yearly_target(city, year))
                rows.append(
                    [
                        "intensity",
                        city.code,
                        str(year),
                        "",
                        issued,
                        "%",
                        "synthetic",
                        "示例",
                        _INVENTED,
                    ]
                )
        cap = rounded(float(series[city.code][2015][0]) * (1 + city.rise / 100), 0)
        rows.append(
            [
                "energy-total",
                city.code,
                "",
                "",
                str(cap),
                "万吨标准煤",
                "synthetic",
                "示例",
                _INVENTED,
            ]
        )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def yearly_target(city: City, year: int) -> Decimal:
    """An invented yearly target: an even share of the five years', eased in 2020."""
    even = (1 - (1 - float(city.target) / 100) ** 0.2) * 100
    return rounded(even - 0.9 if year == 2020 else even, 1)


#: one city's scoring is left open, so that a withheld grade can be seen: (city, item)
_UNSCORED = ("130181", "structure")


def write_measures(declarations: Declarations, path: Path) -> None:
    """Invented measure points: mostly full, a little taken off by a fixed pattern."""
    scheme = declarations.scheme_for(2020)
    assert scheme is not None
    filled = {}
    for order, city in enumerate(CITIES):
        parts = [(item, part) for item in scheme.items for part in item.parts]
        for number, (item, part) in enumerate(parts):
            if (city.code, item.id) == _UNSCORED:
                continue
            share = Decimal((100, 100, 75, 50)[(number * 7 + order * 3) % (4 if order % 3 else 3)])
            points = (part.points * share / 100).quantize(Decimal("0.1"))
            filled[city.code, item.id, part.id] = MeasureEntry(points, "示例", "示例（虚构）")
    write_measures_workbook(declarations, scheme, 2020, path, filled, synthetic=True)


if __name__ == "__main__":
    main()
