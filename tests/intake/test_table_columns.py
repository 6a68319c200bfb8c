"""Tables drawn at random: places, years, units and figures in any order of columns."""

import random

import pytest

from tests.intake.sheets import read

CITIES = ["白石市", "青山市", "丰水市", "临江市"]
COUNTIES = {
    "白石市": ["甲县", "乙县"],
    "青山市": ["丙县", "丁县"],
    "丰水市": ["戊县"],
    "临江市": ["己县"],
}
FIGURES = [("用水量", "万立方米"), ("粮食产量", "万吨"), ("财政收入", "亿元"), ("人口", "万人")]
NEVER = ["城市类别", "大区", "行政级别"]


class Drawn:
    """One table: its columns in some order, and what each figure cell must say."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.fine = self.chance.random() < 0.5
        self.long = self.chance.random() < 0.4
        self.years = list(range(2015, 2015 + self.chance.randint(2, 5)))
        self.figures = self.chance.sample(FIGURES, self.chance.randint(1, 3))
        self.rows, self.truth = [], {}
        self._draw()

    def _columns(self):
        places = [("市", "city")]
        if self.fine:
            places.append((self.chance.choice(["县", "县区", "区县名称"]), "county"))
        if self.chance.random() < 0.5:
            places.append((self.chance.choice(["省份", "所属省份", "省"]), "province"))
        if self.chance.random() < 0.5:
            places.append((self.chance.choice(NEVER), "kind"))
        year = [(self.chance.choice(["年份", "年度", "统计年度", "year"]), "year")]
        labels = places + year
        if self.long:
            labels += [("指标", "name"), ("计量单位", "unit")]
            values = [("数值", 0)]
        else:
            values = [(f"{name}（{unit}）", i) for i, (name, unit) in enumerate(self.figures)]
        if self.chance.random() < 0.4:
            labels.append(("代码", "code"))
        self.chance.shuffle(labels)
        # figures may stand between labels, but not before all of them
        columns = labels[:]
        for value in values:
            columns.insert(self.chance.randint(max(1, len(columns) - 2), len(columns)), value)
        return columns

    def _draw(self):
        columns = self._columns()
        if self.chance.random() < 0.4:
            self.rows.append(["历年基本情况表"])
        self.rows.append([head for head, _ in columns])
        number = 0
        for city in CITIES:
            for county in COUNTIES[city] if self.fine else [None]:
                for year in self.years:
                    for name, unit in self.figures if self.long else [(None, None)]:
                        number += 1
                        self._row(columns, city, county, year, name, unit, number)

    def _row(self, columns, city, county, year, name, unit, number):
        label = {
            "city": city, "county": county, "province": "辽宁省", "year": year, "name": name,
            "unit": unit, "code": 210000 + number,
            "kind": "东部" if city < "白" else "西部",
        }  # fmt: skip
        row = []
        for _, what in columns:
            if isinstance(what, int):
                value = number + what / 4 + 0.5
                said = (name, unit) if self.long else self.figures[what]
                self.truth[len(self.rows) + 1, len(row) + 1] = (
                    county or city, said[0], str(year), value, said[1],
                )  # fmt: skip
                row.append(value)
            else:
                row.append(label[what])
        self.rows.append(row)


@pytest.mark.parametrize("seed", range(150))
def test_every_figure_says_its_place_year_and_unit_or_asks(seed):
    drawn = Drawn(seed)
    reading = read(drawn.rows)
    found = {(f.cell.row, f.cell.col): f for f in reading.facts}
    assert found.keys() == drawn.truth.keys(), drawn.rows[:3]
    for place, (entity, name, period, value, unit) in drawn.truth.items():
        fact = found[place]
        assert float(fact.number) == value
        for said, true in ((fact.entity, entity), (fact.period, period), (fact.unit, unit)):
            # what is not certain may be missing, but nothing may be wrong
            assert said == true or (said is None and fact.sure == "低"), (drawn.rows[:3], fact)
        assert name in fact.names, (drawn.rows[:3], fact.names)
    sure = sum(fact.sure in ("高", "中") for fact in found.values())
    assert sure == len(found), (drawn.rows[:3], {f.sure for f in found.values()})
