"""Starts writers that are there at once, and kills them: what they need is imported only once.

Reads orders as lines of JSON, [mode, seconds, arguments…]: a writer (`writer.py`) is forked and
killed so many seconds after its start, or after its first act where they are negative. Answers
with a line of JSON: the receipts it had confirmed on whole lines, and what went wrong.
"""

import json
import os
import select
import signal
import sys
import time
import traceback

from tests.ledger import writer


def born(mode: str, arguments: list[str]) -> tuple[int, int]:
    """The process of a writer, and the end of the pipe that it confirms into."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    os.dup2(writing, 1)
    code = 1
    try:
        writer.run(mode, arguments)
        code = 0
    except BaseException:
        os.write(1, b"\n!" + traceback.format_exc().encode().replace(b"\n", b" ") + b"\n")
    finally:
        os._exit(code)


def killed(mode: str, seconds: float, arguments: list[str]) -> list[str]:
    """The lines a writer had written when it was killed, the last one perhaps in part."""
    child, reading = born(mode, arguments)
    said = b""
    if seconds < 0:
        said = os.read(reading, 65_536)
    until = time.monotonic() + abs(seconds)
    while (left := until - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            more = os.read(reading, 65_536)
            if not more:
                break
            said += more
    os.kill(child, signal.SIGKILL)
    while more := os.read(reading, 65_536):
        said += more
    os.waitpid(child, 0)
    os.close(reading)
    return said.decode("utf-8", "replace").splitlines(keepends=True)


def main() -> None:
    writer.imported()
    for line in sys.stdin:
        mode, seconds, *arguments = json.loads(line)
        lines = killed(mode, seconds, arguments)
        whole = [one.strip() for one in lines if one.endswith("\n")]
        codes = [code for one in whole if not one.startswith("!") for code in one.split()]
        wrong = [one for one in whole if one.startswith("!")]
        print(json.dumps([codes, wrong]), flush=True)


if __name__ == "__main__":
    main()
