"""Makes samples/carbon-15fyp: an invented province of thirteen cities under the count of 2026.

The plan is what `plan new --template carbon-15fyp` gives, with invented targets in its
allocations. The figures of 2025 and 2026 are in filled forms, the changes of the first quarter and
of the first half of 2026 in long tables, what the department says of states in its workbook.
Nothing in it is real, and everything says so (示例).

Run it from the repository: python samples/make_carbon.py
"""

import csv
import shutil
import sys
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

import polars as pl

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "engine"))

from shuangkong.declarations.bundle import Declarations  # noqa: E402
from shuangkong.declarations.load import load  # noqa: E402
from shuangkong.declarations.province import Named  # noqa: E402
from shuangkong.declarations.scaffold import from_template  # noqa: E402
from shuangkong.documents.verdicts import (  # noqa: E402
    GivenVerdict,
    departments,
    write_verdicts_workbook,
)
from shuangkong.intake.form.write import write_form  # noqa: E402
from shuangkong.vocabulary import VerdictBy, Verification, frames  # noqa: E402
from shuangkong.vocabulary.verdict import WORDS  # noqa: E402

PLAN = "carbon-15fyp"
PROVINCE = Named("970000", "示例省")
BASE, YEAR = 2025, 2026
_INVENTED = "示例（虚构）：仅供试用，不是下达的目标"
_SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅"


class City(NamedTuple):
    """One city: GDP of the base year (亿元), energy per GDP, shares of kinds of energy in %,
    growth and falls in %; which indicators it misses, and which department has not judged yet."""

    gdp: int
    intensity: str
    shares: tuple[int, int, int, int]
    growth: str
    energy_fall: str
    carbon_fall: str
    missed: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()
    #: change of the first half year: carbon per GDP, energy per GDP, coal, %
    half: tuple[str, str, str] = ("-3.9", "-2.3", "-1.2")


def _names(*names: str) -> frozenset[str]:
    return frozenset(names)


#: shares: coal, oil, gas, non-fossil
CITIES = (
    City(5200, "0.52", (52, 16, 11, 17), "5.2", "2.6", "4.1"),
    City(6100, "0.88", (66, 12, 8, 11), "4.9", "1.9", "3.2", _names("control-coal"),
         half=("-1.6", "-1.1", "1.3")),
    City(1500, "0.61", (50, 15, 10, 21), "5.0", "2.5", "4.4"),
    City(3300, "0.79", (63, 13, 9, 12), "4.7", "1.6", "2.1",
         _names("control-co2-total", "control-co2-intensity"), half=("0.4", "-0.2", "2.6")),
    City(2100, "0.72", (58, 14, 10, 15), "4.8", "2.2", "3.8", _names("support-public-co2")),
    City(3000, "0.48", (47, 17, 13, 20), "5.3", "2.7", "4.6"),
    City(1600, "0.75", (54, 12, 8, 24), "5.1", "2.4", "5.0",
         _names("support-transport", "support-clean-power")),
    City(1550, "0.77", (57, 13, 9, 18), "4.6", "1.4", "3.9",
         _names("support-energy-intensity", "support-forest", "support-urban-rural"),
         half=("-3.5", "-0.9", "-0.4")),
    City(3600, "0.55", (49, 20, 12, 15), "5.2", "2.3", "4.0"),
    City(2800, "0.58", (51, 15, 16, 14), "5.0", "2.5", "4.2", open=_names("support-industry")),
    City(1400, "0.60", (53, 16, 11, 16), "4.9", "2.1", "3.7", _names("control-non-fossil"),
         half=("-3.1", "-1.7", "-0.9")),
    City(420, "0.50", (46, 18, 14, 19), "5.4", "2.6", "4.5"),
    City(480, "0.64", (55, 14, 12, 15), "5.1", "2.2", "3.9",
         _names("support-market")),
)  # fmt: skip
_FACTORS = {"factor_coal": "2.65", "factor_oil": "2.05", "factor_gas": "1.62"}
_VERDICTS = ("industry", "two-highs", "urban-rural", "transport", "market")

