"""A process that records acts until it is killed or done, confirming each on its own line.

Arguments: `acts` WORKSPACE NAME COUNT PAUSE  two entries with bytes an act, without intake
           `submit` WORKSPACE COUNT FILE…     the files, with new figures each time
           `decide` WORKSPACE COUNT           a decision on a target, now this way and now that
           `issue` WORKSPACE COUNT FOLDER     an assessment, written to a folder and issued
           `backup` WORKSPACE COUNT FOLDER    a backup into a folder; its name is confirmed
"""

import os
import sys
import time
from pathlib import Path

HEADER = "entity,indicator,period,value,unit,vintage,authority"


def acts(workspace: Path, name: str, count: str, pause: str) -> None:
    from shuangkong.ledger.moments import now
    from shuangkong.ledger.store import EntryKind, opened, rows_digest

    for number in range(int(count)):
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
        time.sleep(float(pause))


def submit(workspace: Path, count: str, *files: str) -> None:
    from shuangkong.ledger.submit import submit as submit_files

    for number in range(int(count)):
        for which, file in enumerate(files, start=1):
            line = f"甲市,coal,20{10 + which},{os.getpid()}.{number + 1},万吨,,"
            Path(file).write_text(f"{HEADER}\n{line}\n", encoding="utf-8")
        done = submit_files(workspace, [Path(file) for file in files], 2020, "经手人")
        confirm(*(taken.receipt.code for taken in done.taken))


def decide(workspace: Path, count: str) -> None:
    from shuangkong.ledger.decide import Wish
    from shuangkong.ledger.decide import decide as record
    from shuangkong.vocabulary import DecisionKind, View

    for number in range(int(count)):
        choice, said = ("met", "not_met")[number % 2], f"第{number}次"
        wish = Wish(DecisionKind.OVERRIDE, "total", choice, "李主任", said, entity="乙市",
                    year=2020, view=View.FINAL)  # fmt: skip
        confirm(*(done.receipt.code for done in record(workspace, wish)))


def issue(workspace: Path, count: str, folder: str) -> None:
    from shuangkong.ledger.issue import assess_workspace

    for _ in range(int(count)):
        done = assess_workspace(workspace, 2020, Path(folder), issue=True, by="王处长")
        confirm(done.receipt.code)


def backup(workspace: Path, count: str, folder: str) -> None:
    from shuangkong.ledger.backup import backup as copied

    for _ in range(int(count)):
        confirm(copied(workspace, Path(folder)).path.name)


def imported() -> None:
    """Import what all of these need, so that a fork has it."""
    import shuangkong.documents.fast
    import shuangkong.ledger.backup
    import shuangkong.ledger.decide
    import shuangkong.ledger.issue
    import shuangkong.ledger.submit  # noqa: F401


def confirm(*codes: str) -> None:
    os.write(1, (" ".join(codes) + "\n").encode())


def run(mode: str, arguments: list[str]) -> None:
    """Do what the arguments say."""
    modes = {"acts": acts, "submit": submit, "decide": decide, "issue": issue, "backup": backup}
    modes[mode](Path(arguments[0]), *arguments[1:])  # type: ignore[operator]


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
