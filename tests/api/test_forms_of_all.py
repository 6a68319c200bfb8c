"""Forms of all: for whoever has something to fill in."""

from pathlib import Path

from shuangkong.api.forms import write_forms

PLAN = {
    "plan.yaml": """
id: sums
title: 由下级合计的规划
short: 合计
document: {title: 由下级合计的规划, verification: verified}
period: {base: 2015, first: 2016, last: 2020}
top: "1"
assessed: [province]
""",
    "entities.csv": "code,name,kind,parent\n1,甲省,province,\n11,子市,city,1\n12,丑市,city,1\n",
    "indicators.yaml": """
indicators:
  - {id: x, name: 散煤, unit: 吨, entities: [city]}
  - {id: d, name: 全省散煤, unit: 吨, formula: "sum(cities.x)", entities: [province]}
""",
    "targets/a.yaml": """
targets:
  - {id: t, name: 全省散煤清零, kind: task, indicator: d, scope: {kinds: [province]},
     form: at_most, value: 0 吨, by: 2020, progress: none, annual: none, source: {clause: 一}}
""",
}


def names(tmp_path: Path, **changed: str) -> list[str]:
    for name, text in PLAN.items():
        path = tmp_path / "sums" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("[province]\n", changed.get("assessed", "[province]\n")))
    written = write_forms(str(tmp_path / "sums"), 2020, None, tmp_path / "forms")
    return sorted(path.name for path in written)


def test_where_the_assessed_fill_in_nothing_those_below_get_the_forms(tmp_path: Path) -> None:
    assert names(tmp_path) == ["11_子市_2020.xlsx", "12_丑市_2020.xlsx"]


def test_an_assessed_one_with_nothing_to_fill_in_gets_none(tmp_path: Path) -> None:
    both = names(tmp_path, assessed="[province, city]\n")

    assert both == ["11_子市_2020.xlsx", "12_丑市_2020.xlsx"]


def test_those_summed_for_an_assessed_one_get_a_form_beside_it(tmp_path: Path, monkeypatch) -> None:
    own = "  - {id: y, name: 全省煤炭, unit: 吨, entities: [province]}\n"
    monkeypatch.setitem(PLAN, "indicators.yaml", PLAN["indicators.yaml"] + own)

    assert names(tmp_path) == ["11_子市_2020.xlsx", "12_丑市_2020.xlsx", "1_甲省_2020.xlsx"]


def test_those_of_whom_nothing_is_summed_get_none(tmp_path: Path, monkeypatch) -> None:
    own = "  - {id: y, name: 全省煤炭, unit: 吨, entities: [province]}\n"
    plain = PLAN["indicators.yaml"].replace('formula: "sum(cities.x)", ', "")
    monkeypatch.setitem(PLAN, "indicators.yaml", plain + own)

    assert names(tmp_path) == ["1_甲省_2020.xlsx"]