Figures = dict[str, Decimal]


def main(out: Path = HERE) -> None:
    """Write the plan, the filled forms and the half-year table."""
    shutil.rmtree(out / PLAN, ignore_errors=True)
    named = tuple(Named(f"97{n:02d}00", f"{sign}城市") for n, sign in enumerate(_SIGNS, start=1))
    from_template(PLAN, out, PLAN, PROVINCE, named, title="示例省“十五五”碳达峰行动方案（虚构）")
    plan = out / PLAN / "plan.yaml"
    text = plan.read_text(encoding="utf-8").replace(
        "verification: unverified", "verification: synthetic"
    )
    text = text.replace(
        "# 省级“十五五”", "# 示例（虚构），由 samples/make_carbon.py 生成。\n# 省级“十五五”"
    )
    plan.write_text(text + "synthetic: true\n", encoding="utf-8", newline="\n")

    series = {e: figures(n, c) for n, (e, c) in enumerate(zip(named, CITIES, strict=True))}
    series[PROVINCE] = summed(series.values())
    write_allocations(out / PLAN / "allocations.csv", series, dict(zip(named, CITIES, strict=True)))
    declared = load(out / PLAN)
    data = out / PLAN / "data"
    data.mkdir()
    for entity, by_year in series.items():
        write_form(
            declared,
            declared.entities[entity.code],
            YEAR,
            data / f"{entity.code}_{entity.name}_{YEAR}_示例.xlsx",
            observations(entity.code, by_year),
            verification=Verification.SYNTHETIC,
            vintage="最终核实",
        )
    halves = {PROVINCE: ("-3.0", "-1.8", "0.2")} | {
        e: c.half for e, c in zip(named, CITIES, strict=True)
    }
    write_part(data / "2026年上半年_示例.csv", "2026-H1", halves)
    quarter = {
        entity: tuple(str(Decimal(change) + Decimal("0.3")) for change in changes)
        for entity, changes in halves.items()
    }
    write_part(data / "2026年一季度_示例.csv", "2026-Q1", quarter)
    write_verdicts(declared, data, dict(zip(named, CITIES, strict=True)))


def write_verdicts(declared: Declarations, data: Path, cities: Mapping[Named, City]) -> None:
    """What the department says of the states that only it can tell."""
    (department,) = departments(declared)
    nowhere: frozenset[str] = frozenset()
    filled = {}
    for entity in (PROVINCE, *cities):
        city = cities.get(entity)
        missed, open_ = (city.missed, city.open) if city else (nowhere, nowhere)
        for target in (f"support-{one}" for one in _VERDICTS):
            if target not in open_:
                word = WORDS[target not in missed]
                filled[entity.code, target] = GivenVerdict(
                    word, "本部门评价记录（示例）", "示例评价人", "2027-03-01",
                    "" if target not in missed else "未达到本部门的评价要求（示例）",
                )  # fmt: skip
    path = data / f"{department}_评价表_{YEAR}_示例.xlsx"
    write_verdicts_workbook(declared, YEAR, path, VerdictBy.DEPARTMENT, department, filled=filled)


def rounded(value: Decimal, digits: int = 2) -> Decimal:
    """Half up, as a bureau rounds."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def part(of: Decimal, percent: Decimal | int | str) -> Decimal:
    """So many percent of an amount, two digits."""
    return rounded(of * Decimal(percent) / 100)


def figures(number: int, city: City) -> dict[int, Figures]:
    """A city's figures of the base year and of the first year."""
    base = one_year(number, city, Decimal(city.gdp), Decimal(city.gdp) * Decimal(city.intensity), 0)
    gdp = rounded(base["gdp"] * (1 + Decimal(city.growth) / 100))
    energy = base["energy_total"] / base["gdp"] * gdp * (1 - Decimal(city.energy_fall) / 100)
    first = one_year(number, city, gdp, energy, 1)
    # what carbon falls by beyond energy comes from coal that something else replaced
    wanted = base["co2_total"] / base["gdp"] * gdp * (1 - Decimal(city.carbon_fall) / 100)
    more = rounded((first["co2_total"] - wanted) / Decimal(_FACTORS["factor_coal"]))
    first["coal"] -= more
    first["non_fossil"] += more
    first["co2_total"] = emitted(first)
    for name, of in _CHANGES.items():
        first[name] = rounded((level(first, of) / level(base, of) - 1) * 100)
    return {BASE: base, YEAR: first}


