"""The conformance set: every shipped plan that has worked cases, as another program can read it.

A folder of JSON files and nothing else that is needed: `plans/<id>.json` is a plan with its cases
(`export`), `index.json` lists all cases with their kinds and sources and the hash of every plan,
`schema.json` describes the plans, and `README.md` says how a case is run.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from .. import resources
from .cases import load_cases
from .export import Json, as_bytes, export_schema, exported
from .formats import KNOWN
from .load import load

_README = Path(__file__).with_name("conformance.md")


def conformance() -> Mapping[str, bytes]:
    """The files of the set by their path; the same program, the same bytes."""
    made: dict[str, bytes] = {
        "README.md": _README.read_bytes(),
        "schema.json": as_bytes(export_schema()),
    }
    listed = []
    for folder in _folders():
        plan, cases = load(folder), load_cases(folder)
        path = f"plans/{folder.name}.json"
        made[path] = as_bytes(exported(plan, cases))
        digest = hashlib.sha256(made[path]).hexdigest()
        known = [
            {
                "id": case.id,
                "kind": case.kinds[0],
                "title": case.title,
                "source": _source(case.source.document, case.source.clause),
            }
            for case in cases
        ]
        listed.append({"plan": folder.name, "file": path, "sha256": digest, "cases": known})
    index: Json = {"format": KNOWN[-1], "program": resources.version(), "plans": listed}
    made["index.json"] = as_bytes(index)
    return dict(sorted(made.items()))


def _folders() -> Iterator[Path]:
    """The shipped plans that have cases, and the sample of the other schemes."""
    for root in (resources.targets(), resources.samples()):
        if root.is_dir():
            yield from sorted(p.parent for p in root.glob("*/cases") if p.is_dir())


def _source(document: str | None, clause: str) -> str:
    return f"{document} {clause}" if document else clause
