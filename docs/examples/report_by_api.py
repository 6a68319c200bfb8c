"""Report a city's form to a desk from a program, with nothing but Python's standard library.

    python report_by_api.py http://127.0.0.1:8000 2020 填报.xlsx --explain 已核对原始记录

Keys come from the administrator of the desk and are read from the environment: SHUANGKONG_KEY is
the clerk's, SHUANGKONG_SIGN_KEY, where it is there, the signatory's. Without --form it uploads the
file, prints what was found, explains what needs a sentence with the one given, hands the form over,
and signs it where it has the second key; with --form it only saves the form under that name.
"""

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any


class Desk:
    """A desk, as one key sees it."""

    def __init__(self, address: str, key: str) -> None:
        self.address = address.rstrip("/") + "/api/v1"
        self.key = key

    def send(self, method: str, path: str, body: bytes | None = None, **query: str) -> bytes:
        """One request; what the desk refuses ends the program with the desk's own words."""
        url = self.address + urllib.parse.quote(path)
        if query:
            url += "?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(url, body, method=method)
        request.add_header("Authorization", f"Bearer {self.key}")
        request.add_header("Content-Type", "application/octet-stream")
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                data: bytes = answer.read()
                return data
        except urllib.error.HTTPError as error:
            told = json.load(error)
            sys.exit(f"{told['title']}：{told['detail']}")

    def ask(self, path: str) -> Any:
        """What is at an address."""
        return json.loads(self.send("GET", path))

    def act(self, path: str, **body: Any) -> Any:
        """Do something."""
        data = json.dumps(body, ensure_ascii=False).encode("utf-8") if body else b""
        return json.loads(self.send("POST", path, data))

    def wait(self, entity: str, job: Any) -> None:
        """Until a check or a signature is over."""
        while not job["over"]:
            print(f"{job['text']}，前面还有 {job['ahead']} 件")
            time.sleep(1)
            job = self.ask(f"/city/{entity}/jobs/{job['id']}")
        if job["state"] != "done":
            sys.exit(f"{job['text']}：{job['why']}")


def report(clerk: Desk, signatory: Desk | None, round_id: str, file: Path, sentence: str) -> None:
    """From the file to the receipt, as far as the keys go."""
    entity = clerk.ask("/me")["entity"]
    here = f"/city/{entity}/rounds/{round_id}"
    sent = clerk.send("POST", f"{here}/versions", file.read_bytes(), name=file.name)
    clerk.wait(entity, json.loads(sent))
    case = clerk.ask(here)
    found = clerk.ask(f"{here}/versions/{len(case['versions'])}")
    print(f"读到 {found['figures']} 个数据，须更正 {found['hard']} 条，须说明 {found['soft']} 条")
    for one in found["findings"]:
        print(f"  {one['sheet']}!{one['cell']} {one['why']}\n    怎么改：{one['mend']}")
        if one["needs"] == "explain" and not one["explained"] and sentence:
            case = clerk.act(f"{here}/explanations", key=one["key"], sentence=sentence)
    if case["blocked"]:
        sys.exit(f"没有提交签发人：{case['blocked']}")
    case = clerk.act(f"{here}/hand-over", sha256=found["sha256"])
    if signatory is None:
        print(f"{case['standing']['text']}。{case['standing']['next']}")
        return
    job = signatory.act(f"{here}/signature", sha256=found["sha256"], statement=STATEMENT)
    signatory.wait(entity, job)
    receipt = signatory.ask(f"{here}/receipt")
    print(f"已报送，回执 {receipt['receipt']}，SHA-256 {receipt['sha256']}")


#: what the signatory declares; whoever runs this with the signatory's key declares it
STATEMENT = "本单位已核对所报数据，数据真实、准确、完整，并对其负责。"


def main() -> None:
    """Read the command line and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("address", help="the desk, as in http://127.0.0.1:8000")
    parser.add_argument("round", help="the round, as in 2020 or 2020-Q3")
    parser.add_argument("file", type=Path, help="the form")
    parser.add_argument("--explain", default="", help="the sentence for what needs one")
    parser.add_argument("--form", action="store_true", help="save the round's form as FILE")
    given = parser.parse_args()
    clerk = Desk(given.address, os.environ["SHUANGKONG_KEY"])
    if given.form:
        entity = clerk.ask("/me")["entity"]
        given.file.write_bytes(clerk.send("GET", f"/city/{entity}/rounds/{given.round}/form"))
        return
    other = os.environ.get("SHUANGKONG_SIGN_KEY")
    signatory = Desk(given.address, other) if other else None
    report(clerk, signatory, given.round, given.file, given.explain)


if __name__ == "__main__":
    main()