_CHANGES = {
    "co2_intensity_change": "co2_intensity",
    "energy_intensity_change": "energy_intensity",
    "coal_change": "coal",
}


def level(of: Figures, name: str) -> Decimal:
    """An indicator's value, derived ones by their formulas."""
    over, under = {
        "co2_intensity": ("co2_total", "gdp"),
        "energy_intensity": ("energy_total", "gdp"),
        "non_fossil_share": ("non_fossil", "energy_total"),
        "clean_power_share": ("clean_power", "power_use"),
    }.get(name, (name, ""))
    return of[over] / of[under] if under else of[over]


def one_year(number: int, city: City, gdp: Decimal, energy: Decimal, after: int) -> Figures:
    """All amounts of a year; the last of every sum is what the others leave."""
    total = rounded(energy)
    kinds = dict(zip(("coal", "oil", "gas", "non_fossil"), city.shares, strict=True))
    own: Figures = {"gdp": gdp, "energy_total": total}
    own |= {name: part(total, share) for name, share in kinds.items()}
    own["other_energy"] = total - sum(own[name] for name in kinds)
    own |= {"end_use": part(total, 91), "conversion_loss": part(total, "7.5")}
    own["other_loss"] = total - own["end_use"] - own["conversion_loss"]
    own |= {"production": part(total, 30 + number), "stock_draw": part(total, number % 3 - 1)}
    own["net_inflow"] = total - own["production"] - own["stock_draw"] + part(total, "0.4")
    power = rounded(total * Decimal("0.19") * (1 + Decimal(after) / 100))
    own |= {"power_use": power, "clean_power": part(power, city.shares[3] * 2 + after)}
    own |= {"certs_issued": part(power, 12 + number), "certs_bought": part(power, number % 4)}
    own["certs_sold"] = part(power, number % 3)
    own["certs_used"] = own["certs_issued"] + own["certs_bought"] - own["certs_sold"]
    own["power_without_certs"] = part(power, 3 if number % 5 == 0 else 0)
    own["non_fossil_power"] = own["certs_used"] + own["power_without_certs"]
    own |= {"co2_inflow": rounded(own["other_energy"] * Decimal("2.1")), "co2_process": Decimal(0)}
    own["co2_total"] = emitted(own)
    own["public_co2"] = rounded(Decimal(48 + number) * (1 - Decimal("0.018") * after))
    own["forest_stock"] = rounded(Decimal(900 + 130 * number) * (1 + Decimal("0.012") * after))
    return own


def emitted(of: Figures) -> Decimal:
    """What the kinds of energy emit by the factors of the sample, and what else is counted."""
    fuels = (of[kind] * Decimal(_FACTORS[f"factor_{kind}"]) for kind in ("coal", "oil", "gas"))
    return rounded(sum(fuels, of["co2_inflow"] + of["co2_process"]))


def summed(cities: Iterable[dict[int, Figures]]) -> dict[int, Figures]:
    """The province's figures: sums of its cities', what is not a sum by itself."""
    made: dict[int, Figures] = {}
    for year in (BASE, YEAR):
        parts = [by_year[year] for by_year in cities]
        names = [n for n in parts[0] if not n.endswith("_change")]
        own = {n: sum((p[n] for p in parts), Decimal(0)) for n in names}
        own["public_co2"] = rounded(own["public_co2"] / len(parts))
        own |= {name: Decimal(value) for name, value in _FACTORS.items()}
        made[year] = own
    for name, of in _CHANGES.items():
        made[YEAR][name] = rounded((level(made[YEAR], of) / level(made[BASE], of) - 1) * 100)
    return made


