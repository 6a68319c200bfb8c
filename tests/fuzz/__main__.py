"""`make fuzz N=50000 [FROM=0]`: many damaged files, each read, checked, shown, marked, recorded.

Twenty come in one folder, as files do, and none may harm the others. They run in a process of
their own, with limits; where it dies or hangs, the twenty are tried one by one in new ones, and
one that brings that about again is a fault. Faults are printed with their number; the file is
kept in a folder.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
MEMORY = 1_500_000_000
TOGETHER = 20


def work(first: int, last: int, together: int) -> None:
    """Try cases in this process, some at once; each is told."""
    try:
        import resource
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    import faulthandler

    from tests.fuzz.oracle import case, faults

    for begin in range(first, last, together):
        numbers = range(begin, min(begin + together, last))
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        found = faults([case(number) for number in numbers])
        faulthandler.cancel_dump_traceback_later()
        for number, one in zip(numbers, found, strict=True):
            print(json.dumps([number, one]), flush=True)


@dataclass(frozen=True)
class Result:
    """What was found of a case; None where all holds. `died`: its process ended with it."""

    number: int
    found: str | None
    died: bool = False


def results(first: int, last: int, together: int) -> Iterator[Result]:
    """What one process finds, which ends at the first case that kills or hangs it."""
    numbers = [str(number) for number in (first, last, together)]
    command = [sys.executable, "-m", "tests.fuzz", "--work", *numbers]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            number, found = json.loads(line)
            first = number + 1
            yield Result(number, found)
        if first < last:
            code = process.wait()
            errors.seek(0)
            said = errors.read().decode("utf-8", "replace")
            yield Result(first, f"code {code}\n{said}", died=True)


def tried(first: int, last: int, kept: Path) -> int:
    """Try cases, whatever they do to the process; the number of faults."""
    from tests.fuzz.oracle import case

    faults, start = 0, time.monotonic()
    alone = first  # up to here one by one, for together they brought a process down
    while first < last:
        upto, together = (alone, 1) if first < alone else (last, TOGETHER)
        for one in results(first, upto, together):
            if one.died and together > 1:
                alone = min(one.number + together, last)
                break
            first = one.number + 1
            if one.found is not None:
                faults += 1
                damaged = case(one.number)
                told(damaged.name, damaged.data, one.number, one.found, kept)
            if first % 1000 == 0:
                seconds = time.monotonic() - start
                print(f"{first} 个，{faults} 个有错，{seconds:.0f} 秒", flush=True)
    print(f"共 {last} 个，{faults} 个有错", flush=True)
    return faults


def told(name: str, data: bytes, number: int, found: str, kept: Path) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    path = kept / f"{number}_{name}"
    path.write_bytes(data)
    print(f"--- {path}\n{found.strip()[-2500:]}", flush=True)


def main() -> None:
    if sys.argv[1] == "--work":
        first, last, together = map(int, sys.argv[2:5])
        work(first, last, together)
        return
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    sys.exit(1 if tried(first, first + count, Path("out/fuzz")) else 0)


if __name__ == "__main__":
    main()
