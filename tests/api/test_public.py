"""The public API: what it exports, that it is quick to import, and that it has one answer."""

import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
import shuangkong
from click.testing import CliRunner
from shuangkong import resources
from shuangkong.commands.root import root
from shuangkong.errors import Misuse, ShuangkongError

SAMPLE = resources.samples() / "hebei-13fyp"
CITY = "邢台市"
OVERLAY = (
    "target,entity,year,tier,value,unit,verification,source,note\n"
    "intensity,130100,,,30,%,synthetic,虚构,\n"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cities' forms, and an allocation that the plan does not have."""
    folder = tmp_path_factory.mktemp("data")
    for code in ("130100", "130500"):
        (form,) = SAMPLE.glob(f"{code}_*.xlsx")
        (folder / form.name).write_bytes(form.read_bytes())
    (folder / "allocations.csv").write_text(OVERLAY, encoding="utf-8")
    return folder


def test_where_there_is_no_file_nothing_is_called_sound(tmp_path: Path) -> None:
    for job in (
        lambda: shuangkong.read("hebei-13fyp", 2020, tmp_path),
        lambda: shuangkong.check("hebei-13fyp", 2020, tmp_path),
        lambda: shuangkong.check(None, None, tmp_path),
        lambda: shuangkong.check("hebei-13fyp", 2020, {}),
    ):
        with pytest.raises(ShuangkongError, match="没有文件"):
            job()
    for words in (["read"], ["check", "--plan", "hebei-13fyp", "--year", "2020"]):
        done = CliRunner().invoke(root, [*words, str(tmp_path)])
        assert done.exit_code != 0, words
    told = CliRunner().invoke(
        root, ["status", "hebei-13fyp", "--year", "2020", "--data", str(tmp_path)]
    )
    assert CITY in told.output


@pytest.fixture(scope="module")
def assessment(data: Path) -> shuangkong.Assessment:
    return shuangkong.assess(shuangkong.load("hebei-13fyp"), 2020, data)


def test_every_exported_name_is_there_and_the_list_is_sorted() -> None:
    exported = shuangkong.__all__
    assert exported == sorted(exported)
    assert {name: getattr(shuangkong, name).__name__ for name in exported} == {
        name: name for name in exported
    }
    assert set(exported) <= set(dir(shuangkong))


def test_what_is_not_exported_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="asses"):
        _ = shuangkong.asses


def test_importing_is_light_and_the_room_does_not_take_the_functions_name() -> None:
    script = (
        "import sys, shuangkong; heavy = {'polars', 'lxml', 'yaml', 'click'} & set(sys.modules);"
        "import shuangkong.assess.assess; print(sorted(heavy), callable(shuangkong.assess))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[0] == "[] True"


def test_the_command_gives_the_same_results_overlay_included(
    data: Path, assessment: shuangkong.Assessment, tmp_path: Path
) -> None:
    ours = shuangkong.write(assessment, tmp_path / "api")
    arguments = ["assess", "hebei-13fyp", "--year", "2020", "--data", str(data)]
    CliRunner().invoke(root, [*arguments, "--output", str(tmp_path / "command")])

    for name in ours.files:
        assert (tmp_path / "command" / name).read_bytes() == (ours.folder / name).read_bytes(), name
    (overlaid,) = [
        j for j in assessment.results["130100"].judgements if j.key.endswith("intensity.2020.final")
    ]
    assert overlaid.required is not None
    assert str(overlaid.required) == "0.3"
    assert overlaid.outcome is shuangkong.Outcome.NOT_MET


def test_what_was_read_before_and_files_in_memory_give_the_same(
    data: Path, assessment: shuangkong.Assessment
) -> None:
    held = {path.name: path.read_bytes() for path in sorted(data.iterdir())}
    reading = shuangkong.read("hebei-13fyp", 2020, data)

    for given in (held, reading, sorted(data.iterdir())):
        again = shuangkong.assess("hebei-13fyp", 2020, given)
        assert again.outcomes.equals(assessment.outcomes)
        assert again.findings == assessment.findings


def test_an_assessment_without_data_is_not_made() -> None:
    with pytest.raises(shuangkong.ShuangkongError, match="没有这个文件"):
        shuangkong.assess("hebei-13fyp", 2020, "nowhere")


def test_frames(data: Path, assessment: shuangkong.Assessment) -> None:
    reading = shuangkong.read("hebei-13fyp", 2020, data)
    assert isinstance(reading.observations, pl.DataFrame)
    assert reading.cells["file"].n_unique() == 2
    assert {"entity", "target", "view", "outcome", "reason"} <= set(assessment.outcomes.columns)


def test_an_explanation_is_a_record(assessment: shuangkong.Assessment) -> None:
    found = shuangkong.explain(assessment, CITY, "intensity")

    assert {j.target.id for j in found.judgements} == {"intensity"}
    assert found.text.startswith(f"{CITY}　")
    assert f"【{found.judgements[0].clock}】" in str(found)
    assert b'"judgements"' in found.json
    assert "<pre>" in found._repr_html_()


def test_the_documents_of_one_entity_are_those_that_are_written(
    assessment: shuangkong.Assessment, tmp_path: Path
) -> None:
    written = shuangkong.write(assessment, tmp_path / "out")
    drafts = shuangkong.draft(assessment, CITY)

    assert len(drafts) >= 2
    assert [name for name in drafts if name.startswith("表/")] == ["表/06_邢台市_自评表.xlsx"]
    for name, content in drafts.items():
        if name.startswith("表/"):
            continue  # the entity's own paper, among its drafts alone
        assert (written.folder / name).read_bytes() == content


def test_a_checked_file_has_its_findings_cells_and_marked_copy() -> None:
    source = resources.samples() / "hebei-13fyp-mistakes"
    path = next(p for p in sorted(source.iterdir()) if p.suffix == ".xlsx" and "130100" in p.name)
    held = {path.name: path.read_bytes()}
    report = shuangkong.check(None, None, held)

    assert report.failed
    places = [f.place for f in report.of_file(path.name) if f.place is not None and f.place.cell]
    cells = report.reading.cells
    for place in places:
        at = (pl.col("sheet") == place.sheet) & (pl.col("cell") == place.cell)
        assert cells.filter(at).height <= 1
    marked = shuangkong.annotated(report, path.name, held[path.name])
    assert marked.startswith(b"PK")
    assert marked != held[path.name]


def test_a_form_is_bytes_that_can_be_read_back() -> None:
    form = shuangkong.form("hebei-13fyp", 2020, CITY)
    reading = shuangkong.read("hebei-13fyp", 2020, {"表.xlsx": form})
    assert [(f.role.value, f.entity) for f in reading.files] == [("form", "130500")]


def test_a_form_of_a_plan_that_is_not_shipped_asks_for_its_folder(tmp_path: Path) -> None:
    own = tmp_path / "our-plan"
    shutil.copytree(resources.targets() / "hebei-13fyp", own)
    declared = own / "plan.yaml"
    said = declared.read_text(encoding="utf-8").replace("id: hebei-13fyp", "id: our-plan")
    declared.write_text(said, encoding="utf-8")
    filled = {"甲.xlsx": shuangkong.form(str(own), 2020, CITY)}

    with pytest.raises(ShuangkongError, match=r"“甲.xlsx”写明属于规划“our-plan”[^$]*--plan 文件夹"):
        shuangkong.check(None, None, filled)
    assert shuangkong.check(str(own), 2020, filled).reading.files


def test_a_part_of_a_year_that_is_written_otherwise_is_told_how(data: Path) -> None:
    with pytest.raises(ShuangkongError, match=r"“2020-H1”不是年内时段[^$]*写 H1（上半年）"):
        shuangkong.outlook("hebei-13fyp", 2020, data, period="2020-H1")


def test_an_outlook_can_be_made_of_what_was_read(data: Path, tmp_path: Path) -> None:
    reading = shuangkong.read("hebei-13fyp", 2020, data)
    found = shuangkong.outlook("hebei-13fyp", 2020, reading)
    assert "130500" in found.entities
    assert shuangkong.write(found, tmp_path / "out").files


def test_representations_are_short_and_say_something(
    data: Path, assessment: shuangkong.Assessment, tmp_path: Path
) -> None:
    plan = assessment.declarations
    reading = shuangkong.read(plan, 2020, data)
    result = assessment.results["130500"]
    shown = {
        repr(plan): "hebei-13fyp",
        repr(reading): "3 files",
        repr(shuangkong.check(plan, 2020, reading)): "3 files",
        repr(assessment): "hebei-13fyp 2020",
        repr(result): CITY,
        repr(result.judgements[0]): "130500",
        repr(shuangkong.explain(assessment, CITY, "intensity")): "intensity",
        repr(shuangkong.outlook(plan, 2020, reading)): "hebei-13fyp 2020",
        repr(shuangkong.write(assessment, tmp_path / "out")): "files in",
    }
    for text, part in shown.items():
        assert part in text
        assert len(text) < 400, text


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)


