"""See which decisions wait for a second person, and confirm or refuse one, from a program.

    python second_by_api.py http://127.0.0.1:8000
    python second_by_api.py http://127.0.0.1:8000 --confirm 19
    python second_by_api.py http://127.0.0.1:8000 --refuse 19 --reason 批文没有附上

The key is read from the environment: SHUANGKONG_KEY, an approver's to confirm or refuse. It uses
the client of `report_by_api.py`, which lies beside it.
"""

import argparse
import os

from report_by_api import Desk


def main() -> None:
    """Read the command line, do what it says, and print where each decision stands."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("address", help="the desk, as in http://127.0.0.1:8000")
    parser.add_argument("--confirm", type=int, metavar="NUMBER", help="stand for this decision")
    parser.add_argument("--refuse", type=int, metavar="NUMBER", help="refuse this decision")
    parser.add_argument("--reason", default="", help="why it is refused")
    given = parser.parse_args()
    desk = Desk(given.address, os.environ["SHUANGKONG_KEY"])
    if given.confirm is not None:
        desk.act("/decisions/confirmation", numbers=[given.confirm], note="")
    if given.refuse is not None:
        desk.act("/decisions/refusal", numbers=[given.refuse], reason=given.reason)
    for one in desk.ask("/decisions")["decisions"]:
        why = f"：{one['refused_because']}" if one["refused_by"] else ""
        about = f"{one['target']} → {one['choice']}"
        print(f"第 {one['number']} 号　{one['by']}　{about}　{one['text']}{why}")


if __name__ == "__main__":
    main()
