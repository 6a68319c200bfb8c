"""A blank place beside a coarser one that is written again: the coarser one, or the one above."""

from tests.intake.sheets import at, read

HEAD = [["各市能源消费总量（万吨标准煤）"], ["省份", "城市", "年份", "能源消费总量"]]


def test_a_blank_place_in_a_row_of_another_year_is_asked_about():
    rows = [
        ["甲省", "白石市", 2019, 391.5],
        ["甲省", "青山市", 2019, 800.5],
        ["甲省", "", 2020, 810.5],
        ["甲省", "白石市", 2020, 395.5],
    ]
    found = read([*HEAD, *rows])

    assert at(found, "D5").sure == "低"
    assert "可能是“青山市”，也可能是“甲省”" in at(found, "D5").asks[0]
    assert at(found, "D6").entity == "白石市"


def test_it_is_the_coarser_place_where_the_one_above_has_that_year_itself():
    rows = [
        ["甲省", "", 2019, 3000.5],
        ["甲省", "白石市", 2019, 391.5],
        ["甲省", "青山市", 2019, 800.5],
        ["甲省", "", 2020, 3100.5],
        ["甲省", "白石市", 2020, 395.5],
        ["甲省", "青山市", 2020, 810.5],
    ]
    found = read([*HEAD, *rows])

    assert [at(found, cell).entity for cell in ("D3", "D6")] == ["甲省", "甲省"]
    assert at(found, "D6").asks == ()


def test_places_that_are_written_once_go_on_over_their_years():
    rows = [
        ["甲省", "白石市", 2019, 391.5],
        ["", "", 2020, 395.5],
        ["", "青山市", 2019, 800.5],
        ["", "", 2020, 810.5],
    ]
    found = read([*HEAD, *rows])

    assert [at(found, cell).entity for cell in ("D4", "D6")] == ["白石市", "青山市"]
    assert at(found, "D6").asks == ()
