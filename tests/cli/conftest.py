import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.place import ROOT, environment

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run() -> Run:
    """Run the command as its users do: a process, its output and its exit code."""

    def call(*args: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
        command: Sequence[str] = [
            sys.executable,
            "-c",
            "from shuangkong.commands import main; main()",
            *args,
        ]
        return subprocess.run(
            command,
            cwd=cwd or ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return call


@pytest.fixture(scope="session")
def national(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of the national plan for 2020."""
    output = tmp_path_factory.mktemp("national") / "out"
    done = run(
        *("assess", "national-13fyp", "--year", "2020", "--data", "samples/national-13fyp"),
        *("--output", str(output)),
    )
    assert done.returncode == 0, done.stderr
    return output
