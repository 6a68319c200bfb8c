"""manifest.json: what went in, what declared it, what came out, each with its hash."""

from collections.abc import Mapping

from ..assess.result import Assessment
from .results import dump


def manifest_json(assessment: Assessment, files: Mapping[str, str], version: str) -> bytes:
    """The bytes of the manifest; `files` gives the hash of each file written, by its path."""
    scheme = assessment.scheme
    return dump(
        {
            "engine": version,
            "plan": assessment.declarations.plan.id,
            "year": assessment.year,
            "scheme": scheme.id if scheme else None,
            "verification": assessment.verification,
            # what the key was called before
            "mark": assessment.verification,
            "inputs": dict(sorted(assessment.inputs.items())),
            "declarations": dict(sorted(assessment.declarations.hashes.items())),
            "files": dict(sorted(files.items())),
        }
    )
