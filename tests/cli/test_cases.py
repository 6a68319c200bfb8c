import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shuangkong import resources


def test_plan_test_lists_every_case_and_leaves_with_0(run: Callable[..., Any]) -> None:
    done = run("plan", "test", "hebei-13fyp")

    assert done.returncode == 0
    assert "xingtai-2019-annual" in done.stdout


def test_plan_test_leaves_with_1_on_a_difference(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "hebei-13fyp"
    shutil.copytree(resources.targets() / "hebei-13fyp", folder)
    case = folder / "cases" / "xingtai-2019.yaml"
    text = case.read_text(encoding="utf-8")
    case.write_text(text.replace("actual: 5.97%", "actual: 5.98%"), encoding="utf-8")

    done = run("plan", "test", str(folder))

    assert done.returncode == 1
    assert "应为 5.98%，算得 5.9700%" in done.stdout
