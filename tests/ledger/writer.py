"""A process that records acts until it is killed or done, confirming each on its own line.

Arguments: `acts` WORKSPACE NAME COUNT PAUSE  two entries with bytes an act, without intake
           `submit` WORKSPACE COUNT FILE…     the files, with new figures each time
"""

import os
import sys
import time
from pathlib import Path

HEADER = "entity,indicator,period,value,unit,vintage,authority"


def acts(workspace: Path, name: str, count: int, pause: float) -> None:
    from shuangkong.ledger.moments import now
    from shuangkong.ledger.store import EntryKind, opened, rows_digest

    for number in range(count):
        made = []
        with opened(workspace, writing=True) as ledger, ledger.act(now) as act:
            for part in (1, 2):
                rows = [("990100", "coal", "2020", str(n), *[""] * 6, None, None, name)
                        for n in range(20)]  # fmt: skip
                data = os.urandom(30_000)
                content = {
                    "file": f"{name}.{number}.{part}",
                    "sha256": act.keep(data),
                    "measures": None,
                    "findings": None,
                    "layouts": {},
                    "observations": rows_digest(rows),
                }
                made.append(act.add(EntryKind.SUBMISSION, content, rows).receipt)
        confirm(*(receipt.code for receipt in made))
        time.sleep(pause)


def submit(workspace: Path, count: int, *files: str) -> None:
    from shuangkong.ledger.submit import submit as submit_files

    for number in range(count):
        for which, file in enumerate(files, start=1):
            line = f"甲市,coal,20{10 + which},{os.getpid()}.{number + 1},万吨,,"
            Path(file).write_text(f"{HEADER}\n{line}\n", encoding="utf-8")
        done = submit_files(workspace, [Path(file) for file in files], 2020, "经手人")
        confirm(*(taken.receipt.code for taken in done.taken))


def confirm(*codes: str) -> None:
    print(" ".join(codes), flush=True)


if __name__ == "__main__":
    mode, where, *rest = sys.argv[1:]
    if mode == "acts":
        acts(Path(where), rest[0], int(rest[1]), float(rest[2]))
    else:
        submit(Path(where), int(rest[0]), *rest[1:])
