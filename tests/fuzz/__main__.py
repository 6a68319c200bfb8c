"""`make fuzz N=50000 [FROM=0]`: many damaged files, each read, checked, shown, marked, recorded.

Cases run in a process of their own, with limits; one that kills or hangs it is a fault, and the
next goes on in a new one. Faults are printed with their number; the file is kept in a folder.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS = 120
MEMORY = 1_500_000_000


def work(first: int, last: int) -> None:
    """Try cases in this process, each told before and after."""
    try:
        import resource
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    import faulthandler

    from tests.fuzz.oracle import case, fault

    for number in range(first, last):
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        found = fault(case(number))
        faulthandler.cancel_dump_traceback_later()
        print(json.dumps([number, found]), flush=True)


def tried(first: int, last: int, kept: Path) -> int:
    """Try cases, whatever they do to the process; the number of faults."""
    from tests.fuzz.oracle import case

    faults, start = 0, time.monotonic()
    while first < last:
        command = [sys.executable, "-m", "tests.fuzz", "--work", str(first), str(last)]
        with (
            tempfile.TemporaryFile() as errors,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as process,
        ):
            assert process.stdout is not None
            for line in process.stdout:
                number, found = json.loads(line)
                first = number + 1
                if found is not None:
                    faults += 1
                    told(case(number).name, case(number).data, number, found, kept)
                if first % 1000 == 0:
                    seconds = time.monotonic() - start
                    print(f"{first} 个，{faults} 个有错，{seconds:.0f} 秒", flush=True)
            if first < last:  # it died or hung at this one
                code = process.wait()
                errors.seek(0)
                found = f"code {code}\n" + errors.read().decode("utf-8", "replace")
                faults += 1
                told(case(first).name, case(first).data, first, found, kept)
                first += 1
    print(f"共 {last} 个，{faults} 个有错", flush=True)
    return faults


def told(name: str, data: bytes, number: int, found: str, kept: Path) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    path = kept / f"{number}_{name}"
    path.write_bytes(data)
    print(f"--- {path}\n{found.strip()[-2500:]}", flush=True)


def main() -> None:
    if sys.argv[1] == "--work":
        work(int(sys.argv[2]), int(sys.argv[3]))
        return
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    sys.exit(1 if tried(first, first + count, Path("out/fuzz")) else 0)


if __name__ == "__main__":
    main()
