"""Documents of many entities: the same from one process or two, and nothing half-written."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.generate import workbooks
from benchmarks.places import Size, places
from benchmarks.plan import LAST, write_plan

ROOT = Path(__file__).resolve().parents[2]
_INDICATORS = 3


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan and the forms of more entities than one process is used for."""
    folder = tmp_path_factory.mktemp("province")
    everybody = places(Size(1, 2, 43))
    plan = write_plan(folder / "plan", everybody, _INDICATORS)
    workbooks(plan, folder / "forms", everybody[2:], _INDICATORS)
    return folder


def command(province: Path, output: Path, *more: str) -> list[str]:
    data = ("--data", str(province / "forms"), "--output", str(output))
    plan = str(province / "plan")
    return [sys.executable, "-m", "shuangkong", "assess", plan, "--year", str(LAST), *data, *more]


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_processes_and_threads_do_not_change_a_byte(province: Path, tmp_path: Path) -> None:
    for jobs in ("1", "2"):
        made = subprocess.run(
            command(province, tmp_path / jobs, "--jobs", jobs),
            cwd=ROOT,
            env={**os.environ, "POLARS_MAX_THREADS": jobs},
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert made.returncode == 0, made.stderr

    assert hashes(tmp_path / "1") == hashes(tmp_path / "2")
    assert len(list((tmp_path / "2" / "评分卡").iterdir())) == 46


@pytest.mark.skipif(os.name == "nt", reason="another program cannot press Ctrl-C there")
def test_a_run_that_is_interrupted_keeps_what_was_there(province: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    (output / "mine.txt").write_text("keep", encoding="utf-8")
    (output / "manifest.json").write_text("{}", encoding="utf-8")
    run = subprocess.Popen(
        command(province, output, "--jobs", "2"),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while run.poll() is None and time.monotonic() < deadline:
        if any(tmp_path.glob(".out-*/评分卡/*")):
            break
        time.sleep(0.02)

    # as a terminal does: all processes of the run are told
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=60)

    assert run.returncode == 130
    assert "已取消" in said.decode("utf-8")
    assert "Traceback" not in said.decode("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert {path.name for path in output.iterdir()} == {"manifest.json", "mine.txt"}
