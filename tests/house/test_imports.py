"""The arrows of the house: contracts of pyproject.toml, and the picture that is drawn of it."""

import importlib.util
import re
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def arrows():
    spec = importlib.util.spec_from_file_location("arrows", ROOT / "docs" / "arrows.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_contract_is_kept(capsys, monkeypatch) -> None:
    # it would silence every logger there is, for all tests that come after
    monkeypatch.setattr("importlinter.cli.logging_config.dictConfig", lambda _: None)
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_the_picture_draws_the_arrows_that_are_imports_and_no_others() -> None:
    (picture,) = re.findall(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)
    drawn = set(re.findall(r"^ *(\w+) --> (\w+)$", picture, re.MULTILINE))
    assert drawn == arrows().between_rooms()
    assert len(drawn) > 10


def test_the_picture_would_miss_an_import_that_is_not_drawn() -> None:
    found = arrows().between_rooms()
    assert ("documents", "assess") in found
    assert ("assess", "documents") not in found
    assert ("documents", "intake") not in found


def test_every_file_and_function_that_the_page_names_is_there() -> None:
    package = ROOT / "engine" / "shuangkong"
    named = re.findall(r"`([\w/]+\.(?:py|tsv|csv))(?::(\w+))?`", PAGE)
    assert len(named) > 20
    for file, function in named:
        path = package / file
        assert path.is_file(), file
        if function:
            text = path.read_text(encoding="utf-8")
            assert re.search(rf"^\s*(?:def|class) {function}\b", text, re.MULTILINE), (
                f"{file}:{function}"
            )


def test_one_figure_goes_from_cell_to_letter_in_under_fifteen_hops() -> None:
    hops = re.findall(r"^(\d+)\. ", PAGE, re.MULTILINE)
    assert [int(n) for n in hops] == list(range(1, len(hops) + 1))
    assert 8 <= len(hops) < 15