def test_an_assessment_shows_itself_in_a_notebook_and_names_are_escaped(
    assessment: shuangkong.Assessment,
) -> None:
    from dataclasses import replace

    result = assessment.results["130500"]
    hostile = replace(result, entity=replace(result.entity, name="<script>alert(1)</script>"))
    shown = replace(assessment, results={"130500": hostile})._repr_html_()

    seen = _Texts()
    seen.feed(shown)
    assert seen.tags == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert "&lt;script&gt;" in shown


#: what a notebook hands over by mistake, and what is said of it
MISUSED = {
    "another plan": (
        lambda: shuangkong.assess("national-13fyp", 2020, READ),
        "按规划“hebei-13fyp”",
    ),
    "of no plan": (lambda: shuangkong.assess("hebei-13fyp", 2020, OF_NONE), "没有按任何规划读取"),
    "year in words": (lambda: shuangkong.read("hebei-13fyp", "2020", {}), "年度应当是整数"),
    "no year": (lambda: shuangkong.assess("hebei-13fyp", None, {}), "年度应当是整数"),
    "year of a form": (lambda: shuangkong.form("hebei-13fyp", "2020", CITY), "年度应当是整数"),
    "text as a file": (lambda: shuangkong.read("hebei-13fyp", 2020, {"a.csv": "a"}), "要是字节"),
    "a number as data": (lambda: shuangkong.read("hebei-13fyp", 2020, 5), "数据要是文件"),
    "plan to explain": (lambda: shuangkong.explain("hebei-13fyp", CITY, "x"), "要的是 assess"),
    "path of decisions": (
        lambda: shuangkong.assess("hebei-13fyp", 2020, {}, decisions="a.yaml"),
        "decisions要写成列表",
    ),
    "one assumption": (
        lambda: shuangkong.outlook("hebei-13fyp", 2020, {}, assumed="邢台市.coal=3"),
        "assumed要写成列表",
    ),
}
READ = shuangkong.read("hebei-13fyp", 2020, {"表.csv": "地区,数\n甲,1\n".encode()})
OF_NONE = shuangkong.read(None, None, {"表.csv": "地区,数\n甲,1\n".encode()})


@pytest.mark.parametrize("mistake", MISUSED)
def test_what_cannot_be_meant_is_refused_in_words(mistake: str) -> None:
    called, said = MISUSED[mistake]
    with pytest.raises(Misuse, match=said):
        called()
