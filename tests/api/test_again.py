"""A run after a correction makes again what that touched, and gives a full run's bytes."""

import hmac
import inspect
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shuangkong
from shuangkong import messages, resources
from shuangkong.api.assessing import assess, write
from shuangkong.assess import assess as assess_room
from shuangkong.assess.judgement import Judgement
from shuangkong.assess.result import Assessment
from shuangkong.declarations.load import load
from shuangkong.documents.entity import Common
from shuangkong.documents.letters import told
from shuangkong.documents.letters.draft import Drafting
from shuangkong.documents.run import Written
from shuangkong.intake import files as files_read
from shuangkong.intake.intake import read_submissions
from shuangkong.intake.reading import limits
from shuangkong.intake.recall import KeptFile
from shuangkong.running import kept as keeping

from benchmarks.generate import workbooks
from benchmarks.places import Size, places
from benchmarks.plan import write_plan

YEAR = 2020
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


@pytest.fixture(autouse=True)
def secret_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A plan of two cities and three counties, and a form of each."""
    folder = tmp_path_factory.mktemp("again")
    everybody = places(Size(1, 2, 3))
    plan = write_plan(folder / "plan", everybody, 6)
    forms = folder / "forms"
    workbooks(plan, forms, [p for p in everybody if p.kind in ("city", "county")], 6)
    return plan, forms


@pytest.fixture
def data(invented: tuple[Path, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(invented[1], tmp_path / "data"))


def run(plan: Path | str, data: Path, output: Path, **more: object) -> tuple[Assessment, Written]:
    made = assess(plan, YEAR, data, again=output)
    return made, write(made, output, **more)  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def own_files(written: Written, name: str) -> set[str]:
    """Card and letters of an entity."""
    return {f for f in written.files if f.startswith(("评分卡/", "函/")) and f"_{name}" in f}


def standing(made: Assessment) -> dict[str, tuple[object, ...]]:
    """What others' figures do to an entity's documents: its rank, and who shares it."""
    total = made.ranks.total()
    return {
        code: (r.rank, r.honours, made.ranks[r.rank] if r.rank else 0, total)
        for code, r in made.results.items()
    }


def figures(path: Path) -> list[tuple[str, str]]:
    """Cells of a form that hold a number: sheet and address."""
    book = openpyxl.load_workbook(path)
    sheet = book["填报表"]
    found = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, int | float)]
    return [(sheet.title, c.coordinate) for c in found if not c.protection.locked]


def corrected(path: Path, draw: random.Random) -> None:
    """One figure of a form becomes another, or nothing."""
    book = openpyxl.load_workbook(path)
    sheet, cell = draw.choice(figures(path))
    value = book[sheet][cell].value
    book[sheet][cell].value = draw.choice([round(value * draw.uniform(0.7, 1.3), 2), None])
    book.save(path)


Edit = Callable[[Path, random.Random], None]


def one_form(data: Path, draw: random.Random) -> None:
    corrected(draw.choice(sorted(p for p in data.glob("*.xlsx") if figures_in(p))), draw)


def two_forms(data: Path, draw: random.Random) -> None:
    one_form(data, draw)
    one_form(data, draw)


def form_gone(data: Path, draw: random.Random) -> None:
    draw.choice(sorted(p for p in data.glob("*.xlsx") if figures_in(p))).unlink()


def renamed(data: Path, draw: random.Random) -> None:
    path = draw.choice(sorted(p for p in data.glob("*.xlsx") if figures_in(p)))
    path.rename(path.with_stem(f"{path.stem}-{draw.randrange(100)}"))


def figures_in(path: Path) -> bool:
    book = openpyxl.load_workbook(path, read_only=True)
    found = "填报表" in book.sheetnames
    book.close()
    return found


EDITS: list[Edit] = [one_form, two_forms, form_gone, renamed]


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_give_the_bytes_of_a_full_run(
    invented: tuple[Path, Path], data: Path, tmp_path: Path, seed: int
) -> None:
    plan, draw = invented[0], random.Random(seed)
    run(plan, data, tmp_path / "kept")
    for number in range(2):
        draw.choice(EDITS)(data, draw)

        run(plan, data, tmp_path / "kept")

        assess_anew = assess(plan, YEAR, data)
        write(assess_anew, tmp_path / f"full{number}")
        assert files(tmp_path / "kept") == files(tmp_path / f"full{number}")


def test_a_sample_with_points_and_ranks_gives_the_bytes_of_a_full_run(tmp_path: Path) -> None:
    data = Path(shutil.copytree(resources.samples() / "hebei-13fyp", tmp_path / "data"))
    before, _ = run("hebei-13fyp", data, tmp_path / "kept")
    path = next(data.glob("*秦皇岛*"))
    corrected(path, random.Random(1))

    after, written = run("hebei-13fyp", data, tmp_path / "kept")

    write(assess("hebei-13fyp", YEAR, data), tmp_path / "full")
    assert files(tmp_path / "kept") == files(tmp_path / "full")
    was, now = standing(before), standing(after)
    for code, result in after.results.items():
        own = own_files(written, result.entity.name)
        if result.entity.name == "秦皇岛市":
            assert not own & written.again
        elif was[code] == now[code] and own:
            assert own <= written.again, result.entity.name


def test_only_the_corrected_one_is_made_again(
    invented: tuple[Path, Path], data: Path, tmp_path: Path
) -> None:
    run(invented[0], data, tmp_path / "kept")
    path = sorted(data.glob("*.xlsx"))[3]
    corrected(path, random.Random(7))

    made, written = run(invented[0], data, tmp_path / "kept")

    name = made.declarations.entities[path.stem].name
    cards = {f for f in written.files if f.startswith(("评分卡/", "函/"))}
    assert cards - written.again == own_files(written, name)


def test_verdicts_are_put_into_words_once_and_only_those_of_the_corrected_one_again(
    invented: tuple[Path, Path], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    in_words = told.judgement_words

    def heard(j: Judgement, *more: Any) -> dict[str, str]:
        said.append(j.key)
        return in_words(j, *more)

    monkeypatch.setattr(told, "judgement_words", heard)
    made, _ = run(invented[0], data, tmp_path / "kept")
    every = [j.key for r in made.results.values() for j in r.judgements]
    assert sorted(said) == sorted(every)
    path = sorted(data.glob("*.xlsx"))[3]
    corrected(path, random.Random(7))
    said.clear()

    made, _ = run(invented[0], data, tmp_path / "kept")

    assert sorted(said) == sorted(j.key for j in made.results[path.stem].judgements)


def test_results_taken_over_are_those_of_a_full_run(
    invented: tuple[Path, Path], data: Path, tmp_path: Path
) -> None:
    """Also where a figure left blank moves the rows of all that follow."""
    run(invented[0], data, tmp_path / "kept")
    path = sorted(data.glob("*.xlsx"))[1]
    book = openpyxl.load_workbook(path)
    book["填报表"][figures(path)[0][1]].value = None
    book.save(path)

    taken = assess(invented[0], YEAR, data, again=tmp_path / "kept")

    full = assess(invented[0], YEAR, data)
    assert taken.results == full.results
    assert taken.outcomes.equals(full.outcomes)
    used = [
        (i.value, taken.observations["raw"][i.observation])
        for r in taken.results.values() for j in r.judgements for i in j.inputs
        if i.observation is not None
    ]  # fmt: skip
    assert used
    assert all(float(raw) == float(value) for value, raw in used)


def test_nothing_is_taken_over_when_the_plan_says_something_else(
    invented: tuple[Path, Path], data: Path, tmp_path: Path
) -> None:
    plan = Path(shutil.copytree(invented[0], tmp_path / "plan"))
    run(plan, data, tmp_path / "kept")
    targets = plan / "targets" / "main.yaml"
    targets.write_text(targets.read_text("utf-8").replace("13%", "14%"), encoding="utf-8")

    _, written = run(plan, data, tmp_path / "kept")

    assert not written.again
    write(assess(plan, YEAR, data), tmp_path / "full")
    assert files(tmp_path / "kept") == files(tmp_path / "full")


def test_another_letterhead_makes_all_letters_again(
    invented: tuple[Path, Path], data: Path, tmp_path: Path
) -> None:
    run(invented[0], data, tmp_path / "kept")
    head = shuangkong.Letterhead(issuer="示例省节能办")

    _, written = run(invented[0], data, tmp_path / "kept", letterhead=head)

    assert not written.again
    write(assess(invented[0], YEAR, data), tmp_path / "full", letterhead=head)
    assert files(tmp_path / "kept") == files(tmp_path / "full")


def test_a_document_changed_by_hand_is_made_again(
    invented: tuple[Path, Path], data: Path, tmp_path: Path
) -> None:
    _, first = run(invented[0], data, tmp_path / "kept")
    card = next(f for f in first.files if f.startswith("评分卡/"))
    right = (tmp_path / "kept" / card).read_bytes()
    (tmp_path / "kept" / card).write_bytes(right + b"x")

    _, written = run(invented[0], data, tmp_path / "kept")

    assert card not in written.again
    assert (tmp_path / "kept" / card).read_bytes() == right


def broken(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def foreign(path: Path) -> None:
    """Sealed by somebody else: whoever opens it would run what stands in it."""
    import pickle

    places = pickle.dumps({("result", "x"): (0, 0)})
    body = places + len(places).to_bytes(8, "big")
    path.write_bytes(body + hmac.digest(b"0" * 32, body, "sha256"))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [broken, cut_short, foreign, empty, Path.unlink])
def test_what_does_not_fit_its_seal_is_left_unread(
    invented: tuple[Path, Path], data: Path, tmp_path: Path, harm: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    run(invented[0], data, tmp_path / "kept")
    harm(tmp_path / ".kept.again")
    opened: list[bytes] = []
    monkeypatch.setattr(keeping.pickle, "loads", opened.append)

    assert len(keeping.Kept(tmp_path / "kept")) == 0
    assert not opened


def test_another_user_takes_nothing_over(
    invented: tuple[Path, Path], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(invented[0], data, tmp_path / "kept")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))

    _, written = run(invented[0], data, tmp_path / "kept")

    assert not written.again


def test_a_run_without_a_place_for_a_secret_makes_everything(
    invented: tuple[Path, Path], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))

    run(invented[0], data, tmp_path / "kept")

    assert not (tmp_path / ".kept.again").exists()


def test_what_cannot_be_kept_costs_no_document(
    invented: tuple[Path, Path], data: Path, tmp_path: Path
) -> None:
    (tmp_path / ".kept.again").mkdir()

    _, written = run(invented[0], data, tmp_path / "kept")

    assert set(files(tmp_path / "kept")) == set(written.files)


def test_what_is_not_used_any_more_is_not_kept(
    invented: tuple[Path, Path], data: Path, tmp_path: Path
) -> None:
    run(invented[0], data, tmp_path / "kept")
    before = len(keeping.Kept(tmp_path / "kept"))
    corrected(sorted(data.glob("*.xlsx"))[0], random.Random(3))

    run(invented[0], data, tmp_path / "kept")

    assert len(keeping.Kept(tmp_path / "kept")) == before


def names_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files whose cells are read from now on."""
    read: list[str] = []
    plainly = files_read.read_books

    def noted(some: Iterable[tuple[str, bytes]], **more: object) -> Iterator[object]:
        given = list(some)
        read.extend(name for name, _ in given)
        return plainly(given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(files_read, "read_books", noted)
    return read


def test_cells_of_files_that_did_not_change_are_not_read_again(
    invented: tuple[Path, Path], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(invented[0], data, tmp_path / "kept")
    path = sorted(data.glob("*.xlsx"))[2]
    corrected(path, random.Random(11))
    read = names_read(monkeypatch)

    again = assess(invented[0], YEAR, data, again=tmp_path / "kept")

    assert read == [path.name]
    assert again.findings == assess(invented[0], YEAR, data).findings


def test_more_cells_than_few_files_may_hold_are_read_once(
    invented: tuple[Path, Path], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ALL_CELLS", 200)  # of many bytes there may be more
    read = names_read(monkeypatch)

    made = assess(invented[0], YEAR, data, again=tmp_path / "kept")

    assert sorted(read) == sorted(path.name for path in data.glob("*.xlsx"))
    assert not any(f.kind == messages.ALL_TOO_BIG.id for f in made.findings)


def test_files_that_are_too_many_together_are_so_again(
    invented: tuple[Path, Path], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(invented[0], data, tmp_path / "kept")
    monkeypatch.setattr(limits, "ALL_CELLS", 200)
    monkeypatch.setattr(limits, "BYTES_PER_CELL", 10**9)

    again = assess(invented[0], YEAR, data, again=tmp_path / "kept")

    assert again.findings == assess(invented[0], YEAR, data).findings
    assert any(f.kind == messages.ALL_TOO_BIG.id for f in again.findings)


def test_the_cells_of_a_file_that_was_not_read_are_there_for_who_looks(
    invented: tuple[Path, Path], data: Path, tmp_path: Path
) -> None:
    run(invented[0], data, tmp_path / "kept")
    plan = load(invented[0])

    taken = read_submissions(plan, data, YEAR, kept=keeping.Kept(tmp_path / "kept"))

    full = read_submissions(plan, data, YEAR)
    assert all(isinstance(file, KeptFile) for file in taken.files)
    assert taken.cells.equals(full.cells)
    assert [len(f.sheets) for f in taken.files] == [len(f.sheets) for f in full.files]
    assert taken.observations.equals(full.observations)


def test_whatever_goes_into_a_document_is_part_of_what_it_follows_from() -> None:
    """Who adds an input to one of these says in `assess.follows` or `documents.again` that
    documents follow from it, and adds it here."""
    assert set(inspect.signature(assess_room.assess).parameters) == {
        *("declarations", "year", "observations", "measures", "overlay", "decisions", "verdicts"),
        *("findings", "revised"),
        # these go into no result
        *("inputs", "sources", "only", "engine", "progress", "kept", "crew"),
    }
    assert {f.name for f in fields(Common)} == {
        *("assessment", "history", "links", "drafting", "tables", "approved"),
        "keeping",
        "corrected",
    }
    assert {f.name for f in fields(Drafting)} == {"letterhead", "templates"}
    assert {f.name for f in fields(Assessment)} == {
        *("declarations", "year", "scheme", "observations", "measures", "results", "verification"),
        *("overlay", "decisions", "revised", "verdicts", "exhibits"),
        # not sent to where the documents of an entity are made
        *("outcomes", "findings", "inputs", "sources", "kept", "bases"),
    }
