"""Forms side by side in the ledger: of a half-year and its year, of a city and another."""

from pathlib import Path

import openpyxl
import polars as pl
import shuangkong
from shuangkong.declarations.load import load
from shuangkong.intake.form.layout import SHEET, layout_of
from shuangkong.intake.form.write import write_form
from shuangkong.intake.status import ReportState
from shuangkong.ledger import show
from shuangkong.ledger.begin import init
from shuangkong.ledger.status import status
from shuangkong.ledger.submit import submit
from shuangkong.resources import targets

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
YEARLY = SAMPLES / "hebei-13fyp" / "130500_邢台市_2020_示例.xlsx"


def test_a_half_year_is_reported_beside_its_year(tmp_path: Path) -> None:
    plan = load(targets() / "hebei-13fyp")
    half = tmp_path / "邢台市_上半年.xlsx"
    write_form(plan, plan.entities["130500"], 2020, half, part="H1")
    layout = layout_of(plan, plan.entities["130500"], 2020, "H1")
    book = openpyxl.load_workbook(half)
    for one in layout.indicators:
        book[SHEET][layout.address(one.id, layout.own) or ""] = -1.5
    book.save(half)
    workspace = tmp_path / "台账"
    init(workspace, "hebei-13fyp", "王建账")

    submit(workspace, [YEARLY], 2020, "赵收件")
    taken = submit(workspace, [half], 2020, "赵收件").taken[0].submission
    year = status(workspace, 2020)
    part = status(workspace, 2020, "H1")

    def own(found):  # type: ignore[no-untyped-def]
        return next(one for one in found.entities if one.entity.code == "130500")

    assert (taken.year, taken.part, taken.period) == (2020, "H1", "2020-H1")
    assert own(year).form.file == YEARLY.name
    assert own(part).form.file == half.name
    assert own(year).row.figures > len(layout.indicators)
    assert own(part).row.figures == len(layout.indicators)
    assert own(part).row.state is ReportState.DONE
    assert "2020-H1" in show.status(year), "it is listed among the others of the year"
    assert "2020年上半年" in show.status(part)


def test_another_citys_figures_are_seen_where_the_city_has_reported_too(tmp_path: Path) -> None:
    plan = load(targets() / "hebei-13fyp")
    other = SAMPLES / "hebei-13fyp" / "130100_石家庄市_2020_示例.xlsx"
    copied = tmp_path / "邢台市.xlsx"
    theirs = shuangkong.read(plan, 2020, other).observations
    own = theirs.with_columns(entity=pl.lit("130500"))
    write_form(plan, plan.entities["130500"], 2020, copied, own)
    workspace = tmp_path / "台账"
    init(workspace, "hebei-13fyp", "王建账")

    submit(workspace, [copied], 2020, "赵收件")
    alone = {one.entity.code: one.row.state for one in status(workspace, 2020).entities}
    submit(workspace, [other], 2020, "赵收件")
    both = {one.entity.code: one.row.state for one in status(workspace, 2020).entities}

    assert alone["130500"] is not ReportState.TO_CORRECT, "nothing there contradicts it"
    assert both["130500"] is both["130100"] is ReportState.TO_CORRECT, (
        "each is asked whose they are"
    )


def test_an_outlook_on_a_part_of_the_year_tells_of_files_of_no_use(tmp_path: Path) -> None:
    from click.testing import CliRunner
    from shuangkong.commands.looking import outlook

    workspace, broken = tmp_path / "台账", tmp_path / "唐山市.xlsx"
    broken.write_bytes(b"PK no workbook")
    half = tmp_path / "上半年.csv"
    half.write_text(
        "entity,indicator,period,value,unit\n石家庄市,energy_intensity_change,2020-H1,-1.5,%\n",
        encoding="utf-8",
    )
    init(workspace, "hebei-13fyp", "王建账")
    submit(workspace, [broken, half], 2020, "赵收件")

    asked = ["hebei-13fyp", "--year", "2020", "--workspace", str(workspace), "--period", "H1"]
    said = CliRunner().invoke(outlook, asked)

    assert "唐山市.xlsx" in said.stderr
    assert said.exit_code == 1