def observations(code: str, by_year: Mapping[int, Figures]) -> pl.DataFrame:
    """What an entity fills in, as observations."""
    rows = [
        {"entity": code, "indicator": i, "year": y, "period": str(y), "value": float(v)}
        for y, own in by_year.items()
        for i, v in own.items()
    ]
    blank = frames.empty(frames.OBSERVATIONS)
    return pl.concat([blank, pl.DataFrame(rows)], how="diagonal_relaxed")


#: target: indicator, how the first year's value follows from what was reached, its unit, the
#: value of the whole period from that of the base year
_CAPS = {"control-co2-total": "co2_total", "control-coal": "coal", "control-oil": "oil"}
_FLOORS = {
    "control-non-fossil": "non_fossil_share",
    "support-clean-power": "clean_power_share",
}
_FALLS = {
    "control-co2-intensity": ("co2_intensity", "17"),
    "support-energy-intensity": ("energy_intensity", "10"),
    "support-public-co2": ("public_co2", "8.5"),
}
_UNITS = {"control-co2-total": "万吨二氧化碳"}


def values(by_year: Mapping[int, Figures], missed: frozenset[str]) -> Iterable[tuple[str, ...]]:
    """Target, year, value and unit: a little easier than what was reached, or a little harder."""
    base, first = by_year[BASE], by_year[YEAR]
    for target, name in _CAPS.items():
        unit = _UNITS.get(target, "万吨标准煤")
        cap = first[name] * (Decimal("0.99") if target in missed else Decimal("1.01"))
        yield target, str(YEAR), str(rounded(cap, 1)), unit
        last = base[name] * (Decimal("0.97") if name == "coal" else Decimal("1.04"))
        yield target, "", str(rounded(last, 1)), unit
    for target, name in _FLOORS.items():
        share = level(first, name) * 100 + (Decimal("0.4") if target in missed else Decimal("-0.3"))
        yield target, str(YEAR), str(rounded(share, 1)), "%"
        yield target, "", str(rounded(level(base, name) * 100 + 5, 1)), "%"
    for target, (name, whole) in _FALLS.items():
        fall = (1 - level(first, name) / level(base, name)) * 100
        asked = fall + (Decimal("0.5") if target in missed else Decimal("-0.3"))
        yield target, str(YEAR), str(rounded(asked, 1)), "%"
        yield target, "", whole, "%"
    rise = (first["forest_stock"] / base["forest_stock"] - 1) * 100
    asked = rise + (Decimal("0.4") if "support-forest" in missed else Decimal("-0.2"))
    yield "support-forest", str(YEAR), str(rounded(asked, 1)), "%"
    yield "support-forest", "", "5", "%"


def write_allocations(
    path: Path, series: Mapping[Named, Mapping[int, Figures]], cities: Mapping[Named, City]
) -> None:
    """Invented targets of the province and the cities."""
    header = ["target", "entity", "year", "tier", "value", "unit", "verification", "source", "note"]
    rows = []
    for entity, by_year in sorted(series.items()):
        missed = cities[entity].missed if entity in cities else frozenset[str]()
        for target, year, value, unit in values(by_year, missed):
            rows.append(
                [target, entity.code, year, "", value, unit, "synthetic", "附表", _INVENTED]
            )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows))


def write_part(path: Path, period: str, changed: Mapping[Named, tuple[str, ...]]) -> None:
    """The changes of a part of the year."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["entity", "indicator", "period", "value", "unit", "verification", "note"])
        for entity, changes in changed.items():
            for name, change in zip(_CHANGES, changes, strict=True):
                writer.writerow([entity.name, name, period, change, "%", "synthetic", "示例"])


if __name__ == "__main__":
    main()
