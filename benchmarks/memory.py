"""Peak memory of one contestant, measured in a process of its own.

Usage: python -m benchmarks.memory <stage> <contestant> <size> <folder>
Prints the table's bytes, and the peak of the process before and after the contestant ran.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Peak:
    """Bytes: the table itself, the process once it was loaded, the process at its peak."""

    table: int
    loaded: int
    peak: int

    @property
    def times_table(self) -> float:
        """The process at its peak, as a multiple of the table."""
        return self.peak / self.table


def resident() -> tuple[int, int]:
    """Bytes the process has now and had at most; zeros where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0, 0
    found = dict(line.split(":", 1) for line in status.splitlines() if line.startswith("Vm"))
    return int(found["VmRSS"].split()[0]) * 1024, int(found["VmHWM"].split()[0]) * 1024


def of_tree(pid: int) -> int:
    """Bytes that a process and all that it started have now; zero where nobody says."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    own = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return sum(int(kib) * 1024 for kib in own) + sum(of_tree(int(child)) for child in below)


def measured(folder: Path, size: int) -> Peak | None:
    """Peak memory of the evaluation on a table read from disk; None where it is not known."""
    from .stages.evaluation import prepared

    _, table = prepared(folder, size)
    table.write_parquet(folder / "memory.parquet")
    del table
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", str(folder), str(size)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    found = Peak(**json.loads(made.stdout.splitlines()[-1]))
    return found if found.peak else None


def main(folder: Path, size: int) -> None:
    """Load the table, evaluate it, and print what it took."""
    import polars as pl
    from shuangkong.assess.evaluate import evaluate
    from shuangkong.assess.requirements import requirements
    from shuangkong.declarations.load import read

    from .plan import LAST

    plan, _ = read(folder / f"evaluation-{size}")
    assert plan is not None
    table = pl.read_parquet(folder / "memory.parquet", parallel="none")
    loaded, _ = resident()
    evaluate(plan, requirements(plan, LAST), table.lazy())
    _, peak = resident()
    print(json.dumps({"table": table.estimated_size(), "loaded": loaded, "peak": peak}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
