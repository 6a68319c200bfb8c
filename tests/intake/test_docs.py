from dataclasses import fields
from pathlib import Path

from shuangkong.intake.layouts import HeaderMeaning, LabelMeaning, Layout
from shuangkong.intake.tables import reading

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "intake.md").read_text(encoding="utf-8")


def test_every_key_of_a_layout_is_explained():
    for record in (Layout, HeaderMeaning, LabelMeaning):
        for field in fields(record):
            if field.name != "place":
                assert f"`{field.name}`" in TEXT, field.name


def test_every_reason_for_leaving_a_cell_out_is_named():
    reasons = {
        value for name, value in vars(reading).items() if name.isupper() and isinstance(value, str)
    }
    assert {why for why in reasons if why not in TEXT} <= {reading.TOO_WIDE}


def test_the_library_example_runs(tmp_path, monkeypatch):
    root = Path(__file__).resolve().parents[2]
    code = TEXT.rpartition("```python")[2].partition("```")[0]
    monkeypatch.chdir(root)
    exec(
        compile(code.replace('Path("out")', f"Path({str(tmp_path)!r})"), "docs/intake.md", "exec"),
        {},
    )
    assert len(list(tmp_path.glob("*_审核.xlsx"))) >= 13
