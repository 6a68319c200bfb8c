"""Names in other languages, and forms of address of a plan's own, are data."""

from pathlib import Path

import shuangkong
from shuangkong.documents.letterhead import named
from shuangkong.vocabulary import Address, OwnAddress

from .plans import good_in


def with_columns(folder: Path, columns: str, first: str) -> Path:
    plan = good_in(folder)
    path = plan / "entities.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    rest = "," * columns.count(",")
    path.write_text(
        "\n".join([lines[0] + columns, lines[1] + first, *(x + rest for x in lines[2:])]), "utf-8"
    )
    return plan


def test_a_name_in_another_language_is_known_in_tables_and_said_in_letters(tmp_path: Path) -> None:
    plan = shuangkong.load(
        with_columns(tmp_path, ",name:en,name:ru", ",Jia Province,Провинция Цзя")
    )
    entity = plan.entities["100000"]
    long = "entity,indicator,period,value,unit\nПровинция Цзя,energy,2020,3000,万吨标准煤\n"
    table = "地区,2020年能源消费总量（万吨标准煤）\nПровинция Цзя,3000\n子市,800\n"

    assert entity.names == {"en": "Jia Province", "ru": "Провинция Цзя"}
    assert plan.code_of(2020, "Провинция Цзя") == "100000"
    assert named(entity)["外文名"] == "Jia Province、Провинция Цзя"
    assert entity.attributes.keys() == {"population"}
    for text in (long, table):
        read = shuangkong.read(plan, 2020, {"数.csv": text.encode()}).observations
        rows = read.select("entity", "indicator", "value").rows()
        assert ("100000", "energy", 3000.0) in rows


def test_a_form_of_address_is_data(tmp_path: Path) -> None:
    plan = shuangkong.load(with_columns(tmp_path, ",address", ",秘书处/贵组织"))
    usual = shuangkong.load("hebei-13fyp").entities["130100"]

    words = named(plan.entities["100000"])

    assert plan.entities["100000"].address == OwnAddress("秘书处", "贵组织")
    assert (words["主送"], words["称呼"], words["称谓"]) == ("甲省秘书处", "贵组织", "组织")
    assert usual.address is Address.CITY


def test_international_plans_write_to_governments_and_secretariats() -> None:
    plan = shuangkong.load("sco-energy-2030")

    organisation, country = named(plan.entities["SCO"]), named(plan.entities["KZ"])

    assert (organisation["主送"], organisation["称呼"]) == ("上海合作组织秘书处", "贵组织")
    assert organisation["外文名"] == "Шанхайская организация сотрудничества"
    assert (country["主送"], country["称呼"]) == ("哈萨克斯坦共和国政府", "贵国")
