"""A new form goes on where somebody had begun: what they had entered stands in it, as if typed."""

import io
from pathlib import Path

import openpyxl
from shuangkong.api import forms
from shuangkong.api import submissions as api

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "hebei-13fyp"
FILED = (SAMPLES / "130500_邢台市_2020_示例.xlsx").read_bytes()
CITY = ("hebei-13fyp", 2020, "130500")


def begun(**cells: object) -> bytes:
    """The city's form with some cells changed."""
    book = openpyxl.load_workbook(io.BytesIO(FILED))
    for address, value in cells.items():
        book.worksheets[0][address] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def found(data: bytes) -> list[tuple[str, str | None, str]]:
    report = api.check(CITY[0], CITY[1], {"表.xlsx": data})
    # that its figures are invented is said by its title
    told = [f for f in report.findings if f.kind != "SK-I032"]
    return [(f.kind, f.place and f.place.cell, f.why) for f in told]


def said(data: bytes) -> list[str]:
    """What the form says of itself as it is written, before any program reckons it anew."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    rows = book.worksheets[1].iter_rows(min_row=6, values_only=True)
    return [str(row[3]) for row in rows if row[0]]


def test_figures_remarks_and_version_of_a_draft_are_in_the_new_form() -> None:
    draft = begun(K7="电厂关停", D4="初步核算")

    made = forms.form(*CITY, entered={"草稿.xlsx": draft})

    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert [sheet[at].value for at in ("D7", "I7", "K7")] == [1911.4, 1969.16, "电厂关停"]
    reading = api.read(*CITY[:2], {"表.xlsx": made}).observations
    before = api.read(*CITY[:2], {"表.xlsx": draft}).observations
    columns = ["indicator", "period", "value", "vintage"]
    assert reading.select(columns).equals(before.select(columns))
    assert made == forms.form(*CITY, entered={"草稿.xlsx": draft}), "same input, same bytes"


def test_what_is_known_stays_known_where_a_draft_says_otherwise() -> None:
    draft = begun(D7=1900)

    made = forms.form(*CITY, data={"已报.xlsx": FILED}, entered={"草稿.xlsx": draft})

    changed = [x for x in found(made) if x[0] == "SK-C010"]
    assert [(cell, "1911.4" in why) for _, cell, why in changed] == [("D7", True)]
    assert said(made) == [why for _, _, why in found(made)], "the form says what the check does"


def test_remarks_of_moved_rows_are_not_given_to_others() -> None:
    book = openpyxl.load_workbook(io.BytesIO(begun(K7="电厂关停")))
    book.worksheets[0]["B7"] = "别的指标"
    made = io.BytesIO()
    book.save(made)

    new = forms.form(*CITY, entered={"草稿.xlsx": made.getvalue()})

    assert openpyxl.load_workbook(io.BytesIO(new)).worksheets[0]["K7"].value is None


def bare(figures: str) -> bytes:
    """A long table of a city's figures in which nothing says how far they were checked."""
    return ("entity,indicator,period,value,unit,verification\n" + figures).encode()


def marks(data: bytes) -> tuple[str, set[str]]:
    """The title of a form, and how far figures that are read from it are verified."""
    title = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["A1"].value
    read = api.read(*CITY[:2], {"表.xlsx": data}).observations
    return str(title), set(read["verification"])


def test_a_form_is_verified_as_far_as_the_least_of_what_stands_in_it() -> None:
    known = "130500,energy_total,2015,1911.4,万吨标准煤,secondary\n"
    invented = "130500,energy_total,2016,1920,万吨标准煤,synthetic\n"
    neighbour = "130200,energy_total,2016,9000,万吨标准煤,synthetic\n"

    copied = marks(forms.form(*CITY, data={"a.csv": bare(known + neighbour)}))
    shown = marks(forms.form(*CITY, data={"a.csv": bare(known + invented)}))
    typed = marks(forms.form(*CITY, data={"a.csv": bare(known)}, entered={"表.xlsx": FILED}))
    empty, _ = marks(forms.form(*CITY))

    assert (copied[0][-4:], copied[1]) == ("〔转载〕", {"secondary"})
    assert (shown[0][-4:], shown[1]) == ("〔示例〕", {"synthetic"})
    assert (typed[0][-4:], typed[1]) == ("〔示例〕", {"synthetic"})
    assert empty.endswith("填报表")
    filed = api.check(*CITY[:2], {"表.xlsx": forms.form(*CITY, data={"已报.xlsx": FILED})})
    assert "SK-I032" in {f.kind for f in filed.findings}
